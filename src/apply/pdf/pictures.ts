/**
 * Overwrites parts of pictures: the pixels go, no bar alone hides them.
 *
 * The picture is decoded by pdf.js from a document that holds nothing else, so that every filter that it reads will do,
 * and is written without loss. Source: ISO 32000-1:2008, 8.9.
 */
import type { Box, Matrix } from '../../formats/pdf/geometry.js';
import { openDocument } from '../../formats/pdf/load.js';
import { ApplyError, wholePage } from '../errors.js';
import type { PDFObject, PDFRawStream, PdfObjects } from './document.js';
import { type Picture, pictureBox } from './program.js';

/** Kinds of pixels that pdf.js gives. */
const [ONE_BIT, RGB, RGBA] = [1, 2, 3];

interface Pixels {
  readonly width: number;
  readonly height: number;
  readonly kind: number;
  readonly data: Uint8Array | Uint8ClampedArray;
}

/** Rectangles to blacken in each picture, in pixels, y down. */
export class PictureEdits {
  readonly #regions = new Map<PDFRawStream, Box[]>();
  readonly #pages = new Map<PDFRawStream, number>();
  readonly #objects: PdfObjects;

  constructor(objects: PdfObjects) {
    this.#objects = objects;
  }

  /**
   * @returns Whether a picture shows in the box.
   * @throws ApplyError `apply/pdf-picture` for pictures that stand in the content stream.
   */
  add(pictures: readonly Picture[], box: Box, page: number): boolean {
    let any = false;
    for (const { stream, matrix } of pictures) {
      const whole = pictureBox(matrix);
      const overlaps = whole[0] < box[2] && box[0] < whole[2] && whole[1] < box[3] && box[1] < whole[3];
      if (!overlaps) continue;
      if (stream === undefined) throw unfit(page);
      this.#pages.set(stream, page);
      const inner = unitBox(matrix, box);
      if (inner === undefined) continue;
      any = true;
      const list = this.#regions.get(stream) ?? [];
      list.push(inner);
      this.#regions.set(stream, list);
    }
    return any;
  }

  /** Writes the pictures. @returns How many. @throws ApplyError `apply/pdf-picture`. */
  async write(): Promise<number> {
    for (const [stream, regions] of this.#regions) {
      const page = this.#pages.get(stream)!;
      const pixels = await decodePicture(this.#objects, stream, page);
      const copy: Pixels = { ...pixels, data: Uint8Array.from(pixels.data) };
      for (const region of regions) blacken(copy, region);
      writePixels(this.#objects, stream, copy, page);
    }
    return this.#regions.size;
  }
}

function unfit(page: number): ApplyError {
  return new ApplyError(
    'apply/pdf-picture',
    `page ${page}: a picture that shows the value can not be rewritten; take it out of the source document and export that again`,
    wholePage(page),
  );
}

/** A box of the page in the unit square of a picture, 0…1, y up. */
function unitBox([a, b, c, d, e, f]: Matrix, box: Box): Box | undefined {
  const det = a * d - b * c;
  if (Math.abs(det) < 1e-12) return undefined;
  const xs: number[] = [];
  const ys: number[] = [];
  for (const x of [box[0], box[2]]) {
    for (const y of [box[1], box[3]]) {
      xs.push((d * (x - e) - c * (y - f)) / det);
      ys.push((a * (y - f) - b * (x - e)) / det);
    }
  }
  return [Math.min(...xs), Math.min(...ys), Math.max(...xs), Math.max(...ys)];
}

async function decodePicture(objects: PdfObjects, stream: PDFRawStream, page: number): Promise<Pixels> {
  const { lib } = objects;
  const document = await lib.PDFDocument.create({ updateMetadata: false });
  const target = document.context;
  const copy = lib.PDFObjectCopier.for(objects.context, target).copy(stream);
  const set = (key: string, value: PDFObject): void => copy.dict.set(objects.name(key), value);
  const has = (key: string): boolean => stream.dict.has(objects.name(key));
  // A mask by colours would not fit the new samples.
  if (objects.array(stream.dict.get(objects.name('Mask'))) !== undefined) throw unfit(page);
  for (const key of ['SMask', 'Mask', 'ImageMask', 'Intent', 'Interpolate', 'OC', 'Metadata']) {
    copy.dict.delete(objects.name(key));
  }
  if (has('ImageMask')) {
    set('ColorSpace', objects.name('DeviceGray'));
    set('BitsPerComponent', lib.PDFNumber.of(1));
  }
  const sheet = document.addPage([100, 100]);
  sheet.node.set(objects.name('Resources'), target.obj({ XObject: { I: target.register(copy) } }));
  sheet.node.set(objects.name('Contents'), target.register(target.stream('100 0 0 100 0 0 cm /I Do')));
  const open = await openDocument(await document.save({ useObjectStreams: false }));
  try {
    const first = await open.document.getPage(1);
    const list = await first.getOperatorList();
    const index = list.fnArray.indexOf(open.pdfjs.OPS.paintImageXObject);
    const id = index < 0 ? undefined : (list.argsArray[index] as unknown[])[0];
    const pixels =
      typeof id === 'string'
        ? ((id.startsWith('g_') ? first.commonObjs : first.objs).get(id) as Pixels | null)
        : undefined;
    const number = (key: string): number => {
      const value = objects.get(stream.dict, key);
      return value instanceof lib.PDFNumber ? value.asNumber() : 0;
    };
    const whole =
      pixels?.data !== undefined && pixels.width === number('Width') && pixels.height === number('Height');
    if (!whole) throw unfit(page);
    return pixels;
  } finally {
    await open.close();
  }
}

function blacken({ width, height, kind, data }: Pixels, [x0, y0, x1, y1]: Box): void {
  const left = Math.max(0, Math.floor(x0 * width));
  const right = Math.min(width, Math.ceil(x1 * width));
  const top = Math.max(0, Math.floor((1 - y1) * height));
  const bottom = Math.min(height, Math.ceil((1 - y0) * height));
  const row = kind === ONE_BIT ? (width + 7) >> 3 : width * (kind === RGB ? 3 : 4);
  for (let y = top; y < bottom; y++) {
    for (let x = left; x < right; x++) {
      if (kind === ONE_BIT) data[y * row + (x >> 3)]! &= ~(0x80 >> (x & 7));
      else {
        const at = y * row + x * (kind === RGB ? 3 : 4);
        data[at] = data[at + 1] = data[at + 2] = 0;
      }
    }
  }
}

function writePixels(
  objects: PdfObjects,
  stream: PDFRawStream,
  { width, height, kind, data }: Pixels,
  page: number,
): void {
  const { dict } = stream;
  const stencil = dict.has(objects.name('ImageMask'));
  let samples: Uint8Array;
  let grey = kind === ONE_BIT;
  if (kind === ONE_BIT) samples = Uint8Array.from(data);
  else {
    const step = kind === RGBA ? 4 : 3;
    grey = true;
    for (let at = 0; grey && at < data.length; at += step) {
      grey = data[at] === data[at + 1] && data[at] === data[at + 2];
    }
    samples = new Uint8Array(width * height * (grey ? 1 : 3));
    for (let from = 0, to = 0; from < data.length; from += step) {
      samples[to++] = data[from]!;
      if (grey) continue;
      samples[to++] = data[from + 1]!;
      samples[to++] = data[from + 2]!;
    }
  }
  if (stencil && kind !== ONE_BIT) throw unfit(page);
  objects.setContent(stream, samples);
  dict.set(objects.name('BitsPerComponent'), objects.lib.PDFNumber.of(kind === ONE_BIT ? 1 : 8));
  for (const key of ['Decode', 'Alternates', 'SMaskInData', 'Metadata']) dict.delete(objects.name(key));
  if (stencil) dict.delete(objects.name('ColorSpace'));
  else dict.set(objects.name('ColorSpace'), objects.name(grey ? 'DeviceGray' : 'DeviceRGB'));
}
