import { expect, test } from 'vitest';
import { joinedRuns } from './joined-runs.js';

const MOBILE = '13800138000';
const ID = '11010519491231002X';

test.each([
  ['slashes', '138/0013/8000', MOBILE],
  ['commas', '138,0013,8000', MOBILE],
  ['full-width commas between Chinese numerals', '一三八，〇〇一三，八〇〇〇', MOBILE],
  ['bars', '138|0013|8000', MOBILE],
  ['emoji', '138💰0013💰8000', MOBILE],
  ['the same word', '138删0013删8000', MOBILE],
  ['a remark', '138（微信同号）0013 8000', MOBILE],
  ['pinyin', '1380013(hào)8000', MOBILE],
  ['thousands', '110,101,190,103,070,018', '110101190103070018'],
  ['a mark, wrapped in its cell', '138/00\u202813/8000', MOBILE],
  ['a mark, the check character wrapped', '110105/19491231/002\u2028X', ID],
  ['a group of two first', '11/0105/19491231/002X', ID],
  ['cells of one digit', [...ID].join('\t'), ID],
  ['drawn cells of one digit', [...ID].join(' | '), ID],
  ['lines of one digit', [...ID].join('\n'), ID],
])('joins over %s', (_name, written, digits) => {
  const text = `号码：${written}。`;
  const [run, ...more] = joinedRuns(text);
  expect(more).toEqual([]);
  expect(run?.digits).toBe(digits);
  expect(text.slice(run!.start, run!.end)).toBe(written);
  expect(run!.at.map((at) => text.charAt(at)).join('')).toBe(written.replace(/[^0-9X〇一三八]/g, ''));
});

test.each([
  ['different marks', '138/0013,8000'],
  ['a date and a time', '2023/05/06 12:30:45'],
  ['units', '138元0013元8000元'],
  ['a conjunction', '138至0013至8000'],
  ['cells of several digits', '138\t0013\t8000'],
  ['a row of data', '138,0013,8000,12,13,14,15,16,17,18'],
  ['a list', '一、三、八、〇、〇、一、三、八、〇、〇、〇'],
  ['plain separators', '138-0013-8000'],
])('does not join over %s', (_name, text) => expect(joinedRuns(text)).toEqual([]));

test.each(['张三,', '李四 ', '王五、', '陈一/'])('a name that ends in a numeral is no group: %s', (name) => {
  for (let shift = 0; shift < 3; shift++)
    expect(joinedRuns(`${' '.repeat(shift)}${name}138/0013/8000`).map((run) => run.digits)).toEqual([MOBILE]);
});

test('a blank parts what marks hold together', () => {
  expect(joinedRuns(`110105/19491231/002X 138/0013/8000`).map((run) => run.digits)).toEqual([ID, MOBILE]);
});

test('two numbers on two lines of a cell are two runs', () => {
  expect(joinedRuns('138/0013/8000\u2028139/0013/9001').map((run) => run.digits)).toEqual([
    MOBILE,
    '13900139001',
  ]);
});

test('two numbers in one cell are two runs', () => {
  expect(joinedRuns('138/0013/8000、139/0013/9000').map((run) => run.digits)).toEqual([
    MOBILE,
    '13900139000',
  ]);
});

test.each(['1,', '1/22/', '1 (a) ', '1\t', '138,1234,', '一二三，', '12(', '1删', '1|'])(
  'a long row of %j costs its length',
  (unit) => {
    const cost = (length: number): number => {
      const text = unit.repeat(length / unit.length);
      // CPU, not wall time: the machine may be busy with something else.
      const start = process.cpuUsage();
      joinedRuns(text);
      const { user, system } = process.cpuUsage(start);
      return (user + system) / 1000;
    };
    cost(20_000);
    // Eight times the text; quadratic work would cost sixty-four times as much.
    expect(cost(400_000)).toBeLessThan(Math.max(40, cost(50_000) * 30));
  },
);
