import { expect, test } from 'vitest';
import { patterns } from '../../generated/address.js';
import { createScanner } from '../../index.js';
import { fakeView } from './fixtures/fake-view.js';
import { createDetector } from './index.js';

const detector = createDetector(patterns);
const rows = (text: string): string[][] => {
  const width = text.split('\n')[0]!.split('\t').length;
  return [...detector.detect(fakeView(text, new Array(width).fill('')))].map(({ value, span }) => [
    value,
    text.slice(span.start, span.end),
  ]);
};

test('a bare number under 组 is the group of the village beside it', () => {
  expect(rows('户主\t村名\t组别\t金额\n张三\t青岩村\t4\t320\n李四\t松桥村\t十一\t180')).toEqual([
    ['青岩村4组', '青岩村\t4'],
    ['松桥村十一组', '松桥村\t十一'],
  ]);
});

test('bare numbers under 楼号, 单元 and 房号 go on with the estate, whose name needs no unit word', () => {
  expect(rows('姓名\t小区\t楼号\t单元\t房号\n张三\t青山江南\t12\t2\t501')).toEqual([
    ['青山江南12栋2单元501室', '青山江南\t12\t2\t501'],
  ]);
});

test('the same numbers under other headers are none', () => {
  expect(rows('户主\t村名\t人口\t金额\n张三\t青岩村\t4\t320')).toEqual([]);
  expect(rows('队伍\t组别\t名次\n青岩代表队\t4\t1\n松桥代表队\t2\t3')).toEqual([]);
  expect(rows('姓名\t单元\t成绩\n张三\t2\t95')).toEqual([]);
});

test.each([
  ['tabs', '\t'],
  ['pipes', '|'],
  ['wide blanks', '    '],
])('a hamlet with a number in a column of homes, parted by %s', (_, mark) => {
  const rows = [
    ['户主', '人口', '住址', '账号'],
    ['张三', '2', '上湾组12号', '80000000000123456'],
    ['李四', '1', '青冲组附2号', '80000000000123467'],
  ];
  const { findings } = createScanner({ today: '2026-11-28', reveal: true, entities: ['address'] }).scanText(
    rows.map((row) => row.join(mark)).join('\n'),
  );
  expect(findings.map(({ value }) => value)).toEqual(['上湾组12号', '青冲组附2号']);
});
