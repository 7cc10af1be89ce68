/**
 * The parts of an OFD package and how they hang together.
 *
 * Source: GB/T 33190-2016, clauses 7 (structure), 13 (annotations), 15 (attachments), 18 (versions). Names of parts
 * are case-sensitive there and not in the wild; locations may be absolute, relative or without a prefix.
 */
import type { LineIndex } from '../../core/index.js';
import { plainText } from '../ooxml/xml-text.js';
import { walkXml, type XmlAttribute } from '../ooxml/xml-walk.js';

/** A part that is XML. */
export interface OfdPart {
  readonly name: string;
  readonly source: string;
  readonly part: string;
  readonly lines: LineIndex;
}

/** An element that was looked for: its attributes and text, references resolved. */
export interface Found {
  readonly name: string;
  readonly text: string;
  readonly attributes: Readonly<Record<string, string>>;
  /** Attributes of the nearest element around it that has an `ID` or `PageID`. */
  readonly owner: Readonly<Record<string, string>>;
}

/** All elements with these local names, in document order. */
export function findElements(source: string, names: ReadonlySet<string>): Found[] {
  const found: {
    name: string;
    text: string;
    attributes: Record<string, string>;
    owner: Record<string, string>;
  }[] = [];
  const stack: {
    hit: (typeof found)[number] | undefined;
    owner: Record<string, string>;
  }[] = [];
  walkXml(source, {
    open(name, attributes) {
      const owner = stack.at(-1)?.owner ?? {};
      const own = attributesOf(source, attributes);
      const hit =
        names.has(name) && found.length < 100_000 ? { name, text: '', attributes: own, owner } : undefined;
      if (hit !== undefined) found.push(hit);
      const owns = own.ID !== undefined || own.PageID !== undefined;
      stack.push({ hit, owner: owns ? own : owner });
    },
    close() {
      stack.pop();
    },
    text(start, end, raw) {
      const hit = stack.at(-1)?.hit;
      if (hit !== undefined && hit.text.length < 10_000) {
        hit.text += raw ? source.slice(start, end) : plainText(source, start, end);
      }
    },
    rest() {},
  });
  return found;
}

/** By local name; the first of a name counts. */
export function attributesOf(source: string, attributes: readonly XmlAttribute[]): Record<string, string> {
  const values: Record<string, string> = {};
  for (const { name, start, end } of attributes) {
    if (end - start < 10_000 && name !== '__proto__') values[name] ??= plainText(source, start, end);
  }
  return values;
}

/** Finds parts by location. */
export class Locations {
  readonly #exact: ReadonlySet<string>;
  readonly #folded = new Map<string, string>();

  constructor(names: readonly string[]) {
    this.#exact = new Set(names);
    for (const name of names) {
      const key = name.toLowerCase();
      if (!this.#folded.has(key)) this.#folded.set(key, name);
    }
  }

  /**
   * @param location As written (`ST_Loc`). @param bases Parts that it may be relative to, nearest first.
   * @returns The name of the part; undefined when nothing stands there.
   */
  resolve(location: string, ...bases: readonly string[]): string | undefined {
    const path = location.trim().replace(/\\/g, '/');
    if (path === '') return undefined;
    const folders = path.startsWith('/') ? [] : bases.map((base) => base.split('/').slice(0, -1));
    for (const folder of [...folders, []]) {
      const steps = [...folder];
      for (const step of path.split('/')) {
        if (step === '..') steps.pop();
        else if (step !== '' && step !== '.') steps.push(step);
      }
      const name = steps.join('/');
      if (this.#exact.has(name)) return name;
      const folded = this.#folded.get(name.toLowerCase());
      if (folded !== undefined) return folded;
    }
    return undefined;
  }
}

/** What the reading of pages needs to know of a document (a `DocBody`). */
export interface OfdDocument {
  readonly root: string;
  readonly pages: readonly { readonly id: string; readonly part: string }[];
  /** Page locations at which nothing stands, in page numbers from 1 of this document. */
  readonly missing: readonly number[];
  /** Template id → part. */
  readonly templates: ReadonlyMap<string, string>;
  /** Default `PhysicalBox`. */
  readonly box: readonly number[] | undefined;
  /** Annotation parts: page id → parts. */
  readonly annotations: ReadonlyMap<string, readonly string[]>;
  readonly resources: readonly string[];
  /** Attachment parts → name as shown. */
  readonly attachments: ReadonlyMap<string, string>;
  readonly encrypted: boolean;
}

const DOCUMENT_NAMES: ReadonlySet<string> = new Set([
  ...['Page', 'TemplatePage', 'PhysicalBox', 'Annotations', 'PublicRes', 'DocumentRes', 'Attachments'],
]);

/** @param get Gives a part by its exact name. */
export function readDocument(
  root: OfdPart,
  locations: Locations,
  get: (name: string) => OfdPart | undefined,
): OfdDocument {
  const pages: { id: string; part: string }[] = [];
  const missing: number[] = [];
  const templates = new Map<string, string>();
  const annotations = new Map<string, string[]>();
  const attachments = new Map<string, string>();
  const resources: string[] = [];
  let box: number[] | undefined;
  let count = 0;
  for (const { name, text, attributes } of findElements(root.source, DOCUMENT_NAMES)) {
    if (name === 'PhysicalBox') box ??= numbers(text);
    else if (name === 'Page') {
      count++;
      const part = locations.resolve(attributes.BaseLoc ?? '', root.name);
      if (part === undefined) missing.push(count);
      else pages.push({ id: attributes.ID ?? '', part });
    } else if (name === 'TemplatePage') {
      const part = locations.resolve(attributes.BaseLoc ?? '', root.name);
      if (part !== undefined) templates.set(attributes.ID ?? '', part);
    } else {
      const part = locations.resolve(text, root.name);
      const inner = part === undefined ? undefined : get(part);
      if (inner === undefined) continue;
      if (name === 'PublicRes' || name === 'DocumentRes') resources.push(inner.name);
      else if (name === 'Annotations') listAnnotations(inner, root, locations, annotations);
      else listAttachments(inner, root, locations, attachments);
    }
  }
  const encrypted = /<(?:\w+:)?Encrypt(?:ion|Info)s?[\s>]/.test(root.source);
  return {
    root: root.name,
    pages,
    missing,
    templates,
    box,
    annotations,
    resources,
    attachments,
    encrypted,
  };
}

function listAnnotations(
  list: OfdPart,
  root: OfdPart,
  locations: Locations,
  annotations: Map<string, string[]>,
): void {
  for (const { text, owner, attributes } of findElements(list.source, new Set(['FileLoc', 'Page']))) {
    const location = text.trim() === '' ? (attributes.FileLoc ?? '') : text;
    const part = locations.resolve(location, list.name, root.name);
    if (part === undefined) continue;
    const page = owner.PageID ?? attributes.PageID ?? '';
    const parts = annotations.get(page);
    if (parts === undefined) annotations.set(page, [part]);
    else parts.push(part);
  }
}

function listAttachments(
  list: OfdPart,
  root: OfdPart,
  locations: Locations,
  attachments: Map<string, string>,
): void {
  for (const { text, owner } of findElements(list.source, new Set(['FileLoc']))) {
    const part = locations.resolve(text, list.name, root.name);
    if (part !== undefined) attachments.set(part, owner.Name ?? '');
  }
}

/** Millimetres beyond which nothing is meant; products of such numbers stay finite. */
const FAR = 1e6;

/** @returns The number, within reason; `otherwise` for what is none. */
export function numberOr(text: string | undefined, otherwise: number): number {
  const value = text === undefined || text.trim() === '' ? Number.NaN : Number(text);
  return Number.isNaN(value) ? otherwise : Math.max(-FAR, Math.min(FAR, value));
}

/** White-space separated numbers; what is none counts as 0. */
export function numbers(text: string): number[] {
  return text
    .trim()
    .split(/\s+/, 64)
    .map((word) => numberOr(word, 0));
}
