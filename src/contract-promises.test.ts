import { spawn, spawnSync } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { buildZip } from './formats/zip/build-zip.js';
import { createScanner, redact, type ScannerOptions, type ScanResult } from './index.js';

// Promises of the public interface, one test each: options of the library, places, exit codes, streams, configuration.

const main = fileURLToPath(new URL('../dist/cli/main.js', import.meta.url));
const TODAY = '2026-11-24';
const ID = '110101190103070018';
/** Two characters outside the BMP: four UTF-16 code units, two code points, eight bytes. */
const WIDE = '😀𠮷';
const bytesOf = (text: string): Uint8Array => new TextEncoder().encode(text);
const scan = (
  name: string,
  content: string | Uint8Array,
  options: ScannerOptions = {},
): Promise<ScanResult> =>
  createScanner({ today: TODAY, ...options }).scan({
    name,
    bytes: typeof content === 'string' ? bytesOf(content) : content,
  });

let folder: string;
beforeAll(() => {
  folder = fs.realpathSync(fs.mkdtempSync(path.join(os.tmpdir(), 'leaklint-promises-')));
});
afterAll(() => fs.rmSync(folder, { recursive: true, force: true }));

/** Every text-like format, behind characters outside the BMP and CR LF: what the places cut out of the source. */
test.each([
  ['a.txt', `${WIDE}\r\n标题\r\n${WIDE}身份证号：${ID}\r\n`, [ID], 3, 10],
  [
    'full-width.txt',
    `${WIDE}身份证号：１１０１０１１９０１０３０７００１８`,
    ['１１０１０１１９０１０３０７００１８'],
    1,
    10,
  ],
  ['spaced.txt', `${WIDE}身份证号：110101 19010307 0018`, ['110101 19010307 0018'], 1, 10],
  ['zero-width.txt', `${WIDE}身份证号：110101\u200b190103070018`, ['110101\u200b190103070018'], 1, 10],
  [
    'tags.html',
    `<!doctype html>\r\n<p title="${WIDE}">${WIDE}身份证号：110101<b>19010307</b>&#48;&#x30;18</p>`,
    ['110101', '19010307', '&#48;&#x30;18'],
    2,
    26,
  ],
  [
    'attribute.html',
    `<p>${WIDE}</p><i data-x="身份证号：&#49;10101190103070018"></i>`,
    ['&#49;10101190103070018'],
    1,
    28,
  ],
  ['comment.html', `<p>${WIDE}</p>\r\n<!-- ${WIDE}身份证号：${ID} -->`, [ID], 2, 15],
  ['script.html', `<p>${WIDE}</p>\r\n<script>var a={"身份证号":"${ID}"}</script>`, [ID], 2, 24],
  ['a.csv', `姓名,身份证号\r\n${WIDE},${ID}\r\n`, [ID], 2, 6],
  ['quoted.csv', `姓名,"身份证号"\r\n"${WIDE},""x""","${ID}"\r\n`, [ID], 2, 15],
  [
    'escapes.json',
    `{"x":"${WIDE}",\r\n"身份证号":"110101\\u00319010307\\u0030018"}`,
    ['110101\\u00319010307\\u0030018'],
    2,
    9,
  ],
  ['a.md', `# ${WIDE}\r\n\r\n身份证号：${ID}`, [ID], 3, 6],
  [
    'cdata.xml',
    `<?xml version="1.0"?>\r\n<a><x>${WIDE}</x><y>身份证号：110101&#49;9010307001<![CDATA[8]]></y></a>`,
    ['110101&#49;9010307001', '8'],
    2,
    23,
  ],
  [
    'a.svg',
    `<svg xmlns="http://www.w3.org/2000/svg"><text>${WIDE}</text>\r\n<text>身份证号：${ID}</text></svg>`,
    [ID],
    2,
    12,
  ],
  [
    'a.rtf',
    `{\\rtf1\\ansi\\ansicpg936 \\u-10179?\\u-8704? \\u36523?\\u20221?\\u35777?\\u21495?: 110101{\\b 19010307}0018\\par}`,
    ['110101', '19010307', '0018'],
    1,
    76,
  ],
  ['a.js', `// ${WIDE}\r\nvar sfzh = "${ID}";`, [ID], 2, 13],
  ['a.yaml', `name: ${WIDE}\r\n身份证号: "${ID}"\r\n`, [ID], 2, 8],
])(
  '%s: the places cut the written value out of the decoded source',
  async (name, source, pieces, line, column) => {
    const result = await scan(name, source, { reveal: true });
    const found = result.findings.filter(({ entity }) => entity === 'resident-id');
    expect(found).toHaveLength(1);
    const { places, value } = found[0]!;
    expect(value).toBe(ID);
    expect(
      places.map((place) => {
        if (place.kind !== 'text') throw new Error(place.kind);
        return source.slice(place.start, place.end);
      }),
    ).toEqual(pieces);
    expect(places[0]).toMatchObject({ part: '', line, column });
  },
);

test('bytes in another encoding: offsets count the decoded text, a byte order mark is no part of it', async () => {
  const text = `${WIDE}身份证号：${ID}`;
  const utf16 = new Uint8Array(2 + 2 * text.length);
  utf16.set([0xff, 0xfe]);
  for (let i = 0; i < text.length; i++) {
    utf16.set([text.charCodeAt(i) & 255, text.charCodeAt(i) >> 8], 2 + 2 * i);
  }
  for (const bytes of [utf16, bytesOf(`\ufeff${text}`)]) {
    const { findings } = await scan('a.txt', bytes);
    expect(findings.map(({ places }) => places[0])).toMatchObject([{ start: 9, end: 27, column: 10 }]);
  }
});

test('options: entities, locale, limits, today, policy, key and allow do what they say', async () => {
  const text = `身份证号：${ID}，手机：13800138000`;
  const found = async (options: ScannerOptions): Promise<string[]> =>
    (await scan('a.txt', text, options)).findings.map(({ entity }) => entity);
  expect(await found({})).toEqual(['resident-id', 'mobile']);
  expect(await found({ entities: ['mobile'] })).toEqual(['mobile']);
  await expect(found({ entities: ['nonsense'] })).rejects.toThrow(/unknown entity/);
  await expect(found({ locale: 'fr' as 'en' })).rejects.toThrow();
  await expect(found({ today: 'tomorrow' })).rejects.toThrow();
  await expect(found({ policy: 'nonsense' })).rejects.toThrow();
  // Born after `today`: no such number can exist.
  const { findings } = await scan('a.txt', `身份证号：${ID}`, { today: '1901-01-01' });
  expect(findings.filter(({ status }) => status === 'valid')).toEqual([]);
  const told = async (locale: 'zh-CN' | 'en'): Promise<string> =>
    (await createScanner({ today: TODAY, locale }).scanFields({ fields: { body: text } })).message;
  expect(await told('en')).toMatch(/^body holds 2 pieces of personal data/);
  expect(await told('zh-CN')).toMatch(/^body有 2 处个人信息/);
  const large = await scan('a.txt', 'x'.repeat(200), { limits: { bytes: 100 } });
  expect(large).toMatchObject({ verdict: 'incomplete' });
});

test('fingerprints exist under a key only, and are the same for the same value in any file', async () => {
  const key = 'a key of sixteen bytes or more';
  const plain = await scan('a.txt', `身份证号：${ID}`);
  expect(plain.findings[0]).not.toHaveProperty('fingerprint');
  const first = await scan('a.txt', `身份证号：${ID}`, { key });
  const second = await scan('b.html', `<p>身份证号：110101 19010307 0018</p>`, { key });
  const other = await scan('a.txt', `身份证号：${ID}`, { key: 'another key of sixteen bytes' });
  expect(first.findings[0]!.fingerprint).toMatch(/^hmac:[\w-]{16,}$/);
  expect(second.findings[0]!.fingerprint).toBe(first.findings[0]!.fingerprint);
  expect(other.findings[0]!.fingerprint).not.toBe(first.findings[0]!.fingerprint);
});

test('allow: by value and by fingerprint, until its day is over', async () => {
  const key = 'a key of sixteen bytes or more';
  const text = `身份证号：${ID}`;
  const fingerprint = (await scan('a.txt', text, { key })).findings[0]!.fingerprint!;
  for (const allowed of [{ value: ID }, { fingerprint }]) {
    const until = (expires: string): Promise<ScanResult> =>
      scan('a.txt', text, { key, allow: [{ ...allowed, reason: '样例', expires }] });
    expect((await until('2026-12-31')).verdict).toBe('pass');
    expect((await until('2026-11-23')).verdict).toBe('block');
  }
});

test('no raw value without `reveal`; with it value (normalised) and text (as written)', async () => {
  const text = `身份证号：110101 19010307 0018，<b>手机</b>：138-0013-8000`;
  const hidden = JSON.stringify(await scan('a.html', text));
  expect(hidden).not.toMatch(/19010307|0013-8000|13800138000/);
  expect((await scan('a.html', text, { reveal: true })).findings).toMatchObject([
    { value: ID, text: '110101 19010307 0018' },
    { value: '13800138000', text: '138-0013-8000' },
  ]);
});

test('verdicts: block over incomplete over pass', async () => {
  const unread = { name: 'x.bin', bytes: Uint8Array.from({ length: 5000 }, (_, i) => (i * 7919) % 256) };
  const page = { name: 'a.txt', bytes: bytesOf(`身份证号：${ID}`) };
  const verdict = async (...entries: { name: string; bytes: Uint8Array }[]): Promise<string[]> => {
    const verdicts: string[] = [];
    const bytes = await buildZip(entries);
    for await (const one of createScanner({ today: TODAY }).scanEach({ name: 'a.zip', bytes })) {
      verdicts.push(one.verdict);
    }
    return verdicts.sort();
  };
  expect(await verdict({ name: 'b.txt', bytes: bytesOf('会议通知') })).not.toContain('block');
  expect(await verdict(unread)).toContain('incomplete');
  const both = await scan('a.zip', await buildZip([unread, page]));
  expect(both.verdict).toBe('block');
  expect(both.coverage.unread.length).toBeGreaterThan(0);
});

test('scanText is synchronous, scanFields and redact have the promised shapes', async () => {
  const scanner = createScanner({ today: TODAY });
  const text = scanner.scanText(`<p>身份证号：${ID}</p>`, { format: 'html', name: 'x' });
  expect(text).toMatchObject({ artifact: 'x', mediaType: 'text/html', verdict: 'block' });
  const gate = await scanner.scanFields({
    fields: { body: `身份证号：${ID}` },
    files: [{ name: 'a.txt', bytes: bytesOf('会议通知') }],
  });
  expect(gate).toMatchObject({ publish: false, fields: [{ path: 'body', refused: true }] });
  const input = { name: 'a.html', bytes: bytesOf(`<p>身份证号：110101<b>19010307</b>0018</p>`) };
  const done = await redact(input, await scanner.scan(input));
  expect(done).toMatchObject({ applied: 1, refused: [], proof: { remaining: [] } });
  expect(new TextDecoder().decode(done.bytes)).toBe('<p>身份证号：110101<b>********</b>****</p>');
});

test('an aborted scan is not clean', async () => {
  const scanner = createScanner({ today: TODAY });
  const artifact = { name: 'a.txt', bytes: bytesOf('会议通知') };
  const result = await scanner.scan(artifact, { signal: AbortSignal.abort() });
  expect(result).toMatchObject({ verdict: 'incomplete', coverage: { read: 0, units: 1 } });
});

interface Outcome {
  readonly code: number | null;
  readonly out: string;
  readonly err: string;
}

function leaklint(
  args: readonly string[],
  env: Readonly<Record<string, string>> = {},
  cwd = folder,
): Outcome {
  const { PATH = '' } = process.env;
  const done = spawnSync(process.execPath, [main, ...args], { cwd, encoding: 'utf8', env: { PATH, ...env } });
  return { code: done.status, out: done.stdout, err: done.stderr };
}

const put = (name: string, content: string | Uint8Array): void => {
  const file = path.join(folder, name);
  fs.mkdirSync(path.dirname(file), { recursive: true });
  fs.writeFileSync(file, content);
};

test('exit codes: what is found, at which level, and what was not read', () => {
  put('codes/clean.txt', '会议通知');
  put('codes/leak.txt', `身份证号：${ID}`);
  put('codes/official.txt', '县住房保障中心办公电话：0730-7621234');
  put(
    'codes/unread.bin',
    Uint8Array.from({ length: 5000 }, (_, i) => (i * 7919) % 256),
  );
  const code = (...args: string[]): number | null => leaklint(['scan', ...args]).code;
  expect(code('codes/clean.txt')).toBe(0);
  expect(code('codes/leak.txt')).toBe(1);
  expect(code('codes/official.txt')).toBe(0);
  expect(code('codes/official.txt', '--fail-on', 'any')).toBe(1);
  expect(code('codes/leak.txt', '--fail-on', 'none')).toBe(0);
  expect(code('codes/unread.bin')).toBe(3);
  expect(code('codes/unread.bin', 'codes/leak.txt')).toBe(1);
  expect(code('codes/nothing.txt')).toBe(2);
  expect(code('codes/clean.txt', '--nonsense')).toBe(2);
});

test('data on standard output, nothing on standard error where nobody watches; ndjson ends with the summary', () => {
  put('streams/a.txt', `身份证号：${ID}`);
  put('streams/b.html', '<p>会议通知</p>');
  for (const format of ['json', 'ndjson', 'sarif', 'gitlab']) {
    const { out, err } = leaklint(['scan', 'streams', '--format', format]);
    expect(err, format).toBe('');
    for (const text of format === 'ndjson' ? out.trimEnd().split('\n') : [out]) JSON.parse(text);
  }
  const lines = leaklint(['scan', 'streams', '--format', 'ndjson']).out.trimEnd().split('\n');
  expect(Object.keys(JSON.parse(lines.at(-1)!))).toEqual(['summary']);
  expect(lines.slice(0, -1).map((text) => JSON.parse(text).artifact.split('/').pop())).toEqual(
    expect.arrayContaining(['a.txt', 'b.html']),
  );
  const file = leaklint(['scan', 'streams', '--output', 'out.ndjson']);
  expect(file).toMatchObject({ code: 1, out: '', err: '' });
  expect(fs.readFileSync(path.join(folder, 'out.ndjson'), 'utf8').trimEnd().split('\n')).toHaveLength(3);
});

test('settings: flags, then the environment, then the nearest file upward, never the scanned tree', () => {
  put('tree/leaklint.config.json', '{ "locale": "en", "failOn": "none" }');
  put('tree/deep/er/x.txt', `身份证号：${ID}`);
  const cwd = path.join(folder, 'tree/deep');
  expect(leaklint(['scan', 'er'], {}, cwd)).toMatchObject({
    code: 0,
    out: expect.stringContaining('Verdict'),
  });
  const chinese = leaklint(['scan', 'er'], { LEAKLINT_LOCALE: 'zh-CN' }, cwd);
  expect(chinese).toMatchObject({ code: 0, out: expect.stringContaining('结论') });
  const english = leaklint(['scan', 'er', '--locale', 'en'], { LEAKLINT_LOCALE: 'zh-CN' }, cwd);
  expect(english.out).toContain('Verdict');
  expect(leaklint(['scan', 'er', '--fail-on', 'leak'], {}, cwd).code).toBe(1);
  put('tree/deep/er/.leaklintrc.json', '{ "failOn": "none", "entities": ["qq"] }');
  put('tree/leaklint.config.json', '{}');
  expect(leaklint(['scan', 'er'], {}, cwd).code).toBe(1);
  const inside = leaklint(['scan', '.'], {}, path.join(cwd, 'er'));
  expect(inside).toMatchObject({ code: 1, err: expect.stringContaining('.leaklintrc.json') });
});

test('a reader that leaves, and a device that is full, are not clean', async () => {
  put('pipe/a.txt', `身份证号：${ID}\n`.repeat(2000));
  put('pipe/b.txt', '会议通知');
  const child = spawn(process.execPath, [main, 'scan', 'pipe', '--format', 'ndjson', '--ordered'], {
    cwd: folder,
  });
  child.stdout.destroy();
  expect(await new Promise((resolve) => child.on('close', resolve))).toBe(1);
  if (fs.existsSync('/dev/full')) {
    const full = fs.openSync('/dev/full', 'w');
    const { status, stderr } = spawnSync(process.execPath, [main, 'scan', 'pipe/b.txt', '--locale', 'en'], {
      cwd: folder,
      stdio: ['ignore', full, 'pipe'],
      encoding: 'utf8',
    });
    fs.closeSync(full);
    expect(status).toBe(2);
    expect(stderr).toMatch(/standard output: can't be written \(the disk is full\)/);
  }
});

test('redact and explain', () => {
  put('mask/a.html', `<p>身份证号：${ID}</p>`);
  expect(leaklint(['redact', 'mask/a.html', '-o', 'mask/b.html', '-q'])).toMatchObject({
    code: 0,
    out: '',
    err: '',
  });
  expect(fs.readFileSync(path.join(folder, 'mask/b.html'), 'utf8')).toBe(
    '<p>身份证号：110101************</p>',
  );
  expect(leaklint(['explain', 'pdf/no-text-layer'])).toMatchObject({ code: 0, err: '' });
  expect(leaklint(['explain', 'no/such-code']).code).toBe(2);
});
