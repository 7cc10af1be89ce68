/**
 * Picture files: the texts that travel with them, and what they show, when there is a recogniser.
 *
 * A picture is a page (TIFF may have several, an animated GIF one a frame); one unit of its boxes is one pixel of the
 * picture as it is shown, origin bottom-left.
 */
import {
  type Artifact,
  type Diagnostic,
  defineFormat,
  type ExtractContext,
  type Extraction,
  type Format,
  LineIndex,
  type OcrFault,
  type Segment,
  type Unread,
  unreadable,
  wholeSource,
} from '../../core/index.js';
import { OCR_MESSAGES } from '../ocr/messages.js';
import { MAX_PIXELS } from '../ocr/raster.js';
import { isLegible, readScan } from '../ocr/read.js';
import { decodePages } from './decode.js';
import { type PictureHead, pictureHead } from './kind.js';
import { pictureMetadata } from './metadata.js';
import { readDirectories } from './tiff.js';

type Code = 'image/damaged' | 'image/too-large' | 'image/unsupported';

const MESSAGES: Readonly<Record<Code, string>> = {
  'image/damaged':
    'the picture is damaged and what it shows was not read, or not in full; get a whole copy or look at it',
  'image/too-large': `the picture has more than ${MAX_PIXELS / 1_000_000} million pixels and was not read; make it smaller or look at it`,
  'image/unsupported': 'the picture is coded in a way that nothing here reads; save it as PNG or look at it',
};

/** Pixels from which a picture inside a document is more than an emblem: a card, a form, a table. */
const EMBLEM: readonly [number, number] = [300, 150];

export const format: Format = defineFormat({
  id: 'image',
  mediaTypes: ['image/png', 'image/jpeg', 'image/gif', 'image/bmp', 'image/webp', 'image/tiff'],

  /** Never rejects. Without a recogniser what the picture shows is unread. */
  async extract(artifact, context) {
    const head = pictureHead(artifact.bytes);
    if (head === undefined) return unreadable('image/damaged', MESSAGES['image/damaged']);
    const { texts, orientation } = await pictureMetadata(artifact.bytes, head.kind);
    const segments = texts.map(({ part, text }) => wholeSource(text, 'metadata', part, new LineIndex(text)));
    return new Reading(artifact, context, head, segments).run(orientation);
  },
});

class Reading {
  readonly #artifact: Artifact;
  readonly #context: ExtractContext;
  readonly #head: PictureHead;
  readonly #segments: Segment[];
  readonly #unread: Unread[] = [];
  readonly #diagnostics: Diagnostic[] = [];
  #units = 1;

  constructor(artifact: Artifact, context: ExtractContext, head: PictureHead, segments: Segment[]) {
    this.#artifact = artifact;
    this.#context = context;
    this.#head = head;
    this.#segments = segments;
  }

  async run(orientation: number): Promise<Extraction> {
    const { width, height, kind } = this.#head;
    const { ocr } = this.#context;
    if (kind === 'tiff') this.#units = Math.max(1, readDirectories(this.#artifact.bytes, 10_000).length);
    if (!(width > 0 && height > 0)) this.#miss('image/damaged');
    else if (kind === 'tiff' || isLegible(width, height)) {
      if (kind !== 'tiff' && width * height > MAX_PIXELS) this.#miss('image/too-large');
      else if (ocr === undefined) this.#unseen();
      else await this.#read(orientation);
    }
    return {
      segments: this.#segments,
      units: this.#units,
      unread: this.#unread,
      diagnostics: this.#diagnostics,
    };
  }

  /** Without a recogniser. An emblem inside a document is only noted. */
  #unseen(): void {
    const { width, height } = this.#head;
    const emblem =
      this.#artifact.embedded === true &&
      (Math.max(width, height) < EMBLEM[0] || Math.min(width, height) < EMBLEM[1]);
    const code = 'ocr/not-installed';
    this.#diagnostics.push({ code, severity: emblem ? 'info' : 'warning', message: OCR_MESSAGES[code] });
    if (emblem) return;
    for (let page = 1; page <= this.#units; page++) this.#unread.push(this.#unit(page, code));
  }

  async #read(orientation: number): Promise<void> {
    const { limits, budget, ocr } = this.#context;
    let seen = 0;
    try {
      const options = {
        budget,
        pages: limits.pages,
        orientation,
        decodeOther: async (bytes: Uint8Array) => {
          const raster = await ocr!.decode(bytes);
          if (typeof raster === 'string') throw new OcrError(raster);
          return raster;
        },
      };
      for await (const { number, raster, toPlace, fault: bad } of decodePages(
        this.#artifact.bytes,
        this.#head,
        options,
      )) {
        seen = Math.max(seen, number);
        if (bad !== undefined) this.#miss(bad, number);
        if (raster === undefined) continue;
        const { segment, fault } = await readScan({ raster, toPlace, part: '', page: number }, ocr!);
        if (segment !== undefined) this.#segments.push(segment);
        if (fault !== undefined && bad === undefined) this.#miss(fault, number);
      }
    } catch (error) {
      if (error instanceof OcrError) this.#miss(error.code, seen + 1);
      else this.#miss('image/damaged', seen + 1);
      seen++;
    }
    this.#units = Math.max(this.#units, seen);
    if (seen < this.#units) {
      const code = 'image/damaged';
      for (let page = seen + 1; page <= this.#units; page++) this.#unread.push(this.#unit(page, code));
      if (!this.#diagnostics.some((one) => one.code === code)) this.#diagnose(code);
    }
  }

  #miss(code: Code | OcrFault, page: number = 1): void {
    this.#diagnose(code, page);
    this.#unread.push(this.#unit(page, code));
  }

  #diagnose(code: Code | OcrFault, page: number = 1): void {
    if (this.#diagnostics.some((one) => one.code === code)) return;
    const message = code in MESSAGES ? MESSAGES[code as Code] : OCR_MESSAGES[code as OcrFault];
    const place = { kind: 'page', part: '', channel: 'ocr', page, box: [0, 0, 0, 0] } as const;
    this.#diagnostics.push({ code, severity: 'warning', message, ...(this.#units > 1 ? { place } : {}) });
  }

  #unit(page: number, code: string): Unread {
    return this.#units > 1 ? { part: '', page, code } : { part: '', code };
  }
}

/** A reader that gave up carries its reason through the decoder. */
class OcrError extends Error {
  readonly code: OcrFault;

  constructor(code: OcrFault) {
    super(code);
    this.code = code;
  }
}
