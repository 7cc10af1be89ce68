/** What a package holds besides XML: files and pictures, which are documents of their own. */
import type { Child, Diagnostic } from '../../core/index.js';
import type { ZipEntry, ZipStructure } from '../zip/central-directory.js';
import type { Package } from './package.js';
import { type PartKind, pictureNote } from './package-story.js';

/** Filled while the entries of a package are gone through, opened when the document itself is read. */
export class OtherParts {
  readonly #files: ZipEntry[] = [];
  readonly #rasters: ZipEntry[] = [];
  #pictures = 0;

  /** Keeps the entry if it is one of them. */
  take(entry: ZipEntry, kind: PartKind | undefined): void {
    if (kind === 'file') this.#files.push(entry);
    else if (kind === 'raster') this.#rasters.push(entry);
    else if (kind === 'picture') this.#pictures++;
  }

  /** One `area/picture` when there are pictures without a reader. */
  note(area: string): Diagnostic[] {
    return pictureNote(this.#pictures, area);
  }

  /** Files, then pictures, then bytes that no record of the archive claims. */
  async *children(bytes: Uint8Array, pkg: Package): AsyncGenerator<Child> {
    yield* openFiles(pkg, this.#files);
    yield* openFiles(pkg, this.#rasters, true);
    yield* unclaimed(bytes, pkg.structure);
  }
}

/**
 * Embedded files, opened one at a time; faults come as diagnostics.
 *
 * @param embedded They are pictures.
 */
async function* openFiles(
  pkg: Package,
  files: readonly ZipEntry[],
  embedded: boolean = false,
): AsyncGenerator<Child> {
  for (const entry of files) {
    const [faults, unread] = [pkg.diagnostics.length, pkg.unread.length];
    const part = await pkg.read(entry);
    if (part !== undefined) yield { artifact: embedded ? { ...part, embedded } : part };
    const [diagnostic] = pkg.diagnostics.splice(faults);
    const [missing] = pkg.unread.splice(unread);
    if (diagnostic !== undefined) yield { diagnostic, ...(missing === undefined ? {} : { unread: missing }) };
  }
}

/** Bytes that no record of the archive claims, as files of their own. */
function* unclaimed(bytes: Uint8Array, { gaps }: ZipStructure): Generator<Child> {
  for (const { start, end } of gaps) {
    yield { artifact: { name: `#bytes-${start}`, bytes: bytes.subarray(start, end) } };
  }
}
