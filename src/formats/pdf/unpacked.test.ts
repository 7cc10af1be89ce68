import { deflateSync } from 'node:zlib';
import { expect, test } from 'vitest';
import { openDocument } from './load.js';
import { unpacked } from './unpacked.js';

const latin1 = (text: string): Buffer => Buffer.from(text, 'latin1');
const textOf = (bytes: Uint8Array): string => Buffer.from(bytes).toString('latin1');
const LINE = 'BT /F1 12 Tf 40 700 Td (a packed line) Tj ET';

interface FileOptions {
  /** Further keys of the content stream. */
  readonly keys?: string;
  readonly data?: Buffer;
  readonly trailer?: string;
  /** Behind the end. */
  readonly behind?: string;
  readonly before?: string;
  /** Objects behind the others, in the open but not in the table. */
  readonly loose?: string;
}

function file(options: FileOptions = {}): Uint8Array {
  const { keys = '/Filter /FlateDecode', data = deflateSync(latin1(LINE)), trailer = '' } = options;
  const objects = [
    '<< /Type /Catalog /Pages 2 0 R >>',
    '<< /Type /Pages /Kids [3 0 R] /Count 1 >>',
    '<< /Type /Page /Parent 2 0 R /MediaBox [0 0 600 800] /Contents 4 0 R /Resources << /Font << /F1 5 0 R >> >> >>',
    `<< ${keys} /Length ${data.length} >>\nstream\n${data.toString('latin1')}\nendstream`,
    '<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>',
  ];
  let text = `${options.before ?? ''}%PDF-1.4\n`;
  let table = `xref\n0 ${objects.length + 1}\n0000000000 65535 f \n`;
  for (const [i, object] of objects.entries()) {
    table += `${String(text.length).padStart(10, '0')} 00000 n \n`;
    text += `${i + 1} 0 obj\n${object}\nendobj\n`;
  }
  text += options.loose ?? '';
  const end = `trailer\n<< /Root 1 0 R /Size 6 ${trailer}>>\nstartxref\n${text.length}\n%%EOF\n`;
  return Uint8Array.from(latin1(`${text}${table}${end}${options.behind ?? ''}`));
}

async function printed(bytes: Uint8Array): Promise<string> {
  const { document, close } = await openDocument(bytes);
  try {
    const { items } = await (await document.getPage(1)).getTextContent();
    return items.map((item) => ('str' in item ? item.str : '')).join('');
  } finally {
    await close();
  }
}

/** ASCII85 without its short forms. */
function coded(data: Buffer): Buffer {
  let out = '';
  for (let i = 0; i < data.length; i += 4) {
    const count = Math.min(4, data.length - i);
    let value = Buffer.concat([data.subarray(i, i + count), Buffer.alloc(4 - count)]).readUInt32BE();
    const digits: string[] = [];
    for (let k = 0; k < 5; k++, value = Math.floor(value / 85))
      digits.unshift(String.fromCharCode(33 + (value % 85)));
    out += digits.slice(0, count + 1).join('');
  }
  return latin1(`${out}~>`);
}

test.each([
  ['Flate', {}],
  ['Flate in a list', { keys: '/Filter [/FlateDecode]' }],
  [
    'Flate as text',
    { keys: '/Filter [/ASCII85Decode /FlateDecode]', data: coded(deflateSync(latin1(LINE))) },
  ],
  ['beside an id with a comment mark', { trailer: '/ID [(a%b)(c)]\n' }],
])('content packed by %s stands behind the end of the file, unpacked', async (_name, options) => {
  const before = file(options);
  const { file: after, streams } = await unpacked(before);
  expect(textOf(after).startsWith(textOf(before))).toBe(true);
  expect(textOf(after.subarray(before.length))).toContain(LINE);
  expect([...streams.values()].map(textOf)).toEqual([LINE]);
  const [offset] = [...streams.keys()];
  expect(textOf(before.subarray(offset! - 7, offset))).toBe('stream\n');
  expect(await printed(before)).toBe('a packed line');
});

test.each([
  ['a file with an earlier state', { behind: 'startxref\n9\n%%EOF\n' }],
  ['an encrypted file', { trailer: '/Encrypt << /Filter /Standard >> ' }],
  ['a file behind other bytes', { before: 'HTTP/1.1 200\n' }],
  ['an object that stands there twice', { loose: '4 0 obj\n<< /Length 0 >>\nstream\n\nendstream\nendobj\n' }],
  ['a picture', { keys: '/Subtype /Image /Filter /FlateDecode' }],
  ['filters with parameters', { keys: '/Filter /FlateDecode /DecodeParms << /Predictor 12 >>' }],
  ['damaged data', { data: Buffer.from([0x78, 0x9c, 1, 2, 3, 4, 5, 6, 7, 8, 9]) }],
  ['data that is cut', { data: deflateSync(latin1(LINE)).subarray(0, -12) }],
  ['more than it may hold', { data: deflateSync(Buffer.alloc(9 * 1024 * 1024)) }],
])('%s stays as it is', async (_name, options) => {
  const before = file(options);
  const { file: after, streams } = await unpacked(before);
  expect(after).toBe(before);
  expect(streams.size).toBe(0);
});
