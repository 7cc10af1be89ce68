/** The channels beside the pages: annotations, form fields, links, metadata, bookmarks, scripts, attachments. */
import type { PDFDocumentProxy, PDFPageProxy } from 'pdfjs-dist';
import { type Channel, LineIndex, type Segment, wholeSource } from '../../core/index.js';
import { RectangleMap } from './page-map.js';

/** A file inside the document. */
export interface Attachment {
  readonly name: string;
  readonly bytes: Uint8Array;
}

/** Bookmarks and form options read of one document. */
const MAX_ENTRIES = 50_000;
const MAX_DEPTH = 100;

/** What pdf.js tells of an annotation, as far as it is read here. */
export interface Annotation {
  readonly subtype?: string;
  readonly rect?: ArrayLike<number>;
  readonly contentsObj?: { readonly str?: string };
  readonly titleObj?: { readonly str?: string };
  readonly richText?: { readonly str?: string | null } | null;
  readonly url?: string;
  readonly unsafeUrl?: string;
  readonly fieldName?: string;
  readonly fieldValue?: unknown;
  readonly defaultFieldValue?: unknown;
  readonly alternativeText?: string;
  readonly checkBox?: boolean;
  readonly radioButton?: boolean;
  readonly options?: readonly { readonly displayValue?: unknown; readonly exportValue?: unknown }[];
  readonly actions?: Readonly<Record<string, readonly string[]>> | null;
  readonly file?: { readonly filename?: string; readonly content?: Uint8Array | null };
}

/** @returns A segment of text that stands on no page. */
export function textSegment(
  channel: Channel,
  part: string,
  text: string,
  label?: string,
): Segment | undefined {
  if (text.trim() === '') return undefined;
  const segment = wholeSource(text, channel, part, new LineIndex(text));
  return label === undefined || label === '' ? segment : { ...segment, label };
}

export interface AnnotationReading {
  readonly segments: Segment[];
  readonly attachments: Attachment[];
}

/** From this many pages on, passing over all but one takes longer than a page's text. */
const MOST_PAGES = 5_000;

/**
 * The annotations of single pages. `getAnnotations` also looks for the text under every link, which costs as much as
 * the text of the page; asked for all types on all pages but those it is told to leave out, pdf.js gives the same and
 * looks for none.
 */
export class Annotations {
  readonly #document: PDFDocumentProxy;
  #others: Set<number> | undefined;

  constructor(document: PDFDocumentProxy) {
    this.#document = document;
  }

  /** @param page One whose operators were read: its annotations are known then. @param number From 1. */
  async of(page: PDFPageProxy, number: number): Promise<readonly Annotation[]> {
    const count = this.#document.numPages;
    if (count > MOST_PAGES) return (await page.getAnnotations({ intent: 'any' })) as Annotation[];
    this.#others ??= new Set(Array.from({ length: count }, (_, i) => i));
    this.#others.delete(number - 1);
    try {
      const all = null as unknown as Set<number>;
      const found = await this.#document.getAnnotationsByType(all, this.#others);
      return (found ?? []) as Annotation[];
    } finally {
      this.#others.add(number - 1);
    }
  }
}

/** @param number The page's, from 1. */
export function readAnnotations(
  annotations: readonly Annotation[],
  number: number,
  part: string,
): AnnotationReading {
  const segments: Segment[] = [];
  const attachments: Attachment[] = [];
  for (const annotation of annotations) {
    const { rect, file } = annotation;
    const add = (channel: Channel, text: unknown, label?: string): void => {
      if (typeof text !== 'string' || text.trim() === '') return;
      const box = [rect?.[0] ?? 0, rect?.[1] ?? 0, rect?.[2] ?? 0, rect?.[3] ?? 0] as const;
      const map = new RectangleMap({ kind: 'page', part, channel, page: number, box });
      segments.push({ channel, part, text, map, ...(label ? { label } : {}) });
    };
    if (annotation.subtype === 'Widget') readField(annotation, add);
    else if (annotation.subtype !== 'Popup') readNote(annotation, add);
    for (const [name, scripts] of Object.entries(annotation.actions ?? {})) {
      for (const script of scripts) add('script', script, name);
    }
    if (file?.content) attachments.push({ name: file.filename ?? '', bytes: file.content });
  }
  return { segments, attachments };
}

type Add = (channel: Channel, text: unknown, label?: string) => void;

function readNote(annotation: Annotation, add: Add): void {
  const contents = annotation.contentsObj?.str;
  const rich = annotation.richText?.str;
  add('annotation', contents);
  if (rich !== contents) add('annotation', rich);
  add('annotation', annotation.titleObj?.str);
  add('link', annotation.url ?? annotation.unsafeUrl);
}

function readField(annotation: Annotation, add: Add): void {
  const { fieldName, alternativeText, fieldValue, defaultFieldValue } = annotation;
  if (alternativeText) add('field', alternativeText, fieldName);
  if (annotation.checkBox === true || annotation.radioButton === true) return;
  const values = new Set<string>();
  const collect = (value: unknown): void => {
    if (typeof value === 'string') values.add(value);
    else if (Array.isArray(value)) value.forEach(collect);
  };
  collect(fieldValue);
  collect(defaultFieldValue);
  for (const option of (annotation.options ?? []).slice(0, MAX_ENTRIES)) {
    collect(option.displayValue);
    collect(option.exportValue);
  }
  for (const value of values) add('field', value, alternativeText || fieldName);
}

/** Info dictionary and XMP; what both say is given once. */
export async function readMetadata(document: PDFDocumentProxy): Promise<Segment[]> {
  const { info, metadata } = await document.getMetadata();
  const segments: Segment[] = [];
  const known = new Set<string>();
  const add = (part: string, name: string, value: unknown): void => {
    if (Array.isArray(value)) for (const item of value) add(part, name, item);
    if (typeof value !== 'string' || known.has(value)) return;
    known.add(value);
    const segment = textSegment('metadata', `${part}/${name}`, value, name);
    if (segment !== undefined) segments.push(segment);
  };
  for (const [name, value] of Object.entries((info ?? {}) as Record<string, unknown>)) {
    if (name === 'CreationDate' || name === 'ModDate' || name === 'PDFFormatVersion') continue;
    if (name === 'Custom') {
      for (const [key, own] of Object.entries((value ?? {}) as object)) add('info', key, own);
    } else add('info', name, value);
  }
  const entries = metadata as unknown as Iterable<[string, unknown]> | null;
  if (entries !== null && entries !== undefined) {
    for (const [name, value] of entries) if (!/date$/i.test(name)) add('xmp', name, value);
  }
  return segments;
}

interface OutlineItem {
  readonly title?: string;
  readonly url?: string | null;
  readonly items?: readonly OutlineItem[];
}

/** Bookmarks, one a line. */
export async function readOutline(document: PDFDocumentProxy): Promise<Segment[]> {
  const titles: string[] = [];
  const links: string[] = [];
  const visit = (items: readonly OutlineItem[], depth: number): void => {
    for (const item of items) {
      if (titles.length >= MAX_ENTRIES) return;
      titles.push(item.title ?? '');
      if (item.url) links.push(item.url);
      if (depth < MAX_DEPTH) visit(item.items ?? [], depth + 1);
    }
  };
  visit(((await document.getOutline()) ?? []) as OutlineItem[], 0);
  return [
    textSegment('metadata', 'outline', titles.join('\n')),
    textSegment('link', 'outline', links.join('\n')),
  ].filter((segment) => segment !== undefined);
}

/** Scripts of the document. */
export async function readScripts(document: PDFDocumentProxy): Promise<Segment[]> {
  const segments: Segment[] = [];
  const actions = (await document.getJSActions()) as Record<string, readonly string[]> | null;
  for (const [name, scripts] of Object.entries(actions ?? {})) {
    for (const [i, script] of scripts.entries()) {
      const segment = textSegment('script', `script/${name}/${i + 1}`, script);
      if (segment !== undefined) segments.push(segment);
    }
  }
  return segments;
}

/** Files of the name tree. */
export async function readAttachments(document: PDFDocumentProxy): Promise<Attachment[]> {
  const files = (await document.getAttachments()) as unknown as Record<
    string,
    { readonly filename?: string; readonly content?: Uint8Array }
  > | null;
  const list: Attachment[] = [];
  for (const [key, file] of Object.entries(files ?? {})) {
    if (file.content) list.push({ name: file.filename ?? key, bytes: file.content });
  }
  return list;
}
