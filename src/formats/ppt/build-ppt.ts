/** Makes PowerPoint files for tests, record by record. */
import { type CompoundNode, writeCompound } from '../cfb/write-compound.js';

const u16 = (value: number): number[] => [value & 255, (value >> 8) & 255];
const u32 = (value: number): number[] => [...u16(value & 0xffff), ...u16((value >>> 16) & 0xffff)];

/** A record that holds data. */
export function atom(type: number, data: readonly number[] | Uint8Array, instance = 0): number[] {
  return [...u16(instance << 4), ...u16(type), ...u32(data.length), ...data];
}

/** A record that holds records. */
export function box(type: number, records: readonly number[][], instance = 0): number[] {
  const data = records.flat();
  return [...u16((instance << 4) | 15), ...u16(type), ...u32(data.length), ...data];
}

export const chars = (text: string): number[] =>
  atom(0x0fa0, Array.from({ length: text.length }, (_, i) => u16(text.charCodeAt(i))).flat());
export const string = (text: string, instance: number): number[] =>
  atom(0x0fba, Array.from({ length: text.length }, (_, i) => u16(text.charCodeAt(i))).flat(), instance);

/** A drawing with shapes. */
export const drawing = (...shapes: readonly number[][]): number[] =>
  box(0x040c, [box(0xf002, [box(0xf003, [...shapes])])]);
export const shape = (text: string, anchor?: readonly number[]): number[] =>
  box(0xf004, [
    ...(anchor === undefined ? [] : [atom(0xf00f, anchor.flatMap(u32))]),
    box(0xf00d, [chars(text)]),
  ]);
/** A group that says it is a table. */
export const table = (...cells: readonly number[][]): number[] =>
  box(0xf003, [box(0xf004, [atom(0xf122, [...u16(0x039f), ...u32(1)], 1)]), ...cells]);

export interface BuildPpt {
  /** Persist objects, id from 1; the first is the document. */
  readonly objects: readonly number[][];
  /** Records that no directory lists: slides of an earlier save. */
  readonly old?: readonly number[][];
  readonly encrypted?: boolean;
  readonly others?: readonly CompoundNode[];
}

export function buildPpt({ objects, old = [], encrypted = false, others = [] }: BuildPpt): Uint8Array {
  const stream: number[] = old.flat();
  const offsets: number[] = [];
  for (const object of objects) {
    offsets.push(stream.length);
    stream.push(...object);
  }
  const directory = stream.length;
  stream.push(...atom(0x1772, [...u32((objects.length << 20) | 1), ...offsets.flatMap(u32)]));
  const edit = stream.length;
  stream.push(
    ...atom(0x0ff5, [...u32(0), ...u32(0), ...u32(0), ...u32(directory), ...u32(1), ...u32(9), ...u32(0)]),
  );
  const user = [
    ...u32(0),
    ...u32(20),
    ...u32(0),
    ...u32(encrypted ? 0xf3d1c4df : 0xe391c05f),
    ...u32(edit),
    ...u32(0),
  ];
  return writeCompound([
    { name: 'PowerPoint Document', bytes: Uint8Array.from(stream) },
    { name: 'Current User', bytes: Uint8Array.from(user) },
    ...others,
  ]);
}

/** The document container: lists of slides (0), masters (1) and notes (2) by persist id. */
export function documentBox(
  lists: readonly (readonly [number, readonly (readonly [number, ...string[]])[]])[],
  extra: readonly number[][] = [],
): number[] {
  const boxes = lists.map(([instance, entries]) =>
    box(
      0x0ff0,
      entries.flatMap(([id, ...texts]) => [
        atom(0x03f3, [...u32(id), ...u32(0), ...u32(0), ...u32(256 + id), ...u32(0)]),
        ...texts.map(chars),
      ]),
      instance,
    ),
  );
  return box(0x03e8, [...extra, ...boxes]);
}
