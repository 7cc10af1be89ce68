import { describe, expect, test } from 'vitest';
import { createScanner } from '../index.js';

const scanner = createScanner({ today: '2026-11-28' });
type Format = 'text' | 'html';
const maskedId = (text: string, format: Format = 'text') =>
  scanner
    .scanText(text, { format })
    .findings.find(({ entity, disposition }) => entity === 'resident-id' && /mask/.test(disposition));
/** Values that are left of the masked ID. */
const left = (text: string, format: Format = 'text'): number =>
  Number(maskedId(text, format)?.evidence.find(({ code }) => code === 'values-left')?.count);
const codes = (text: string, format: Format = 'text'): string[] =>
  maskedId(text, format)?.evidence.flatMap(({ code }) => (code.startsWith('narrowed-by-') ? [code] : [])) ??
  [];

const MASKED = '430124********2311';
const COUNTY = '430124************';

describe('birth dates', () => {
  test.each<[string, string, number]>([
    ['column, day', `姓名\t身份证号\t出生日期\n张三\t${COUNTY}\t1986-05-12`, 999],
    ['column, eight digits', `姓名\t身份证号\t出生日期\n张三\t${COUNTY}\t19860512`, 999],
    ['column, written out', `姓名\t出生年月日\t身份证号\n张三\t1986年5月12日\t${COUNTY}`, 999],
    ['pipes', `姓名 | 身份证号 | 出生日期\n张三 | ${COUNTY} | 1986.05.12`, 999],
    ['sentence', `张三，1986年5月12日出生，身份证号${COUNTY}`, 999],
    ['sentence, behind', `张三，身份证号${COUNTY}，生于1986年5月12日`, 999],
    ['lines of label and value', `姓名：张三\n出生日期：1986年5月12日\n身份证号：${COUNTY}`, 999],
    ['month', `姓名\t身份证号\t出生年月\n张三\t${MASKED}\t1986.05`, 3],
    ['year', `姓名\t身份证号\t出生年份\n张三\t${MASKED}\t1986`, 33],
  ])('%s', (_, text, most) => {
    expect(left(text)).toBeGreaterThan(most / 3);
    expect(left(text)).toBeLessThanOrEqual(most + 2);
    expect(codes(text)).toEqual(['narrowed-by-birth-date']);
  });

  test('a form names it in the cell beside it, rows away', () => {
    const form = `<table><tr><td>姓名</td><td>张三</td><td>出生年月</td><td>1986年5月</td></tr><tr><td>民族</td><td>汉族</td><td>身份证号</td><td>${MASKED}</td></tr></table>`;
    expect(left(form, 'html')).toBeLessThan(6);
  });

  test('one that contradicts the mask tells nothing', () => {
    const shown = '43012419860512****';
    expect(left(`姓名\t身份证号\t出生日期\n张三\t${shown}\t1990-01-01`)).toBe(999);
    expect(codes(`姓名\t身份证号\t出生日期\n张三\t${shown}\t1990-01-01`)).toEqual([]);
  });

  test('another person’s tells nothing', () => {
    const other = `李四，1990年1月1日出生，身份证号430124********0017；张三，身份证号${COUNTY}`;
    const found = scanner.scanText(other).findings.filter(({ entity }) => entity === 'resident-id');
    expect(found.at(-1)?.disposition).toBe('masked');
    const spouse = `姓名\t身份证号\t配偶姓名\t配偶出生日期\t配偶身份证号\n张三\t${COUNTY}\t李四\t1990-01-01\t${COUNTY}`;
    const ids = scanner.scanText(spouse).findings.filter(({ entity }) => entity === 'resident-id');
    expect(ids.map(({ disposition }) => disposition)).toEqual(['masked', 'weak-mask']);
  });
});

describe('age, counted to the date of the document', () => {
  const list = (age: string, rest = ''): string => `姓名\t年龄\t身份证号\n张三\t${age}\t${MASKED}\n${rest}`;
  test.each([
    ['35', '\n发布日期：2023年8月15日'],
    ['35岁', '\n某某县民政局\n2023年8月15日'],
    ['35周岁', '\n某某县民政局\n二〇二三年八月十五日'],
  ])('%s %j', (age, rest) => {
    expect(left(list(age, rest))).toBeGreaterThan(20);
    expect(left(list(age, rest))).toBeLessThan(60);
    expect(codes(list(age, rest))).toEqual(['narrowed-by-age']);
  });
  test('none where the document has no date', () => {
    expect(codes(list('35'))).toEqual([]);
  });
  test('in a sentence, and not as a limit of age', () => {
    const text = (age: string): string =>
      `2023年度低保公示\n张三，男，${age}，身份证号${COUNTY.slice(0, 6)}********2311`;
    expect(codes(text('35岁'))).toContain('narrowed-by-age');
    expect(codes(text('35岁以上'))).not.toContain('narrowed-by-age');
  });
});

test('sex halves what a hidden sequence code leaves', () => {
  const row = (sex: string): string => `姓名\t性别\t身份证号\n张三\t${sex}\t43012419860512****`;
  expect([left(row('男')), left(row('女')), left(row(''))]).toEqual([500, 499, 999]);
  expect(left('张三（女），身份证号43012419860512****')).toBe(499);
});

describe('the place of who publishes', () => {
  const page = (title: string): string =>
    `<title>${title}</title><table><tr><td>姓名</td><td>出生年份</td><td>身份证号</td></tr><tr><td>张三</td><td>1986</td><td>43*************311</td></tr></table>`;
  test('a county in the title leaves its codes, and is told as assumed', () => {
    const found = maskedId(page('宁乡市2023年低保对象公示'), 'html');
    expect(found?.disposition).toBe('weak-mask');
    expect(found?.evidence).toContainEqual({ code: 'narrowed-by-place', text: '宁乡市' });
    expect(maskedId(page('低保对象公示'), 'html')?.disposition).toBe('masked');
  });
  test('a prefecture leaves those of its counties', () => {
    const [county, prefecture, none] = ['宁乡市民政局', '长沙市民政局', '民政局'].map((body) =>
      left(page(`${body}公示`), 'html'),
    );
    expect(prefecture).toBeGreaterThan(county! * 4);
    expect(none).toBeGreaterThan(prefecture!);
  });
  test('two counties tell nothing', () => {
    expect(codes(page('浏阳市、宁乡市低保对象公示'), 'html')).toEqual(['narrowed-by-birth-date']);
  });
  test('the name of the site, and who signs', () => {
    const site = page('公示').replace('<table>', '<meta name="SiteName" content="宁乡市人民政府"><table>');
    expect(codes(site, 'html')).toContain('narrowed-by-place');
    expect(codes(`${page('公示')}<p>宁乡市民政局</p><p>2023年8月15日</p>`, 'html')).toContain(
      'narrowed-by-place',
    );
  });
});

describe('the same person elsewhere in the document', () => {
  const other = (rows: string): string =>
    `姓名\t身份证号\n张三\t${COUNTY}\n\n附表\n姓名\t性别\t出生日期\n${rows}\n`;
  test('a table without numbers tells the birth date', () => {
    const text = `<table><tr><td>姓名</td><td>身份证号</td></tr><tr><td>张三</td><td>${COUNTY}</td></tr></table><table><tr><td>姓名</td><td>出生日期</td></tr><tr><td>张三</td><td>1986-05-12</td></tr></table>`;
    expect(left(text, 'html')).toBe(999);
    expect(codes(text, 'html')).toEqual(['narrowed-by-namesake']);
    expect(
      codes(text.replaceAll('>1986', '>1986').replace('张三</td><td>1986', '李四</td><td>1986'), 'html'),
    ).toEqual([]);
  });
  test('two of one name tell nothing', () => {
    expect(codes(other('张三\t男\t1986-05-12\n张三\t女\t1990-01-01'))).toEqual([]);
  });
  test('masked differently in a form and in a list', () => {
    const text = `<table><tr><td>姓名</td><td>张三</td></tr><tr><td>身份证号</td><td>430124********2311</td></tr></table><p>张三，男，身份证号43012419860512****，现予公示。</p>`;
    expect(left(text, 'html')).toBe(1);
  });
});
