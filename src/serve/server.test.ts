import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { ID, MOBILE, type Running, raw, running, TEXT } from './harness.js';
import { createServer } from './server.js';

/** On a loaded machine. */
const WAIT = { timeout: 10_000 };
let shared: Running;
const own: Running[] = [];
beforeAll(async () => {
  shared = await running({ maxBody: 100_000, headersTimeout: 500, requestTimeout: 900 });
});
afterEach(async () => {
  await Promise.all(own.splice(0).map(({ server }) => server.stop()));
});
afterAll(() => shared.server.stop());
async function fresh(options: Parameters<typeof running>[0]): Promise<Running> {
  const one = await running(options);
  own.push(one);
  return one;
}

test('health, metrics, unknown paths and methods', async () => {
  expect(await (await shared.get('/healthz')).json()).toEqual({ status: 'ok' });
  await shared.post('/v1/scan', { text: TEXT });
  const metrics = await (await shared.get('/metrics')).text();
  expect(metrics).toContain('leaklint_findings_total{entity="mobile",disposition="leak"} 1');
  expect(metrics).toMatch(/leaklint_requests_total\{route="\/v1\/scan",status="200"\} 1/);
  expect((await shared.get('/nothing')).status).toBe(404);
  const wrong = await shared.get('/v1/scan');
  expect([wrong.status, wrong.headers.get('allow')]).toEqual([405, 'POST']);
});

test('no value in logs, errors and metrics', async () => {
  const one = await fresh({});
  await one.post('/v1/scan', { text: TEXT });
  await one.post(`/${ID}?x=${MOBILE}`, { text: TEXT });
  const errors = [
    await one.post('/v1/scan', `{"text": "${ID}`),
    await one.post('/v1/scan', { [MOBILE]: ID }),
    await one.post('/v1/scan', { files: [{ name: 'a', bytes: `${ID}!` }] }),
    await one.post('/analyze', { text: { x: ID } }),
  ];
  const said = [...one.logged, await (await one.get('/metrics')).text()];
  for (const error of errors) {
    expect(error.status).toBe(400);
    said.push(await error.text());
  }
  expect(one.logged.length).toBe(7);
  expect(said.join('\n')).not.toMatch(/110101|13800138000/);
  expect(JSON.parse(one.logged[1]!)).toMatchObject({ route: 'other', status: 404, code: 'http/not-found' });
});

test('the token is asked for, health checks aside', async () => {
  const one = await fresh({ token: 'c2VjcmV0LXRva2VuLTE=' });
  expect((await one.get('/healthz')).status).toBe(200);
  expect((await one.get('/health')).status).toBe(200);
  const refused = await one.post('/v1/scan', { text: TEXT });
  expect([refused.status, refused.headers.get('www-authenticate')]).toEqual([401, 'Bearer']);
  expect((await one.get('/metrics')).status).toBe(401);
  expect((await one.post('/v1/scan', { text: TEXT }, { authorization: 'Bearer wrong' })).status).toBe(401);
});

test('the right token opens; userKey is it in the cn-check shape', async () => {
  const token = 'c2VjcmV0LXRva2VuLTE=';
  const one = await fresh({ token });
  const authorization = `Bearer ${token}`;
  expect((await one.post('/v1/scan', { text: 'x' }, { authorization })).status).toBe(200);
  const check = (userKey: string) => one.post('/api/safeguard/check', { userKey, content: TEXT });
  expect((await check(token)).status).toBe(200);
  const wrong = await check('x');
  expect([wrong.status, await wrong.json()]).toEqual([
    401,
    { code: 401, message: 'userKey is wrong', content: [] },
  ]);
});

test('addresses that others can reach need a token', () => {
  const server = createServer();
  expect(() => server.listen(0, '0.0.0.0')).toThrow(/token/);
  expect(() => createServer({ token: 'short' })).toThrow(RangeError);
  expect(() => createServer({ token: 'with blanks, long enough' })).toThrow(RangeError);
  expect(() => createServer({ shapes: ['v2' as 'v1'] })).toThrow(TypeError);
  expect(() => createServer({ maxBody: 0 })).toThrow(RangeError);
});

test('pages of other sites may not call, by origin or by a name that resolves here', async () => {
  const scan = (headers: string) =>
    raw(shared.port, [
      `POST /v1/scan HTTP/1.1\r\n${headers}Connection: close\r\nContent-Type: application/json\r\nContent-Length: 12\r\n\r\n{"text":"x"}`,
    ]);
  expect(await scan('Host: evil.example\r\n')).toMatch(/^HTTP\/1.1 403 /);
  expect(await scan(`Host: 127.0.0.1:${shared.port}\r\nOrigin: https://evil.example\r\n`)).toMatch(/ 403 /);
  expect(await scan(`Host: localhost:${shared.port}\r\n`)).toMatch(/ 200 /);
  expect(await scan('Host: [::1]:80\r\n')).toMatch(/ 200 /);
  const one = await fresh({ allowedHosts: ['leaklint'] });
  const request = 'GET /metrics HTTP/1.1\r\nHost: leaklint:8765\r\nConnection: close\r\n\r\n';
  expect(await raw(one.port, [request])).toMatch(/ 200 /);
});

test('a body above the limit is refused before and while it is read', async () => {
  const large = await shared.post('/v1/scan', { text: 'x'.repeat(200_000) });
  expect([large.status, (await large.json()).error.code]).toEqual([413, 'http/too-large']);
  const head = `POST /v1/scan HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n`;
  // Announced, never sent.
  expect(await raw(shared.port, [`${head}Content-Length: 999999999\r\n\r\n`])).toMatch(/ 413 /);
  const chunk = `8000\r\n${'x'.repeat(0x8000)}\r\n`;
  const chunked = await raw(shared.port, [
    `${head}Transfer-Encoding: chunked\r\n\r\n`,
    chunk,
    chunk,
    chunk,
    chunk,
    chunk,
  ]);
  expect(chunked).toMatch(/^HTTP\/1.1 413 /);
  expect((await shared.get('/healthz')).status).toBe(200);
});

test.each([
  ['headers that never end', 'POST /v1/scan HTTP/1.1\r\nHost: localhost\r\nX-A', /408/],
  [
    'a body that never comes',
    'POST /v1/scan HTTP/1.1\r\nHost: localhost\r\nContent-Length: 9\r\n\r\n{',
    /408/,
  ],
])('slow: %s', async (_name, request, answer) => {
  expect(await raw(shared.port, [request], 4_000)).toMatch(answer);
});

test.each([
  ['no HTTP', '\x16\x03\x01\x02\x00\x01\x00\r\n\r\n', /^HTTP\/1.1 400 /],
  [
    'two lengths',
    'POST /v1/scan HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\nContent-Length: 6\r\n\r\n',
    / 400 /,
  ],
  [
    'length and chunks (request smuggling)',
    'POST /v1/scan HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n',
    / 400 /,
  ],
  ['a long header', `GET /healthz HTTP/1.1\r\nHost: localhost\r\nX: ${'x'.repeat(70_000)}\r\n\r\n`, / 431 /],
  ['no host', 'GET /metrics HTTP/1.1\r\nConnection: close\r\n\r\n', / 40[03] /],
  ['a broken target', 'GET //[ HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n', / 404 /],
])('malformed: %s', async (_name, request, answer) => {
  expect(await raw(shared.port, [request])).toMatch(answer);
});

test.each([
  ['text/html, no JSON', { 'content-type': 'application/x-www-form-urlencoded' }, 'text=1', 415],
  ['a charset nobody knows', { 'content-type': 'application/json; charset=x-none' }, '{}', 415],
  ['compressed', { 'content-encoding': 'gzip' }, '{}', 415],
  ['no JSON', {}, '{"text":', 400],
  ['a list', {}, '[]', 400],
  ['nothing to scan', {}, '{}', 400],
  ['an unknown key', {}, '{"txt":"a"}', 400],
  ['deep nesting', {}, `{"text":${'['.repeat(40_000)}${']'.repeat(40_000)}}`, 400],
  ['loose base64', {}, '{"files":[{"name":"a","bytes":"AAA"}]}', 400],
  ['a field that is a number', {}, '{"fields":{"a":1}}', 400],
])('refused: %s', async (_name, headers, body, status) => {
  const response = await shared.post('/v1/scan', body, headers);
  expect(response.status).toBe(status);
  expect(await response.json()).toMatchObject({ error: { code: expect.stringMatching(/^http\//) } });
});

test('a prototype is nothing to reach through a body', async () => {
  const response = await shared.post('/v1/scan', `{"fields":{"__proto__":"${ID}","constructor":"x"}}`);
  const { results } = (await response.json()) as { results: { artifact: string; verdict: string }[] };
  expect(results.map(({ artifact }) => artifact)).toEqual(['__proto__', 'constructor']);
  expect(({} as Record<string, unknown>).text).toBeUndefined();
});

test('a body of nothing but numbers is refused, not answered with a gigabyte', async () => {
  const one = await fresh({ maxBody: 4 * 1024 * 1024 });
  const text = `身份证号：${ID}\n`.repeat(7_000);
  const response = await one.post('/v1/scan', { fields: { a: text, b: text, c: text } });
  expect([response.status, (await response.json()).error.code]).toEqual([413, 'http/too-many-findings']);
});

test('too many at a time: 503 with Retry-After, and room again afterwards', async () => {
  const one = await fresh({ maxInFlight: 1 });
  const open = raw(
    one.port,
    [
      'POST /v1/scan HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nContent-Length: 12\r\nConnection: close\r\n\r\n{',
    ],
    1_000,
  );
  await expect.poll(async () => (await one.post('/v1/scan', { text: 'x' })).status).toBe(503);
  const busy = await one.post('/v1/scan', { text: 'x' });
  expect([busy.status, busy.headers.get('retry-after')]).toEqual([503, '1']);
  expect((await one.get('/healthz')).status).toBe(200);
  await open;
  await expect.poll(async () => (await one.post('/v1/scan', { text: 'x' })).status, WAIT).toBe(200);
  expect(await (await one.get('/metrics')).text()).toContain('leaklint_buffered_bytes 0');
});

test('too many bytes at a time: 503', async () => {
  const one = await fresh({ maxBody: 1_000, maxBuffered: 1_000 });
  const head = 'POST /v1/scan HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n';
  const open = raw(one.port, [`${head}Content-Length: 900\r\n\r\n{`], 800);
  await expect
    .poll(async () => (await one.post('/v1/scan', { text: 'x'.repeat(500) })).status, WAIT)
    .toBe(503);
  await open;
  await expect
    .poll(async () => (await one.post('/v1/scan', { text: 'x'.repeat(500) })).status, WAIT)
    .toBe(200);
});

test('a stop answers what is under way, also on connections that were open', async () => {
  const one = await running({ linger: 300 });
  const body = '{"text":"x"}';
  const head = `POST /v1/scan HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nContent-Length: ${body.length}\r\n\r\n`;
  const net = await import('node:net');
  const started = net.connect(one.port, '127.0.0.1');
  const idle = net.connect(one.port, '127.0.0.1');
  const answers = [started, idle].map(
    (socket) =>
      new Promise<string>((resolve) => {
        let got = '';
        socket.setEncoding('utf8').on('data', (chunk) => (got += chunk));
        socket.on('close', () => resolve(got));
      }),
  );
  started.write(head + body.slice(0, 5));
  await new Promise((resolve) => setTimeout(resolve, 100));
  const stopped = one.server.stop();
  expect(one.server.stop()).toBe(stopped);
  await expect(fetch(`${one.url}/healthz`)).rejects.toThrow();
  // One request was half sent, one comes on a connection that was open.
  started.write(body.slice(5));
  idle.write(head + body);
  for (const answer of await Promise.all(answers)) {
    expect(answer).toMatch(/^HTTP\/1.1 200 [\s\S]*connection: close[\s\S]*"verdict":"pass"/i);
  }
  await stopped;
});

test('a stop cuts off no answer that is still on its way', async () => {
  const one = await running({ linger: 50, maxBody: 8 * 1024 * 1024 });
  const net = await import('node:net');
  // Larger than what the sockets of both sides hold.
  const text = 'x'.repeat(7 * 1024 * 1024);
  const body = JSON.stringify({ text, analyzer_results: [] });
  const socket = net.connect(one.port, '127.0.0.1');
  socket.write(
    `POST /anonymize HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nContent-Length: ${body.length}\r\n\r\n${body}`,
  );
  await new Promise((resolve) => socket.once('readable', resolve));
  const stopped = one.server.stop();
  await new Promise((resolve) => setTimeout(resolve, 400));
  let got = '';
  socket.on('data', (chunk) => (got += chunk.toString('latin1')));
  await new Promise((resolve) => socket.once('close', resolve));
  await stopped;
  expect(JSON.parse(got.slice(got.indexOf('\r\n\r\n')))).toEqual({ text, items: [] });
});
