/** Makes Word files for tests: text in pieces, formatting by character position, any sub-document. */
import { type CompoundNode, writeCompound } from '../cfb/write-compound.js';

export interface BuildDoc {
  /** Text of all sub-documents in order; each piece is stored apart, 8-bit ones a byte a character. */
  readonly pieces: readonly { readonly text: string; readonly narrow?: boolean; readonly prm?: number }[];
  /** Characters of body, footnotes, headers, macros, comments, end notes, text boxes, header text boxes. */
  readonly counts: readonly number[];
  /** Character properties: from, to, modifiers. */
  readonly runs?: readonly (readonly [number, number, readonly number[]])[];
  /** Modifiers of the paragraph whose mark stands at a position; without, the file formats no paragraph. */
  readonly paragraphs?: ReadonlyMap<number, readonly number[]>;
  /** Ends of header stories, relative to the header sub-document. */
  readonly headers?: readonly number[];
  /** Bytes put between the text and the formatting: what a fast save leaves behind. */
  readonly leftover?: Uint8Array;
  readonly encrypted?: boolean;
  /** Further streams and storages. */
  readonly others?: readonly CompoundNode[];
}

const TEXT_AT = 0x800;

/** UTF-16LE bytes. */
export function wide(text: string): Uint8Array {
  const bytes = new Uint8Array(text.length * 2);
  for (let i = 0; i < text.length; i++) {
    bytes[i * 2] = text.charCodeAt(i) & 0xff;
    bytes[i * 2 + 1] = text.charCodeAt(i) >> 8;
  }
  return bytes;
}

export function buildDoc(options: BuildDoc): Uint8Array {
  const stored: { cp: number; fc: number; width: number; length: number; prm: number }[] = [];
  const body: number[] = [];
  let cp = 0;
  for (const { text, narrow, prm } of options.pieces) {
    const width = narrow === true ? 1 : 2;
    stored.push({ cp, fc: TEXT_AT + body.length, width, length: text.length, prm: prm ?? 0 });
    for (const byte of narrow === true ? Array.from(text, (unit) => unit.charCodeAt(0)) : wide(text))
      body.push(byte);
    cp += text.length;
  }
  const fcOf = (position: number): number => {
    const piece = stored.findLast((one) => one.cp <= position) ?? stored[0]!;
    return piece.fc + (position - piece.cp) * piece.width;
  };
  const textEnd = TEXT_AT + body.length;
  body.push(...(options.leftover ?? []));
  const pages: Uint8Array[] = [];
  const firstPage = Math.ceil((TEXT_AT + body.length) / 512);
  const runs = (options.runs ?? []).map(
    ([from, to, sprms]) => [fcOf(from), fcOf(to - 1) + 2, sprms] as const,
  );
  pages.push(fkp(withGaps(runs, TEXT_AT, textEnd), false));
  const marks: (readonly [number, number, readonly number[]])[] = [];
  const all = options.pieces.map(({ text }) => text).join('');
  let start = TEXT_AT;
  for (let i = 0; i < all.length && options.paragraphs !== undefined; i++) {
    if (!'\r\x07\x0c'.includes(all[i]!)) continue;
    const piece = stored.findLast((one) => one.cp <= i)!;
    const end = fcOf(i) + piece.width;
    if (end > start) marks.push([start, end, options.paragraphs?.get(i) ?? []]);
    start = end;
  }
  for (let i = 0; i < marks.length; i += 8) pages.push(fkp(marks.slice(i, i + 8), true));
  const table: number[] = [];
  const put = (values: readonly number[]): { at: number; length: number } => {
    const at = table.length;
    table.push(...values);
    return { at, length: values.length };
  };
  const plc = [...stored.map((one) => one.cp), cp].flatMap(word);
  for (const { fc, width, prm } of stored) {
    plc.push(0, 0, ...word(width === 1 ? (fc * 2 + 0x40000000) >>> 0 : fc), prm & 255, prm >> 8);
  }
  const clx = put([2, ...word(plc.length), ...plc]);
  const chpx = put([...word(TEXT_AT), ...word(textEnd), ...word(firstPage)]);
  const papxPages = pages.slice(1);
  const papx = put([
    ...papxPages.flatMap((_, i) => word(marks[i * 8]![0])),
    ...(papxPages.length > 0 ? word(textEnd) : []),
    ...papxPages.flatMap((_, i) => word(firstPage + 1 + i)),
  ]);
  const hdd = put((options.headers ?? []).flatMap(word));
  const document = new Uint8Array((firstPage + pages.length) * 512);
  const view = new DataView(document.buffer);
  view.setUint16(0, 0xa5ec, true);
  view.setUint16(2, 0xc1, true);
  view.setUint16(6, 0x0804, true);
  view.setUint16(0x0a, 0x0200 | (options.encrypted === true ? 0x0100 : 0), true);
  view.setUint32(0x18, TEXT_AT, true);
  view.setUint32(0x1c, textEnd, true);
  for (const [i, count] of options.counts.entries()) view.setUint32(0x4c + i * 4, count, true);
  for (const [index, range] of [
    [33, clx],
    [12, chpx],
    [13, papx],
    [11, hdd],
  ] as const) {
    view.setUint32(0x9a + index * 8, range.at, true);
    view.setUint32(0x9a + index * 8 + 4, range.length, true);
  }
  document.set(body, TEXT_AT);
  for (const [i, page] of pages.entries()) document.set(page, (firstPage + i) * 512);
  return writeCompound([
    { name: 'WordDocument', bytes: document },
    { name: '1Table', bytes: Uint8Array.from(table) },
    ...(options.others ?? []),
  ]);
}

/** A Word 6 file without fast saves: text right behind the head, UTF-16 in East Asian editions. */
export function buildWord6(text: Uint8Array, language: number, extended: boolean = false): Uint8Array {
  const document = new Uint8Array(0x300 + text.length);
  const view = new DataView(document.buffer);
  view.setUint16(0, extended ? 0xa699 : 0xa5dc, true);
  view.setUint16(2, 0x65, true);
  view.setUint16(6, language, true);
  if (extended) view.setUint16(0x0a, 0x1000, true);
  view.setUint32(0x18, 0x300, true);
  view.setUint32(0x1c, 0x300 + text.length, true);
  view.setUint32(0x34, extended ? text.length / 2 : text.length, true);
  document.set(text, 0x300);
  return writeCompound([{ name: 'WordDocument', bytes: document }]);
}

function word(value: number): number[] {
  return [value & 255, (value >>> 8) & 255, (value >>> 16) & 255, (value >>> 24) & 255];
}

type Run = readonly [start: number, end: number, sprms: readonly number[]];

function withGaps(runs: readonly Run[], start: number, end: number): Run[] {
  const all: Run[] = [];
  let at = start;
  for (const run of [...runs].sort((a, b) => a[0] - b[0])) {
    if (run[0] > at) all.push([at, run[0], []]);
    all.push(run);
    at = run[1];
  }
  if (at < end) all.push([at, end, []]);
  return all;
}

/** A formatted disk page: run edges, then offsets of the property lists, which stand at the end. */
function fkp(runs: readonly Run[], paragraphs: boolean): Uint8Array {
  const page = new Uint8Array(512);
  const view = new DataView(page.buffer);
  page[511] = runs.length;
  const width = paragraphs ? 13 : 1;
  let at = 510;
  for (const [i, [start, end, sprms]] of runs.entries()) {
    view.setUint32(i * 4, start, true);
    view.setUint32(i * 4 + 4, end, true);
    if (sprms.length === 0) continue;
    if (paragraphs) {
      const list = [0, 0, ...sprms];
      if (list.length % 2 === 0) list.push(0);
      at = (at - list.length - 1) & ~1;
      page[at] = (list.length + 1) / 2;
      page.set(list, at + 1);
    } else {
      at = (at - sprms.length - 1) & ~1;
      page[at] = sprms.length;
      page.set(sprms, at + 1);
    }
    page[(runs.length + 1) * 4 + i * width] = at / 2;
  }
  return page;
}
