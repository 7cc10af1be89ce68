/** Makes Excel files for tests, record by record. */
import { type CompoundNode, writeCompound } from '../cfb/write-compound.js';

export type Data = readonly (number | readonly number[] | Uint8Array)[];

export interface BuildSheet {
  readonly name: string;
  /** 0 shown, 1 hidden, 2 very hidden. */
  readonly state?: number;
  readonly records: readonly Uint8Array[];
}

export const u16 = (value: number): number[] => [value & 255, (value >> 8) & 255];
export const u32 = (value: number): number[] => [...u16(value & 0xffff), ...u16((value >>> 16) & 0xffff)];

export function f64(value: number): number[] {
  const bytes = new Uint8Array(8);
  new DataView(bytes.buffer).setFloat64(0, value, true);
  return [...bytes];
}

/** Characters without a count: a byte that says UTF-16, then units. */
export function wideText(text: string): number[] {
  return [1, ...Array.from({ length: text.length }, (_, i) => u16(text.charCodeAt(i))).flat()];
}

export const text8 = (text: string): number[] => [text.length, ...wideText(text)];
export const text16 = (text: string): number[] => [...u16(text.length), ...wideText(text)];

export function record(type: number, ...data: Data): Uint8Array {
  const bytes: number[] = [];
  for (const item of data) {
    if (typeof item === 'number') bytes.push(item);
    else for (const byte of item) bytes.push(byte);
  }
  return Uint8Array.from([...u16(type), ...u16(bytes.length), ...bytes]);
}

export const label = (row: number, column: number, index: number, xf = 0): Uint8Array =>
  record(0xfd, u16(row), u16(column), u16(xf), u32(index));
export const number = (row: number, column: number, value: number, xf = 0): Uint8Array =>
  record(0x203, u16(row), u16(column), u16(xf), f64(value));

/** The workbook stream: globals, then every sheet; offsets of the sheets are filled in. */
export function workbookStream(
  globals: readonly Uint8Array[],
  sheets: readonly BuildSheet[],
  version = 0x600,
): Uint8Array {
  const parts: Uint8Array[] = [record(0x809, u16(version), u16(5), u32(0), u32(0), u32(0)), ...globals];
  const bounds = sheets.map(({ name, state = 0 }) => {
    const bytes = record(
      0x85,
      u32(0),
      state,
      0,
      version === 0x600 ? text8(name) : [name.length, ...Array.from(name, (unit) => unit.charCodeAt(0))],
    );
    parts.push(bytes);
    return bytes;
  });
  parts.push(record(0x0a));
  for (const [i, { records }] of sheets.entries()) {
    const at = parts.reduce((sum, part) => sum + part.length, 0);
    bounds[i]!.set(u32(at), 4);
    parts.push(record(0x809, u16(version), u16(0x10), u32(0), u32(0), u32(0)), ...records, record(0x0a));
  }
  const all = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    all.set(part, at);
    at += part.length;
  }
  return all;
}

/** Shared strings of one record; none runs over its end. */
export function sharedStrings(strings: readonly string[]): Uint8Array {
  return record(0xfc, u32(strings.length), u32(strings.length), strings.flatMap(text16));
}

export function buildXls(
  globals: readonly Uint8Array[],
  sheets: readonly BuildSheet[],
  others: readonly CompoundNode[] = [],
): Uint8Array {
  return writeCompound([{ name: 'Workbook', bytes: workbookStream(globals, sheets) }, ...others]);
}
