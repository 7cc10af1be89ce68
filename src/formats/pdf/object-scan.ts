/** Finds every object of a file, in the order of its bytes: `12 0 obj … endobj`, streams with their data. */
import { ObjectReader, type PdfDictionary, type PdfValue } from './objects.js';

export interface ScannedObject {
  /** Object number. */
  readonly number: number;
  readonly generation: number;
  /** Of its number, in bytes. */
  readonly offset: number;
  readonly value: PdfValue;
  /** Of a stream: its data as stored. */
  readonly data?: Uint8Array;
}

/** Bytes that belong to no object, longer than white space. */
export interface Gap {
  readonly start: number;
  readonly end: number;
}

const O = 0x6f;

/** @param gap Told about each stretch between objects. */
export function* scanObjects(bytes: Uint8Array, gap: (gap: Gap) => void): Generator<ScannedObject> {
  let free = 0;
  let at = 0;
  for (;;) {
    at = bytes.indexOf(O, at);
    if (at < 0) break;
    const head = objectHead(bytes, at, free);
    if (head === undefined) {
      at++;
      continue;
    }
    if (head.start > free) gap({ start: free, end: head.start });
    const { value, data, end } = objectAt(bytes, at + 3);
    const { number, generation, start: offset } = head;
    yield { number, generation, offset, value, ...(data === undefined ? {} : { data }) };
    at = free = Math.max(end, at + 3);
  }
  if (free < bytes.length) gap({ start: free, end: bytes.length });
}

interface FoundObject {
  readonly value: PdfValue;
  readonly data: Uint8Array | undefined;
  readonly end: number;
}

/** Bytes of a stream's dictionary in front of one of its words. */
const REACH = 4096;

/** The object whose value holds the byte at `at`, when its head stands not far in front. */
export function objectAround(bytes: Uint8Array, at: number): FoundObject | undefined {
  const first = Math.max(0, at - REACH);
  for (
    let from = bytes.lastIndexOf(O, at);
    from >= first;
    from = from === 0 ? -1 : bytes.lastIndexOf(O, from - 1)
  ) {
    if (objectHead(bytes, from, Math.max(0, from - 24)) !== undefined) return objectAt(bytes, from + 3);
  }
  return undefined;
}

/** @param at Behind `obj`. */
function objectAt(bytes: Uint8Array, at: number): FoundObject {
  const reader = new ObjectReader(bytes, at);
  const value = reader.value();
  reader.skip();
  let data: Uint8Array | undefined;
  if (value instanceof Map && reader.take('stream')) {
    const start = dataStart(bytes, reader.at);
    const end = dataEnd(bytes, start, value);
    data = bytes.subarray(start, end);
    reader.at = end;
    reader.skip();
    reader.take('endstream');
    reader.skip();
  }
  reader.take('endobj');
  return { value, data, end: reader.at };
}

/** @param at Of an `o`. @returns The numbers in front of `obj`, which begin at byte `start`. */
function objectHead(
  bytes: Uint8Array,
  at: number,
  from: number,
): { number: number; generation: number; start: number } | undefined {
  // obj, and no letter right before it: `endobj`.
  if (bytes[at + 1] !== 0x62 || bytes[at + 2] !== 0x6a) return undefined;
  const generation = numberBefore(bytes, at, from);
  if (generation === undefined) return undefined;
  const number = numberBefore(bytes, generation.start, from);
  return number === undefined
    ? undefined
    : { number: number.value, generation: generation.value, start: number.start };
}

function numberBefore(
  bytes: Uint8Array,
  at: number,
  from: number,
): { value: number; start: number } | undefined {
  let end = at;
  while (end > from && (bytes[end - 1] === 32 || (bytes[end - 1]! >= 9 && bytes[end - 1]! <= 13))) end--;
  let start = end;
  let value = 0;
  let unit = 1;
  while (start > from && end - start < 10 && bytes[start - 1]! >= 48 && bytes[start - 1]! <= 57) {
    value += (bytes[--start]! - 48) * unit;
    unit *= 10;
  }
  return start === end ? undefined : { value, start };
}

function dataStart(bytes: Uint8Array, at: number): number {
  if (bytes[at] === 13 && bytes[at + 1] === 10) return at + 2;
  return bytes[at] === 10 || bytes[at] === 13 ? at + 1 : at;
}

/** By the stated length when `endstream` stands there, else where the word comes first. */
function dataEnd(bytes: Uint8Array, start: number, dictionary: PdfDictionary): number {
  const length = dictionary.get('Length');
  if (typeof length === 'number' && length >= 0 && start + length <= bytes.length) {
    const reader = new ObjectReader(bytes, start + length);
    reader.skip();
    if (reader.at < start + length + 8 && reader.take('endstream')) return start + length;
  }
  const end = indexOfWord(bytes, ENDSTREAM, start);
  return end < 0 ? bytes.length : end;
}

const ENDSTREAM = new TextEncoder().encode('endstream');

/** Offset of the first `word` at or after `from`, -1 when there is none. */
export function indexOfWord(bytes: Uint8Array, word: Uint8Array, from: number): number {
  const first = word[0]!;
  for (let at = bytes.indexOf(first, from); at >= 0; at = bytes.indexOf(first, at + 1)) {
    let i = 1;
    while (i < word.length && bytes[at + i] === word[i]) i++;
    if (i === word.length) return at;
  }
  return -1;
}
