/** Files that are made to explode, in the process of the caller: read or named as unread, in bounded time. */
import { gzipSync } from 'node:zlib';
import { expect, test } from 'vitest';
import { buildXlsx } from './formats/xlsx/build-xlsx.js';
import { buildZip } from './formats/zip/build-zip.js';
import { createScanner } from './index.js';

const VALUE = '联系电话：13800138000';
const DEEP = 100_000;
const scanner = createScanner({ entities: ['mobile'], limits: { milliseconds: 20_000 } });
const utf8 = (text: string): Uint8Array => new TextEncoder().encode(text);
const nested = (open: string, close: string, inside: string = VALUE): string =>
  open.repeat(DEEP) + inside + close.repeat(DEEP);

/** `&a11;` stands for 10¹¹ values. */
const LAUGHS = `<?xml version="1.0"?><!DOCTYPE l [<!ENTITY a0 "13800138000">${Array.from(
  { length: 11 },
  (_, i) => `<!ENTITY a${i + 1} "${`&a${i};`.repeat(10)}">`,
).join('')}]>`;
const QUADRATIC = `<?xml version="1.0"?><!DOCTYPE l [<!ENTITY a "${'x'.repeat(DEEP)}">]>`;

test.each([
  ['elements in XML', 'a.xml', `<?xml version="1.0"?>${nested('<a>', '</a>')}`],
  ['elements in HTML', 'a.html', nested('<b><font><table>', '')],
  ['arrays in JSON', 'a.json', nested('[', ']', `"${VALUE}"`)],
  ['objects in JSON', 'a.json', nested('{"a":', '}', `"${VALUE}"`)],
  ['quotes in Markdown', 'a.md', `${nested('>', '')}\n${'['.repeat(DEEP)}`],
  ['quotes in CSV', 'a.csv', nested('"', '')],
  [
    'parts of a mail',
    'a.eml',
    `${Array.from({ length: 5000 }, (_, i) => `Content-Type: multipart/mixed; boundary="b${i}"\n\n--b${i}\n`).join('')}Content-Type: text/plain\n\nTel: 13800138000\n`,
  ],
  [
    'mails in a mail',
    'a.eml',
    `From: a@example.com\n${'Content-Type: message/rfc822\n\n'.repeat(20_000)}\nTel: 13800138000\n`,
  ],
  ['billion laughs', 'a.xml', `${LAUGHS}<l>&a11; ${VALUE}</l>`],
  [
    'billion laughs in a picture',
    'a.svg',
    `${LAUGHS}<svg xmlns="http://www.w3.org/2000/svg"><text>&a11; ${VALUE}</text></svg>`,
  ],
  ['a long entity, often', 'a.xml', `${QUADRATIC}<l>${'&a;'.repeat(DEEP)}${VALUE}</l>`],
])('the value is found among %s', { timeout: 20_000 }, async (_what, name, text) => {
  const { findings } = await scanner.scan({ name, bytes: utf8(text) });
  expect(findings.map(({ masked }) => masked)).toContain('138****8000');
});

async function wrap(
  times: number,
  bytes: Uint8Array,
  pack: (bytes: Uint8Array) => Uint8Array | Promise<Uint8Array>,
) {
  for (let i = 0; i < times; i++) bytes = await pack(bytes);
  return bytes;
}
const zip = (bytes: Uint8Array): Promise<Uint8Array> => buildZip([{ name: 'a.zip', bytes, method: 0 }]);
const ZEROS = new Uint8Array(1 << 28);

test.each([
  ['GZIP in GZIP, 1,000 deep', 'a.gz', 'engine/depth-limit', () => wrap(1000, utf8(VALUE), gzipSync)],
  ['ZIP in ZIP, 300 deep', 'a.zip', 'engine/depth-limit', () => wrap(300, utf8(VALUE), zip)],
  ['256 MB of zeros behind three GZIP', 'a.gz', 'gzip/limit', () => wrap(3, ZEROS, gzipSync)],
  ['256 MB of zeros in a ZIP', 'a.zip', 'zip/limit', () => buildZip([{ name: 'a.txt', bytes: ZEROS }])],
] as const)('what is not unpacked is named: %s', { timeout: 30_000 }, async (_what, name, code, build) => {
  const bytes = await build();
  const before = process.memoryUsage().arrayBuffers;
  const { verdict, diagnostics, coverage } = await scanner.scan({ name, bytes });
  expect(verdict).toBe('incomplete');
  expect(diagnostics.map((one) => one.code)).toContain(code);
  expect(coverage.unread.length).toBeGreaterThan(0);
  expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(400e6);
});

test('a sheet of very many equal rows is no bomb', { timeout: 30_000 }, async () => {
  const row = '<row><c t="s"><v>0</v></c><c t="n"><v>1</v></c><c t="s"><v>0</v></c></row>';
  const xml = `<worksheet><sheetData>${row.repeat(200_000)}<row><c t="n"><v>13800138000</v></c></row></sheetData></worksheet>`;
  const bytes = await buildXlsx({ sheets: [{ name: '表', xml }], strings: ['城镇'] });
  expect(xml.length / bytes.length).toBeGreaterThan(200);
  const { verdict, findings, coverage } = await scanner.scan({ name: 'a.xlsx', bytes });
  expect(verdict).not.toBe('incomplete');
  expect(coverage.unread).toEqual([]);
  expect(findings.map(({ masked }) => masked)).toEqual(['138****8000']);
});
