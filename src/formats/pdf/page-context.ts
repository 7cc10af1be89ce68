/** One page as it is read, and how its operator list is walked. */
import type { PDFDocumentProxy, PDFPageProxy } from 'pdfjs-dist';
import type { OcrReader } from '../../core/index.js';
import type { PathBuffer } from './canvas.js';
import type { Ciphers } from './decipher.js';
import { FALLBACK_FONT, type Font, type PdfJsFont, readFont } from './fonts.js';
import type { Box } from './geometry.js';
import type { PdfJs } from './pdfjs.js';
import type { WalkOptions } from './walk-options.js';

/** Glyphs read of one page. */
const MAX_GLYPHS = 300_000;

export type Layers = Awaited<ReturnType<PDFDocumentProxy['getOptionalContentConfig']>>;

export interface PageContext {
  readonly pdfjs: PdfJs;
  readonly page: PDFPageProxy;
  readonly layers: Layers | undefined;
  /** From 1. */
  readonly number: number;
  readonly part: string;
  readonly ocr?: OcrReader;
  /** Pictures that were read on pages before: the emblem on every page is read once. */
  readonly known?: Set<number>;
  /** What glyphs of fonts that lie were read as on pages before. */
  readonly ciphers?: Ciphers;
}

export function walkOptions({ pdfjs, page, layers }: PageContext): WalkOptions {
  return {
    ops: pdfjs.OPS,
    font: fontLookup(page),
    visible: (layer) => layerOn(layers, layer),
    view: page.view as unknown as Box,
    userUnit: page.userUnit,
    maxGlyphs: MAX_GLYPHS,
  };
}

function layerOn(layers: Layers | undefined, layer: unknown): boolean {
  try {
    return layers?.isVisible(layer) !== false;
  } catch {
    return true;
  }
}

function fontLookup(page: PDFPageProxy): (name: string) => Font {
  const fonts = new Map<string, Font>();
  return (name) => {
    let font = fonts.get(name);
    if (font === undefined) {
      const found = name === '' ? undefined : fontObject(page, name);
      font = name === '' ? FALLBACK_FONT : readFont(found, (char) => outlineOf(page, name, char));
      fonts.set(name, font);
    }
    return font;
  };
}

/** @returns The outline of a glyph in em, y upwards; undefined for one without. */
export function outlineOf(page: PDFPageProxy, font: string, char: string): PathBuffer | undefined {
  try {
    return (page.commonObjs.get(`${font}_path_${char}`) as { readonly path?: PathBuffer } | null)?.path;
  } catch {
    return undefined;
  }
}

function fontObject(page: PDFPageProxy, name: string): PdfJsFont | string | undefined {
  try {
    return page.commonObjs.get(name) as PdfJsFont | string;
  } catch {
    return undefined;
  }
}
