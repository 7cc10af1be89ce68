/** Glyphs that look like one thing and say another: what is seen is what goes. */
import { expect, test } from 'vitest';
import { engine } from '../../formats/ocr/harness.js';
import { coded, columns, line, lyingPdf } from '../../formats/pdf/build-lying-pdf.js';
import { createScanner, redact } from '../../index.js';
import { everything } from './harness.js';

/** Synthetic; the check character is right. */
const ID = '110101190103070018';
const OTHER = '2233445566';
const CONTENT = line(ID) + line(OTHER, 300);

/** Reads what the picture shows: in a copy only the county is left of the number. */
const ocr = engine((picture) => {
  const count = columns(picture, '')[0]!.length;
  return columns(picture, count === ID.length + OTHER.length ? ID + OTHER : ID.slice(0, 6) + OTHER);
});
const options = { today: '2026-01-01', ocr };

test.each<[string, (digit: number) => string]>([
  ['control characters', (digit) => String.fromCharCode(digit + 1)],
  ['ideographs', (digit) => '驋閿肱麣龒鸺鑶餼龤齤'[digit]!],
])('a number that its font gives as %s is taken out', async (_name, said) => {
  const artifact = { name: 'a.pdf', bytes: lyingPdf([CONTENT], { said }) };
  const plan = await createScanner(options).scan(artifact);
  expect(plan.findings).toMatchObject([{ entity: 'resident-id', disposition: 'leak' }]);
  const { bytes, refused, proof } = await redact(artifact, plan, options);
  expect(refused).toEqual([]);
  expect(proof.verified).toBe(true);
  expect(await everything(artifact.bytes)).toContain(coded(ID));
  expect(await everything(bytes)).not.toContain(coded(ID.slice(0, 7)));
  expect(await everything(bytes)).toContain(coded(OTHER));
});
