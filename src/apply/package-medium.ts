/** Archives and office packages: texts of their own, files inside that are opened by their own type. */
import { platform } from '#platform';
import { type Artifact, DEFAULT_LIMITS, type ExtractContext, ScanBudget } from '../core/index.js';
import { readStructure, type ZipEntry } from '../formats/zip/central-directory.js';
import { readEntry } from '../formats/zip/entry-data.js';
import { rewriteZip } from '../formats/zip/rewrite-zip.js';
import { decodeText } from '../text/decode.js';
import { ApplyError } from './errors.js';
import type { Changes, InnerFile, Markup, Medium, MediumText } from './medium.js';
import { below, joinParts } from './parts.js';
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
export function openPackage(
  bytes: Uint8Array,
  type: string,
  open: (child: Artifact) => Medium | undefined,
): Medium | undefined {
  const family = FAMILIES.find(([pattern]) => pattern.test(type))?.[1];
  // An OpenDocument of one XML file has the same type as a package.
  if (family === undefined || bytes[0] !== 0x50 || bytes[1] !== 0x4b) return undefined;
  return new PackageMedium(bytes, family, open);
}

class PackageMedium implements Medium {
  readonly #bytes: Uint8Array;
  readonly #family: Family;
  readonly #open: (child: Artifact) => Medium | undefined;
  readonly #entries = new Map<string, ZipEntry>();
  readonly #unlisted: ReadonlySet<string>;
  readonly #folders: ReadonlySet<string>;
  readonly #children = new Map<string, Promise<Medium | undefined>>();
  readonly #texts = new Map<string, Promise<MediumText | undefined>>();

  constructor(bytes: Uint8Array, family: Family, open: (child: Artifact) => Medium | undefined) {
    this.#bytes = bytes;
    this.#family = family;
    this.#open = open;
    const all = readStructure(bytes, DEFAULT_LIMITS.entries)?.entries ?? [];
    for (const entry of all) if (!entry.directory && !entry.unlisted) this.#entries.set(entry.name, entry);
    this.#folders = new Set(
      all.filter((entry) => entry.directory && !entry.unlisted).map(({ name }) => name),
    );
    this.#unlisted = new Set(all.filter(({ unlisted }) => unlisted).map(({ name }) => name));
  }

  async parts(): Promise<readonly string[]> {
    const parts: string[] = [];
    for (const name of this.#entries.keys()) {
      if (this.#own(name)) parts.push(name);
      else
        for (const inner of (await (await this.#child(name))?.parts()) ?? [])
          parts.push(joinParts(name, inner));
    }
    return parts;
  }

  has(part: string): boolean {
    return this.#split(part) !== undefined;
  }

  async text(part: string): Promise<MediumText | 'dropped' | undefined> {
    const split = this.#split(part);
    if (split === undefined) return this.#isDropped(part) ? 'dropped' : undefined;
    const { name, rest } = split;
    if (!this.#own(name)) return (await this.#child(name))?.text(rest);
    if (rest !== '') return undefined;
    let text = this.#texts.get(name);
    if (text === undefined) {
      text = this.#read(name).then((data) =>
        data === undefined
          ? undefined
          : { bytes: data, decoded: decodeText(data), kind: 'none', markup: this.#family as Markup },
      );
      this.#texts.set(name, text);
    }
    return text;
  }

  async inner(part: string): Promise<InnerFile | undefined> {
    const split = this.#split(part);
    if (split === undefined || this.#own(split.name)) return undefined;
    const found = await (await this.#child(split.name))?.inner(split.rest);
    return found === undefined ? undefined : { ...found, part: joinParts(split.name, found.part) };
  }

  async nameOf(part: string): Promise<string | undefined> {
    if (this.#family === 'zip' && (this.#entries.has(part) || this.#folders.has(part))) return part;
    const split = this.#split(part);
    return split === undefined || split.rest === ''
      ? undefined
      : (await this.#child(split.name))?.nameOf(split.rest);
  }

  async moved(part: string, names: ReadonlyMap<string, string>): Promise<string> {
    const split = this.#split(part);
    if (split === undefined) return part;
    const { name, rest } = split;
    const child = rest === '' ? undefined : await this.#child(name);
    const inner = child === undefined ? rest : await child.moved(rest, below(name, names));
    return joinParts(names.get(name) ?? name, inner);
  }

  async write(changes: Changes): Promise<Uint8Array> {
    const signed = [...this.#entries.keys()].some((name) => this.#family !== 'zip' && SIGNATURE.test(name));
    if (signed) {
      throw new ApplyError(
        'apply/signed',
        'the document is signed, and a change would break the signature; remove the signature, then redact and sign again',
      );
    }
    const replaced = new Map<string, Uint8Array>();
    const names = new Map<string, string>();
    const byChild = new Set<string>();
    for (const [part, content] of changes.texts) {
      const { name } = this.#split(part)!;
      if (this.#own(name)) replaced.set(name, content);
      else byChild.add(name);
    }
    for (const [part, renamed] of changes.names) {
      if (this.#entries.has(part) || this.#folders.has(part)) names.set(part, renamed);
      else byChild.add(this.#split(part)!.name);
    }
    for (const name of byChild) {
      const child = (await this.#child(name))!;
      replaced.set(name, await child.write(inside(name, changes)));
    }
    for (const name of this.#entries.keys()) {
      // A picture of the first page shows what the page held.
      if (this.#family !== 'zip' && isThumbnail(name)) replaced.set(name, blankPicture(name));
    }
    try {
      return await rewriteZip(this.#bytes, replaced, names);
    } catch (error) {
      if (!(error instanceof RangeError)) throw error;
      const message =
        'the package is damaged or unusual; open and save it in its program, then scan the copy';
      throw new ApplyError('apply/format-not-writable', message);
    }
  }

  async altered(copy: Uint8Array, { texts, names }: Changes): Promise<boolean> {
    const after = new Map(
      readStructure(copy, DEFAULT_LIMITS.entries)?.entries.map((entry) => [entry.name, entry]),
    );
    const touched = new Set([...texts.keys(), ...names.keys()].map((part) => this.#split(part)?.name));
    for (const { name, crc, size } of this.#entries.values()) {
      const same = after.get(names.get(name) ?? name);
      if (same === undefined) return true;
      const inner = inside(name, { texts, names });
      if (!touched.has(name) || inner.texts.size + inner.names.size === 0) {
        if (this.#family !== 'zip' && isThumbnail(name)) continue;
        if (size >= 0 && (same.crc !== crc || same.size !== size)) return true;
      } else if (!this.#own(name)) {
        const data = (await readEntry(copy, same, context())).bytes;
        if (data === undefined || (await (await this.#child(name))!.altered(data, inner))) return true;
      }
    }
    return after.size !== this.#entries.size + this.#folders.size;
  }

  /** XML of the package itself; everything else is a file inside. */
  #own(name: string): boolean {
    return this.#family !== 'zip' && /\.(?:xml|rels|vml|rdf)$/i.test(name);
  }

  /** The entry that a part leads into: names may hold `!` themselves. */
  #split(part: string): { name: string; rest: string } | undefined {
    if (this.#entries.has(part)) return { name: part, rest: '' };
    for (let at = part.indexOf('!'); at >= 0; at = part.indexOf('!', at + 1)) {
      const name = part.slice(0, at);
      if (this.#entries.has(name)) return { name, rest: part.slice(at + 1) };
    }
    return undefined;
  }

  /** Bytes that no entry owns, and entries that the directory does not list: a copy has neither. */
  #isDropped(part: string): boolean {
    const head = part.split('!')[0]!;
    return /^#bytes-\d+$/.test(head) || this.#unlisted.has(head);
  }

  #child(name: string): Promise<Medium | undefined> {
    let child = this.#children.get(name);
    if (child === undefined) {
      child = this.#read(name).then((bytes) =>
        bytes === undefined ? undefined : this.#open({ name, bytes }),
      );
      this.#children.set(name, child);
    }
    return child;
  }

  async #read(name: string): Promise<Uint8Array | undefined> {
    return (await readEntry(this.#bytes, this.#entries.get(name)!, context())).bytes;
  }
}

function context(): ExtractContext {
  return { limits: DEFAULT_LIMITS, budget: new ScanBudget(DEFAULT_LIMITS, platform.now) };
}

/** The changes inside one entry; its own name is no matter of it. */
function inside(name: string, { texts, names }: Changes): Changes {
  const inner = below(name, names);
  inner.delete('');
  return { texts: below(name, texts), names: inner };
}
