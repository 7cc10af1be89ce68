import fc from 'fast-check';
import { expect, test } from 'vitest';
import { convertOffsets, convertSpans, lengthIn, type OffsetUnit } from './offsets.js';

const UNITS: readonly OffsetUnit[] = ['utf-16', 'code-point', 'utf-8'];
/** Text of every width, halves of pairs included. */
const anyText = fc
  .array(
    fc.oneof(
      fc.constantFrom('a', '1', 'é', '号', '１', '𠮷', '👨‍👩‍👧', '\u200b', '\ud842', '\udfb7', '\n'),
      fc.string({ unit: 'binary', maxLength: 3 }),
    ),
    { maxLength: 40 },
  )
  .map((parts) => parts.join(''));
const encoder = new TextEncoder();

test('the three conventions for one span', () => {
  const text = '𠮷身份证号码是11010119010307001８。';
  const start = text.indexOf('11010');
  const end = start + 18;
  expect([start, end]).toEqual([8, 26]);
  const span = [{ start, end }];
  expect(convertSpans(text, span, 'utf-16', 'code-point')).toEqual([{ start: 7, end: 25 }]);
  const [bytes] = convertSpans(text, span, 'utf-16', 'utf-8');
  expect(new TextDecoder().decode(encoder.encode(text).subarray(bytes!.start, bytes!.end))).toBe(
    text.slice(start, end),
  );
});

test('agrees with the platform at every boundary', () => {
  fc.assert(
    fc.property(anyText, (text) => {
      // A boundary: where the iterator of strings stops.
      const units: number[] = [0];
      for (const character of text) units.push(units.at(-1)! + character.length);
      const points = units.map((unit) => [...text.slice(0, unit)].length);
      const bytes = units.map((unit) => encoder.encode(text.slice(0, unit)).length);
      expect(convertOffsets(text, units, 'utf-16', 'code-point')).toEqual(points);
      expect(convertOffsets(text, units, 'utf-16', 'utf-8')).toEqual(bytes);
      expect(convertOffsets(text, points, 'code-point', 'utf-16')).toEqual(units);
      expect(convertOffsets(text, bytes, 'utf-8', 'code-point')).toEqual(points);
      expect(lengthIn(text, 'utf-8')).toBe(bytes.at(-1));
    }),
  );
});

test('any order gives what each offset gives alone, and nothing runs backwards', () => {
  fc.assert(
    fc.property(
      anyText,
      fc.array(fc.nat(200), { maxLength: 12 }),
      fc.constantFrom(...UNITS),
      fc.constantFrom(...UNITS),
      (text, wanted, from, to) => {
        const length = lengthIn(text, from);
        const offsets = wanted.map((one) => one % (length + 1));
        for (const snap of ['start', 'end'] as const) {
          const found = convertOffsets(text, offsets, from, to, snap);
          expect(found).toEqual(offsets.map((one) => convertOffsets(text, [one], from, to, snap)[0]));
          const sorted = convertOffsets(
            text,
            offsets.toSorted((a, b) => a - b),
            from,
            to,
            snap,
          );
          expect(sorted).toEqual(found.toSorted((a, b) => a - b));
        }
      },
    ),
  );
});

test('an offset inside a character goes to its start, or behind it', () => {
  expect(convertOffsets('a𠮷b', [2], 'utf-16', 'code-point')).toEqual([1]);
  expect(convertOffsets('a𠮷b', [2], 'utf-16', 'code-point', 'end')).toEqual([2]);
  expect(convertOffsets('号', [1, 2], 'utf-8', 'utf-16')).toEqual([0, 0]);
  expect(convertOffsets('号', [1, 2], 'utf-8', 'utf-16', 'end')).toEqual([1, 1]);
  expect(convertSpans('𠮷', [{ start: 1, end: 1, tag: 'kept' }], 'utf-16', 'code-point')).toEqual([
    { start: 0, end: 1, tag: 'kept' },
  ]);
});

test.each([[[-1]], [[4]], [[1.5]], [[Number.NaN]], [[0, 99]], [[99, 0]]])('%j is refused', (offsets) => {
  expect(() => convertOffsets('𠮷a', offsets, 'utf-16', 'utf-8')).toThrow(RangeError);
});

test('a megabyte and a hundred thousand offsets in one pass', () => {
  const text = '𠮷号1'.repeat(250_000);
  const offsets = Array.from({ length: 100_000 }, (_, i) => i * 10);
  const started = performance.now();
  expect(convertOffsets(text, offsets, 'utf-16', 'code-point')[99_999]).toBe(
    convertOffsets(text, [999_990], 'utf-16', 'code-point')[0],
  );
  convertOffsets(text, offsets.toReversed(), 'utf-16', 'utf-8');
  expect(performance.now() - started).toBeLessThan(2000);
});
