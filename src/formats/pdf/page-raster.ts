/** What a page shows as pictures, put together as one raster: strips, several scans, turned and masked images. */
import type { PDFPageProxy } from 'pdfjs-dist';
import { MAX_PIXELS, type Raster, turned } from '../ocr/raster.js';
import { Canvas } from './canvas.js';
import { type Box, inverse, type Matrix, multiply } from './geometry.js';
import type { Picture } from './ink.js';

/** Pixels an inch: more tells a recogniser nothing. */
const MOST_DPI = 300;
const MOST_PIXELS = 30_000_000;
/** Milliseconds that an image may take to arrive after the operator list that names it. */
const WAIT = 20_000;

export interface PageRaster {
  /** As the page is shown, its `rotate` applied. */
  readonly raster: Raster;
  /** From its pixels to user space. */
  readonly toPlace: Matrix;
}

/** An image of pdf.js. `kind`: 1 one bit a pixel, 2 RGB, 3 RGBA. */
export interface PdfImage {
  readonly width: number;
  readonly height: number;
  readonly kind?: number;
  readonly data?: Uint8Array | Uint8ClampedArray;
}

/** Grey with opacity, one byte each a pixel. */
export interface GreyImage {
  readonly width: number;
  readonly height: number;
  readonly grey: Uint8Array;
  readonly alpha: Uint8Array | undefined;
}

/** @returns undefined for an image that did not decode, or does not arrive. */
export async function pictureData(page: PDFPageProxy, picture: Picture): Promise<GreyImage | undefined> {
  const image = typeof picture.source === 'string' ? await named(page, picture.source) : picture.source;
  return greyOf(image as PdfImage | null, picture.stencil);
}

function named(page: PDFPageProxy, name: string): Promise<unknown> {
  return new Promise((resolve) => {
    const timer = setTimeout(() => resolve(undefined), WAIT);
    const arrived = (value: unknown): void => {
      clearTimeout(timer);
      resolve(value);
    };
    try {
      // Images that several pages share are common objects; their names begin with the document's.
      const store = /^(?:img|mask)_/.test(name) ? page.objs : page.commonObjs;
      (store.get as (id: string, callback: (value: unknown) => void) => void).call(store, name, arrived);
    } catch {
      arrived(undefined);
    }
  });
}

/** The red channel: red seals vanish, black, blue and green ink stays. */
function greyOf(image: PdfImage | null | undefined, stencil: boolean): GreyImage | undefined {
  const { width, height, kind, data } = image ?? { width: 0, height: 0 };
  if (data === undefined || !(width > 0 && height > 0) || width * height > MAX_PIXELS) return undefined;
  const count = width * height;
  const grey = new Uint8Array(count);
  if (kind === 2 || kind === 3) {
    const step = kind + 1;
    if (data.length < count * step) return undefined;
    for (let i = 0, j = 0; i < count; i++, j += step) grey[i] = data[j]!;
    if (kind === 2) return { width, height, grey, alpha: undefined };
    const alpha = new Uint8Array(count);
    for (let i = 0, j = 3; i < count; i++, j += 4) alpha[i] = data[j]!;
    return { width, height, grey, alpha };
  }
  const stride = (width + 7) >> 3;
  if (data.length < stride * height) return undefined;
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const on = (data[y * stride + (x >> 3)]! >> (7 - (x & 7))) & 1;
      grey[y * width + x] = on === 0 ? 0 : 255;
    }
  }
  // A stencil's zeros are its ink; where it has none, what lies beneath shows.
  return { width, height, grey, alpha: stencil ? grey.map((value) => 255 - value) : undefined };
}

export interface Placed {
  readonly picture: Picture;
  readonly image: GreyImage;
}

/** What is drawn over the pictures. */
export interface Drawing {
  /** Pixels an inch that it needs to be read. */
  readonly dpi: number;
  /** @param toPixels From user space. */
  draw(canvas: Canvas, toPixels: Matrix): void;
}

/** @param rotate Degrees clockwise by which the page is turned when shown. */
export function composed(
  pictures: readonly Placed[],
  view: Box,
  rotate: number,
  drawing?: Drawing,
): PageRaster | undefined {
  const finest = pictures.reduce(
    (most, { picture: { matrix }, image }) => {
      const across = image.width / (Math.hypot(matrix[0], matrix[1]) || 1);
      const down = image.height / (Math.hypot(matrix[2], matrix[3]) || 1);
      return Math.max(most, across, down);
    },
    (drawing?.dpi ?? 0) / 72,
  );
  const [x0, y0, x1, y1] = view;
  const room = Math.sqrt(MOST_PIXELS / Math.max(1, (x1 - x0) * (y1 - y0)));
  const scale = Math.min(finest, MOST_DPI / 72, room);
  const width = Math.round((x1 - x0) * scale);
  const height = Math.round((y1 - y0) * scale);
  if (!(width > 0 && height > 0)) return undefined;
  const raster: Raster = { width, height, grey: new Uint8Array(width * height).fill(255) };
  const toUser: Matrix = [1 / scale, 0, 0, -1 / scale, x0, y1];
  for (const { picture, image } of pictures) paint(raster, toUser, picture, image);
  drawing?.draw(new Canvas(raster), [scale, 0, 0, -scale, -x0 * scale, y1 * scale]);
  return shown(raster, toUser, rotate);
}

function paint(raster: Raster, toUser: Matrix, { matrix, box }: Picture, image: GreyImage): void {
  const toSquare = inverse(matrix);
  if (toSquare === undefined) return;
  const { width, height, grey } = raster;
  // From a pixel of the page to one of the image, whose first row is the top of the unit square.
  const m = multiply([image.width, 0, 0, -image.height, 0, image.height], multiply(toSquare, toUser));
  const scale = 1 / toUser[0];
  const left = Math.max(0, Math.floor((box[0] - toUser[4]) * scale));
  const right = Math.min(width, Math.ceil((box[2] - toUser[4]) * scale));
  const top = Math.max(0, Math.floor((toUser[5] - box[3]) * scale));
  const bottom = Math.min(height, Math.ceil((toUser[5] - box[1]) * scale));
  const samples = Math.max(1, Math.min(4, Math.round(Math.hypot(m[0], m[1]))));
  for (let y = top; y < bottom; y++) {
    for (let x = left; x < right; x++) {
      let sum = 0;
      let weight = 0;
      for (let sy = 0; sy < samples; sy++) {
        const py = y + (sy + 0.5) / samples;
        for (let sx = 0; sx < samples; sx++) {
          const px = x + (sx + 0.5) / samples;
          const ix = Math.floor(m[0] * px + m[2] * py + m[4]);
          const iy = Math.floor(m[1] * px + m[3] * py + m[5]);
          if (ix < 0 || iy < 0 || ix >= image.width || iy >= image.height) continue;
          const at = iy * image.width + ix;
          const opacity = image.alpha === undefined ? 255 : image.alpha[at]!;
          sum += image.grey[at]! * opacity;
          weight += opacity;
        }
      }
      if (weight === 0) continue;
      const at = y * width + x;
      const share = weight / (255 * samples * samples);
      grey[at] = (sum / weight) * share + grey[at]! * (1 - share);
    }
  }
}

function shown(raster: Raster, toUser: Matrix, rotate: number): PageRaster {
  const turns = ((Math.round(rotate / 90) % 4) + 4) % 4;
  const { width: w, height: h } = raster;
  const back: Matrix[] = [
    [1, 0, 0, 1, 0, 0],
    [0, -1, 1, 0, 0, h],
    [-1, 0, 0, -1, w, h],
    [0, 1, -1, 0, w, 0],
  ];
  return { raster: turned(raster, turns), toPlace: multiply(toUser, back[turns]!) };
}
