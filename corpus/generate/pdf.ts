/**
 * A minimal PDF writer (ISO 32000-1): pages of positioned text in the non-embedded Adobe-GB1 font STSong-Light with
 * the predefined CMap UniGB-UCS2-H (9.7.5.2), as older government producers wrote them. No compression.
 */
import { concat } from './zip.js';

export interface PdfText {
  /** Points from the left and bottom edge to the start of the baseline. */
  readonly x: number;
  readonly y: number;
  readonly size: number;
  readonly text: string;
  /** Show every character with a TJ array whose numbers spread them by this many thousandths of the size. */
  readonly kern?: number;
}

export interface PdfPage {
  readonly texts: readonly PdfText[];
  /** Raw RGB picture that fills the page, for pages without text. */
  readonly image?: { readonly width: number; readonly height: number; readonly rgb: Uint8Array };
}

export const PAGE_WIDTH = 595;
export const PAGE_HEIGHT = 842;

/** Advance of a character in thousandths: ASCII has half width in the font's W array, all others are full. */
export const advance = (character: string): number => (character >= ' ' && character <= '~' ? 500 : 1000);

export const textWidth = (text: string, size: number): number =>
  ([...text].reduce((sum, character) => sum + advance(character), 0) * size) / 1000;

function hexOf(text: string): string {
  let out = '';
  for (let i = 0; i < text.length; i++) out += text.charCodeAt(i).toString(16).padStart(4, '0');
  return `<${out}>`;
}

function show({ x, y, size, text, kern }: PdfText): string {
  const body =
    kern === undefined
      ? `${hexOf(text)} Tj`
      : `[${[...text].map((character) => hexOf(character)).join(` ${kern} `)}] TJ`;
  return `BT /F1 ${size} Tf 1 0 0 1 ${x.toFixed(2)} ${y.toFixed(2)} Tm ${body} ET`;
}

/** @param title Goes into the document information dictionary. */
export function writePdf(pages: readonly PdfPage[], title: string): Uint8Array {
  const encoder = new TextEncoder();
  const objects: Uint8Array[] = [];
  const add = (body: string, stream?: Uint8Array): number => {
    objects.push(
      stream === undefined
        ? encoder.encode(body)
        : concat([encoder.encode(`${body}\nstream\n`), stream, encoder.encode('\nendstream')]),
    );
    return objects.length;
  };
  const reserve = (): number => add('');
  const catalog = reserve();
  const tree = reserve();
  const info = add(`<< /Title <feff${hexOf(title).slice(1, -1)}> /Producer (leaklint corpus) >>`);
  const descriptor = add(
    '<< /Type /FontDescriptor /FontName /STSong-Light /Flags 6 /FontBBox [-25 -254 1000 880] /ItalicAngle 0 /Ascent 880 /Descent -120 /CapHeight 880 /StemV 93 >>',
  );
  const cid = add(
    `<< /Type /Font /Subtype /CIDFontType0 /BaseFont /STSong-Light /CIDSystemInfo << /Registry (Adobe) /Ordering (GB1) /Supplement 4 >> /FontDescriptor ${descriptor} 0 R /DW 1000 /W [1 95 500] >>`,
  );
  const font = add(
    `<< /Type /Font /Subtype /Type0 /BaseFont /STSong-Light-UniGB-UCS2-H /Encoding /UniGB-UCS2-H /DescendantFonts [${cid} 0 R] >>`,
  );
  const kids: number[] = [];
  for (const page of pages) {
    let content = page.texts.map(show).join('\n');
    let extra = '';
    if (page.image !== undefined) {
      const { width, height, rgb } = page.image;
      const image = add(
        `<< /Type /XObject /Subtype /Image /Width ${width} /Height ${height} /ColorSpace /DeviceRGB /BitsPerComponent 8 /Length ${rgb.length} >>`,
        rgb,
      );
      extra = ` /XObject << /Im1 ${image} 0 R >>`;
      content = `q ${PAGE_WIDTH} 0 0 ${PAGE_HEIGHT} 0 0 cm /Im1 Do Q\n${content}`;
    }
    const bytes = encoder.encode(content);
    const stream = add(`<< /Length ${bytes.length} >>`, bytes);
    kids.push(
      add(
        `<< /Type /Page /Parent ${tree} 0 R /MediaBox [0 0 ${PAGE_WIDTH} ${PAGE_HEIGHT}] /Resources << /Font << /F1 ${font} 0 R >>${extra} >> /Contents ${stream} 0 R >>`,
      ),
    );
  }
  objects[catalog - 1] = encoder.encode(`<< /Type /Catalog /Pages ${tree} 0 R >>`);
  objects[tree - 1] = encoder.encode(
    `<< /Type /Pages /Count ${kids.length} /Kids [${kids.map((kid) => `${kid} 0 R`).join(' ')}] >>`,
  );
  const pieces: Uint8Array[] = [
    encoder.encode('%PDF-1.4\n'),
    Uint8Array.of(0x25, 0xe2, 0xe3, 0xcf, 0xd3, 0x0a),
  ];
  const offsets: number[] = [];
  let at = pieces.reduce((sum, piece) => sum + piece.length, 0);
  objects.forEach((body, i) => {
    const whole = concat([encoder.encode(`${i + 1} 0 obj\n`), body, encoder.encode('\nendobj\n')]);
    offsets.push(at);
    at += whole.length;
    pieces.push(whole);
  });
  const rows = offsets.map((offset) => `${String(offset).padStart(10, '0')} 00000 n \n`).join('');
  pieces.push(
    encoder.encode(
      `xref\n0 ${objects.length + 1}\n0000000000 65535 f \n${rows}trailer\n<< /Size ${objects.length + 1} /Root ${catalog} 0 R /Info ${info} 0 R >>\nstartxref\n${at}\n%%EOF\n`,
    ),
  );
  return concat(pieces);
}
