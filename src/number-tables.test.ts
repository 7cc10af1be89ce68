/**
 * Row by row: every segment, area code, card product and document of the pattern tables, in a sentence, behind
 * a label and in a column.
 */
import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { table } from '../patterns/rows.js';
import { luhn } from './checks/luhn.js';
import { mod11_2 } from './checks/mod11-2.js';
import type { Finding } from './core/index.js';
import { createScanner } from './index.js';

const scanner = createScanner({ today: '2026-11-27', reveal: true });
const scan = (text: string): readonly Finding[] =>
  scanner.scanText(text).findings.filter(({ entity }) => entity !== 'person-name');
const rows = (file: string) => table(readFileSync(`patterns/${file}`, 'utf8'));

/** A generator of digits: the same numbers in every run. */
let state = 20261127;
function digits(count: number): string {
  let out = '';
  for (let i = 0; i < count; i++) {
    state = (state * 1103515245 + 12345) % 2147483648;
    out += String(Math.floor(state / 65536) % 10);
  }
  return out;
}

/** Completes a number with the character that its check wants. */
function completed(head: string, check: (whole: string) => boolean, alphabet = '0123456789X'): string {
  for (const character of alphabet) if (check(head + character)) return head + character;
  throw new Error('no check character fits');
}

/** Texts in which none of the values may be taken for a person's. */
const PERSONAL = new Set(['resident-id', 'mobile', 'bank-card', 'bank-account']);
const ALARMS = new Set(['leak', 'review', 'weak-mask']);
const alarms = (text: string): string[] =>
  scan(text)
    .filter(({ entity, disposition }) => PERSONAL.has(entity) && ALARMS.has(disposition))
    .map(({ entity, value }) => `${entity} ${value} in ${text.slice(0, 60)}`);

/** What a text lacks of the values that must be found in it. */
function missing(text: string, entities: readonly string[], ...values: string[]): string[] {
  const found = new Set(
    scan(text)
      .filter(({ entity }) => entities.includes(entity))
      .map(({ value }) => value),
  );
  return values.filter((value) => !found.has(value)).map((value) => `${value} in ${text.slice(0, 60)}`);
}

test('mobile segments', () => {
  const wrong: string[] = [];
  for (const { prefix = '', kind = '', lib } of rows('mobile/segments.tsv')) {
    for (const part of prefix.split(',')) {
      const [from = '', to = from] = part.split('-');
      for (let segment = Number(from); segment <= Number(to); segment++) {
        const number = (String(segment) + digits(9)).slice(0, 11);
        if (['mobile', 'mvno', 'data', 'satellite'].includes(kind)) {
          wrong.push(...missing(`手机号码：${number}`, ['mobile'], number));
          wrong.push(...missing(`姓名,手机号\n张三,${number}\n李四,13800138000`, ['mobile'], number));
          if (lib === 'y') wrong.push(...missing(`请与他联系，${number}。`, ['mobile'], number));
        } else {
          wrong.push(...alarms(number), ...alarms(`材料第${number}件已交。`));
          if (kind === 'iot') wrong.push(...alarms(`物联网卡${(number + digits(2)).slice(0, 13)}`));
        }
      }
    }
  }
  expect(wrong).toEqual([]);
});

test('area codes', () => {
  const wrong: string[] = [];
  for (const { area_code: code = '', local_digits: length } of rows('landline/area-codes.tsv')) {
    const local = `8${digits((Number(length) || 8) - 1)}`;
    for (const written of [
      `${code}-${local}`,
      `(${code})${local}`,
      `（${code}）${local}`,
      `${code} ${local}`,
      `${code}${local}`,
      `${code}—${local}转801`,
    ]) {
      const found = scan(`咨询电话：${written}`);
      if (!found.some(({ entity, disposition }) => entity === 'landline' && disposition === 'official'))
        wrong.push(written);
    }
    if (scan(`家庭电话：${code}-${local}`).some(({ disposition }) => disposition === 'official'))
      wrong.push(`${code}-${local} at home`);
  }
  expect(wrong).toEqual([]);
});

test('two card products of every bank and length', () => {
  const taken = new Map<string, number>();
  const wrong: string[] = [];
  const cards = ['bank-card', 'bank-account'];
  for (const { bin = '', length = '', bank_code: bank } of rows('bank-card/bins.tsv')) {
    const key = `${bank} ${length}`;
    const before = taken.get(key) ?? 0;
    taken.set(key, before + 1);
    if (before >= 2) continue;
    const number = completed(bin + digits(Number(length) - bin.length - 1), luhn);
    wrong.push(...missing(`银行卡号：${number}`, cards, number));
    wrong.push(...missing(`姓名,银行卡号\n张三,${number}\n李四,6228480000000000000`, cards, number));
    wrong.push(...missing(`请汇入他的农行卡${number}。`, cards, number));
    wrong.push(...missing(`卡号 ${number.match(/.{1,4}/g)!.join(' ')}`, cards, number));
    if (bin.length >= 6 && bin.startsWith('62'))
      wrong.push(...missing(`退款已退至 ${number} ，请查收。`, cards, number));
  }
  expect(wrong).toEqual([]);
});

const id = (code: string): string =>
  completed(
    `${code}1903${'0'}${1 + (Number(digits(1)) % 9)}1${digits(1)}${1 + (Number(digits(1)) % 9)}${digits(2)}`,
    (whole) => mod11_2(whole) === whole[17],
  );
const DOCUMENTS: readonly (readonly [string, string, () => string])[] = [
  ['身份证号', 'resident-id', () => id('430621')],
  ['身份证号', 'resident-id', () => `430621030211${digits(3)}`],
  ['港澳居民居住证', 'resident-id', () => id('810000')],
  ['台湾居民居住证', 'resident-id', () => id('830000')],
  ['外国人永久居留身份证', 'resident-id', () => id('911840')],
  ['外国人永久居留证', 'resident-id', () => 'USA110008020309'],
  ['残疾人证号', 'resident-id', () => `${id('430621')}43B1`],
  ['学籍号', 'resident-id', () => `G${id('430621')}`],
  ['医师资格证书编码', 'resident-id', () => `200443110${id('430621')}`],
  ['特种作业操作证号', 'resident-id', () => `T${id('430621')}`],
  ['驾驶证号', 'resident-id', () => id('430621')],
  ['社会保障号码', 'resident-id', () => id('430621')],
  ['纳税人识别号', 'resident-id', () => id('430621')],
  ['港澳居民来往内地通行证号码', 'travel-permit', () => `H${digits(8)}`],
  ['港澳居民来往内地通行证', 'travel-permit', () => `M${digits(10)}`],
  ['台胞证号', 'travel-permit', () => digits(8)],
  ['往来港澳通行证号', 'travel-permit', () => `C${digits(8)}`],
  ['往来台湾通行证号码', 'travel-permit', () => `L${digits(8)}`],
  ['香港身份证', 'travel-permit', () => 'A636211(A)'],
  ['护照号', 'passport', () => `E${digits(8)}`],
  ['护照号码', 'passport', () => `EA${digits(7)}`],
  ['护照号', 'passport', () => `SE${digits(7)}`],
  ['军官证号', 'military-id', () => `南字第${digits(7)}号`],
];

test.each(DOCUMENTS)('%s: %s', (label, entity, make) => {
  for (let i = 0; i < 4; i++) {
    const value = make();
    const found = (text: string): number => scan(text).filter((finding) => finding.entity === entity).length;
    expect(found(`${label}：${value}`), `${label} ${value}`).toBe(1);
    expect(found(`当事人${label}为${value}，已核对。`), `${label} ${value}`).toBe(1);
    expect(found(`姓名\t${label}\n甲某\t${value}\n乙某\t${make()}`), `${label} ${value}`).toBe(2);
  }
});

test('every published valid number counts behind its label', () => {
  const numbers =
    '235407195106112745 210203197503102721 520323197806058856 110101491001001 110101199003078670 440308199901101512 500154199301135886 411082198901010002 610104620927690 810000199408230021 830000199201300022 44040119580101000X 140120197901010008 441282198101011230 362324198001010014 371001198010082394 431389760616601 360426199101010071 932682198501010017 820000200009100032 33010219200403064X'.split(
      ' ',
    );
  expect(numbers.flatMap((number) => missing(`身份证号：${number}`, ['resident-id'], number))).toEqual([]);
});

test('no published invalid number counts by itself, and none is called valid', () => {
  const numbers =
    '160323197806058856 010203197503102721 520323297806058856 520323197802318856 235407195106112742 010101491001001 110101491041001 110101940231001 235407207006112742 44030819990110 111111199901101512 440308199902301512 440308199901101513 610104620932690 345955198706122245'.split(
      ' ',
    );
  expect(numbers.flatMap(alarms)).toEqual([]);
  const valid = numbers.filter((number) =>
    scan(`身份证号：${number}`).some(({ entity, status }) => entity === 'resident-id' && status === 'valid'),
  );
  expect(valid).toEqual([]);
});
