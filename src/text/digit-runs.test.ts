import fc from 'fast-check';
import { expect, test } from 'vitest';
import { digitRuns } from './digit-runs.js';

const MOBILE = '13800138000';

test.each([
  ['full-width', '１３８００１３８０００'],
  ['Chinese numerals', '一三八〇〇一三八〇〇〇'],
  ['telephone reading', '幺三八零零幺三八零零零'],
  ['financial numerals', '壹叁捌零零壹叁捌零零零'],
  ['circled', '①③⑧⓪⓪①③⑧⓪⓪⓪'],
  ['superscript', '¹³⁸⁰⁰¹³⁸⁰⁰⁰'],
  ['Arabic-Indic', '١٣٨٠٠١٣٨٠٠٠'],
  ['mathematical', '𝟏𝟑𝟖𝟎𝟎𝟏𝟑𝟖𝟎𝟎𝟎'],
  ['keycaps', [...MOBILE].map((digit) => `${digit}\ufe0f\u20e3`).join('')],
  ['zero-width', [...MOBILE].join('\u200b')],
  ['soft hyphens', '138\u00ad0013\u00ad8000'],
  ['no-break spaces', '138\u00a00013\u00a08000'],
  ['dashes', '138—0013–8000'],
  ['dots', '138·0013．8000'],
  ['a line break', '1380013\n  8000'],
  ['a line break in a cell', '1380013\u20288000'],
  ['letters', '138OO1380o0'],
])('reads %s', (_name, written) => {
  const [run, ...more] = digitRuns(`电话：${written}。`);
  expect(more).toEqual([]);
  expect(run?.digits).toBe(MOBILE);
  expect(`电话：${written}。`.slice(run!.start, run!.end).replace(/[\ufe0f\u20e3]+$/, '')).toBe(
    written.replace(/[\ufe0f\u20e3]+$/, ''),
  );
});

test.each([
  ['a blank line', '1380013\n\n8000123'],
  ['a cell end', '1380013\t8000123'],
  ['Chinese text', '1380013和8000123'],
  ['a comma', '1380013,8000123'],
])('does not join over %s', (_name, text) => {
  expect(digitRuns(text).map((run) => run.digits)).toEqual(['1380013', '8000123']);
});

test('a change of writing is a group border: a name that is a numeral does not swallow the number', () => {
  const [run] = digitRuns(`张三${MOBILE}`);
  expect(run?.digits).toBe(`3${MOBILE}`);
  expect(run?.groups).toEqual([0, 1]);
  expect(run?.gaps).toEqual(['none', 'form']);
});

test.each([
  ['138****8000', '138****8000'],
  ['138xxxx8000', '138****8000'],
  ['138●●●●8000', '138****8000'],
  ['110101********0018', '110101********0018'],
  ['11010519491231002x', '11010519491231002X'],
  ['11010519491231002×', '11010519491231002X'],
  ['11010519491231002＊', '11010519491231002X'],
])('masks and check characters: %s', (text, digits) => {
  expect(digitRuns(text)[0]?.digits).toBe(digits);
});

test('every digit maps to its place, whatever stands between', () => {
  const form = fc.constantFrom('0123456789', '０１２３４５６７８９', '〇一二三四五六七八九', '⓪①②③④⑤⑥⑦⑧⑨');
  const joint = fc.constantFrom('', '', '', '\u200b', ' ', '-', '\u00a0', '\u2028', '·');
  fc.assert(
    fc.property(
      fc.array(fc.tuple(fc.nat(9), form, joint), {
        minLength: 7,
        maxLength: 30,
      }),
      (parts) => {
        let text = '号码';
        const expected: [string, number][] = [];
        parts.forEach(([digit, alphabet, separator], i) => {
          if (i > 0) text += separator;
          expected.push([String(digit), text.length]);
          text += alphabet.charAt(digit);
        });
        const [run] = digitRuns(`${text}。`);
        expect(run?.digits).toBe(expected.map(([digit]) => digit).join(''));
        expect(run?.at).toEqual(expected.map(([, at]) => at));
      },
    ),
  );
});

test.each([
  ['digits', '1234567890'],
  ['spaced digits', '1 1 1 1 '],
  ['masks', '1*1*1**'],
  ['Chinese numerals', '一二三'],
  ['line breaks', '1\n2\n'],
  ['separators', '- . - '],
  ['letters', '1O1l'],
])('a megabyte of %s takes linear time', (_name, unit) => {
  const small = unit.repeat(Math.ceil(131_072 / unit.length));
  const large = small.repeat(8);
  digitRuns(small);
  const time = (text: string): number => {
    const start = performance.now();
    digitRuns(text);
    return performance.now() - start;
  };
  const base = Math.max(2, time(small), time(small));
  expect(time(large) / base).toBeLessThan(40);
});

test.each([
  ['bold Markdown', '**110101190303070012**', '110101190303070012'],
  ['the end of a comment', '/* 110101190303070012 */', '110101190303070012'],
  ['a footnote mark', '13800001111*', '13800001111'],
  ['a mark behind a list', '13800001111，13900002222 *', '1380000111113900002222'],
  ['a masked check character', '11010119030307001*', '11010119030307001X'],
  ['two masked digits', '1101011903030700**', '1101011903030700**'],
  ['a masked mobile number', '1380000****', '1380000****'],
])('asterisks behind a number: %s', (_name, text, digits) => {
  expect(
    digitRuns(text)
      .map((run) => run.digits)
      .join(''),
  ).toBe(digits);
  for (const { digits: all, at, start, end } of digitRuns(text)) {
    expect([at.length, start, end]).toEqual([all.length, at[0], at.at(-1)! + 1]);
  }
});
