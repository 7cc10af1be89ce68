/**
 * The library that reads and writes PDF objects, for redaction: an optional peer, loaded by the first use.
 *
 * pdf.js reads and does not write; `@cantoo/pdf-lib` keeps every object as it is, and opens encrypted files.
 */
import type * as PdfLib from '@cantoo/pdf-lib';

export type {
  PDFArray,
  PDFContext,
  PDFDict,
  PDFHexString,
  PDFName,
  PDFObject,
  PDFRawStream,
  PDFRef,
  PDFString,
} from '@cantoo/pdf-lib';

export type ObjectLibrary = typeof PdfLib;

let library: Promise<ObjectLibrary | undefined> | undefined;

/** @returns undefined when the package is not installed. */
export function loadObjectLibrary(): Promise<ObjectLibrary | undefined> {
  library ??= import('@cantoo/pdf-lib').catch(() => undefined);
  return library;
}
