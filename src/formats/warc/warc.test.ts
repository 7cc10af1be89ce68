import zlib from 'node:zlib';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { ScanResult } from '../../core/index.js';
import { createScanner } from '../../index.js';
import {
  arc,
  type BuildRecord,
  chunked,
  DATE,
  http,
  page,
  warc,
  warcGz,
  warcRecord,
} from '../../node/fixtures/build-warc.js';
import { buildZip } from '../zip/build-zip.js';
import { readHttp } from './http.js';
import { unescaped } from './record-document.js';
import { type Parsed, RecordParser } from './record-parser.js';

const scanner = createScanner({ today: '2026-01-01' });
const leak = (number: string): string => `<p>联系人张三 手机号 ${number}</p>`;
const URL = 'http://www.example.gov.cn/list/1.html';

async function scan(name: string, bytes: Uint8Array): Promise<ScanResult[]> {
  const results: ScanResult[] = [];
  for await (const result of scanner.scanEach({ name, bytes })) results.push(result);
  return results;
}
const found = (results: readonly ScanResult[]): string[] =>
  results.filter(({ findings }) => findings.length > 0).map(({ artifact }) => artifact);
const codes = (results: readonly ScanResult[]): string[] =>
  results.flatMap(({ coverage }) => coverage.unread.map(({ code }) => code));

test.each([
  ['a.warc', warc],
  ['a.warc.gz', warcGz],
])('%s: findings carry URL, date and offset', async (name, build) => {
  const records = [page('http://www.example.gov.cn/', '<p>通知</p>'), page(URL, leak('13800138000'))];
  const results = await scan(name, build(records));
  expect(found(results)).toEqual([`${name}!${URL}`]);
  const offset = build(records.slice(0, 1)).length;
  expect(results.find(({ findings }) => findings.length > 0)?.source).toEqual({
    url: URL,
    date: DATE,
    offset,
  });
  expect(codes(results)).toEqual([]);
});

test('an ARC is read by its URL lines', async () => {
  const results = await scan('a.arc', arc([[URL, http(leak('13800138000'))]]));
  expect(found(results)).toEqual([`a.arc!${URL}`]);
  expect(results.find(({ findings }) => findings.length > 0)?.source).toMatchObject({ url: URL, date: DATE });
});

const body = Buffer.from(leak('13800138000'));
test.each<[string, Uint8Array, Record<string, string>]>([
  ['chunked', chunked(body, 7), { 'Transfer-Encoding': 'chunked' }],
  ['gzip', zlib.gzipSync(body), { 'Content-Encoding': 'gzip' }],
  [
    'chunked gzip',
    chunked(zlib.gzipSync(body), 9),
    { 'Transfer-Encoding': 'chunked', 'Content-Encoding': 'gzip' },
  ],
  ['zlib', zlib.deflateSync(body), { 'Content-Encoding': 'deflate' }],
  ['raw deflate', zlib.deflateRawSync(body), { 'Content-Encoding': 'deflate' }],
  ['brotli', zlib.brotliCompressSync(body), { 'Content-Encoding': 'br' }],
  ['two codings', zlib.brotliCompressSync(zlib.gzipSync(body)), { 'Content-Encoding': 'gzip, br' }],
  [
    'stored decoded though the fields say otherwise',
    body,
    { 'Transfer-Encoding': 'chunked', 'Content-Encoding': 'gzip' },
  ],
])('body: %s', async (_name, stored, fields) => {
  const message = await readHttp(http(stored, fields), 1e6);
  expect(Buffer.from(message!.body).toString()).toBe(body.toString());
  expect(message!.fault).toBeUndefined();
});

test.each<[string, Uint8Array, Record<string, string>, string]>([
  [
    'cut gzip',
    zlib.gzipSync(Buffer.alloc(5000, 'ab1')).subarray(0, 30),
    { 'Content-Encoding': 'gzip' },
    'cut',
  ],
  ['cut chunks', chunked(body, 50).subarray(0, 30), { 'Transfer-Encoding': 'chunked' }, 'cut'],
  ['damaged brotli', Buffer.from('no brotli at all'), { 'Content-Encoding': 'br' }, 'coding'],
  ['zstd', body, { 'Content-Encoding': 'zstd' }, 'coding'],
  ['a bomb', zlib.gzipSync(Buffer.alloc(3e6)), { 'Content-Encoding': 'gzip' }, 'limit'],
])('body that is not read is told: %s', async (_name, stored, fields, fault) => {
  expect((await readHttp(http(stored, fields), 1e6))?.fault).toBe(fault);
});

test('the charset of the HTTP field decides where the page says nothing', async () => {
  const gbk = Buffer.from([0xca, 0xd6, 0xbb, 0xfa, 0xba, 0xc5]); // 手机号
  const block = http(Buffer.concat([gbk, Buffer.from(' 13800138000')]), {
    'Content-Type': 'text/html; charset=GBK',
  });
  const results = await scan('a.warc', warc([{ type: 'response', url: URL, block }]));
  const finding = results.flatMap(({ findings }) => findings)[0];
  expect(finding?.evidence).toContainEqual(expect.objectContaining({ text: '手机号' }));
});

test('URL, HTTP fields and request bodies are read', async () => {
  const records: BuildRecord[] = [
    page('http://x.gov.cn/q?%E6%89%8B%E6%9C%BA%E5%8F%B7=13800138000', '<p>无</p>'),
    page('http://x.gov.cn/h', '<p>无</p>', { 'X-User': '手机号 13800138000' }),
    {
      type: 'request',
      url: 'http://x.gov.cn/p',
      block: Buffer.from('POST /p HTTP/1.1\r\nHost: x\r\n\r\nmobile=13800138000'),
    },
  ];
  const results = (await scan('a.warc', warc(records))).filter(({ findings }) => findings.length > 0);
  expect(results.map(({ findings }) => findings[0]!.places[0]!.part)).toEqual(['#url', '#http', '']);
  expect(results.map(({ findings }) => findings[0]!.places[0]!.channel).slice(0, 2)).toEqual([
    'link',
    'metadata',
  ]);
});

test('a revisit stands for its original; one without is unread', async () => {
  const fields = { 'WARC-Payload-Digest': 'sha1:AAAA' };
  const original: BuildRecord = { ...page(URL, leak('13800138000')), fields };
  const revisit: BuildRecord = { type: 'revisit', url: `${URL}?2`, fields, block: http('') };
  const lost: BuildRecord = {
    type: 'revisit',
    url: `${URL}?3`,
    fields: { 'WARC-Payload-Digest': 'sha1:B' },
    block: http(''),
  };
  const results = await scan('a.warc', warc([original, revisit, lost]));
  expect(found(results)).toEqual([`a.warc!${URL}`, `a.warc!${URL}?2`]);
  expect(codes(results)).toEqual(['warc/original-missing']);
});

test('behind damage reading goes on, and the gap is told', async () => {
  const one = warcRecord(page('http://x.gov.cn/1', leak('13800138000')));
  const two = warcRecord(page('http://x.gov.cn/2', leak('13900139000')));
  const plain = await scan('a.warc', Buffer.concat([one, Buffer.from('\n\ngarbage\nWARC/oops\n'), two]));
  expect(found(plain)).toHaveLength(2);
  expect(codes(plain)).toEqual(['warc/damaged']);
  const middle = zlib.gzipSync(warcRecord(page('http://x.gov.cn/3', 'x'.repeat(500))));
  middle.fill(0xff, 12, 40);
  const packed = await scan('a.warc.gz', Buffer.concat([zlib.gzipSync(one), middle, zlib.gzipSync(two)]));
  expect(found(packed)).toHaveLength(2);
  expect(codes(packed)).toEqual(['warc/damaged']);
  const cut = await scan('a.warc', one.subarray(0, one.length - 8));
  expect(codes(cut)).toEqual(['warc/cut']);
  expect(codes(await scan('a.warc', Buffer.from('WARC/1.1\r\nnothing')))).toContain('warc/empty');
});

test('records are the same however the bytes are cut', () => {
  const bytes = warc([
    page('http://x/1', 'one'),
    page('http://x/2', ''),
    { type: 'metadata', block: '' },
    page('http://x/3', 'WARC/1.0'),
  ]);
  const parse = (cuts: readonly number[]): string[] => {
    const parser = new RecordParser(1e6);
    const events: Parsed[] = [];
    let from = 0;
    for (const cut of [...cuts.map((one) => one % bytes.length).sort((a, b) => a - b), bytes.length]) {
      events.push(...parser.push(bytes.subarray(from, cut)));
      from = cut;
    }
    events.push(...parser.end());
    return events.map((event) =>
      event.kind === 'record'
        ? `${event.record.position.offset} ${Buffer.from(event.record.block)}`
        : `gap ${event.bytes}`,
    );
  };
  const whole = parse([]);
  expect(whole).toHaveLength(4);
  fc.assert(
    fc.property(fc.array(fc.nat(bytes.length), { maxLength: 8 }), (cuts) => {
      expect(parse(cuts)).toEqual(whole);
    }),
  );
});

test('hostile archives take linear time', () => {
  const time = (text: string): number => {
    const bytes = Buffer.from(text);
    const start = process.cpuUsage().user;
    const parser = new RecordParser(1e6);
    const events = [...parser.push(bytes), ...parser.end()];
    expect(events.length).toBeGreaterThan(0);
    return (process.cpuUsage().user - start) / 1000;
  };
  for (const line of [
    'WARC/1.0\n',
    'WARC/1.0\nContent-Length: 9\n',
    'a b 20240101000000 c x\n',
    'WARC/\n\n',
    'W',
  ]) {
    expect(time(line.repeat(1e6 / line.length)), line).toBeLessThan(3000);
  }
});

test('escapes of UTF-8 and of GB 18030 are characters', () => {
  expect(unescaped('/%E6%89%8B%E6%9C%BA?a=%CA%D6%BB%FA%20%zz')).toBe('/手机?a=手机 %zz');
});

test('a WACZ is opened down to its pages', async () => {
  const entry = (name: string, bytes: Uint8Array) => ({ name, bytes, method: 0 });
  const bytes = await buildZip([
    entry('datapackage.json', Buffer.from('{}')),
    entry('archive/data.warc.gz', warcGz([page(URL, leak('13800138000'))])),
    entry('pages/pages.jsonl', Buffer.from('{"url":"http://x/","text":"手机号 13900139000"}\n')),
  ]);
  const results = await scan('a.wacz', bytes);
  expect(found(results)).toEqual([`a.wacz!archive/data.warc.gz!${URL}`, 'a.wacz!pages/pages.jsonl']);
  expect(codes(results)).toEqual([]);
});

test('a document in segments: each record is read, and said to be a part', async () => {
  const first = { ...page(URL, leak('13800138000')), fields: { 'WARC-Segment-Number': '1' } };
  const rest: BuildRecord = {
    type: 'continuation',
    url: URL,
    fields: { 'WARC-Segment-Number': '2', 'WARC-Segment-Origin-ID': '<urn:uuid:1>' },
    block: new TextEncoder().encode('<p>张三 手机号 13900139000</p>'),
  };
  const results = await scan('a.warc', warc([first, rest]));
  expect(found(results)).toHaveLength(2);
  expect(codes(results)).toEqual(['warc/segmented', 'warc/segmented']);
});
