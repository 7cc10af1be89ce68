/** PDFs whose fonts say other characters than they show, for tests. */
import type { OcrLine, OcrPicture } from '../../core/index.js';

const CODES = 'abcdefghij';

/** Boxes of seven segments that touch, in thousandths of an em; which of them each digit has. */
const SEGMENTS = [
  '30 630 370 70',
  '30 320 70 380',
  '330 320 70 380',
  '30 310 370 70',
  '30 0 70 380',
  '330 0 70 380',
  '30 0 370 70',
];
const DIGITS = ['012456', '25', '02346', '02356', '1235', '01356', '013456', '025', '0123456', '012356'];

interface Drawing {
  readonly rotate?: number;
  /** What the map to Unicode says of code `a` + digit. */
  readonly said: (digit: number) => string;
}

/** A page in a Type 3 font whose glyphs look like digits. Each page has its own content, all share the font. */
export function lyingPdf(pages: readonly string[], { rotate = 0, said }: Drawing): Uint8Array {
  const stream = (data: string, entries = ''): string =>
    `<< ${entries}/Length ${data.length} >>\nstream\n${data}\nendstream`;
  const procedures = DIGITS.map((segments) =>
    stream(`470 0 d0 ${[...segments].map((i) => `${SEGMENTS[Number(i)]} re f`).join(' ')}`),
  );
  const map = DIGITS.map((_, i) => {
    const code = CODES.charCodeAt(i).toString(16);
    return `<${code}> <${said(i).charCodeAt(0).toString(16).padStart(4, '0')}>`;
  });
  const cmap = `/CIDInit /ProcSet findresource begin 12 dict begin begincmap 1 begincodespacerange <00> <ff> endcodespacerange 10 beginbfchar\n${map.join('\n')}\nendbfchar endcmap end end`;
  const names = DIGITS.map((_, i) => `/d${i} ${4 + i} 0 R`).join(' ');
  const first = 15;
  const objects = [
    '<< /Type /Catalog /Pages 2 0 R >>',
    `<< /Type /Pages /Count ${pages.length} /Kids [${pages.map((_, i) => `${first + 2 * i} 0 R`).join(' ')}] >>`,
    `<< /Type /Font /Subtype /Type3 /FontBBox [0 0 470 700] /FontMatrix [0.001 0 0 0.001 0 0] /CharProcs << ${names} >> /Encoding << /Type /Encoding /Differences [97 ${DIGITS.map((_, i) => `/d${i}`).join(' ')}] >> /FirstChar 97 /LastChar 106 /Widths [${'470 '.repeat(10)}] /ToUnicode 14 0 R >>`,
    ...procedures,
    stream(cmap),
    ...pages.flatMap((content, i) => [
      `<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Rotate ${rotate} /Contents ${first + 2 * i + 1} 0 R /Resources << /Font << /T 3 0 R >> >> >>`,
      stream(content),
    ]),
  ];
  let out = '%PDF-1.7\n';
  const offsets = objects.map((body, i) => {
    const offset = out.length;
    out += `${i + 1} 0 obj\n${body}\nendobj\n`;
    return offset;
  });
  const entries = offsets.map((offset) => `${String(offset).padStart(10, '0')} 00000 n \n`).join('');
  out += `xref\n0 ${objects.length + 1}\n0000000000 65535 f \n${entries}trailer\n<< /Size ${objects.length + 1} /Root 1 0 R >>\nstartxref\n${out.length}\n%%EOF\n`;
  return Uint8Array.from(out, (character) => character.charCodeAt(0));
}

/** Digits as the codes of the font. */
export const coded = (digits: string): string => [...digits].map((digit) => CODES[Number(digit)]).join('');
/** Content of a page that shows digits. */
export const line = (digits: string, x = 72, y = 700, matrix = '1 0 0 1'): string =>
  `BT /T 20 Tf ${matrix} ${x} ${y} Tm (${coded(digits)}) Tj ET`;

/** One symbol for each piece of ink that stands alone across the picture, read from `text`. */
export function columns({ width, height, grey }: OcrPicture, text: string): OcrLine[] {
  const dark = (x: number): number[] =>
    Array.from({ length: height }, (_, y) => y).filter((y) => grey[y * width + x]! < 128);
  const symbols: OcrLine[number][] = [];
  for (let x = 0; x < width; x++) {
    if (dark(x).length === 0) continue;
    let [top, bottom, end] = [height, 0, x];
    for (; end < width && dark(end).length > 0; end++) {
      top = Math.min(top, dark(end)[0]!);
      bottom = Math.max(bottom, dark(end).at(-1)! + 1);
    }
    const read = text[symbols.length] ?? '?';
    symbols.push({ text: read, confidence: 0.97, box: [x, top, end, bottom], spaced: false });
    x = end;
  }
  return [symbols];
}
