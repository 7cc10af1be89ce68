/** gzip: the file inside by its own type. Its name and date stay; several members become one. Source: RFC 1952. */
import { platform } from '#platform';
import type { Artifact } from '../core/index.js';
import { format, innerName, readHeader } from '../formats/gzip/index.js';
import { concat } from '../formats/zip/concat.js';
import { crc32 } from '../formats/zip/crc32.js';
import { ContainerMedium, inside, type Open, unpacking } from './container-medium.js';
import { ApplyError } from './errors.js';
import type { Changes, Medium } from './medium.js';

/** @param open Opens what is inside. */
export function openGzip(artifact: Artifact, open: Open): Medium {
  return new GzipMedium(artifact, open);
}

interface Content {
  readonly bytes: Uint8Array;
  /** Damaged, cut off, over a limit. */
  readonly faulty: boolean;
}

async function unpack(artifact: Artifact): Promise<Content | undefined> {
  const { children } = await format.extract(artifact, unpacking());
  let content: Content | undefined;
  let faulty = false;
  for await (const child of children ?? []) {
    if ('unread' in child) faulty = true;
    else if ('artifact' in child) content ??= { bytes: child.artifact.bytes, faulty };
  }
  return content === undefined ? undefined : { ...content, faulty };
}

class GzipMedium extends ContainerMedium {
  protected readonly files: ReadonlySet<string>;
  readonly #artifact: Artifact;
  readonly #name: string;
  #content: Promise<Content | undefined> | undefined;

  constructor(artifact: Artifact, open: Open) {
    super(open);
    this.#artifact = artifact;
    this.#name = nameIn(artifact);
    this.files = new Set([this.#name]);
  }

  async write(changes: Changes): Promise<Uint8Array> {
    const { contents, renamed } = await this.planned(changes);
    const { bytes } = this.#artifact;
    const content = await this.#unpacked();
    if (content === undefined || content.faulty || (bytes[3]! & HEADER_SUM) !== 0) {
      throw new ApplyError(
        'apply/format-not-writable',
        'the compressed data is damaged or its header unusual; unpack it, redact the file, and compress it again',
        undefined,
        'damaged',
      );
    }
    const data = contents.get(this.#name) ?? content.bytes;
    const trailer = new DataView(new ArrayBuffer(8));
    trailer.setUint32(0, crc32(data), true);
    trailer.setUint32(4, data.length % 2 ** 32, true);
    const name = renamed.get(this.#name);
    const header = bytes.subarray(0, readHeader(bytes, 0)!.dataStart);
    return concat([
      name === undefined ? header : withName(header, name),
      await platform.deflateRaw(data),
      new Uint8Array(trailer.buffer),
    ]);
  }

  async altered(copy: Uint8Array, changes: Changes): Promise<boolean> {
    const written = { ...this.#artifact, bytes: copy };
    const [before, after] = [(await this.#unpacked())!, await unpack(written)];
    if (after === undefined || after.faulty) return true;
    if (nameIn(written) !== (changes.names.get(this.#name) ?? this.#name)) return true;
    const inner = inside(this.#name, changes);
    if (inner.texts.size + inner.names.size > 0) {
      return (await this.child(this.#name))!.altered(after.bytes, inner);
    }
    return crc32(after.bytes) !== crc32(before.bytes) || after.bytes.length !== before.bytes.length;
  }

  protected async read(): Promise<Uint8Array | undefined> {
    return (await this.#unpacked())?.bytes;
  }

  #unpacked(): Promise<Content | undefined> {
    this.#content ??= unpack(this.#artifact);
    return this.#content;
  }

  /** A name that is no more than that of the archive without its ending can't be changed here. */
  protected isNamed(name: string): boolean {
    return readHeader(this.#artifact.bytes, 0)?.name === name;
  }

  /** What stands behind the last member. */
  protected isDropped(part: string): boolean {
    return /^#bytes-\d+$/.test(part.split('!')[0]!);
  }
}

function nameIn({ name, bytes }: Artifact): string {
  const own = readHeader(bytes, 0)?.name ?? '';
  return own === '' ? innerName(name) : own;
}

/** Bits of the flags. */
const HEADER_SUM = 2;
const EXTRA = 4;
const NAMED = 8;

function withName(header: Uint8Array, name: string): Uint8Array {
  const flags = header[3]!;
  const start = 10 + (flags & EXTRA ? 2 + header[10]! + header[11]! * 256 : 0);
  if (!(flags & NAMED)) return header;
  const end = header.indexOf(0, start);
  return concat([header.subarray(0, start), new TextEncoder().encode(name), header.subarray(end)]);
}
