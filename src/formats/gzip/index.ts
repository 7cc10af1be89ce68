/**
 * gzip: one file inside, of one member or many. Source: RFC 1952.
 *
 * Members are unpacked one by one; a damaged one is skipped up to the next header and named, so that what stands
 * behind it is read.
 */
import { platform } from '#platform';
import {
  type Child,
  type Diagnostic,
  defineFormat,
  type ExtractContext,
  type Format,
  type Unread,
  unreadable,
} from '../../core/index.js';
import { crc32 } from '../zip/crc32.js';
import { decodeEntryText, entryPath } from '../zip/entry-name.js';
import { entryTexts } from '../zip/entry-text.js';

/** Output below this size is read whatever its ratio. */
const RATIO_FREE = 1024 * 1024;
/** Members of one file: a WARC has one a record. */
const MAX_MEMBERS = 1_000_000;
/** Damaged members after which the rest is given up: each may cost a pass over the rest. */
const MAX_DAMAGED = 200;

export interface GzipHeader {
  readonly name: string;
  readonly comment: string;
  readonly dataStart: number;
}

export const format: Format = defineFormat({
  id: 'gzip',
  mediaTypes: ['application/gzip', 'application/x-gzip'],

  /** Never rejects. */
  async extract({ name, bytes }, context) {
    const first = readHeader(bytes, 0);
    if (first === undefined) return unreadable('gzip/damaged', MESSAGES['gzip/damaged']);
    const texts = {
      entries: [{ name: first.name, comment: first.comment }],
      comment: '',
    };
    return {
      segments: entryTexts(texts),
      units: 1,
      unread: [],
      diagnostics: [],
      children: unpack(bytes, first.name === '' ? innerName(name) : first.name, context),
    };
  },
});

const MESSAGES = {
  'gzip/damaged': 'the compressed data is damaged; get a complete copy',
  'gzip/truncated': 'the compressed data is cut off; what there is was read; get a complete copy',
  'gzip/checksum': 'the checksum is wrong: the data was altered or damaged; its text was read as it is',
  'gzip/limit': 'the file unpacks to more than the limits allow (limits "bytes", "unpackedBytes", "ratio")',
  'gzip/time': 'not unpacked to the end: the time of the scan is over',
} as const;
type Code = keyof typeof MESSAGES;

async function* unpack(bytes: Uint8Array, name: string, context: ExtractContext): AsyncGenerator<Child> {
  const { limits, budget } = context;
  const chunks: Uint8Array[] = [];
  const faults = new Set<Code>();
  const room = Math.min(limits.bytes, Math.max(RATIO_FREE, bytes.length * limits.ratio));
  let total = 0;
  let damaged = 0;
  let rest: number | undefined;
  let at = 0;
  for (let members = 0; at < bytes.length; members++) {
    if (members >= MAX_MEMBERS) faults.add('gzip/limit');
    if (budget.expired()) faults.add('gzip/time');
    if (faults.has('gzip/limit') || faults.has('gzip/time')) break;
    const header = readHeader(bytes, at);
    if (header === undefined) {
      rest = at;
      break;
    }
    try {
      const { bytes: data, consumed } = await platform.inflateFirst(
        bytes.subarray(header.dataStart),
        room - total,
      );
      if (!budget.claim(data.length)) {
        faults.add('gzip/limit');
        break;
      }
      chunks.push(data);
      total += data.length;
      const trailer = header.dataStart + consumed;
      if (trailer + 8 > bytes.length) {
        faults.add('gzip/truncated');
        break;
      }
      const view = new DataView(bytes.buffer, bytes.byteOffset + trailer, 8);
      if (view.getUint32(0, true) !== crc32(data)) faults.add('gzip/checksum');
      at = trailer + 8;
    } catch (error) {
      if (error instanceof RangeError) {
        faults.add('gzip/limit');
        break;
      }
      faults.add('gzip/damaged');
      if (++damaged >= MAX_DAMAGED) break;
      at = nextMember(bytes, header.dataStart);
    }
  }
  if (total > 0) yield { artifact: { name, bytes: joined(chunks, total) } };
  for (const code of faults) {
    const harmless = code === 'gzip/checksum';
    const diagnostic: Diagnostic = {
      code,
      severity: harmless ? 'warning' : 'error',
      message: MESSAGES[code],
    };
    const unread: Unread = { part: name, code };
    yield harmless ? { diagnostic } : { diagnostic, unread };
  }
  if (rest !== undefined && bytes.subarray(rest).some((byte) => byte !== 0)) {
    yield { artifact: { name: `#bytes-${rest}`, bytes: bytes.subarray(rest) } };
  }
}

function joined(chunks: readonly Uint8Array[], length: number): Uint8Array {
  if (chunks.length === 1) return chunks[0]!;
  const whole = new Uint8Array(length);
  let at = 0;
  for (const chunk of chunks) {
    whole.set(chunk, at);
    at += chunk.length;
  }
  return whole;
}

/** RFC 1952, 2.3. @returns undefined when no member starts there. */
export function readHeader(bytes: Uint8Array, start: number): GzipHeader | undefined {
  if (bytes[start] !== 0x1f || bytes[start + 1] !== 0x8b || bytes[start + 2] !== 8) return undefined;
  const flags = bytes[start + 3] ?? 0;
  let at = start + 10;
  if (flags & 4) at += 2 + ((bytes[at] ?? 0) | ((bytes[at + 1] ?? 0) << 8));
  const text = (): string => {
    const end = bytes.indexOf(0, at);
    const stop = end < 0 ? bytes.length : end;
    // Latin-1 by the letter of the RFC; in the field it is the charset of the system.
    const value = decodeEntryText(bytes.subarray(at, Math.min(stop, at + 4096)), 0);
    at = stop + 1;
    return value;
  };
  const name = flags & 8 ? entryPath(text()) : '';
  const comment = flags & 16 ? text() : '';
  if (flags & 2) at += 2;
  return at > bytes.length ? undefined : { name, comment, dataStart: at };
}

function nextMember(bytes: Uint8Array, from: number): number {
  for (let at = bytes.indexOf(0x1f, from); at >= 0; at = bytes.indexOf(0x1f, at + 1)) {
    if (bytes[at + 1] === 0x8b && bytes[at + 2] === 8 && (bytes[at + 3]! & 0xe0) === 0) return at;
  }
  return bytes.length;
}

/** `a/list.csv.gz` → `list.csv`, `x.tgz` → `x.tar`. */
export function innerName(name: string): string {
  const base = name.slice(Math.max(name.lastIndexOf('/'), name.lastIndexOf('!')) + 1);
  if (/\.tgz$/i.test(base)) return base.replace(/\.tgz$/i, '.tar');
  return /.\.gz$/i.test(base) ? base.slice(0, -3) : 'content';
}
