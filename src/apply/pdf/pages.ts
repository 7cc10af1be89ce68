/** Pages as pdf.js paints them: every glyph with the text operator that shows it. */
import type { Box } from '../../formats/pdf/geometry.js';
import type { Glyph } from '../../formats/pdf/ink.js';
import { type OpenDocument, openDocument } from '../../formats/pdf/load.js';
import { inkOf } from '../../formats/pdf/page.js';
import type { Layers } from '../../formats/pdf/page-context.js';
import type { TracedShow } from './match.js';

export interface PageTrace {
  readonly shows: readonly TracedShow[];
  /** What a reader sees. */
  readonly visible: ReadonlySet<Glyph>;
  readonly view: Box;
}

/** Opens a document for tracing; `close` it. @throws What pdf.js throws. */
export async function openPages(bytes: Uint8Array): Promise<PageSource> {
  const open = await openDocument(bytes);
  const layers = await open.document.getOptionalContentConfig().catch(() => undefined);
  return new PageSource(open, layers);
}

export class PageSource {
  readonly #open: OpenDocument;
  readonly #layers: Layers | undefined;

  constructor(open: OpenDocument, layers: Layers | undefined) {
    this.#open = open;
    this.#layers = layers;
  }

  get count(): number {
    return this.#open.document.numPages;
  }

  /** Whether the file is encrypted, so that it opened without a password. */
  async isEncrypted(): Promise<boolean> {
    const { info } = await this.#open.document.getMetadata();
    return ((info as { EncryptFilterName?: unknown }).EncryptFilterName ?? null) !== null;
  }

  close(): Promise<void> {
    return this.#open.close();
  }

  /** @param number From 1. @throws What pdf.js throws on a page it can't read. */
  async trace(number: number): Promise<PageTrace> {
    const { pdfjs, document } = this.#open;
    const page = await document.getPage(number);
    const shows: { annotation: string | undefined; glyphs: TracedShow['glyphs'] }[] = [];
    const { seen } = await inkOf(
      { pdfjs, page, layers: this.#layers, number, part: '' },
      {
        show: (annotation) => void shows.push({ annotation, glyphs: [] }),
        glyph: ({ originalCharCode: code = -1 }, kerning, ink) =>
          void shows.at(-1)!.glyphs.push({ code, kerning, ink }),
      },
    );
    const view = page.view as unknown as Box;
    page.cleanup();
    if (number % 50 === 0) await document.cleanup().catch(() => undefined);
    return { shows, visible: new Set(seen.visible), view };
  }
}
