/**
 * RAR, 7z, CAB and LHA archives, and files packed by bzip2, xz, LZMA or Zstandard.
 *
 * Needs the optional package `libarchive-wasm`; without it the file is named unread, with what to install.
 */
import { platform } from '#platform';
import {
  type Artifact,
  type Child,
  type Diagnostic,
  defineFormat,
  type ExtractContext,
  type Extraction,
  type Format,
  type Unread,
  unreadable,
} from '../../core/index.js';
import { entryPath } from '../zip/entry-name.js';
import { entryTexts } from '../zip/entry-text.js';
import { openPacked, type PackedArchive, unpackOne } from '../zip/libarchive.js';
import { rarNames } from './rar-names.js';
import { isLooseRar } from './rar-solid.js';
import { sevenZipNames } from './seven-zip-names.js';

const ARCHIVES = [
  'application/vnd.rar',
  'application/x-7z-compressed',
  'application/vnd.ms-cab-compressed',
  'application/x-lzh-compressed',
];
const ZSTD = 'application/zstd';
/** Single files: type by their first bytes, as methods of ZIP (APPNOTE 4.4.5). */
const STREAMS = ['application/x-bzip2', 'application/x-xz', 'application/x-lzma', ZSTD];

/** Output below this size is read whatever its ratio. */
const RATIO_FREE = 1024 * 1024;

export const format: Format = defineFormat({
  id: 'packed',
  mediaTypes: [...ARCHIVES, ...STREAMS],

  /** Never rejects. */
  async extract(artifact, context) {
    if (isStream(artifact.bytes)) return readStream(artifact, context);
    let archive: PackedArchive | undefined;
    try {
      archive = await openPacked(artifact.bytes);
    } catch (error) {
      return unreadable(...faultOf(error instanceof Error ? error.message : ''));
    }
    if (archive === undefined) return unreadable('packed/no-reader', MESSAGES['packed/no-reader']);
    return readArchive(archive, artifact, context);
  },
});

const MESSAGES = {
  'packed/no-reader':
    'archives of this kind are unpacked by the package libarchive-wasm, which is not installed: npm install libarchive-wasm, or unpack the file by hand',
  'packed/no-zstd': 'Zstandard is unpacked by Node.js 22.15 and newer: use that, or unpack the file by hand',
  'packed/encrypted': 'the archive, or a file in it, has a password; unpack it by hand and scan the files',
  'packed/damaged':
    'the archive is damaged, is one volume of several, or uses a method that is not known; unpack it by hand and scan the files',
  'packed/limit': 'what is packed passes the limits (limits "bytes", "unpackedBytes", "ratio", "entries")',
  'packed/names': 'characters outside ASCII in the names of files could not be read; they are shown as *',
  'packed/time': 'not opened: the time of the scan is over',
} as const;
type Code = keyof typeof MESSAGES;

function faultOf(words: string): [code: Code, message: string] {
  const code = /encrypt|passphrase|password/i.test(words) ? 'packed/encrypted' : 'packed/damaged';
  return [code, MESSAGES[code]];
}

/** Names first, in a pass of its own: the segments of a container are complete before its children are opened. */
async function readArchive(
  archive: PackedArchive,
  artifact: Artifact,
  context: ExtractContext,
): Promise<Extraction> {
  const stated: string[] = [];
  let whole = true;
  for (const { name } of archive.entries()) {
    whole = stated.length < context.limits.entries && !context.budget.expired();
    if (!whole) break;
    stated.push(name);
  }
  const names = await readable(stated, artifact.bytes);
  const lost = names.some((name) => name.includes('*'));
  const { fault } = archive;
  archive.close();
  if (names.length === 0) return unreadable(...faultOf(fault));
  const entries = names.map((name) => ({ name, comment: '' }));
  return {
    segments: entryTexts({ entries, comment: '' }),
    units: 1,
    unread: [],
    diagnostics: lost ? [{ code: 'packed/names', severity: 'info', message: MESSAGES['packed/names'] }] : [],
    children: openEntries(artifact.bytes, { names, whole }, context),
  };
}

/** @param stated As libarchive gives them, in the order of the archive. @returns As paths. */
async function readable(stated: readonly string[], bytes: Uint8Array): Promise<string[]> {
  const own = stated.some((name) => name === '' || name.includes('*'))
    ? (rarNames(bytes, stated.length) ?? (await sevenZipNames(bytes, stated)))
    : undefined;
  return (own?.length === stated.length ? own : stated).map(entryPath);
}

interface Listed {
  readonly names: readonly string[];
  /** There are no more. */
  readonly whole: boolean;
}

async function* openEntries(
  bytes: Uint8Array,
  listed: Listed,
  context: ExtractContext,
): AsyncGenerator<Child> {
  const { limits, budget } = context;
  const loose = isLooseRar(bytes);
  const first = await openPacked(bytes);
  if (first === undefined) return;
  let archive: PackedArchive = first;
  let walk = archive.entries();
  try {
    let room = Math.max(RATIO_FREE, bytes.length * limits.ratio);
    // What passes the limits is thrown away; it takes nothing from its neighbours but time.
    let waste = limits.unpackedBytes;
    let count = 0;
    const names = new Names(listed.names);
    let faulty = false;
    for (let step = walk.next(); step.done !== true; step = walk.next()) {
      const entry = step.value;
      const code = budget.expired() ? 'packed/time' : waste < 0 ? 'packed/limit' : undefined;
      if (code !== undefined) {
        yield* unopened(names, listed, code);
        return;
      }
      if (++count > limits.entries) {
        yield failed('', 'packed/limit');
        return;
      }
      const name = names.next();
      if (entry.directory) continue;
      if (entry.encrypted) {
        faulty = true;
        yield failed(name, 'packed/encrypted');
        continue;
      }
      const { bytes: data, cut, fault } = entry.read(Math.min(limits.bytes, room));
      if (cut || fault !== undefined) waste -= data.length + RATIO_FREE;
      if ((cut || fault !== undefined) && loose) {
        // libarchive gives what is left of such an entry as the next one's: it is passed by in a new instance.
        archive.close();
        archive = (await openPacked(bytes)) ?? first;
        walk = archive.entries();
        for (let i = 0; i < count; i++) walk.next();
      }
      if (cut || !budget.claim(data.length)) {
        yield failed(name, 'packed/limit');
        continue;
      }
      room -= data.length;
      if (data.length > 0 || fault === undefined) yield { artifact: { name, bytes: data } };
      if (fault === undefined) continue;
      faulty = true;
      yield failed(name, faultOf(fault)[0]);
    }
    if (archive.fault !== '' && !faulty) yield failed('', faultOf(archive.fault)[0]);
  } finally {
    archive.close();
  }
}

/** Every name that is left, and a word on those that nobody has listed. */
function* unopened(names: Names, { whole }: Listed, code: Code): Generator<Child> {
  while (names.left) yield failed(names.next(), code);
  if (!whole) yield failed('', code);
}

/** Paths of the entries, in their order. */
class Names {
  readonly #listed: readonly string[];
  readonly #seen = new Map<string, number>();
  #at = 0;

  constructor(listed: readonly string[]) {
    this.#listed = listed;
  }

  get left(): boolean {
    return this.#at < this.#listed.length;
  }

  /** Several entries may share a name; each needs a path of its own. */
  next(): string {
    const name = this.#listed[this.#at++] || `entry-${this.#at}`;
    const count = (this.#seen.get(name) ?? 0) + 1;
    this.#seen.set(name, count);
    return count === 1 ? name : `${name}#${count}`;
  }
}

function failed(part: string, code: Code): Child {
  const diagnostic: Diagnostic = { code, severity: 'error', message: MESSAGES[code] };
  const unread: Unread = { part, code };
  return { diagnostic, unread };
}

function startsWith(bytes: Uint8Array, head: readonly number[]): boolean {
  return head.every((byte, i) => bytes[i] === byte);
}

const BZIP2 = [0x42, 0x5a, 0x68];
const XZ = [0xfd, 0x37, 0x7a, 0x58, 0x5a, 0];
const ZST = [0x28, 0xb5, 0x2f, 0xfd];
const LZMA = [0x5d, 0, 0];

function isStream(bytes: Uint8Array): boolean {
  return [BZIP2, XZ, ZST, LZMA].some((head) => startsWith(bytes, head));
}

/** One file; a tar inside is opened by its own reader. */
async function readStream({ name, bytes }: Artifact, context: ExtractContext): Promise<Extraction> {
  const { limits, budget } = context;
  const room = Math.min(limits.bytes, Math.max(RATIO_FREE, bytes.length * limits.ratio));
  let data: Uint8Array;
  let fault: Code | undefined;
  if (startsWith(bytes, ZST)) {
    try {
      data = await platform.unzstd(bytes, room);
    } catch (error) {
      const code: Code =
        error instanceof RangeError
          ? 'packed/limit'
          : error instanceof Error && error.name === 'NotSupportedError'
            ? 'packed/no-zstd'
            : 'packed/damaged';
      return unreadable(code, MESSAGES[code]);
    }
  } else {
    const [method, packed] = startsWith(bytes, BZIP2)
      ? [12, bytes]
      : startsWith(bytes, XZ)
        ? [95, bytes]
        : [14, asZipLzma(bytes)];
    const result = await unpackOne(method, packed, room);
    if (result === 'missing') return unreadable('packed/no-reader', MESSAGES['packed/no-reader']);
    if (result.cut) return unreadable('packed/limit', MESSAGES['packed/limit']);
    if (result.fault !== undefined) fault = 'packed/damaged';
    data = result.bytes;
  }
  if (!budget.claim(data.length)) return unreadable('packed/limit', MESSAGES['packed/limit']);
  const children = async function* (): AsyncGenerator<Child> {
    if (data.length > 0) yield { artifact: { name: innerName(name), bytes: data } };
    if (fault !== undefined) yield failed(innerName(name), fault);
  };
  return { segments: [], units: 1, unread: [], diagnostics: [], children: children() };
}

/** The 13 bytes in front of `.lzma` data (properties, size) as ZIP has them (APPNOTE 5.8.8: version, length, properties). */
function asZipLzma(bytes: Uint8Array): Uint8Array {
  const out = new Uint8Array(bytes.length - 4);
  out.set([9, 20, 5, 0]);
  out.set(bytes.subarray(0, 5), 4);
  out.set(bytes.subarray(13), 9);
  return out;
}

/** `a/list.csv.bz2` → `list.csv`, `x.txz` → `x.tar`. */
function innerName(name: string): string {
  const base = name.slice(Math.max(name.lastIndexOf('/'), name.lastIndexOf('!')) + 1);
  if (/\.t(?:bz2?|xz|lz|lzma|zst)$/i.test(base)) return base.replace(/\.[^.]*$/, '.tar');
  return /.\.(?:bz2|xz|lzma|zst)$/i.test(base) ? base.replace(/\.[^.]*$/, '') : 'content';
}
