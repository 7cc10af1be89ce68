/** PowerPoint and OfficeArt records: a head of eight bytes, then data or further records. */
import type { Bytes } from '../cfb/bytes.js';

export interface PptRecord {
  readonly type: number;
  readonly instance: number;
  /** Holds records. */
  readonly container: boolean;
  readonly at: number;
  /** Range of its data. */
  readonly start: number;
  readonly end: number;
  /** Its length leads out of what holds it. */
  readonly cut: boolean;
}

/** Records of a range, in order. Source: [MS-PPT] 2.3.1 RecordHeader. */
export function* recordsIn(source: Bytes, start: number, end: number): Generator<PptRecord> {
  let at = start;
  while (at + 8 <= end) {
    const head = source.u16(at);
    const length = source.u32(at + 4);
    const stop = at + 8 + length;
    yield {
      type: source.u16(at + 2),
      instance: head >> 4,
      container: (head & 15) === 15,
      at,
      start: at + 8,
      end: Math.min(stop, end),
      cut: stop > end,
    };
    at = stop;
  }
}

/** The record at an offset, undefined outside the stream. */
export function recordAt(source: Bytes, at: number): PptRecord | undefined {
  for (const record of recordsIn(source, at, source.length)) return record;
  return undefined;
}
