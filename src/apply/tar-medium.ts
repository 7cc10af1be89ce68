/** tar archives: members by their own type; members whose names hold values get other names. */
import { DEFAULT_LIMITS } from '../core/index.js';
import { readTar, type TarEntry, type TarStructure, tarFiles } from '../formats/tar/index.js';
import { rewriteTar } from '../formats/tar/rewrite-tar.js';
import { ContainerMedium, inside, type Open, sameBytes } from './container-medium.js';
import { ApplyError } from './errors.js';
import type { Changes, Medium } from './medium.js';

/** @param open Opens what is inside. */
export function openTar(bytes: Uint8Array, open: Open): Medium {
  return new TarMedium(bytes, open);
}

class TarMedium extends ContainerMedium {
  protected readonly files: ReadonlyMap<string, TarEntry>;
  readonly #bytes: Uint8Array;
  readonly #structure: TarStructure;
  readonly #names: ReadonlySet<string>;

  constructor(bytes: Uint8Array, open: Open) {
    super(open);
    this.#bytes = bytes;
    this.#structure = readTar(bytes, DEFAULT_LIMITS.entries);
    this.files = new Map(tarFiles(this.#structure));
    this.#names = new Set(this.#structure.entries.map(({ name }) => name));
  }

  async write(changes: Changes): Promise<Uint8Array> {
    const { contents, renamed } = await this.planned(changes);
    const { entries } = this.#structure;
    const names = new Map<TarEntry, string>();
    for (const entry of entries) {
      const name = renamed.get(entry.name);
      if (name !== undefined) names.set(entry, name);
    }
    if (names.size !== renamed.size || this.files.size !== tarFiles(this.#structure).length) throw unusual();
    try {
      const byEntry = new Map([...contents].map(([name, content]) => [this.files.get(name)!, content]));
      return rewriteTar(this.#bytes, this.#structure, byEntry, names);
    } catch (error) {
      if (!(error instanceof RangeError)) throw error;
      throw unusual();
    }
  }

  async altered(copy: Uint8Array, changes: Changes): Promise<boolean> {
    const after = readTar(copy, DEFAULT_LIMITS.entries);
    const { entries } = this.#structure;
    if (after.entries.length !== entries.length || after.gaps.length > 0) return true;
    const parts = new Map(tarFiles(this.#structure).map(([part, entry]) => [entry, part]));
    for (const [i, entry] of entries.entries()) {
      const other = after.entries[i]!;
      if (other.name !== (changes.names.get(entry.name) ?? entry.name)) return true;
      if (other.comment !== entry.comment || other.file !== entry.file) return true;
      const part = parts.get(entry);
      const inner = part === undefined ? undefined : inside(part, changes);
      const data = copy.subarray(other.start, other.end);
      if (inner === undefined || inner.texts.size + inner.names.size === 0) {
        if (!sameBytes(data, this.#bytes.subarray(entry.start, entry.end))) return true;
      } else if (await (await this.child(part!))!.altered(data, inner)) return true;
    }
    return false;
  }

  protected async read(name: string): Promise<Uint8Array> {
    const { start, end } = this.files.get(name)!;
    return this.#bytes.subarray(start, end);
  }

  protected isNamed(name: string): boolean {
    return this.#names.has(name);
  }

  /** Bytes that no entry owns. */
  protected isDropped(part: string): boolean {
    return /^#bytes-\d+$/.test(part.split('!')[0]!);
  }
}

function unusual(): ApplyError {
  const message =
    'the archive is cut off, or holds two files of one name or sparse ones; unpack it and redact the files';
  return new ApplyError('apply/format-not-writable', message, undefined, 'damaged');
}
