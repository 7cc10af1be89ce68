import { afterAll, beforeAll, expect, test } from 'vitest';
import type { ScanResult } from '../core/index.js';
import { ID, MOBILE, type Running, running, TEXT } from './harness.js';

let one: Running;
beforeAll(async () => {
  one = await running();
});
afterAll(() => one.server.stop());

interface Scanned {
  readonly verdict: string;
  readonly results: readonly ScanResult[];
}
async function scan(body: unknown, headers = {}): Promise<Scanned> {
  return (await (await one.post('/v1/scan', body, headers)).json()) as Scanned;
}
const found = ({ results }: Scanned) =>
  results.map(({ artifact, findings }) => [artifact, ...findings.map(({ entity }) => entity)]);

test('one result for each text, field and file, in their order', async () => {
  const scanned = await scan({
    text: TEXT,
    html: `<p>身份证号：<b>110101</b>190103070018</p>`,
    fields: {
      'content.body': `<p>手机：<i>138</i>00138000</p>`,
      title: { text: '通知' },
      more: { html: `电话&#49;3800138000，张三` },
      empty: null,
    },
    files: [{ name: 'a/名单.txt', bytes: Buffer.from(TEXT).toString('base64') }],
  });
  expect(scanned.verdict).toBe('block');
  expect(found(scanned)).toEqual([
    ['text', 'resident-id', 'mobile'],
    ['html', 'resident-id'],
    ['content.body', 'mobile'],
    ['title'],
    ['more', 'mobile'],
    ['empty'],
    ['a/名单.txt', 'resident-id', 'mobile'],
  ]);
  const place = scanned.results[0]!.findings[0]!.places[0]!;
  expect(place.kind === 'text' && TEXT.slice(place.start, place.end)).toBe(ID);
  expect(JSON.stringify(scanned)).not.toContain(MOBILE);
});

test('raw values only where the operator said so', async () => {
  const open = await running({ scanner: { reveal: true } });
  try {
    const scanned = (await (await open.post('/v1/scan', { text: TEXT })).json()) as Scanned;
    expect(scanned.results[0]!.findings[0]!.value).toBe(ID);
  } finally {
    await open.server.stop();
  }
});

test('multipart and bare files; GB 18030 JSON', async () => {
  const form = new FormData();
  form.append('title', `电话：${MOBILE}（张三）`);
  form.append('file', new Blob([TEXT]), '名单.txt');
  const multipart = (await (
    await fetch(`${one.url}/v1/scan`, { method: 'POST', body: form })
  ).json()) as Scanned;
  expect(found(multipart)).toEqual([
    ['title', 'mobile'],
    ['名单.txt', 'resident-id', 'mobile'],
  ]);
  const bare = await fetch(`${one.url}/v1/scan?name=a.html`, {
    method: 'POST',
    headers: { 'content-type': 'text/html' },
    body: `<p>身份证号：${ID.slice(0, 6)}<b>${ID.slice(6)}</b>`,
  });
  expect(found((await bare.json()) as Scanned)).toEqual([['a.html', 'resident-id']]);
  // 身份证号： in GB 18030.
  const label = Buffer.from('c9ed b7dd d6a4 bac5 a3ba'.replaceAll(' ', ''), 'hex');
  const body = Buffer.concat([Buffer.from('{"text":"'), label, Buffer.from(`${ID}"}`)]);
  const gb = await fetch(`${one.url}/v1/scan`, {
    method: 'POST',
    headers: { 'content-type': 'application/json; charset=GB18030' },
    body,
  });
  expect(((await gb.json()) as Scanned).results[0]!.findings[0]!.evidence).toContainEqual({
    code: 'label',
    text: '身份证号',
  });
});

test('a file that can not be read is incomplete, never clean', async () => {
  const scanned = await scan({
    files: [{ name: 'a.pdf', bytes: Buffer.from('%PDF-1.4\nbroken').toString('base64') }],
  });
  expect(scanned.verdict).toBe('incomplete');
  expect(scanned.results[0]!.coverage.unread).toHaveLength(1);
});

test('redact: text and page come back masked, and only they change', async () => {
  const text = (await (await one.post('/v1/redact', { text: TEXT })).json()) as Record<string, unknown>;
  expect(text).toMatchObject({ applied: 2, refused: [], clean: true });
  expect(text.text).toMatch(/^𠮷先生，身份证号：110101\*{12}，手机138\*{8}。请来电。$/);
  const html = `\ufeff<p class="x">身份证号：<b>110101</b>190103070018</p>\r\n`;
  const page = (await (await one.post('/v1/redact', { html })).json()) as Record<string, unknown>;
  expect(page.html).toBe(html.replace('190103070018', '************'));
});

test('redact: a file comes back as its bytes, or as JSON where that is asked for', async () => {
  const send = (headers: Record<string, string>) =>
    fetch(`${one.url}/v1/redact?name=a.html`, {
      method: 'POST',
      headers: { 'content-type': 'text/html; charset=utf-8', ...headers },
      body: `<p>身份证号：${ID}</p>`,
    });
  const bytes = await send({});
  expect(bytes.headers.get('leaklint-applied')).toBe('1');
  expect(bytes.headers.get('content-disposition')).toBe('attachment');
  expect(await bytes.text()).toBe('<p>身份证号：110101************</p>');
  const { file } = (await (await send({ accept: 'application/json' })).json()) as {
    file: { name: string; bytes: string };
  };
  expect(Buffer.from(file.bytes, 'base64').toString()).toBe('<p>身份证号：110101************</p>');
});

test('redact: what is not proven clean is not given out', async () => {
  const broken = await fetch(`${one.url}/v1/redact?name=a.pdf`, {
    method: 'POST',
    headers: { 'content-type': 'application/pdf' },
    body: '%PDF-1.4\nbroken',
  });
  expect(broken.status).toBe(422);
  expect(await broken.json()).toMatchObject({
    error: { code: 'redact/not-clean' },
    clean: false,
    refused: [],
  });
  for (const body of [{}, { text: 'a', html: 'b' }, { text: 'half \ud800' }, { text: 1 }]) {
    expect((await one.post('/v1/redact', body)).status).toBe(400);
  }
});

test('a long text is read in a child process, with the same result', async () => {
  const small = await running({ maxText: 100 });
  try {
    const text = `${'通知正文。'.repeat(50)}\n${TEXT}`;
    const apart = (await (await small.post('/v1/scan', { text })).json()) as Scanned;
    expect(apart).toEqual(await scan({ text }));
  } finally {
    await small.server.stop();
  }
});
