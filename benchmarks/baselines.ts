/** What the scanner is compared with in the same run: the parser alone, and one tolerant regular expression a type. */

import { createRequire } from 'node:module';
import path from 'node:path';
import { Parser } from 'htmlparser2';
import mammoth from 'mammoth';

const SEPARATOR = '[\\s\\u200b-\\u200d\\u00ad.\\-\\u2013\\u2014\\u3000]{0,2}';
const digits = (count: string): string => `(?:[0-9０-９]${SEPARATOR}){${count}}`;

/** Finds what a careful person would grep for: no check characters, no context, no places. */
export const TOLERANT: readonly RegExp[] = [
  new RegExp(`[1-9１-９]${SEPARATOR}${digits('16')}[0-9０-９XxＸｘ×]`, 'g'),
  new RegExp(`[1１]${SEPARATOR}[3-9３-９]${SEPARATOR}${digits('8')}[0-9０-９]`, 'g'),
  new RegExp(`[3-9３-９]${SEPARATOR}${digits('14,17')}[0-9０-９]`, 'g'),
  /[\u4e00-\u9fff]{2,30}(?:[0-9０-９一二三四五六七八九十]{1,5}(?:号|栋|幢|单元|室|组|队|楼))+/g,
];

export function countMatches(text: string): number {
  let count = 0;
  for (const pattern of TOLERANT) {
    for (const _ of text.matchAll(pattern)) count++;
  }
  return count;
}

/** htmlparser2, text events only. */
export function htmlTextLength(page: string): number {
  let length = 0;
  const parser = new Parser({
    ontext(text) {
      length += text.length;
    },
  });
  parser.end(page);
  return length;
}

type PdfJs = typeof import('pdfjs-dist/legacy/build/pdf.mjs');
let pdfjs: PdfJs | undefined;

/** pdf.js getTextContent of every page, with its CMaps. */
export async function pdfTextLength(bytes: Uint8Array): Promise<{ pages: number; length: number }> {
  pdfjs ??= await import('pdfjs-dist/legacy/build/pdf.mjs');
  const home = path.dirname(createRequire(import.meta.url).resolve('pdfjs-dist/package.json'));
  const task = pdfjs.getDocument({
    data: bytes.slice(),
    cMapUrl: `${path.join(home, 'cmaps')}/`,
    standardFontDataUrl: `${path.join(home, 'standard_fonts')}/`,
    isEvalSupported: false,
    useSystemFonts: false,
    verbosity: 0,
  });
  const document = await task.promise;
  let length = 0;
  for (let i = 1; i <= document.numPages; i++) {
    const { items } = await (await document.getPage(i)).getTextContent();
    for (const item of items) length += 'str' in item ? item.str.length : 0;
  }
  const pages = document.numPages;
  await task.destroy();
  return { pages, length };
}

export async function docxTextLength(bytes: Uint8Array): Promise<number> {
  const { value } = await mammoth.extractRawText({ buffer: Buffer.from(bytes) });
  return value.length;
}
