import zlib from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { createScanner } from '../../index.js';
import { blips, openPicture } from '../cfb/blips.js';
import { testContext } from '../cfb/harness.js';
import { buildDocx } from '../docx/build-docx.js';
import { linesOf, page } from '../ocr/harness.js';
import { buildOfd } from '../ofd/build-ofd.js';
import { workbookPictures } from '../xls/drawings.js';
import { buildXlsx } from '../xlsx/build-xlsx.js';
import { buildZip } from '../zip/build-zip.js';
import { concat, png } from './build-picture.js';

/** Synthetic; the check character is right. */
const ID = '110101190103070018';
const texts = [
  { text: '身份证号', x: 40, y: 80 },
  { text: ID, x: 240, y: 80 },
];
const PICTURE = png(page(640, 200, texts));
const EMBLEM = png(page(120, 60, [{ text: '12345', x: 20, y: 40 }]));
const base64 = Buffer.from(PICTURE).toString('base64');
const utf8 = (text: string): Uint8Array => new TextEncoder().encode(text);
const zip = (files: Readonly<Record<string, Uint8Array>>): Promise<Uint8Array> =>
  buildZip(Object.entries(files).map(([name, bytes]) => ({ name, bytes })));

const TODAY = '2026-11-27';
const bare = createScanner({ today: TODAY });
const reading = createScanner({
  today: TODAY,
  ocr: { id: 'fake', recognise: ({ width }) => Promise.resolve(width === 640 ? linesOf(texts) : []) },
});

const odt = (): Promise<Uint8Array> =>
  zip({
    mimetype: utf8('application/vnd.oasis.opendocument.text'),
    'content.xml': utf8(
      '<office:document-content xmlns:office="o" xmlns:text="t"><text:p>a</text:p></office:document-content>',
    ),
    'Pictures/a.png': PICTURE,
  });
const mail = (): Uint8Array =>
  utf8(
    `From: x\nMIME-Version: 1.0\nContent-Type: multipart/related; boundary=x\n\n--x\nContent-Type: text/html\n\n<p>a\n--x\nContent-Type: image/png; name=a.png\nContent-Transfer-Encoding: base64\n\n${base64}\n--x--\n`,
  );

describe('pictures inside documents', () => {
  test.each([
    ['DOCX', () => buildDocx('<w:p/>', { 'word/media/image1.png': PICTURE }), 'word/media/image1.png'],
    ['XLSX', () => buildXlsx({ sheets: [], parts: { 'xl/media/a.png': PICTURE } }), 'xl/media/a.png'],
    ['ODT', odt, 'Pictures/a.png'],
    ['OFD', async () => buildOfd({ pages: [], files: { 'Doc_0/Res/a.png': PICTURE } }), 'Doc_0/Res/a.png'],
    ['mail', async () => mail(), 'a.png'],
    ['HTML', async () => utf8(`<p>a<img src="data:image/png;base64,${base64}">`), '#picture-14'],
    [
      'style sheet',
      async () => utf8(`<style>p{background:url(data:image/png;base64,${base64})}</style><p>a`),
      '#picture-24',
    ],
    ['ZIP', () => zip({ 'a.png': PICTURE }), 'a.png'],
    [
      'RTF, with its properties and its repetition',
      async () =>
        utf8(
          `{\\rtf1 a{\\*\\shppict{\\pict{\\*\\picprop{\\sp{\\sn a}{\\sv 1}}}{\\*\\blipuid 00ff}\\pngblip\\picw640 ${Buffer.from(PICTURE).toString('hex')}}}{\\nonshppict{\\pict\\wmetafile8 0100}}\\par}`,
        ),
      'picture-1',
    ],
  ])('%s', async (_name, build, part) => {
    const bytes = await build();
    const { findings: all, coverage } = await reading.scan({ name: 'a', bytes });
    const findings = all.filter(({ entity }) => entity === 'resident-id');
    expect(findings).toMatchObject([{ entity: 'resident-id', status: 'valid' }]);
    expect(findings[0]!.places).toMatchObject([{ kind: 'page', part, channel: 'ocr', page: 1 }]);
    expect(coverage.unread).toEqual([]);
    // Without a recogniser the document is not clean.
    const unseen = await bare.scan({ name: 'a', bytes });
    expect(unseen.verdict).toBe('incomplete');
    expect(unseen.coverage.unread).toEqual([{ place: { part }, code: 'ocr/not-installed' }]);
  });

  test('an emblem is noted, no more', async () => {
    const bytes = await buildDocx('<w:p/>', { 'word/media/image1.png': EMBLEM });
    const { verdict, diagnostics } = await bare.scan({ name: 'a.docx', bytes });
    expect(verdict).toBe('pass');
    expect(diagnostics).toMatchObject([{ code: 'ocr/not-installed', severity: 'info' }]);
  });

  test('one bad picture does not stop its neighbours', async () => {
    const bytes = await zip({
      'a.png': PICTURE.subarray(0, 200),
      'b.png': PICTURE,
      'c.jpg': utf8('\u00ff\u00d8\u00ff'),
    });
    const { findings, coverage } = await reading.scan({ name: 'a.zip', bytes });
    expect(findings.flatMap(({ places }) => places.map(({ part }) => part))).toContain('b.png');
    expect(coverage.unread).toContainEqual({ place: { part: 'a.png' }, code: 'image/damaged' });
  });
});

describe('OfficeArt', () => {
  const le = (value: number, bytes: number): number[] =>
    Array.from({ length: bytes }, (_, i) => (value >>> (8 * i)) & 255);
  const blip = (type: number, uids: number, data: Uint8Array): Uint8Array =>
    concat(
      le(0x6e00, 2),
      le(type, 2),
      le(16 * uids + 1 + data.length, 4),
      new Uint8Array(16 * uids),
      [0xff],
      data,
    );

  test('pictures in a stream, with one UID or two', () => {
    const stream = concat('some text', blip(0xf01e, 1, PICTURE), 'more', blip(0xf01e, 2, PICTURE), 'end');
    const found = [...blips(stream, 'Data')];
    expect(found.map(({ name }) => name)).toEqual(['Data/picture-1', 'Data/picture-2']);
    for (const { bytes } of found) expect(Buffer.from(bytes).equals(PICTURE)).toBe(true);
  });

  test('a drawing of a workbook that goes on in CONTINUE records', () => {
    const data = concat([1, 2, 3], blip(0xf01e, 1, PICTURE));
    const records: Uint8Array[] = [];
    for (let at = 0; at < data.length; at += 8224) {
      const part = data.subarray(at, at + 8224);
      records.push(concat(le(at === 0 ? 0xeb : 0x3c, 2), le(part.length, 2), part));
    }
    const [found] = workbookPictures(concat([9, 8, 0, 0], ...records, [10, 0, 0, 0]), 'Workbook');
    expect(Buffer.from(found!.bytes).equals(PICTURE)).toBe(true);
  });

  test('drawings, packed and not, with one UID or two', async () => {
    const emf = Buffer.alloc(600, '身份证号');
    const drawing = (uids: number, packed: boolean): Uint8Array => {
      const data = packed ? zlib.deflateSync(emf) : emf;
      const head = concat(
        new Uint8Array(16 * uids),
        le(emf.length, 4),
        new Uint8Array(24),
        le(data.length, 4),
        [packed ? 0 : 0xfe, 0xfe],
      );
      return concat(le(0x3d40, 2), le(0xf01a, 2), le(head.length + data.length, 4), head, data);
    };
    const stream = concat('x', drawing(1, true), 'y', drawing(2, true), 'z', drawing(1, false), 'end');
    const found = [...blips(stream, 'Data')];
    expect(found.length).toBe(3);
    for (const picture of found) {
      const child = await openPicture(picture, testContext());
      expect('artifact' in child && Buffer.from(child.artifact.bytes).equals(emf)).toBe(true);
    }
    const bomb = { ...found[0]!, unpacked: 2 ** 31 };
    expect(await openPicture(bomb, testContext())).toMatchObject({ unread: { code: 'metafile/limit' } });
    const damaged = { ...found[0]!, bytes: found[0]!.bytes.map((byte) => byte ^ 85) };
    expect(await openPicture(damaged, testContext())).toMatchObject({ unread: { code: 'metafile/damaged' } });
  });

  test('lengths that lie give nothing', () => {
    const cut = blip(0xf01e, 1, PICTURE).subarray(0, 300);
    expect([...blips(cut, 'Data')]).toEqual([]);
  });
});
