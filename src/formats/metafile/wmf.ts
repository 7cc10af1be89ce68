/** Windows metafiles of 16 bits. Source: [MS-WMF] 2.3 (records), 2.3.2.3 (placeable header). Linear in the bytes. */
import { addBitmap, ansi, type Drawing, emptyDrawing, MOST_TEXTS } from './drawing.js';

const PLACEABLE = 0x9ac6cdd7;
const END = 0;
const SELECT = 0x012d;
const DELETE = 0x01f0;
const CREATE_FONT = 0x02fb;
/** Other records that make an object: the lowest free number is its name. */
const CREATE: ReadonlySet<number> = new Set([0x00f7, 0x02fa, 0x02fc, 0x06ff, 0x0142, 0x01f9]);
const TEXT = 0x0521;
const EXTENDED_TEXT = 0x0a32;
/** Bytes before the bitmap in the records that hold one. */
const BITMAPS: ReadonlyMap<number, number> = new Map([
  [0x0f43, 28],
  [0x0b41, 26],
  [0x0940, 22],
]);
const GLYPHS = 0x10;

interface FontUsed {
  readonly size: number;
  readonly charset: number;
}

/** Never throws. */
export function readWmf(bytes: Uint8Array): Drawing {
  const drawing = emptyDrawing();
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  const objects: (FontUsed | null | undefined)[] = [];
  const make = (object: FontUsed | null): void => {
    const free = objects.indexOf(undefined);
    if (free >= 0) objects[free] = object;
    else if (objects.length < 65_536) objects.push(object);
  };
  let font: FontUsed = { size: 12, charset: 134 };
  let at = (bytes.length >= 4 && view.getUint32(0, true) === PLACEABLE ? 22 : 0) + 18;
  let ended = false;
  while (at + 6 <= bytes.length && drawing.texts.length < MOST_TEXTS) {
    const size = view.getUint32(at, true) * 2;
    const type = view.getUint16(at + 4, true);
    if (size < 6 || at + size > bytes.length) break;
    const record = new DataView(view.buffer, view.byteOffset + at, size);
    if (type === END) {
      ended = true;
      break;
    }
    if (type === CREATE_FONT && size >= 20)
      make({ size: record.getInt16(6, true), charset: record.getUint8(19) });
    else if (CREATE.has(type)) make(null);
    else if (type === SELECT && size >= 8) font = objects[record.getUint16(6, true)] ?? font;
    else if (type === DELETE && size >= 8) {
      const index = record.getUint16(6, true);
      if (index < objects.length) objects[index] = undefined;
    } else if (type === TEXT) text(record, font, drawing);
    else if (type === EXTENDED_TEXT) extendedText(record, font, drawing);
    else {
      const head = BITMAPS.get(type);
      if (head !== undefined && size > head) {
        addBitmap(drawing, new Uint8Array(record.buffer, record.byteOffset + head, size - head));
      }
    }
    at += size;
  }
  drawing.damaged = !ended && drawing.texts.length < MOST_TEXTS;
  return drawing;
}

function text(record: DataView, { size, charset }: FontUsed, drawing: Drawing): void {
  const length = record.byteLength >= 8 ? record.getUint16(6, true) : 0;
  const end = 8 + length + (length % 2);
  if (length === 0 || end + 4 > record.byteLength) return;
  const data = new Uint8Array(record.buffer, record.byteOffset + 8, length);
  const [y, x] = [record.getInt16(end, true), record.getInt16(end + 2, true)];
  drawing.texts.push({ text: ansi(data, charset), x, y, width: 0, size });
}

function extendedText(record: DataView, { size, charset }: FontUsed, drawing: Drawing): void {
  if (record.byteLength < 14) return;
  const [y, x] = [record.getInt16(6, true), record.getInt16(8, true)];
  const length = record.getUint16(10, true);
  const options = record.getUint16(12, true);
  // A rectangle follows when the text is clipped to it or stands on one that is filled.
  const start = (options & 6) !== 0 ? 22 : 14;
  if (length === 0 || start + length > record.byteLength) return;
  if ((options & GLYPHS) !== 0) {
    drawing.glyphs++;
    return;
  }
  const advances = start + length + (length % 2);
  let width = 0;
  if (advances + 2 * length <= record.byteLength) {
    for (let i = 0; i < length; i++) width += record.getInt16(advances + 2 * i, true);
  }
  const data = new Uint8Array(record.buffer, record.byteOffset + start, length);
  drawing.texts.push({ text: ansi(data, charset), x, y, width, size });
}
