import { expect, test } from 'vitest';
import { Places, parseUnitRules, unitFinder } from './units.js';

const belonging = (artifact: string, ...others: string[]): object =>
  new Places([artifact, ...others]).of(artifact);

test.each([
  ['https://www.a.gov.cn/zwgk/gs/t1.html', { site: 'www.a.gov.cn', column: 'www.a.gov.cn/zwgk' }],
  ['https://www.a.gov.cn/zwgk/', { site: 'www.a.gov.cn', column: 'www.a.gov.cn/zwgk' }],
  ['https://www.a.gov.cn/index.html?a=/b/c', { site: 'www.a.gov.cn', column: 'www.a.gov.cn' }],
  ['https://www.a.gov.cn', { site: 'www.a.gov.cn', column: 'www.a.gov.cn' }],
  ['crawl/www.a.gov.cn/zwgk/x.html', { site: 'www.a.gov.cn', column: 'www.a.gov.cn/zwgk' }],
  ['crawl/www.a.gov.cn/a.zip!b/c.docx', { site: 'www.a.gov.cn', column: 'www.a.gov.cn' }],
  [
    'w/c.warc.gz!https://www.a.gov.cn/zwgk/x.html!b.docx',
    { site: 'www.a.gov.cn', column: 'www.a.gov.cn/zwgk' },
  ],
  ['a.html', { site: '', column: '' }],
])('%s', (artifact, expected) => expect(belonging(artifact)).toEqual(expected));

test('folders that all have in common are no column', () => {
  const others = ['site/hudong/b.txt', 'site/index.html'];
  expect(belonging('site/zwgk/gs/a.html', ...others)).toEqual({ site: '', column: 'zwgk' });
  expect(belonging('site\\zwgk\\a.html', ...others)).toEqual({ site: '', column: 'zwgk' });
});

test('the longest prefix decides, at a separator', () => {
  const rules = parseUnitRules(
    '\ufeffprefix,unit\n# comment\n\nsite/zwgk,区政府办\n"site/zwgk/mz","民政局, ""社救科"""\r\nhttps://a.gov.cn,某市\n',
  );
  const unitOf = unitFinder(rules, new Places(['site/a/b.html', 'site/c/d.html']));
  expect(
    [
      'site/zwgk/a.html',
      'site/zwgk/mz/a.html',
      './site/zwgk/mz/a.zip!b.docx',
      'site/zwgkx/a.html',
      'https://a.gov.cn/x',
      'c.warc!https://a.gov.cn/y!z.docx',
      'https://a.gov.cn.evil.cn/x',
    ].map(unitOf),
  ).toEqual([
    '区政府办',
    '民政局, "社救科"',
    '民政局, "社救科"',
    'zwgkx',
    '某市',
    '某市',
    'a.gov.cn.evil.cn',
  ]);
});

test.each(['a', 'a,', ',b', 'a,b,c', '"a,b'])('a row %j is refused with its line', (row) => {
  expect(() => parseUnitRules(`x,y\n${row}`)).toThrow(/line 2/);
});

test('hostile names take linear time', () => {
  const long = `${'a/'.repeat(100_000)}x`;
  const unitOf = unitFinder([{ prefix: 'a/b', unit: 'u' }], new Places([long]));
  const start = process.cpuUsage();
  unitOf(long);
  // CPU time: a loaded machine is no fault of the reader.
  const { user, system } = process.cpuUsage(start);
  expect((user + system) / 1000).toBeLessThan(1500);
});
