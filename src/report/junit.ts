/** Results → JUnit XML, the form that CI servers show. One test case a document; findings fail it, unread parts are errors. */
import type { ScanResult } from '../core/index.js';
import { type Locale, messagesFor, word } from './messages/index.js';
import { evidenceText, placeText } from './place-text.js';
import { exitCode, type FailOn, SummaryBuilder } from './summary.js';
import { wellFormed } from './width.js';

export interface JunitOptions {
  readonly locale: Locale;
  readonly failOn: FailOn;
}

export function junit(results: readonly ScanResult[], { locale, failOn }: JunitOptions): string {
  const messages = messagesFor(locale);
  let failures = 0;
  let errors = 0;
  const cases = results.map((result) => {
    const own = new SummaryBuilder();
    own.add(result);
    const code = exitCode(own.build(), failOn);
    const body: string[] = [];
    if (code === 1) {
      failures++;
      const lines = result.findings.map((finding) => {
        const place = finding.places[0];
        const where = place === undefined ? '' : ` ${placeText(place, messages)}`;
        const why = finding.evidence
          .map((one) => evidenceText(one, messages))
          .join(messages.phrases.clauseMark);
        return `${word(messages.dispositions, finding.disposition)} ${word(messages.entities, finding.entity)} ${finding.masked}${where} ${why}`;
      });
      body.push(
        `<failure message="${xml(`${result.findings.length} findings`)}">${xml(lines.join('\n'))}</failure>`,
      );
    } else if (code === 3) {
      errors++;
      const codes = [...new Set(result.coverage.unread.map((one) => one.code))].join(', ');
      body.push(`<error message="${xml(`not read: ${codes}`)}"/>`);
    }
    const open = `    <testcase classname="leaklint" name="${xml(result.artifact)}"`;
    return body.length === 0 ? `${open}/>` : `${open}>${body.join('')}</testcase>`;
  });
  const counts = `tests="${results.length}" failures="${failures}" errors="${errors}"`;
  return [
    '<?xml version="1.0" encoding="UTF-8"?>',
    `<testsuites name="leaklint" ${counts}>`,
    `  <testsuite name="leaklint" ${counts}>`,
    ...cases,
    '  </testsuite>',
    '</testsuites>',
    '',
  ].join('\n');
}

/** Text and attribute values; characters that XML 1.0 does not allow become U+FFFD. */
function xml(text: string): string {
  return wellFormed(text)
    .replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/g, '\ufffd')
    .replace(/[&<>"\n\r\t]/g, (one) => `&#${one.charCodeAt(0)};`);
}
