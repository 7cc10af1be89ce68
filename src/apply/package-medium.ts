/** Archives and office packages: texts of their own, files inside that are opened by their own type. */
import { DEFAULT_LIMITS } from '../core/index.js';
import { freeBytes } from '../formats/ooxml/package.js';
import { readStructure, type ZipEntry } from '../formats/zip/central-directory.js';
import { readEntry } from '../formats/zip/entry-data.js';
import { rewriteZip } from '../formats/zip/rewrite-zip.js';
import { decodeText } from '../text/decode.js';
import { ContainerMedium, inside, type Open, unpacking } from './container-medium.js';
import { ApplyError } from './errors.js';
import type { Changes, Markup, Medium, MediumText } from './medium.js';
import { blankPicture, isThumbnail } from './thumbnail.js';

type Family = Exclude<Markup, 'rtf' | 'mail' | 'none'> | 'zip';

const FAMILIES: readonly (readonly [RegExp, Family])[] = [
  [/^application\/zip$/, 'zip'],
  [
    /^application\/vnd\.(?:openxmlformats-officedocument\.wordprocessingml|ms-word)\.(?:document|template)/,
    'word',
  ],
  [
    /^application\/vnd\.(?:openxmlformats-officedocument\.spreadsheetml\.(?:sheet|template)|ms-excel\.(?:sheet|template|addin)\.macroenabled\.12)$/,
    'sheet',
  ],
  [/^application\/vnd\.(?:openxmlformats-officedocument\.presentationml|ms-powerpoint)\./, 'slide'],
  [
    /^application\/vnd\.oasis\.opendocument\.(?:text|spreadsheet|presentation|graphics)(?:-template|-master|-web)?$/,
    'odf',
  ],
];
const SIGNATURE =
  /^(?:_xmlsignatures\/|META-INF\/(?:document|macro)signatures\.xml$|META-INF\/signatures\.xml$)/i;

/** @returns undefined for types that are no such package. @param open Opens what is inside. */
export function openPackage(bytes: Uint8Array, type: string, open: Open): Medium | undefined {
  const family = FAMILIES.find(([pattern]) => pattern.test(type))?.[1];
  // An OpenDocument of one XML file has the same type as a package.
  if (family === undefined || bytes[0] !== 0x50 || bytes[1] !== 0x4b) return undefined;
  return new PackageMedium(bytes, family, open);
}

class PackageMedium extends ContainerMedium {
  protected readonly files = new Map<string, ZipEntry>();
  readonly #bytes: Uint8Array;
  readonly #family: Family;
  readonly #unlisted: ReadonlySet<string>;
  readonly #folders: ReadonlySet<string>;
  readonly #texts = new Map<string, Promise<MediumText | undefined>>();

  constructor(bytes: Uint8Array, family: Family, open: Open) {
    super(open);
    this.#bytes = bytes;
    this.#family = family;
    const all = readStructure(bytes, DEFAULT_LIMITS.entries)?.entries ?? [];
    for (const entry of all) if (!entry.directory && !entry.unlisted) this.files.set(entry.name, entry);
    this.#folders = new Set(
      all.filter((entry) => entry.directory && !entry.unlisted).map(({ name }) => name),
    );
    this.#unlisted = new Set(all.filter(({ unlisted }) => unlisted).map(({ name }) => name));
  }

  async write(changes: Changes): Promise<Uint8Array> {
    const signed = [...this.files.keys()].some((name) => this.#family !== 'zip' && SIGNATURE.test(name));
    if (signed) {
      throw new ApplyError(
        'apply/signed',
        'the document is signed, and a change would break the signature; remove the signature, then redact and sign again',
      );
    }
    const { contents, renamed } = await this.planned(changes);
    for (const name of this.files.keys()) {
      if (this.#isPreview(name)) contents.set(name, blankPicture(name));
    }
    try {
      return await rewriteZip(this.#bytes, contents, renamed);
    } catch (error) {
      if (!(error instanceof RangeError)) throw error;
      const message =
        'the package is damaged or unusual; open and save it in its program, then scan the copy';
      throw new ApplyError('apply/format-not-writable', message, undefined, 'damaged');
    }
  }

  async altered(copy: Uint8Array, { texts, names }: Changes): Promise<boolean> {
    const after = new Map(
      readStructure(copy, DEFAULT_LIMITS.entries)?.entries.map((entry) => [entry.name, entry]),
    );
    const touched = new Set([...texts.keys(), ...names.keys()].map((part) => this.split(part)?.name));
    for (const { name, crc, size } of this.files.values()) {
      const same = after.get(names.get(name) ?? name);
      if (same === undefined) return true;
      const inner = inside(name, { texts, names });
      if (!touched.has(name) || inner.texts.size + inner.names.size === 0) {
        if (this.#isPreview(name)) continue;
        if (size >= 0 && (same.crc !== crc || same.size !== size)) return true;
      } else if (!this.owns(name)) {
        const data = (await readEntry(copy, same, unpacking())).bytes;
        if (data === undefined || (await (await this.child(name))!.altered(data, inner))) return true;
      }
    }
    return after.size !== this.files.size + this.#folders.size;
  }

  /** XML of the package itself; everything else is a file inside. */
  protected override owns(name: string): boolean {
    return this.#family !== 'zip' && /\.(?:xml|rels|vml|rdf)$/i.test(name);
  }

  protected override ownText(name: string): Promise<MediumText | undefined> {
    let text = this.#texts.get(name);
    if (text === undefined) {
      text = this.read(name).then((data) =>
        data === undefined
          ? undefined
          : { bytes: data, decoded: decodeText(data), kind: 'none', markup: this.#family as Markup },
      );
      this.#texts.set(name, text);
    }
    return text;
  }

  protected isNamed(name: string): boolean {
    return this.#family === 'zip' && (this.files.has(name) || this.#folders.has(name));
  }

  /** Bytes that no entry owns, entries that the directory does not list, previews: a copy has none of them. */
  protected isDropped(part: string): boolean {
    const head = part.split('!')[0]!;
    if (this.split(part) !== undefined) return this.#isPreview(head);
    return /^#bytes-\d+$/.test(head) || this.#unlisted.has(head);
  }

  /** A picture of the first page shows what the page held: in a copy it is blank. */
  #isPreview(name: string): boolean {
    return this.#family !== 'zip' && isThumbnail(name);
  }

  protected async read(name: string): Promise<Uint8Array | undefined> {
    const free = this.#family === 'zip' ? undefined : freeBytes(name);
    return (await readEntry(this.#bytes, this.files.get(name)!, unpacking(), free)).bytes;
  }
}
