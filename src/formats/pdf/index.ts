/**
 * PDF → segments: one of running text a page, and one for each channel that hides text or stands beside it.
 *
 * Places are boxes in user space (points, origin bottom-left, as the page's own coordinates), one per line
 * fragment. Source: ISO 32000-1:2008.
 */
import {
  type Artifact,
  append,
  type Child,
  type Diagnostic,
  defineFormat,
  type ExtractContext,
  type Extraction,
  type Format,
  type OcrFault,
  type Segment,
  type Span,
  type Unread,
  unreadable,
} from '../../core/index.js';
import { OCR_MESSAGES } from '../ocr/messages.js';
import {
  Annotations,
  type Attachment,
  readAnnotations,
  readAttachments,
  readMetadata,
  readOutline,
  readScripts,
} from './channels.js';
import { untilExpired } from './deadline.js';
import { Ciphers } from './decipher.js';
import { Known } from './known.js';
import { type OpenDocument, type OpenOptions, openDocument } from './load.js';
import { MESSAGES } from './messages.js';
import { withPages } from './orphan-pages.js';
import { readPage } from './page.js';
import { hasRangeBomb, type RawFacts, rawFacts, withTrailer } from './raw.js';
import { noteLines, readRevision } from './revisions.js';
import { sweep } from './sweep.js';

export const format: Format = defineFormat({
  id: 'pdf',
  mediaTypes: ['application/pdf'],

  /** Never rejects. Pages that can't be read are named, one by one. */
  async extract(artifact, context) {
    if (hasRangeBomb(artifact.bytes)) return unreadable('pdf/unsafe', MESSAGES['pdf/unsafe']);
    let open: OpenDocument;
    try {
      const pictures = context.ocr !== undefined;
      open = await untilExpired(openOrMend(artifact.bytes, { pictures }), context.budget);
    } catch (error) {
      const code = failure(error);
      return unreadable(code, MESSAGES[code]);
    }
    try {
      return await new Reading(artifact, context, open).run();
    } catch {
      return unreadable('pdf/damaged', MESSAGES['pdf/damaged']);
    } finally {
      await open.close();
    }
  },
});

/** A file that lost its end opens once it is given another; `rawFacts` still sees that it was cut. */
async function openOrMend(bytes: Uint8Array, options: OpenOptions): Promise<OpenDocument> {
  try {
    return await openDocument(bytes, options);
  } catch (error) {
    const mended = failure(error) === 'pdf/damaged' ? withTrailer(bytes) : undefined;
    if (mended === undefined) throw error;
    return openDocument(mended, options);
  }
}

type Code = keyof typeof MESSAGES;

function failure(error: unknown): Code {
  const name = error instanceof Error ? error.name : '';
  if (name === 'PasswordException') return 'pdf/encrypted';
  return name === 'TimeoutError' ? 'pdf/time-limit' : 'pdf/damaged';
}

/** One pass over one document. */
class Reading {
  readonly #artifact: Artifact;
  readonly #context: ExtractContext;
  readonly #open: OpenDocument;
  readonly #segments: Segment[] = [];
  readonly #unread: Unread[] = [];
  readonly #diagnostics: Diagnostic[] = [];
  readonly #attachments: Attachment[] = [];
  #outside: readonly Span[] = [];
  readonly #known = new Set<number>();
  readonly #ciphers = new Ciphers();
  readonly #annotationsOf: Annotations;

  constructor(artifact: Artifact, context: ExtractContext, open: OpenDocument) {
    this.#artifact = artifact;
    this.#context = context;
    this.#open = open;
    this.#annotationsOf = new Annotations(open.document);
  }

  async run(): Promise<Extraction> {
    const { document, cMaps } = this.#open;
    const facts = rawFacts(this.#artifact.bytes);
    this.#outside = facts.outside;
    const count = document.numPages;
    if (!Number.isInteger(count) || count < 1) {
      return unreadable('pdf/damaged', MESSAGES['pdf/damaged']);
    }
    if (!cMaps) this.#diagnose('pdf/no-cmaps', 'info');
    if (facts.truncated) {
      this.#diagnose('pdf/damaged', 'error');
      this.#unread.push({ part: '', code: 'pdf/damaged' });
    }
    await this.#pages(count);
    await this.#part('metadata', async () => this.#add(await readMetadata(document)));
    await this.#part('outline', async () => this.#add(await readOutline(document)));
    await this.#part('script', async () => this.#add(await readScripts(document)));
    await this.#part('attachments', async () => {
      append(this.#attachments, await readAttachments(document));
    });
    await this.#revisions(facts);
    await this.#part('objects', () => this.#objects());
    return {
      segments: this.#segments,
      units: count,
      unread: this.#unread,
      diagnostics: this.#diagnostics,
      ...(this.#attachments.length + this.#outside.length > 0 ? { children: this.#children() } : {}),
    };
  }

  #add(segments: readonly Segment[]): void {
    for (const segment of segments) this.#segments.push(segment);
  }

  #diagnose(code: Code, severity: Diagnostic['severity'], page?: number): void {
    const where = page === undefined ? '' : `page ${page}: `;
    const place = {
      kind: 'page' as const,
      part: '',
      channel: 'body' as const,
      page: page ?? 1,
      box: [0, 0, 0, 0] as const,
    };
    const message = `${where}${MESSAGES[code]}`;
    this.#diagnostics.push({ code, severity, message, ...(page === undefined ? {} : { place }) });
  }

  /** The recogniser gave up: said once for each reason, since it holds for all pages that follow. */
  #missed(code: OcrFault, page: number, scan: boolean): void {
    if (this.#diagnostics.some((one) => one.code === code)) return;
    const place = {
      kind: 'page' as const,
      part: '',
      channel: 'ocr' as const,
      page,
      box: [0, 0, 0, 0] as const,
    };
    const message = `page ${page}: ${OCR_MESSAGES[code]}`;
    this.#diagnostics.push({ code, severity: scan ? 'warning' : 'info', message, place });
  }

  #unreadPage(code: Code, page: number): void {
    this.#diagnose(code, 'warning', page);
    this.#unread.push({ part: '', page, code });
  }

  async #pages(count: number): Promise<void> {
    const { limits } = this.#context;
    const { document } = this.#open;
    const layers = await document.getOptionalContentConfig().catch(() => undefined);
    let images = 0;
    for (let number = 1; number <= count; number++) {
      const stop = number > limits.pages ? 'pdf/page-limit' : this.#expired() ? 'pdf/time-limit' : undefined;
      if (stop !== undefined) {
        this.#rest(stop, number, count);
        break;
      }
      images += await this.#page(number, layers);
      if (number % 50 === 0) await document.cleanup().catch(() => undefined);
    }
    if (images > 0) this.#diagnose('pdf/images-not-read', 'info');
  }

  #expired(): boolean {
    return this.#context.budget.expired() || this.#context.signal?.aborted === true;
  }

  /** Names the pages from `first` on as unread; the diagnostic is given once. */
  #rest(code: 'pdf/page-limit' | 'pdf/time-limit', first: number, count: number): void {
    this.#diagnose(code, 'warning', first);
    const listed = Math.min(count, first + 10_000);
    for (let page = first; page <= listed; page++) this.#unread.push({ part: '', page, code });
  }

  /** @returns Images on the page. */
  async #page(number: number, layers: Parameters<typeof readPage>[0]['layers']): Promise<number> {
    const { pdfjs, document } = this.#open;
    const { budget } = this.#context;
    try {
      const page = await untilExpired(document.getPage(number), budget);
      const { ocr } = this.#context;
      const context = {
        pdfjs,
        page,
        layers,
        number,
        part: '',
        ...(ocr === undefined ? {} : { ocr, known: this.#known, ciphers: this.#ciphers }),
      };
      const { segments, faults, images, ocr: missed } = await untilExpired(readPage(context), budget);
      this.#add(segments);
      for (const fault of faults) this.#unreadPage(fault, number);
      if (missed !== undefined) this.#missed(missed, number, faults.length > 0);
      try {
        const found = await untilExpired(this.#annotationsOf.of(page, number), budget);
        const beside = readAnnotations(found, number, '');
        this.#add(beside.segments);
        append(this.#attachments, beside.attachments);
      } catch {
        this.#unreadPage('pdf/part-failed', number);
      }
      page.cleanup();
      return images;
    } catch (error) {
      const late = error instanceof Error && error.name === 'TimeoutError';
      this.#unreadPage(late ? 'pdf/time-limit' : 'pdf/page-failed', number);
      return 0;
    }
  }

  async #part(part: string, read: () => Promise<void>): Promise<void> {
    try {
      await untilExpired(read(), this.#context.budget);
    } catch {
      this.#diagnose('pdf/part-failed', 'warning');
      this.#unread.push({ part, code: 'pdf/part-failed' });
    }
  }

  async #revisions({ revisions, more }: RawFacts): Promise<void> {
    if (revisions.length === 0) return;
    const known = new Set<string>();
    for (const segment of this.#segments) noteLines(segment, known);
    const { budget, limits } = this.#context;
    let failed = more;
    for (const end of revisions) {
      if (this.#expired()) {
        failed = true;
        break;
      }
      try {
        const options = { budget, pages: limits.pages };
        const reading = readRevision(this.#artifact.bytes, end, known, options);
        this.#add(await untilExpired(reading, budget));
      } catch {
        failed = true;
      }
    }
    if (!failed) return;
    this.#diagnose('pdf/revision-failed', 'warning');
    this.#unread.push({ part: 'revisions', code: 'pdf/revision-failed' });
  }

  /** What no interface of pdf.js shows. */
  async #objects(): Promise<void> {
    const { bytes } = this.#artifact;
    const known = new Known();
    for (const segment of this.#segments) known.add(segment);
    const { budget, limits } = this.#context;
    const { streams } = this.#open;
    const reading = await sweep(bytes, { budget, known, attachments: this.#attachments, streams });
    this.#add(reading.segments);
    append(this.#attachments, reading.attachments);
    if (reading.fault !== undefined) {
      this.#diagnose(reading.fault, 'warning');
      this.#unread.push({ part: 'objects', code: reading.fault });
    }
    if (reading.orphans.length === 0) return;
    const lines = new Set<string>();
    for (const segment of this.#segments) noteLines(segment, lines);
    const whole = withPages(bytes, reading.orphans, reading.offsets);
    const options = { budget, pages: limits.pages };
    this.#add(await readRevision(whole, whole.length, lines, options));
  }

  async *#children(): AsyncGenerator<Child> {
    const { limits, budget } = this.#context;
    for (const [i, { name, bytes }] of this.#attachments.entries()) {
      if (i >= limits.entries || bytes.length > limits.bytes || !budget.claim(bytes.length)) {
        const code = 'pdf/attachment-limit';
        const message = MESSAGES[code];
        yield { diagnostic: { code, severity: 'warning', message }, unread: { part: name, code } };
        continue;
      }
      yield { artifact: { name: name === '' ? `attachment-${i + 1}` : name, bytes } };
    }
    for (const { start, end } of this.#outside) {
      yield { artifact: { name: `#bytes-${start}`, bytes: this.#artifact.bytes.subarray(start, end) } };
    }
  }
}
