import fs from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import type { Disposition, Finding, Place, ScanResult } from '../core/index.js';
import {
  displayWidth,
  exitCode,
  junit,
  type Locale,
  messagesFor,
  PrettyReport,
  padEnd,
  placeText,
  printable,
  SummaryBuilder,
  sarif,
  word,
} from './index.js';

const LOCALES: readonly Locale[] = ['zh-CN', 'en'];
const place: Place = { kind: 'text', part: '', channel: 'hidden', start: 3, end: 21, line: 3, column: 12 };

function finding(disposition: Disposition, changes: Partial<Finding> = {}): Finding {
  return {
    id: 'f1',
    entity: 'resident-id',
    subtype: 'second-generation',
    masked: '110101********0018',
    disposition,
    severity: 'high',
    score: 0.99,
    status: 'valid',
    evidence: [{ code: 'check-character-ok' }, { code: 'label', text: '身份证号' }],
    places: [place],
    suggestion: {
      action: 'mask',
      replacement: '110101************',
      rule: 'r',
      basis: '某规定第一条',
      edits: [],
    },
    ...changes,
  };
}

function result(changes: Partial<ScanResult> = {}): ScanResult {
  return {
    artifact: 'site/名单.html',
    mediaType: 'text/html',
    verdict: 'pass',
    findings: [],
    persons: [],
    diagnostics: [],
    coverage: { units: 1, read: 1, unread: [] },
    ...changes,
  };
}

const leak = result({ verdict: 'block', findings: [finding('leak')] });
const unread = result({
  artifact: 'a.zip!扫描件.pdf',
  verdict: 'incomplete',
  diagnostics: [{ code: 'pdf/no-text-layer', severity: 'warning', message: 'no text' }],
  coverage: { units: 2, read: 1, unread: [{ place: { part: '', page: 2 }, code: 'pdf/no-text-layer' }] },
});

const pretty = (results: readonly ScanResult[], locale: Locale, color = false): string => {
  const report = new PrettyReport({ locale, color });
  const summary = new SummaryBuilder();
  const blocks = results.map((one) => {
    summary.add(one);
    return report.result(one);
  });
  return blocks.join('') + report.end(summary.build());
};

test('a clerk reads where, what, why and what to do', () => {
  const text = pretty([leak, unread], 'zh-CN');
  for (const words of [
    'site/名单.html',
    '泄露  身份证号码 (18位)  110101********0018  第3行第12列  隐藏文字',
    '依据：校验码正确；前面或表头写着“身份证号”',
    '建议：遮盖，改为 110101************  规定：某规定第一条',
    '未能读取 1 处',
    'a.zip!扫描件.pdf 第2页',
    '文件 2 个，文档 2 个；完整读取 1 个；未能完整读取 1 个',
    '结论：不宜发布',
  ]) {
    expect(text).toContain(words);
  }
  const english = pretty([leak, unread], 'en');
  expect(english).toContain('line 3, column 12');
  expect(english.replace(/[“”…]/g, '').replace(/名单|扫描件|某规定第一条|身份证号/g, '')).not.toMatch(
    /\p{Script=Han}/u,
  );
});

test('colour adds escapes and nothing else', () => {
  const plain = pretty([leak, unread], 'zh-CN');
  const colored = pretty([leak, unread], 'zh-CN', true);
  expect(colored).not.toBe(plain);
  expect(colored.replace(/\u001b\[\d+m/g, '')).toBe(plain);
});

test('columns line up by what a terminal shows', () => {
  const mobile = finding('leak', { id: 'f2', entity: 'mobile', masked: '138****8000' });
  const { subtype: _, ...bare } = mobile;
  const lines = pretty([result({ findings: [finding('leak'), bare] })], 'zh-CN').split('\n');
  const starts = lines
    .filter((line) => line.includes('第3行'))
    .map((line) => displayWidth(line.split('第3行')[0]!));
  expect(starts).toHaveLength(2);
  expect(new Set(starts).size).toBe(1);
  expect([displayWidth('身份证ID'), displayWidth('e\u0301'), displayWidth('𠮷'), padEnd('号', 4)]).toEqual([
    8,
    1,
    2,
    '号  ',
  ]);
});

test('a hostile name drives no terminal', () => {
  const text = pretty(
    [result({ artifact: 'a\u001b]0;x\u0007\n\u202eb.html', findings: [finding('leak')] })],
    'zh-CN',
  );
  expect(text).not.toMatch(/[\u001b\u0007\u202e]/);
  expect(printable('\u001b[31m')).toBe('\\x1b[31m');
});

test.each([
  [{ kind: 'page', part: '', channel: 'body', page: 2, box: [0, 0, 1, 1] }, '第2页'],
  [{ kind: 'cell', part: '', channel: 'body', sheet: '名单', ref: 'B7' }, '工作表“名单”单元格B7'],
  [{ ...place, near: { table: 1, row: 2, column: 3 } }, '表1第2行第3列'],
  [{ ...place, near: { paragraph: 4 } }, '第4段'],
] as const)('place %# in words', (where, words) => {
  expect(placeText(where as Place, messagesFor('zh-CN'))).toBe(words);
});

test('both languages have the same words', () => {
  const [first, second] = LOCALES.map((locale) => messagesFor(locale));
  for (const table of Object.keys(first!) as (keyof typeof first)[]) {
    expect(Object.keys(second![table]).sort(), table).toEqual(Object.keys(first![table]).sort());
  }
});

test('unknown codes stay readable', () => {
  expect(word(messagesFor('zh-CN').evidence, 'some-new-code')).toBe('some new code');
  expect(word(messagesFor('en').entities, 'constructor')).toBe('constructor');
});

const root = fileURLToPath(new URL('../..', import.meta.url));

test('every code that weighs something has words', () => {
  const patterns = path.join(root, 'patterns');
  const missing = new Set<string>();
  for (const folder of fs.readdirSync(patterns)) {
    const file = path.join(patterns, folder, 'scoring.json');
    if (!fs.existsSync(file)) continue;
    const { labels, codes } = JSON.parse(fs.readFileSync(file, 'utf8')) as Record<
      string,
      Record<string, string>
    >;
    for (const code of [...Object.keys(codes ?? {}), ...Object.values(labels ?? {})]) {
      for (const locale of LOCALES) if (!Object.hasOwn(messagesFor(locale).evidence, code)) missing.add(code);
    }
    for (const locale of LOCALES)
      if (!Object.hasOwn(messagesFor(locale).entities, folder)) missing.add(folder);
  }
  expect([...missing]).toEqual([]);
});

test('every diagnostic that the sources name is explained', () => {
  const missing = new Set<string>();
  for (const folder of ['formats', 'engine', 'node']) {
    for (const name of fs.readdirSync(path.join(root, 'src', folder), { recursive: true }) as string[]) {
      if (!name.endsWith('.ts') || /test|build-|fixture/.test(name)) continue;
      const source = fs.readFileSync(path.join(root, 'src', folder, name), 'utf8');
      for (const [, code] of source.matchAll(
        /'((?:file|node|engine|pdf|docx|html|zip|scan)\/[a-z][a-z-]+)'/g,
      )) {
        for (const locale of LOCALES)
          if (!Object.hasOwn(messagesFor(locale).diagnostics, code!)) missing.add(code!);
      }
    }
  }
  expect([...missing].sort()).toEqual([]);
});

test.each([
  [[], 'leak', 0],
  [[leak], 'leak', 1],
  [[leak, unread], 'leak', 1],
  [[unread], 'leak', 3],
  [[unread], 'none', 0],
  [[result({ findings: [finding('review')] })], 'leak', 0],
  [[result({ findings: [finding('weak-mask')] })], 'review', 1],
  [[result({ findings: [finding('masked')] })], 'any', 1],
  [[result({ findings: [finding('official')] }), unread], 'leak', 3],
] as const)('exit code %#', (results, failOn, code) => {
  const summary = new SummaryBuilder();
  for (const one of results) summary.add(one);
  expect(exitCode(summary.build(), failOn)).toBe(code);
});

test('incomplete outranks pass only', () => {
  const summary = new SummaryBuilder();
  summary.add(result());
  summary.add(unread);
  expect(summary.build()).toMatchObject({ files: 2, read: 1, unread: 1, verdict: 'incomplete' });
  summary.add(leak);
  expect(summary.build().verdict).toBe('block');
});

test('SARIF: units, levels, unread as notification', () => {
  const log = sarif([leak, unread], { locale: 'en', version: '1.0.0' }) as {
    runs: Record<string, unknown>[];
  };
  expect(log.runs[0]).toMatchObject({
    columnKind: 'utf16CodeUnits',
    invocations: [
      {
        executionSuccessful: false,
        toolExecutionNotifications: [{ descriptor: { id: 'pdf/no-text-layer' } }],
      },
    ],
    results: [
      {
        ruleId: 'resident-id',
        level: 'error',
        locations: [
          {
            physicalLocation: {
              artifactLocation: { uri: 'site/%E5%90%8D%E5%8D%95.html' },
              region: { startLine: 3, startColumn: 12, charOffset: 3, charLength: 18 },
            },
          },
        ],
      },
    ],
  });
});

test('JUnit: findings fail, unread errs, names are escaped', () => {
  const text = junit([leak, unread, result({ artifact: 'a"<\u0001&\ud800' })], {
    locale: 'zh-CN',
    failOn: 'leak',
  });
  expect(text).toContain('tests="3" failures="1" errors="1"');
  expect(text).toContain('name="a&#34;&#60;\ufffd&#38;\ufffd"');
});
