import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { byteOffsets } from './byte-offsets.js';
import { type DecodeHints, decodeText } from './decode.js';

const utf8 = (text: string): Uint8Array => new TextEncoder().encode(text);
const bytesOf = (...parts: (Uint8Array | readonly number[])[]): Uint8Array =>
  Uint8Array.from(parts.flatMap((part) => [...part]));
const utf16 = (text: string, little: boolean): Uint8Array =>
  bytesOf(
    [...Array(text.length).keys()].flatMap((i) => {
      const unit = text.charCodeAt(i);
      return little ? [unit & 255, unit >> 8] : [unit >> 8, unit & 255];
    }),
  );

/** Encodes by asking the decoder for every double-byte pair: hosts have no legacy encoders. */
function encoder(charset: string): (text: string) => Uint8Array {
  const decoder = new TextDecoder(charset, { fatal: true });
  const table = new Map<string, number[]>();
  for (let lead = 0x81; lead < 0xff; lead++) {
    for (let trail = 0x40; trail < 0xff; trail++) {
      try {
        const character = decoder.decode(Uint8Array.from([lead, trail]));
        if (character.length === 1 && !table.has(character)) table.set(character, [lead, trail]);
      } catch {}
    }
  }
  return (text) => {
    const bytes: number[] = [];
    for (const character of text) {
      const point = character.codePointAt(0)!;
      if (point < 0x80) bytes.push(point);
      else if (charset === 'gb18030' && point > 0xffff) {
        const linear = point - 0x10000;
        bytes.push(
          0x90 + Math.floor(linear / 12600),
          0x30 + (Math.floor(linear / 1260) % 10),
          0x81 + (Math.floor(linear / 10) % 126),
          0x30 + (linear % 10),
        );
      } else bytes.push(...(table.get(character) ?? [0x3f]));
    }
    return Uint8Array.from(bytes);
  };
}

const gb = encoder('gb18030');
const big5 = encoder('big5');
const SIMPLIFIED = '关于公布农村居民最低生活保障名单的通知，现将有关情况公示如下：张三的身份证号';
const TRADITIONAL = '關於公布農村居民最低生活保障名單的通知，現將有關情況公示如下：張三的身份證號';

describe('charset', () => {
  test.each<[string, Uint8Array, DecodeHints, string, string]>([
    ['ASCII', utf8('abc 1'), {}, 'utf-8', 'abc 1'],
    ['nothing', utf8(''), {}, 'utf-8', ''],
    ['UTF-8', utf8(SIMPLIFIED), {}, 'utf-8', SIMPLIFIED],
    ['UTF-8 labelled gb2312', utf8(SIMPLIFIED), { charset: 'gb2312' }, 'utf-8', SIMPLIFIED],
    ['UTF-8 with mark', bytesOf([0xef, 0xbb, 0xbf], utf8('张')), { charset: 'gbk' }, 'utf-8', '张'],
    ['GB without label', gb(SIMPLIFIED), {}, 'gb18030', SIMPLIFIED],
    ['GB labelled UTF-8', gb(SIMPLIFIED), { charset: 'utf-8' }, 'gb18030', SIMPLIFIED],
    ['GB labelled Latin', gb(SIMPLIFIED), { charset: 'ISO-8859-1' }, 'gb18030', SIMPLIFIED],
    ['GB labelled Big5', gb(SIMPLIFIED), { charset: 'big5' }, 'gb18030', SIMPLIFIED],
    [
      'GB by meta',
      gb(`<meta charset="gbk">${SIMPLIFIED}`),
      {},
      'gb18030',
      `<meta charset="gbk">${SIMPLIFIED}`,
    ],
    ['traditional text in GB', gb(TRADITIONAL), {}, 'gb18030', TRADITIONAL],
    [
      'four-byte GB',
      bytesOf(gb('张'), [0x81, 0x30, 0xb5, 0x38]),
      { charset: 'gb2312' },
      'gb18030',
      '张\u02b7',
    ],
    ['Big5 without label', big5(TRADITIONAL), {}, 'big5', TRADITIONAL],
    ['Big5 labelled GB', big5(TRADITIONAL), { charset: 'gbk' }, 'big5', TRADITIONAL],
    ['UTF-16LE with mark', bytesOf([255, 254], utf16('张1', true)), {}, 'utf-16le', '张1'],
    ['UTF-16BE with mark', bytesOf([254, 255], utf16('张1', false)), {}, 'utf-16be', '张1'],
    ['UTF-16LE bare', utf16(`${SIMPLIFIED} 1\r\n`, true), {}, 'utf-16le', `${SIMPLIFIED} 1\r\n`],
    ['UTF-16BE bare', utf16(`${SIMPLIFIED} 1\r\n`, false), {}, 'utf-16be', `${SIMPLIFIED} 1\r\n`],
    ['UTF-16LE without ASCII', utf16(SIMPLIFIED, true), {}, 'utf-16le', SIMPLIFIED],
    ['ASCII in UTF-16', utf16('<p>138</p>', true), { charset: 'utf-8' }, 'utf-16le', '<p>138</p>'],
    ['UTF-32LE', bytesOf([255, 254, 0, 0, 0x31, 0, 0, 0]), {}, 'utf-32le', '1'],
    [
      'header before meta',
      utf8('<meta charset=big5>a'),
      { charset: 'gbk' },
      'gb18030',
      '<meta charset=big5>a',
    ],
    ['Latin', bytesOf(utf8('caf'), [0xe9], utf8(' 1')), { charset: 'latin1' }, 'windows-1252', 'café 1'],
  ])('%s', (_name, bytes, hints, charset, text) => {
    const decoded = decodeText(bytes, hints);
    expect(decoded.charset).toBe(charset);
    expect(decoded.text).toBe(text);
    expect(decoded.malformed).toBe(false);
  });

  test.each([
    ['media type', { mediaType: 'text/plain; charset="Big5"' }, ''],
    ['http-equiv', {}, '<META http-equiv=Content-Type content="text/html; charset=BIG5">'],
    ['XML declaration', {}, '<?xml version="1.0" encoding="big5"?>'],
    ['after a comment', {}, '<!-- <meta charset=gbk> --><meta charset=big5>'],
  ])('label from %s', (_name, hints, head) => {
    expect(decodeText(bytesOf(utf8(head), big5('關於')), hints).charset).toBe('big5');
  });

  test('one damaged byte turns no page into noise', () => {
    const torn = decodeText(bytesOf(utf8(SIMPLIFIED), [0xff], utf8(SIMPLIFIED)));
    expect([torn.charset, torn.malformed]).toEqual(['utf-8', true]);
    expect(torn.text).toBe(`${SIMPLIFIED}\ufffd${SIMPLIFIED}`);
    const gbTorn = decodeText(bytesOf(gb(SIMPLIFIED), [0xff], gb(SIMPLIFIED)));
    expect([gbTorn.charset, gbTorn.malformed]).toEqual(['gb18030', true]);
  });

  test('never throws', () => {
    const hints = fc.record({
      charset: fc.constantFrom('x', 'utf-8', 'gbk', 'utf-16', 'big5', 'replacement', ''),
    });
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 200 }), hints, (bytes, hint) => {
        expect(typeof decodeText(bytes, hint).text).toBe('string');
      }),
    );
  });
});

describe('byte offsets', () => {
  const common = fc.array(fc.constantFrom('1', 'a', '张', '號', '\n', '的', '<', '身'), { maxLength: 40 });
  const any = fc.array(fc.constantFrom('1', '张', '\u{20000}', 'é', '𝟏', '\u00ea'), { maxLength: 40 });
  test.each<[string, (text: string) => Uint8Array, fc.Arbitrary<string[]>, number[]]>([
    ['utf-8', utf8, any, []],
    ['utf-8', utf8, any, [0xef, 0xbb, 0xbf]],
    [
      'gb18030',
      gb,
      fc.array(fc.constantFrom('1', '张', '\u{20000}', '的', '𝟏'), {
        maxLength: 40,
      }),
      [],
    ],
    ['big5', big5, common, []],
    ['utf-16le', (text) => utf16(text, true), any, [0xff, 0xfe]],
    ['utf-16be', (text) => utf16(text, false), any, [0xfe, 0xff]],
  ])('%s: the bytes between are the characters between', (charset, encode, characters, mark) => {
    fc.assert(
      fc.property(characters, (list) => {
        const starts = [0];
        const expected = [mark.length];
        const pieces = list.map((character) => encode(character));
        const bytes = bytesOf(mark, ...pieces);
        const text = new TextDecoder(charset, { ignoreBOM: true }).decode(bytes.subarray(mark.length));
        list.forEach((character, i) => {
          starts.push(starts.at(-1)! + (pieces[i]![0] === 0x3f ? 1 : character.length));
          expected.push(expected.at(-1)! + pieces[i]!.length);
        });
        const decoded = {
          text,
          charset,
          bomBytes: mark.length,
          malformed: false,
        };
        expect(byteOffsets(bytes, decoded, starts)).toEqual(expected);
      }),
      { numRuns: 60 },
    );
  });

  test.each(['utf-8', 'gb18030', 'big5', 'utf-16le', 'shift_jis', 'windows-1252'])(
    '%s: on any bytes right or nothing',
    (charset) => {
      fc.assert(
        fc.property(fc.uint8Array({ maxLength: 60 }), fc.nat(40), (bytes, offset) => {
          const decoder = new TextDecoder(charset, { ignoreBOM: true });
          const text = decoder.decode(bytes);
          const decoded = { text, charset, bomBytes: 0, malformed: true };
          const found = byteOffsets(bytes, decoded, [Math.min(offset, text.length)]);
          if (found === undefined) return;
          expect(decoder.decode(bytes.subarray(0, found[0]))).toBe(
            text.slice(0, Math.min(offset, text.length)),
          );
          expect(decoder.decode(bytes.subarray(found[0]))).toBe(text.slice(Math.min(offset, text.length)));
        }),
        { numRuns: 300 },
      );
    },
  );

  test('an offset inside a character, behind the end or out of order gives nothing', () => {
    const bytes = utf8('a\u{20000}b');
    const decoded = decodeText(bytes);
    expect(byteOffsets(bytes, decoded, [2])).toBeUndefined();
    expect(byteOffsets(bytes, decoded, [9])).toBeUndefined();
    expect(byteOffsets(bytes, decoded, [3, 1])).toBeUndefined();
    expect(byteOffsets(bytes, decoded, [1, 3, 4])).toEqual([1, 5, 6]);
  });
});
