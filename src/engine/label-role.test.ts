import { describe, expect, test } from 'vitest';
import { createScanner } from '../index.js';

const scanner = createScanner({ today: '2026-11-28' });
const told = (entity: string, text: string): string[] =>
  scanner
    .scanText(text)
    .findings.flatMap((finding) => (finding.entity === entity ? [finding.disposition] : []));

const LIST = '序号,姓名,身份证号,户籍地址,手机\n1,张三丰,110101190103070018,青岗村3组,13900139001\n';

describe('the label right before a number says whose it is, whoever its row is about', () => {
  test.each([
    ['mobile', `${LIST}体检科 东乡县城北路9号,,,征兵监督手机 13800138000,`],
    ['mobile', '青湾镇：张三丰，110101190103070018，青岗村3组；乡村振兴办值班手机13800138000'],
    ['mobile', '{"unit": "财险支公司", "dutyMobile":"13800138000"}'],
    [
      'bank-account',
      '李四平，110101190103070018，户已迁出。耕地开垦费退费由镇财政所账户80000000000123456办理。',
    ],
    ['bank-account', '往来欠费请买受人核实，物业费收款账号80000000000123456'],
    ['bank-account', '租金付至 80000000000123456（对公账户），卡号随附'],
  ])('%s: %s', (entity, text) => {
    expect(told(entity, text).at(-1)).toBe('official');
  });
});

test('the row of a body in a table of persons', () => {
  const text = `${LIST}用工单位,昆山聚青人力资源有限公司,91320583MA00000000,昆山市前青路259号1206室,13800138000`;
  expect(told('address', text)).toEqual(['leak', 'official']);
  expect(told('mobile', text)).toEqual(['leak', 'official']);
});

test.each([
  '来电人：匿名   主叫 13800138000（系统自动采集 不得外泄）\n答复：请咨询区政务大厅。',
  '情况说明如下：反映人手机13800138000【保密】',
])('a number that must not be told: %s', (text) => {
  expect(told('mobile', text)).toEqual(['leak']);
});

test.each([
  '    13800138000 segments received\n    13900139001 segments sent out',
  '$ wc\n13800138000 records',
  '2004  9100233  133205  13800138000  188003117\n2010  5514870  481992  13900139001  1390027700',
  '影像 13800138000.tif ｜ 民国',
  'kafka offset topic=hit-stat p0=13800138000 p1=13900139001',
  'SEED   = 13800138000          # LCG',
  '选票印制号段：13800138000—13800138099（白票）',
  '退货单 TH13800138000 两件',
  '盘点单13800138000',
  '省级13800138000分、市级13900139001分',
])('counts and names of files: %s', (text) => {
  expect(told('mobile', text)).toEqual([]);
});

test.each([
  '合同要登记，先把身份证发给我13800138000 大家放心',
  'INFO [sms-7] submit seq=1377204418 dst=13800138000 tpl=TPL01',
  '我处只有旧号1380013 8000',
])('another label does not hide it: %s', (text) => {
  expect(told('mobile', text)).toHaveLength(1);
});

test('nobody but a person has a sex', () => {
  expect(told('mobile', '志愿者登记表\n· 党建社　男　66　党员　13800138000　退休　全天')).toEqual(['leak']);
});

test('a table that householders sign is of persons', () => {
  const text =
    '入户安检记录单,安检员 张三丰,单位服务手机 13900139001,,\n表具编号,门牌,签字人,电话,处理\n3120,文青路红专小区8号楼1单元9号,李四平,13800138000,更换';
  expect(told('mobile', text).at(-1)).not.toBe('official');
});
