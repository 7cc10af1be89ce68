/**
 * Results → SARIF 2.1.0 (OASIS standard, 2020-03-27). Columns count UTF-16 code units. Messages hold masked values only.
 */
import type { Disposition, Finding, ScanResult } from '../core/index.js';
import { type Locale, messagesFor, word } from './messages/index.js';
import { evidenceText } from './place-text.js';
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

/** One log of one run; what was not read stands in the notifications, and makes `executionSuccessful` false. */
export function sarif(results: readonly ScanResult[], { locale, version }: SarifOptions): object {
  const messages = messagesFor(locale);
  const entities = [
    ...new Set(results.flatMap((result) => result.findings.map((finding) => finding.entity))),
  ].sort();
  const notifications = results.flatMap((result) =>
    result.diagnostics.map((diagnostic) => ({
      descriptor: { id: diagnostic.code },
      level: diagnostic.severity === 'info' ? 'note' : diagnostic.severity,
      message: { text: `${printable(result.artifact)}: ${printable(diagnostic.message)}` },
      locations: [{ physicalLocation: { artifactLocation: { uri: uriOf(result.artifact) } } }],
    })),
  );
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
            rules: entities.map((id) => ({ id, shortDescription: { text: word(messages.entities, id) } })),
          },
        },
        invocations: [
          {
            executionSuccessful: results.every((result) => result.coverage.unread.length === 0),
            toolExecutionNotifications: notifications,
          },
        ],
        results: results.flatMap((result) =>
          result.findings.map((finding) => ({
            ruleId: finding.entity,
            ruleIndex: entities.indexOf(finding.entity),
            level: LEVELS[finding.disposition],
            message: { text: describe(finding, locale) },
            locations: locations(result.artifact, finding),
            ...(finding.fingerprint === undefined
              ? {}
              : { partialFingerprints: { 'leaklint/v1': finding.fingerprint } }),
            properties: { disposition: finding.disposition, score: finding.score, artifact: result.artifact },
          })),
        ),
      },
    ],
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
  return finding.places.map((place) => {
    const artifactLocation = { uri: uriOf(artifact) };
    const inner = place.part === '' ? [] : [{ fullyQualifiedName: place.part }];
    const nearby =
      place.kind === 'page'
        ? [{ name: `page ${place.page}`, kind: 'page' }]
        : place.kind === 'cell'
          ? [{ name: `${place.sheet}!${place.ref}`, kind: 'cell' }]
          : [];
    const logicalLocations = [...inner, ...nearby];
    // Line and column of an inner part would point into the wrong text.
    const region =
      place.kind !== 'text' || place.part !== ''
        ? {}
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

/** A file on disk is named by its path; a document inside a container by the container's, with the way in as fragment. */
function uriOf(artifact: string): string {
  const [file = '', ...inner] = artifact.split('!');
  const encode = (path: string): string => wellFormed(path).split('/').map(encodeURIComponent).join('/');
  return inner.length === 0
    ? encode(file)
    : `${encode(file)}#${encodeURIComponent(wellFormed(inner.join('!')))}`;
}
