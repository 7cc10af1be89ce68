/**
 * Every kind of number that is built like a person's (`patterns/lookalikes`), with values that pass the checks of the
 * personal ones where the kind allows it: behind each of its labels, in columns below them, in tables whose header is
 * far or missing, in addresses of pages and names of files. None of them is anybody's.
 */
import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { table } from '../patterns/rows.js';
import { luhn } from './checks/luhn.js';
import { mod11_2 } from './checks/mod11-2.js';
import { mod11_10 } from './checks/mod11-10.js';
import { organisationCode } from './checks/organisation-code.js';
import { uscc } from './checks/uscc.js';
import { createScanner } from './index.js';

const scanner = createScanner({ today: '2026-11-28', reveal: true });
const rows = (file: string) => table(readFileSync(`patterns/${file}`, 'utf8'));

/** The same numbers in every run. */
let state = 20261128;
function below(limit: number): number {
  state = (state * 1103515245 + 12345) % 2147483648;
  return Math.floor(state / 65536) % limit;
}
const pick = <T>(list: readonly T[]): T => list[below(list.length)]!;
const some = (count: number, alphabet = '0123456789'): string =>
  Array.from({ length: count }, () => alphabet[below(alphabet.length)]!).join('');
const two = (value: number): string => String(value).padStart(2, '0');

const SEGMENTS = rows('mobile/segments.tsv')
  .filter(({ kind, lib }) => (kind === 'mobile' || kind === 'mvno') && lib === 'y')
  .flatMap(({ prefix = '' }) => prefix.split(',').map((part) => part.split('-')[0]!));
const AREAS = rows('divisions/gb2260-history.tsv')
  .map(({ code = '' }) => code)
  .filter((code) => /^[1-6]\d{5}$/.test(code) && !code.endsWith('00'));

function checked(head: string, check: (whole: string) => boolean, alphabet: string): string {
  return [...alphabet].find((character) => check(head + character)) ?? '';
}

/** What a part of a shape stands for, behind what is written already. */
function part(name: string, head: string, row: number): string {
  const count = Number(/\d+$/.exec(name)?.[0] ?? 0);
  if (/^d\d+$/.test(name)) return some(count);
  if (/^hex\d+$/.test(name)) return some(count, '0123456789abcdef');
  if (/^count\d+$/.test(name)) return String(row + 1).padStart(count, '0');
  const year = String(2001 + below(25));
  const day = two(1 + below(12)) + two(1 + below(28));
  const mobile = (pick(SEGMENTS) + some(9)).slice(0, 11);
  const parts: Readonly<Record<string, () => string>> = {
    area: () => pick(AREAS),
    prov: () => pick(AREAS).slice(0, 2),
    year: () => year,
    year2: () => year.slice(2),
    date: () => year + day,
    yymmdd: () => two(50 + below(49)) + day,
    mobile: () => mobile,
    mobile7: () => '1381234',
    org: () => {
      const body = some(8);
      return body + checked(body, organisationCode, '0123456789X');
    },
    uscc: () => checked(head, uscc, '0123456789ABCDEFGHJKLMNPQRTUWXY'),
    id: () => checked(head, (whole) => mod11_2(whole.slice(0, 17)) === whole[17], '0123456789X'),
    luhn: () => checked(head, luhn, '0123456789'),
    reg: () => checked(head, mod11_10, '0123456789'),
  };
  return parts[name]!();
}

function draw(shape: string, row: number): string {
  for (;;) {
    let out = '';
    for (const piece of shape.split(/(\{[^}]+\})/))
      out += piece.startsWith('{') ? part(piece.slice(1, -1), out, row) : piece;
    // A check that no character satisfies leaves the value short.
    if (!/\{(?:uscc|id|luhn|reg)\}$/.test(shape) || out.length === lengthOf(shape)) return out;
  }
}

const lengths = new Map<string, number>();
function lengthOf(shape: string): number {
  let length = lengths.get(shape);
  if (length === undefined) {
    length = 0;
    for (let i = 0; i < 40; i++) {
      let out = '';
      for (const piece of shape.split(/(\{[^}]+\})/))
        out += piece.startsWith('{') ? part(piece.slice(1, -1), out, 0) : piece;
      length = Math.max(length, out.length);
    }
    lengths.set(shape, length);
  }
  return length;
}

const PERSONAL = new Set(['resident-id', 'mobile', 'bank-card', 'bank-account']);
const ALARMS = new Set(['leak', 'review', 'weak-mask']);

function alarms(text: string, format: 'text' | 'html' = 'text'): string[] {
  return scanner
    .scanText(text, { format })
    .findings.filter(({ entity, disposition }) => PERSONAL.has(entity) && ALARMS.has(disposition))
    .map(({ entity, value }) => `${entity} ${value} in ${text.slice(0, 90)}`);
}

const sentences = (label: string, value: string): string[] => [
  `${label}：${value}`,
  `该事项${label}为${value}，已办结。`,
  `${label} ${value}\n办理单位：岳阳楼区某局\n办理时间：2025年3月2日`,
  `一、基本情况（${label}：${value}）`,
  `${label}\n${value}\n状态\n已办结`,
];

const lists = (label: string, [a, b, c, d, ...more]: readonly string[]): string[] => [
  `${label}：${a}、${b}、${c}、${d}。`,
  `以下为${label}清单：\n${[a, b, c, d, ...more].join('\n')}`,
  `${label}分别为${a}，${b}，${c}和${d}，请核对。`,
  `名称：某项一\n${label}：${a}\n状态：正常\n\n名称：某项二\n${label}：${b}\n状态：停用`,
  `[{"名称":"某项一","${label}":"${a}"},{"名称":"某项二","${label}":"${b}"}]`,
];
const form = (label: string, value: string): string =>
  `<table><tr><td>名称</td><td>某项</td><td>${label}</td><td>${value}</td></tr><tr><td>状态</td><td>正常</td><td>备注</td><td></td></tr></table>`;

/** Columns of names, numbers and states. */
const grid = (label: string, values: readonly string[]): string[][] => [
  ['序号', '名称', label, '状态'],
  ...values.map((value, i) => [String(i + 1), `某项${i + 1}`, value, '正常']),
];
const parted = (cells: readonly string[][], by: string): string =>
  cells.map((row) => row.join(by)).join('\n');
const markdown = ([head, ...body]: readonly string[][]): string =>
  [head!, head!.map(() => '---'), ...body].map((row) => `| ${row.join(' | ')} |`).join('\n');
const page = (cells: readonly string[][]): string =>
  `<table>${cells.map((row) => `<tr>${row.map((cell) => `<td>${cell}</td>`).join('')}</tr>`).join('')}</table>`;

const addresses = (value: string): string[] => [
  `https://www.example.gov.cn/zwgk/${value}.html`,
  `详见 http://www.example.gov.cn/info/content?id=${value}&page=2 公告。`,
  `附件：${value}.pdf`,
  `/upload/2025/${value}/index.shtml`,
];
const links = (value: string): string[] => [
  `<a href="/art/2025/3/2/art_${value}_11.html">附件</a>`,
  `<img src="/images/${value}.jpg" alt="现场照片">`,
  `<a href="/detail?articleId=${value}">详情</a>`,
];

const KINDS = rows('lookalikes/lookalikes.tsv').map(
  ({ name = '', shape = '', told = '', labels = '' }) =>
    [name, { shape, told, labels: labels.split(',') }] as const,
);

test.each(KINDS)('%s', (_name, { shape, told, labels }) => {
  const list = (count: number): string[] => Array.from({ length: count }, (_, row) => draw(shape, row));
  const wrong: string[] = [];
  for (const label of labels) {
    for (let i = 0; i < 3; i++)
      for (const text of sentences(label, draw(shape, i))) wrong.push(...alarms(text));
    for (const text of lists(label, list(7))) wrong.push(...alarms(text));
    wrong.push(...alarms(form(label, draw(shape, 0)), 'html'));
    const cells = grid(label, list(9));
    wrong.push(...alarms(parted(cells, '\t')), ...alarms(parted(cells, ',')), ...alarms(markdown(cells)));
    wrong.push(...alarms(page(cells), 'html'));
    wrong.push(...alarms(parted(grid(label, list(120)), '\t')));
    wrong.push(...alarms(cells.flat().join('\n')));
  }
  for (let i = 0; i < 4 && told.includes('address'); i++) {
    const value = draw(shape, i);
    for (const text of addresses(value)) wrong.push(...alarms(text));
    for (const text of links(value)) wrong.push(...alarms(text, 'html'));
  }
  if (told.includes('list')) {
    const [, ...body] = grid('', list(12));
    wrong.push(...alarms(parted(body, '\t')), ...alarms(page(body), 'html'), ...alarms(parted(body, ',')));
  }
  expect(wrong).toEqual([]);
});
