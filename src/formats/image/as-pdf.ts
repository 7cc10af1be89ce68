/**
 * JPEG and TIFF as pages of a PDF, whose reader decodes them: its filters are those of TIFF (ISO 32000-1:2008, 7.4; TIFF
 * Revision 6.0), so that one decoder serves for scans in either. One unit of a page is one pixel.
 */
import type { PictureHead } from './kind.js';
import { bytesOf, type Directory, numbersOf } from './tiff.js';

interface Strip {
  readonly data: Uint8Array;
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

export interface Sheet {
  readonly width: number;
  readonly height: number;
  /** Entries of the image dictionaries. */
  readonly dictionary: string;
  readonly filter: (strip: Strip) => string;
  readonly strips: readonly Strip[];
  /** All of the strips are inside the file. */
  readonly whole: boolean;
}

/** @param adobe Written by Adobe's programs, which store CMYK upside down. */
export function jpegPdf(
  bytes: Uint8Array,
  { width, height }: PictureHead,
  components: number,
  adobe: boolean,
): Uint8Array {
  const decode = components === 4 && adobe ? '/Decode[1 0 1 0 1 0 1 0]' : '';
  const space = components === 1 ? 'DeviceGray' : components === 4 ? 'DeviceCMYK' : 'DeviceRGB';
  return pdfOf([
    {
      width,
      height,
      dictionary: `/ColorSpace/${space}/BitsPerComponent 8${decode}`,
      filter: () => '/Filter/DCTDecode',
      strips: [{ data: bytes, x: 0, y: 0, width, height }],
      whole: true,
    },
  ]);
}

/** @returns undefined for a coding or colour model that PDF has not. */
export function tiffSheet(directory: Directory): Sheet | undefined {
  const { reader, entries, width, height } = directory;
  const numbers = (tag: number): number[] => numbersOf(reader, entries.get(tag));
  const [coding = 1] = numbers(259);
  const [photometric = 0] = numbers(262);
  const [samples = 1] = numbers(277);
  const bits = numbers(258)[0] ?? 1;
  const [planar = 1] = numbers(284);
  const [predictor = 1] = numbers(317);
  const [order = 1] = numbers(266);
  const tiled = entries.has(322);
  const [offsets, counts] = tiled ? [numbers(324), numbers(325)] : [numbers(273), numbers(279)];
  const across = tiled ? (numbers(322)[0] ?? 0) : width;
  const down = tiled ? (numbers(323)[0] ?? 0) : Math.min(height, numbers(278)[0] ?? height);
  if (!(across > 0 && down > 0) || (planar !== 1 && samples > 1) || ![1, 2, 4, 8].includes(bits))
    return undefined;
  const columns = Math.ceil(width / across);
  const whole = offsets.every((offset, i) => offset + (counts[i] ?? 0) <= reader.length);
  const strips = offsets.map((offset, i): Strip => {
    const y = Math.floor(i / columns) * down;
    const rows = tiled ? down : Math.min(down, height - y);
    const data = reader.bytes.subarray(offset, offset + (counts[i] ?? reader.length));
    return {
      data: coding === 7 ? withTables(directory, data) : order === 2 ? mirrored(data) : data,
      x: (i % columns) * across,
      y,
      width: across,
      height: rows,
    };
  });
  const colours = colourSpace(directory, photometric, samples, bits, coding);
  if (colours === undefined) return undefined;
  const differences =
    predictor === 2 ? `/Predictor 2/Colors ${samples}/BitsPerComponent ${bits}/Columns ${across}` : '';
  const filter = filterOf(coding, numbers(292)[0] ?? 0, photometric, differences);
  return filter === undefined ? undefined : { width, height, dictionary: colours, filter, strips, whole };
}

export function pdfOf(sheets: readonly Sheet[]): Uint8Array {
  const encoder = new TextEncoder();
  const chunks: Uint8Array[] = [];
  const offsets: number[] = [];
  let length = 0;
  const put = (chunk: Uint8Array | string): void => {
    const bytes = typeof chunk === 'string' ? encoder.encode(chunk) : chunk;
    chunks.push(bytes);
    length += bytes.length;
  };
  const object = (head: string, data?: Uint8Array): number => {
    offsets.push(length);
    put(`${offsets.length} 0 obj\n${head}`);
    if (data !== undefined) {
      put('stream\n');
      put(data);
      put('\nendstream');
    }
    put('\nendobj\n');
    return offsets.length;
  };
  put('%PDF-1.5\n');
  const pages: string[] = [];
  for (const { width, height, dictionary, filter, strips } of sheets) {
    const names: string[] = [];
    let content = '';
    for (const [i, strip] of strips.entries()) {
      const head = `<</Type/XObject/Subtype/Image/Width ${strip.width}/Height ${strip.height}${dictionary}${filter(strip)}/Length ${strip.data.length}>>`;
      names.push(`/I${i} ${object(head, strip.data)} 0 R`);
      content += `q ${strip.width} 0 0 ${strip.height} ${strip.x} ${height - strip.y - strip.height} cm /I${i} Do Q\n`;
    }
    const stream = object(`<</Length ${content.length}>>`, encoder.encode(content));
    pages.push(
      `/MediaBox[0 0 ${width} ${height}]/Contents ${stream} 0 R/Resources<</XObject<<${names.join('')}>>>>`,
    );
  }
  const tree = offsets.length + pages.length + 1;
  const kids = pages.map((page) => object(`<</Type/Page/Parent ${tree} 0 R${page}>>`));
  object(`<</Type/Pages/Count ${kids.length}/Kids[${kids.map((kid) => `${kid} 0 R`).join(' ')}]>>`);
  const root = object(`<</Type/Catalog/Pages ${tree} 0 R>>`);
  const table = length;
  const rows = offsets.map((offset) => `${String(offset).padStart(10, '0')} 00000 n \n`).join('');
  put(`xref\n0 ${offsets.length + 1}\n0000000000 65535 f \n${rows}`);
  put(`trailer<</Size ${offsets.length + 1}/Root ${root} 0 R>>\nstartxref\n${table}\n%%EOF\n`);
  const out = new Uint8Array(length);
  let at = 0;
  for (const chunk of chunks) {
    out.set(chunk, at);
    at += chunk.length;
  }
  return out;
}

function colourSpace(
  { reader, entries }: Directory,
  photometric: number,
  samples: number,
  bits: number,
  coding: number,
): string | undefined {
  // Fax codes say black and white; the other codings give numbers, whose sense is photometric.
  const fax = coding >= 2 && coding <= 4;
  const inverse = (photometric === 0) !== fax ? '/Decode[1 0]' : '';
  if ((photometric === 0 || photometric === 1) && samples === 1) {
    return `/ColorSpace/DeviceGray/BitsPerComponent ${bits}${inverse}`;
  }
  if ((photometric === 2 || photometric === 6) && samples === 3)
    return `/ColorSpace/DeviceRGB/BitsPerComponent ${bits}`;
  if (photometric === 5 && samples === 4) return `/ColorSpace/DeviceCMYK/BitsPerComponent ${bits}`;
  const map = entries.get(320);
  if (photometric !== 3 || samples !== 1 || map === undefined) return undefined;
  // 16-bit values: all red ones, then green, then blue.
  const colours = numbersOf(reader, map);
  const count = 1 << bits;
  let table = '';
  for (let i = 0; i < count; i++) {
    for (let c = 0; c < 3; c++) table += ((colours[c * count + i] ?? 0) >> 8).toString(16).padStart(2, '0');
  }
  return `/ColorSpace[/Indexed/DeviceRGB ${count - 1}<${table}>]/BitsPerComponent ${bits}`;
}

function filterOf(
  coding: number,
  t4: number,
  photometric: number,
  differences: string,
): ((strip: Strip) => string) | undefined {
  const parameters = differences === '' ? '' : `/DecodeParms<<${differences}>>`;
  const fax =
    (k: number, aligned: boolean) =>
    ({ width, height }: Strip): string =>
      `/Filter/CCITTFaxDecode/DecodeParms<</K ${k}/Columns ${width}/Rows ${height}/EncodedByteAlign ${aligned}/BlackIs1 false/EndOfBlock false>>`;
  switch (coding) {
    case 1:
      return () => '';
    case 2:
      return fax(0, true);
    case 3:
      return fax((t4 & 1) === 1 ? 1 : 0, (t4 & 4) !== 0);
    case 4:
      return fax(-1, false);
    case 5:
      return () => `/Filter/LZWDecode${parameters}`;
    case 7:
      return () =>
        photometric === 2 ? '/Filter/DCTDecode/DecodeParms<</ColorTransform 0>>' : '/Filter/DCTDecode';
    case 8:
    case 32946:
      return () => `/Filter/FlateDecode${parameters}`;
    case 32773:
      return () => '/Filter/RunLengthDecode';
    default:
      return undefined;
  }
}

/** A strip of JPEG lacks the tables that all strips share (TIFF Technical Note 2). */
function withTables({ reader, entries }: Directory, data: Uint8Array): Uint8Array {
  const entry = entries.get(347);
  if (entry === undefined) return data;
  const tables = bytesOf(reader, entry);
  const out = new Uint8Array(tables.length - 2 + data.length - 2);
  out.set(tables.subarray(0, tables.length - 2));
  out.set(data.subarray(2), tables.length - 2);
  return out;
}

/** Bits of each byte from last to first. */
function mirrored(data: Uint8Array): Uint8Array {
  return data.map((byte) => {
    let out = 0;
    for (let bit = 0; bit < 8; bit++) if ((byte & (1 << bit)) !== 0) out |= 0x80 >> bit;
    return out;
  });
}
