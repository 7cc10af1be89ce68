import fc from 'fast-check';
import { expect, test } from 'vitest';
import { patterns } from '../../generated/address.js';
import { fakeView } from './fixtures/fake-view.js';
import { createDetector } from './index.js';
import { sample } from './sample.js';

const detector = createDetector(patterns);
const count = (text: string): number => [...detector.detect(fakeView(text))].length;
const MEGABYTE = 1 << 20;
const fill = (piece: string, size = MEGABYTE): string =>
  piece.repeat(Math.ceil(size / piece.length)).slice(0, size);

/** Milliseconds of CPU, the best of three runs: the machine may be busy with something else. */
function time(text: string): number {
  let best = Number.POSITIVE_INFINITY;
  for (let i = 0; i < 3; i++) {
    const start = process.cpuUsage();
    count(text);
    const { user, system } = process.cpuUsage(start);
    best = Math.min(best, (user + system) / 1000);
  }
  return best;
}

test.each([
  ['level words', '省市区县镇乡村路街'],
  ['Han text', '的一是不了在人有我他这中大来上国个到说们为子和你地出道也时年得就那要下以生会'],
  ['digits', '1234567890'],
  ['brackets', '号('],
  ['letters and dashes', 'a1-'],
])('a megabyte of %s takes no time', (_name, piece) => {
  expect(count(fill(piece))).toBe(0);
});

test.each([
  ['numbers', '1号1号'],
  ['Chinese numbers', '一号'],
  ['cues', '住'],
  ['roads', '路1'],
  ['groups', '青山村三组'],
  ['addresses', '湖南省岳阳县新墙镇青山村三组12号住'],
  ['spaced', '1 号 '],
  ['broken', '路\n1\n号\n'],
  ['provinces before a number', '湖南省湖南省湖南省1号'],
])('work grows with the length: %s', (_name, piece) => {
  const small = fill(piece, 1 << 12);
  const large = fill(piece, 1 << 15);
  time(small);
  // Eight times the text; a quadratic step would cost 64 times as much.
  expect(time(large)).toBeLessThan(Math.max(40, 24 * time(small)));
});

const alphabet = [
  ...'省市区县镇乡村组路街号栋幢单元室层楼院附第甲A1２三十百某*×- 　\n\t\u2028，。：（）()住址家的湖南岳阳縣號樓',
];

test('spans lie in the text, in order, apart; offsets and parts lie in the span', () => {
  fc.assert(
    fc.property(fc.array(fc.constantFrom(...alphabet), { maxLength: 160 }), (units) => {
      const text = units.join('');
      let last = 0;
      for (const { span, value, at, address } of detector.detect(fakeView(text))) {
        expect(span.start).toBeGreaterThanOrEqual(last);
        expect(span.end).toBeLessThanOrEqual(text.length);
        expect(span.end).toBeGreaterThan(span.start);
        expect(value).not.toMatch(/\s/u);
        expect(at).toHaveLength(value.length);
        expect(at[0]).toBe(span.start);
        for (let i = 1; i < at.length; i++) expect(at[i]).toBeGreaterThan(at[i - 1]!);
        expect(at.at(-1)).toBeLessThan(span.end);
        let part = span.start;
        for (const { start, end } of address ?? []) {
          expect(start).toBeGreaterThanOrEqual(part);
          expect(end).toBeLessThanOrEqual(span.end);
          part = end;
        }
        last = span.end;
      }
    }),
    { numRuns: 400 },
  );
});

test('what stands around an address does not change its span', () => {
  const frames = [
    ['住', '。'],
    ['家庭住址：', ''],
    ['张三 13800138000 ', ' 备注'],
    ['"', '",'],
    ['|', '|'],
    ['（', '）'],
  ] as const;
  fc.assert(
    fc.property(
      fc.integer({ min: 0, max: 2 ** 31 }),
      fc.constantFrom(...frames),
      (start, [before, after]) => {
        let seed = start;
        const { text } = sample(() => {
          seed = (Math.imul(seed, 1664525) + 1013904223) >>> 0;
          return seed / 2 ** 32;
        });
        const line = before + text + after;
        const spans = [...detector.detect(fakeView(line))].map(({ span }) =>
          line.slice(span.start, span.end),
        );
        expect(spans).toEqual([text]);
      },
    ),
    { numRuns: 300 },
  );
});

test('two calls at once do not disturb each other', () => {
  const text = fill('住湖南省岳阳县新墙镇青山村三组12号。', 2000);
  const alone = [...detector.detect(fakeView(text))].map(({ value }) => value);
  const a = detector.detect(fakeView(text))[Symbol.iterator]();
  const b = detector.detect(fakeView(text))[Symbol.iterator]();
  const first: string[] = [];
  const second: string[] = [];
  for (let i = 0; i <= alone.length; i++) {
    for (const [from, to] of [
      [a, first],
      [b, second],
    ] as const) {
      const next = from.next();
      if (next.done !== true) to.push(next.value.value);
    }
  }
  expect(first).toEqual(alone);
  expect(second).toEqual(alone);
});
