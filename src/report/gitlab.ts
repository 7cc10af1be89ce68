/**
 * Results → GitLab code quality report, a JSON array. Fields as GitLab documents them (Code Quality, "Code Quality
 * report format", read 2026-11-22): description, check_name, fingerprint, severity, location.path, location.lines.begin.
 *
 * GitLab drops entries whose fingerprint repeats, and compares fingerprints between branches: each is unique, and does
 * not change when lines are put before the finding.
 */
import { sha256 } from '@noble/hashes/sha2.js';
import { bytesToHex, utf8ToBytes } from '@noble/hashes/utils.js';
import type { Disposition, Finding, ScanResult } from '../core/index.js';
import { fill, type Locale, type Messages, messagesFor, word } from './messages/index.js';
import { diagnosticText, evidenceText, placeText } from './place-text.js';
import { outermost } from './units.js';
import { printable, wellFormed } from './width.js';

const SEVERITIES: Readonly<Record<Disposition, string>> = {
  leak: 'critical',
  'weak-mask': 'major',
  review: 'minor',
  lawful: 'info',
  official: 'info',
  masked: 'info',
};

export interface GitlabIssue {
  readonly type: 'issue';
  readonly check_name: string;
  readonly description: string;
  readonly categories: readonly ['Security'];
  readonly severity: string;
  readonly fingerprint: string;
  readonly location: { readonly path: string; readonly lines: { readonly begin: number } };
}

/** One entry a finding, and one a unit that was not read, so that a pipeline shows it too. Masked values only. */
export function gitlab(results: readonly ScanResult[], { locale }: { locale: Locale }): GitlabIssue[] {
  const messages = messagesFor(locale);
  const seen = new Map<string, number>();
  const fingerprint = (...parts: readonly string[]): string => {
    const key = JSON.stringify(parts);
    const nth = seen.get(key) ?? 0;
    seen.set(key, nth + 1);
    return bytesToHex(sha256(utf8ToBytes(wellFormed(JSON.stringify([...parts, nth])))));
  };
  const issue = (
    result: ScanResult,
    name: string,
    description: string,
    severity: string,
    mark: string,
    line: number,
  ): GitlabIssue => ({
    type: 'issue',
    check_name: name,
    description,
    categories: ['Security'],
    severity,
    fingerprint: mark,
    location: { path: pathOf(result.artifact), lines: { begin: line } },
  });
  return results.flatMap((result) => [
    ...result.findings.map((finding) => {
      const place = finding.places[0];
      // Masked values can't be tried out, a keyed fingerprint neither: both may stand in the hash.
      const mark = fingerprint(
        result.artifact,
        place?.part ?? '',
        finding.entity,
        finding.fingerprint ?? finding.masked,
      );
      // The line of an inner part is no line of the file that GitLab shows.
      const outer = place?.kind === 'text' && place.part === '' && !result.artifact.includes('!');
      const line = outer ? place.line : 1;
      return issue(
        result,
        finding.entity,
        describe(result, finding, messages),
        SEVERITIES[finding.disposition],
        mark,
        line,
      );
    }),
    ...result.coverage.unread.map(({ place, code }) => {
      const mark = fingerprint(result.artifact, place.part, String(place.page ?? ''), code);
      const text = [
        messages.phrases.notRead,
        inner(result.artifact),
        place.part,
        place.page === undefined ? '' : fill(messages.phrases.page, { page: place.page }),
        diagnosticText(code, messages),
      ];
      const description = text
        .filter((part) => part !== '')
        .map(printable)
        .join(' ');
      return issue(result, code, description, 'major', mark, 1);
    }),
  ]);
}

function describe(result: ScanResult, finding: Finding, messages: Messages): string {
  const { phrases } = messages;
  const place = finding.places[0];
  const head = `${word(messages.dispositions, finding.disposition)}${phrases.colon}${word(messages.entities, finding.entity)} ${printable(finding.masked)}`;
  const where =
    place === undefined
      ? ''
      : [inner(result.artifact), place.part]
          .filter((part) => part !== '')
          .map(printable)
          .join('!');
  const details = [
    place === undefined ? '' : `${where === '' ? '' : `${where} `}${placeText(place, messages)}`,
    ...finding.evidence.map((one) => evidenceText(one, messages)),
  ];
  return [head, ...details.filter((part) => part !== '')].join(phrases.clauseMark);
}

/** GitLab wants a path relative to the repository, without `./`. */
const pathOf = (artifact: string): string =>
  wellFormed(outermost(artifact))
    .replaceAll('\\', '/')
    .replace(/^(?:\.\/+)+/, '');

const inner = (artifact: string): string => artifact.slice(outermost(artifact).length + 1);
