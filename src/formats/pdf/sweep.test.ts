/** Channels that no interface of pdf.js shows. Values: made up, in the shape of what is looked for. */
import crypto from 'node:crypto';
import zlib from 'node:zlib';
import { expect, test } from 'vitest';
import type { Channel, Extraction } from '../../core/index.js';
import { extract } from './harness.js';

const PAGE =
  '<< /Type /Page /Parent 2 0 R /MediaBox [0 0 300 300] /Contents 4 0 R /Resources << /Font << /F1 5 0 R >> >>';

interface Parts {
  readonly trailer?: string;
  readonly catalog?: string;
  readonly page?: string;
  readonly content?: string;
  readonly objects?: Readonly<Record<number, string>>;
  readonly tail?: string;
}

/** A page with the words "plain text", and further objects from number 10 on. */
function file({
  catalog = '',
  page = '',
  content = '',
  objects = {},
  tail = '',
  trailer = '',
}: Parts): Uint8Array {
  const shown = `BT /F1 12 Tf 20 250 Td (plain text) Tj ET ${content}`;
  const all: Record<number, string> = {
    1: `<< /Type /Catalog /Pages 2 0 R ${catalog} >>`,
    2: '<< /Type /Pages /Kids [3 0 R] /Count 1 >>',
    3: `${PAGE} ${page} >>`,
    4: stream('', shown),
    5: '<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>',
    ...objects,
  };
  let out = '%PDF-1.7\n';
  const offsets: [number, number][] = [];
  for (const [number, body] of Object.entries(all)) {
    offsets.push([Number(number), out.length]);
    out += `${number} 0 obj\n${body}\nendobj\n`;
  }
  const table = offsets
    .map(([number, at]) => `${number} 1\n${String(at).padStart(10, '0')} 00000 n \n`)
    .join('');
  const size = Math.max(...offsets.map(([number]) => number)) + 1;
  out += `xref\n0 1\n0000000000 65535 f \n${table}trailer\n<< /Size ${size} /Root 1 0 R ${trailer} >>\nstartxref\n${out.length}\n%%EOF\n${tail}`;
  return Buffer.from(out, 'latin1');
}

function stream(entries: string, data: string): string {
  return `<< ${entries} /Length ${data.length} >>\nstream\n${data}\nendstream`;
}

function packed(entries: string, data: string): string {
  return stream(`${entries} /Filter /FlateDecode`, zlib.deflateSync(Buffer.from(data)).toString('latin1'));
}

function where(extraction: Extraction, value: string): { channel: Channel; part: string }[] {
  return extraction.segments
    .filter(({ text }) => text.includes(value))
    .map(({ channel, part }) => ({ channel, part }));
}

const N = '13800001111';

test.each<[string, Parts, Channel, string]>([
  [
    'replacement text',
    { content: `/Span << /ActualText (call ${N}) >> BDC EMC` },
    'attribute',
    'objects/4/ActualText',
  ],
  [
    'alternate text of a figure',
    { objects: { 10: `<< /S /Figure /Alt (tel ${N}) >>` } },
    'attribute',
    'objects/10/Alt',
  ],
  [
    'a field without a widget',
    { catalog: '/AcroForm << /Fields [10 0 R] >>', objects: { 10: `<< /FT /Tx /T (tel) /V (${N}) >>` } },
    'field',
    'objects/10/V',
  ],
  [
    'metadata of a page',
    {
      page: '/Metadata 10 0 R',
      objects: { 10: packed('/Type /Metadata /Subtype /XML', `<x><tel>${N}</tel></x>`) },
    },
    'metadata',
    'objects/10',
  ],
  [
    'private data of a program',
    { page: `/PieceInfo << /App << /Private << /Note (${N}) >> >> >>` },
    'metadata',
    'objects/3/PieceInfo/App/Private/Note',
  ],
  [
    'an object that nothing leads to',
    { objects: { 10: `<< /Note (call ${N}) >>` } },
    'residue',
    'objects/10/Note',
  ],
  [
    'a comment between objects',
    { objects: { 10: `null\nendobj\n% call ${N}\n11 0 obj\nnull` } },
    'residue',
    'bytes/',
  ],
  [
    'a script in a stream that nothing leads to',
    { objects: { 10: stream('', `app.alert("${N}")`) } },
    'residue',
    'objects/10',
  ],
  [
    'text of an object stream',
    { objects: { 10: packed('/Type /ObjStm /N 1 /First 5', `12 0 << /Note (${N}) >>`) } },
    'residue',
    'objects/12/Note',
  ],
  [
    'UTF-16 in digits of sixteen',
    { objects: { 10: `<< /Note <feff${Buffer.from(`电话${N}`, 'utf16le').swap16().toString('hex')}> >>` } },
    'residue',
    'objects/10/Note',
  ],
])('reads %s, once, with its place', async (_name, parts, channel, part) => {
  const found = where(await extract(file(parts)), N);
  expect(found).toHaveLength(1);
  expect(found[0]!.channel).toBe(channel);
  expect(found[0]!.part.startsWith(part)).toBe(true);
});

test('reads an XFA form by its elements', async () => {
  const data = `<xfa:data xmlns:xfa="x"><form1><身份证号>${N}</身份证号></form1></xfa:data>`;
  const utf8 = Buffer.from(data).toString('latin1');
  const bytes = file({
    catalog: '/AcroForm << /Fields [] /XFA [(template) 11 0 R (datasets) 10 0 R] >>',
    objects: {
      10: stream('', utf8),
      11: stream('', '<template><value>template text 13800002222</value></template>'),
    },
  });
  const extraction = await extract(bytes);
  expect(where(extraction, `身份证号：${N}`)).toEqual([{ channel: 'field', part: 'xfa/datasets' }]);
  expect(where(extraction, '13800002222')).toEqual([{ channel: 'field', part: 'xfa/template' }]);
});

test('reads the GBK that Chinese producers write where the standard wants PDFDocEncoding', async () => {
  const gbk = Buffer.from('bcd2cda5d7a1d6b7', 'hex').toString('latin1'); // 家庭住址
  const extraction = await extract(file({ objects: { 10: `<< /Note (${gbk}) >>` } }));
  expect(where(extraction, '住址')).toHaveLength(1);
});

test('reads a page that was taken out of the tree', async () => {
  const extraction = await extract(
    file({
      objects: {
        10: '<< /Type /Page /Parent 2 0 R /MediaBox [0 0 300 300] /Contents 11 0 R /Resources << /Font << /F1 5 0 R >> >> >>',
        11: packed('', `BT /F1 12 Tf 20 250 Td (old ${N}) Tj ET`),
      },
    }),
  );
  expect(where(extraction, N)).toEqual([{ channel: 'deleted', part: '' }]);
});

test('reads an earlier content of an object number', async () => {
  const extraction = await extract(
    file({ objects: { 10: `<< /Note (${N}) >>\nendobj\n10 0 obj\n<< /Note (new text 1234567) >>` } }),
  );
  expect(where(extraction, N)).toHaveLength(1);
});

test('opens what stands behind the end and in front of the head', async () => {
  const names: string[] = [];
  const extraction = await extract(file({ tail: `call ${N} today\n` }));
  for await (const child of extraction.children ?? []) {
    if ('artifact' in child) names.push(Buffer.from(child.artifact.bytes).toString());
  }
  expect(names.join()).toContain(N);
});

test('does not repeat what the page and its annotations say', async () => {
  const extraction = await extract(
    file({
      content: '/Span << /ActualText (plain text) >> BDC EMC',
      page: `/Annots [<< /Type /Annot /Subtype /Text /Rect [0 0 9 9] /Contents (note ${N}) >>]`,
    }),
  );
  expect(where(extraction, N)).toHaveLength(1);
  expect(where(extraction, 'plain text')).toHaveLength(1);
});

test('a megabyte of unclosed strings and dictionaries costs linear time', async () => {
  for (const piece of ['1 0 obj ', '(', '<<', '[', '1 0 obj << /A (', '<< /A [', 'stream ', '/ActualText ']) {
    const start = process.cpuUsage().user;
    await extract(file({ objects: { 10: piece.repeat(1_000_000 / piece.length) } }));
    expect(process.cpuUsage().user - start, piece).toBeLessThan(4_000_000);
  }
});

function hex(bytes: Uint8Array): string {
  return `<${Buffer.from(bytes).toString('hex')}>`;
}

function rc4(key: Uint8Array, data: Uint8Array): Uint8Array {
  const box = Array.from({ length: 256 }, (_, i) => i);
  for (let i = 0, j = 0; i < 256; i++) {
    j = (j + box[i]! + key[i % key.length]!) & 255;
    [box[i], box[j]] = [box[j]!, box[i]!];
  }
  let [i, j] = [0, 0];
  return data.map((byte) => {
    i = (i + 1) & 255;
    j = (j + box[i]!) & 255;
    [box[i], box[j]] = [box[j]!, box[i]!];
    return byte ^ box[(box[i]! + box[j]!) & 255]!;
  });
}

const md5 = (...parts: readonly Uint8Array[]): Uint8Array =>
  crypto.createHash('md5').update(Buffer.concat(parts)).digest();
/** ISO 32000-1:2008, algorithm 2, step a. */
const PADDING = Buffer.from('28bf4e5e4e758a4164004e56fffa01082e2e00b6d0683e802f0ca9fe6453697a', 'hex');

test('reads objects of a file that only its owner locked: RC4 of 40 bits', async () => {
  const owner = Buffer.alloc(32, 7);
  const id = Buffer.from('0123456789abcdef');
  const key = md5(PADDING, owner, Buffer.from('fcffffff', 'hex'), id).subarray(0, 5);
  const objectKey = md5(key, Buffer.from([10, 0, 0, 0, 0])).subarray(0, 10);
  const note = hex(rc4(objectKey, Buffer.from(`call ${N}`)));
  const extraction = await extract(
    file({
      objects: {
        10: `<< /Note ${note} >>`,
        11: `<< /Filter /Standard /V 1 /R 2 /P -4 /O ${hex(owner)} /U ${hex(rc4(key, PADDING))} >>`,
      },
      trailer: `/Encrypt 11 0 R /ID [${hex(id)} ${hex(id)}]`,
    }),
  );
  expect(where(extraction, N)).toHaveLength(1);
});

test('reads objects of a file that only its owner locked: AES of 256 bits', async () => {
  const key = crypto.createHash('sha256').update('key').digest();
  const [check, salt] = [Buffer.from('12345678'), Buffer.from('87654321')];
  const sha = (data: Uint8Array): Buffer => crypto.createHash('sha256').update(data).digest();
  const seal = (by: Uint8Array, vector: Uint8Array, data: Uint8Array, pad: boolean): Buffer => {
    const cipher = crypto.createCipheriv('aes-256-cbc', by, vector).setAutoPadding(pad);
    return Buffer.concat([cipher.update(data), cipher.final()]);
  };
  const zero = Buffer.alloc(16);
  const user = Buffer.concat([sha(check), check, salt]);
  const note = Buffer.concat([zero, seal(key, zero, Buffer.from(`call ${N}`), true)]);
  const filter = '/CF << /StdCF << /CFM /AESV3 /Length 32 >> >> /StmF /StdCF /StrF /StdCF';
  const extraction = await extract(
    file({
      objects: {
        10: `<< /Note ${hex(note)} >>`,
        11: `<< /Filter /Standard /V 5 /R 5 /Length 256 /P -4 /O ${hex(Buffer.alloc(48, 1))} /OE ${hex(Buffer.alloc(32, 2))} /U ${hex(user)} /UE ${hex(seal(sha(salt), zero, key, false))} /Perms ${hex(zero)} ${filter} >>`,
      },
      trailer: '/Encrypt 11 0 R',
    }),
  );
  expect(where(extraction, N)).toHaveLength(1);
});

test('says so when the objects are encrypted with a password', async () => {
  const { decryptorOf } = await import('./encryption.js');
  const locked = `<< /Filter /Standard /V 1 /R 2 /P -4 /O ${hex(PADDING)} /U ${hex(PADDING)} >>`;
  expect(await decryptorOf(file({ objects: { 11: locked }, trailer: '/Encrypt 11 0 R' }))).toBe('unknown');
});
