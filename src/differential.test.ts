/** What is left out to save time changes no finding: the scanner against itself when it reads every unit of every text. */
import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { beforeAll, expect, test, vi } from 'vitest';
import { loadTemplates, samples } from '../corpus/generate/corpus.js';
import type { Scanner } from './index.js';

const OPTIONS = { today: '2026-11-27', reveal: true } as const;
let fast: Scanner;
let thorough: Scanner;

beforeAll(async () => {
  fast = (await import('./index.js')).createScanner(OPTIONS);
  vi.resetModules();
  vi.doMock('./engine/analyse.js', async (original) => {
    const engine = await original<typeof import('./engine/analyse.js')>();
    const analyse: typeof engine.analyse = (segments, options) =>
      engine.analyse(segments, { ...options, unitsOf: undefined });
    return { ...engine, analyse };
  });
  vi.doMock('./text/units.js', () => ({ unitsOf: () => undefined }));
  thorough = (await import('./index.js')).createScanner(OPTIONS);
  vi.doUnmock('./engine/analyse.js');
  vi.doUnmock('./text/units.js');
  // Two copies of the library are compiled.
}, 120_000);

function same(text: string, format: 'text' | 'html' = 'text'): number {
  const found = fast.scanText(text, { format });
  expect(found).toEqual(thorough.scanText(text, { format }));
  return found.findings.length;
}

test('every template of the corpus, in every form, as text and in HTML', () => {
  let findings = 0;
  for (const split of ['dev', 'test'] as const) {
    for (const sample of samples(loadTemplates(split), { seed: 7, formats: ['text', 'html'] })) {
      const source = new TextDecoder().decode(sample.bytes);
      findings += same(source, sample.format === 'html' ? 'html' : 'text');
    }
  }
  expect(findings).toBeGreaterThan(1500);
}, 120_000);

test('texts far longer than a value, with a value here and there', () => {
  const prose = readFileSync(new URL('../corpus/negatives/dev/law-text.txt', import.meta.url), 'utf8');
  const values = [
    '身份证号：110101190103070018',
    '13800138000',
    '6222 0212 3456 7890 128',
    '家住天马路8号3栋501室',
  ];
  for (const value of values)
    expect(same(`${prose.repeat(20)}${value}。${prose.repeat(20)}`)).toBeGreaterThan(0);
});

const PIECES =
  '1|2|0|9|一|三|〇| |  |-|－|.|·|\u200b|\u2028|\n|\r\n|\t|,|，|、|。|：|(|（|)|*|****|x|X|O|l|𝟏|𝟑|🄂|①|😀|\ud835|\udfd1|中|国|的|社会|第|元|年|=|/|%|+86|E+1|@|tel|hotel|(hào)|13800138000|110101190103070018|６２２８|622848|6222021234567890123|2024-03-05|0731-88881234|4.30124E+17|身份证号|身份證號(hào)碼|电话|手机|银行卡号|账号|姓名|序号|地址|住址|家住|户口|号|栋|单元|室|组|村|社|路|湖南省|长沙市|岳麓区|天马路8号|3栋|501室|桃花村三组|QQ|护照|E12345678|军字第|1234567|张三|李四'.split(
    '|',
  );

test('texts of pieces of numbers, labels, addresses and separators', () => {
  const words = fc.array(fc.constantFrom(...PIECES, '|'), { minLength: 1, maxLength: 120 });
  const length = fc.nat({ max: 400 });
  fc.assert(
    fc.property(words, length, length, (pieces, before, behind) => {
      same(`${'本'.repeat(before)}${pieces.join('')}${'文'.repeat(behind)}`);
    }),
    { numRuns: 400 },
  );
}, 120_000);
