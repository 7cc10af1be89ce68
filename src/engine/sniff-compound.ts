/**
 * What a Compound File Binary holds, told from the stream names in its directory.
 *
 * Source: [MS-CFB] 2.2 (header), 2.6 (directory entries). Only the directory chain is read. A file whose chain
 * is broken is searched for the names as they are written, in UTF-16LE.
 */

const NAMES: readonly (readonly [name: string, mediaType: string])[] = [
  ['EncryptedPackage', 'application/vnd.ms-office.encrypted'],
  ['WordDocument', 'application/msword'],
  ['PowerPoint Document', 'application/vnd.ms-powerpoint'],
  ['Workbook', 'application/vnd.ms-excel'],
  ['Book', 'application/vnd.ms-excel'],
  ['__properties_version1.0', 'application/vnd.ms-outlook'],
  ['\u0005HwpSummaryInformation', 'application/x-hwp'],
  ['MN0', 'application/vnd.ms-works'],
  ['CONTENTS', 'application/vnd.ms-works'],
  ['VisioDocument', 'application/vnd.visio'],
  ['_VBA_PROJECT', 'application/vnd.ms-office.vbaProject'],
  ['PROJECT', 'application/vnd.ms-office.vbaProject'],
];

/** A compound file of unknown content: an embedded OLE object, an installer, a thumbnail cache. */
export const COMPOUND = 'application/x-ole-storage';

const END_OF_CHAIN = 0xfffffffa;
/** Directory sectors that are looked at: 4096 entries of a 512-byte-sector file. */
const MAX_SECTORS = 1024;

/** @param bytes Begins with the signature D0CF11E0A1B11AE1. */
export function sniffCompound(bytes: Uint8Array): string {
  const entries = readDirectory(bytes);
  const top = rootNames(entries);
  const all = new Set(entries.map((entry) => entry.name));
  // A workbook may hold a Word document: the root decides, unless its tree is broken.
  for (const names of [top, all]) {
    for (const [name, mediaType] of NAMES) if (names.has(name.toLowerCase())) return mediaType;
    if (names === top && top.size > 1) break;
  }
  if (all.size > 1) return COMPOUND;
  const head = new TextDecoder('latin1').decode(bytes.subarray(0, 1024 * 1024));
  for (const [name, mediaType] of NAMES) {
    if (name.length > 8 && head.includes([...name].map((letter) => `${letter}\0`).join(''))) return mediaType;
  }
  return COMPOUND;
}

interface DirectoryEntry {
  /** In lower case: names differ by more than case in this format. */
  readonly name: string;
  readonly left: number;
  readonly right: number;
  readonly child: number;
}

/** Names that the root storage holds itself. */
function rootNames(entries: readonly DirectoryEntry[]): Set<string> {
  const names = new Set<string>();
  const seen = new Set<number>();
  const stack = [entries[0]?.child ?? -1];
  for (let index = stack.pop(); index !== undefined; index = stack.pop()) {
    const entry = entries[index];
    if (entry === undefined || seen.has(index)) continue;
    seen.add(index);
    if (entry.name !== '') names.add(entry.name);
    stack.push(entry.left, entry.right);
  }
  return names;
}

function readDirectory(bytes: Uint8Array): DirectoryEntry[] {
  const entries: DirectoryEntry[] = [];
  if (bytes.length < 512) return entries;
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  const shift = view.getUint16(30, true);
  if (shift !== 9 && shift !== 12) return entries;
  const size = 2 ** shift;
  const decoder = new TextDecoder('utf-16le');
  let sector = view.getUint32(48, true);
  for (let count = 0; count < MAX_SECTORS && sector < END_OF_CHAIN; count++) {
    const start = (sector + 1) * size;
    if (start + size > bytes.length + size - 128) break;
    for (let at = start; at + 128 <= Math.min(bytes.length, start + size); at += 128) {
      const length = view.getUint16(at + 64, true);
      const named = length >= 4 && length <= 64;
      entries.push({
        name: named ? decoder.decode(bytes.subarray(at, at + length - 2)).toLowerCase() : '',
        left: view.getUint32(at + 68, true),
        right: view.getUint32(at + 72, true),
        child: view.getUint32(at + 76, true),
      });
    }
    const next = nextSector(view, sector, size);
    if (next === undefined) break;
    sector = next;
  }
  return entries;
}

/** Through the first 109 FAT sectors, which the header lists: 6.8 MB of small sectors, enough for a directory. */
function nextSector(view: DataView, sector: number, size: number): number | undefined {
  const fatIndex = Math.floor((sector * 4) / size);
  if (fatIndex >= 109) return undefined;
  const at = (view.getUint32(76 + fatIndex * 4, true) + 1) * size + ((sector * 4) % size);
  return at + 4 <= view.byteLength ? view.getUint32(at, true) : undefined;
}
