/** Document → DOCX (ECMA-376 part 1, 17). Labels point into `word/document.xml`. */
import type { Document, Inline, Label, Value } from './document.js';
import { DECLARATION, type DocxPart, escapeXml, packDocx, REL } from './docx-package.js';
import type { Random } from './random.js';
import { SourceWriter } from './write-text.js';

const W = 'http://schemas.openxmlformats.org/wordprocessingml/2006/main';
const PART = 'word/document.xml';

const PROPERTIES: readonly string[] = [
  '',
  '<w:rPr><w:rFonts w:hint="eastAsia" w:ascii="仿宋" w:eastAsia="仿宋"/><w:sz w:val="32"/></w:rPr>',
  '<w:rPr><w:rFonts w:ascii="Times New Roman" w:hAnsi="Times New Roman"/><w:sz w:val="28"/></w:rPr>',
  '<w:rPr><w:b/></w:rPr>',
];
const BETWEEN: readonly string[] = [
  '<w:proofErr w:type="spellStart"/>',
  '<w:bookmarkStart w:id="0" w:name="_GoBack"/><w:bookmarkEnd w:id="0"/>',
  '<w:proofErr w:type="gramEnd"/>',
];

const HIDDEN = '<w:rPr><w:vanish/></w:rPr>';

class BodyWriter {
  readonly out: SourceWriter = new SourceWriter();
  readonly #random: Random;
  readonly #part: string;
  #tag = 'w:t';

  constructor(random: Random, part: string) {
    this.#random = random;
    this.#part = part;
  }

  #run(text: string, properties: string, label?: (start: number, end: number) => void): void {
    const { out } = this;
    out.raw(`<w:r>${properties}<${this.#tag} xml:space="preserve">`);
    const start = out.text.length;
    out.raw(escapeXml(text));
    label?.(start, out.text.length);
    out.raw(`</${this.#tag}></w:r>`);
  }

  #value(value: Value, layout: string): void {
    let start = -1;
    let end = -1;
    const note = (from: number, until: number): void => {
      if (start < 0) start = from;
      end = until;
    };
    const marks = value.form === 'docx-marks';
    const pieces = marks || value.form === 'docx-runs' ? this.#split(value.text) : [value.text];
    for (const [i, piece] of pieces.entries()) {
      if (i > 0 && marks) this.out.raw(this.#random.pick(BETWEEN));
      const properties = this.#random.pick(PROPERTIES);
      piece.split('\n').forEach((line, k) => {
        if (k > 0) this.out.raw('<w:r><w:br/></w:r>');
        this.#run(line, properties, note);
      });
    }
    this.out.labels.push({ ...value, layout, place: { kind: 'text', part: this.#part, start, end } });
  }

  #split(text: string): string[] {
    const cuts = new Set(
      Array.from({ length: this.#random.int(1, 4) }, () => this.#random.int(1, text.length - 1)),
    );
    const pieces: string[] = [];
    let from = 0;
    for (const cut of [...cuts].sort((a, b) => a - b)) {
      pieces.push(text.slice(from, cut));
      from = cut;
    }
    return [...pieces, text.slice(from)];
  }

  paragraph(inlines: readonly Inline[], layout: string, properties = ''): void {
    this.out.raw(`<w:p>${properties}`);
    for (const inline of inlines) {
      if (typeof inline === 'string') this.#run(inline, this.#random.pick(PROPERTIES));
      else this.#value(inline, layout);
    }
    this.out.raw('</w:p>');
  }

  /** Runs with one property, or tracked as deleted. */
  aside(inlines: readonly Inline[], layout: string): void {
    const deleted = layout === 'deleted';
    this.out.raw(deleted ? '<w:p><w:del w:id="9" w:author="a" w:date="2026-01-01T00:00:00Z">' : '<w:p>');
    this.#tag = deleted ? 'w:delText' : 'w:t';
    for (const inline of inlines) {
      if (typeof inline === 'string') this.#run(inline, layout === 'hidden' ? HIDDEN : '');
      else {
        let label: [number, number] = [0, 0];
        this.#run(inline.text, layout === 'hidden' ? HIDDEN : '', (start, end) => {
          label = [start, end];
        });
        const [start, end] = label;
        this.out.labels.push({ ...inline, layout, place: { kind: 'text', part: this.#part, start, end } });
      }
    }
    this.#tag = 'w:t';
    this.out.raw(deleted ? '</w:del></w:p>' : '</w:p>');
  }

  row(cells: readonly (readonly Inline[])[], header: boolean): void {
    this.out.raw(header ? '<w:tr><w:trPr><w:tblHeader/></w:trPr>' : '<w:tr>');
    for (const cell of cells) {
      this.out.raw('<w:tc><w:tcPr><w:tcW w:w="1600" w:type="dxa"/></w:tcPr>');
      this.paragraph(cell, 'table');
      this.out.raw('</w:tc>');
    }
    this.out.raw('</w:tr>');
  }
}

/** A part of its own, its root element open. */
function partWriter(random: Random, kind: DocxPart['kind'], root: string): BodyWriter {
  const writer = new BodyWriter(random, `word/${kind}.xml`);
  writer.out.raw(`${DECLARATION}<w:${root} xmlns:w="${W}">`);
  return writer;
}

export function writeDocx(
  document: Document,
  random: Random,
): { bytes: Uint8Array; labels: readonly Label[] } {
  const body = new BodyWriter(random, PART);
  let header: BodyWriter | undefined;
  let comments: BodyWriter | undefined;
  const { out } = body;
  const marked = random.chance(0.5);
  out.raw(`${DECLARATION}<w:document xmlns:w="${W}" xmlns:r="${REL}"><w:body>`);
  for (const block of document.blocks) {
    switch (block.kind) {
      case 'heading':
        body.paragraph(block.inlines, 'prose', '<w:pPr><w:pStyle w:val="1"/><w:jc w:val="center"/></w:pPr>');
        break;
      case 'paragraph':
        body.paragraph(block.inlines, 'prose', '<w:pPr><w:ind w:firstLine="640"/></w:pPr>');
        break;
      case 'table':
        out.raw('<w:tbl><w:tblPr><w:tblW w:w="0" w:type="auto"/></w:tblPr><w:tblGrid/>');
        if (block.head.length > 0) body.row(block.head, marked);
        for (const cells of block.rows) body.row(cells, false);
        out.raw('</w:tbl><w:p/>');
        break;
      case 'aside':
        if (block.channel === 'header') {
          header ??= partWriter(random, 'header', 'hdr');
          header.aside(block.inlines, 'header');
        } else if (block.channel === 'comment') {
          comments ??= partWriter(random, 'comments', 'comments');
          comments.out.raw('<w:comment w:id="1" w:author="a" w:date="2026-01-01T00:00:00Z">');
          comments.aside(block.inlines, 'comment');
          comments.out.raw('</w:comment>');
        } else body.aside(block.inlines, block.channel);
        break;
      default:
        break;
    }
  }
  const extra: DocxPart[] = [];
  const labels = [...out.labels];
  for (const [kind, root, part] of [
    ['header', 'hdr', header],
    ['comments', 'comments', comments],
  ] as const) {
    if (part === undefined) continue;
    part.out.raw(`</w:${root}>`);
    extra.push({ kind, xml: part.out.text });
    labels.push(...part.out.labels);
  }
  const reference = header === undefined ? '' : '<w:headerReference w:type="default" r:id="rIdheader"/>';
  out.raw(`<w:sectPr>${reference}<w:pgSz w:w="11906" w:h="16838"/></w:sectPr></w:body></w:document>`);
  return { bytes: packDocx(out.text, document.title, extra), labels };
}
