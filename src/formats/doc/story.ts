/** One sub-document as segments: its text with tables, its field codes, its deleted and hidden stretches. */
import { type Channel, LINE_BREAK, type LineIndex, type Segment } from '../../core/index.js';
import { indexAt } from '../cfb/values.js';
import { Flow, writePieces } from '../ooxml/flow.js';
import { Lane, LaneSet } from '../ooxml/lane.js';
import { Paragraph, type RunPiece, type RunState } from '../ooxml/paragraph.js';
import type { Formatting } from './formatting.js';
import { type DocParagraph, type DocRow, Grid, splitParagraphs, splitRows } from './rows.js';
import type { CharacterFormat } from './sprms.js';

export interface StorySource {
  /** Text of all sub-documents; offsets are character positions. */
  readonly source: string;
  readonly part: string;
  readonly lines: LineIndex;
  readonly formatting: Formatting;
}

interface Field {
  /** Between the field's begin and separator marks. */
  inCode: boolean;
}

/** Tables inside tables that get rows of their own. */
const MAX_DEPTH = 16;
/** A column header that goes along with deleted or hidden text of its column. */
const MAX_HEADER = 20;

export class StoryReader {
  readonly #source: StorySource;
  readonly #flow: Flow;
  readonly #aside: { readonly state: 'deleted' | 'hidden'; readonly lane: Lane }[];
  readonly #codes: LaneSet;
  readonly #fields: Field[] = [];
  /** Positions of a field code that is being gathered. */
  #code: RunPiece[] = [];
  /** Column → text of its cell in the table's first row. */
  #headers: Map<number, string> | undefined;
  #column: number | undefined;

  constructor(source: StorySource, channel: Channel) {
    this.#source = source;
    this.#flow = new Flow(source, channel);
    this.#aside = [
      { state: 'deleted', lane: new Lane(source) },
      { state: 'hidden', lane: new Lane(source) },
    ];
    this.#codes = new LaneSet(source);
  }

  read(start: number, end: number): void {
    const { source, formatting } = this.#source;
    this.#blocks(splitParagraphs(source, start, end, formatting), 0);
    this.#endCode();
    this.#fields.length = 0;
  }

  flush(label?: string): Segment[] {
    const segments = [this.#flow.flush(undefined, label)];
    for (const { state, lane } of this.#aside) segments.push(lane.flush(state));
    return [...segments.filter((segment) => segment !== undefined), ...this.#codes.flush()];
  }

  #blocks(paragraphs: readonly DocParagraph[], depth: number): void {
    for (let i = 0; i < paragraphs.length; ) {
      if (depth >= MAX_DEPTH || paragraphs[i]!.format.depth <= depth) {
        this.#paragraph(paragraphs[i]!);
        i++;
        continue;
      }
      const first = i;
      while (i < paragraphs.length && paragraphs[i]!.format.depth > depth) i++;
      this.#table(splitRows(paragraphs.slice(first, i), depth + 1), depth + 1);
    }
  }

  #table(rows: readonly DocRow[], depth: number): void {
    const grid = new Grid(rows);
    const [headers, column] = [this.#headers, this.#column];
    const own = new Map<number, string>();
    this.#flow.openTable();
    for (const [index, row] of rows.entries()) {
      this.#flow.openRow();
      if (row.header) this.#flow.headerRow();
      this.#headers = index === 0 ? undefined : own;
      let next = 0;
      for (const [i, cell] of row.cells.entries()) {
        const place = grid.columns(row, i);
        if (place.column > next) this.#flow.skipColumns(place.column - next);
        this.#column = Math.max(next, place.column);
        next = this.#column + place.span;
        this.#flow.openCell();
        if (place.span > 1) this.#flow.cellSpan(place.span);
        const layout = row.layout?.[i];
        if (layout !== undefined && (layout.continues || layout.restarts))
          this.#flow.cellMerge(layout.restarts);
        this.#blocks(cell, depth);
        if (index === 0) own.set(this.#column, headerText(this.#source.source, cell));
        this.#flow.closeCell();
      }
      this.#flow.closeRow();
    }
    this.#flow.closeTable();
    this.#headers = headers;
    this.#column = column;
  }

  #paragraph({ start, end }: DocParagraph): void {
    const { source, formatting } = this.#source;
    const { starts, formats } = formatting.characters;
    const paragraph = new Paragraph(source);
    let run = indexAt(starts, start);
    for (let at = start; at < end; run++) {
      const until = Math.min(end, starts[run + 1] ?? end);
      if (until <= at) continue;
      const format = formats[run] ?? {};
      paragraph.state = stateOf(format);
      this.#run(paragraph, at, until, format.symbol);
      at = until;
    }
    // A code goes on behind a paragraph mark only in damaged files: what follows is read as text.
    if (this.#code.length > 0) this.#endCode();
    for (const field of this.#fields) field.inCode = false;
    this.#flow.paragraph(paragraph);
    const near = this.#flow.near;
    for (const { state, lane } of this.#aside) {
      for (const fragment of paragraph.fragments(state)) {
        lane.builder.endBlock();
        lane.mark(near);
        const header = this.#column === undefined ? undefined : this.#headers?.get(this.#column);
        if (header !== undefined && header !== '') lane.builder.insert(`${header}：`);
        writePieces(lane, fragment);
      }
    }
  }

  /** Characters of one format; control characters are marks of Word's, not text. */
  #run(paragraph: Paragraph, start: number, end: number, symbol: string | undefined): void {
    const { source } = this.#source;
    const emit = (from: number, to: number, text?: string): void => {
      if (to <= from) return;
      if (this.#fields.some(({ inCode }) => inCode)) {
        this.#code.push({ state: 'shown', start: from, end: to, ...(text === undefined ? {} : { text }) });
      } else if (text === undefined) paragraph.copy(from, to);
      else paragraph.replace(text, from, to);
    };
    if (symbol !== undefined) {
      for (let at = start; at < end; at++) {
        if (source[at] === '(') emit(at, at + 1, symbol);
        else if (source.charCodeAt(at) >= 0x20) emit(at, at + 1);
      }
      return;
    }
    let from = start;
    for (let at = start; at < end; at++) {
      const unit = source.charCodeAt(at);
      if (unit >= 0x20) continue;
      emit(from, at);
      from = at + 1;
      if (unit === 0x13) {
        this.#endCode();
        this.#fields.push({ inCode: true });
      } else if (unit === 0x14) {
        this.#endCode();
        const field = this.#fields.at(-1);
        if (field !== undefined) field.inCode = false;
      } else if (unit === 0x15) {
        this.#endCode();
        this.#fields.pop();
      } else {
        const text = CHARACTERS.get(unit);
        if (text !== undefined) emit(at, at + 1, text);
      }
    }
    emit(from, end);
  }

  #endCode(): void {
    const code = this.#code;
    if (code.length === 0) return;
    this.#code = [];
    const { source } = this.#source;
    const head = source.slice(code[0]!.start, Math.min(code.at(-1)!.end, code[0]!.start + 40));
    const name = /^\s*"?([A-Za-z]+)/.exec(head)?.[1]?.toUpperCase() ?? 'field';
    const lane = this.#codes.line(name === 'HYPERLINK' ? 'link' : 'field', name);
    // The paragraph is counted when it ends.
    const { paragraph = 0, ...near } = this.#flow.near;
    lane.mark({ paragraph: paragraph + 1, ...near });
    writePieces(lane, code);
  }
}

/** What Word's marks stand for; the others (pictures, anchors, reference marks) have no text. */
const CHARACTERS: ReadonlyMap<number, string> = new Map([
  [0x09, ' '],
  [0x0b, LINE_BREAK],
  [0x0e, LINE_BREAK],
  [0x1e, '-'],
  [0x1f, '\u00ad'],
]);

function stateOf({ deleted, hidden, white, tiny, inserted }: CharacterFormat): RunState {
  if (deleted === true) return 'deleted';
  if (hidden === true || white === true || tiny === true) return 'hidden';
  return inserted === true ? 'inserted' : 'shown';
}

function headerText(source: string, cell: readonly DocParagraph[]): string {
  const first = cell[0];
  if (first === undefined || first.end - first.start > MAX_HEADER) return '';
  return source
    .slice(first.start, first.end)
    .replace(/[\0-\x1f]/g, '')
    .trim();
}
