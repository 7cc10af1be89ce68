/** What is read of a metafile, whichever kind it is. */
import { bitmapFile } from '../ocr/bitmap-file.js';

/** A text as it is drawn, in the units of the metafile, y downwards. */
export interface DrawnText {
  readonly text: string;
  readonly x: number;
  readonly y: number;
  /** Advance of the whole; 0 when the record does not say. */
  readonly width: number;
  /** Of the font. */
  readonly size: number;
}

export interface Drawing {
  readonly texts: DrawnText[];
  /** As BMP files. */
  readonly bitmaps: Uint8Array[];
  /** Texts that are numbers of glyphs. */
  glyphs: number;
  damaged: boolean;
}

export const MOST_TEXTS = 200_000;
const MOST_BITMAPS = 1_000;
/** Bytes of a bitmap that can show text; dither patterns are smaller. */
const LEAST_BITMAP = 2_000;

export function emptyDrawing(): Drawing {
  return { texts: [], bitmaps: [], glyphs: 0, damaged: false };
}

const CHARSETS: Readonly<Record<number, string>> = {
  2: 'windows-1252',
  134: 'gb18030',
  136: 'big5',
  128: 'shift_jis',
  129: 'euc-kr',
};

/** @param charset Of a LOGFONT ([MS-WMF] 2.1.1.5); 2 is symbols, others are taken for Chinese where they aren't ASCII. */
export function ansi(bytes: Uint8Array, charset: number): string {
  return new TextDecoder(CHARSETS[charset] ?? 'gb18030').decode(bytes);
}

export function addBitmap(drawing: Drawing, dib: Uint8Array): void {
  const file =
    dib.length < LEAST_BITMAP || drawing.bitmaps.length >= MOST_BITMAPS ? undefined : bitmapFile(dib);
  if (file !== undefined) drawing.bitmaps.push(file);
}
