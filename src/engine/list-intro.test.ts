import { describe, expect, test } from 'vitest';
import { createScanner } from '../index.js';

const scanner = createScanner({ today: '2026-11-28' });
const told = (entity: string, text: string): string[] =>
  scanner
    .scanText(text)
    .findings.flatMap((finding) => (finding.entity === entity ? [finding.disposition] : []));
const codes = (text: string): (readonly string[])[] =>
  scanner
    .scanText(text)
    .findings.flatMap((finding) =>
      finding.entity === 'mobile' ? [finding.evidence.map(({ code }) => code)] : [],
    );

describe('the line that a list begins with', () => {
  const LIST = '河东片 淡师傅 13800138000\n河西片 寇师傅 13900139001\n';

  test.each([
    ['list-of-contacts', `有特殊用电的客户请提前与台区经理联系：\n${LIST}`],
    ['list-below-persons', `上月回访登记：\n${LIST}`],
    ['internal-document', `受影响养殖户（县里掌握，不对外）：\n${LIST}`],
  ])('%s', (code, text) => {
    for (const told of codes(text)) expect(told).toContain(code);
  });

  test('tells nothing of what stands behind the end of a sentence', () => {
    const [told] = codes(`请拨打：\n热线见公众号。\n${LIST}`);
    expect(told).not.toContain('list-of-contacts');
  });
});

test.each(['投诉举报电话：', '----------', '会议安排'])('%s introduces nobody', (line) => {
  const [told] = codes(`${line}\n河东片 淡师傅 13800138000\n河西片 寇师傅 13900139001\n`);
  expect(told).not.toContain('list-below-persons');
  expect(told).not.toContain('list-of-contacts');
});

test('an address book that must not leave the house is a leak, whatever office each entry names', () => {
  const text = `青山乡应急通讯录
（内部使用，请勿外传）
指挥长　张三丰　党委副书记、乡长　13800138000　短号 66018
成员　　李四平　财政所所长　　　　13900139001`;
  expect(told('mobile', text)).toEqual(['leak', 'leak']);
});

test.each([
  ['official', '观址：青山市黄湾镇报国村　客堂手机 13800138000'],
  ['official', '催缴组外勤手机：13800138000'],
  ['official', '本院电话 13800138000'],
  ['leak', '承办人已按您留的号码13800138000回访，您表示满意。'],
  ['leak', '本院电话联系李四平（13800138000），其称在外打工无力偿还。'],
  ['leak', '女儿在外地工作，手机 13800138000　本人无手机'],
  ['leak', '随身有红纸一张，写“生于正月十九日”，报案人李四平，手机13800138000。现由县社会福利院代养'],
])('%s: %s', (disposition, text) => {
  expect(told('mobile', text)).toEqual([disposition]);
});

test('a surname behind the name of a quarter makes no body of it', () => {
  expect(told('mobile', '有人在中青社区看见 电话是13800138000的大姐提供')).not.toContain('official');
});

test('a sentence with an account in groups heads no columns', () => {
  const text = `请转公司账户：青山物业管理有限公司，招商银行青山支行，账号1239 0823 2910 103，备注房号。
三、欠费住户：
  1-3-2 　李四平　13800138000　欠 2,318.40
  7-9-4　张三　13900139001　欠 2,011.00`;
  expect(told('mobile', text)).toEqual(['leak', 'leak']);
});

test('a column that is called somebody’s own number is his, in the row of a firm', () => {
  const row = (cells: string[]): string => `<tr>${cells.map((cell) => `<td>${cell}</td>`).join('')}</tr>`;
  const html = `<table>${row(['主体名称', '统一社会信用代码', '企业公示电话', '法定代表人', '法人本人手机'])}${row(
    ['青山锐鸣五金制品有限公司', '91441900MA00000000', '13800138000', '张三丰', '13900139001'],
  )}</table>`;
  const { findings } = scanner.scanText(html, { format: 'html' });
  const mobiles = findings.filter(({ entity }) => entity === 'mobile');
  expect(mobiles.map(({ disposition }) => disposition)).toEqual(['official', 'leak']);
});

test('what one row of an INSERT says is not said of the next', () => {
  const text = "(990192328132,'13800138000','单号20260522',1),(990151205652,'13900139001','派送中',0);";
  expect(told('mobile', text)).toHaveLength(2);
});
