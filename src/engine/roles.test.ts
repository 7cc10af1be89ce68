import { describe, expect, test } from 'vitest';
import { patterns } from '../generated/documents.js';
import { createScanner } from '../index.js';
import { Roles } from './roles.js';

const roles = new Roles(patterns);

describe('what a word says by how it is built', () => {
  test.each([
    ['线路服务手机', 'service'],
    ['shopTel', 'body'],
    ['党员联系电话', 'private'],
    ['您的还款账户', 'spoken'],
    ['付至我公司基本户', 'body'],
    ['请打我司账户', 'body'],
    ['长孙林可为', 'private'],
    ['村支书', 'duty'],
    ['预约专线', 'service'],
    ['咨询', 'service'],
    ['报名联系人', 'contact'],
    ['县林草局联系人', 'body'],
    ['举报电话', 'service'],
    ['举报人电话', 'private'],
    ['投诉人', 'private'],
    ['欠款人', 'private'],
    ['担保人李小明', 'private'],
    ['我妈', 'private'],
    ['紧急联系人', 'private'],
    ['业主', 'private'],
    ['他的手机号', 'spoken'],
    ['对方电话', 'spoken'],
    ['园林股股长', 'duty'],
    ['中队指导员', 'duty'],
    ['户籍民警高娃', 'duty'],
    ['向工', 'duty'],
    ['国网宁蒗供电公司', 'body'],
    ['县粮食储备总库', 'body'],
    ['需方开户行', 'body'],
    ['现场负责人', 'contact'],
  ])('%s: %s', (word, role) => {
    expect(roles.of(word)?.role).toBe(role);
  });

  test.each([
    '电话',
    '联系电话',
    '张小明',
    '小学门口',
    '其他电话',
    '职工',
    '每周三',
    '我局',
    '自我调适',
    '莲花村',
  ])('%s says nothing of a body', (word) => {
    expect(['undefined', 'private']).toContain(String(roles.of(word)?.role));
  });
});

describe('whose a mobile is', () => {
  const scanner = createScanner({ today: '2026-11-27' });
  const disposition = (text: string): string | undefined =>
    scanner.scanText(text).findings.find(({ entity }) => entity === 'mobile')?.disposition;

  test.each([
    ['移动收购点每周二到乡，可电话预约，预约专线 13800138000。', 'official'],
    ['三、乡镇护林队长\n永宁镇  高原  13900139000；清溪镇  朱文明  13800138000', 'official'],
    ['◆ 小红家政：找月嫂2人，月薪6800起，13800138000 马老板', 'official'],
    ['社 区 养 老 驿 站 ： 小 浦 13800138000', 'official'],
    ['媒體接待：林秘書，13800138000', 'official'],
    ['各村便民服务站公开信息\n莲花村\n郑志飞\n13800138000\n', 'official'],
    ['亲友可至家中吊唁。联系人：长子 戴建国 13800138000；厂老干办 0731-28441138。', 'leak'],
    ['欠款人赵玉柱,电话13800138000,2020.6.11', 'leak'],
    ['尊敬的李局长：\n　　您好！我反映小区停水的事，我电话13800138000，盼复。', 'leak'],
    ['投诉某通信公司客服电话打不通\n　　我上月办了套餐，手机号 13800138000，至今没有退费。', 'leak'],
    ['收:邵小磊 13800138000 北京市昌平区翠微南里22号楼6门303', 'leak'],
    [
      '防汛应急联络员名单\n单位\t职务\t姓名\t手机号\n水利局\t联络员\t姚小娜\t13800138000\n农业局\t联络员\t何小欣\t13900139000',
      'leak',
    ],
    ['关于召开会议的通知\n联系人：李华，手机：13912345678', 'review'],
    ['报名联系人：王小明，手机 13912345678', 'review'],
    ['咨询联系人 王小明，电话：13912345678', 'review'],
  ])('%s: %s', (text, expected) => {
    expect(disposition(text)).toBe(expected);
  });
});

test('a text that begins with a line break ends', () => {
  const found = createScanner({ today: '2026-11-27' }).scanText('\n电话 13800138000\n').findings;
  expect(found.map(({ entity }) => entity)).toEqual(['mobile']);
});

describe('whose an account is', () => {
  const scanner = createScanner({ today: '2026-11-27' });
  const disposition = (text: string): string | undefined =>
    scanner.scanText(text).findings.find(({ entity }) => entity.startsWith('bank'))?.disposition;

  test.each([
    ['供方开户行：洛阳银行涧西支行   账号：6711120109000138710   税号：91410305MA1281M6K6', 'official'],
    ['账号：1106020519208013806 户名：清溪县红十字会', 'official'],
    ['户名：清溪县慈善总会\nQINGXI CHARITY\n账号：1106020519208013806\n开户行：中国银行清溪支行', 'official'],
    [
      '流水号\t对方户名\t对方账号\t贷\n20240101\t安澜物业服务有限公司\t3205141869631808648\t1164.25\n20240102\t税务局待报解账户\t3205502649662987459\t7739.98',
      'official',
    ],
    [
      '赔偿款支付至代小英账户（户名代小英，开户行宜宾农商银行南岸支行，账号1106020519208013806），运输公司承担。',
      'leak',
    ],
    [
      '序号\t姓名\t工作单位\t银行账号\n1\t王小明\t清溪县财政局\t1106020519208013806\n2\t李小红\t清溪县水利局\t1106020519208013817',
      'leak',
    ],
  ])('%s: %s', (text, expected) => {
    expect(disposition(text)).toBe(expected);
  });
});
