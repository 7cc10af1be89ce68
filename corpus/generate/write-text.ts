/** Document → plain text with labels. Tables come as people paste them: tabs, bars, one cell a line, CSV, spaces. */
import type { Document, Inline, Label, TableStyle } from './document.js';

/** Collects a source text and the labels of the values in it. */
export class SourceWriter {
  #text = '';
  readonly labels: Label[] = [];

  get text(): string {
    return this.#text;
  }

  raw(text: string): void {
    this.#text += text;
  }

  inlines(
    inlines: readonly Inline[],
    layout: string,
    write: (text: string) => string = (text) => text,
  ): void {
    for (const inline of inlines) {
      if (typeof inline === 'string') {
        this.#text += write(inline);
        continue;
      }
      const start = this.#text.length;
      this.#text += write(inline.text);
      this.labels.push({
        ...inline,
        layout,
        place: { kind: 'text', part: '', start, end: this.#text.length },
      });
    }
  }
}

const plainOf = (inlines: readonly Inline[]): string =>
  inlines.map((inline) => (typeof inline === 'string' ? inline : inline.text)).join('');

function row(out: SourceWriter, cells: readonly (readonly Inline[])[], style: TableStyle): void {
  const layout = `table-${style}`;
  cells.forEach((cell, i) => {
    if (style === 'csv') {
      if (i > 0) out.raw(',');
      const quoted = /[,\n"]/.test(plainOf(cell));
      if (quoted) out.raw('"');
      out.inlines(cell, layout);
      if (quoted) out.raw('"');
      return;
    }
    if (i > 0)
      out.raw(style === 'tab' ? '\t' : style === 'pipe' ? ' | ' : style === 'spaces' ? '   ' : '\n\n');
    out.inlines(cell, layout);
  });
  out.raw(style === 'pipe' ? ' |\n' : style === 'cells' ? '\n\n' : '\n');
}

export function writeText(document: Document): { text: string; labels: readonly Label[] } {
  const out = new SourceWriter();
  for (const block of document.blocks) {
    switch (block.kind) {
      case 'heading':
      case 'paragraph':
        out.inlines(block.inlines, 'prose');
        out.raw(block.kind === 'heading' ? '\n\n' : '\n');
        break;
      case 'script':
        out.inlines(block.inlines, 'script');
        out.raw('\n');
        break;
      case 'table':
        if (block.head.length > 0) row(out, block.head, block.style);
        for (const cells of block.rows) row(out, cells, block.style);
        out.raw('\n');
        break;
      default:
        break;
    }
  }
  return { text: out.text, labels: out.labels };
}
