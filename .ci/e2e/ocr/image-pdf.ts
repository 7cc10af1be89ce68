/** PDF files whose pages are nothing but pictures. */
import zlib from 'node:zlib';
import type { Picture } from './raster.js';

/** @param dpi Of every page. */
export function imagePdf(pages: readonly Picture[], dpi: number): Uint8Array {
  const chunks: Buffer[] = [Buffer.from('%PDF-1.5\n', 'latin1')];
  const offsets: number[] = [];
  let length = chunks[0]!.length;
  const add = (number: number, ...parts: (string | Buffer)[]): void => {
    offsets[number] = length;
    for (const part of [`${number} 0 obj\n`, ...parts, '\nendobj\n']) {
      const chunk = typeof part === 'string' ? Buffer.from(part, 'latin1') : part;
      chunks.push(chunk);
      length += chunk.length;
    }
  };
  const kids = pages.map((_, i) => `${3 + i * 3} 0 R`).join(' ');
  add(1, '<</Type/Catalog/Pages 2 0 R>>');
  add(2, `<</Type/Pages/Count ${pages.length}/Kids[${kids}]>>`);
  for (const [i, { width, height, rgb }] of pages.entries()) {
    const at = 3 + i * 3;
    const [w, h] = [(width * 72) / dpi, (height * 72) / dpi];
    add(
      at,
      `<</Type/Page/Parent 2 0 R/MediaBox[0 0 ${w} ${h}]/Contents ${at + 1} 0 R/Resources<</XObject<</Im ${at + 2} 0 R>>>>>>`,
    );
    const content = `q ${w} 0 0 ${h} 0 0 cm /Im Do Q`;
    add(at + 1, `<</Length ${content.length}>>stream\n${content}\nendstream`);
    const data = zlib.deflateSync(rgb, { level: 1 });
    add(
      at + 2,
      `<</Type/XObject/Subtype/Image/Width ${width}/Height ${height}/ColorSpace/DeviceRGB/BitsPerComponent 8/Filter/FlateDecode/Length ${data.length}>>stream\n`,
      data,
      '\nendstream',
    );
  }
  const start = length;
  const rows = offsets.slice(1).map((offset) => `${String(offset).padStart(10, '0')} 00000 n \n`);
  const table = `xref\n0 ${offsets.length}\n0000000000 65535 f \n${rows.join('')}`;
  chunks.push(
    Buffer.from(
      `${table}trailer<</Size ${offsets.length}/Root 1 0 R>>\nstartxref\n${start}\n%%EOF\n`,
      'latin1',
    ),
  );
  return Buffer.concat(chunks);
}
