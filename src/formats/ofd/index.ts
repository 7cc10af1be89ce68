/**
 * OFD (GB/T 33190-2016) → segments: one of running text a page, one for each channel that hides text or stands
 * beside it, and every other part of the package as XML.
 *
 * Places on pages are boxes in points, origin bottom-left, as for PDF. Pages count through all documents of the file.
 */
import {
  type Artifact,
  type Channel,
  type Child,
  type Diagnostic,
  defineFormat,
  type ExtractContext,
  type Extraction,
  type Format,
  LineIndex,
  type Segment,
  type Unread,
  unreadable,
} from '../../core/index.js';
import { decodeText } from '../../text/decode.js';
import { readAnyXml } from '../ooxml/any-xml.js';
import { openPackage, type Package, type Part, partPlace } from '../ooxml/package.js';
import { entryTexts } from '../zip/entry-text.js';
import { fillsOf } from './draw-params.js';
import { findElements, Locations, type OfdDocument, type OfdPart, readDocument } from './package.js';
import { compositeUnits, type PageResources, readPage } from './page.js';
import { sealTexts } from './seal.js';

/** Units of templates and composite units that are walked for all pages together. */
const SHARED_WORK = 64 * 1024 * 1024;

const MESSAGES = {
  'ofd/damaged': 'the main part OFD.xml is missing or damaged; get a complete copy',
  'ofd/encrypted': 'the document is encrypted; save it without a password and scan again',
  'ofd/page-missing': 'the page is listed, but its part is missing or damaged',
  'ofd/page-failed': 'the page could not be read; look at it by eye',
  'ofd/page-limit': 'not read in full: a limit is reached (limit "pages", or too much on one page)',
  'ofd/time-limit': 'not read: the time of the scan is over (limit "milliseconds")',
  'ofd/no-text-layer': 'the page is an image or outlines; run OCR on it or read it by eye',
  'ofd/part-damaged': 'the markup of the part is damaged; its text was read as far as it goes',
  'ofd/images-not-read': 'images on pages were not read; text in them needs OCR',
  'ofd/signed': 'the document is signed; a redacted copy loses the validity of its seals',
} as const;
type Code = keyof typeof MESSAGES;

export const format: Format = defineFormat({
  id: 'ofd',
  mediaTypes: ['application/ofd'],

  /** Never rejects. Pages and parts that can't be read are named, one by one. */
  async extract(artifact, context) {
    const pack = openPackage(artifact.bytes, context);
    if (pack === undefined) return unreadable('ofd/damaged', MESSAGES['ofd/damaged']);
    return new Reading(artifact, context, pack).run();
  },
});

/** Elements whose text is geometry, ids or digests. */
const TECHNICAL_TEXT: ReadonlySet<string> = new Set([
  ...['TextCode', 'AbbreviatedData', 'Glyphs', 'PhysicalBox', 'ApplicationBox', 'ContentBox', 'BleedBox'],
  ...['MaxUnitID', 'ObjectRef', 'CheckValue', 'BaseLoc', 'DocRoot', 'FontFile', 'MediaFile', 'DocID'],
]);
const TECHNICAL_ATTRIBUTES: ReadonlySet<string> = new Set([
  ...['ID', 'Boundary', 'CTM', 'DeltaX', 'DeltaY', 'Value', 'X', 'Y', 'DashPattern', 'ResourceID', 'BaseLoc'],
  ...['FontName', 'FamilyName', 'StartPoint', 'EndPoint', 'MapUnit', 'Start', 'End', 'PageID', 'TemplateID'],
]);

class Reading {
  readonly #artifact: Artifact;
  readonly #context: ExtractContext;
  readonly #pack: Package;
  readonly #parts = new Map<string, OfdPart>();
  readonly #binary: Part[] = [];
  readonly #segments: Segment[] = [];
  readonly #unread: Unread[] = [];
  readonly #diagnostics: Diagnostic[] = [];
  /** Parts that were read as a page or hold its annotations. */
  readonly #asPage = new Set<string>();
  #pages = 0;
  #images = 0;

  constructor(artifact: Artifact, context: ExtractContext, pack: Package) {
    this.#artifact = artifact;
    this.#context = context;
    this.#pack = pack;
  }

  async run(): Promise<Extraction> {
    await this.#load();
    const locations = new Locations(this.#pack.entries.map(({ name }) => name));
    const main = this.#parts.get(locations.resolve('OFD.xml') ?? '');
    const documents = main === undefined ? [] : this.#documents(main, locations);
    const attachments = new Map<string, string>();
    for (const document of documents) {
      for (const [part, name] of document.attachments) attachments.set(part, name);
    }
    if (documents.length === 0) this.#fail('ofd/damaged', '');
    for (const document of documents) this.#document(document);
    this.#rest(attachments, documents);
    if (this.#images > 0) this.#diagnose('ofd/images-not-read', 'info');
    for (const segment of entryTexts(this.#pack.structure)) this.#segments.push(segment);
    return {
      segments: this.#segments,
      units: Math.max(1, this.#pages),
      unread: [...this.#pack.unread, ...this.#unread],
      diagnostics: [...this.#pack.diagnostics, ...this.#diagnostics],
      children: this.#children(attachments),
    };
  }

  async #load(): Promise<void> {
    for (const entry of this.#pack.entries) {
      const part = await this.#pack.read(entry);
      if (part === undefined) continue;
      if (!isXml(part.bytes) || this.#parts.has(part.name)) {
        this.#binary.push(part);
        continue;
      }
      const { text } = decodeText(part.bytes);
      this.#parts.set(part.name, {
        name: part.name,
        source: text,
        part: part.name,
        lines: new LineIndex(text),
      });
    }
  }

  #documents(main: OfdPart, locations: Locations): OfdDocument[] {
    const roots = findElements(main.source, new Set(['DocRoot']));
    const seen = new Set<string>();
    return roots.flatMap(({ text }) => {
      const name = locations.resolve(text, main.name);
      const root = name === undefined ? undefined : this.#parts.get(name);
      if (root === undefined) {
        const locked = this.#binary.some((part) => part.name === name);
        this.#fail(locked ? 'ofd/encrypted' : 'ofd/damaged', name ?? '');
        return [];
      }
      if (seen.has(root.name)) return [];
      seen.add(root.name);
      return [readDocument(root, locations, (part) => this.#parts.get(part))];
    });
  }

  #document(document: OfdDocument): void {
    const resources = this.#resources(document);
    const { limits, budget } = this.#context;
    const first = this.#pages;
    for (const number of document.missing) this.#failPage('ofd/page-missing', first + number);
    const missing = new Set(document.missing);
    let number = 0;
    for (const { id, part } of document.pages) {
      number++;
      while (missing.has(number)) number++;
      const page = first + number;
      const source = this.#parts.get(part);
      const stop = page > limits.pages ? 'ofd/page-limit' : budget.expired() ? 'ofd/time-limit' : undefined;
      const lost = document.encrypted ? 'ofd/encrypted' : 'ofd/page-missing';
      if (stop !== undefined || source === undefined) {
        this.#failPage(stop ?? lost, page);
        if (source !== undefined) this.#asPage.add(part);
        continue;
      }
      const annotations = (document.annotations.get(id) ?? []).flatMap((name) => {
        const found = this.#parts.get(name);
        return found === undefined ? [] : [found.source];
      });
      try {
        this.#page(source, page, { annotations, resources, box: document.box });
      } catch {
        // One page must not take the others along.
        this.#failPage('ofd/page-failed', page);
      }
    }
    this.#pages = first + document.pages.length + document.missing.length;
  }

  #page(
    { name, source }: OfdPart,
    page: number,
    {
      annotations = [],
      resources,
      box,
      channel,
    }: {
      readonly annotations?: readonly string[];
      readonly resources: PageResources;
      readonly box: readonly number[] | undefined;
      readonly channel?: Channel;
    },
  ): void {
    const listed = channel === undefined;
    const target = {
      part: listed ? '' : name,
      page,
      box,
      annotations,
      ...(listed ? {} : { channel }),
    };
    const reading = readPage(source, target, resources);
    this.#asPage.add(name);
    // With a recogniser the pictures of the pages are read, each as a file inside this one.
    const seen = this.#context.ocr !== undefined && reading.images > 0;
    if (!seen) this.#images += reading.images;
    const faults = reading.faults.filter((fault) => !seen || fault !== 'ofd/no-text-layer');
    for (const segment of reading.segments) this.#segments.push(segment);
    if (listed) for (const fault of faults) this.#failPage(fault, page);
    else for (const fault of faults) this.#fail(fault, name);
  }

  #resources(document: OfdDocument): PageResources {
    const composites = new Map<string, string>();
    const opaqueImages = new Set<string>();
    for (const name of document.resources) {
      const { source } = this.#parts.get(name)!;
      for (const [id, unit] of compositeUnits(source)) composites.set(id, unit);
      for (const { text, owner } of findElements(source, new Set(['MediaFile']))) {
        if (/\.(?:jpe?g|bmp)\s*$/i.test(text)) opaqueImages.add(owner.ID ?? '');
      }
    }
    return {
      composites,
      opaqueImages,
      fills: fillsOf(document.resources.map((name) => this.#parts.get(name)!.source)),
      template: (id) => {
        const name = document.templates.get(id) ?? '';
        this.#asPage.add(name);
        return this.#parts.get(name)?.source;
      },
      work: { left: SHARED_WORK },
    };
  }

  /** Every part that no page was made of: older versions, templates that no page uses, properties, tags. */
  #rest(attachments: ReadonlyMap<string, string>, documents: readonly OfdDocument[]): void {
    const notes = new Set(documents.flatMap((document) => [...document.annotations.values()].flat()));
    let signed = false;
    for (const part of this.#parts.values()) {
      if (attachments.has(part.name)) continue;
      if (this.#context.budget.expired()) {
        this.#fail('ofd/time-limit', part.name);
        continue;
      }
      if (/(?:^|\/)signs?\//i.test(part.name)) signed = true;
      const channel = notes.has(part.name) ? 'annotation' : 'metadata';
      const { segments, fault } = readAnyXml(part, {
        channel,
        skip: TECHNICAL_TEXT,
        technical: TECHNICAL_ATTRIBUTES,
      });
      for (const segment of segments) this.#segments.push(segment);
      if (fault !== undefined) this.#fail('ofd/part-damaged', part.name, false);
      if (
        !this.#asPage.has(part.name) &&
        !notes.has(part.name) &&
        /<(?:[\w.-]+:)?TextCode[\s>]/.test(part.source)
      ) {
        const resources = {
          composites: new Map(),
          opaqueImages: new Set<string>(),
          fills: new Map(),
          template: () => undefined,
        };
        const page = {
          resources: { ...resources, work: { left: 0 } },
          box: undefined,
        };
        // Composite units are drawn by the pages that refer to them.
        if (/<(?:[\w.-]+:)?Content[\s>]/.test(part.source))
          this.#page(part, 1, { ...page, channel: 'deleted' });
      }
    }
    if (signed) this.#diagnose('ofd/signed', 'info');
    for (const { name, bytes } of this.#binary) {
      if (!isSeal(name)) continue;
      const segment = sealTexts(bytes, name);
      if (segment !== undefined) this.#segments.push(segment);
    }
  }

  async *#children(attachments: ReadonlyMap<string, string>): AsyncGenerator<Child> {
    for (const name of attachments.keys()) {
      const part = this.#parts.get(name);
      const entry =
        part === undefined ? undefined : this.#pack.entries.find((candidate) => candidate.name === name);
      if (entry === undefined) continue;
      const data = await this.#pack.read(entry);
      if (data !== undefined) yield { artifact: { name, bytes: data.bytes } };
    }
    for (const { name, bytes } of this.#binary) {
      const attached = attachments.has(name);
      const picture = !attached && RASTER.test(name) && !isSeal(name);
      if (!attached && !picture && (isSeal(name) || RESOURCE.test(name) || bytes.length === 0)) continue;
      yield { artifact: picture ? { name, bytes, embedded: true } : { name, bytes } };
    }
    const { bytes } = this.#artifact;
    for (const { start, end } of this.#pack.structure.gaps) {
      yield {
        artifact: {
          name: `#bytes-${start}`,
          bytes: bytes.subarray(start, end),
        },
      };
    }
  }

  #diagnose(code: Code, severity: Diagnostic['severity'], page?: number): void {
    const where = page === undefined ? '' : `page ${page}: `;
    const box = [0, 0, 0, 0] as const;
    const place =
      page === undefined
        ? {}
        : {
            place: {
              kind: 'page' as const,
              part: '',
              channel: 'body' as const,
              page,
              box,
            },
          };
    this.#diagnostics.push({
      code,
      severity,
      message: `${where}${MESSAGES[code]}`,
      ...place,
    });
  }

  #fail(code: Code, part: string, unread: boolean = true): void {
    const severity = unread ? 'error' : 'warning';
    this.#diagnostics.push({
      code,
      severity,
      message: MESSAGES[code],
      place: partPlace(part),
    });
    if (unread) this.#unread.push({ part, code });
  }

  #failPage(code: Code, page: number): void {
    this.#diagnose(code, 'warning', page);
    this.#unread.push({ part: '', page, code });
  }
}

/** Images, fonts and colour profiles that pages use. */
const RASTER = /\.(?:png|jpe?g|gif|bmp|tiff?|webp)$/i;
const RESOURCE = /\.(?:png|jpe?g|bmp|gif|tiff?|jb2|jbig2|gbig2|wmf|emf|ttf|otf|ttc|cff|pfb|icc|svg|fnt)$/i;

function isSeal(name: string): boolean {
  return /\.esl$/i.test(name) || /(?:^|\/)signs?\/.*\.(?:dat|cer|p7s|asn1?)$/i.test(name);
}

function isXml(bytes: Uint8Array): boolean {
  const head = new TextDecoder('latin1').decode(bytes.subarray(0, 256)).replace(/\0/g, '');
  return /^(?:\xef\xbb\xbf|\xff\xfe|\xfe\xff)?\s*<[^\s<>=]/.test(head);
}
