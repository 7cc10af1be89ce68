import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type Edit, LineIndex, type TextPlace } from '../core/index.js';
import { decodeText } from '../text/decode.js';
import { ApplyError, applyEdits, encodeText } from './index.js';

const placeIn = (text: string, start: number, end: number): TextPlace => ({
  kind: 'text',
  part: '',
  channel: 'body',
  start,
  end,
  ...new LineIndex(text).at(start),
});
const edit = (text: string, start: number, end: number, replacement: string): Edit => ({
  place: placeIn(text, start, end),
  replacement,
});
/** Encodes by `encodeText`, four-byte GB 18030 characters left out. */
const bytesOf = (text: string, charset: string): Uint8Array => encodeText(text, charset)!;
const code = (run: () => unknown): string => {
  try {
    run();
  } catch (error) {
    if (error instanceof ApplyError) return error.code;
    throw error;
  }
  return 'nothing thrown';
};

describe('only the edited ranges differ', () => {
  test.each(['utf-8', 'gb18030', 'utf-16le', 'utf-16be', 'big5'])('%s', (charset) => {
    const mark = { 'utf-16le': [0xff, 0xfe], 'utf-16be': [0xfe, 0xff] }[charset] ?? [];
    const piece = fc.oneof(
      fc.constantFrom('電話', '名單\r\n', '公示 ', 'Tel: ', '<b>', '，', '一', '\n'),
      fc.stringMatching(/^\d{1,20}$/),
    );
    fc.assert(
      fc.property(fc.array(piece, { minLength: 1, maxLength: 30 }), fc.integer(), (pieces, seed) => {
        const text = `公示名單：電話一覽表，各位市民請注意以下事項${pieces.join('')}`;
        const bytes = Uint8Array.from([...mark, ...bytesOf(text, charset)]);
        const decoded = decodeText(bytes, { charset });
        fc.pre(decoded.charset === charset && decoded.text === text);
        const edits: Edit[] = [];
        let expected = '';
        let at = 0;
        for (const match of text.matchAll(/\d+/g)) {
          const hide = match[0].slice((Math.abs(seed) + match.index) % match[0].length);
          const start = match.index + match[0].length - hide.length;
          edits.push(edit(text, start, start + hide.length, '*'.repeat(hide.length)));
          expected += text.slice(at, start) + '*'.repeat(hide.length);
          at = start + hide.length;
        }
        expected += text.slice(at);
        const result = applyEdits(bytes, decoded, edits.reverse());
        expect(Buffer.from(result)).toEqual(Buffer.from([...mark, ...bytesOf(expected, charset)]));
      }),
      { numRuns: 60 },
    );
  });

  test('malformed bytes stay as they are', () => {
    const encoder = new TextEncoder();
    const bytes = Uint8Array.from([
      ...encoder.encode('公示名单公示名单 '),
      0xff,
      0xc3,
      ...encoder.encode(' 电话13800138000。'),
    ]);
    const decoded = decodeText(bytes);
    expect(decoded.malformed).toBe(true);
    const start = decoded.text.indexOf('13800138000') + 3;
    const result = applyEdits(bytes, decoded, [edit(decoded.text, start, start + 8, '********')]);
    const at = bytes.length - encoder.encode('00138000。').length;
    expect(Buffer.from(result)).toEqual(
      Buffer.from([...bytes.slice(0, at), ...encoder.encode('********'), ...bytes.slice(at + 8)]),
    );
  });

  test('line ends, four-byte GB 18030 characters and a byte order mark stay', () => {
    const head = [
      0x84,
      0x31,
      0x95,
      0x33,
      ...bytesOf('名单：', 'gb18030'),
      0x95,
      0x32,
      0x82,
      0x36,
      0x0d,
      0x0a,
    ];
    const bytes = Uint8Array.from([...head, ...bytesOf('13800138000', 'gb18030')]);
    const decoded = decodeText(bytes);
    const start = decoded.text.length - 8;
    const result = applyEdits(bytes, decoded, [edit(decoded.text, start, start + 8, '某')]);
    expect([...result]).toEqual([...head, ...bytesOf('138某', 'gb18030')]);
  });
});

describe('refused before anything is written', () => {
  const text = '电话\n13800138000，13900139000';
  const bytes = new TextEncoder().encode(text);
  const decoded = decodeText(bytes);
  const apply = (...edits: Edit[]) => applyEdits(bytes, decoded, edits);
  const good = edit(text, 6, 14, '********');
  const at = (change: Partial<TextPlace>): Edit => ({
    ...good,
    place: { ...(good.place as TextPlace), ...change },
  });

  test('the good one is good', () => {
    expect(new TextDecoder().decode(apply(good))).toBe('电话\n138********，13900139000');
    expect(apply()).toBe(bytes);
  });

  test.each<[string, Edit[], string]>([
    ['the same twice', [good, good], 'apply/overlapping-edits'],
    ['overlapping', [good, edit(text, 10, 20, '*')], 'apply/overlapping-edits'],
    ['behind the end', [at({ end: 999 })], 'apply/out-of-range'],
    ['reversed', [at({ end: 3 })], 'apply/out-of-range'],
    ['negative', [at({ start: -1 })], 'apply/out-of-range'],
    ['no number', [at({ start: Number.NaN })], 'apply/out-of-range'],
    ['another part', [at({ part: 'word/document.xml' })], 'apply/other-artifact'],
    ['another text', [at({ line: 3 })], 'apply/other-source'],
    ['another column', [at({ column: 9 })], 'apply/other-source'],
    ['the name of the file', [at({ channel: 'name' })], 'apply/place-not-text'],
    [
      'a page',
      [{ place: { kind: 'page', part: '', channel: 'body', page: 1, box: [0, 0, 1, 1] }, replacement: '' }],
      'apply/place-not-text',
    ],
  ])('%s', (_name, edits, expected) => {
    expect(code(() => apply(...edits))).toBe(expected);
  });

  test('characters that the charset does not have', () => {
    const latin = Uint8Array.from(
      [0xe9, ...new TextEncoder().encode('té 13800138000')].filter((byte) => byte !== 0xc3),
    );
    const read = decodeText(latin, { charset: 'windows-1252' });
    const start = read.text.indexOf('138');
    expect(
      code(() =>
        applyEdits(latin, { ...read, charset: 'windows-1252' }, [edit(read.text, start, start + 3, '某')]),
      ),
    ).toBe('apply/not-encodable');
  });

  test('half of a surrogate pair', () => {
    const astral = '号\u{1d7cf}3800138000';
    const source = new TextEncoder().encode(astral);
    expect(code(() => applyEdits(source, decodeText(source), [edit(astral, 2, 3, '*')]))).toBe(
      'apply/offsets-unknown',
    );
  });

  test('a charset that shifts states', () => {
    expect(encodeText('*', 'iso-2022-jp')).toBeUndefined();
    expect(encodeText('某', 'windows-1252')).toBeUndefined();
    expect([...encodeText('某', 'gb18030')!]).toEqual([0xc4, 0xb3]);
    expect([...encodeText('\u{1f600}', 'utf-16be')!]).toEqual([0xd8, 0x3d, 0xde, 0x00]);
    expect([...encodeText('\u{1f600}', 'utf-32le')!]).toEqual([0x00, 0xf6, 0x01, 0x00]);
  });
});

test('ten thousand edits in five megabytes', () => {
  const text = '名单里的人13800138000，'.repeat(100_000);
  const bytes = new TextEncoder().encode(text);
  const edits = Array.from({ length: 10_000 }, (_, i) => ({ start: i * 170 + 8, end: i * 170 + 16 }));
  const lines = new LineIndex(text);
  const list = edits.map(
    ({ start, end }): Edit => ({
      place: { kind: 'text', part: '', channel: 'body', start, end, ...lines.at(start) },
      replacement: '********',
    }),
  );
  const started = performance.now();
  expect(applyEdits(bytes, decodeText(bytes), list)).toHaveLength(bytes.length);
  expect(performance.now() - started).toBeLessThan(3000);
});
