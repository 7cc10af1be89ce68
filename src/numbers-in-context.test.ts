/** Numbers that only what stands around them tells apart, in running text, pages, Word documents and lists. */
import { describe, expect, test } from 'vitest';
import { luhn } from './checks/luhn.js';
import { mod11_2 } from './checks/mod11-2.js';
import { buildDocx } from './formats/docx/build-docx.js';
import { createScanner } from './index.js';

const scanner = createScanner({ today: '2026-11-28', reveal: true });
const ENTITIES = new Set(['resident-id', 'mobile', 'bank-card', 'bank-account', 'landline']);

type Rows = readonly (readonly string[])[];
const paragraph = (text: string): string => `<w:p><w:r><w:t xml:space="preserve">${text}</w:t></w:r></w:p>`;
const encode = (text: string): Uint8Array => new TextEncoder().encode(text);

/** The same rows as lines, paragraphs and tables. Each is found, or missed, in all of them. */
const FORMATS: Readonly<
  Record<string, (title: string, rows: Rows) => Promise<readonly [name: string, bytes: Uint8Array]>>
> = {
  'lines with blanks': async (title, rows) => [
    'a.txt',
    encode(`${title}\n${rows.map((row) => row.join('  ')).join('\n')}\n`),
  ],
  'lines with tabs': async (title, rows) => [
    'a.txt',
    encode(`${title}\n${rows.map((row) => row.join('\t')).join('\n')}\n`),
  ],
  'HTML table': async (title, rows) => [
    'a.html',
    encode(
      `<meta charset="utf-8"><h1>${title}</h1><table>${rows.map((row) => `<tr>${row.map((cell) => `<td>${cell}</td>`).join('')}</tr>`).join('')}</table>`,
    ),
  ],
  'HTML paragraphs': async (title, rows) => [
    'a.html',
    encode(
      `<meta charset="utf-8"><h1>${title}</h1>${rows.map((row) => `<p>${row.join('&nbsp;&nbsp;')}</p>`).join('')}`,
    ),
  ],
  'DOCX paragraphs': async (title, rows) => [
    'a.docx',
    await buildDocx([title, ...rows.map((row) => row.join('  '))].map(paragraph).join('')),
  ],
  'DOCX table': async (title, rows) => [
    'a.docx',
    await buildDocx(
      `${paragraph(title)}<w:tbl>${rows.map((row) => `<w:tr>${row.map((cell) => `<w:tc>${paragraph(cell)}</w:tc>`).join('')}</w:tr>`).join('')}</w:tbl>`,
    ),
  ],
};
const formats = Object.keys(FORMATS);

async function found(format: string, title: string, rows: Rows): Promise<string[]> {
  const [name, bytes] = await FORMATS[format]!(title, rows);
  const { findings } = await scanner.scan({ name, bytes });
  return findings
    .filter(({ entity }) => ENTITIES.has(entity))
    .map(({ entity, value }) => `${entity}:${value}`);
}

function inText(text: string): string[] {
  return scanner
    .scanText(text)
    .findings.filter(({ entity }) => ENTITIES.has(entity))
    .map(({ entity, value }) => `${entity}:${value}`);
}

describe('numbers of examinations beside names are no telephones', () => {
  const series: Rows = [
    ['张三', '13720230115', '81.5'],
    ['李四', '13720230116', '79'],
    ['王五', '13720230118', '77.5'],
    ['赵六', '13720230201', '70'],
  ];
  const phones: Rows = [
    ['张三', '13812345678', '81.5'],
    ['李四', '15987654321', '79'],
    ['王五', '18622334455', '77.5'],
  ];
  const titles = ['2023年公开招聘笔试成绩公示', '面试人员名单', '录取考生名单'];
  test.each(formats)('%s', async (format) => {
    for (const title of titles) {
      expect(await found(format, title, series), title).toEqual([]);
      expect(await found(format, title, phones), title).toHaveLength(3);
    }
  });
});

describe('numbers of devices are no telephones', () => {
  const labels = ['GPS终端号', 'GPS号', '北斗终端号', '车载终端ID', '定位器编号', 'IMEI码'];
  test.each(labels)('%s', async (label) => {
    expect(inText(`驾驶员张三，${label}：13812345678，车辆正常。`)).toEqual([]);
    for (const format of formats) {
      const rows = [
        ['司机', '车型', label],
        ['张三', '洒水车', '13812345678'],
        ['李四', '垃圾车', '15987654321'],
      ];
      expect(await found(format, '车辆台账', rows), format).toEqual([]);
    }
  });
  test.each(['微信号', 'wx号', '手机号', 'tel号'])('%s is of a person', (label) => {
    expect(inText(`张三${label}：13812345678`)).toHaveLength(1);
  });
});

describe('a telephone in groups, and what is counted behind it', () => {
  test.each([
    '海 156-8411-7184 3份',
    '李姐 156 8411 7184 5斤',
    '156-8411-7184 10箱，送到门口',
    '2栋 李姐 156-8411-7184 2 件',
    '王工 156-8411-7184 8:30到',
    '李四 156 8411 7184 1号楼',
    '张三 156 8411 7184 2023年',
    '1. 云 156 8411 7184 三份',
  ])('%s', (text) => expect(inText(text)).toContain('mobile:15684117184'));
  test.each(['156 8411 7184 3156 2244', '12 156 8411 7184 33 41', '合计 156 8411 7184 3022'])(
    'figures: %s',
    (text) => expect(inText(text)).toEqual([]),
  );
  test('in a chat of orders', () => {
    const chat = '接龙\n1. 海 156-8411-7184 3份\n2. 云 138-1234-5678 2份\n3. 小张 139-1234-5678 10份\n';
    expect(inText(chat)).toHaveLength(3);
  });
});

describe('a number in an odd writing in a row that begins with a name and holds another of his', () => {
  const digits = '430124198605121';
  const id = [...Array(1000).keys()]
    .map((i) => `${digits}${String(i % 100).padStart(2, '0')}`)
    .map((head) => head + mod11_2(head))[23]!;
  test.each([
    ['blanks', `方敏 ${id} 181/4835/9576`],
    ['an item', `6. 方敏，${id}，181/4835/9576，补贴金额7300元`],
    [
      'a Chinese ID',
      `方敏，${[...id].map((d) => '〇一二三四五六七八九'[Number(d)] ?? 'X').join('')}，181/4835/9576`,
    ],
    ['a full-width dot', `方敏，${id}，181．48359576`],
  ])('%s', (_name, row) => {
    expect(inText(`名单核对\n${row}\n`)).toContain('mobile:18148359576');
  });
  test.each(['合计 120 181/4835/9576 99', '金属件 120 181/4835/9576', '方钢 2023 181/4835/9576'])(
    'things: %s',
    (row) => expect(inText(`${row}\n`)).toEqual([]),
  );
});

describe('cells of another column before a number in groups', () => {
  test.each(['1200', '4', '23', '3,400.00'])('%s', async (amount) => {
    const card = '6217/5906/2742/7262/753';
    for (const format of ['lines with tabs', 'HTML table', 'DOCX table']) {
      expect(await found(format, '资金发放表', [['张三', amount, card]]), format).toEqual([
        'bank-card:6217590627427262753',
      ]);
      expect(
        await found(format, '发放表', [
          ['姓名', '金额', '手机'],
          ['张三', amount, '187/7621/5273'],
        ]),
        format,
      ).toEqual(['mobile:18776215273']);
    }
  });
});

describe('a bar between the groups of a telephone', () => {
  test.each(['138|1234|5678', '138｜1234｜5678', '138 | 1234 | 5678'])('%s in a form', async (written) => {
    const rows = [
      ['姓名', '张三', '性别', '男'],
      ['联系电话', written, '民族', '汉族'],
    ];
    for (const format of ['HTML table', 'DOCX table'])
      expect(await found(format, '登记表', rows), format).toEqual(['mobile:13812345678']);
  });
});

describe('accounts behind the name of a bank', () => {
  const account = '8101000012345678901234';
  const groups = '8101 0000 1234 5678 9012 34';
  test.each([
    `张三 信用社 ${groups} 500元`,
    `张三 信用社 ${groups} 500`,
    `张三 农村信用社 ${account} 500`,
    `1 张三 岳阳县信用社 ${groups} 1200.00`,
  ])('%s', (row) => expect(inText(`${row}\n`)).toEqual([`bank-account:${account}`]));
  test.each([groups, account])('and a telephone behind it: %s', (written) => {
    const { findings } = scanner.scanText(`张三 信用社 ${written} 138 1234 5678\n`);
    const told = findings.filter(({ entity }) => ENTITIES.has(entity));
    expect(told.map(({ entity, value, disposition }) => [entity, value, disposition])).toEqual([
      ['bank-account', account, 'leak'],
      ['mobile', '13812345678', 'leak'],
    ]);
  });
  test.each(formats)('beside names they are of persons: %s', async (format) => {
    const [name, bytes] = await FORMATS[format]!('发放表', [
      ['序号', '姓名', '开户行', '账号'],
      ['1', '张三', '岳阳县信用社', account],
      ['2', '李四', '岳阳县信用社', '8101000012345678901242'],
    ]);
    const { findings } = await scanner.scan({ name, bytes });
    const accounts = findings.filter(({ entity }) => entity === 'bank-account');
    expect(accounts.map(({ disposition }) => disposition)).toEqual(['leak', 'leak']);
  });
  test('a list pasted one cell a line, its accounts of many lengths', () => {
    const accounts = [
      '8995170490346967',
      '84764 35024 82362 1479',
      '03113234134673',
      '231248452050164612823',
    ];
    const list = accounts.map((one, i) => `${i + 1}\n\n曹敏\n\n4301241986051${i}1234\n\n${one}\n\n500`);
    const text = `编号\n\n姓名\n\n身份证号\n\n银行账号\n\n补贴标准\n\n${list.join('\n\n')}\n`;
    const told = inText(text).filter((one) => one.startsWith('bank-account'));
    expect(told).toEqual(accounts.map((one) => `bank-account:${one.replaceAll(' ', '')}`));
  });
  test('one that passes the check of an ID of the sixteenth century', () => {
    expect(inText('一折通账号：605550157509218348')).toEqual(['bank-account:605550157509218348']);
  });
});

describe('a card in groups, and a telephone right behind it', () => {
  const head = '622848000123456701';
  const card = [...'0123456789'].map((digit) => head + digit).find((one) => luhn(one))!;
  const groups = card.match(/.{1,4}/g)!.join(' ');
  test.each(['13812345678', '138 1234 5678', '138-1234-5678', '1381234 5678'])('%s', (mobile) => {
    expect(inText(`张三 ${groups} ${mobile}`)).toEqual([`bank-card:${card}`, 'mobile:13812345678']);
    expect(inText(`1 张三 ${groups} ${mobile} 500元`)).toEqual([`bank-card:${card}`, 'mobile:13812345678']);
  });
});

describe('an ID of fifteen digits without a label', () => {
  test.each([
    '王德福，1952年3月7日生，520122520307123，原籍贵州。',
    '当事人王德福，男，汉族，1952年3月7日出生，520122520307123，住某村。',
    '王德福（520122520307123），1952年3月出生，家庭困难。',
    '被救助人520122520307123，出生日期1952-03-07。',
  ])('its birth date beside it: %s', (text) => {
    expect(inText(text)).toEqual(['resident-id:520122520307123']);
  });
  test.each([
    '项目编号520122520307123，1952年4月7日建成。',
    '见第520122520307123号，1961年3月7日。',
    '设备520122520307123于2003年7月启用。',
  ])('another date says nothing: %s', (text) => expect(inText(text)).toEqual([]));
  test.each(formats)('in a row with a birth date: %s', async (format) => {
    const rows = [
      ['王德福', '1952-03-07', '520122520307123'],
      ['田小妹', '1948.11.20', '520122481120246'],
    ];
    expect(await found(format, '人员信息', rows)).toEqual([
      'resident-id:520122520307123',
      'resident-id:520122481120246',
    ]);
  });
});

test.each(['|', '｜', '‖', '¦', '│', '┃'])('columns that %s parts', (bar) => {
  const rows = [
    ['户主', '公民身份号码', '手机'],
    ['张三', '110101190103071', '13800138000'],
    ['李四', '110101190103070018', '13900139001'],
  ];
  const { findings } = createScanner({ today: '2026-11-28' }).scanText(
    rows.map((row) => row.join(bar)).join('\n'),
  );
  const told = findings.map(({ entity, disposition }) => `${entity} ${disposition}`);
  expect(told.filter((one) => one === 'resident-id leak')).toHaveLength(2);
  expect(told.filter((one) => one === 'mobile leak')).toHaveLength(2);
});

test('a remark behind one number is no label of the next', () => {
  const text = `户主‖公民身份号码‖社保卡账户‖联系电话\n张三‖110101190103071（旧证）‖6228480402564890018‖13800138000`;
  const { findings } = createScanner({ today: '2026-11-28' }).scanText(text);
  expect(findings.map(({ entity }) => entity)).toEqual(['resident-id', 'bank-card', 'mobile']);
});

test.each([
  ['余额37.6万元，另查到个人卡6228480123456789015。', '6228480123456789015'],
  ['余额12.4万元，另有张三垫付款退其本人卡6228480123456789015。', '6228480123456789015'],
  ['冻结余额很多，他有13800138000。', '13800138000'],
  ['若变更账号，须持书面申请到财务科（13800138000）办理', '13800138000'],
  ['票证号110101190103070018 / 13800138000', '13800138000'],
  ['张三，押运证号 110101190103070018 / 13900139001；13800138000 / 备用', '13900139001'],
  ['电话打不通，又有一个新号 13800138000 也关机', '13800138000'],
  ['发短信的那个号是13800138000，不知道是谁的', '13800138000'],
  ['经纪人：张三　登记号 3201-2021-00873　13800138000', '13800138000'],
  ['home = 青山镇青山村9组46号\ncard = 6228480123456789015', '6228480123456789015'],
  ['村里的公账是80000000000123456，', '80000000000123456'],
  ['+1 他另一个号 138 0013 8000，实名', '13800138000'],
  ['总务处　张三　138 0013 8000　66810　青山巷4号', '13800138000'],
])('an amount or a code is the label of its own clause only: %s', (text, value) => {
  expect(scanner.scanText(text).findings.map((one) => one.value)).toContain(value);
});

test.each([
  '订单号如下，请核对：13812340001',
  '项目编号为13812340001，以及13812340002',
  '项目编号为13812340001，另有13812340002',
  '设备编号为13812340001，另有两台13812340002、13812340003',
  '合同编号13812340001，分别对应13812340002',
  '[gc] heap=17179869184 used=13876543210 pause=12ms',
  '合计校核　13813620047　（系统自动生成）',
  '合同编号 13812340001（引水渠）、13812345678（石门），合同额',
  '社员 田亩 股金 应分 领款\n张三 16 20000 4068 现金\n李四 9 0 1332 现金',
])('no telephone: %s', (text) => {
  expect(scanner.scanText(text).findings.filter((one) => one.entity === 'mobile')).toEqual([]);
});

test.each([
  '接种卡号：80000000000123456',
  'IC 卡卡号 16 位，以 3150 开头（如 3150 0188 0013 9944）',
  '编号|幼儿|接种卡号\n1|张三|80000000000123456',
])('a card of another kind is no account: %s', (text) => {
  expect(scanner.scanText(text).findings.filter((one) => one.entity.startsWith('bank'))).toEqual([]);
});

test('the number of a project whose day makes it look like an identity number', () => {
  const found = (text: string): number =>
    scanner.scanText(text).findings.filter((one) => one.entity === 'resident-id').length;
  expect(found('一、项目编号：410482202407110016　采购计划备案号')).toBe(0);
  expect(found('身份证号：410482202407110016')).toBe(1);
  expect(found('编号：110101190103070018')).toBe(1);
});

test('a short number further behind the word for a card is no account', () => {
  expect(scanner.scanText('一卡通后面印的 0002816655 是芯片号').findings).toEqual([]);
});
