/**
 * Enhanced metafiles. Source: [MS-EMF] 2.3 (records), 2.2.5 (EmrText); [MS-EMFPLUS] 2.3.4.14 (DrawString), 2.3.4.6
 * (DrawDriverString). Linear in the bytes.
 */
import { append } from '../../core/index.js';
import { addBitmap, ansi, type Drawing, type DrawnText, emptyDrawing, MOST_TEXTS } from './drawing.js';

const END = 14;
const SELECT = 37;
const COMMENT = 70;
/** Where the offsets of the bitmap's head and bits stand in the records that paint one. */
const BITMAPS: ReadonlyMap<number, number> = new Map([
  [76, 84],
  [77, 84],
  [80, 48],
  [81, 48],
]);
const CREATE_FONT = 82;
const TEXT_ANSI = 83;
const TEXT_WIDE = 84;
const SMALL_TEXT = 108;
/** Options of texts ([MS-EMF] 2.1.11). */
const GLYPHS = 0x10;
const NO_RECTANGLE = 0x100;
const SMALL_CHARACTERS = 0x200;
const PLUS = 0x2b464d45;
const DRAW_STRING = 0x401c;
const DRAW_DRIVER_STRING = 0x4036;

interface FontUsed {
  readonly size: number;
  readonly charset: number;
}

/** What says where texts stand. Source: [MS-EMF] 2.3.11, 2.3.12. */
interface State {
  /** World transform: a, b, c, d, e, f. */
  world: readonly number[];
  /** Origin of the window. */
  x: number;
  y: number;
  align: number;
  font: FontUsed;
}

const SET_ORIGIN = 10;
const SET_ALIGN = 22;
const MOVE = 27;
const SAVE = 33;
const RESTORE = 34;
const SET_WORLD = 35;
const MODIFY_WORLD = 36;
const MOST_SAVED = 1_000;
const IDENTITY: readonly number[] = [1, 0, 0, 1, 0, 0];
/** Alignments of texts ([MS-WMF] 2.1.2.3). */
const UPDATE_POSITION = 1;
const RIGHT = 2;
const CENTRE = 6;

/** Never throws. */
export function readEmf(bytes: Uint8Array): Drawing {
  const drawing = emptyDrawing();
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  const fonts = new Map<number, FontUsed>();
  const plus: DrawnText[] = [];
  let state: State = { world: IDENTITY, x: 0, y: 0, align: 0, font: { size: 12, charset: 134 } };
  const saved: State[] = [];
  const pen = { x: 0, y: 0 };
  const place = (one: DrawnText): void => {
    const { world, align } = state;
    const follows = (align & UPDATE_POSITION) !== 0;
    const shift = (align & CENTRE) === CENTRE ? 0.5 : (align & RIGHT) !== 0 ? 1 : 0;
    const x = (follows ? pen.x : one.x) - shift * one.width;
    const y = follows ? pen.y : one.y;
    if (follows) pen.x += one.width;
    const [a = 1, b = 0, c = 0, d = 1, e = 0, f = 0] = world;
    drawing.texts.push({
      text: one.text,
      x: finite(a * x + c * y + e - state.x),
      y: finite(b * x + d * y + f - state.y),
      width: finite(one.width * Math.hypot(a, b)),
      size: finite(one.size * Math.hypot(c, d)) || 12,
    });
  };
  let at = 0;
  let ended = false;
  while (at + 8 <= bytes.length && drawing.texts.length < MOST_TEXTS) {
    const type = view.getUint32(at, true);
    const size = view.getUint32(at + 4, true);
    if (size < 8 || size % 4 !== 0 || at + size > bytes.length) break;
    const record = new DataView(view.buffer, view.byteOffset + at, size);
    at += size;
    if (type === END) {
      ended = true;
      break;
    }
    if (type === CREATE_FONT && size >= 36) {
      fonts.set(record.getUint32(8, true), { size: record.getInt32(12, true), charset: record.getUint8(35) });
    } else if (type === SELECT && size >= 12) {
      state.font = fonts.get(record.getUint32(8, true)) ?? state.font;
    } else if ((type === TEXT_ANSI || type === TEXT_WIDE) && size >= 76) {
      text(record, type === TEXT_WIDE, state.font, drawing, place);
    } else if (type === SMALL_TEXT && size >= 36) smallText(record, state.font, drawing, place);
    else if (type === COMMENT && size >= 16 && record.getUint32(12, true) === PLUS) plusTexts(record, plus);
    else if (type === SET_ORIGIN && size >= 16) {
      state.x = record.getInt32(8, true);
      state.y = record.getInt32(12, true);
    } else if (type === SET_ALIGN && size >= 12) state.align = record.getUint32(8, true);
    else if (type === MOVE && size >= 16) {
      pen.x = record.getInt32(8, true);
      pen.y = record.getInt32(12, true);
    } else if (type === SAVE && saved.length < MOST_SAVED) saved.push({ ...state });
    else if (type === RESTORE && size >= 12) {
      const back = Math.min(saved.length, Math.abs(record.getInt32(8, true)));
      for (let i = 0; i < back; i++) state = saved.pop()!;
    } else if (type === SET_WORLD && size >= 32) state.world = matrix(record);
    else if (type === MODIFY_WORLD && size >= 36) {
      const mode = record.getUint32(32, true);
      const by = matrix(record);
      state.world =
        mode === 1
          ? IDENTITY
          : mode === 2
            ? times(by, state.world)
            : mode === 3
              ? times(state.world, by)
              : by;
    } else bitmap(record, BITMAPS.get(type), drawing);
  }
  drawing.damaged = !ended && drawing.texts.length < MOST_TEXTS;
  // Files for old programs hold every text twice.
  const known = bare(drawing.texts);
  if (!known.includes(bare(plus))) {
    append(
      drawing.texts,
      plus.filter(({ text: one }) => !known.includes(one.replace(/\s/g, ''))),
    );
  }
  return drawing;
}

function bare(texts: readonly DrawnText[]): string {
  return texts.map(({ text: one }) => one.replace(/\s/g, '')).join('');
}

/** XFORM ([MS-EMF] 2.2.28). */
function matrix(record: DataView): number[] {
  return Array.from({ length: 6 }, (_, i) => finite(record.getFloat32(8 + 4 * i, true)));
}

/** The transform that applies `first`, then `then`. */
function times(first: readonly number[], then: readonly number[]): number[] {
  const [a = 1, b = 0, c = 0, d = 1, e = 0, f = 0] = first;
  const [A = 1, B = 0, C = 0, D = 1, E = 0, F = 0] = then;
  return [a * A + b * C, a * B + b * D, c * A + d * C, c * B + d * D, e * A + f * C + E, e * B + f * D + F];
}

type Place = (one: DrawnText) => void;

function text(record: DataView, wide: boolean, font: FontUsed, drawing: Drawing, place: Place): void {
  const count = record.getUint32(44, true);
  const offset = record.getUint32(48, true);
  const options = record.getUint32(52, true);
  const advances = record.getUint32(72, true);
  const length = count * (wide ? 2 : 1);
  if (count === 0 || offset + length > record.byteLength) return;
  if ((options & GLYPHS) !== 0) {
    drawing.glyphs++;
    return;
  }
  let width = 0;
  if (advances > 0 && advances + 4 * count <= record.byteLength) {
    for (let i = 0; i < count; i++) width += record.getInt32(advances + 4 * i, true);
  }
  const data = new Uint8Array(record.buffer, record.byteOffset + offset, length);
  place({
    text: wide ? utf16(data) : ansi(data, font.charset),
    x: record.getInt32(36, true),
    y: record.getInt32(40, true),
    width,
    size: font.size,
  });
}

function smallText(record: DataView, font: FontUsed, drawing: Drawing, place: Place): void {
  const count = record.getUint32(16, true);
  const options = record.getUint32(20, true);
  if ((options & GLYPHS) !== 0) {
    drawing.glyphs++;
    return;
  }
  const start = (options & NO_RECTANGLE) !== 0 ? 36 : 52;
  const wide = (options & SMALL_CHARACTERS) === 0;
  const length = count * (wide ? 2 : 1);
  if (count === 0 || start + length > record.byteLength) return;
  const data = new Uint8Array(record.buffer, record.byteOffset + start, length);
  // The small form holds the low bytes of UTF-16 units.
  const read = wide ? utf16(data) : String.fromCharCode(...data.subarray(0, 8192));
  place({
    text: read,
    x: record.getInt32(8, true),
    y: record.getInt32(12, true),
    width: 0,
    size: font.size,
  });
}

function plusTexts(record: DataView, texts: DrawnText[]): void {
  const end = Math.min(record.byteLength, 12 + record.getUint32(8, true));
  for (let at = 16; at + 12 <= end && texts.length < MOST_TEXTS; ) {
    const type = record.getUint16(at, true);
    const size = record.getUint32(at + 4, true);
    if (size < 12 || at + size > end) return;
    if (type === DRAW_STRING && size >= 40) {
      const length = record.getUint32(at + 20, true) * 2;
      if (40 + length <= size) {
        const data = new Uint8Array(record.buffer, record.byteOffset + at + 40, length);
        const [x, y] = [record.getFloat32(at + 24, true), record.getFloat32(at + 28, true)];
        texts.push({ text: utf16(data), x: finite(x), y: finite(y), width: 0, size: 12 });
      }
    } else if (type === DRAW_DRIVER_STRING && size >= 28 && (record.getUint32(at + 16, true) & 1) !== 0) {
      const count = record.getUint32(at + 24, true);
      const places = at + 28 + count * 2;
      if (28 + count * 2 <= size) {
        const data = new Uint8Array(record.buffer, record.byteOffset + at + 28, count * 2);
        const placed = places + 8 <= at + size;
        const x = placed ? record.getFloat32(places, true) : 0;
        const y = placed ? record.getFloat32(places + 4, true) : 0;
        texts.push({ text: utf16(data), x: finite(x), y: finite(y), width: 0, size: 12 });
      }
    }
    at += size;
  }
}

function finite(value: number): number {
  return Number.isFinite(value) ? value : 0;
}

function bitmap(record: DataView, fields: number | undefined, drawing: Drawing): void {
  if (fields === undefined || fields + 16 > record.byteLength) return;
  const [head, headSize, bits, bitsSize] = [0, 4, 8, 12].map((i) => record.getUint32(fields + i, true));
  if (head === 0 || head! + headSize! > record.byteLength || bits! + bitsSize! > record.byteLength) return;
  const part = (from: number, size: number): Uint8Array =>
    new Uint8Array(record.buffer, record.byteOffset + from, size);
  const dib = new Uint8Array(headSize! + bitsSize!);
  dib.set(part(head!, headSize!));
  dib.set(part(bits!, bitsSize!), headSize!);
  addBitmap(drawing, dib);
}

function utf16(data: Uint8Array): string {
  return new TextDecoder('utf-16le').decode(data).replaceAll('\0', '');
}
