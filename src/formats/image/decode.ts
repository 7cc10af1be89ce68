/** Pictures → rasters as they are shown, page by page. */
import type { Budget } from '../../core/index.js';
import { MAX_PIXELS, mirrored, type Raster, turned } from '../ocr/raster.js';
import type { Matrix } from '../pdf/geometry.js';
import { jpegPdf, pdfOf, type Sheet, tiffSheet } from './as-pdf.js';
import { decodeBmp } from './bmp.js';
import { Reader, startsWith } from './bytes.js';
import { decodeGif } from './gif.js';
import { jpegSegments, type PictureHead } from './kind.js';
import { type Decoded, decodePng } from './png.js';
import { readDirectories } from './tiff.js';

export interface Page {
  /** From 1. */
  readonly number: number;
  /** Missing when it could not be decoded. */
  readonly raster?: Raster;
  /** Nothing of it, or not all of it, could be decoded. */
  readonly fault?: 'image/damaged' | 'image/unsupported';
  /** From pixels of the raster to pixels of the picture as shown, origin bottom-left. */
  readonly toPlace: Matrix;
}

export interface DecodeOptions {
  readonly budget: Budget;
  /** Pages, or frames of an animation. */
  readonly pages: number;
  /** EXIF orientation, 1…8. */
  readonly orientation: number;
  /** For kinds that have no decoder here. */
  readonly decodeOther: (bytes: Uint8Array) => Promise<Raster>;
}

/** @throws Error, RangeError on data that can't be decoded. */
export async function* decodePages(
  bytes: Uint8Array,
  head: PictureHead,
  options: DecodeOptions,
): AsyncGenerator<Page> {
  const { orientation, pages, budget } = options;
  switch (head.kind) {
    case 'png':
      yield shown(await decodePng(bytes), orientation, 1, 1);
      return;
    case 'bmp':
      yield shown(decodeBmp(bytes), 1, 1, 1);
      return;
    case 'gif':
      {
        const { shown: frames, count, whole } = decodeGif(bytes, pages);
        for (const [i, raster] of frames.entries()) yield shown({ raster, whole }, 1, i + 1, 1);
        if (count === 0) yield { number: 1, fault: 'image/damaged', toPlace: NOWHERE };
      }
      return;
    case 'webp': {
      const whole = new Reader(bytes, true).u32(4) + 8 <= bytes.length;
      yield shown({ raster: await options.decodeOther(bytes), whole }, orientation, 1, 1);
      return;
    }
    case 'jpeg': {
      const { components, adobe, whole } = jpegFacts(bytes);
      yield* ofPdf(jpegPdf(bytes, head, components, adobe), budget, orientation, [{ number: 1, whole }]);
      return;
    }
    case 'tiff': {
      const sheets: Sheet[] = [];
      const numbers: Expected[] = [];
      for (const [i, directory] of readDirectories(bytes, pages).entries()) {
        const fits = directory.width * directory.height <= MAX_PIXELS;
        const sheet = fits ? tiffSheet(directory) : undefined;
        if (sheet === undefined) yield { number: i + 1, fault: 'image/unsupported', toPlace: NOWHERE };
        else {
          sheets.push(sheet);
          numbers.push({ number: i + 1, whole: sheet.whole });
        }
      }
      if (sheets.length > 0) yield* ofPdf(pdfOf(sheets), budget, orientation, numbers);
    }
  }
}

interface Expected {
  readonly number: number;
  /** All of its data are in the file. */
  readonly whole: boolean;
}

const NOWHERE: Matrix = [1, 0, 0, 1, 0, 0];

async function* ofPdf(
  bytes: Uint8Array,
  budget: Budget,
  orientation: number,
  expected: readonly Expected[],
): AsyncGenerator<Page> {
  const { picturePages } = await import('../pdf/picture-pages.js');
  let i = 0;
  for await (const page of picturePages(bytes, budget)) {
    const { number, whole } = expected[i++] ?? { number: i, whole: false };
    if (page === undefined) yield { number, fault: 'image/damaged', toPlace: NOWHERE };
    // Very large pictures were made smaller; places count in their own pixels.
    else yield shown({ raster: page.raster, whole }, orientation, number, page.toPlace[0]);
  }
}

/** @param unit Pixels of the picture to one of the raster. */
function shown({ raster, whole }: Decoded, orientation: number, number: number, unit: number): Page {
  const flip = orientation === 2 || orientation === 4 || orientation === 5 || orientation === 7;
  const turns = [0, 0, 0, 2, 2, 3, 1, 1, 3][orientation] ?? 0;
  const upright = turned(flip ? mirrored(raster) : raster, turns);
  return {
    number,
    raster: upright,
    toPlace: [unit, 0, 0, -unit, 0, upright.height * unit],
    ...(whole ? {} : { fault: 'image/damaged' as const }),
  };
}

/** `whole`: the end mark is there. */
function jpegFacts(bytes: Uint8Array): { components: number; adobe: boolean; whole: boolean } {
  let components = 3;
  let adobe = false;
  let after = 2;
  for (const { marker, start, end } of jpegSegments(bytes)) {
    after = end;
    if (marker === 0xee && startsWith(bytes, 'Adobe', start)) adobe = true;
    if (marker >= 0xc0 && marker <= 0xcf && marker !== 0xc4 && marker !== 0xc8 && marker !== 0xcc)
      components = bytes[start + 5] ?? 3;
  }
  let whole = false;
  for (let i = bytes.length - 2; i >= after && !whole; i--)
    whole = bytes[i] === 0xff && bytes[i + 1] === 0xd9;
  return { components, adobe, whole };
}
