/** Opens a document with pdf.js. */

import type { PDFDocumentProxy } from 'pdfjs-dist';
import { platform } from '#platform';
import { blankPictures, blankShadings } from './blank-pictures.js';
import { loadPdfJs, type PdfJs } from './pdfjs.js';
import { unpacked } from './unpacked.js';

export interface OpenDocument {
  readonly pdfjs: PdfJs;
  readonly document: PDFDocumentProxy;
  readonly cMaps: boolean;
  /** What packed streams hold, by the offset of their data in bytes; not of all of them. */
  readonly streams: ReadonlyMap<number, Uint8Array>;
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
  const { pdfjs, worker: startWorker } = await loadPdfJs();
  const assets = platform.pdfAssets();
  const copy = Uint8Array.from(bytes);
  if (!pictures) blankPictures(copy);
  blankShadings(copy);
  const { file, streams } = await unpacked(copy);
  const worker = startWorker();
  const task = pdfjs.getDocument({
    data: file,
    worker,
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
    worker.destroy();
  };
  try {
    return { pdfjs, document: await task.promise, cMaps: assets !== undefined, streams, close };
  } catch (error) {
    await close();
    throw error;
  }
}
