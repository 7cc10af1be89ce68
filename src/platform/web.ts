/** The browser's side of the seam: Compression Streams, no files. */
import { crc32 } from './crc32.js';
import type { Platform } from './platform.js';

async function collect(stream: ReadableStream<Uint8Array>, limit: number): Promise<Uint8Array> {
  const chunks: Uint8Array[] = [];
  let length = 0;
  for (const reader = stream.getReader(); ; ) {
    const { done, value } = await reader.read();
    if (done) break;
    length += value.length;
    if (length > limit) {
      await reader.cancel();
      throw new RangeError(`inflated data passes ${limit} bytes`);
    }
    chunks.push(value);
  }
  const whole = new Uint8Array(length);
  let at = 0;
  for (const chunk of chunks) {
    whole.set(chunk, at);
    at += chunk.length;
  }
  return whole;
}

function through(
  bytes: Uint8Array,
  step: CompressionStream | DecompressionStream,
  limit: number,
): Promise<Uint8Array> {
  const source = new Blob([bytes as Uint8Array<ArrayBuffer>]).stream();
  return collect(source.pipeThrough(step as ReadableWritablePair<Uint8Array, Uint8Array>), limit);
}

/** Ends of members that are tried: a stream does not say where it ended. */
const MAX_TRIES = 64;

/** Compression Streams refuse data behind the end, so ends before further gzip members are tried one by one. */
async function inflateFirst(
  bytes: Uint8Array,
  limit: number,
): Promise<{ bytes: Uint8Array; consumed: number }> {
  let fault: unknown;
  // A checksum and a length follow the data (RFC 1952, 2.3.1); without them it is cut.
  const ends = [bytes.length - 8];
  for (
    let at = bytes.indexOf(0x1f, 8);
    at >= 0 && ends.length < MAX_TRIES;
    at = bytes.indexOf(0x1f, at + 1)
  ) {
    if (bytes[at + 1] === 0x8b && bytes[at + 2] === 8) ends.push(at - 8);
  }
  for (const end of [...ends, bytes.length]) {
    if (end <= 0) continue;
    try {
      const data = await through(bytes.subarray(0, end), new DecompressionStream('deflate-raw'), limit);
      return { bytes: data, consumed: end };
    } catch (error) {
      if (error instanceof RangeError) throw error;
      fault = error;
    }
  }
  throw fault;
}

export const platform: Platform = {
  inflateRaw: (bytes, limit) => through(bytes, new DecompressionStream('deflate-raw'), limit),
  inflateFirst,
  // Compression Streams know no Brotli.
  unbrotli: () => Promise.reject(new Error('no Brotli here')),
  libarchive: () => Promise.resolve(undefined),
  unzstd: () => Promise.reject(new DOMException('no Zstandard here', 'NotSupportedError')),
  crc32,
  deflateRaw: (bytes) => through(bytes, new CompressionStream('deflate-raw'), Number.POSITIVE_INFINITY),
  pdfAssets: () => undefined,
  utf8(bytes) {
    try {
      return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
    } catch {
      return undefined;
    }
  },
  isUtf8: (bytes) => platform.utf8(bytes) !== undefined,
  latin1(bytes) {
    let text = '';
    for (let at = 0; at < bytes.length; at += 8192) {
      // Spreading an array of bytes takes eight times as long.
      text += String.fromCharCode.apply(null, bytes.subarray(at, at + 8192) as unknown as number[]);
    }
    return text;
  },
  units(text) {
    const units = new Uint16Array(text.length);
    for (let i = 0; i < text.length; i++) units[i] = text.charCodeAt(i);
    return units;
  },
  text(units, length) {
    let text = '';
    for (let at = 0; at < length; at += 8192) {
      text += String.fromCharCode(...units.subarray(at, Math.min(length, at + 8192)));
    }
    return text;
  },
  now: () => performance.now(),
  today: () => new Date().toISOString().slice(0, 10),
};
