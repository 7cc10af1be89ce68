/**
 * Opens a document with pdf.js.
 *
 * pdf.js is loaded by the first PDF, not before: it takes 0.3 s and needs a `DOMMatrix` global at import.
 */

import type { PDFDocumentProxy } from 'pdfjs-dist';
import { platform } from '#platform';
import { blankPictures, blankShadings } from './blank-pictures.js';

export type PdfJs = typeof import('pdfjs-dist');

let library: Promise<PdfJs> | undefined;

/** Nothing is drawn, so the methods of these classes are never called; pdf.js only asks that they exist. */
function stubs(): void {
  const host = globalThis as unknown as Record<string, unknown>;
  for (const name of ['DOMMatrix', 'Path2D', 'ImageData']) host[name] ??= class {};
}

/** pdf.js looks for a canvas package at import and complains on the console that there is none. */
async function quietly<T>(load: () => Promise<T>): Promise<T> {
  const { log, warn } = console;
  const silence =
    (write: typeof console.log): typeof console.log =>
    (...words) => {
      if (!/@napi-rs\/canvas|polyfill/.test(String(words[0]))) write(...words);
    };
  console.log = silence(log);
  console.warn = silence(warn);
  try {
    return await load();
  } finally {
    console.log = log;
    console.warn = warn;
  }
}

/** The legacy build (the other one needs Node 22), its worker in the same thread. */
export function loadPdfJs(): Promise<PdfJs> {
  library ??= (async () => {
    stubs();
    return quietly(async () => {
      await import('pdfjs-dist/legacy/build/pdf.worker.mjs');
      return (await import('pdfjs-dist/legacy/build/pdf.mjs')) as PdfJs;
    });
  })();
  return library;
}

export interface OpenDocument {
  readonly pdfjs: PdfJs;
  readonly document: PDFDocumentProxy;
  readonly cMaps: boolean;
  close(): Promise<void>;
}

export interface OpenOptions {
  /** Somebody reads the pictures; else they are not decoded, and only their boxes are known. */
  readonly pictures: boolean;
}

/**
 * @param bytes Are copied: pdf.js takes its input away from the caller.
 * @throws What pdf.js throws, with `name` `PasswordException` or `InvalidPDFException`, or any other error.
 */
export async function openDocument(
  bytes: Uint8Array,
  { pictures }: OpenOptions = { pictures: true },
): Promise<OpenDocument> {
  const pdfjs = await loadPdfJs();
  const assets = platform.pdfAssets();
  const data = Uint8Array.from(bytes);
  if (!pictures) blankPictures(data);
  blankShadings(data);
  const task = pdfjs.getDocument({
    data,
    ...(assets ?? {}),
    cMapPacked: true,
    useWorkerFetch: false,
    isEvalSupported: false,
    disableFontFace: true,
    useSystemFonts: false,
    fontExtraProperties: true,
    enableXfa: false,
    isOffscreenCanvasSupported: false,
    isImageDecoderSupported: false,
    verbosity: 0,
  });
  const close = async (): Promise<void> => {
    try {
      await task.destroy();
    } catch {
      // A document that failed to open may fail to close; there is nothing left to release.
    }
  };
  try {
    return { pdfjs, document: await task.promise, cMaps: assets !== undefined, close };
  } catch (error) {
    await close();
    throw error;
  }
}
