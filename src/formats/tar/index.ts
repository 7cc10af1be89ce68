/**
 * tar: the names are text, the entries are files of their own. A damaged header is skipped up to the next block that is
 * one. Larger archives are read from the disk by the node layer, through the same headers.
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
import { entryTexts } from '../zip/entry-text.js';
import { BLOCK, padded, TarHeaders } from './header.js';

export interface TarEntry {
  readonly name: string;
  /** Where the headers that describe it begin, and its own one. */
  readonly head: number;
  readonly header: number;
  /** Target of a link, comment of a pax header. */
  readonly comment: string;
  readonly file: boolean;
  readonly start: number;
  readonly end: number;
  readonly truncated: boolean;
}

export interface TarStructure {
  readonly entries: readonly TarEntry[];
  /** Byte ranges that belong to no entry and are not zeros. */
  readonly gaps: readonly { readonly start: number; readonly end: number }[];
  readonly more: boolean;
}

export const MESSAGES = {
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
  structure: TarStructure,
  context: ExtractContext,
): AsyncGenerator<Child> {
  for (const [name, entry] of tarFiles(structure)) {
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

/** The files with the names of their parts: the second of a name is `a.txt#2`. */
export function tarFiles({ entries }: TarStructure): (readonly [part: string, entry: TarEntry])[] {
  const names = new Map<string, number>();
  return entries
    .filter(({ file }) => file)
    .map((entry) => {
      const count = (names.get(entry.name) ?? 0) + 1;
      names.set(entry.name, count);
      return [count === 1 ? entry.name : `${entry.name}#${count}`, entry];
    });
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
export function readTar(bytes: Uint8Array, maxEntries: number): TarStructure {
  const entries: TarEntry[] = [];
  const gaps: { start: number; end: number }[] = [];
  const headers = new TarHeaders();
  let gap = -1;
  let more = false;
  const closeGap = (end: number): void => {
    if (gap >= 0 && bytes.subarray(gap, end).some((byte) => byte !== 0)) gaps.push({ start: gap, end });
    gap = -1;
  };
  let at = 0;
  let head = -1;
  while (at + BLOCK <= bytes.length) {
    const header = headers.read(bytes.subarray(at, at + BLOCK));
    if (header === undefined) {
      if (gap < 0) gap = at;
      head = -1;
      at += BLOCK;
      continue;
    }
    closeGap(at);
    if (head < 0) head = at;
    const start = at + BLOCK;
    const end = Math.min(bytes.length, start + header.size);
    if (header.kind === 'meta') headers.describe(header.type, bytes.subarray(start, end));
    else {
      if (entries.length >= maxEntries) {
        more = true;
        break;
      }
      const { name, comment, file, size } = header;
      const truncated = start + size > bytes.length;
      entries.push({ name, comment, file, head, header: at, start, end, truncated });
      head = -1;
    }
    at = start + padded(end - start);
  }
  if (!more) {
    if (gap < 0 && at < bytes.length) gap = at;
    closeGap(bytes.length);
  }
  return { entries, gaps, more };
}
