/** Inflates one entry within the scan's limits. */
import { platform } from '#platform';
import type { ExtractContext } from '../../core/index.js';
import type { ZipEntry } from './central-directory.js';
import { crc32 } from './crc32.js';
import { inflate64 } from './inflate64.js';
import { unpackOne } from './libarchive.js';

/** An entry below this size is read whatever its ratio: small tables of zeros pack 1000 : 1. */
const RATIO_FREE = 1024 * 1024;

/** Unpacked by an optional package. */
const FOREIGN: ReadonlySet<number> = new Set([12, 14, 95, 98]);

const METHODS: Readonly<Record<number, string>> = {
  12: 'bzip2',
  14: 'LZMA',
  93: 'Zstandard',
  95: 'xz',
  98: 'PPMd',
  99: 'AES',
};

/** What an entry gives: its bytes, a fault, or both when the checksum is wrong. */
export interface EntryData {
  readonly bytes?: Uint8Array;
  readonly fault?: { readonly code: string; readonly message: string };
}

const fault = (code: string, message: string): EntryData => ({ fault: { code: `zip/${code}`, message } });

/**
 * Never rejects.
 *
 * @param bytes The whole archive.
 * @param free Unpacked bytes that are taken whatever their ratio.
 */
export async function readEntry(
  bytes: Uint8Array,
  entry: ZipEntry,
  { limits, budget }: ExtractContext,
  free: number = RATIO_FREE,
): Promise<EntryData> {
  if (entry.overlaps) {
    return fault('overlap', 'the entry shares its bytes with another one; a damaged archive or a bomb');
  }
  if (entry.dataStart >= bytes.length && entry.packedSize > 0) {
    return fault('truncated', 'the entry lies outside the file; get a complete copy');
  }
  if (entry.flags & 1)
    return fault('encrypted', 'the entry is encrypted; decrypt the archive and scan again');
  const { method, packedSize, dataStart } = entry;
  const foreign = FOREIGN.has(method);
  if (method !== 0 && method !== 8 && method !== 9 && !foreign) {
    const name = METHODS[method] ?? `method ${method}`;
    return fault('method', `the entry is packed with ${name}; repack it with Deflate and scan again`);
  }
  if (dataStart + packedSize > bytes.length) {
    return fault('truncated', 'the data of the entry is cut off; get a complete copy');
  }
  const packed = bytes.subarray(dataStart, dataStart + packedSize);
  const ratioCap = Math.max(free, packedSize * limits.ratio);
  // A streamed entry without its descriptor states no size.
  const size = entry.size < 0 ? Math.min(limits.bytes, ratioCap) : entry.size;
  if (size > limits.bytes) return fault('limit', 'the entry is larger than the limit for one file');
  if (method !== 0 && size > ratioCap) {
    return fault('ratio', `the entry unpacks to more than ${limits.ratio} times its size`);
  }
  if (!budget.claim(method === 0 ? packedSize : size)) {
    return fault('limit', 'the total of unpacked bytes for this scan is used up');
  }
  let data = packed;
  if (method === 8 || method === 9) {
    try {
      data = method === 8 ? await platform.inflateRaw(packed, size) : inflate64(packed, size);
    } catch (error) {
      if (error instanceof RangeError) {
        return fault('size', 'the entry unpacks to more than it states; its content was not trusted');
      }
      return fault('damaged', 'the compressed data of the entry is damaged; get a complete copy');
    }
  }
  if (foreign) {
    const result = await unpackOne(method, packed, size);
    if (result === 'missing') {
      const words = `the entry is packed with ${METHODS[method]}, which the package libarchive-wasm unpacks: npm install libarchive-wasm, or repack it`;
      return fault('method', words);
    }
    if (result.cut) {
      return fault('size', 'the entry unpacks to more than it states; its content was not trusted');
    }
    if (result.fault !== undefined) {
      return fault('damaged', 'the compressed data of the entry is damaged; get a complete copy');
    }
    data = result.bytes;
  }
  if (entry.size >= 0 && crc32(data) !== entry.crc) {
    const message =
      'the checksum of the entry is wrong: it was altered or damaged; its text was read as it is';
    return { bytes: data, fault: { code: 'zip/crc', message } };
  }
  return { bytes: data };
}
