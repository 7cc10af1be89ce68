import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Artifact, Disposition, Edit, Finding, ScanResult, Suggestion } from '../core/index.js';
import { LineIndex } from '../core/index.js';
import { createScanner, redact } from '../index.js';
import { decodeText } from '../text/decode.js';
import { applySuggestions, encodeText } from './index.js';

const TODAY = '2026-11-24';
const MOBILE = '13800138000';
const scanner = createScanner({ today: TODAY });
const utf8 = (text: string): Uint8Array => new TextEncoder().encode(text);
const text = (bytes: Uint8Array): string => decodeText(bytes, { html: true }).text;

/** Finds mobiles only: official behind 热线, else a leak; hides the last eight digits. */
async function scan({ name, bytes, mediaType = 'text/plain' }: Artifact): Promise<ScanResult> {
  const source = decodeText(bytes).text;
  const lines = new LineIndex(source);
  const findings = [...source.matchAll(/(热线)?(?<!\d)(1[3-9]\d{9})(?!\d)/g)].map((match, i): Finding => {
    const start = match.index + (match[1]?.length ?? 0);
    const disposition: Disposition = match[1] === undefined ? 'leak' : 'official';
    const place = (from: number, to: number) =>
      ({ kind: 'text', part: '', channel: 'body', start: from, end: to, ...lines.at(from) }) as const;
    const edits: Edit[] = [{ place: place(start + 3, start + 11), replacement: '********' }];
    const action = disposition === 'leak' ? 'mask' : 'keep';
    return {
      id: `f${i + 1}`,
      entity: 'mobile',
      masked: `${match[2]!.slice(0, 3)}****${match[2]!.slice(7)}`,
      disposition,
      severity: 'high',
      score: 1,
      status: 'valid',
      evidence: [],
      places: [place(start, start + 11)],
      suggestion: { action, replacement: '', rule: 'r', basis: 'b', edits: action === 'keep' ? [] : edits },
    };
  });
  const verdict = findings.some(({ disposition }) => disposition === 'leak') ? 'block' : 'pass';
  const coverage = { units: 1, read: 1, unread: [] };
  return { artifact: name, mediaType, verdict, findings, persons: [], diagnostics: [], coverage };
}

const file = (source: string, mediaType?: string): Artifact => ({
  name: 'a.txt',
  bytes: utf8(source),
  ...(mediaType === undefined ? {} : { mediaType }),
});
async function redacted(source: string, change: (result: ScanResult) => ScanResult = (result) => result) {
  const artifact = file(source);
  const outcome = await applySuggestions(artifact, change(await scan(artifact)), scan);
  return { ...outcome, text: text(outcome.bytes), same: outcome.bytes === artifact.bytes };
}

describe('applied and proven', () => {
  test('every leak, and nothing else', async () => {
    const outcome = await redacted(`甲${MOBILE}，乙13900139000，热线13700137000`);
    expect(outcome.text).toBe('甲138********，乙139********，热线13700137000');
    expect(outcome).toMatchObject({
      applied: 2,
      refused: [],
      proof: { verified: true, kept: 0, replaced: 16, remaining: [] },
    });
    expect(outcome.proof.rescan).toEqual({ verdict: 'pass', findings: 1 });
  });

  test('nothing to do is done', async () => {
    const outcome = await redacted('热线13700137000');
    expect(outcome).toMatchObject({ applied: 0, refused: [], same: true, proof: { verified: true } });
  });

  test('from suggestions alone', async () => {
    const artifact = file(`甲${MOBILE}，乙13900139000`);
    const suggestions = (await scan(artifact)).findings.map((finding) => finding.suggestion!);
    const outcome = await applySuggestions(artifact, suggestions.slice(1), scan);
    expect(text(outcome.bytes)).toBe(`甲${MOBILE}，乙139********`);
    expect(outcome.applied).toBe(1);
  });

  test('a number that also stands as an official one is kept there, and counted', async () => {
    const outcome = await redacted(`甲${MOBILE}，热线${MOBILE}`);
    expect(outcome.text).toBe(`甲138********，热线${MOBILE}`);
    expect(outcome.proof).toMatchObject({ verified: true, kept: 1 });
  });
});

describe('refused, and the original comes back', () => {
  const refusedWith = async (source: string, code: string, change?: (result: ScanResult) => ScanResult) => {
    const outcome = await redacted(source, change);
    expect(outcome.refused.map((refusal) => refusal.code)).toContain(code);
    expect(outcome).toMatchObject({ applied: 0, same: true, proof: { verified: false } });
    expect(JSON.stringify(outcome.refused)).not.toContain(MOBILE);
    return outcome;
  };
  const first = (result: ScanResult): Finding => result.findings[0]!;
  const withFirst = (change: Partial<Finding>) => (result: ScanResult) => ({
    ...result,
    findings: [{ ...first(result), ...change }, ...result.findings.slice(1)],
  });
  const withSuggestion = (change: Partial<Suggestion>) => (result: ScanResult) =>
    withFirst({ suggestion: { ...first(result).suggestion!, ...change } })(result);

  test('the value stays where the scan does not look', async () => {
    const outcome = await refusedWith(`甲${MOBILE}，编号9${MOBILE}9`, 'apply/value-remains');
    expect(outcome.proof.remaining).toHaveLength(1);
    expect(outcome.proof.remaining[0]).toMatchObject({
      kind: 'text',
      start: 16,
      end: 27,
      line: 1,
      column: 17,
    });
  });

  test('only one of two occurrences was chosen', async () => {
    await refusedWith(`甲${MOBILE}，又${MOBILE}`, 'apply/value-remains', (result) => ({
      ...result,
      findings: result.findings.slice(0, 1),
    }));
  });

  test('an edit that changes nothing', async () => {
    await refusedWith(`甲${MOBILE}`, 'apply/value-remains', (result) => {
      const edit = first(result).suggestion!.edits[0]!;
      return withSuggestion({ edits: [{ ...edit, replacement: '00138000' }] })(result);
    });
  });

  test('a finding twice', async () => {
    await refusedWith(`甲${MOBILE}`, 'apply/duplicate-finding', (result) => ({
      ...result,
      findings: [first(result), first(result)],
    }));
    await refusedWith(`甲${MOBILE}`, 'apply/overlapping-edits', (result) => ({
      ...result,
      findings: [first(result), { ...first(result), id: 'f9' }],
    }));
  });

  test('a plan for another file', async () => {
    await refusedWith(`甲${MOBILE}`, 'apply/other-artifact', (result) => ({ ...result, artifact: 'b.txt' }));
    const other = await scan(file(`甲13900139000`));
    await refusedWith(`甲${MOBILE}`, 'apply/other-source', () => other);
    await refusedWith(`甲乙\n${MOBILE}，${MOBILE}`, 'apply/other-source', () => ({
      ...other,
      artifact: 'a.txt',
    }));
    const artifact = file('没有号码的文字，没有号码的文字');
    const suggestions = other.findings.map((finding) => finding.suggestion!);
    expect((await applySuggestions(artifact, suggestions, scan)).refused[0]?.code).toBe('apply/other-source');
  });

  test('no suggestion, no edits', async () => {
    const { suggestion: _suggestion, ...bare } = first(await scan(file(MOBILE)));
    await refusedWith(MOBILE, 'apply/no-suggestion', (result) => ({ ...result, findings: [bare] }));
    await refusedWith(MOBILE, 'apply/nothing-to-edit', withSuggestion({ edits: [] }));
  });

  test('a format that can not be written', async () => {
    for (const mediaType of ['application/ofd', 'image/png', 'application/msword', 'application/zip']) {
      await refusedWith(MOBILE, 'apply/format-not-writable', (result) => ({ ...result, mediaType }));
    }
  });

  test('the scan that must prove it fails, or reads less', async () => {
    const artifact = file(`甲${MOBILE}`);
    const result = await scan(artifact);
    const failed = await applySuggestions(artifact, result, () => Promise.reject(new Error('broken')));
    expect(failed.refused[0]?.code).toBe('apply/rescan-failed');
    const less = await applySuggestions(artifact, result, async (copy) => ({
      ...(await scan(copy)),
      coverage: { units: 1, read: 0, unread: [{ place: { part: '' }, code: 'x/y' }] },
    }));
    expect(less).toMatchObject({ applied: 0, bytes: artifact.bytes, refused: [{ code: 'apply/unread' }] });
  });

  test('base64 data', async () => {
    const source = `<img src="data:text/plain;base64,AAAA${MOBILE}AAAA">`;
    await refusedWith(source, 'apply/encoded-text', (result) => ({ ...result, mediaType: 'text/html' }));
  });

  test('the name of the file is named, the content redacted', async () => {
    const artifact = file(`甲${MOBILE}`);
    const result = await scan(artifact);
    const place = { ...first(result).suggestion!.edits[0]!.place, channel: 'name' as const };
    const named: Finding = {
      ...first(result),
      id: 'n1',
      places: [place],
      suggestion: { ...first(result).suggestion!, edits: [{ place, replacement: '' }] },
    };
    const outcome = await applySuggestions(
      artifact,
      { ...result, findings: [...result.findings, named] },
      scan,
    );
    expect(text(outcome.bytes)).toBe('甲138********');
    expect(outcome).toMatchObject({
      applied: 1,
      refused: [{ code: 'apply/place-not-text', finding: 'n1' }],
      proof: { verified: true },
    });
  });
});

describe('with the scanner', () => {
  const ID = '110101190103070018';
  const page = (
    charset: string,
  ): string => `<html><head><meta charset="${charset}"><title>名单</title></head><body>
<table><tr><th>姓名</th><th>身份证号码</th><th>联系电话</th><th>一卡通账号</th></tr>
<tr><td>张三</td><td>440524<b>1901</b>0307&#48;014</td><td>138-0013-8000</td><td>6228480000000000000</td></tr>
<tr><td>李四</td><td>１１０１０１１９０１０３０７００１８</td><td>13900139000</td><td>6222020000000000000</td></tr></table>
<!-- 身份证号${ID} --><p title="身份证号${ID}">咨询电话：0731-80000000</p>
<script>var list=[{"身份证号":"${ID}","手机":${MOBILE}}];</script></body></html>`;
  const masked = (charset: string): string =>
    page(charset)
      .replace('<b>1901</b>0307&#48;014', '<b>****</b>********')
      .replace('138-0013-8000', '138-****-****')
      .replace('13900139000', '139********')
      .replace('6228480000000000000', '622848*************')
      .replace('6222020000000000000', '622202*************')
      .replace('１９０１０３０７００１８', '************')
      .replaceAll('190103070018', '************')
      .replace(MOBILE, '"138********"');

  test.each(['utf-8', 'gb18030', 'big5'])(
    'a page in %s: hidden channels, markup, scripts',
    async (charset) => {
      const source =
        charset === 'big5'
          ? page(charset).replace(/[\u4e00-\u9fff]/g, (c) => TRADITIONAL[c] ?? c)
          : page(charset);
      const expected =
        charset === 'big5'
          ? masked(charset).replace(/[\u4e00-\u9fff]/g, (c) => TRADITIONAL[c] ?? c)
          : masked(charset);
      const bytes = encodeText(source, charset)!;
      const artifact = { name: 'page.html', bytes };
      const outcome = await redact(artifact, await scanner.scan(artifact), { today: TODAY });
      expect(outcome.refused).toEqual([]);
      expect(text(outcome.bytes)).toBe(expected);
      expect(outcome.proof).toMatchObject({ verified: true, kept: 0 });
      expect((await scanner.scan({ ...artifact, bytes: outcome.bytes })).verdict).toBe('pass');
    },
  );

  test('only planted digits change, byte for byte', async () => {
    const word = fc.constantFrom('公示', '名单：', '序号 ', '\r\n', '（附件）', ' ', '共', '元', '年度');
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom('utf-8', 'gb18030', 'utf-16le'),
        fc.array(word, { maxLength: 12 }),
        fc.array(word, { maxLength: 12 }),
        async (charset, before, after) => {
          const source = `本县受助人员名单公示如下\n${before.join('')}\n身份证号：${ID}，手机：${MOBILE}。\n${after.join('')}`;
          const mark = charset === 'utf-16le' ? [0xff, 0xfe] : [];
          const bytes = Uint8Array.from([...mark, ...encodeText(source, charset)!]);
          const artifact = { name: 'list.txt', bytes };
          const outcome = await redact(artifact, await scanner.scan(artifact), { today: TODAY });
          const expected = source
            .replace(ID, `110101${'*'.repeat(12)}`)
            .replace(MOBILE, `138${'*'.repeat(8)}`);
          expect(outcome.refused).toEqual([]);
          expect(Buffer.from(outcome.bytes)).toEqual(
            Buffer.from([...mark, ...encodeText(expected, charset)!]),
          );
        },
      ),
      { numRuns: 25 },
    );
  });

  test('JSON stays JSON', async () => {
    const bytes = utf8(JSON.stringify([{ 姓名: '张三', 身份证号: ID, 手机: Number(MOBILE) }]));
    const artifact = { name: 'list.json', bytes };
    const outcome = await redact(artifact, await scanner.scan(artifact), { today: TODAY });
    expect(outcome.refused).toEqual([]);
    expect(JSON.parse(text(outcome.bytes))).toEqual([
      { 姓名: '张三', 身份证号: '110101************', 手机: '138********' },
    ]);
  });

  test('strict removes, twice is once', async () => {
    const strict = createScanner({ today: TODAY, policy: 'strict' });
    const artifact = { name: 'list.txt', bytes: utf8(`身份证号：${ID}，手机：${MOBILE}。`) };
    const outcome = await redact(artifact, await strict.scan(artifact), { today: TODAY, policy: 'strict' });
    expect(text(outcome.bytes)).toBe('身份证号：，手机：。');
    const copy = { ...artifact, bytes: outcome.bytes };
    expect((await redact(copy, await strict.scan(copy), { today: TODAY, policy: 'strict' })).applied).toBe(0);
  });

  test('five hundred rows cost little more than scanning twice', async () => {
    const rows = Array.from(
      { length: 500 },
      (_, i) => `<tr><td>张三</td><td>${ID}</td><td>13${800138000 + i}</td></tr>`,
    );
    const bytes = utf8(
      `<table><tr><th>姓名</th><th>身份证号</th><th>手机</th></tr>${rows.join('\n')}</table>`,
    );
    const artifact = { name: 'list.html', bytes };
    const result = await scanner.scan(artifact);
    expect(result.findings.filter(({ entity }) => entity !== 'person-name')).toHaveLength(1000);
    const outcome = await redact(artifact, result, { today: TODAY });
    expect(outcome).toMatchObject({ applied: 1000, refused: [] });
  });
});

/** Traditional forms of the words on the page. */
const TRADITIONAL: Readonly<Record<string, string>> = {
  单: '單',
  证: '證',
  号: '號',
  码: '碼',
  联: '聯',
  电: '電',
  话: '話',
  账: '賬',
  张: '張',
  询: '詢',
  机: '機',
};
