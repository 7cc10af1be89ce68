/** Rasters to draw on, and engines that know what was drawn: for tests of all that stands around a real engine. */
import type { OcrEngine, OcrFault, OcrLine, OcrPicture, OcrReader } from '../../core/index.js';
import { blank, type Raster } from './raster.js';

/** Text as a fake engine finds it: 14 pixels a digit, 28 a Chinese character, 28 high. */
export interface Written {
  readonly text: string;
  readonly x: number;
  /** Of the baseline. */
  readonly y: number;
  /** Of each character, 0…1; 0.99 when missing. */
  readonly confidence?: readonly number[];
  /** What is read, when that is not what stands there. */
  readonly read?: string;
}

const HEIGHT = 28;
const advance = (character: string): number => (character.charCodeAt(0) > 0x2000 ? 28 : 14);

/** Draws a block for every character, so that there is ink of the right size at the right place. */
export function page(width: number, height: number, texts: readonly Written[]): Raster {
  const raster = blank(width, height);
  for (const { text, x, y } of texts) {
    let at = x;
    for (const character of text) {
      fill(raster, at + 2, y - HEIGHT + 8, at + advance(character) - 2, y);
      at += advance(character);
    }
  }
  return raster;
}

export function fill({ width, grey }: Raster, x0: number, y0: number, x1: number, y1: number): void {
  for (let y = y0; y < y1; y++) grey.fill(0, y * width + x0, y * width + x1);
}

/** @param shift From pixels of the page to those of the picture that the engine is given. */
export function linesOf(
  texts: readonly Written[],
  shift: (x: number, y: number) => [number, number] = (x, y) => [x, y],
): OcrLine[] {
  return texts.map(({ text, read = text, x, y, confidence }) => {
    let at = x;
    return [...read].map((character, i) => {
      const [x0, y1] = shift(at + 1, y);
      const [x1, y0] = shift(at + advance(character) - 1, y - HEIGHT + 8);
      at += advance(character);
      return {
        text: character,
        confidence: confidence?.[i] ?? 0.99,
        box: [Math.min(x0, x1), Math.min(y0, y1), Math.max(x0, x1), Math.max(y0, y1)] as const,
        spaced: false,
      };
    });
  });
}

/** A reader without limits. */
export function reader(read: (picture: OcrPicture) => readonly OcrLine[] | OcrFault): OcrReader {
  return {
    read: (picture) => Promise.resolve(read(picture)),
    decode: () => Promise.resolve('ocr/failed'),
    closed: () => undefined,
  };
}

export function engine(read: (picture: OcrPicture) => readonly OcrLine[]): OcrEngine {
  return { id: 'fake', recognise: (picture) => Promise.resolve(read(picture)) };
}
