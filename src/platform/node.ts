/** Node's side of the seam. */
import type { Platform } from './platform.js';

/** Built-in modules on first use: a text needs none of them, and loading zlib takes as long as a small page. */
const builtin = process.getBuiltinModule;
const LITTLE_ENDIAN = new Uint8Array(Uint16Array.of(1).buffer)[0] === 1;
/** Output that zlib is given at a time: with its default of 16 KiB, copying the pieces costs as much as unpacking. */
const CHUNK = 1 << 20;
/** Units of a text for which a `Buffer` is not worth its making. */
const SHORT = 32;
const zlib = (): typeof import('node:zlib') => builtin('node:zlib');

function unitsOf(text: string): Uint16Array {
  const units = new Uint16Array(text.length);
  for (let i = 0; i < text.length; i++) units[i] = text.charCodeAt(i);
  return units;
}

export const platform: Platform = {
  async inflateRaw(bytes, limit) {
    try {
      return zlib().inflateRawSync(bytes, {
        maxOutputLength: Math.max(1, limit),
        chunkSize: Math.min(Math.max(64, limit), CHUNK),
      });
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'ERR_BUFFER_TOO_LARGE') {
        throw new RangeError(`inflated data passes ${limit} bytes`);
      }
      throw error;
    }
  },
  async inflateFirst(bytes, limit) {
    try {
      const options = {
        maxOutputLength: Math.max(1, limit),
        info: true,
        finishFlush: zlib().constants.Z_SYNC_FLUSH,
      };
      // The types do not know the `info` option of the synchronous functions.
      const result = zlib().inflateRawSync(bytes, options) as unknown as {
        buffer: Buffer;
        engine: { bytesWritten: number };
      };
      return { bytes: result.buffer, consumed: result.engine.bytesWritten };
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'ERR_BUFFER_TOO_LARGE') {
        throw new RangeError(`inflated data passes ${limit} bytes`);
      }
      throw error;
    }
  },
  async unbrotli(bytes, limit) {
    try {
      return zlib().brotliDecompressSync(bytes, { maxOutputLength: Math.max(1, limit) });
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'ERR_BUFFER_TOO_LARGE') {
        throw new RangeError(`unpacked data passes ${limit} bytes`);
      }
      throw error;
    }
  },
  async libarchive() {
    try {
      return await (await import('libarchive-wasm')).libarchiveWasm();
    } catch {
      return undefined;
    }
  },
  async unzstd(bytes, limit) {
    // From Node 22.15 on.
    const unpack = (zlib() as { zstdDecompressSync?: typeof import('node:zlib').brotliDecompressSync })
      .zstdDecompressSync;
    if (unpack === undefined) throw new DOMException('no Zstandard here', 'NotSupportedError');
    try {
      return unpack(bytes, { maxOutputLength: Math.max(1, limit) });
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'ERR_BUFFER_TOO_LARGE') {
        throw new RangeError(`unpacked data passes ${limit} bytes`);
      }
      throw error;
    }
  },
  crc32: (bytes) => zlib().crc32(bytes),
  deflateRaw: (bytes) =>
    new Promise((resolve, reject) => {
      zlib().deflateRaw(bytes, (error, data) => (error === null ? resolve(data) : reject(error)));
    }),
  pdfAssets() {
    const path = builtin('node:path');
    const { createRequire } = builtin('node:module');
    const home = path.dirname(createRequire(import.meta.url).resolve('pdfjs-dist/package.json'));
    const folder = (name: string): string => `${path.join(home, name)}/`;
    return {
      cMapUrl: folder('cmaps'),
      standardFontDataUrl: folder('standard_fonts'),
      wasmUrl: folder('wasm'),
      iccUrl: folder('iccs'),
    };
  },
  utf8(bytes) {
    const { isAscii, isUtf8, transcode } = builtin('node:buffer');
    if (!isUtf8(bytes)) return undefined;
    const view = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    // Node 20 decodes Chinese text ten times as fast by way of UTF-16 as with `TextDecoder`.
    return isAscii(view) ? view.toString('latin1') : transcode(view, 'utf8', 'utf16le').toString('utf16le');
  },
  isUtf8: (bytes) => builtin('node:buffer').isUtf8(bytes),
  latin1: (bytes) => Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('latin1'),
  units(text) {
    if (text.length < SHORT) return unitsOf(text);
    const bytes = Buffer.allocUnsafeSlow(2 * text.length);
    bytes.write(text, 'utf16le');
    // `Buffer` writes little-endian, an array reads as the machine does.
    return new Uint16Array((LITTLE_ENDIAN ? bytes : bytes.swap16()).buffer);
  },
  text(units, length) {
    if (length < SHORT) return String.fromCharCode(...units.subarray(0, length));
    const bytes = Buffer.from(units.buffer, units.byteOffset, 2 * length);
    return (LITTLE_ENDIAN ? bytes : Buffer.from(bytes).swap16()).toString('utf16le');
  },
  now: () => performance.now(),
  today: () => new Date().toISOString().slice(0, 10),
};
