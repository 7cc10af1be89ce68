/** Short texts that were decoded from a source (attribute values, `srcdoc`, data URIs), unit by unit. */
import type { Channel, LineIndex, Place, Segment, SourceMap } from '../../core/index.js';

/** A range of the source. */
export interface Range {
  readonly start: number;
  readonly end: number;
}

/** A source map that can be put behind another one. */
export interface RangeMap extends SourceMap {
  ranges(start: number, end: number): Range[];
}

/** Each unit of `text` and the source range that it was written as. */
export interface MappedText {
  readonly text: string;
  start(index: number): number;
  end(index: number): number;
}

/** `source.slice(start, end)` as it is. */
export function linear(source: string, start: number, end: number): MappedText {
  return {
    text: source.slice(start, end),
    start: (index) => start + index,
    end: (index) => start + index + 1,
  };
}

/** Builds a mapped text piece by piece. */
export class MappedTextBuilder implements MappedText {
  #chunks: string[] = [];
  readonly #starts: number[] = [];
  readonly #ends: number[] = [];

  get text(): string {
    if (this.#chunks.length > 1) this.#chunks = [this.#chunks.join('')];
    return this.#chunks[0] ?? '';
  }

  start(index: number): number {
    return this.#starts[index]!;
  }

  end(index: number): number {
    return this.#ends[index]!;
  }

  /** Adds text that stands for one source range as a whole. */
  add(text: string, start: number, end: number): void {
    this.#chunks.push(text);
    for (let i = 0; i < text.length; i++) {
      this.#starts.push(start);
      this.#ends.push(end);
    }
  }

  /** Adds `inner.text.slice(start, end)` with the places that it has there. */
  take(inner: MappedText, start: number, end: number): void {
    if (end <= start) return;
    this.#chunks.push(inner.text.slice(start, end));
    for (let i = start; i < end; i++) {
      this.#starts.push(inner.start(i));
      this.#ends.push(inner.end(i));
    }
  }
}

export interface MapOptions {
  readonly part: string;
  readonly lines: LineIndex;
}

/** The map of a segment whose text is a mapped text. */
export class UnitMap implements RangeMap {
  readonly #mapped: MappedText;
  readonly #channel: Channel;
  readonly #options: MapOptions;

  constructor(mapped: MappedText, channel: Channel, options: MapOptions) {
    this.#mapped = mapped;
    this.#channel = channel;
    this.#options = options;
  }

  ranges(start: number, end: number): Range[] {
    const found: { start: number; end: number }[] = [];
    const until = Math.min(end, this.#mapped.text.length);
    for (let i = Math.max(0, start); i < until; i++) join(found, this.#mapped.start(i), this.#mapped.end(i));
    return found;
  }

  locate(start: number, end: number): Place[] {
    return places(this.ranges(start, end), this.#channel, this.#options);
  }
}

/** The map of a segment whose text is a stretch of the source as it is. */
class LinearMap implements RangeMap {
  readonly #start: number;
  readonly #end: number;
  readonly #channel: Channel;
  readonly #options: MapOptions;

  constructor(start: number, end: number, channel: Channel, options: MapOptions) {
    this.#start = start;
    this.#end = end;
    this.#channel = channel;
    this.#options = options;
  }

  ranges(start: number, end: number): Range[] {
    const from = this.#start + Math.max(0, start);
    const to = Math.min(this.#start + end, this.#end);
    return from < to ? [{ start: from, end: to }] : [];
  }

  locate(start: number, end: number): Place[] {
    return places(this.ranges(start, end), this.#channel, this.#options);
  }
}

/** The map of a segment that was extracted from a mapped text: through both. */
export class NestedMap implements RangeMap {
  readonly #inner: RangeMap;
  readonly #outer: MappedText;
  readonly #channel: Channel;
  readonly #options: MapOptions;

  constructor(inner: RangeMap, outer: MappedText, channel: Channel, options: MapOptions) {
    this.#inner = inner;
    this.#outer = outer;
    this.#channel = channel;
    this.#options = options;
  }

  ranges(start: number, end: number): Range[] {
    const found: { start: number; end: number }[] = [];
    for (const range of this.#inner.ranges(start, end)) {
      for (let i = range.start; i < range.end; i++) join(found, this.#outer.start(i), this.#outer.end(i));
    }
    return found;
  }

  locate(start: number, end: number): Place[] {
    const hidden = this.#channel === 'body' && this.#inner.locate(start, end)[0]?.channel === 'hidden';
    return places(this.ranges(start, end), hidden ? 'hidden' : this.#channel, this.#options);
  }
}

/** The map of text whose places are asked, one by one, whether a reader sees them. */
export class SeenMap implements RangeMap {
  readonly #base: RangeMap;
  readonly #hides: (offset: number) => boolean | undefined;

  /** @param hides Whether the text at an offset of the source is hidden; undefined when that is not known. */
  constructor(base: RangeMap, hides: (offset: number) => boolean | undefined) {
    this.#base = base;
    this.#hides = hides;
  }

  ranges(start: number, end: number): Range[] {
    return this.#base.ranges(start, end);
  }

  locate(start: number, end: number): Place[] {
    return this.#base.locate(start, end).map((place) => {
      const hidden = place.kind === 'text' ? this.#hides(place.start) : undefined;
      return hidden === undefined ? place : { ...place, channel: hidden ? 'hidden' : 'body' };
    });
  }
}

function join(found: { start: number; end: number }[], start: number, end: number): void {
  const last = found.at(-1);
  if (last !== undefined && start <= last.end && end >= last.end) last.end = end;
  else if (last === undefined || last.end < end) found.push({ start, end });
}

function places(ranges: readonly Range[], channel: Channel, { part, lines }: MapOptions): Place[] {
  return ranges.map(({ start, end }) => {
    const { line, column } = lines.at(start);
    return { kind: 'text', part, channel, start, end, line, column };
  });
}

export function mappedSegment(
  mapped: MappedText,
  channel: Channel,
  options: MapOptions,
  label?: string,
): Segment {
  const map = new UnitMap(mapped, channel, options);
  const base = { channel, part: options.part, text: mapped.text, map };
  return label === undefined ? base : { ...base, label };
}

/** A segment of `source.slice(start, end)` as it is. */
export function linearSegment(
  source: string,
  start: number,
  end: number,
  channel: Channel,
  options: MapOptions,
  label?: string,
): Segment {
  const map = new LinearMap(start, end, channel, options);
  const { part } = options;
  const text = source.slice(start, end);
  return label === undefined ? { channel, part, text, map } : { channel, part, text, map, label };
}
