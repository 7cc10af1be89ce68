import { describe, expect, test } from 'vitest';
import { patterns } from '../../generated/labels.js';
import { createScanner } from '../../index.js';

const scanner = createScanner({ today: '2026-11-24', entities: ['bank-account'], reveal: true });
const ACCOUNT = '80000000000123456';
const labels = patterns.words
  .split('\n')
  .map((line) => line.split('\t') as [string, string])
  .filter(([, kind]) => ['bank-account', 'bank-account.weak', 'bank-account.official'].includes(kind));

test('every label that announces an account finds one, so none is lost to the quick look at the text', () => {
  const missed = labels.filter(([word]) => scanner.scanText(`${word}：${ACCOUNT}`).findings.length !== 1);
  expect(labels.length).toBeGreaterThan(100);
  expect(missed.map(([word]) => word)).toEqual([]);
});

test('without a label no run of digits is an account', () => {
  expect(scanner.scanText(`本期编码 ${ACCOUNT}，银行已核对`).findings).toEqual([]);
});

describe('right behind the name of a bank', () => {
  const scanner = createScanner({ today: '2026-11-28', reveal: true });
  const accounts = (text: string): (string | undefined)[] =>
    scanner
      .scanText(text)
      .findings.filter(({ entity }) => entity === 'bank-account')
      .map(({ value }) => value);

  test.each([
    ['请汇入我院：某县人民法院，龙江银行某县支行，20380122900001879，附言注明案号。', '20380122900001879'],
    ['张三　农商行 610194078919856507　已发', '610194078919856507'],
    ['王五（信用社：01012345678901234）', '01012345678901234'],
    ['打农商行折 80000000000123456', '80000000000123456'],
    ['退至张三农信卡 80000000000123456。', '80000000000123456'],
    ['某某公司 80000000000123456 工行某某支行。', '80000000000123456'],
    ['登记费缴入80000000000123456（建行某某支行，户名 某市财政局）', '80000000000123456'],
    ['付至基本户：**工行某某支行 80000000000123456**。', '80000000000123456'],
  ])('%s', (text, value) => {
    expect(accounts(text)).toEqual([value]);
  });

  test.each([
    '某银行某支行 0571-87654321',
    '兴业银行2024年01月发放贷款123456789012元',
    '某银行，统一社会信用代码 91330106MA2CFRYN3X',
    '某银行 20240315093012 提交',
  ])('none: %s', (text) => {
    expect(accounts(text)).toEqual([]);
  });
});

describe('where money is paid to', () => {
  const accounts = (text: string): (string | undefined)[] =>
    scanner.scanText(text).findings.map(({ value }) => value);

  test.each([
    ['基本热费按30%收取，缴至80000000000123456', '80000000000123456'],
    ['对公：80000000000123456', '80000000000123456'],
    ['钱一律转到村集体户80000000000123456', '80000000000123456'],
    ['余款付款：42,000元转至80000000000123456', '80000000000123456'],
    ['赔800元，转80000000000123456。', '80000000000123456'],
    ['水费缴灌区管理所80000000000123456，', '80000000000123456'],
    ['竞租保证金汇入，户名 青山拍卖行，80000000000123456，', '80000000000123456'],
    ['捐款：青山义工协会，80000000000123456，青山银行一支行', '80000000000123456'],
    ['佣金由公司80000000000123456打到团长那里', '80000000000123456'],
    ['退回其卡80000000000123456；', '80000000000123456'],
    ['缴费户80000000000123456', '80000000000123456'],
    ['捐款转至邮政爱心包裹户80000000000123456', '80000000000123456'],
    ['园所出账80000000000123456', '80000000000123456'],
    ['银行折号 8000 0000 0012 3456，村干部已报', '8000000000123456'],
    ['账号：8002 0000 0123 88452', '80020000012388452'],
    ['账号：4402 2280 0910 0358596 3', '44022280091003585963'],
    ['收款账号 34000   2347 6122 0001 3727 5', '23476122000137275'],
  ])('%s', (text, value) => {
    expect(accounts(text)).toContain(value);
  });

  test.each([
    '该村住户 20240315093012345 登记',
    '订单已转至 20240315093012 处理',
    '转至6228480000000000001。',
    '已退款：2026051200004628，请查收',
    '转账2026051213455900123成功',
    '卡号 0000 0000 0000 0000',
    '银行账号：1234567890123456',
    '学生卡80000000000123456',
    '由80000000000123456转发',
    '打印店80000000000123456',
    '转县信访局80000000000123456',
    'IC卡80000000000123456',
    'ETC卡80000000000123456已激活',
    '低保户80000000000123456',
    '欠费户 80000000000123456',
    '水卡80000000000123456已开通',
    '会员卡80000000000123456积分',
    '流量卡89860000000000123456',
    '用户80000000000123456已缴',
    '殴打80000000000123456',
    '订单退款 4200002026051234567 已受理',
  ])('none: %s', (text) => {
    expect(accounts(text)).toEqual([]);
  });
});

test('a bar between two columns is no digit one of an account', () => {
  const rows = '姓名|卡号|手机\n张三|8000000000000123456|13800138000\n李四|8000000000000123457|无';
  const values = scanner.scanText(rows).findings.map(({ value }) => value);
  expect(values).toEqual(['8000000000000123456', '8000000000000123457']);
});

describe('whose an account is', () => {
  const disposition = (text: string): string | undefined => scanner.scanText(text).findings[0]?.disposition;

  test.each([
    ['leak', '县局核实面积有误，已补发2,340元，打入本人一折通（账号80000000000123456），息诉。'],
    ['leak', '汇入申请人农商行账户 80000000000123456（户名李四平）；'],
    ['leak', '打款至李四平银行卡80000000000123456的回单'],
    ['official', '李四平，110101190103070018。公户在信用社，账号80000000000123456，户名青山县夕阳红养护院'],
    ['official', '货款只付本厂账户80000000000123456。'],
  ])('%s: %s', (expected, text) => {
    expect(disposition(text)).toBe(expected);
  });
});
