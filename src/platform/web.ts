/** The browser's side of the seam: Compression Streams, no files. */
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

export const platform: Platform = {
  inflateRaw: (bytes, limit) => through(bytes, new DecompressionStream('deflate-raw'), limit),
  deflateRaw: (bytes) => through(bytes, new CompressionStream('deflate-raw'), Number.POSITIVE_INFINITY),
  pdfAssets: () => undefined,
  now: () => performance.now(),
  today: () => new Date().toISOString().slice(0, 10),
};
