/**
 * Paragraphs, tables and side flows of one part, whatever its markup: RTF, OpenDocument, slides and old XML
 * formats write into one of these.
 */
import type { Channel, Segment } from '../../core/index.js';
import { Flow, writePieces } from './flow.js';
import { Lane, LaneSet, type PartSource } from './lane.js';
import { Paragraph, type RunState } from './paragraph.js';
import type { TextSink } from './xml-text.js';

interface Level {
  readonly flow: Flow;
  paragraph: Paragraph | undefined;
  /** Tables opened on this level. */
  tables: number;
  /** Whether a row or a cell of each is open. */
  readonly rows: { row: boolean; cell: boolean }[];
}

/** Flows inside flows that get a place of their own; deeper ones write into the one around them. */
const MAX_LEVELS = 64;
const MAX_TABLES = 256;

export class Scribe implements TextSink {
  /** Values of attributes and properties, a line each. */
  readonly values: LaneSet;
  readonly #source: PartSource;
  readonly #flows = new Map<string, { flow: Flow; channel: Channel; label: string }>();
  readonly #levels: Level[] = [];
  readonly #aside = new Map<'hidden' | 'deleted', Lane>();
  #state: RunState = 'shown';
  #ignoredLevels = 0;

  /** @param channel Of the text outside every side flow. */
  constructor(source: PartSource, channel: Channel = 'body', label: string = '') {
    this.#source = source;
    this.values = new LaneSet(source);
    this.#push(channel, label);
  }

  /** How the text that follows reaches a reader. */
  set state(state: RunState) {
    this.#state = state;
    const { paragraph } = this.#top;
    if (paragraph !== undefined) paragraph.state = state;
  }

  get state(): RunState {
    return this.#state;
  }

  /** Of the flow that is written to. */
  get channel(): Channel {
    return this.#top.flow.channel;
  }

  get depth(): number {
    return this.#levels.length + this.#ignoredLevels;
  }

  /** What follows belongs to another flow, until `leave`. Flows of one channel and label go on where they ended. */
  enter(channel: Channel, label: string = ''): void {
    if (this.#levels.length >= MAX_LEVELS) this.#ignoredLevels++;
    else this.#push(channel, label);
  }

  leave(): void {
    if (this.#ignoredLevels > 0) {
      this.#ignoredLevels--;
      return;
    }
    if (this.#levels.length === 1) return;
    this.#finish(this.#levels.pop()!);
    const { paragraph } = this.#top;
    if (paragraph !== undefined) paragraph.state = this.#state;
  }

  copy(start: number, end: number): void {
    this.#paragraph().copy(start, end);
  }

  replace(text: string, start: number, end: number): void {
    this.#paragraph().replace(text, start, end);
  }

  /** Text that stands nowhere in the source: a list number, a label that the structure gives. */
  insert(text: string): void {
    this.#paragraph().replace(text, -1, -1);
  }

  /** Whether the paragraph has text already. */
  get inParagraph(): boolean {
    return (this.#top.paragraph?.pieces.length ?? 0) > 0;
  }

  endParagraph(): void {
    this.#endParagraph(this.#top);
  }

  openTable(): void {
    this.endParagraph();
    const level = this.#top;
    level.tables++;
    if (level.tables > MAX_TABLES) return;
    level.flow.openTable();
    level.rows.push({ row: false, cell: false });
  }

  closeTable(): void {
    this.endParagraph();
    const level = this.#top;
    if (level.tables === 0) return;
    level.tables--;
    if (level.tables >= MAX_TABLES) return;
    this.#closeRow(level);
    level.flow.closeTable();
    level.rows.pop();
  }

  openRow(): void {
    this.endParagraph();
    const table = this.#table;
    if (table === undefined) return;
    this.#closeRow(this.#top);
    this.#top.flow.openRow();
    table.row = true;
  }

  /** The row is a header, as its producer says. */
  headerRow(): void {
    if (this.#table?.row === true) this.#top.flow.headerRow();
  }

  closeRow(): void {
    this.endParagraph();
    this.#closeRow(this.#top);
  }

  /** @param skipped Empty columns before the cell. */
  openCell(columns: number = 1, skipped: number = 0): void {
    this.endParagraph();
    const table = this.#table;
    if (table === undefined) return;
    if (!table.row) this.openRow();
    if (table.cell) this.#top.flow.closeCell();
    if (skipped > 0) this.#top.flow.skipColumns(skipped);
    this.#top.flow.openCell();
    if (columns > 1) this.#top.flow.cellSpan(columns);
    table.cell = true;
  }

  closeCell(): void {
    this.endParagraph();
    const table = this.#table;
    if (table === undefined || !table.cell) return;
    this.#top.flow.closeCell();
    table.cell = false;
  }

  /**
   * Opens and closes tables until `depth` of them are open, each with a cell: for formats that state the depth of
   * every paragraph. @param cell Whether the innermost gets a cell too.
   */
  tableDepth(depth: number, cell: boolean = true): void {
    const level = this.#top;
    while (level.tables > depth) this.closeTable();
    while (level.tables < depth) {
      if (level.tables > 0 && this.#table?.cell === false) this.openCell();
      this.openTable();
    }
    if (cell && depth > 0 && this.#table?.cell === false) this.openCell();
  }

  /** Ends the cell that is open; an empty one when none is. */
  endCell(): void {
    if (this.#table?.cell === false) this.openCell();
    this.closeCell();
  }

  /** Ends everything that is open. */
  flush(): Segment[] {
    while (this.#levels.length > 1) {
      this.#ignoredLevels = 0;
      this.leave();
    }
    this.#finish(this.#top);
    const segments: Segment[] = [];
    const add = (segment: Segment | undefined): void => {
      if (segment !== undefined) segments.push(segment);
    };
    for (const { flow, channel, label } of this.#flows.values()) {
      add(flow.flush(channel, label === '' ? undefined : label));
    }
    for (const [state, lane] of this.#aside) add(lane.flush(state));
    return [...segments, ...this.values.flush()];
  }

  get #top(): Level {
    return this.#levels.at(-1)!;
  }

  get #table(): { row: boolean; cell: boolean } | undefined {
    return this.#top.tables > MAX_TABLES ? undefined : this.#top.rows.at(-1);
  }

  #paragraph(): Paragraph {
    const level = this.#top;
    if (level.paragraph === undefined) {
      level.paragraph = new Paragraph(this.#source.source);
      level.paragraph.state = this.#state;
    }
    return level.paragraph;
  }

  #push(channel: Channel, label: string): void {
    const key = `${channel} ${label}`;
    let entry = this.#flows.get(key);
    if (entry === undefined) {
      entry = { flow: new Flow(this.#source, channel), channel, label };
      this.#flows.set(key, entry);
    }
    this.#levels.push({
      flow: entry.flow,
      paragraph: undefined,
      tables: 0,
      rows: [],
    });
  }

  #closeRow(level: Level): void {
    const table = level.rows.at(-1);
    if (table === undefined || level.tables > MAX_TABLES) return;
    if (table.cell) level.flow.closeCell();
    if (table.row) level.flow.closeRow();
    table.cell = false;
    table.row = false;
  }

  #finish(level: Level): void {
    this.#endParagraph(level);
    while (level.tables > 0) {
      if (level.tables <= MAX_TABLES) {
        this.#closeRow(level);
        level.flow.closeTable();
        level.rows.pop();
      }
      level.tables--;
    }
  }

  #endParagraph(level: Level): void {
    const { paragraph } = level;
    if (paragraph === undefined) return;
    level.paragraph = undefined;
    level.flow.paragraph(paragraph);
    for (const state of ['hidden', 'deleted'] as const) {
      for (const pieces of paragraph.fragments(state)) {
        let lane = this.#aside.get(state);
        if (lane === undefined) {
          lane = new Lane(this.#source);
          this.#aside.set(state, lane);
        }
        lane.builder.endBlock();
        lane.mark(level.flow.near);
        writePieces(lane, pieces);
      }
    }
  }
}
