/** Document → HTML page with labels in source coordinates (UTF-16 units, character references unresolved). */
import type { Document, Inline, Label, Value } from './document.js';
import { hasGbk } from './gb18030.js';
import type { Random } from './random.js';
import { SourceWriter } from './write-text.js';

interface Unit {
  source: string;
  /** Markup put before and behind the unit. */
  before: string;
  after: string;
}

const NAMED: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '\u00a0': '&nbsp;',
  '\u00ad': '&shy;',
  '\u200b': '&#8203;',
  '\u200c': '&zwnj;',
  '\u200d': '&zwj;',
  '\u2002': '&ensp;',
  '\u2009': '&thinsp;',
  '\n': '<br>',
};

const WRAPPERS: readonly (readonly [string, string])[] = [
  ['<b>', '</b>'],
  ['<strong>', '</strong>'],
  ['<font color="#333333">', '</font>'],
  ['<span style="font-family: 仿宋; font-size: 16pt">', '</span>'],
  ['<span lang="EN-US">', '</span>'],
  ['<u>', '</u>'],
];

class PageWriter {
  readonly out: SourceWriter = new SourceWriter();
  readonly #random: Random;
  readonly #gbk: boolean;

  constructor(random: Random, gbk: boolean) {
    this.#random = random;
    this.#gbk = gbk;
  }

  #character(character: string): string {
    const must = character === '<' || character === '&' || character === '>' || character === '\n';
    const name = NAMED[character];
    if (name !== undefined && (must || (this.#gbk && !hasGbk(character)) || this.#random.chance(0.5)))
      return name;
    if (this.#gbk && !hasGbk(character)) return `&#${character.codePointAt(0)};`;
    return character;
  }

  escape(text: string): string {
    let out = '';
    for (const character of text) out += this.#character(character);
    return out;
  }

  #reference(character: string): string {
    const code = character.codePointAt(0)!;
    return this.#random.pick([
      `&#${code};`,
      `&#x${code.toString(16)};`,
      `&#X${code.toString(16).toUpperCase()};`,
      `&#0${code};`,
    ]);
  }

  #wrap(units: Unit[], from: number, until: number): void {
    const [open, close] = this.#random.pick(WRAPPERS);
    units[from]!.before += open;
    units[until]!.after = close + units[until]!.after;
  }

  #markup(form: string, units: Unit[]): void {
    const random = this.#random;
    const last = units.length - 1;
    switch (form) {
      case 'html-tags': {
        const from = random.int(0, Math.max(0, last - 2));
        const until = random.int(from, last - (from === 0 ? 1 : 0));
        this.#wrap(units, from, until);
        if (until + 1 < last && random.chance(0.5)) this.#wrap(units, until + 1, random.int(until + 1, last));
        break;
      }
      case 'html-digit-spans':
        for (const unit of units) {
          unit.before = '<span>';
          unit.after = '</span>';
        }
        break;
      case 'html-references': {
        const share = random.pick([0.15, 0.5, 1]);
        let done = false;
        for (const unit of units) {
          if (unit.source.length === 1 && random.chance(share)) {
            unit.source = this.#reference(unit.source);
            done = true;
          }
        }
        const one = units[random.int(0, last)]!;
        if (!done && one.source.length === 1) one.source = this.#reference(one.source);
        break;
      }
      case 'html-comment':
        units[random.int(0, last - 1)]!.after += random.pick(['<!-- -->', '<!--StartFragment-->', '<!---->']);
        break;
      case 'html-wbr':
        units[random.int(0, last - 1)]!.after += random.pick(['<wbr>', '<wbr/>']);
        break;
      default:
        break;
    }
  }

  #value(value: Value, layout: string): void {
    const units: Unit[] = [...value.text].map((character) => ({
      source: this.#character(character),
      before: '',
      after: '',
    }));
    this.#markup(value.form, units);
    let start = -1;
    let end = -1;
    for (const unit of units) {
      this.out.raw(unit.before);
      if (start < 0) start = this.out.text.length;
      this.out.raw(unit.source);
      end = this.out.text.length;
      this.out.raw(unit.after);
    }
    this.out.labels.push({ ...value, layout, place: { kind: 'text', part: '', start, end } });
  }

  inlines(inlines: readonly Inline[], layout: string): void {
    for (const inline of inlines) {
      if (typeof inline === 'string') this.out.raw(this.escape(inline));
      else this.#value(inline, layout);
    }
  }

  /** Markup as it stands; only what GBK lacks becomes a reference. */
  markup(inlines: readonly Inline[], layout: string): void {
    this.out.inlines(inlines, layout, (text) =>
      this.#gbk ? [...text].map((c) => (hasGbk(c) ? c : `&#${c.codePointAt(0)};`)).join('') : text,
    );
  }
}

const CELLS: readonly (readonly [string, string])[] = [
  ['', ''],
  ['<p>', '</p>'],
  ['<span style="font-size:14px">', '</span>'],
  ['<p class="MsoNormal" align="center"><span lang="EN-US">', '</span></p>'],
];

export function writeHtml(
  document: Document,
  random: Random,
  gbk: boolean,
): { text: string; labels: readonly Label[] } {
  const page = new PageWriter(random, gbk);
  const { out } = page;
  const [cellOpen, cellClose] = random.pick(CELLS);
  const headTag = random.chance(0.5) ? 'th' : 'td';
  const indent = random.chance(0.5) ? '　　' : '';
  page.markup(document.shell.before, 'shell');
  for (const block of document.blocks) {
    switch (block.kind) {
      case 'heading':
        out.raw('<h2>');
        page.inlines(block.inlines, 'prose');
        out.raw('</h2>\n');
        break;
      case 'paragraph':
        out.raw(`<p>${indent}`);
        page.inlines(block.inlines, 'prose');
        out.raw('</p>\n');
        break;
      case 'table': {
        out.raw('<table border="1" cellspacing="0"><tbody>\n');
        if (block.head.length > 0) {
          out.raw('<tr>');
          for (const cell of block.head) {
            out.raw(`<${headTag}>`);
            page.inlines(cell, 'table');
            out.raw(`</${headTag}>`);
          }
          out.raw('</tr>\n');
        }
        for (const cells of block.rows) {
          out.raw('<tr>');
          for (const cell of cells) {
            out.raw(`<td>${cellOpen}`);
            page.inlines(cell, 'table');
            out.raw(`${cellClose}</td>`);
          }
          out.raw('</tr>\n');
        }
        out.raw('</tbody></table>\n');
        break;
      }
      case 'html':
        page.markup(block.inlines, 'markup');
        out.raw('\n');
        break;
      case 'aside':
        out.raw(block.channel === 'comment' ? '<!-- ' : '<p style="display: none">');
        page.markup(block.inlines, block.channel);
        out.raw(block.channel === 'comment' ? ' -->\n' : '</p>\n');
        break;
      case 'script':
        out.raw('<script type="application/json">');
        page.markup(block.inlines, 'script');
        out.raw('</script>\n');
        break;
    }
  }
  page.markup(document.shell.after, 'shell');
  return { text: out.text, labels: out.labels };
}
