/** Results as text for the person who has to act on them. Values in, strings out. */
import { append, type Disposition, type Finding, type ScanResult } from '../core/index.js';
import { fill, type Locale, type Messages, messagesFor, word } from './messages/index.js';
import {
  diagnosticText,
  evidenceTexts,
  leftOutText,
  partText,
  placeText,
  suggestionText,
  unionText,
} from './place-text.js';
import { riskText } from './risk-text.js';
import { GRAVITY, type Summary } from './summary.js';
import { displayWidth, padEnd, printable } from './width.js';

export interface PrettyOptions {
  readonly locale: Locale;
  /** ANSI colours. */
  readonly color: boolean;
  /** Commands to go on with, told where something is to be done. */
  readonly next?: { readonly report: string; readonly redact: string };
}

type Paint = (text: string) => string;

interface Paints {
  readonly bold: Paint;
  readonly dim: Paint;
  readonly red: Paint;
  readonly yellow: Paint;
  readonly green: Paint;
  readonly cyan: Paint;
}

const paintsFor = (color: boolean): Paints => {
  const paint =
    (open: number, close: number): Paint =>
    (text) =>
      color ? `\u001b[${open}m${text}\u001b[${close}m` : text;
  return {
    bold: paint(1, 22),
    dim: paint(2, 22),
    red: paint(31, 39),
    yellow: paint(33, 39),
    green: paint(32, 39),
    cyan: paint(36, 39),
  };
};

/** Beyond this a wide column is not worth aligning. */
const WIDEST = 44;
const MORE_PLACES = 2;
/** What was not read is named at the end; a terminal that is longer than this tells nobody anything. */
const UNREAD = 20_000;
/** Rows of a list at the end. */
const ROWS = 10;

/** A report that grows by result and ends with the summary. */
/** Masks that undo each other are told for so many values; all are in the JSON. */
const MOST_UNIONS = 20;

export class PrettyReport {
  readonly #messages: Messages;
  readonly #paints: Paints;
  readonly #locale: Locale;
  readonly #next: PrettyOptions['next'];
  /** What is wrong → where. */
  readonly #unread = new Map<string, string[]>();
  #unreadCount = 0;

  constructor(options: PrettyOptions) {
    this.#locale = options.locale;
    this.#messages = messagesFor(options.locale);
    this.#paints = paintsFor(options.color);
    this.#next = options.next;
  }

  /** @returns The block of one document, '' when there is nothing to say of it; what was not read is kept for the end. */
  result(result: ScanResult): string {
    this.#noteUnread(result);
    const risks = result.risk?.tables ?? [];
    if (result.findings.length === 0 && risks.length === 0) return '';
    const { bold, dim } = this.#paints;
    const count = fill(this.#messages.phrases.findings, { count: result.findings.length });
    const lines = [`${bold(printable(result.artifact))}  ${dim(count)}`];
    const { url = '', date = '' } = result.source ?? {};
    // The name of a document of a web archive holds its address already.
    const address = url === '' || result.artifact.includes(url) ? [] : [printable(url)];
    const day = /^\d{4}-\d{2}-\d{2}/.exec(date)?.[0];
    const from = [...address, ...(day === undefined ? [] : [day])].join('  ');
    if (from !== '') lines.push(dim(`  ${from}`));
    const findings = [...result.findings].sort(
      (a, b) => GRAVITY.indexOf(a.disposition) - GRAVITY.indexOf(b.disposition),
    );
    const rows = findings.map((finding) => this.#cells(finding));
    const widths = [0, 1, 2, 3].map((column) =>
      rows.reduce((most, row) => {
        const width = displayWidth(row[column]!);
        return width > most && width <= WIDEST ? width : most;
      }, 0),
    );
    findings.forEach((finding, index) => {
      const row = rows[index]!.map((cell, column) => (column < 4 ? padEnd(cell, widths[column]!) : cell));
      const paint = this.#paintOf(finding.disposition);
      lines.push(`  ${paint(row[0]!)}  ${row.slice(1).join('  ').trimEnd()}`);
      append(lines, this.#details(finding));
    });
    for (const diagnostic of result.diagnostics) {
      if (
        diagnostic.severity === 'info' ||
        result.coverage.unread.some((one) => one.code === diagnostic.code)
      )
        continue;
      lines.push(
        dim(
          `  ${this.#messages.phrases.notes}${this.#messages.phrases.colon}${diagnosticText(diagnostic.code, this.#messages, diagnostic.message)}`,
        ),
      );
    }
    if (result.proposedPolicy !== undefined) {
      const { policy, text } = result.proposedPolicy;
      lines.push(dim(`  ${fill(this.#messages.phrases.proposedPolicy, { policy, text })}`));
    }
    for (const table of risks) {
      const [title = '', ...rest] = riskText(table, result.risk!.k, this.#locale);
      lines.push(`  ${title}`, ...rest.map((line) => `      ${line}`));
    }
    return `${lines.join('\n')}\n\n`;
  }

  /** What was not read, totals and the verdict. */
  end(summary: Summary): string {
    const { phrases, verdicts } = this.#messages;
    const { bold, red, yellow, green } = this.#paints;
    const lines: string[] = [];
    if (this.#unreadCount > 0) {
      lines.push(
        yellow(bold(`! ${fill(phrases.unreadTitle, { count: this.#unreadCount })}${phrases.colon}`)),
      );
      let told = 0;
      for (const [what, where] of this.#unread) {
        lines.push(`  ${what}`, ...where.map((one) => `      ${one}`));
        told += where.length;
      }
      if (this.#unreadCount > told) lines.push(`  … ${this.#unreadCount - told}`);
      lines.push('');
    }
    const { leftOut } = summary;
    if (summary.documents === 0 && leftOut === undefined && summary.interrupted !== true)
      lines.push(phrases.nothing);
    append(lines, this.#totals(summary));
    append(lines, this.#breakdown(summary));
    if (summary.interrupted === true) lines.push(yellow(phrases.interrupted));
    const paint = summary.verdict === 'block' ? red : summary.verdict === 'pass' ? green : yellow;
    // Of nothing there is nothing to say: a path that is wrong must not read like a page that is clean.
    if (summary.documents > 0 || summary.interrupted === true)
      lines.push(
        `${leftOut === undefined ? phrases.verdict : phrases.verdictOfRest}${phrases.colon}${paint(bold(word(verdicts, summary.verdict)))}`,
      );
    append(lines, this.#nextSteps(summary));
    return `${lines.join('\n')}\n`;
  }

  #nextSteps({ verdict }: Summary): string[] {
    const { phrases } = this.#messages;
    if (this.#next === undefined || (verdict !== 'block' && verdict !== 'review')) return [];
    const rows = [[phrases.nextReport, this.#next.report]];
    if (verdict === 'block') rows.push([phrases.nextRedact, this.#next.redact]);
    return [
      `${phrases.next}${phrases.colon.trimEnd()}`,
      ...rows.map(([what, command]) => `  ${what}${phrases.colon}${this.#paints.cyan(command!)}`),
    ];
  }

  #totals(summary: Summary): string[] {
    const { phrases, dispositions } = this.#messages;
    const parts = [
      fill(phrases.files, { files: summary.files, documents: summary.documents }),
      fill(phrases.read, { count: summary.read }),
    ];
    if (summary.unread > 0) parts.push(fill(phrases.unread, { count: summary.unread }));
    if (summary.persons > 0) parts.push(fill(phrases.persons, { count: summary.persons }));
    const lines = [`${phrases.summary}${phrases.colon}${parts.join(phrases.clauseMark)}`];
    const byGravity = GRAVITY.filter(
      (disposition) => summary.findings.byDisposition[disposition] !== undefined,
    );
    if (byGravity.length > 0) {
      lines.push(
        `  ${byGravity
          .map((disposition) =>
            this.#paintOf(disposition)(
              fill(phrases.count, {
                name: word(dispositions, disposition),
                count: summary.findings.byDisposition[disposition],
              }),
            ),
          )
          .join(phrases.listMark)}`,
        `  ${Object.entries(summary.findings.byEntity)
          .map(([entity, count]) =>
            fill(phrases.count, { name: word(this.#messages.entities, entity), count }),
          )
          .join(phrases.listMark)}`,
      );
    }
    for (const union of (summary.maskUnions ?? []).slice(0, MOST_UNIONS)) {
      lines.push(`  ${unionText(union, this.#messages)}`);
    }
    if (summary.baselined !== undefined)
      lines.push(`  ${fill(phrases.baselined, { count: summary.baselined })}`);
    append(
      lines,
      leftOutText(summary, this.#messages).map((line) => `  ${line}`),
    );
    return lines;
  }

  /** Where a scan of a whole site or archive has most to tell; nothing when all stands in one place. */
  #breakdown({ by }: Summary): string[] {
    const { phrases, entities } = this.#messages;
    const { bold, dim } = this.#paints;
    const lines: string[] = [];
    const list = (title: string, rows: readonly string[]): void => {
      if (rows.length > 0)
        lines.push(`${bold(title)}${phrases.colon.trimEnd()}`, ...rows.map((row) => `  ${row}`));
    };
    const columns = Object.entries(by.column);
    const bad = columns.filter(([, { leaks, review }]) => leaks + review > 0);
    if (columns.length > 1) {
      const rows = bad.map(([column, tally]) =>
        fill(phrases.columnRow, {
          column: column === '-' ? phrases.rootColumn : printable(column),
          ...tally,
        }),
      );
      list(phrases.byColumn, more(rows, ROWS, dim));
    }
    const several = (by.persons ?? []).filter(({ documents }) => documents > 1);
    const rows = several.map(({ entity, ...one }) =>
      fill(phrases.affectedRow, { name: word(entities, entity), ...one, masked: printable(one.masked) }),
    );
    list(phrases.mostAffected, more(rows, ROWS, dim));
    return lines;
  }

  /** Disposition, entity, masked value, place, channel. */
  #cells(finding: Finding): string[] {
    const { entities, subtypes, dispositions, channels, phrases } = this.#messages;
    const place = finding.places[0];
    const entity = word(entities, finding.entity);
    const name = finding.subtype === undefined ? entity : `${entity} (${word(subtypes, finding.subtype)})`;
    const where = place === undefined ? '' : placeText(place, this.#messages);
    const inside =
      place === undefined || partText(place) === ''
        ? ''
        : fill(phrases.inside, { part: printable(place.part) });
    const channel = place === undefined ? '' : word(channels, place.channel);
    return [
      word(dispositions, finding.disposition),
      name,
      printable(finding.masked),
      where,
      [channel, inside].filter((part) => part !== '').join(' '),
    ];
  }

  #details(finding: Finding): string[] {
    const { phrases } = this.#messages;
    const { dim, cyan } = this.#paints;
    const lines: string[] = [];
    const row = (name: string, text: string): void => {
      lines.push(`      ${dim(name + phrases.colon)}${text}`);
    };
    if (finding.text !== undefined) row(phrases.value, printable(finding.text));
    if (finding.evidence.length > 0) {
      row(phrases.why, evidenceTexts(finding.evidence, this.#messages).join(phrases.clauseMark));
    }
    const pages = distinctPlaces(finding, this.#messages);
    if (pages.length > 1) {
      const shown = pages.slice(1, 1 + MORE_PLACES).join(phrases.listMark);
      const rest = pages.length - 1;
      row(fill(phrases.more, { count: rest }), rest > MORE_PLACES ? `${shown} …` : shown);
    }
    const { suggestion } = finding;
    if (suggestion !== undefined && suggestion.action !== 'keep') {
      const basis =
        suggestion.basis === ''
          ? ''
          : dim(`  ${phrases.basis}${phrases.colon}${printable(suggestion.basis)}`);
      row(phrases.suggestion, `${cyan(suggestionText(suggestion, this.#messages))}${basis}`);
    }
    return lines;
  }

  #noteUnread(result: ScanResult): void {
    const { phrases } = this.#messages;
    for (const { place, code } of result.coverage.unread) {
      this.#unreadCount++;
      if (this.#unreadCount > UNREAD) continue;
      const diagnostic = result.diagnostics.find((one) => one.code === code);
      const where = place.page === undefined ? '' : ` ${fill(phrases.page, { page: place.page })}`;
      const part = place.part === '' ? '' : ` ${fill(phrases.inside, { part: printable(place.part) })}`;
      const what = `${diagnosticText(code, this.#messages, diagnostic?.message)} ${this.#paints.dim(`[${printable(code)}]`)}`;
      const places = this.#unread.get(what) ?? [];
      this.#unread.set(what, places);
      places.push(`${this.#paints.bold(printable(result.artifact))}${part}${where}`);
    }
  }

  #paintOf(disposition: Disposition): Paint {
    const { red, yellow, dim } = this.#paints;
    if (disposition === 'leak') return red;
    return disposition === 'review' || disposition === 'weak-mask' ? yellow : dim;
  }
}

function more(rows: readonly string[], most: number, paint: Paint): string[] {
  return rows.length <= most ? [...rows] : [...rows.slice(0, most), paint(`… ${rows.length - most}`)];
}

function distinctPlaces(finding: Finding, messages: Messages): string[] {
  return [...new Set(finding.places.map((place) => placeText(place, messages)))];
}
