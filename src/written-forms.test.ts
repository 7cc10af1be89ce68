/** Numbers as people really write them: in groups, with remarks, letters, boxes; and what only looks like them. */
import { describe, expect, test } from 'vitest';
import { createScanner } from './index.js';

const scanner = createScanner({ today: '2026-11-24', reveal: true });

// A carrier's service number, an ID of 1901, a zero-filled card.
const M = '13800138000';
const M2 = '13900139000';
const ID = '110101190103070018';
const C = '6228480000000000000';

const values = (text: string): string =>
  scanner
    .scanText(text)
    .findings.filter(({ entity }) => entity !== 'person-name')
    .map(({ entity, value }) => `${entity}:${value}`)
    .join(' ');

describe.each([
  ['slashes', '138/0013/8000'],
  ['commas', '138,0013,8000'],
  ['full-width commas', '138，0013，8000'],
  ['bars', '138|0013|8000'],
  ['stars', '138★0013★8000'],
  ['the same word again', '138删0013删8000'],
  ['first digits in brackets', '(138)0013-8000'],
  ['first digits in full-width brackets', '（138）0013 8000'],
  ['a remark', '138（微信同号）00138000'],
  ['odd groups', '13 8001 38 000'],
  ['a dash and a blank', '138-0013 8000'],
  ['letters', 'l38OOl38OOO'],
  ['capital letters', 'I3800I38000'],
  ['a float', '13800138000.0'],
  ['one slash', '138/00138000'],
  ['one slash behind seven digits', '1380013/8000'],
])('a mobile with %s', (_name, written) => {
  test.each([
    ['behind a label', `联系电话：${written}`],
    ['in a sentence', `来信人反映，请回我手机${written}，谢谢。`],
    ['in a column', `姓名\t联系电话\n张三\t${written}\n李四\t${M2}`],
  ])('%s', (_place, text) => expect(values(text)).toContain(`mobile:${M}`));
});

test.each([
  ['slashes', '138/0013/8000'],
  ['letters', 'l38OOl38OOO'],
  ['odd groups', '13 8001 38 000'],
  ['a line break', '1380013\n8000'],
])('a name beside it is context enough for %s', (_name, written) => {
  expect(values(`张建国 ${written}`)).toBe(`mobile:${M}`);
  expect(values(`合计 ${written}`)).toBe('');
});

test.each([
  ['slashes', '110101/19010307/0018'],
  ['commas', '110101,19010307,0018'],
  ['thousands', '110,101,190,103,070,018'],
  ['remarks', '110101(出生)19010307(顺序)0018'],
  ['boxes', [...ID].join('\t')],
  ['letters at the start', `ll0101${ID.slice(6)}`],
])('an ID with %s needs no label', (_name, written) =>
  expect(values(`核对 ${written} 无误`)).toBe(`resident-id:${ID}`),
);

test.each([
  ['blanks', '110101 010307 001'],
  ['slashes', '110101/010307/001'],
])('an old ID in groups parted by %s needs a label', (_name, written) => {
  expect(values(`身份证号：${written}`)).toBe('resident-id:110101010307001');
  expect(values(`核对 ${written} 无误`)).toBe('');
});

test('a card in groups parted by slashes', () => {
  expect(values(`卡号：6228/4800/0000/0000/000`)).toBe(`bank-card:${C}`);
});

test.each([
  ['a dash', `${M}-${M2}`],
  ['a dot', `${M}.${M2}`],
  ['slashes', `138/0013/8000、139/0013/9000`],
])('two numbers parted by %s', (_name, written) =>
  expect(values(`电话：${written}`)).toBe(`mobile:${M} mobile:${M2}`),
);

test.each([
  ['three lines', '138\n0013\n8000', `电话：138\n0013\n8000`],
  ['three lines before a date', '138\n0013\n8000', `电话：138\n0013\n8000\n2026年3月`],
  ['three lines under a label', '138\n0013\n8000', `手机\n138\n0013\n8000`],
  ['lines of four digits', '1380\n0138\n000', `电话：1380\n0138\n000`],
])('a mobile broken over %s', (_name, _written, text) => expect(values(text)).toBe(`mobile:${M}`));

test.each([
  ['lines of figures around', '手机\n138\n0013\n8000\n99\n'],
  ['a line of figures before', '电话\n12\n138\n0013\n8000'],
  ['no label', '合计\n138\n0013\n8000'],
])('three lines of digits are no mobile with %s', (_name, text) => expect(values(text)).toBe(''));

test.each([
  ['a line', `电话：138|0013|8000`, `mobile:${M}`],
  ['a Markdown table', `| 姓名 | 电话 |\n|---|---|\n| 张三 | 138|0013|8000 |`, `mobile:${M}`],
  [
    'a column before another',
    `| 姓名 | 电话 | 性别 |\n|--|--|--|\n| 张三 | 138|0013|8000 | 男 |`,
    `mobile:${M}`,
  ],
  ['a comma table', `姓名,电话\n张三,138|0013|8000\n李四,139|0013|9000`, `mobile:${M} mobile:${M2}`],
  ['a bar table', `姓名|电话\n张三|138|0013|8000\n李四|139|0013|9000`, `mobile:${M} mobile:${M2}`],
  ['an ID in a bar table', `姓名|身份证号\n张三|110101|19010307|0018`, `resident-id:${ID}`],
  ['three columns', '姓名|电话区号|电话|尾号\n张三|138|0013|8000\n李四|139|0013|9000', ''],
  ['columns of figures', '| 手机 | 数 | 数 |\n|---|---|---|\n| 138 | 0013 | 8000 |', ''],
])('bars inside a number and bars around it: %s', (_name, text, expected) =>
  expect(values(text)).toBe(expected),
);

test.each([
  ['another mobile', `电话：${M2}/138/0013/8000`, `mobile:${M2} mobile:${M}`],
  ['another one in groups', '电话：139/0013/9000/138/0013/8000', `mobile:${M2} mobile:${M}`],
  ['an ID', `电话 ${ID}/138/0013/8000`, `resident-id:${ID} mobile:${M}`],
])('a number in groups right behind %s', (_name, text, expected) => expect(values(text)).toBe(expected));

test('a second number given by its last digits is said, not lost', () => {
  const codes = (text: string): string[] =>
    scanner.scanText(text).findings[0]!.evidence.map(({ code }) => code);
  expect(codes(`电话：${M}/79`)).toContain('another-by-last-digits');
  expect(codes(`电话：${M}、8079`)).toContain('another-by-last-digits');
  expect(codes(`电话：${M}/2人`)).not.toContain('another-by-last-digits');
  expect(codes(`电话：${M}/${M2}`)).not.toContain('another-by-last-digits');
  expect(codes(`电话：${M}/2026年`)).not.toContain('another-by-last-digits');
});

test.each([
  ['a range', '我局电话抽检，样品号13512340001—13512340050共50份'],
  ['a range behind a landline', '联系电话：0731-88888888，样品号13512340001—13512340050'],
  ['a list', '检测电话抽检，样品号13512340001、13512340002、13512340003'],
  ['one', '电话报修，工单号13512340001'],
])('serials behind their own label, with a telephone label before it: %s', (_name, text) =>
  expect(values(text)).not.toContain('mobile'),
);

test.each([
  ['voltages', '138/1200/3600 三档电压'],
  ['a size', '尺寸：1800/2100/2400mm'],
  ['a fraction', '系数 199.24879597'],
  ['counts', '3435 613 2583 9698 1970 7671 739 583 2011'],
  ['a table of shares', '113.6734\t199.24879597\t5817'],
  ['a row of data', '138,1200,3600,5200,7100'],
  ['interface names', '型号 l38Ol234S678B'],
])('%s are no number of a person', (_name, text) => expect(values(text)).toBe(''));

describe.each([
  ['dots', '138····8000'],
  ['an ellipsis', '138……8000'],
  ['points', '138....8000'],
  ['low lines', '138____8000'],
  ['dashes', '138----8000'],
  ['question marks', '138????8000'],
  ['circles', '138○○○○8000'],
  ['某', '138某某某某8000'],
  ['escaped stars', '138\\*\\*\\*\\*8000'],
  ['parted stars', '138* * * *8000'],
  ['blanks', '138    8000'],
])('a mobile masked with %s', (_name, written) => {
  const masked = (text: string) =>
    scanner.scanText(text).findings.map(({ entity, disposition }) => [entity, disposition]);
  test('counts behind a label', () => expect(masked(`手机：${written}`)).toEqual([['mobile', 'masked']]));
  test('is nothing without one', () => {
    const found = masked(`数据 ${written} 号`);
    if (!written.includes('*')) expect(found).toEqual([]);
  });
});

test('one hidden digit is no mask', () => {
  const [last, middle] = [`手机：1380013800*`, `身份证号：11010119010307001*`].map(
    (text) => scanner.scanText(text).findings[0],
  );
  expect(last).toMatchObject({ entity: 'mobile', disposition: 'weak-mask' });
  expect(last!.evidence).toContainEqual({ code: 'values-left', count: 10 });
  expect(middle).toMatchObject({ entity: 'resident-id', disposition: 'weak-mask' });
  expect(middle!.evidence).toContainEqual({ code: 'values-left', count: 1 });
  // Here the asterisk is the check character.
  expect(values('身份证号：11010519491231002*')).toBe('resident-id:11010519491231002X');
});

test('an ID that a spreadsheet rounded to fifteen digits is damaged, not wrong', () => {
  const [found] = scanner
    .scanText('姓名\t身份证号\n张三\t110101190103071000')
    .findings.filter(({ entity }) => entity === 'resident-id');
  expect(found).toMatchObject({ value: '110101190103071***', disposition: 'weak-mask' });
  expect(found!.evidence.map(({ code }) => code)).toContain('rounded-by-spreadsheet');
});

test.each([
  ['护照号码 E 1234 5678', 'passport:E12345678'],
  ['护照号码：Ｅ１２３４５６７８', 'passport:E12345678'],
  ['Passport No. EA1234567', 'passport:EA1234567'],
  ['护照号 E12345678 13800138000', `passport:E12345678 mobile:${M}`],
  ['外籍教师护照号 C01X00T47', ''],
  ['英国护照号 512345678', 'passport:512345678'],
  ['港澳通行证号码：CA1234567', 'travel-permit:CA1234567'],
  ['通行证号码：W12345678', 'travel-permit:W12345678'],
  ['来往内地通行证号码：H0123456700', 'travel-permit:H0123456700'],
  ['澳门居民身份证 5123456(7)', 'travel-permit:51234567'],
  ['军官证号码 沈字第 1234567 号', 'military-id:沈字第1234567'],
  ['军人证件号：军字第1234567号', 'military-id:军字第1234567'],
  [`纳税人识别号：${ID}01`, `resident-id:${ID}`],
])('other documents: %s', (text, expected) => expect(values(text)).toBe(expected));

test('a made-up value alone is none; behind a label a person decides', () => {
  expect(values(`例如 ${M} 这样的数字`)).toBe('');
  expect(scanner.scanText(`手机号：${M}（示例）`).findings[0]).toMatchObject({ disposition: 'review' });
});

test('白字 is a colour of letters, no name', () => {
  expect(scanner.scanText(`白字手机${M}`).findings.map(({ entity }) => entity)).toEqual(['mobile']);
});

test.each([
  ['a sum', '序号,到账金额(分)\n1,19180431373\n2,18079994423\n3,17330347630\n4,13308432703'],
  ['a picture', '<img src="/up/19991283973.jpg">'],
  ['shares', '发行13812345678股'],
  ['a table of contents', '第138章……1234'],
  ['years', '1949----1966'],
])('%s is no telephone number', (_name, text) => expect(values(text)).toBe(''));

test.each(['安庆市', '包头市', '石家庄市', '台山市', '米易县', '克拉玛依市', '张家口市', '角美镇'])(
  'the address behind a number is no unit: %s',
  (place) => expect(values(`王五 ${M} ${place}某处`)).toContain(`mobile:${M}`),
);

test.each(['千瓦时', '兆瓦', '标箱', '重量箱', '吨标准煤', '立方米', '头', '台', 'kWh', '吨公里'])(
  'a number before a unit is an amount: %s',
  (unit) => expect(values(`全年完成${M}${unit}，增长2%`)).toBe(''),
);

test('a code of one capital is no telephone number, unless a label says so', () => {
  expect(values(`E${M} E13800138001 E13800138005`)).toBe('');
  expect(values(`手机E${M}`)).toBe(`mobile:${M}`);
});

test.each([
  `签号1  崔东/${ID}/${M}/建设银行/自安庆来`,
  `送医人留号${M}，未接。`,
  `可以加老板娘的号${M}，但打不通。`,
  `康桂香，女，身份证不详，${M}，红码`,
  `附件：张三${M}.docx`,
])('a mobile all the same: %s', (text) => expect(values(text)).toContain(`mobile:${M}`));

test.each([
  `附件：${M}.pdf`,
  `/upload/2025/${M}/index.shtml`,
  `标签号分别为13912340077，${M}和15012340099`,
  `["总投资（元）":"${M}"]`,
])('the name of a file, a folder or a thing: %s', (text) => expect(values(text)).toBe(''));
