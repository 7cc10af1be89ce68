/** PDF files whose text no program can read as it is shown: maps to Unicode that are false or missing, text as outlines. */
import { execFileSync } from 'node:child_process';
import fs from 'node:fs';
import { decodePDFRawStream, PDFDict, PDFDocument, PDFName, PDFRawStream, PDFRef } from '@cantoo/pdf-lib';

export type Lie = 'no-map' | 'false-digits' | 'digits-as-ideographs' | 'outlines';

/** No digit stays, and none keeps the number of holes that its shape has, as far as there are enough of each. */
const FALSE_DIGITS = '8513260497';
const IDEOGRAPHS = '驋閿肱麣龒鸺鑶餼龤齤';

export async function lying(file: string, lie: Lie): Promise<Uint8Array> {
  if (lie === 'outlines') return outlined(file);
  const document = await PDFDocument.load(fs.readFileSync(file));
  const { context } = document;
  for (const [, object] of context.enumerateIndirectObjects()) {
    if (!(object instanceof PDFDict)) continue;
    const key = PDFName.of('ToUnicode');
    const ref = object.get(key);
    if (!(ref instanceof PDFRef)) continue;
    if (lie === 'no-map') {
      object.delete(key);
      continue;
    }
    const map = context.lookup(ref);
    if (!(map instanceof PDFRawStream)) continue;
    const text = Buffer.from(decodePDFRawStream(map).decode()).toString('latin1');
    const digits = lie === 'false-digits' ? FALSE_DIGITS : IDEOGRAPHS;
    context.assign(ref, context.flateStream(Buffer.from(withDigits(text, digits), 'latin1')));
  }
  return document.save({ useObjectStreams: false });
}

/** Single codes, and ranges of codes taken apart. */
function withDigits(map: string, digits: string): string {
  const said = (digit: number): string => `<${digits.charCodeAt(digit).toString(16).padStart(4, '0')}>`;
  return map
    .replace(
      /^<([0-9a-f]{4})>\s*<([0-9a-f]{4})>\s*<00(3[0-9])>$/gim,
      (_, from: string, to: string, first: string) => {
        const [low, high] = [Number.parseInt(from, 16), Number.parseInt(to, 16)];
        const start = Number.parseInt(first, 16) - 0x30;
        const all = Array.from({ length: high - low + 1 }, (_, i) => said(start + i));
        return `<${from}> <${to}> [${all.join(' ')}]`;
      },
    )
    .replace(/^(<[0-9a-f]{2,4}>)\s*<00(3[0-9])>$/gim, (_, code: string, digit: string) => {
      return `${code} ${said(Number.parseInt(digit, 16) - 0x30)}`;
    });
}

/** Ghostscript draws every glyph as a path. */
function outlined(file: string): Uint8Array {
  const out = `${file}.outlined.pdf`;
  execFileSync('gs', [
    '-q',
    '-dNOPAUSE',
    '-dBATCH',
    '-dNoOutputFonts',
    '-sDEVICE=pdfwrite',
    `-sOutputFile=${out}`,
    file,
  ]);
  return fs.readFileSync(out);
}
