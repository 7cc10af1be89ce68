import { expect, test } from 'vitest';
import { createScanner, redact } from './index.js';

const TODAY = '2026-11-24';
const TEXT = '咨询人手机13800138000，身份证号：11010519491231002X。';

test.each([
  ['a value', '13800138000'],
  ['a value in groups', '138-0013-8000'],
  ['a value with the country code', { value: '+86 138 0013 8000', reason: 'carrier' }],
  ['a full-width value', '１３８００１３８０００'],
  ['a pattern', { pattern: '1380013\\d{4}', reason: 'carrier' }],
  ['an entry that has not expired', { value: '13800138000', reason: 'known', expires: '2027-01-01' }],
])('the allow list takes %s', (_name, entry) => {
  const { findings, diagnostics } = createScanner({ today: TODAY, allow: [entry] }).scanText(TEXT);
  expect(findings.map(({ entity }) => entity)).toEqual(['resident-id']);
  expect(diagnostics.map(({ code }) => code)).toEqual(['engine/allowed']);
});

test.each([
  ['an ID with blanks and a small x', '110105 19491231 002x', ['mobile']],
  ['another number', '138-0013-8001', ['mobile', 'resident-id']],
  ['a part of the number', '8613800138', ['mobile', 'resident-id']],
])('the allow list: %s', (_name, entry, left) => {
  const { findings } = createScanner({ today: TODAY, allow: [entry] }).scanText(TEXT);
  expect(findings.map(({ entity }) => entity)).toEqual(left);
});

test('the allow list takes values with marks between, and leaves the marks of mail addresses', () => {
  const text = '张三，手机13800138000，湘A·12345，电话0731-87654321，邮箱a.b-c@example.com';
  const allow = ['湘A·12345', '(0731) 8765-4321', 'a.b-c@example.com'];
  const { findings } = createScanner({ today: TODAY, allow }).scanText(text);
  expect(findings.map(({ entity }) => entity).filter((entity) => entity !== 'person-name')).toEqual([
    'mobile',
  ]);
});

test('an expired entry no longer counts', () => {
  const allow = [{ value: '13800138000', reason: 'known', expires: '2026-01-01' }];
  expect(createScanner({ today: TODAY, allow }).scanText(TEXT).findings).toHaveLength(2);
});

test('fingerprints need a key, are the same for every way of writing, and differ by key', () => {
  const scan = (key: string, text: string): (string | undefined)[] =>
    createScanner({ today: TODAY, key })
      .scanText(text)
      .findings.map(({ fingerprint }) => fingerprint);
  const plain = scan('0123456789abcdef', '手机13800138000');
  expect(plain[0]).toMatch(/^hmac:[0-9a-f]{32}$/);
  expect(scan('0123456789abcdef', '手机：１３８-0013-8000')).toEqual(plain);
  expect(scan('fedcba9876543210', '手机13800138000')).not.toEqual(plain);
  expect(createScanner({ today: TODAY }).scanText('手机13800138000').findings[0]).not.toHaveProperty(
    'fingerprint',
  );
});

test('findings hold no raw value, and do with reveal', () => {
  const hidden = createScanner({ today: TODAY }).scanText(TEXT);
  expect(hidden.findings).toHaveLength(2);
  expect(JSON.stringify(hidden)).not.toMatch(/13800138000|11010519491231002X/);
  const [mobile] = createScanner({ today: TODAY, reveal: true }).scanText('手机：138 0013 8000').findings;
  expect(mobile).toMatchObject({ value: '13800138000', text: '138 0013 8000' });
});

test.each([
  [{ entities: ['resident-idd'] }, TypeError],
  [{ today: '24.11.2026' }, RangeError],
  [{ key: 'short' }, RangeError],
  [{ limits: { bytes: -1 } }, RangeError],
  [{ policy: 'no-such-policy' }, TypeError],
] as const)('a wrong option is the caller’s mistake: %j', (options, kind) => {
  expect(() => createScanner(options as never)).toThrow(kind);
});

test('only the wanted entities', () => {
  const { findings } = createScanner({ today: TODAY, entities: ['mobile'] }).scanText(TEXT);
  expect(findings.map(({ entity }) => entity)).toEqual(['mobile']);
});

test('a row is a person, official numbers are nobody’s', () => {
  const { persons, findings } = createScanner({ today: TODAY }).scanText(
    '姓名\t身份证号\t手机\n张三\t11010519491231002X\t13800138000\n李四\t110101190103070018\t13900139000\n监督电话：0731-80000000\n',
  );
  expect(persons.map((person) => person.findings)).toEqual([
    ['f1', 'f2', 'f3'],
    ['f4', 'f5', 'f6'],
  ]);
  expect(findings.at(-1)).toMatchObject({ entity: 'landline', disposition: 'official' });
  expect(findings.at(-1)).not.toHaveProperty('person');
});

test('an own detector runs beside the built-in ones', () => {
  const badge = {
    entity: 'badge',
    scoring: { base: 2, lean: 1, labels: {}, codes: {} },
    *detect(view: import('./index.js').SegmentView): Generator<import('./index.js').Candidate> {
      for (const match of view.text.matchAll(/工号B\d{4}/g)) {
        const span = { start: match.index, end: match.index + match[0].length };
        const at = Array.from(match[0], (_, i) => match.index + i);
        yield { entity: 'badge', span, value: match[0], at, status: 'unverifiable', evidence: [] };
      }
    },
  };
  const { findings } = createScanner({ today: TODAY, detectors: [badge] }).scanText('工号B1234');
  expect(findings).toMatchObject([{ entity: 'badge', disposition: 'leak' }]);
});

test('redact masks a GBK page byte for byte and proves it', async () => {
  const page = Uint8Array.from([
    ...new TextEncoder().encode('<meta charset="gbk"><p>'),
    ...[0xca, 0xd6, 0xbb, 0xfa], // 手机 in GBK
    ...new TextEncoder().encode(' 138<b>0013</b>8000</p>'),
  ]);
  const artifact = { name: 'a.html', bytes: page };
  const result = await createScanner({ today: TODAY }).scan(artifact);
  const { bytes, applied, refused, proof } = await redact(artifact, result, { today: TODAY });
  expect({ applied, refused, verified: proof.verified }).toEqual({ applied: 1, refused: [], verified: true });
  expect(new TextDecoder('gbk').decode(bytes)).toBe('<meta charset="gbk"><p>手机 138<b>****</b>****</p>');
  expect(bytes.length).toBe(page.length);
});

test('a scan that is aborted says what it did not read', async () => {
  const { coverage, verdict } = await createScanner({ today: TODAY }).scan(
    { name: 'a.txt', bytes: new TextEncoder().encode(TEXT) },
    { signal: AbortSignal.abort() },
  );
  expect(verdict).toBe('incomplete');
  expect(coverage.unread).toHaveLength(1);
});

test('own patterns as data, with and without a label', () => {
  const patterns = [
    { entity: 'staff-number', pattern: 'B\\d{4}', labels: ['工号'] },
    { entity: 'case-number', pattern: 'AJ\\d{6}', owner: 'official' as const },
  ];
  const scan = (text: string): string[] =>
    createScanner({ today: TODAY, patterns })
      .scanText(text)
      .findings.map((f) => `${f.entity} ${f.disposition}`);
  expect(scan('工号：B1234')).toEqual(['staff-number leak']);
  expect(scan('型号B1234')).toEqual([]);
  expect(scan('AJ123456')).toEqual(['case-number official']);
  expect(() => createScanner({ patterns: [{ entity: 'x', pattern: '(' }] })).toThrow(TypeError);
  expect(() => createScanner({ patterns: [{ entity: 'x', pattern: 'a*' }] })).toThrow(TypeError);
});
