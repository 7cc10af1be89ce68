/**
 * tar: the names are text, the entries are files of their own.
 *
 * Sources: POSIX.1-2017 `pax` (ustar and pax headers), GNU tar manual, "Basic Tar Format" (types L, K, S; base-256
 * sizes). A damaged header is skipped up to the next block that is one.
 */
import {
  type Child,
  type Diagnostic,
  defineFormat,
  type ExtractContext,
  type Format,
  type Unread,
  unreadable,
} from '../../core/index.js';
import { decodeEntryText, entryPath } from '../zip/entry-name.js';
import { entryTexts } from '../zip/entry-text.js';

const BLOCK = 512;

interface TarEntry {
  readonly name: string;
  /** Target of a link, comment of a pax header. */
  readonly comment: string;
  readonly file: boolean;
  readonly start: number;
  readonly end: number;
  readonly truncated: boolean;
}

interface Structure {
  readonly entries: readonly TarEntry[];
  /** Byte ranges that belong to no entry and are not zeros. */
  readonly gaps: readonly { readonly start: number; readonly end: number }[];
  readonly more: boolean;
}

const MESSAGES = {
  'tar/damaged': 'no header of the archive could be read; get a complete copy',
  'tar/gap': 'a stretch of the archive is no entry; it was opened as a file of its own',
  'tar/truncated': 'the entry is cut off; what there is was read; get a complete copy',
  'tar/entries': 'not all entries were opened: over the limit "entries"',
  'tar/limit': 'not opened: the entry is larger than the limit for one file (limit "bytes")',
  'tar/time': 'not opened: the time of the scan is over',
} as const;
type Code = keyof typeof MESSAGES;

export const format: Format = defineFormat({
  id: 'tar',
  mediaTypes: ['application/x-tar'],

  /** Never rejects; nothing is written to disk, `..` in a name is only a name. */
  async extract({ bytes }, context) {
    const structure = readTar(bytes, context.limits.entries);
    if (structure.entries.length === 0) return unreadable('tar/damaged', MESSAGES['tar/damaged']);
    const diagnostics: Diagnostic[] = [];
    const unread: Unread[] = [];
    if (structure.more) {
      diagnostics.push({
        code: 'tar/entries',
        severity: 'error',
        message: MESSAGES['tar/entries'],
      });
      unread.push({ part: '', code: 'tar/entries' });
    }
    if (structure.gaps.length > 0) {
      diagnostics.push({
        code: 'tar/gap',
        severity: 'warning',
        message: MESSAGES['tar/gap'],
      });
    }
    return {
      segments: entryTexts({ entries: structure.entries, comment: '' }),
      units: 1 + unread.length,
      unread,
      diagnostics,
      children: open(bytes, structure, context),
    };
  },
});

async function* open(
  bytes: Uint8Array,
  structure: Structure,
  context: ExtractContext,
): AsyncGenerator<Child> {
  const names = new Map<string, number>();
  for (const entry of structure.entries) {
    if (!entry.file) continue;
    const count = (names.get(entry.name) ?? 0) + 1;
    names.set(entry.name, count);
    const name = count === 1 ? entry.name : `${entry.name}#${count}`;
    if (context.budget.expired()) yield failed(name, 'tar/time');
    else if (entry.end - entry.start > context.limits.bytes) yield failed(name, 'tar/limit');
    else {
      yield {
        artifact: { name, bytes: bytes.subarray(entry.start, entry.end) },
      };
      if (entry.truncated) yield failed(name, 'tar/truncated');
    }
  }
  for (const { start, end } of structure.gaps) {
    yield {
      artifact: { name: `#bytes-${start}`, bytes: bytes.subarray(start, end) },
    };
  }
}

function failed(part: string, code: Code): Child {
  const place = {
    kind: 'text' as const,
    part,
    channel: 'body' as const,
    start: 0,
    end: 0,
    line: 1,
    column: 1,
  };
  return {
    diagnostic: { code, severity: 'error', message: MESSAGES[code], place },
    unread: { part, code },
  };
}

/** Linear in the bytes. */
function readTar(bytes: Uint8Array, maxEntries: number): Structure {
  const entries: TarEntry[] = [];
  const gaps: { start: number; end: number }[] = [];
  let global = new Map<string, string>();
  let local = new Map<string, string>();
  let gap = -1;
  let more = false;
  const closeGap = (end: number): void => {
    if (gap >= 0 && bytes.subarray(gap, end).some((byte) => byte !== 0)) gaps.push({ start: gap, end });
    gap = -1;
  };
  let at = 0;
  while (at + BLOCK <= bytes.length) {
    const header = bytes.subarray(at, at + BLOCK);
    if (!isHeader(header)) {
      if (gap < 0) gap = at;
      at += BLOCK;
      continue;
    }
    closeGap(at);
    const type = String.fromCharCode(header[156]!);
    const stated = Number(local.get('size') ?? Number.NaN);
    const size =
      Number.isSafeInteger(stated) && stated >= 0 && !/[xgLK]/.test(type) ? stated : number(header, 124, 12);
    const start = at + BLOCK;
    const hasData = !/[1-6]/.test(type);
    const end = hasData ? Math.min(bytes.length, start + size) : start;
    const data = bytes.subarray(start, end);
    if (type === 'x') local = new Map([...local, ...paxRecords(data)]);
    else if (type === 'g') global = new Map([...global, ...paxRecords(data)].slice(-1000));
    else if (type === 'L') local.set('path', decodeEntryText(untilZero(data), 0));
    else if (type === 'K') local.set('linkpath', decodeEntryText(untilZero(data), 0));
    else {
      if (entries.length >= maxEntries) {
        more = true;
        break;
      }
      const name = entryPath(local.get('path') ?? global.get('path') ?? ownName(header));
      const link = local.get('linkpath') ?? decodeEntryText(untilZero(header.subarray(157, 257)), 0);
      const comment = [link, local.get('comment') ?? '', global.get('comment') ?? '']
        .filter((text) => text !== '')
        .join(' ');
      const file = hasData && !name.endsWith('/');
      entries.push({
        name,
        comment,
        file,
        start,
        end,
        truncated: hasData && start + size > bytes.length,
      });
      local = new Map();
    }
    at = end + ((BLOCK - ((end - start) % BLOCK)) % BLOCK);
  }
  if (!more) {
    if (gap < 0 && at < bytes.length) gap = at;
    closeGap(bytes.length);
  }
  return { entries, gaps, more };
}

/** The sum of the bytes, its own field taken as blanks; old writers sum signed bytes. */
function isHeader(header: Uint8Array): boolean {
  const stated = number(header, 148, 8);
  let unsigned = 8 * 32;
  let signed = 8 * 32;
  for (let i = 0; i < BLOCK; i++) {
    if (i >= 148 && i < 156) continue;
    unsigned += header[i]!;
    signed += header[i]! > 127 ? header[i]! - 256 : header[i]!;
  }
  return unsigned > 8 * 32 && (stated === unsigned || stated === signed);
}

/** Octal digits, or base 256 where the first bit is set. */
function number(header: Uint8Array, at: number, length: number): number {
  if (header[at]! & 0x80) {
    let value = header[at]! & 0x7f;
    for (let i = at + 1; i < at + length; i++) value = value * 256 + header[i]!;
    return Math.min(value, Number.MAX_SAFE_INTEGER);
  }
  const text = String.fromCharCode(...header.subarray(at, at + length));
  const digits = /^[\s\0]*([0-7]+)/.exec(text)?.[1];
  return digits === undefined ? 0 : Number.parseInt(digits, 8);
}

function ownName(header: Uint8Array): string {
  const name = untilZero(header.subarray(0, 100));
  const ustar = String.fromCharCode(...header.subarray(257, 263)) === 'ustar\0';
  const prefix = ustar ? untilZero(header.subarray(345, 500)) : new Uint8Array(0);
  if (prefix.length === 0) return decodeEntryText(name, 0);
  return decodeEntryText(Uint8Array.from([...prefix, 0x2f, ...name]), 0);
}

function untilZero(bytes: Uint8Array): Uint8Array {
  const end = bytes.indexOf(0);
  return end < 0 ? bytes : bytes.subarray(0, end);
}

/** `27 path=…\n`: the number counts the whole record in bytes. Values are UTF-8, or what the writer had. */
function paxRecords(data: Uint8Array): Map<string, string> {
  const records = new Map<string, string>();
  for (let at = 0; at < data.length && records.size < 1000; ) {
    const space = data.indexOf(0x20, at);
    if (space < 0 || space - at > 10) break;
    const length = Number(String.fromCharCode(...data.subarray(at, space)));
    const equals = data.indexOf(0x3d, space);
    if (!Number.isSafeInteger(length) || length <= space - at || equals < 0) break;
    const end = Math.min(data.length, at + length);
    const key = String.fromCharCode(...data.subarray(space + 1, Math.min(equals, space + 64)));
    records.set(key, decodeEntryText(data.subarray(equals + 1, end - 1), 0));
    at += length;
  }
  return records;
}
