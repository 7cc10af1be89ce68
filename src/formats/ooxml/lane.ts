/** Segments under construction: text with the paragraph and cell that each stretch came from. */
import {
  append,
  type Channel,
  type LineIndex,
  type NearPlace,
  NumberList,
  type Place,
  pieceAt,
  type Segment,
  SegmentBuilder,
  type SourceMap,
} from '../../core/index.js';
import type { TextSink } from './xml-text.js';

/** What segments of one part share. */
export interface PartSource {
  readonly source: string;
  readonly part: string;
  readonly lines: LineIndex;
}

/** A `SegmentBuilder` that remembers coordinates and takes no control characters for structure. */
export class Lane implements TextSink {
  readonly builder: SegmentBuilder;
  readonly #source: string;
  #near = new NearList();

  constructor(source: PartSource) {
    this.builder = new SegmentBuilder(source);
    this.#source = source.source;
  }

  /** What follows stands there. */
  mark(near: NearPlace): void {
    this.#near.add(this.builder.length, near);
  }

  /** Tabs and line ends in character data are white space in a document, not structure. */
  copy(start: number, end: number): void {
    const slice = this.#source.slice(start, end);
    if (!/[\t\n\r\u2028]/.test(slice)) {
      this.builder.copy(start, end);
      return;
    }
    let at = start;
    for (const { index } of slice.matchAll(/[\t\n\r\u2028]/g)) {
      this.builder.copy(at, start + index);
      at = start + index + 1;
      this.builder.replace(' ', at - 1, at);
    }
    this.builder.copy(at, end);
  }

  replace(text: string, start: number, end: number): void {
    this.builder.replace(/^[\t\n\r]$/.test(text) ? ' ' : text, start, end);
  }

  flush(channel: Channel, label?: string): Segment | undefined {
    this.builder.endBlock();
    const near = this.#near;
    this.#near = new NearList();
    return this.builder.flush(channel, {
      ...(label === undefined ? {} : { label }),
      ...(near.empty ? {} : { near: (offset) => near.at(offset) }),
    });
  }
}

/** Coordinates of the stretches of a text: five numbers each, for a sheet has a million cells. */
class NearList {
  readonly #starts = new NumberList();
  readonly #paragraphs = new NumberList();
  readonly #tables = new NumberList();
  readonly #rows = new NumberList();
  readonly #columns = new NumberList();

  get empty(): boolean {
    return this.#starts.length === 0;
  }

  add(start: number, { paragraph, table, row, column }: NearPlace): void {
    this.#starts.push(start);
    this.#paragraphs.push(paragraph ?? -1);
    this.#tables.push(table ?? -1);
    this.#rows.push(row ?? -1);
    this.#columns.push(column ?? -1);
  }

  at(offset: number): NearPlace {
    const at = Math.max(0, pieceAt(this.#starts.values, this.#starts.length, offset));
    const [paragraph, table, row, column] = [this.#paragraphs, this.#tables, this.#rows, this.#columns].map(
      (list) => list.at(at),
    ) as [number, number, number, number];
    return {
      ...(paragraph < 0 ? {} : { paragraph }),
      ...(table < 0 ? {} : { table }),
      ...(row < 0 ? {} : { row }),
      ...(column < 0 ? {} : { column }),
    };
  }
}

/** Lanes by label: values of one attribute or property, a line each. */
export class LaneSet {
  readonly #source: PartSource;
  readonly #lanes = new Map<string, { channel: Channel; label: string; lane: Lane }>();

  constructor(source: PartSource) {
    this.#source = source;
  }

  /** @returns The lane, ready for a new line. */
  line(channel: Channel, label: string): Lane {
    const crowded = this.#lanes.size >= 500;
    const key = `${channel} ${crowded ? '' : label}`;
    let entry = this.#lanes.get(key);
    if (entry === undefined) {
      entry = { channel, label: crowded ? '' : label, lane: new Lane(this.#source) };
      this.#lanes.set(key, entry);
    }
    if (entry.lane.builder.length > 0) entry.lane.builder.endBlock();
    return entry.lane;
  }

  /** @returns The lane as it stands, to go on with the last line. */
  same(channel: Channel, label: string): Lane {
    return this.#lanes.get(`${channel} ${label}`)?.lane ?? this.line(channel, label);
  }

  flush(): Segment[] {
    return [...this.#lanes.values()].flatMap(({ channel, label, lane }) => {
      const segment = lane.flush(channel, label === '' ? undefined : label);
      return segment === undefined ? [] : [segment];
    });
  }
}

/** The same text stands a second time elsewhere in the part. */
export interface Mirror {
  readonly start: number;
  readonly end: number;
  readonly map: SourceMap;
}

/** Gives the places of both copies: who redacts one must redact the other. */
export class MirrorMap implements SourceMap {
  readonly #base: SourceMap;
  readonly #mirrors: readonly Mirror[];
  readonly #starts: readonly number[];

  /** How far mirrors nest inside each other; `Story` opens no more levels. */
  static readonly depth: number = 16;

  constructor(base: SourceMap, mirrors: readonly Mirror[]) {
    this.#base = base;
    this.#mirrors = [...mirrors].sort((a, b) => a.start - b.start);
    this.#starts = this.#mirrors.map(({ start }) => start);
  }

  locate(start: number, end: number): Place[] {
    const places = this.#base.locate(start, end);
    const last = pieceAt(this.#starts, this.#starts.length, end - 1);
    let outside = 0;
    for (let i = last; i >= 0 && outside < 2 * MirrorMap.depth; i--) {
      const mirror = this.#mirrors[i]!;
      if (mirror.end <= start) {
        outside++;
        continue;
      }
      const from = Math.max(start, mirror.start) - mirror.start;
      append(places, mirror.map.locate(from, Math.min(end, mirror.end) - mirror.start));
    }
    return places;
  }
}
