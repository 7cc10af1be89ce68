import { expect, test } from 'vitest';
import { createScanner } from '../../index.js';

const scanner = createScanner({ today: '2026-11-24', reveal: true });
/** The worked example of GB 11643-1999, and a carrier's service number. */
const ID = '11010519491231002X';
const M = '13800138000';

const named = (text: string, format: 'text' | 'html' = 'text'): (string | undefined)[] => {
  const { findings } = scanner.scanText(text, { format });
  for (const finding of findings) {
    const [first] = finding.places;
    const last = finding.places.at(-1);
    if (format === 'text' && first?.kind === 'text' && last?.kind === 'text')
      expect(text.slice(first.start, last.end)).toBe(finding.text);
  }
  return findings.filter(({ entity }) => entity === 'person-name').map(({ value }) => value);
};

test.each([
  ['column', `姓名\t身份证号\n张三丰\t${ID}\n欧阳明\t440524188001010014\n`, ['张三丰', '欧阳明']],
  ['column, blanks inside', `姓名\t身份证号\n张　三\t${ID}\n李四\t440524188001010014\n`, ['张三', '李四']],
  ['no header', `张三,${ID},${M}`, ['张三']],
  ['label', `姓名：李四 身份证号：${ID}`, ['李四']],
  ['form of lines', `姓名：李 四\n性别：男\n身份证号：${ID}`, ['李四']],
  ['form of cells', `姓名\t张三\t性别\t男\n身份证号\t${ID}\t电话\t${M}`, ['张三']],
  ['judgment', `原告张三，男，1990年1月1日出生，汉族，公民身份号码${ID}，住某地。`, ['张三']],
  ['role', `被告人王小明（身份证号${ID}）`, ['王小明']],
  ['behind', `请联系其女儿${M}（徐静根）`, ['徐静根']],
  ['honorific', `请通知张三先生，身份证号${ID}`, ['张三']],
  ['of another people', `阿依古丽·麦麦提 ${ID}`, ['阿依古丽·麦麦提']],
  ['JSON', `{"name":"张三","idCard":"${ID}"}`, ['张三']],
  ['traditional', `姓名：陳大文，身份證號碼：${ID}`, ['陳大文']],
])('%s', (_name, text, names) => {
  expect(named(text)).toEqual(names);
});

test('HTML table', () => {
  const html = `<table><tr><th>姓名</th><th>身份证号</th></tr><tr><td>张三</td><td>${ID}</td></tr></table>`;
  expect(named(html, 'html')).toEqual(['张三']);
});

test.each([
  ['alone', '姓名：张三，性别男'],
  ['of a contact', `联系人：李四，电话：${M}，地址：岳阳县人民政府办公室`],
  ['beside an office number', '张三 0731-80000000'],
  ['masked', `张某（身份证号${ID}）`],
  ['beside a mask that holds', '姓名\t身份证号\n张三\t110101************\n李四\t110105************\n'],
  ['a word', `单位 ${ID}`],
  ['a place', `金水区 ${ID}`],
  ['a header', `姓名\t身份证号\n合计\t${ID}\n`],
])('no name: %s', (_name, text) => {
  expect(named(text)).toEqual([]);
});

test('a name is for a person to judge, and belongs to the person of its row', () => {
  const { findings, persons } = scanner.scanText(`姓名\t身份证号\n张三\t${ID}\n张三\t440524188001010014\n`);
  expect(findings[0]).toMatchObject({ entity: 'person-name', disposition: 'review', masked: '张*' });
  expect(findings[0]!.suggestion).toMatchObject({ action: 'keep' });
  expect(persons.map((person) => person.findings)).toEqual([
    ['f1', 'f2'],
    ['f3', 'f4'],
  ]);
});

test('a list that a rule demands shows names', () => {
  const { findings } = scanner.scanText(`失信被执行人名单\n姓名\t身份证号\n张三\t${ID}\n`);
  expect(findings.map(({ disposition }) => disposition)).toEqual(['lawful', 'lawful']);
});

test('a long list costs little more with names', () => {
  const rows = Array.from({ length: 3000 }, (_, i) => `张三\t${ID}\t${13800000000 + i}`).join('\n');
  const text = `姓名\t身份证号\t手机\n${rows}\n`;
  const cost = (entities: string[]): number => {
    const own = createScanner({ entities });
    own.scanText(text.slice(0, 5000));
    const start = process.cpuUsage();
    own.scanText(text);
    const { user, system } = process.cpuUsage(start);
    return user + system;
  };
  const without = Math.min(cost(['resident-id', 'mobile']), cost(['resident-id', 'mobile']));
  const all = ['resident-id', 'mobile', 'person-name'];
  expect(Math.min(cost(all), cost(all)) / without).toBeLessThan(3);
});
