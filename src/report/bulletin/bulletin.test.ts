import { expect, test } from 'vitest';
import type { Disposition, Finding, ScanResult } from '../../core/index.js';
import { createScanner } from '../../index.js';
import { percentText } from '../ooxml/document.js';
import {
  type Bulletin,
  type BulletinOptions,
  bulletinDocx,
  bulletinHtml,
  bulletinXlsx,
  makeBulletin,
  Results,
} from './index.js';

function finding(masked: string, changes: Partial<Finding> = {}): Finding {
  return {
    id: 'f1',
    entity: 'mobile',
    masked,
    disposition: 'leak',
    severity: 'high',
    score: 1,
    status: 'valid',
    evidence: [{ code: 'label', text: '手机' }],
    places: [{ kind: 'text', part: '', channel: 'body', start: 1, end: 12, line: 3, column: 2 }],
    suggestion: { action: 'mask', replacement: '138********', rule: 'r', basis: '某规定', edits: [] },
    ...changes,
  };
}

function result(artifact: string, findings: readonly Finding[] = [], unread = false): ScanResult {
  return {
    artifact,
    mediaType: 'text/html',
    verdict: findings.length > 0 ? 'block' : unread ? 'incomplete' : 'pass',
    findings,
    persons: [],
    diagnostics: [],
    coverage: {
      units: 1,
      read: unread ? 0 : 1,
      unread: unread ? [{ place: { part: '', page: 2 }, code: 'pdf/no-text-layer' }] : [],
    },
  };
}

function collected(...list: ScanResult[]): Results {
  const results = new Results();
  for (const one of list) results.add(one, 'x');
  return results;
}

const options: BulletinOptions = { locale: 'zh-CN', date: '2026-11-24' };
const A = 'a.gov.cn';
const make = (now: ScanResult[], before?: ScanResult[], more: Partial<BulletinOptions> = {}): Bulletin =>
  makeBulletin(
    collected(...now),
    { ...options, ...more },
    before === undefined ? undefined : collected(...before),
  );

test('units, pages, pass rate and the phrase of the bulletins', () => {
  const bulletin = make([
    result(`w/${A}/x/1.html`, [
      finding('138****8000'),
      finding('6222****', { entity: 'bank-account' }),
      finding('1****'),
    ]),
    result(`w/${A}/x/2.html`),
    result(`w/${A}/x/3.pdf`, [], true),
    result(`w/${A}/x/4.zip`),
    result(`w/${A}/x/4.zip!b.docx`, [finding('139****', { disposition: 'weak-mask' })]),
    result('w/b.gov.cn/1.html', [
      finding('1', { disposition: 'official' }),
      finding('2', { disposition: 'review' }),
    ]),
    result('w/c.gov.cn/1.pdf', [], true),
  ]);
  expect(
    bulletin.units.map(
      ({ unit, pages, pagesWithLeaks, pagesNotRead, passRate, verdict, phrase, reviews }) => [
        unit,
        pages,
        pagesWithLeaks,
        pagesNotRead,
        passRate,
        verdict,
        phrase,
        reviews,
      ],
    ),
  ).toEqual([
    [A, 4, 2, 1, 0.25, 'fail', '发布信息涉个人隐私，如手机号码、银行账号。', 0],
    ['b.gov.cn', 1, 0, 0, 1, 'pass', '未发现问题。', 1],
    ['c.gov.cn', 1, 0, 1, 0, 'unclear', '部分内容未能读取，待核查。', 0],
  ]);
  expect(bulletin.totals).toMatchObject({
    units: 3,
    unitsWithLeaks: 1,
    unitsPassed: 1,
    pages: 6,
    pagesWithLeaks: 2,
    pagesNotRead: 2,
    pagesPassed: 2,
    problems: 4,
    reviews: 1,
  });
  expect(bulletin.unread).toHaveLength(2);
  expect(bulletin.recheck).toBeUndefined();
});

const statuses = ({ units, recheck }: Bulletin): unknown => [
  units.flatMap((unit) => unit.problems.map((one) => [one.masked, one.status])),
  recheck?.gone.map((one) => [one.masked, one.status]),
];

test('re-check by masked value: one to one, per document and kind', () => {
  const before = [
    result(`${A}/1.html`, [finding('1*'), finding('1*'), finding('2*')]),
    result(`${A}/2.html`, [finding('1*')]),
  ];
  const now = [
    result(`${A}/1.html`, [finding('1*'), finding('3*')]),
    result(`${A}/2.html`, [finding('1*', { entity: 'qq' })]),
  ];
  expect(statuses(make(now, before))).toEqual([
    [
      ['1*', 'remaining'],
      ['3*', 'new'],
      ['1*', 'new'],
    ],
    [
      ['1*', 'rectified'],
      ['2*', 'rectified'],
      ['1*', 'rectified'],
    ],
  ]);
});

test('nothing counts as rectified that was not read', () => {
  const before = [
    result('1.pdf', [finding('1*')]),
    result('2.html', [finding('2*')]),
    result('3.html', [finding('3*')]),
    result('4.html', [finding('4*')]),
  ];
  const now = [
    result('1.pdf', [], true),
    result('3.html', [finding('3*', { disposition: 'review' })]),
    result('4.html', [finding('4*', { disposition: 'masked' })]),
  ];
  const bulletin = make(now, before);
  expect(statuses(bulletin)).toEqual([
    [],
    [
      ['1*', 'not-read'],
      ['2*', 'page-missing'],
      ['3*', 'to-decide'],
      ['4*', 'rectified'],
    ],
  ]);
  expect(bulletin.recheck).toMatchObject({ rectified: 1, remaining: 0, added: 0, unchecked: 3 });
});

test('re-check by fingerprint: equal masks of other values are other values, unless the keys differ', () => {
  const keyed = (masked: string, fingerprint: string): Finding => finding(masked, { fingerprint });
  const before = [result('1.html', [keyed('1*', 'hmac:a'), keyed('1*', 'hmac:b')])];
  const same = make([result('1.html', [keyed('1*', 'hmac:b'), keyed('1*', 'hmac:c')])], before);
  expect(statuses(same)).toEqual([
    [
      ['1*', 'remaining'],
      ['1*', 'new'],
    ],
    [['1*', 'rectified']],
  ]);
  const other = make([result('1.html', [keyed('1*', 'hmac:x'), keyed('1*', 'hmac:y')])], before);
  expect(other.recheck).toMatchObject({ remaining: 2, added: 0, rectified: 0 });
  expect(other.warnings).toHaveLength(1);
  const bare = make([result('1.html', [finding('1*'), finding('1*')])], before);
  expect(bare.recheck).toMatchObject({ remaining: 2, rectified: 0 });
});

test('records of a web archive are pages of their own', () => {
  const bulletin = make([
    result('c.warc.gz'),
    result(`c.warc.gz!https://${A}/1.html`, [finding('1*')]),
    result(`c.warc.gz!https://${A}/2.zip`),
    result(`c.warc.gz!https://${A}/2.zip!a.docx`),
    result(`c.warc.gz!https://${A}/2.zip`, [finding('2*')]),
    result(`c.warc.gz!https://${A}/2.zip#request`),
  ]);
  const page = `https://${A}/3.html`;
  const again = make(
    [result(`q4.warc!${page}`, [finding('1*')])],
    [result(`q3.warc!${page}`, [finding('1*'), finding('2*')])],
  );
  expect(again.recheck).toMatchObject({ remaining: 1, rectified: 1, added: 0 });
  expect(bulletin.totals.units).toBe(1);
  expect(bulletin.units.find((unit) => unit.unit === A)).toMatchObject({ pages: 2, pagesWithLeaks: 2 });
});

test('two mirrors in two folders are compared by the place in them, and that is said', () => {
  const before = [result(`q3/${A}/1.html`, [finding('1*')]), result(`q3/${A}/b.zip!2.txt`, [finding('2*')])];
  const now = [
    result(`q4/w/${A}/1.html`, [finding('1*')]),
    result(`q4/w/${A}/b.zip`),
    result(`q4/w/${A}/b.zip!2.txt`),
  ];
  const bulletin = make(now, before);
  expect(bulletin.recheck).toMatchObject({ rectified: 1, remaining: 1, added: 0, unchecked: 0 });
  expect(bulletin.warnings).toEqual([expect.stringContaining(`“q3/${A}/”`)]);
  expect(make([result('x/9.html')], before).recheck).toMatchObject({ rectified: 0, unchecked: 2 });
});

test('a document that comes in a second file counts as it is there, and that is said', () => {
  const results = new Results();
  results.add(result('1.html', [finding('1*')]), 'a.ndjson');
  results.add(result('1.html'), 'b.ndjson');
  const bulletin = makeBulletin(results, {
    ...options,
    partial: ['x.ndjson'],
    units: [{ prefix: '1.html', unit: '某局' }],
  });
  expect(bulletin.totals).toMatchObject({ pages: 1, problems: 0 });
  expect(bulletin.units[0]!.unit).toBe('某局');
  expect(bulletin.warnings).toHaveLength(2);
  expect(bulletinHtml(bulletin)).toContain('x.ndjson');
});

const rich = (locale: 'zh-CN' | 'en'): Bulletin =>
  make(
    [
      result(`${A}/1.html`, [finding('138****8000'), finding('=1+1', { entity: 'address' })]),
      result('b.gov.cn/<b>&"\u0001.pdf', [], true),
    ],
    [result(`${A}/1.html`, [finding('139****8000')])],
    { locale },
  );

test('HTML: no script, everything escaped, both languages', () => {
  const zh = bulletinHtml(rich('zh-CN'));
  expect(zh).not.toMatch(/<script|<b>|\son\w+=/);
  expect(zh).toContain('发布信息涉个人隐私，如手机号码、详细住址。');
  for (const words of ['已整改', '新增', '第2页', 'b.gov.cn']) expect(zh).toContain(words);
  expect(bulletinHtml(rich('en')).replace(/某规定/g, '')).not.toMatch(/\p{Script=Han}/u);
});

test.each(['docx', 'xlsx'] as const)('%s: our own reader gets every word back', async (format) => {
  const bytes = await (format === 'docx' ? bulletinDocx : bulletinXlsx)(rich('zh-CN'));
  const scanner = createScanner({ today: '2026-11-24' });
  const read = await scanner.scan({ name: `a.${format}`, bytes });
  expect(read.mediaType).toContain('openxmlformats');
  expect(read.diagnostics).toEqual([]);
  expect(read.coverage.unread).toEqual([]);
  expect(await (format === 'docx' ? bulletinDocx : bulletinXlsx)(rich('zh-CN'))).toEqual(bytes);
});

test('a raw value in our own file is found by our own reader', async () => {
  const bulletin = make([result('1.html', [finding('1*', { evidence: [] })])], undefined, {
    title: '手机：13800138000',
  });
  for (const bytes of [
    await bulletinDocx(bulletin),
    await bulletinXlsx({
      ...bulletin,
      units: bulletin.units.map((unit) => ({ ...unit, phrase: '手机：13800138000' })),
    }),
  ]) {
    const read = await createScanner({ today: '2026-11-24' }).scan({ name: 'a', bytes });
    expect(read.findings.some((one) => one.entity === 'mobile')).toBe(true);
  }
});

test('long lists are cut in documents for reading, with the number left out', () => {
  const many = Array.from({ length: 305 }, (_, index) => finding(`${index}*`));
  const page = bulletinHtml(make([result('1.html', many)]));
  expect(page).toContain('另有5处未列出');
  expect(page.match(/<tr>/g)!.length).toBeLessThan(320);
});

test.each([
  [1, '100%'],
  [0, '0%'],
  [0.921875, '92.19%'],
  [0.999999, '99.99%'],
  [0.000001, '0.01%'],
])('%d is %s', (share, text) => expect(percentText(share)).toBe(text));

test('a problem is a leak or a weak mask', () => {
  const all: Disposition[] = ['leak', 'weak-mask', 'review', 'official', 'lawful', 'masked'];
  const bulletin = make([
    result(
      '1.html',
      all.map((disposition) => finding('1*', { disposition })),
    ),
  ]);
  expect(bulletin.totals.problems).toBe(2);
});
