import zlib from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { createScanner, type PagePlace } from '../../index.js';
import { engine, linesOf, page } from '../ocr/harness.js';
import { decodeBmp } from './bmp.js';
import { bmp, bomb, chunk, concat, exif, gif, jpegHead, png } from './build-picture.js';
import { decodeGif } from './gif.js';
import { decodePng } from './png.js';

/** Synthetic; the check character is right. */
const ID = '110101190103070018';
const TODAY = '2026-11-27';
const bare = createScanner({ today: TODAY, reveal: true });
const utf8 = (text: string): Uint8Array => new TextEncoder().encode(text);
const utf16 = (text: string): Uint8Array => Uint8Array.from(Buffer.from(text, 'utf16le'));

const texts = [
  { text: '身份证号', x: 40, y: 80 },
  { text: ID, x: 240, y: 80 },
];
const picture = page(640, 200, texts);
const reading = createScanner({ today: TODAY, reveal: true, ocr: engine(() => linesOf(texts)) });

describe('what travels with a picture is read without a recogniser', () => {
  const ascii = concat('ASCII\0\0\0', utf8(`身份证号${ID}`));
  const unicode = concat('UNICODE\0', utf16(`身份证号${ID}`));
  test.each([
    ['PNG tEXt', png(picture, [chunk('tEXt', concat('Comment\0', utf8(`身份证号${ID}`)))]), 'png/Comment'],
    [
      'PNG zTXt',
      png(picture, [chunk('zTXt', concat('Description\0\0', zlib.deflateSync(utf8(`身份证号${ID}`))))]),
      'png/Description',
    ],
    [
      'PNG iTXt',
      png(picture, [chunk('iTXt', concat('Title\0\0\0zh\0题\0', utf8(`身份证号${ID}`)))]),
      'png/Title',
    ],
    [
      'PNG iTXt, packed',
      png(picture, [chunk('iTXt', concat('Title\0\x01\0\0\0', zlib.deflateSync(utf8(`身份证号${ID}`))))]),
      'png/Title',
    ],
    [
      'PNG eXIf',
      png(picture, [chunk('eXIf', exif([[270, 2, utf8(`身份证号${ID}\0`)]]))]),
      'exif/ImageDescription',
    ],
    ['JPEG comment', jpegHead(640, 200, [[0xfe, utf8(`身份证号${ID}`)]]), 'jpeg/comment'],
    [
      'EXIF UserComment',
      jpegHead(640, 200, [[0xe1, concat('Exif\0\0', exif([], [[37510, 7, ascii]]))]]),
      'exif/UserComment',
    ],
    [
      'EXIF UserComment, UTF-16',
      jpegHead(640, 200, [[0xe1, concat('Exif\0\0', exif([], [[37510, 7, unicode]]))]]),
      'exif/UserComment',
    ],
    [
      'EXIF XPComment',
      jpegHead(640, 200, [[0xe1, concat('Exif\0\0', exif([[40092, 1, utf16(`身份证号${ID}\0`)]]))]]),
      'exif/XPComment',
    ],
    [
      'IPTC',
      jpegHead(640, 200, [
        [
          0xed,
          concat(
            'Photoshop 3.0\0',
            '8BIM',
            [4, 4, 0, 0, 0, 0, 0, 35],
            [0x1c, 2, 120, 0, 30],
            utf8(`身份证号${ID}`),
          ),
        ],
      ]),
      'iptc/2:120',
    ],
    [
      'XMP',
      jpegHead(640, 200, [
        [
          0xe1,
          concat(
            'http://ns.adobe.com/xap/1.0/\0',
            utf8(
              `<x:xmpmeta><dc:description><rdf:li xml:lang="x">身份证号${ID.slice(0, 6)}&#x31;${ID.slice(7)}</rdf:li></dc:description></x:xmpmeta>`,
            ),
          ),
        ],
      ]),
      'xmp',
    ],
    ['GIF comment', gif(picture, `ID card ${ID}`), 'gif/comment'],
    [
      'TIFF',
      exif([
        [256, 3, Uint8Array.of(128, 2)],
        [257, 3, Uint8Array.of(200, 0)],
        [315, 2, utf8(`身份证号${ID}\0`)],
      ]),
      'exif/Artist',
    ],
  ])('%s', async (_name, bytes, part) => {
    const result = await bare.scan({ name: 'a', bytes });
    expect(result.findings.map(({ entity, value }) => [entity, value])).toEqual([['resident-id', ID]]);
    expect(result.findings[0]!.places).toMatchObject([{ kind: 'text', part, channel: 'metadata' }]);
    // What the picture shows is unread, and the message says how to read it.
    expect(result.coverage.unread).toEqual([{ place: { part: '' }, code: 'ocr/not-installed' }]);
    expect(result.diagnostics.find(({ code }) => code === 'ocr/not-installed')?.detail).toContain(
      'npm install',
    );
  });
});

describe('decoded', () => {
  const quarter = { ...picture, grey: picture.grey.map((value) => value & 0xfc) };
  test.each([0, 1, 2, 3])('PNG, filter %i', async (filter) => {
    expect(Buffer.from((await decodePng(png(picture, [], filter))).raster.grey).equals(picture.grey)).toBe(
      true,
    );
  });
  test('BMP', () => expect(Buffer.from(decodeBmp(bmp(picture)).raster.grey).equals(picture.grey)).toBe(true));
  test('GIF', () => {
    const { shown, count } = decodeGif(gif(quarter), 4);
    expect(count).toBe(1);
    expect(Buffer.from(shown[0]!.grey).equals(Buffer.from(quarter.grey))).toBe(true);
  });
  test('a PNG that breaks off keeps its first rows', async () => {
    const whole = png(picture);
    const cut = await decodePng(whole.subarray(0, whole.length - 60));
    expect(cut.whole).toBe(false);
    expect(cut.raster.grey.subarray(0, 640 * 62)).toEqual(picture.grey.subarray(0, 640 * 62));
  });
});

test('boxes count pixels of the picture, from its bottom-left corner', async () => {
  for (const bytes of [png(picture), bmp(picture), gif(picture)]) {
    const result = await reading.scan({ name: 'a', bytes });
    expect(result.findings).toMatchObject([{ entity: 'resident-id', status: 'valid', value: ID }]);
    expect(result.findings[0]!.evidence).toContainEqual({ code: 'label', text: '身份证号' });
    const [place] = result.findings[0]!.places;
    expect(place).toMatchObject({ kind: 'page', page: 1, channel: 'ocr' });
    expect((place as PagePlace).box.map(Math.round)).toEqual([241, 120, 240 + 18 * 14 - 1, 140]);
    expect(result.coverage).toEqual({ units: 1, read: 1, unread: [] });
  }
});

test('what is too small to show a number is no gap', async () => {
  const dot = png({ width: 24, height: 24, grey: new Uint8Array(576).fill(200) });
  expect((await bare.scan({ name: 'a.png', bytes: dot })).verdict).toBe('pass');
});

test.each([
  ['60,000 × 60,000 pixels', bomb(60_000, 60_000), 'image/too-large'],
  ['a PNG that breaks off', png(picture).subarray(0, png(picture).length - 60), 'image/damaged'],
  ['a head alone', png(picture).subarray(0, 33), 'image/damaged'],
  ['a JPEG without a picture', jpegHead(640, 200, []), 'image/damaged'],
  ['no size', concat([0xff, 0xd8, 0xff, 0xd9, 0, 0]), 'image/damaged'],
])('bad pictures are named: %s', async (_name, bytes, code) => {
  const start = process.cpuUsage();
  const result = await reading.scan({ name: 'a', bytes });
  expect(result.coverage.unread).toMatchObject([{ code }]);
  expect(result.verdict).not.toBe('pass');
  expect(process.cpuUsage(start).user).toBeLessThan(3_000_000);
});

test('an engine that fails, hangs or is slow: the picture is unread, the next one is read', async () => {
  let calls = 0;
  const moody = createScanner({
    today: TODAY,
    limits: { pictureMilliseconds: 150 },
    ocr: {
      id: 'moody',
      recognise: () => {
        calls++;
        if (calls === 1) return Promise.reject(new Error('x'));
        if (calls === 2) return new Promise(() => undefined);
        return Promise.resolve(linesOf(texts));
      },
    },
  });
  const bytes = png(picture);
  const codes: (string | undefined)[] = [];
  for (let i = 0; i < 3; i++)
    codes.push((await moody.scan({ name: 'a.png', bytes })).coverage.unread[0]?.code);
  expect(codes).toEqual(['ocr/failed', 'ocr/time-limit', undefined]);
});
