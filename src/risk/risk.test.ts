import fc from 'fast-check';
import { expect, test } from 'vitest';
import { createScanner } from '../index.js';
import { adviseSteps, classesOf, coded } from './anonymity.js';
import { maskedCopies } from './copies.js';
import { levelsOf } from './generalize.js';

const table = (header: string, rows: readonly string[]): string => [header, ...rows].join('\n');
const riskOf = async (csv: string, k = 2) => {
  const scanner = createScanner({ today: '2026-11-27', risk: { k } });
  const result = await scanner.scan({ name: 'list.csv', bytes: new TextEncoder().encode(csv) });
  return result;
};

test('the worked example of k-anonymity: year and town make pairs', async () => {
  const csv = table('序号,出生日期,村,低保类别,身份证号', [
    '1,1980-01-02,六塘乡金塔村,城市,11010119800102001X',
    '2,1980-05-06,六塘乡新塘村,农村,110101198005060029',
    '3,1975-01-02,东塘镇东村,城市,110101197501020038',
    '4,1975-09-30,东塘镇西村,城市,110101197509300047',
  ]);
  const { risk } = await riskOf(csv);
  expect(risk).toMatchObject({ k: 2, persons: 4 });
  const [one] = risk!.tables;
  expect(one).toMatchObject({ rows: 4, k: 1, unique: 4, reached: true });
  expect(one!.columns.map(({ header, role }) => [header, role])).toEqual([
    ['出生日期', 'quasi'],
    ['村', 'quasi'],
    ['低保类别', 'sensitive'],
    ['身份证号', 'identifier'],
  ]);
  expect(Object.fromEntries(one!.steps.map(({ header, to }) => [header, to]))).toEqual({
    出生日期: 'year',
    村: 'town',
  });
  expect(one!.steps.at(-1)).toMatchObject({ k: 2, unique: 0 });
});

test('a group that shares one illness gives it away: l is 1', async () => {
  const csv = table('姓名,性别,病种', ['张某,男,甲病', '张某,男,甲病', '李某,女,甲病', '李某,女,乙病']);
  const [one] = (await riskOf(csv)).risk!.tables;
  expect(one).toMatchObject({ k: 2, unique: 0, steps: [], reached: true });
  expect(one!.diversity).toEqual([{ column: 3, header: '病种', l: 1 }]);
});

test('merged cells count for every row; tables of things and off by default: no risk', async () => {
  const html = `<table><tr><th>村</th><th>姓名</th><th>年龄</th></tr>
    <tr><td rowspan=2>金塔村</td><td>张三</td><td>41</td></tr><tr><td>李四</td><td>44</td></tr>
    <tr><td rowspan=2>新塘村</td><td>王五</td><td>61</td></tr><tr><td>赵六</td><td>63</td></tr></table>`;
  const scanner = createScanner({ risk: { k: 2 } });
  const [one] = scanner.scanText(html, { format: 'html' }).risk!.tables;
  expect(one).toMatchObject({ rows: 4, k: 1 });
  expect(Object.fromEntries(one!.steps.map(({ header, to }) => [header, to]))).toEqual({
    姓名: 'removed',
    年龄: 'band-5',
  });
  expect(scanner.scanText('设备,数量\n电脑,3\n桌子,4').risk!.tables).toEqual([]);
  expect(createScanner().scanText(html, { format: 'html' }).risk).toBeUndefined();
});

test('fewer rows than the wanted group: said, not reached', async () => {
  const [one] = (await riskOf(table('姓名,年龄', ['张三,41', '李四,42']), 5)).risk!.tables;
  expect(one).toMatchObject({ rows: 2, steps: [], reached: false });
});

test('values left behind a suggestion, masked copies taken in', () => {
  const ends = (entity: string, keepStart: number, keepEnd: number) => ({
    id: `ends/${entity}`,
    entity: [entity],
    disposition: ['leak' as const],
    action: 'mask' as const,
    mask: { keepStart, keepEnd },
    basis: { document: 'x', confidence: 'U' as const },
    message: { 'zh-CN': 'x', en: 'x' },
  });
  const policy = { id: 'ends', rules: [ends('resident-id', 6, 4), ends('mobile', 7, 0)] };
  const scan = (text: string) => createScanner({ risk: true, policy, today: '2026-11-27' }).scanText(text);
  const leakIn = (text: string) => scan(text).findings.find(({ disposition }) => disposition === 'leak');
  expect(leakIn('身份证号：110101190303070012')!.suggestion!.remaining).toBeGreaterThan(3000);
  // A copy that can be undone is cut by its own suggestion; one that holds stays, and the policy's mask shows its rest.
  expect(
    leakIn('张三 身份证号：110101197003070018\n名单：张三 11010119700307****')!.suggestion,
  ).toMatchObject({
    replacement: '110101********0018',
    remaining: 3722,
  });
  expect(leakIn('张三 手机号：13800138000')!.suggestion!.replacement).toBe('1380013****');
  expect(leakIn('张三 手机号：13800138000\n名单：李四 138****8000')!.suggestion).toMatchObject({
    replacement: '1380*******',
    remaining: 1000,
  });
  const told = scan('姓名\t出生日期\t身份证号\n张三\t1970-03-07\t110101197003070018');
  expect(told.diagnostics).toEqual([]);
});

test('copies of another person are no copies', () => {
  const copies = maskedCopies([{ entity: 'resident-id', value: '110101********0020' }]);
  expect(copies.together('resident-id', '110101190303070012', '110101************')).toBe(
    '110101************',
  );
  expect(copies.together('resident-id', '110101190303070020', '11010119030307****')).toBe(
    '110101190303070020',
  );
  expect(copies.together('mobile', '110101190303070020', '***')).toBe('***');
});

test('any table: the steps hold what they promise, and none of them is idle', () => {
  const cell = fc.constantFrom('1980-01-02', '1980-01-03', '1980-02-03', '1981-01-02', '1990-12-31', '');
  fc.assert(
    fc.property(
      fc.array(fc.tuple(cell, fc.constantFrom('甲村', '乙村', '丙镇丁村')), { minLength: 2, maxLength: 40 }),
      fc.integer({ min: 2, max: 5 }),
      (rows, k) => {
        const columns = [
          coded(
            { column: 1, header: '出生日期', role: 'quasi', kind: 'birth-date' },
            rows.map(([one]) => one),
            () => 1,
          ),
          coded(
            { column: 2, header: '村', role: 'quasi', kind: 'place' },
            rows.map(([, two]) => two),
            () => 1,
          ),
        ];
        const { steps, reached } = adviseSteps(columns, rows.length, k);
        expect(reached).toBe(rows.length >= k);
        const at = (skip?: number) =>
          columns.map(({ codes, levels, column }) => {
            const step = steps.find((one) => one.column === column.column && one.column !== skip);
            return codes[step === undefined ? 0 : levels.findIndex(({ to }) => to === step.to) + 1]!;
          });
        if (!reached) return;
        expect(classesOf(at(), rows.length).k).toBeGreaterThanOrEqual(k);
        for (const { column } of steps) expect(classesOf(at(column), rows.length).k).toBeLessThan(k);
      },
    ),
  );
});

test.each([
  ['birth-date', '19800102', ['1980-01', '1980', '198', '']],
  ['birth-date', '1980年1月', ['1980-01', '1980', '198', '']],
  ['birth-date', '不详', ['不详', '不详', '不详', '']],
  ['age', '41岁', ['8', '4', '']],
  ['place', '湘阴县六塘乡金塔村12号', ['湘阴县六塘乡', '']],
  ['name', '欧阳某某', ['欧阳', '']],
  ['sex', '男', ['']],
])('%s %s', (kind, value, expected) => {
  const surname = (name: string) => (name.startsWith('欧阳') ? 2 : 1);
  const seen: string[] = [];
  for (const level of levelsOf(kind, surname)) seen.push(level.apply(value));
  expect(seen).toEqual(expected);
});

test('100,000 rows: no more than a few seconds, and k is exact', () => {
  const rows = 100_000;
  const columns = [3, 7, 11].map((width, column) =>
    coded(
      { column, header: '性别', role: 'quasi', kind: 'sex' },
      Array.from({ length: rows }, (_, i) => String((i * 31 + column) % width)),
      () => 1,
    ),
  );
  expect(
    classesOf(
      columns.map(({ codes }) => codes[0]!),
      rows,
    ).k,
  ).toBe(Math.floor(rows / 231));
  expect(adviseSteps(columns, rows, 5)).toEqual({ steps: [], reached: true });
});
