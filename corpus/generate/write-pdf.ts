/** Document → PDF: lines broken by width, tables in columns, labels as boxes in points. */
import type { Document, Inline, Label, Value } from './document.js';
import { advance, PAGE_HEIGHT, PAGE_WIDTH, type PdfPage, type PdfText, writePdf } from './pdf.js';
import type { Random } from './random.js';

const MARGIN = 60;
const SIZE = 10.5;
const LEADING = 17;

interface Glyph {
  readonly character: string;
  readonly value: Value | undefined;
}

type Box = { page: number; box: [number, number, number, number] };

class Layout {
  readonly pages: { texts: PdfText[] }[] = [{ texts: [] }];
  readonly boxes = new Map<Value, Box[]>();
  readonly layouts = new Map<Value, string>();
  readonly order: Value[] = [];
  readonly #random: Random;
  y = PAGE_HEIGHT - MARGIN;

  constructor(random: Random) {
    this.#random = random;
  }

  space(height: number): void {
    if (this.y - height < MARGIN) {
      this.pages.push({ texts: [] });
      this.y = PAGE_HEIGHT - MARGIN;
    }
  }

  glyphs(inlines: readonly Inline[], layout: string): Glyph[] {
    const glyphs: Glyph[] = [];
    for (const inline of inlines) {
      if (typeof inline === 'string') {
        for (const character of inline) glyphs.push({ character, value: undefined });
      } else {
        this.order.push(inline);
        this.layouts.set(inline, layout);
        for (const character of inline.text) glyphs.push({ character, value: inline });
      }
    }
    return glyphs;
  }

  /** Lines no wider than `width` points. */
  lines(glyphs: readonly Glyph[], width: number, size: number, indent = 0): Glyph[][] {
    const lines: Glyph[][] = [[]];
    let x = indent;
    for (const glyph of glyphs) {
      const step = (advance(glyph.character) * size) / 1000;
      if (x + step > width) {
        lines.push([]);
        x = 0;
      }
      lines.at(-1)!.push(glyph);
      x += step;
    }
    return lines;
  }

  /** Writes a line as items: text between values is one, a value is one or several. */
  line(glyphs: readonly Glyph[], x: number, y: number, size: number): void {
    const page = this.pages.at(-1)!;
    for (let i = 0; i < glyphs.length; ) {
      const { value } = glyphs[i]!;
      let end = i + 1;
      while (end < glyphs.length && glyphs[end]!.value === value) end++;
      const text = glyphs
        .slice(i, end)
        .map((glyph) => glyph.character)
        .join('');
      const width = this.#items(page.texts, text, x, y, size, value?.form ?? '');
      if (value !== undefined) {
        const boxes = this.boxes.get(value) ?? [];
        boxes.push({ page: this.pages.length, box: [x, y - size * 0.2, x + width, y + size * 0.85] });
        this.boxes.set(value, boxes);
      }
      x += width;
      i = end;
    }
  }

  #items(texts: PdfText[], text: string, x: number, y: number, size: number, form: string): number {
    const characters = [...text];
    const widthOf = (from: number, until: number): number =>
      (characters.slice(from, until).reduce((sum, character) => sum + advance(character), 0) * size) / 1000;
    const whole = widthOf(0, characters.length);
    if (form === 'pdf-items' && characters.length > 2) {
      const cut = this.#random.int(1, characters.length - 1);
      const next = x + widthOf(0, cut);
      texts.push({ x, y, size, text: characters.slice(0, cut).join('') });
      texts.push({ x: next, y, size, text: characters.slice(cut).join('') });
      return whole;
    }
    if (form === 'pdf-kerned') {
      const kern = this.#random.pick([-60, -30, 20]);
      texts.push({ x, y, size, text, kern });
      return whole - (kern * size * (characters.length - 1)) / 1000;
    }
    texts.push({ x, y, size, text });
    return whole;
  }

  paragraph(inlines: readonly Inline[], size: number, indent: number): void {
    const lines = this.lines(this.glyphs(inlines, 'prose'), PAGE_WIDTH - 2 * MARGIN, size, indent);
    lines.forEach((line, i) => {
      this.space(LEADING);
      this.line(line, MARGIN + (i === 0 ? indent : 0), this.y, size);
      this.y -= Math.max(LEADING, size * 1.5);
    });
  }

  table(rows: readonly (readonly (readonly Inline[])[])[]): void {
    const columns = Math.max(...rows.map((row) => row.length));
    const widths = new Array<number>(columns).fill(0);
    const size = columns > 6 ? 7.5 : 9;
    for (const row of rows) {
      row.forEach((cell, i) => {
        let width = 0;
        for (const inline of cell) {
          for (const character of typeof inline === 'string' ? inline : inline.text)
            width += advance(character);
        }
        widths[i] = Math.max(widths[i]!, (width * size) / 1000 + 10);
      });
    }
    const total = PAGE_WIDTH - 2 * MARGIN;
    const sum = widths.reduce((a, b) => a + b, 0);
    // Wide columns give way first, as a word processor fits a table to the page.
    if (sum > total) {
      const narrow = widths.filter((width) => width <= 60).reduce((a, b) => a + b, 0);
      const factor = (total - narrow) / (sum - narrow);
      for (const [i, width] of widths.entries()) if (width > 60) widths[i] = Math.max(40, width * factor);
    }
    for (const row of rows) {
      const cells = row.map((cell, i) => this.lines(this.glyphs(cell, 'table'), widths[i]! - 6, size));
      const height = Math.max(...cells.map((lines) => lines.length));
      this.space(height * 12 + 6);
      let x = MARGIN;
      cells.forEach((lines, i) => {
        lines.forEach((line, k) => {
          this.line(line, x + 3, this.y - k * 12, size);
        });
        x += widths[i]!;
      });
      this.y -= height * 12 + 6;
    }
    this.y -= 8;
  }
}

export function writePdfDocument(
  document: Document,
  random: Random,
): { bytes: Uint8Array; labels: readonly Label[] } {
  const layout = new Layout(random);
  for (const block of document.blocks) {
    if (block.kind === 'heading') layout.paragraph(block.inlines, 14, 0);
    else if (block.kind === 'paragraph') layout.paragraph(block.inlines, SIZE, SIZE * 2);
    else if (block.kind === 'table') {
      layout.table(block.head.length > 0 ? [block.head, ...block.rows] : block.rows);
    }
  }
  const pages: PdfPage[] = layout.pages;
  const labels = layout.order.map((value): Label => {
    const boxes = layout.boxes.get(value) ?? [];
    // A line end in a number is a form of its own, on top of a disguise another one.
    const wrapped = value.form === 'plain' ? 'pdf-wrapped' : 'pdf-wrapped-disguise';
    return {
      ...value,
      form: boxes.length > 1 ? wrapped : value.form,
      layout: layout.layouts.get(value)!,
      place: { kind: 'page', boxes },
    };
  });
  return { bytes: writePdf(pages, document.title), labels };
}
