import { expect, test } from 'vitest';
import { createScanner } from './index.js';

/** Names and birth dates beside a number have their own tests. */
const scanner = createScanner({
  today: '2026-11-24',
  reveal: true,
  entities: ['resident-id', 'mobile', 'bank-card', 'bank-account', 'address', 'landline', 'qq', 'passport'],
});

// Synthetic or published values only: the worked examples of GB 11643-1999, a carrier's service number, a zero-filled card.
const ID = '440524188001010014';
const ID2 = '11010519491231002X';
const M = '13800138000';
const C = '6228480000000000000';

/** Text → `entity:value:disposition` of every finding, in order. */
const CASES: readonly (readonly [string, string])[] = [
  [`被告人张某，男，1980年1月1日出生，汉族，公民身份号码${ID}，住广东省汕头市。`, `resident-id:${ID}:leak`],
  [`联系人：李四，电话：${M}`, `mobile:${M}:review`],
  [`监督电话：${M}`, `mobile:${M}:official`],
  [`我叫王五，电话${M}，请领导回复`, `mobile:${M}:leak`],
  [`张三  ${ID}  ${M}  ${C}`, `resident-id:${ID}:leak mobile:${M}:leak bank-card:${C}:leak`],
  [`身份证号：440524 1880 0101 0014`, `resident-id:${ID}:leak`],
  [`身份证号码：4405241880０1０1００14`, `resident-id:${ID}:leak`],
  [`身份证:四四〇五二四一八八〇〇一〇一〇〇一四`, `resident-id:${ID}:leak`],
  [`身份证:肆肆零伍贰肆壹捌捌零零壹零壹零零壹肆`, `resident-id:${ID}:leak`],
  [`手机：幺三八零零幺三八零零零`, `mobile:${M}:leak`],
  [`手机一三八 〇〇一三 八〇〇〇`, `mobile:${M}:leak`],
  [`手机①③⑧⓪⓪①③⑧⓪⓪⓪`, `mobile:${M}:leak`],
  [`ID:1l0lO519491231oo2X`, `resident-id:${ID2}:leak`],
  [`11010519491231002×`, `resident-id:${ID2}:leak`],
  [`11010519491231002＊`, `resident-id:${ID2}:leak`],
  [`身份证 1101051949\n1231002X`, `resident-id:${ID2}:leak`],
  [`身份证号(hào)碼(mǎ)：11010519491231002X`, `resident-id:${ID2}:leak`],
  [`聯系電話(huà)：1380013\n8000`, `mobile:${M}:review`],
  [`身份证号\n${ID2}\n`, `resident-id:${ID2}:leak`],
  [`姓名\n张三\n身份证号\n${ID}\n联系电话\n${M}\n`, `resident-id:${ID}:leak mobile:${M}:leak`],
  [
    `1,张三,${ID},${M}\n2,李四,${ID2},13900139000`,
    `resident-id:${ID}:leak mobile:${M}:leak resident-id:${ID2}:leak mobile:13900139000:leak`,
  ],
  [`户名：张三 开户行：农业银行 账号：${C}`, `bank-card:${C}:leak`],
  [`户名：岳阳市红十字会 开户行：农业银行 账号：${C}`, `bank-card:${C}:official`],
  [`户名：岳阳县财政局  账号：80000000000123456`, `bank-account:80000000000123456:official`],
  [`一卡通账号：80000 0000 0012 3456`, `bank-account:80000000000123456:leak`],
  [`一折通号 6228480000000000001`, `bank-account|bank-card:6228480000000000001:leak`],
  [`统一社会信用代码：91110000000000000E`, ``],
  [`订单号：13800138000123`, ``],
  [`索引号：11430600006123456/2022-1234567`, ``],
  [`项目代码：2018-510122-47-03-244680`, ``],
  [`ISBN 978-7-5086-3100-8`, ``],
  [`公网安备 43062102000123号`, ``],
  [`总投资13800138000元`, ``],
  [`${M}0`, ``],
  [`IMEI 862345678901234`, ``],
  [`<a href="t20231113_13800138000.html">`, ``],
  [`经度113.13800138000`, ``],
  [`快递单号 SF13800138000`, ``],
  [`QQ：1380013800`, `qq:1380013800:review`],
  [`微信（同手机）：${M}`, `mobile:${M}:leak`],
  [`电话：${M}（微信同号）`, `mobile:${M}:review`],
  [`值班电话：0730-8600000、${M}`, `landline:07308600000:official mobile:${M}:official`],
  [`13800138000/13900139000`, `mobile:${M}:leak mobile:13900139000:leak`],
  [`1380013800013900139000`, `mobile:${M}:leak mobile:13900139000:leak`],
  [`+86 138 0013 8000`, `mobile:${M}:leak`],
  [`Tel:(+86)138-0013-8000`, `mobile:${M}:review`],
  [`残疾证号 44052418800101001443`, `resident-id:${ID}:leak`],
  [`44052418800101001443B1`, `resident-id:${ID}:leak`],
  [`学籍号：G${ID}`, `resident-id:${ID}:leak`],
  [`身份证号：110101190103070019`, `resident-id:110101190103070019:leak`],
  [`110101190103070019`, ``],
  [`身份证号：440524800101001`, `resident-id:440524800101001:leak`],
  [`440524********0014`, `resident-id:440524********0014:masked`],
  [`身份证号：11010519491231****`, `resident-id:11010519491231****:weak-mask`],
  [`身份证号：1101051949123100**`, `resident-id:1101051949123100**:weak-mask`],
  [`138xxxx8000`, `mobile:138****8000:masked`],
  [`手机号：138XXXX8000`, `mobile:138****8000:masked`],
  [`138 **** 8000`, `mobile:138****8000:masked`],
  [`2023年1月1日至2023年12月31日`, ``],
  [`20230101202312310001`, ``],
  [`发票号码：44052418800101001`, ``],
  [`(2023)湘0621民初1234号`, ``],
  [`银行卡号：${C}`, `bank-card:${C}:leak`],
  [`审核通过。\n银行卡号：${C}\n说明`, `bank-card:${C}:leak`],
  [`银行卡号:6228-4800-0000-0000-000`, `bank-card:${C}:leak`],
  [`卡号6228 4800 0000 0000 000，开户行：中国农业银行`, `bank-card:${C}:leak`],
  [`身份证件号码为${ID}的张某`, `resident-id:${ID}:leak`],
  [`失信被执行人名单：张三 ${ID}`, `resident-id:${ID}:lawful`],
  [`机主${M}于2023年1月1日拨打`, `mobile:${M}:leak`],
  [`报名方式：请拨打${M}报名`, `mobile:${M}:official`],
  [`家长电话 ${M}`, `mobile:${M}:leak`],
  [
    `[INFO] 2026-01-02 12:00:01 user=zhangsan phone=${M} idcard=${ID}`,
    `mobile:${M}:leak resident-id:${ID}:leak`,
  ],
  [`{"name":"张三","mobile":"${M}","idCard":"${ID}"}`, `mobile:${M}:leak resident-id:${ID}:leak`],
  [`uuid 4f70e659-117a-4380-9138-001380001234`, ``],
  [`sha1 b8b4d0fa1e804d5bab8e323c13800138000df57`, ``],
  [`138 0013 8000 1200 3400`, ``],
  [`表1 13800 13900 15000 16000`, ``],
  [`承包方编码\n430621200205100007`, ``],
  [`手机号1⃣3⃣8⃣0⃣0⃣1⃣3⃣8⃣0⃣0⃣0⃣`, `mobile:${M}:leak`],
  [`1 3 8 0 0 1 3 8 0 0 0`, `mobile:${M}:leak`],
  [`一三八，零零一三，八零零零`, ``],
  [`电话：139 0013 9000，138.0013.8000`, `mobile:13900139000:review mobile:${M}:review`],
  [`张三（身份证：${ID}）`, `resident-id:${ID}:leak`],
  [`证件号码：E12345678`, ``],
  [`社会保障号码 ${ID}`, `resident-id:${ID}:leak`],
  [`82000019070102012 0`, `resident-id:820000190701020120:leak`],
  [`银行账号6222020000000000000 中国工商银行`, `bank-card:6222020000000000000:leak`],
  [`对公账户：6222020000000000000`, `bank-card:6222020000000000000:official`],
  [`传真：0731-80000000，邮编：410000`, `landline:073180000000:official`],
  [`家庭电话：0731-80000000`, `landline:073180000000:leak`],
  [`第13800138000号`, ``],
  [`车架号 LSVAA49J132047371`, ``],
  [`价格13800138000.00`, ``],
  [`身份证号：4.30124E+17`, `resident-id:430124************:masked`],
  [`身份证号\t姓名\n4.30124199003077E+17\t张三`, `resident-id:430124199003077***:weak-mask`],
  [`能量为4.30124E+17焦耳`, ``],
  // A label that has its number already says nothing about the next one.
  [`身份证号${ID}，${M}`, `resident-id:${ID}:leak mobile:${M}:leak`],
  [`订单号：123456789012、${M}`, ``],
  [`订单号：123456789012 张三丰 ${M}`, `mobile:${M}:leak`],
  // Words that no list knows.
  [`合肥 08:11 票号${M}`, ``],
  [`我号 ${M}`, `mobile:${M}:leak`],
  [`中山路十二号 ${M}`, `address:中山路十二号:leak mobile:${M}:leak`],
  [`户籍人口${M}（示例）人次`, ``],
  [`科目\t决算数\n教育\t${M}\n卫生\t15286480116\n`, ``],
  [`快递放门口 139o0139000 谢谢`, `mobile:13900139000:leak`],
  [`身份证号：11010119o103070019`, `resident-id:110101190103070019:leak`],
  [
    `INSERT INTO t (id,name,sfzh,sjh,ctime) VALUES\n(155670045707511472,'张三','${ID2}','${M}',1692124955784),\n`,
    `resident-id:${ID2}:leak mobile:${M}:leak`,
  ],
  [
    `姓名   身份证号   电话\n张三   ${ID}   1 3 8 0 0 1 3 8 0 0 0\n李四   ${ID2}   ①③⑨⓪⓪①③⑨⓪⓪⓪\n`,
    `resident-id:${ID}:leak mobile:${M}:leak resident-id:${ID2}:leak mobile:13900139000:leak`,
  ],
  [`紧急联系人：李四  ${M}`, `mobile:${M}:leak`],
  [
    `网格员通讯录（对外公布）\n姓名\t手机\n张三\t${M}\n李四\t13900139000\n`,
    `mobile:${M}:official mobile:13900139000:official`,
  ],
];

test.each(CASES)('%s', (text, expected) => {
  const result = scanner.scanText(text);
  const found = result.findings.map((finding) => `${finding.entity}:${finding.value}:${finding.disposition}`);
  expect(found.join(' ')).toMatch(
    new RegExp(
      `^${expected.replaceAll('*', '\\*').replaceAll('+', '\\+').replace('bank-account|bank-card', '(?:bank-account|bank-card)')}$`,
    ),
  );
  for (const finding of result.findings) {
    const [first] = finding.places;
    const last = finding.places.at(-1);
    if (first?.kind !== 'text' || last?.kind !== 'text') throw new Error('a text has text places');
    expect(text.slice(first.start, last.end)).toBe(finding.text);
  }
});

test('two masks of one person that give the value back are weak, and say so', () => {
  const tables =
    '姓名\t身份证号\n张三\t110101********0018\n\n名单二\n姓名\t身份证号\n张三\t11010119010307****\n';
  const { findings } = scanner.scanText(tables);
  expect(findings.map(({ disposition }) => disposition)).toEqual(['weak-mask', 'weak-mask']);
  expect(findings[0]!.evidence).toContainEqual({ code: 'masks-combine', count: 2 });
  expect(findings[0]!.evidence).toContainEqual({ code: 'values-left', count: 1 });
});

test('a birth month beside it makes the usual mask weak', () => {
  const { findings } = scanner.scanText('姓名\t出生年月\t身份证号\n张三\t1990年3月\t110101********0018\n');
  expect(findings[0]).toMatchObject({ entity: 'resident-id', disposition: 'weak-mask' });
});

test('a value that the text calls an example scores lower', () => {
  const score = (text: string): number => scanner.scanText(text).findings[0]!.score;
  expect(score('填写示例：手机13800138000')).toBeLessThan(score('手机13800138000'));
});

test.each([
  ['**110101190103070018**', 'resident-id', '110101190103070018'],
  ['- 张三：**13800138000**', 'mobile', '13800138000'],
  ['- **张三** *13800138000*', 'mobile', '13800138000'],
  ['张某：__13800138000__', 'mobile', '13800138000'],
  ['张三 ***13800138000***', 'mobile', '13800138000'],
])('Markdown around a number is no mask and no letter: %s', (text, entity, value) => {
  const { findings } = createScanner({ today: '2026-11-27', reveal: true }).scanText(text);
  const numbers = findings.filter((one) => one.entity !== 'person-name');
  expect(numbers.map((one) => [one.entity, one.disposition, one.value])).toEqual([[entity, 'leak', value]]);
});

test('stars that are a mask stay one', () => {
  const masked = (text: string) =>
    createScanner({ today: '2026-11-27', reveal: true })
      .scanText(text)
      .findings.map((one) => one.disposition);
  expect(masked('身份证号：11010119010307****')).not.toContain('leak');
  expect(masked('**手机 138****8000**')).not.toContain('leak');
});

const list = (head: string, row: (number: string, i: number) => string): string =>
  [head, ...['13812345678', '15912345671', '18812345672', '13512345673', '17712345674'].map(row)].join('\n');

test.each([
  list('终端,楼层,状态', (number, i) => `${number},${i}楼,在用`),
  list('资产号,品名', (number) => `${number},梯子`),
  list('序号\t电表\t型号', (number, i) => `${i}\t${number}\tX${i}`),
  list('科目\t2025年\t2026年', (number, i) => `支出${i}\t${number}\t${number}`),
  list('| 序号 | 主机 | 备注 |', (number, i) => `| ${i} | ${number} | 正常 |`),
  '幸福小区1栋 电表13812345678',
  '门禁卡15912345671 已注销',
  '资产总计 15812345678 负债合计 13912345678',
  '2026-06-18　卡号后六位381505　流水20248635669579　终端798515389298',
])("numbers of things and sums are nobody's: %j", (text) => {
  expect(scanner.scanText(text).findings.filter(({ entity }) => entity !== 'address')).toEqual([]);
});

test('the same lists under the words of persons', () => {
  for (const head of ['姓名,电话,状态', '家长,联络方式,状态', '户主,号码,状态']) {
    const text = list(head, (number, i) => `张某${'甲乙丙丁戊'[i]},${number},在用`);
    const mobiles = scanner.scanText(text).findings.filter(({ entity }) => entity === 'mobile');
    expect(mobiles, head).toHaveLength(5);
  }
});

test('a top of a list is found in linear time', () => {
  const text = list('甲,乙', (number) => `${number},x`) + '\n13812345678,y'.repeat(20_000);
  const before = process.cpuUsage();
  scanner.scanText(text);
  const { user, system } = process.cpuUsage(before);
  expect((user + system) / 1e6).toBeLessThan(20);
});

test.each([
  ['身份证号：110101**19010307**0018', '110101190103070018'],
  ['手机 138**0013**8000', '13800138000'],
  ['卡号 6228*4800*00000000000', '6228480000000000000'],
])('bold digits inside a number hide none: %s', (text, value) => {
  const { findings } = createScanner({ today: '2026-11-27', reveal: true }).scanText(text);
  expect(findings.map((one) => [one.disposition, one.value])).toEqual([['leak', value]]);
  const { start, end } = findings[0]!.places[0] as { start: number; end: number };
  expect(text.slice(start, end).replaceAll('*', '')).toBe(value);
});

test('two masks in one number stay masks', () => {
  for (const text of ['手机 13**013**00', '身份证号：110101**0307**0018']) {
    const { findings } = createScanner({ today: '2026-11-27' }).scanText(text);
    expect(
      findings.filter(({ disposition }) => disposition === 'leak'),
      text,
    ).toEqual([]);
  }
});

test('rows of thousands of cells and lines of nothing but rules cost no more than their length', () => {
  const number = (i: number): string => `1381234${1000 + (i % 9000)}`;
  const cells = Array.from({ length: 6000 }, (_, i) => `<td>${number(i)}</td>`).join('');
  const rules = '---\n'.repeat(200_000);
  const before = process.cpuUsage();
  expect(
    scanner.scanText(`<table><tr>${cells}</tr></table>`, { format: 'html' }).findings.length,
  ).toBeGreaterThan(5000);
  expect(
    scanner.scanText(`a|b|${number(1)}\n${rules}c|d|${number(2)}\n${rules}`, { format: 'text' }).findings,
  ).toHaveLength(2);
  const { user, system } = process.cpuUsage(before);
  // A walk over the row for every value took over a minute.
  expect((user + system) / 1e6).toBeLessThan(20);
});

test('a limit of findings beyond what a call has room for is kept', () => {
  const text = 'T 13812345678\n'.repeat(140_001);
  const { findings, diagnostics } = createScanner({
    today: '2026-11-27',
    entities: ['mobile'],
    limits: { findings: 140_000 },
  }).scanText(text);
  expect(findings).toHaveLength(140_000);
  expect(diagnostics.map(({ code }) => code)).toEqual(['engine/too-many-findings']);
}, 30_000);
