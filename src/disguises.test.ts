/** Properties: whatever a number is written like, its value and its exact places come out; nothing is quadratic. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { luhn } from './checks/luhn.js';
import { mod11_2 } from './checks/mod11-2.js';
import { createScanner } from './index.js';

const scanner = createScanner({
  today: '2026-11-24',
  reveal: true,
  entities: ['resident-id', 'mobile', 'bank-card'],
});

const digits = (length: number): fc.Arbitrary<string> =>
  fc.array(fc.integer({ min: 0, max: 9 }), { minLength: length, maxLength: length }).map((d) => d.join(''));

/** Born 1901–1909, so that nobody has one. */
const residentId = fc
  .tuple(
    fc.constantFrom('110101', '430621', '440401', '342401', '810000'),
    fc.integer({ min: 1901, max: 1909 }),
    fc.integer({ min: 1, max: 12 }),
    fc.integer({ min: 1, max: 28 }),
    fc.integer({ min: 1, max: 999 }),
  )
  .map(([code, year, month, day, order]) => {
    const two = (n: number): string => String(n).padStart(2, '0');
    const first = `${code}${year}${two(month)}${two(day)}${String(order).padStart(3, '0')}`;
    return first + mod11_2(first);
  });
const mobile = fc
  .tuple(fc.constantFrom('138', '159', '186', '199', '1703'), digits(8))
  .map(([prefix, rest]) => (prefix + rest).slice(0, 11));
const card = digits(9).map((rest) => {
  const first = `622848000${rest}`;
  return first + [...'0123456789'].find((check) => luhn(first + check));
});

const VALUES = fc.oneof(
  residentId.map((value) => ({ entity: 'resident-id', label: '身份证号', value, groups: [6, 8, 4] })),
  mobile.map((value) => ({ entity: 'mobile', label: '手机', value, groups: [3, 4, 4] })),
  card.map((value) => ({ entity: 'bank-card', label: '银行卡号', value, groups: [4, 4, 4, 4, 3] })),
);

const ALPHABETS = [
  '0123456789',
  '０１２３４５６７８９',
  '〇一二三四五六七八九',
  '零壹贰叁肆伍陆柒捌玖',
  '⓪①②③④⑤⑥⑦⑧⑨',
  '⁰¹²³⁴⁵⁶⁷⁸⁹',
  '٠١٢٣٤٥٦٧٨٩',
  '𝟎𝟏𝟐𝟑𝟒𝟓𝟔𝟕𝟖𝟗',
].map((alphabet) => [...alphabet]);
const X = ['X', 'x', '×', 'Ⅹ', 'Х', 'Ｘ'];
const SEPARATORS = ['', ' ', '\u3000', '\u00a0', '-', '–', '—', '.', '·'];
const INVISIBLE = ['\u200b', '\u200c', '\ufeff', '\u00ad', '\u2060'];

interface Disguise {
  readonly alphabet: readonly string[];
  readonly x: string;
  readonly separator: string;
  readonly grouped: boolean;
  /** A character that is not seen, and the index that it follows. */
  readonly invisible: readonly [string, number] | undefined;
}

const disguise: fc.Arbitrary<Disguise> = fc.record({
  alphabet: fc.constantFrom(...ALPHABETS),
  x: fc.constantFrom(...X),
  separator: fc.constantFrom(...SEPARATORS),
  grouped: fc.boolean(),
  invisible: fc.option(fc.tuple(fc.constantFrom(...INVISIBLE), fc.integer({ min: 1, max: 9 })), {
    nil: undefined,
  }),
});

function write(
  value: string,
  groups: readonly number[],
  { alphabet, x, separator, grouped, invisible }: Disguise,
): string[] {
  const ends = new Set<number>();
  let end = 0;
  for (const group of groups) ends.add((end += group));
  return [...value].map((character, i) => {
    let written = character === 'X' ? x : alphabet[Number(character)]!;
    const last = i === value.length - 1;
    if (!last && (grouped ? ends.has(i + 1) : true)) written += separator;
    if (!last && invisible !== undefined && i === invisible[1]) written += invisible[0];
    return written;
  });
}

test('folding and places round-trip for any disguise', () => {
  fc.assert(
    fc.property(VALUES, disguise, ({ entity, label, value, groups }, how) => {
      const written = write(value, groups, how).join('');
      const text = `张三，${label}：${written}。`;
      const found = scanner.scanText(text).findings.filter((finding) => finding.entity === entity);
      expect(found.map((finding) => finding.value)).toEqual([value]);
      const [first] = found[0]!.places;
      const last = found[0]!.places.at(-1);
      if (first?.kind !== 'text' || last?.kind !== 'text') throw new Error('a text has text places');
      expect(text.slice(first.start, last.end)).toBe(written);
    }),
    { numRuns: 400, seed: 20261127 },
  );
});

test('in HTML too, through references, tags and comments', () => {
  const markup = fc.constantFrom('plain', 'references', 'tags', 'comment', 'wbr');
  fc.assert(
    fc.property(VALUES, disguise, markup, ({ entity, label, value, groups }, how, kind) => {
      const parts = write(value, groups, how);
      const middle = parts.length >> 1;
      const source =
        kind === 'references'
          ? parts.map((part) => [...part].map((c) => `&#${c.codePointAt(0)};`).join('')).join('')
          : kind === 'tags'
            ? `${parts.slice(0, middle).join('')}<b>${parts.slice(middle).join('')}</b>`
            : kind === 'comment'
              ? `${parts.slice(0, middle).join('')}<!-- x -->${parts.slice(middle).join('')}`
              : kind === 'wbr'
                ? parts.join('<wbr>')
                : parts.join('');
      const page = `<p>张三，${label}：${source}。</p>`;
      const found = scanner
        .scanText(page, { format: 'html' })
        .findings.filter((finding) => finding.entity === entity);
      expect(found.map((finding) => finding.value)).toEqual([value]);
      const [first] = found[0]!.places;
      const last = found[0]!.places.at(-1);
      if (first?.kind !== 'text' || last?.kind !== 'text') throw new Error('a page has text places');
      const whole = page.slice(first.start, last.end);
      expect(source.startsWith(whole)).toBe(true);
      expect(source.slice(whole.length)).toMatch(/^(?:<\/b>)?$/);
    }),
    { numRuns: 250, seed: 20261127 },
  );
});

const all = createScanner({ today: '2026-11-24' });
const MEGABYTE = 1 << 20;

test.each([
  ['digits', '1', MEGABYTE],
  ['label words', '身份证号', MEGABYTE],
  ['digits one by one', '1 ', MEGABYTE],
  ['other digits', '6228480123', MEGABYTE >> 1],
  ['labels and digits', '电话1380013', MEGABYTE >> 2],
  ['IDs in one line', '110101190103070018 ', MEGABYTE >> 2],
  ['masks', '138****', MEGABYTE >> 2],
  ['letters like digits', '1O0l', MEGABYTE >> 2],
  ['names and mobiles', '张三，13800138000。', MEGABYTE >> 2],
  ['columns', '姓名   电话   地址\n张三   13800138000   长沙\n', MEGABYTE >> 2],
  ['lines', '13800138000\n', MEGABYTE >> 2],
  ['dates of birth', '1990年1月1日出生13800138000，', MEGABYTE >> 2],
  ['blanks', '1    ', MEGABYTE >> 1],
  ['labels of WeChat', '微信：', MEGABYTE >> 1],
])(
  'twice as much costs about twice as much: %s',
  (_name, unit, most) => {
    const cost = (units: number): number => {
      const text = unit.repeat(Math.ceil(units / unit.length)).slice(0, units);
      const start = process.cpuUsage();
      all.scanText(text);
      const { user, system } = process.cpuUsage(start);
      return user + system;
    };
    const half = Math.min(cost(most >> 1), cost(most >> 1));
    // Quadratic cost would be four times the half.
    expect(cost(most)).toBeLessThan(3.3 * half + 200_000);
  },
  120_000,
);
