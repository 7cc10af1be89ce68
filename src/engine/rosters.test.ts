import { expect, test } from 'vitest';
import { createScanner } from '../index.js';

const scanner = createScanner({ today: '2026-11-28' });
const dispositions = (text: string): string[] =>
  scanner
    .scanText(text)
    .findings.filter(({ entity }) => entity === 'mobile')
    .map(({ disposition }) => disposition);

const NUMBERS = ['13812345678', '15098761234', '18627354910', '13356781209', '17723458190'];

const DUTY = `防汛责任段值守安排
段长：副镇长袁丽君 13800138000；副段长：派出所 晏小斌 13900139000；技术员：水管站 易先旺 13700137001
查险一组带班 郝家村 周本武 15000150002；查险二组带班 闸口村 熊昌义 15100151003`;

test('persons named at their numbers are a roster, whatever office each holds', () => {
  expect(dispositions(DUTY)).toEqual(['leak', 'leak', 'leak', 'leak', 'leak']);
});

test('one of them alone is on duty', () => {
  expect(dispositions('查险一组带班 郝家村 周本武 15000150002')).toEqual(['official']);
});

test('a name in the cell to the left', () => {
  const rows = ['袁丽君', '晏小斌', '易先旺', '周本武'].map(
    (name, i) => `<tr><td>值班员</td><td>${name}</td><td>${NUMBERS[i]}</td></tr>`,
  );
  const html = `<table>${rows.join('')}</table>`;
  const { findings } = scanner.scanText(html, { format: 'html' });
  const mobiles = findings.filter(({ entity }) => entity === 'mobile');
  expect(mobiles.map(({ disposition }) => disposition)).toEqual(['leak', 'leak', 'leak', 'leak']);
  expect(mobiles[0]!.evidence).toContainEqual({ code: 'named-roster', count: 4 });
});

test('contacts of bodies stay official, entry by entry', () => {
  const text = ['袁丽君', '晏小斌', '易先旺', '周本武', '熊昌义']
    .map(
      (name, i) =>
        `受赠组织：${'东西南北中'[i]}江市红十字会；联系电话：${name} ${NUMBERS[i]}；账户名：红十字会`,
    )
    .join('\n');
  expect(dispositions(text)).toEqual(Array(5).fill('official'));
});

test('names that are few, and the same one again, are no roster', () => {
  const text =
    '带班 周本武 15000150002；带班 周本武 15000150003；带班 周本武 15000150004；带班 周本武 15000150005';
  expect(dispositions(text)).toEqual(['official', 'official', 'official', 'official']);
});

test('names in brackets, behind dashes and duties', () => {
  expect(
    dispositions(`甲班
带班 侯正娟【${NUMBERS[0]}】 辅警 林宗东【${NUMBERS[1]}】钟家轩【${NUMBERS[2]}】
乙班
带班 江福涵 —— ${NUMBERS[3]}`),
  ).toEqual(Array(4).fill('leak'));
});

test('a table of who works when is not made known by its title; one of a hotline is', () => {
  const of = (title: string): string =>
    `${title}\n${['侯正娟', '林宗东', '钟家轩', '江福涵'].map((name, i) => `${name}　${NUMBERS[i]}`).join('\n')}`;
  expect(dispositions(of('防汛带班值班一览表'))).toEqual(Array(4).fill('leak'));
  expect(dispositions(of('社区网格员联系方式公示'))).toEqual(Array(4).fill('official'));
});

test('a cell that holds an office and a name; a number written oddly beside it', () => {
  const rows = [
    ['带班', '副镇长 袁丽君', '138/1234/5678'],
    ['值班员', '易先旺', NUMBERS[1]],
    ['带班', '武装部长 周本武', NUMBERS[2]],
    ['值班员', '熊昌义', NUMBERS[3]],
  ].map((cells) => `<tr>${cells.map((cell) => `<td>${cell}</td>`).join('')}</tr>`);
  const html = `<h1>防汛值班安排表</h1><table>${rows.join('')}</table>`;
  const mobiles = scanner
    .scanText(html, { format: 'html' })
    .findings.filter(({ entity }) => entity === 'mobile');
  expect(mobiles.map(({ disposition }) => disposition)).toEqual(Array(4).fill('leak'));
});
