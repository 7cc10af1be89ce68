import { describe, expect, test } from 'vitest';
import { createScanner, type Finding } from '../../index.js';
import { buildDocx } from '../docx/build-docx.js';
import { emf, floats, padded, record, u16, u32, wide } from './build-emf.js';
import { readEmf } from './emf.js';
import { textOf } from './lines.js';
import { readWmf } from './wmf.js';

/** Synthetic; the check character is right. */
const ID = '110101190103070018';
const ids = (findings: readonly Finding[]): (string | undefined)[] =>
  findings.filter(({ entity }) => entity === 'resident-id').map(({ value }) => value);
const scanner = createScanner({ today: '2026-11-27', reveal: true });

describe('EMF', () => {
  test('a table that was pasted as a drawing: rows, cells, a number in pieces', async () => {
    const bytes = emf(
      wide(200, 40, '身份证号'),
      wide(10, 40, '姓名'),
      wide(10, 80, '张三'),
      wide(200, 82, ID.slice(0, 8), { advance: 10 }),
      wide(280, 82, ID.slice(8), { advance: 10 }),
    );
    expect(textOf(readEmf(bytes).texts)).toBe(`姓名\t身份证号\n张三\t${ID}\n`);
    const { mediaType, findings, coverage } = await scanner.scan({ name: 'a.emf', bytes });
    expect(mediaType).toBe('image/emf');
    expect(ids(findings)).toEqual([ID]);
    expect(coverage.unread).toEqual([]);
  });

  test('texts that only their transform, the pen or an alignment places', () => {
    const moved = (y: number, text: string): Buffer[] => [
      record(33),
      record(36, floats(1, 0, 0, 1, 0, y), u32(2)),
      wide(0, 0, text),
      record(34, u32(-1)),
    ];
    expect(textOf(readEmf(emf(...moved(90, '乙'), ...moved(30, '甲'))).texts)).toBe('甲\n乙\n');
    const pen = emf(
      record(27, u32(50, 60)),
      record(22, u32(1)),
      wide(0, 0, '138', { advance: 10 }),
      wide(0, 0, '00138000', { advance: 10 }),
    );
    expect(textOf(readEmf(pen).texts)).toBe('13800138000\n');
    const right = emf(
      wide(10, 60, '138', { advance: 10 }),
      record(22, u32(2)),
      wide(120, 60, '00138000', { advance: 10 }),
    );
    expect(textOf(readEmf(right).texts)).toBe('13800138000\n');
  });

  test('code pages, small texts, EMF+ once', () => {
    const gbk = Buffer.from('d0d5c3fb', 'hex'); // 姓名
    const ansi = record(83, Buffer.alloc(16), u32(1, 0, 0, 0, 10, 4, 76, 0, 0, 0, 0, 0, 0), gbk);
    const small = record(108, u32(0, 40, 11, 0x300, 1, 0, 0), Buffer.from('13800138000'));
    const string = Buffer.from('家庭住址', 'utf16le');
    const plus = Buffer.concat([
      u16(0x401c, 0),
      u32(28 + 12 + string.length, 28 + string.length, 0, 0, 4),
      floats(5, 70, 100, 20),
      string,
    ]);
    const comment = record(70, u32(4 + plus.length), Buffer.from('EMF+'), plus);
    const text = '姓名\n13800138000\n家庭住址\n';
    expect(textOf(readEmf(emf(ansi, small, comment)).texts)).toBe(text);
    expect(textOf(readEmf(emf(ansi, small, comment, wide(5, 70, '家庭住址'))).texts)).toBe(text);
  });

  test('texts as numbers of glyphs are named', async () => {
    const { verdict, coverage } = await scanner.scan({
      name: 'a.emf',
      bytes: emf(wide(0, 0, '\u0013\u0014', { options: 0x10 })),
    });
    expect(verdict).toBe('incomplete');
    expect(coverage.unread).toMatchObject([{ code: 'metafile/glyphs' }]);
  });

  test('cut off or changed anywhere: something comes back, and nothing is thrown', () => {
    const bytes = emf(wide(200, 40, '身份证号', { advance: 10 }), wide(10, 80, ID));
    for (let i = 0; i < bytes.length; i++) {
      expect(readEmf(bytes.subarray(0, i)).damaged).toBe(true);
      const broken = Buffer.from(bytes);
      broken[i]! ^= 0xff;
      readEmf(broken);
    }
  });

  test('inside DOCX it is read, with the part as its place', async () => {
    const bytes = await buildDocx('<w:p/>', { 'word/media/image1.emf': emf(wide(0, 0, `身份证号${ID}`)) });
    const { findings, verdict } = await scanner.scan({ name: 'a.docx', bytes });
    expect(verdict).toBe('block');
    expect(findings).toMatchObject([{ entity: 'resident-id', places: [{ part: 'word/media/image1.emf' }] }]);
  });
});

describe('WMF', () => {
  const short = (type: number, ...parts: Buffer[]): Buffer => {
    const body = padded(Buffer.concat(parts), 2);
    return Buffer.concat([u32((body.length + 6) / 2), u16(type), body]);
  };
  const wmf = (...records: Buffer[]): Buffer =>
    Buffer.concat([u16(1, 9, 0x300, 0, 0, 4, 0, 0, 0), ...records, short(0)]);
  const gbkFont = short(0x02fb, u16(-20, 0, 0, 0, 400), Buffer.from([0, 0, 0, 134]), Buffer.alloc(36));

  test('both kinds of text', async () => {
    const label = Buffer.from('c9edb7ddd6a4bac5', 'hex'); // 身份证号
    const bytes = wmf(
      gbkFont,
      short(0x012d, u16(0)),
      short(0x0521, u16(label.length), label, u16(30, 10)),
      short(0x0a32, u16(30, 100, 18, 0), Buffer.from(ID), u16(...new Array<number>(18).fill(10))),
    );
    const { mediaType, findings } = await scanner.scan({ name: 'a.wmf', bytes });
    expect(mediaType).toBe('image/wmf');
    expect(findings).toMatchObject([{ entity: 'resident-id', value: ID }]);
    for (let i = 0; i < bytes.length; i++) {
      const broken = Buffer.from(bytes);
      broken[i]! ^= 0xff;
      readWmf(broken);
      readWmf(bytes.subarray(0, i));
    }
  });

  test('a bitmap in it is a picture of its own', async () => {
    const dib = Buffer.concat([
      u32(40, 400, 200),
      u16(1, 1),
      u32(0, 0, 0, 0, 2, 0),
      u32(0, 0xffffff),
      Buffer.alloc(52 * 200, 0xff),
    ]);
    const bytes = wmf(short(0x0f43, Buffer.alloc(22), dib));
    const { coverage } = await scanner.scan({ name: 'a.wmf', bytes });
    expect(coverage.unread).toMatchObject([{ place: { part: 'picture-1.bmp' }, code: 'ocr/not-installed' }]);
  });
});
