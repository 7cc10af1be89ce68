/** Findings as a plain list for a spreadsheet: CSV, written as it comes, or XLSX. Values are masked as everywhere. */
import type { Finding, ScanResult } from '../core/index.js';
import { displayName } from './display-name.js';
import { bulletinWords } from './messages/bulletin-words.js';
import { fill, type Locale, type Messages, messagesFor, word } from './messages/index.js';
import type { CellValue, Column } from './ooxml/document.js';
import { writeXlsx } from './ooxml/xlsx-writer.js';
import { diagnosticText, evidenceTexts, partText, placeText, suggestionText } from './place-text.js';
import { printable } from './width.js';

type Row = readonly CellValue[];

/** One list; what was not read stands in it too (CSV) or on a sheet of its own (XLSX). */
export class FindingList {
  readonly #locale: Locale;
  readonly #messages: Messages;
  readonly #findings: Row[] = [];
  readonly #unread: Row[] = [];
  #count = 0;
  #headed = false;

  constructor(locale: Locale) {
    this.#locale = locale;
    this.#messages = messagesFor(locale);
  }

  /** Keeps a result for `xlsx`. */
  add(result: ScanResult): void {
    for (const row of this.#rows(result)) this.#findings.push(row);
    for (const [, artifact, part, text] of this.#unreadRows(result)) {
      this.#unread.push([this.#unread.length + 1, artifact, part, text]);
    }
  }

  /**
   * @returns Lines of one result (RFC 4180), before the first one the head. A byte order mark is there because Excel
   *   takes a file without one for the system's own encoding.
   */
  csv(result: ScanResult): string {
    const { phrases } = this.#messages;
    const unread = this.#unreadRows(result).map(([, artifact, part, text]): Row => {
      this.#count++;
      return [this.#count, artifact, part, '', '', phrases.notRead, '', text, '', ''];
    });
    const lines = [...this.#rows(result), ...unread].map(line).join('');
    return this.#head() + lines;
  }

  /** @returns The head where no result came. */
  csvEnd(): string {
    return this.#head();
  }

  /** @throws RangeError when there are more rows than a sheet can hold. */
  xlsx(): Promise<Uint8Array> {
    const words = bulletinWords(this.#locale);
    const { columns } = words;
    return writeXlsx(
      [
        { name: words.problems, columns: this.#columns(), rows: this.#findings },
        {
          name: words.unread,
          columns: [
            { title: columns.number, width: 6, kind: 'number' },
            { title: columns.page, width: 50 },
            { title: columns.part, width: 24 },
            { title: columns.reason, width: 60 },
          ],
          rows: this.#unread,
        },
      ],
      { title: words.problems },
    );
  }

  #columns(): Column[] {
    const { columns } = bulletinWords(this.#locale);
    return [
      { title: columns.number, width: 6, kind: 'number' },
      { title: columns.page, width: 46 },
      { title: columns.place, width: 20 },
      { title: columns.entity, width: 13 },
      { title: columns.masked, width: 22 },
      { title: columns.disposition, width: 13 },
      { title: columns.channel, width: 14 },
      { title: this.#messages.phrases.why, width: 50 },
      { title: columns.suggestion, width: 26 },
      { title: columns.basis, width: 40 },
    ];
  }

  #head(): string {
    if (this.#headed) return '';
    this.#headed = true;
    return `\ufeff${line(this.#columns().map(({ title }) => title))}`;
  }

  #rows({ artifact, findings }: ScanResult): Row[] {
    return findings.map((finding) => this.#row(displayName(artifact), finding));
  }

  #row(artifact: string, finding: Finding): Row {
    const messages = this.#messages;
    const place = finding.places[0];
    this.#count++;
    return [
      this.#count,
      artifact,
      place === undefined
        ? ''
        : [displayName(partText(place)), placeText(place, messages)].filter((text) => text !== '').join(' '),
      word(messages.entities, finding.entity),
      printable(finding.text ?? finding.masked),
      word(messages.dispositions, finding.disposition),
      place === undefined ? '' : word(messages.channels, place.channel),
      evidenceTexts(finding.evidence, messages).join(messages.phrases.clauseMark),
      suggestionText(finding.suggestion, messages),
      printable(finding.suggestion?.basis ?? ''),
    ];
  }

  #unreadRows({
    artifact,
    coverage,
    diagnostics,
  }: ScanResult): (readonly [number, string, string, string])[] {
    const { phrases } = this.#messages;
    return coverage.unread.map(({ place, code }, index) => {
      const page = place.page === undefined ? '' : fill(phrases.page, { page: place.page });
      const part = [displayName(place.part), page].filter((text) => text !== '').join(' ');
      const { message } = diagnostics.find((one) => one.code === code) ?? {};
      return [index, displayName(artifact), part, diagnosticText(code, this.#messages, message)];
    });
  }
}

function line(cells: Row): string {
  return `${cells.map((cell) => field(cell)).join(',')}\r\n`;
}

/** A text that a spreadsheet would take for a formula is kept a text. */
function field(value: CellValue): string {
  if (typeof value === 'number') return String(value);
  const text = value ?? '';
  const safe = /^[=+\-@\t\r]/.test(text) ? `'${text}` : text;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}
