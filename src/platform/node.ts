/** Node's side of the seam. */
import { createRequire } from 'node:module';
import path from 'node:path';
import { promisify } from 'node:util';
import zlib from 'node:zlib';
import type { Platform } from './platform.js';

const deflate = promisify<Uint8Array, Buffer>(zlib.deflateRaw);

export const platform: Platform = {
  async inflateRaw(bytes, limit) {
    try {
      return zlib.inflateRawSync(bytes, {
        maxOutputLength: Math.max(1, limit),
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
        finishFlush: zlib.constants.Z_SYNC_FLUSH,
      };
      // The types do not know the `info` option of the synchronous functions.
      const result = zlib.inflateRawSync(bytes, options) as unknown as {
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
      return zlib.brotliDecompressSync(bytes, { maxOutputLength: Math.max(1, limit) });
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'ERR_BUFFER_TOO_LARGE') {
        throw new RangeError(`unpacked data passes ${limit} bytes`);
      }
      throw error;
    }
  },
  deflateRaw: (bytes) => deflate(bytes),
  pdfAssets() {
    const home = path.dirname(createRequire(import.meta.url).resolve('pdfjs-dist/package.json'));
    const folder = (name: string): string => `${path.join(home, name)}/`;
    return {
      cMapUrl: folder('cmaps'),
      standardFontDataUrl: folder('standard_fonts'),
      wasmUrl: folder('wasm'),
      iccUrl: folder('iccs'),
    };
  },
  now: () => performance.now(),
  today: () => new Date().toISOString().slice(0, 10),
};
