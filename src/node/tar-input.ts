/** The bytes of a tar archive, as they are or unpacked from gzip. */
import { Readable } from 'node:stream';
import zlib from 'node:zlib';
import type { ByteSource } from './source.js';

const CHUNK = 256 * 1024;

/** The bytes of the archive, one after the other. */
export interface TarInput {
  /** Bytes taken or passed over. */
  readonly position: number;
  /** Bytes of the file that were read. */
  readonly read: number;
  /** The packed data are damaged or cut off here. */
  readonly damaged: boolean;
  /** @returns Fewer at the end. */
  take(length: number): Promise<Uint8Array>;
  skip(length: number): Promise<void>;
  close(): void;
}

export class PlainInput implements TarInput {
  position = 0;
  readonly damaged: boolean = false;
  readonly #source: ByteSource;

  constructor(source: ByteSource) {
    this.#source = source;
  }

  get read(): number {
    return this.position;
  }

  async take(length: number): Promise<Uint8Array> {
    const bytes = this.#source.read(this.position, length);
    this.position += bytes.length;
    return bytes;
  }

  async skip(length: number): Promise<void> {
    this.position = Math.min(this.#source.size, this.position + length);
  }

  close(): void {}
}

export class GzipInput implements TarInput {
  position = 0;
  read = 0;
  damaged = false;
  readonly #inflate: zlib.Gunzip;
  readonly #input: Readable;
  readonly #chunks: AsyncIterator<Uint8Array>;
  #rest: Uint8Array = new Uint8Array(0);

  constructor(source: ByteSource) {
    const count = (bytes: number): void => void (this.read += bytes);
    this.#input = Readable.from(
      (function* () {
        for (let at = 0; at < source.size; ) {
          const bytes = source.read(at, CHUNK);
          if (bytes.length === 0) return;
          at += bytes.length;
          count(bytes.length);
          yield bytes;
        }
      })(),
      { objectMode: false },
    );
    this.#inflate = zlib.createGunzip({ chunkSize: CHUNK });
    this.#input.on('error', (error) => this.#inflate.destroy(error));
    this.#input.pipe(this.#inflate);
    this.#chunks = (this.#inflate as AsyncIterable<Uint8Array>)[Symbol.asyncIterator]();
  }

  async take(length: number): Promise<Uint8Array> {
    const parts: Uint8Array[] = [];
    let missing = length;
    await this.#each(length, (part) => {
      parts.push(part);
      missing -= part.length;
    });
    return parts.length === 1 ? parts[0]! : Buffer.concat(parts, length - missing);
  }

  async skip(length: number): Promise<void> {
    await this.#each(length, () => undefined);
  }

  close(): void {
    this.#input.destroy();
    this.#inflate.destroy();
  }

  async #each(length: number, use: (part: Uint8Array) => void): Promise<void> {
    for (let left = length; left > 0; ) {
      if (this.#rest.length === 0 && !(await this.#fill())) return;
      const part = this.#rest.subarray(0, left);
      this.#rest = this.#rest.subarray(part.length);
      this.position += part.length;
      left -= part.length;
      use(part);
    }
  }

  async #fill(): Promise<boolean> {
    if (this.damaged) return false;
    try {
      const { value, done } = await this.#chunks.next();
      if (done === true) return false;
      this.#rest = value;
      return true;
    } catch (error) {
      // What the system says of the file goes up; what zlib says of the data is damage.
      const { code } = error as NodeJS.ErrnoException;
      if (code?.startsWith('Z_') !== true) throw error;
      this.damaged = true;
      return false;
    }
  }
}
