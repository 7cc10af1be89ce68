import { describe, expect, test } from 'vitest';
import { createScanner } from '../index.js';

const scanner = createScanner({ today: '2026-11-27' });
const mobiles = (text: string): string[] =>
  scanner
    .scanText(text)
    .findings.flatMap(({ entity, disposition }) => (entity === 'mobile' ? [disposition] : []));

describe('whose an entry is, by its fields', () => {
  test.each([
    [
      'CSV of shops',
      '店名,经营者,店址,手机\n金穗种子,程永旺,真源大道217号,13800138000\n万家农资,李瑞平,老君台路88号,13900139001',
    ],
    ['lines of label and value', '店铺：城南五金\n营业时间：7:30-20:00\n电话：13800138000'],
    [
      'a list pasted one cell a line',
      '机构名称\n夕阳红公寓\n机构地址\n建设路133号\n联系电话\n13800138000\n床位数\n60',
    ],
    ['an object of data', '[{"shopName":"蜀味轩","tel":"13800138000","lng":104.07}]'],
    ['the first cell of a row', '房号,业主,联系电话\n1-1-101,童安,\n物业服务中心,,13800138000'],
    ['a body among persons', '被征收人：县粮油公司\n房屋坐落：西门老街31号\n联系电话：13800138000'],
  ])('%s: a body', (_, text) => {
    expect(mobiles(text)).toEqual(
      text
        .split('138001')
        .slice(1)
        .map(() => 'official')
        .concat(text.includes('139001') ? ['official'] : []),
    );
  });

  test.each([
    ['owners', '房号,业主,联系电话,面积\n1-1-101,童安,13800138000,98.2\n1-1-102,任贤,13900139001,101.6', 2],
    [
      'staff by department',
      '部门,姓名,职务,手机\n办公室,张小明,科员,13800138000\n办公室,李大海,科员,13900139001',
      2,
    ],
    [
      'pupils by school',
      '学校,学生姓名,家长电话\n第一小学,张小明,13800138000\n第二小学,李大海,13900139001',
      2,
    ],
  ])('%s: persons', (_, text, count) => {
    expect(mobiles(text)).toEqual(Array.from({ length: count }, () => 'leak'));
  });
});

describe('what a sentence says of a number', () => {
  test.each([
    '项目部值班手机昼夜有人接听，号码为13800138000。',
    '院长姓巩，我给你说个电话，13800138000，这是院里对外的手机。',
    '他的号码13800138000印在科室的出院随访卡上，半夜也接。',
    '若没看到请打接待组小廖13800138000。',
    '校门口由保安队长维持秩序，遇拥堵可拨他的手机13800138000。',
    '请联系物业管家：1号楼 小秦 13800138000。',
    '车队负责人符师傅手机13800138000。',
  ])('%s: official', (text) => {
    expect(mobiles(text)).toEqual(['official']);
  });

  test.each([
    '你在申请书上填写的联系电话13800138000已停机。',
    '孩子走失，有消息请打我电话13800138000，必有重谢。',
    '联络员是家委会志愿者、文子轩的妈妈，她的私人号码是13800138000，请勿外传。',
    '民警多次拨打其手机13800138000，均无人接听。',
  ])('%s: private', (text) => {
    expect(mobiles(text)).toEqual(['leak']);
  });
});

test('accounts of other things than banks are none', () => {
  const entities = (text: string): string[] => scanner.scanText(text).findings.map(({ entity }) => entity);
  expect(entities('终端  物联卡号  车牌\n1  1440092016582  鄂A\n2  1440092017713  鄂B')).not.toContain(
    'bank-account',
  );
  expect(entities('{"bankCard":null,"createTime":1718326821000}')).toEqual([]);
  expect(entities('户名：县慈善会，账号 16-465190925240708')).toContain('bank-account');
});
