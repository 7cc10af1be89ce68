/**
 * Results → SARIF 2.1.0 (OASIS standard, 2020-03-27). Columns count UTF-16 code units. Messages hold masked values only.
 *
 * GitHub (SARIF support for code scanning, read 2026-11-22) takes 25,000 results a run and 1,000 locations a result, and
 * shows no result without a line: the gravest results stay, and line 1 stands for a file whose text has no lines.
 */
import type { Disposition, Finding, ScanResult } from '../core/index.js';
import { type Locale, type Messages, messagesFor, word } from './messages/index.js';
import { evidenceText } from './place-text.js';
import { GRAVITY } from './summary.js';
import { outermost } from './units.js';
import { printable, wellFormed } from './width.js';

const LEVELS: Readonly<Record<Disposition, 'error' | 'warning' | 'note'>> = {
  leak: 'error',
  'weak-mask': 'warning',
  review: 'warning',
  lawful: 'note',
  official: 'note',
  masked: 'note',
};

export interface SarifOptions {
  readonly locale: Locale;
  readonly version: string;
}

const MOST_RESULTS = 25_000;
const MOST_LOCATIONS = 100;

/** One log of one run; what was not read stands in the notifications, and makes `executionSuccessful` false. */
export function sarif(results: readonly ScanResult[], { locale, version }: SarifOptions): object {
  const messages = messagesFor(locale);
  const entities = [
    ...new Set(results.flatMap((result) => result.findings.map((finding) => finding.entity))),
  ].sort();
  const all = results.flatMap((result) => result.findings.map((finding) => ({ result, finding })));
  const kept =
    all.length <= MOST_RESULTS
      ? all
      : GRAVITY.flatMap((one) => all.filter(({ finding }) => finding.disposition === one)).slice(
          0,
          MOST_RESULTS,
        );
  const cut = {
    descriptor: { id: 'sarif/results-cut' },
    level: 'warning',
    message: {
      text: `${all.length - kept.length} of ${all.length} findings are left out, the least grave: GitHub takes ${MOST_RESULTS} results; scan fewer files at a time, or use ndjson`,
    },
  };
  const notifications = [
    ...(kept.length < all.length ? [cut] : []),
    ...results.flatMap((result) =>
      result.diagnostics.map((diagnostic) => ({
        descriptor: { id: diagnostic.code },
        level: diagnostic.severity === 'info' ? 'note' : diagnostic.severity,
        message: { text: `${printable(result.artifact)}: ${printable(diagnostic.message)}` },
        locations: [{ physicalLocation: { artifactLocation: { uri: uriOf(result.artifact) } } }],
      })),
    ),
  ];
  return {
    $schema: 'https://json.schemastore.org/sarif-2.1.0.json',
    version: '2.1.0',
    runs: [
      {
        columnKind: 'utf16CodeUnits',
        tool: {
          driver: {
            name: 'leaklint',
            version,
            rules: entities.map((id) => rule(id, messages)),
          },
        },
        invocations: [
          {
            executionSuccessful: results.every((result) => result.coverage.unread.length === 0),
            toolExecutionNotifications: notifications,
          },
        ],
        results: kept.map(({ result, finding }) => ({
          ruleId: finding.entity,
          ruleIndex: entities.indexOf(finding.entity),
          level: LEVELS[finding.disposition],
          message: { text: describe(finding, locale) },
          locations: locations(result.artifact, finding),
          // An unkeyed hash of a number could be tried against every number there is, so that without a key there is none.
          ...(finding.fingerprint === undefined
            ? {}
            : { partialFingerprints: { 'leaklint/v1': finding.fingerprint } }),
          properties: { disposition: finding.disposition, score: finding.score, artifact: result.artifact },
        })),
      },
    ],
  };
}

function rule(id: string, messages: Messages): object {
  const name = word(messages.entities, id);
  const { colon, clauseMark } = messages.phrases;
  const meanings = (Object.keys(LEVELS) as Disposition[]).map(
    (one) => `${word(messages.dispositions, one)}${colon}${word(messages.dispositionMeanings, one)}`,
  );
  return {
    id,
    shortDescription: { text: name },
    fullDescription: { text: `${name}${clauseMark}${meanings[0]}` },
    help: { text: meanings.join('\n') },
    properties: { tags: ['security', 'privacy'], 'security-severity': '7.0', precision: 'high' },
  };
}

function describe(finding: Finding, locale: Locale): string {
  const messages = messagesFor(locale);
  const { phrases } = messages;
  const head = `${word(messages.dispositions, finding.disposition)}${phrases.colon}${word(messages.entities, finding.entity)} ${printable(finding.masked)}`;
  const why = finding.evidence.map((one) => evidenceText(one, messages)).join(phrases.clauseMark);
  return why === '' ? head : `${head}${phrases.clauseMark}${why}`;
}

function locations(artifact: string, finding: Finding): object[] {
  return finding.places.slice(0, MOST_LOCATIONS).map((place) => {
    const artifactLocation = { uri: uriOf(artifact) };
    const inward = [artifact.slice(outermost(artifact).length + 1), place.part]
      .filter((one) => one !== '')
      .join('!');
    const inner = inward === '' ? [] : [{ fullyQualifiedName: wellFormed(inward) }];
    const nearby =
      place.kind === 'page'
        ? [{ name: `page ${place.page}`, kind: 'page' }]
        : place.kind === 'cell'
          ? [{ name: `${place.sheet}!${place.ref}`, kind: 'cell' }]
          : [];
    const logicalLocations = [...inner, ...nearby];
    // Line and column of an inner part would point into the wrong text.
    const region =
      place.kind !== 'text' || inward !== ''
        ? { region: { startLine: 1 } }
        : {
            region: {
              startLine: place.line,
              startColumn: place.column,
              charOffset: place.start,
              charLength: place.end - place.start,
            },
          };
    return {
      physicalLocation: { artifactLocation, ...region },
      ...(logicalLocations.length === 0 ? {} : { logicalLocations }),
    };
  });
}

/** The file on disk; the way to a document inside it is a logical location, since GitHub looks for the file. */
function uriOf(artifact: string): string {
  const name = wellFormed(outermost(artifact)).replace(/^(?:\.\/+)+/, '');
  if (/^[a-z][a-z0-9+.-]+:\/\//i.test(name)) return encodeURI(name).replaceAll(/%25(?=[0-9A-F]{2})/gi, '%');
  const path = name.split('/').map(encodeURIComponent).join('/');
  return path.startsWith('/') ? `file://${path}` : path;
}
