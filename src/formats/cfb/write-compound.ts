/**
 * Writes compound files: an embedded document becomes a file of its own, and tests get their fixtures.
 *
 * Version 3, 512-byte sectors. Source: [MS-CFB] 2.2 to 2.6.
 */
import type { CompoundEntry, CompoundFile } from './compound.js';

export interface CompoundNode {
  readonly name: string;
  /** Of a stream. */
  readonly bytes?: Uint8Array;
  /** Of a storage. */
  readonly children?: readonly CompoundNode[];
  readonly clsid?: Uint8Array;
}

const SECTOR = 512;
const MINI = 64;
const CUTOFF = 4096;
const END = 0xfffffffe;
const FREE = 0xffffffff;

interface Slot {
  readonly node: CompoundNode;
  readonly type: number;
  left: number;
  right: number;
  child: number;
  start: number;
  size: number;
}

/** @param nodes What the root storage holds. Names are at most 31 units. */
export function writeCompound(nodes: readonly CompoundNode[], clsid?: Uint8Array): Uint8Array {
  const root = { name: 'Root Entry', children: nodes, ...(clsid === undefined ? {} : { clsid }) };
  const slots: Slot[] = [];
  addSlot(slots, root, 5);
  const fat: number[] = [];
  const sectors: Uint8Array[] = [];
  const miniFat: number[] = [];
  const mini: Uint8Array[] = [];
  for (const slot of slots) {
    const bytes = slot.node.bytes;
    if (slot.type !== 2 || bytes === undefined) continue;
    slot.size = bytes.length;
    if (bytes.length === 0) continue;
    slot.start =
      bytes.length < CUTOFF ? append(mini, miniFat, bytes, MINI) : append(sectors, fat, bytes, SECTOR);
  }
  const miniStream = join(mini, MINI);
  slots[0]!.size = miniStream.length;
  if (miniStream.length > 0) slots[0]!.start = append(sectors, fat, miniStream, SECTOR);
  const miniFatBytes = wordBytes(miniFat);
  const miniFatStart = miniFat.length > 0 ? append(sectors, fat, miniFatBytes, SECTOR, 0xff) : END;
  const directoryStart = append(sectors, fat, directoryBytes(slots), SECTOR);
  return assemble(sectors, fat, directoryStart, miniFatStart, Math.ceil(miniFatBytes.length / SECTOR));
}

/** A storage of another file, with all it holds, as a file of its own. */
export function storageFile(file: CompoundFile, storage: CompoundEntry): Uint8Array {
  const nodeOf = (entry: CompoundEntry): CompoundNode =>
    entry.kind === 'stream'
      ? { name: entry.name, bytes: file.read(entry).bytes }
      : { name: entry.name, clsid: entry.clsid, children: entry.children.map(nodeOf) };
  return writeCompound(storage.children.map(nodeOf), storage.clsid);
}

function addSlot(slots: Slot[], node: CompoundNode, type: number): number {
  const slot = { node, type, left: FREE, right: FREE, child: FREE, start: type === 2 ? END : 0, size: 0 };
  const index = slots.push(slot) - 1;
  const order = [...(node.children ?? [])].sort(
    (a, b) => a.name.length - b.name.length || compare(a.name.toUpperCase(), b.name.toUpperCase()),
  );
  const indexes = order.map((child) => addSlot(slots, child, child.bytes === undefined ? 1 : 2));
  const link = (low: number, high: number): number => {
    if (low >= high) return FREE;
    const middle = (low + high) >> 1;
    const at = indexes[middle]!;
    slots[at]!.left = link(low, middle);
    slots[at]!.right = link(middle + 1, high);
    return at;
  };
  slot.child = link(0, indexes.length);
  return index;
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

function append(sectors: Uint8Array[], table: number[], bytes: Uint8Array, size: number, fill = 0): number {
  const start = table.length;
  for (let at = 0; at < bytes.length; at += size) {
    const sector = new Uint8Array(size).fill(fill);
    sector.set(bytes.subarray(at, at + size));
    sectors.push(sector);
    table.push(at + size < bytes.length ? table.length + 1 : END);
  }
  return start;
}

function join(pieces: readonly Uint8Array[], size: number): Uint8Array {
  const all = new Uint8Array(pieces.length * size);
  for (const [i, piece] of pieces.entries()) all.set(piece, i * size);
  return all;
}

function wordBytes(words: readonly number[]): Uint8Array {
  const bytes = new Uint8Array(words.length * 4);
  const view = new DataView(bytes.buffer);
  for (const [i, word] of words.entries()) view.setUint32(i * 4, word, true);
  return bytes;
}

function directoryBytes(slots: readonly Slot[]): Uint8Array {
  const bytes = new Uint8Array(Math.ceil(slots.length / 4) * SECTOR);
  const view = new DataView(bytes.buffer);
  for (let at = 0; at < bytes.length; at += 128) {
    for (const field of [68, 72, 76]) view.setUint32(at + field, FREE, true);
  }
  for (const [i, slot] of slots.entries()) {
    const at = i * 128;
    const name = slot.node.name.slice(0, 31);
    for (let j = 0; j < name.length; j++) view.setUint16(at + j * 2, name.charCodeAt(j), true);
    view.setUint16(at + 64, name.length * 2 + 2, true);
    bytes[at + 66] = slot.type;
    bytes[at + 67] = 1;
    view.setUint32(at + 68, slot.left, true);
    view.setUint32(at + 72, slot.right, true);
    view.setUint32(at + 76, slot.child, true);
    if (slot.node.clsid !== undefined) bytes.set(slot.node.clsid.subarray(0, 16), at + 80);
    view.setUint32(at + 116, slot.start, true);
    view.setUint32(at + 120, slot.size, true);
  }
  return bytes;
}

function assemble(
  sectors: readonly Uint8Array[],
  chains: readonly number[],
  directory: number,
  miniFat: number,
  miniFatSectors: number,
): Uint8Array {
  const perSector = SECTOR / 4;
  let fatSectors = 0;
  let difatSectors = 0;
  for (;;) {
    const total = chains.length + fatSectors + difatSectors;
    const fat = Math.ceil(total / perSector);
    const difat = fat > 109 ? Math.ceil((fat - 109) / (perSector - 1)) : 0;
    if (fat === fatSectors && difat === difatSectors) break;
    fatSectors = fat;
    difatSectors = difat;
  }
  const firstFat = chains.length;
  const firstDifat = firstFat + fatSectors;
  const all = new Uint8Array((1 + firstDifat + difatSectors) * SECTOR);
  const view = new DataView(all.buffer);
  all.set([0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1]);
  for (const [at, value] of [
    [24, 0x3e],
    [26, 3],
    [28, 0xfffe],
    [30, 9],
    [32, 6],
  ] as const) {
    view.setUint16(at, value, true);
  }
  for (const [at, value] of [
    [44, fatSectors],
    [48, directory],
    [56, CUTOFF],
    [60, miniFat],
    [64, miniFatSectors],
    [68, difatSectors > 0 ? firstDifat : END],
    [72, difatSectors],
  ] as const) {
    view.setUint32(at, value, true);
  }
  for (let i = 0; i < 109; i++) view.setUint32(76 + i * 4, i < fatSectors ? firstFat + i : FREE, true);
  for (const [i, sector] of sectors.entries()) all.set(sector, (i + 1) * SECTOR);
  const fatAt = (firstFat + 1) * SECTOR;
  for (let i = 0; i < fatSectors * perSector; i++) {
    const chain =
      i < firstFat
        ? chains[i]!
        : i < firstDifat
          ? 0xfffffffd
          : i < firstDifat + difatSectors
            ? 0xfffffffc
            : FREE;
    view.setUint32(fatAt + i * 4, chain, true);
  }
  for (let i = 0; i < difatSectors; i++) {
    const at = (firstDifat + i + 1) * SECTOR;
    for (let j = 0; j < perSector - 1; j++) {
      const index = 109 + i * (perSector - 1) + j;
      view.setUint32(at + j * 4, index < fatSectors ? firstFat + index : FREE, true);
    }
    view.setUint32(at + SECTOR - 4, i + 1 < difatSectors ? firstDifat + i + 1 : END, true);
  }
  return all;
}
