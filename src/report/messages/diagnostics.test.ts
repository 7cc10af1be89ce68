import { expect, test } from 'vitest';
import { createScanner } from '../../index.js';
import { inLocale } from './diagnostics.js';

const damaged = { name: '表.zip', bytes: new TextEncoder().encode('PK\u0003\u0004 no archive') };

test('a diagnostic speaks the language of the scan; what the reader knew stays beside it', async () => {
  const en = await createScanner({ locale: 'en' }).scan(damaged);
  const zh = await createScanner().scan(damaged);
  expect(en.diagnostics.length).toBeGreaterThan(0);
  expect(zh.diagnostics.map(({ code }) => code)).toEqual(en.diagnostics.map(({ code }) => code));
  for (const [at, { message, detail }] of zh.diagnostics.entries()) {
    expect(message).toMatch(/[\u4e00-\u9fff]/);
    expect(detail).toBe(en.diagnostics[at]!.message);
    expect(en.diagnostics[at]!.detail).toBeUndefined();
  }
});

test('said once: a second time changes nothing; a code of somebody else keeps its words', () => {
  const once = inLocale({ code: 'engine/empty', severity: 'info', message: 'the file is empty' }, 'zh-CN');
  expect(inLocale(once, 'zh-CN')).toBe(once);
  const own = { code: 'mine/x', severity: 'info', message: 'as it was' } as const;
  expect(inLocale(own, 'zh-CN')).toBe(own);
});

test('a scan that its caller ended is not told that time ran out', async () => {
  const result = await createScanner({ locale: 'en' }).scan(damaged, { signal: AbortSignal.abort() });
  expect(result.verdict).toBe('incomplete');
  expect(result.coverage.unread.map(({ code }) => code)).toEqual(['engine/aborted']);
});
