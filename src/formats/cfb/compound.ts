/**
 * Compound File Binary: the file system inside .doc, .xls, .ppt and .msg.
 *
 * Source: [MS-CFB] 2.2 header, 2.3 FAT, 2.4 mini FAT, 2.5 DIFAT, 2.6 directory. Sizes and chains that a file
 * states are never allocated: a chain ends at the first sector that it visited before or that is not there.
 */
import { Bytes, utf16 } from './bytes.js';

export interface CompoundEntry {
  /** Control characters kept: `\u0005SummaryInformation`. */
  readonly name: string;
  /** Names from the root, parted by `/`, control characters dropped; '' for the root. */
  readonly path: string;
  readonly kind: 'root' | 'storage' | 'stream';
  readonly size: number;
  readonly start: number;
  readonly clsid: Uint8Array;
  readonly children: CompoundEntry[];
  /** No storage lists it: left over, or the directory is damaged. */
  readonly orphan: boolean;
}

export interface StreamData {
  readonly bytes: Uint8Array;
  /** Its chain breaks off, loops, or its size is impossible. */
  readonly damaged: boolean;
}

const FREE = 0xffffffff;
/** Start of a root that could not be read; no sector has this number. */
const MISSING = -1;
const LAST_SECTOR = 0xfffffffa;
const SIGNATURE = [0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1];
/** Streams may share sectors in a hostile file; all reads together stay below this many times its size. */
const MAX_READ = 4;
const MAX_ENTRIES = 65_536;
const MAX_DEPTH = 64;

export class CompoundFile {
  readonly root: CompoundEntry;
  /** Every stream, in directory order. */
  readonly streams: readonly CompoundEntry[];
  /** The directory or the allocation table is damaged. */
  readonly damaged: boolean;
  readonly #bytes: Uint8Array;
  readonly #size: number;
  readonly #sectors: number;
  readonly #fat: Uint32Array;
  readonly #miniFat: Uint32Array;
  readonly #miniSize: number;
  readonly #cutoff: number;
  readonly #claimed: Uint8Array;
  readonly #read = new Map<CompoundEntry, StreamData>();
  #mini: Uint8Array | undefined;
  #left: number;

  /** @returns undefined when the bytes don't begin with the signature, or no directory can be found. */
  static open(bytes: Uint8Array): CompoundFile | undefined {
    if (bytes.length < 512 || SIGNATURE.some((byte, at) => bytes[at] !== byte)) return undefined;
    const file = new CompoundFile(bytes);
    return file.root.start !== MISSING || file.root.children.length > 0 ? file : undefined;
  }

  private constructor(bytes: Uint8Array) {
    const header = new Bytes(bytes);
    this.#bytes = bytes;
    const shift = header.u16(30);
    this.#size = shift === 12 || (shift !== 9 && header.u16(26) === 4) ? 4096 : 512;
    this.#sectors = Math.max(0, Math.ceil(bytes.length / this.#size) - 1);
    const miniShift = header.u16(32);
    this.#miniSize = miniShift >= 4 && miniShift <= 9 ? 2 ** miniShift : 64;
    this.#cutoff = header.u32(56) || 4096;
    this.#claimed = new Uint8Array(this.#sectors);
    this.#left = MAX_READ * bytes.length + 65_536;
    this.#fat = this.#readFat(header);
    const miniFat = this.#chain(header.u32(60), Number.POSITIVE_INFINITY);
    this.#miniFat = words(miniFat.bytes);
    const directory = this.#chain(header.u32(48), Number.POSITIVE_INFINITY);
    const { root, streams, lost } = readDirectory(directory.bytes, bytes.length);
    this.root = root;
    this.streams = streams;
    this.damaged = lost || directory.damaged;
  }

  /** The stream at a path, upper and lower case alike as in the format; orphans last. */
  find(path: string): CompoundEntry | undefined {
    const wanted = path.toLowerCase();
    const hits = this.streams.filter((entry) => entry.path.toLowerCase() === wanted);
    return hits.find((entry) => !entry.orphan) ?? hits[0];
  }

  /** Never throws. What can be reached of a damaged stream is there. */
  read(entry: CompoundEntry): StreamData {
    const known = this.#read.get(entry);
    if (known !== undefined) return known;
    const small = entry.size < this.#cutoff && entry.kind === 'stream';
    const data = small ? this.#miniChain(entry.start, entry.size) : this.#chain(entry.start, entry.size);
    this.#read.set(entry, data);
    return data;
  }

  /** Byte ranges of the file that no stream read so far, table or directory uses: free sectors, ends of sectors. */
  unclaimed(): { start: number; end: number }[] {
    const ranges: { start: number; end: number }[] = [];
    for (let sector = 0; sector < this.#sectors; sector++) {
      if (this.#claimed[sector] !== 0) continue;
      const start = (sector + 1) * this.#size;
      const end = Math.min(this.#bytes.length, start + this.#size);
      const last = ranges.at(-1);
      if (last !== undefined && last.end === start) last.end = end;
      else ranges.push({ start, end });
    }
    return ranges;
  }

  #readFat(header: Bytes): Uint32Array {
    const perSector = this.#size / 4;
    const fat = new Uint32Array(this.#sectors).fill(FREE);
    let filled = 0;
    const add = (sector: number): void => {
      if (sector >= this.#sectors || filled >= this.#sectors) return;
      this.#claimed[sector] = 1;
      const at = (sector + 1) * this.#size;
      const count = Math.min(perSector, this.#sectors - filled);
      for (let i = 0; i < count; i++)
        fat[filled + i] = at + i * 4 + 4 <= header.length ? header.u32(at + i * 4) : FREE;
      filled += perSector;
    };
    for (let i = 0; i < 109; i++) add(header.u32(76 + i * 4));
    const seen = new Set<number>();
    let sector = header.u32(68);
    while (sector < this.#sectors && filled < this.#sectors && !seen.has(sector)) {
      seen.add(sector);
      this.#claimed[sector] = 1;
      const at = (sector + 1) * this.#size;
      for (let i = 0; i < perSector - 1; i++) add(header.u32(at + i * 4));
      sector = header.u32(at + (perSector - 1) * 4);
    }
    return fat;
  }

  /** @param size Bytes wanted; Infinity reads to the end of the chain. */
  #chain(start: number, size: number): StreamData {
    const open = !Number.isFinite(size);
    const wanted = Math.min(size, this.#bytes.length, this.#left);
    const sectors: number[] = [];
    const seen = new Set<number>();
    let sector = start;
    while (sector < this.#sectors && !seen.has(sector) && sectors.length * this.#size < wanted) {
      seen.add(sector);
      sectors.push(sector);
      this.#claimed[sector] = 1;
      sector = this.#fat[sector]!;
    }
    const have = Math.min(wanted, sectors.length * this.#size);
    const looped = open && seen.has(sector);
    const damaged = open ? looped || (sector >= this.#sectors && sector < LAST_SECTOR) : have < size;
    const bytes = this.#gather(sectors, have);
    this.#left -= bytes.length;
    return { bytes, damaged: damaged || bytes.length < have };
  }

  #gather(sectors: readonly number[], length: number): Uint8Array {
    const first = sectors[0];
    if (first === undefined || length === 0) return new Uint8Array(0);
    if (sectors.every((sector, i) => sector === first + i)) {
      const start = (first + 1) * this.#size;
      return this.#bytes.subarray(start, Math.min(this.#bytes.length, start + length));
    }
    const bytes = new Uint8Array(length);
    for (const [i, sector] of sectors.entries()) {
      const start = (sector + 1) * this.#size;
      const piece = this.#bytes.subarray(start, start + Math.min(this.#size, length - i * this.#size));
      bytes.set(piece, i * this.#size);
    }
    return bytes;
  }

  #miniChain(start: number, size: number): StreamData {
    this.#mini ??= this.#chain(this.root.start, this.root.size).bytes;
    const mini = this.#mini;
    const wanted = Math.min(size, mini.length, Math.max(0, this.#left));
    const bytes = new Uint8Array(wanted);
    const seen = new Set<number>();
    let filled = 0;
    let sector = start;
    while (filled < wanted && !seen.has(sector)) {
      const at = sector * this.#miniSize;
      if (at >= mini.length) break;
      seen.add(sector);
      const piece = mini.subarray(at, at + Math.min(this.#miniSize, wanted - filled));
      bytes.set(piece, filled);
      filled += piece.length;
      sector = this.#miniFat[sector] ?? FREE;
    }
    this.#left -= wanted;
    return { bytes: bytes.subarray(0, filled), damaged: filled < size };
  }
}

function words(bytes: Uint8Array): Uint32Array {
  const source = new Bytes(bytes);
  const values = new Uint32Array(bytes.length >> 2);
  for (let i = 0; i < values.length; i++) values[i] = source.u32(i * 4);
  return values;
}

interface Directory {
  readonly root: CompoundEntry;
  readonly streams: CompoundEntry[];
  /** Entries stand in the directory that no storage leads to. */
  readonly lost: boolean;
}

interface RawEntry {
  readonly entry: Omit<CompoundEntry, 'path' | 'orphan'>;
  readonly left: number;
  readonly right: number;
  readonly child: number;
}

function readDirectory(bytes: Uint8Array, fileSize: number): Directory {
  const source = new Bytes(bytes);
  const raw: (RawEntry | undefined)[] = [];
  for (let at = 0; at + 128 <= bytes.length && raw.length < MAX_ENTRIES; at += 128) {
    raw.push(readEntry(source, at, fileSize));
  }
  const root: CompoundEntry = {
    ...(raw[0]?.entry ?? { size: 0, start: MISSING, clsid: new Uint8Array(16) }),
    name: '',
    kind: 'root',
    path: '',
    orphan: false,
    children: [],
  };
  const streams: CompoundEntry[] = [];
  const seen = new Uint8Array(raw.length);
  seen[0] = 1;
  const visit = (first: number, parent: CompoundEntry, depth: number, orphan: boolean): void => {
    // In the order of names: left, self, right. An orphan's neighbours are not its storage's.
    const stack = [{ index: first, opened: false }];
    for (let next = stack.pop(); next !== undefined; next = stack.pop()) {
      const { index, opened } = next;
      const found = raw[index];
      if (found === undefined || (seen[index] === 1 && !opened)) continue;
      if (!opened) {
        seen[index] = 1;
        const alone = orphan && parent === root;
        if (!alone) stack.push({ index: found.right, opened: false });
        stack.push({ index, opened: true });
        if (!alone) stack.push({ index: found.left, opened: false });
        continue;
      }
      const shown = found.entry.name.replace(/[\u0000-\u001f]/g, '');
      const path = parent.path === '' ? shown : `${parent.path}/${shown}`;
      const entry: CompoundEntry = { ...found.entry, children: [], path, orphan };
      parent.children.push(entry);
      if (entry.kind === 'stream') streams.push(entry);
      else if (depth < MAX_DEPTH) visit(found.child, entry, depth + 1, orphan);
    }
  };
  visit(raw[0]?.child ?? FREE, root, 0, false);
  let lost = raw[0] === undefined;
  for (let index = 1; index < raw.length; index++) {
    if (raw[index] === undefined || seen[index] === 1) continue;
    lost = true;
    visit(index, root, 0, true);
  }
  return { root, streams, lost };
}

function readEntry(source: Bytes, at: number, fileSize: number): RawEntry | undefined {
  const type = source.u8(at + 66);
  const kind = type === 5 ? 'root' : type === 1 ? 'storage' : type === 2 ? 'stream' : undefined;
  if (kind === undefined || (kind === 'root' && at > 0)) return undefined;
  const length = Math.min(64, source.u16(at + 64));
  const name = utf16(source.slice(at, at + length)).replace(/\0[\s\S]*$/, '');
  if (name === '') return undefined;
  // Version 3 files may leave garbage in the upper half of the size.
  const size = source.u32(at + 120) + (fileSize > 0x7fffffff ? source.u32(at + 124) * 0x100000000 : 0);
  return {
    entry: {
      name,
      kind,
      size,
      start: source.u32(at + 116),
      clsid: source.slice(at + 80, at + 96),
      children: [],
    },
    left: source.u32(at + 68),
    right: source.u32(at + 72),
    child: source.u32(at + 76),
  };
}
