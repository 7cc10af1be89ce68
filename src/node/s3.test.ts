/** The built command against a server of the S3 protocol: the thread that asks it exists in `dist` only. */
import { spawn } from 'node:child_process';
import fs from 'node:fs';
import http from 'node:http';
import type { AddressInfo } from 'node:net';
import os from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import type { ScanResult } from '../core/index.js';
import { page, warcGz } from './fixtures/build-warc.js';
import { s3Address } from './s3.js';

const main = fileURLToPath(new URL('../../dist/cli/main.js', import.meta.url));
const leak = (n: number): string => `<p>手机号：1380000${String(n).padStart(4, '0')}</p>`;
const objects = new Map<string, Buffer>();
const requests: string[] = [];
/** Replaces the version of an object after it was listed. */
let stale: string | undefined;
/** Answers whose connection breaks in the middle of the bytes. */
let broken = 0;
let server: http.Server;
let endpoint: string;
let root: string;

/** ListObjectsV2 in pages of two, HeadObject, GetObject with Range and If-Match, path style. */
function answer(request: http.IncomingMessage, response: http.ServerResponse): void {
  const url = new URL(request.url ?? '/', 'http://s3');
  const [, bucket, ...rest] = decodeURIComponent(url.pathname).split('/');
  const key = rest.join('/');
  requests.push(`${request.method} ${key} ${request.headers.range ?? ''}`.trim());
  if (bucket === 'closed') {
    response.writeHead(403).end();
    return;
  }
  if (url.searchParams.get('list-type') === '2') {
    const from = url.searchParams.get('continuation-token') ?? '';
    const all = [...objects.keys()]
      .filter((one) => one.startsWith(url.searchParams.get('prefix') ?? '') && one > from)
      .sort();
    const found = all.slice(0, 2);
    const contents = found.map(
      (one) =>
        `<Contents><Key>${one}</Key><Size>${objects.get(one)!.length}</Size><ETag>"v1"</ETag><LastModified>2024-05-06T07:08:09.000Z</LastModified></Contents>`,
    );
    const more = all.length > 2;
    const token = more ? `<NextContinuationToken>${found.at(-1)}</NextContinuationToken>` : '';
    response
      .writeHead(200, { 'Content-Type': 'application/xml' })
      .end(
        `<ListBucketResult><IsTruncated>${more}</IsTruncated>${token}${contents.join('')}</ListBucketResult>`,
      );
    return;
  }
  const body = objects.get(key);
  if (body === undefined) {
    response.writeHead(404).end();
    return;
  }
  const etag = stale === key ? '"v2"' : '"v1"';
  const headers = { ETag: etag, 'Last-Modified': 'Mon, 06 May 2024 07:08:09 GMT' };
  if (request.method === 'HEAD') {
    response.writeHead(200, { ...headers, 'Content-Length': body.length }).end();
    return;
  }
  if (request.headers['if-match'] !== undefined && request.headers['if-match'] !== etag) {
    response.writeHead(412).end();
    return;
  }
  const [, start, end] = /^bytes=(\d+)-(\d+)$/.exec(request.headers.range ?? '') ?? [];
  const bytes = body.subarray(Number(start), Number(end) + 1);
  if (broken > 0) {
    broken--;
    response.writeHead(206, { ...headers, 'Content-Length': bytes.length });
    response.write(bytes.subarray(0, 10), () => response.destroy());
    return;
  }
  response.writeHead(206, headers).end(bytes);
}

beforeAll(async () => {
  root = fs.mkdtempSync(path.join(os.tmpdir(), 'leaklint-s3-'));
  server = http.createServer(answer).listen(0, '127.0.0.1');
  await new Promise((resolve) => server.once('listening', resolve));
  endpoint = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterAll(() => {
  server.close();
  fs.rmSync(root, { recursive: true, force: true });
});
beforeEach(() => {
  objects.clear();
  requests.length = 0;
  stale = undefined;
  broken = 0;
  objects.set('site/', Buffer.alloc(0));
  objects.set('site/a.html', Buffer.from(leak(1)));
  objects.set('site/b.html', Buffer.from(leak(2)));
  objects.set('site/.git/x.html', Buffer.from(leak(3)));
  const records = Array.from({ length: 4 }, (_, i) => page(`http://a.gov.cn/${i}`, leak(10 + i)));
  objects.set('site/crawl.warc.gz', warcGz(records));
  objects.set('site-2/c.html', Buffer.from(leak(4)));
});

async function run(args: readonly string[]): Promise<{ code: number | null; results: ScanResult[] }> {
  const env = {
    ...process.env,
    AWS_ENDPOINT_URL: endpoint,
    AWS_ACCESS_KEY_ID: 'x',
    AWS_SECRET_ACCESS_KEY: 'x',
    AWS_REGION: 'us-east-1',
  };
  const child = spawn(process.execPath, [main, ...args, '--entities', 'mobile', '-q'], { env, cwd: root });
  let out = '';
  // Not `toString` of each chunk: a character may lie across two.
  child.stdout.setEncoding('utf8').on('data', (chunk: string) => (out += chunk));
  const code = await new Promise<number | null>((resolve) => child.once('close', resolve));
  const lines = out.split('\n').filter((line) => line !== '' && !line.startsWith('{"summary"'));
  return { code, results: lines.map((line) => JSON.parse(line) as ScanResult) };
}
const brief = (results: readonly ScanResult[]): string[] =>
  results.map((one) => `${one.artifact} ${one.findings.length} ${one.coverage.unread[0]?.code ?? ''}`.trim());

test('a prefix is scanned as a folder, in ranges, each small object with one request', async () => {
  const { code, results } = await run(['scan', 's3://bucket/site', '-f', 'ndjson', '--ordered']);
  expect(code).toBe(1);
  expect(brief(results)).toEqual([
    's3://bucket/site/a.html 1',
    's3://bucket/site/b.html 1',
    ...[0, 1, 2, 3].map((i) => `s3://bucket/site/crawl.warc.gz!http://a.gov.cn/${i} 1`),
    's3://bucket/site/crawl.warc.gz 0',
  ]);
  expect(requests.filter((one) => one.includes('a.html'))).toEqual([
    `GET site/a.html bytes=0-${Buffer.byteLength(leak(1)) - 1}`,
  ]);
}, 60_000);

test('what changes after the listing, is forbidden or is not there is told; one key is one object', async () => {
  stale = 'site/a.html';
  const { results } = await run(['scan', 's3://bucket/site/', '-f', 'ndjson', '--ordered']);
  expect(brief(results)[0]).toBe('s3://bucket/site/a.html 0 file/unreadable');
  expect(results[0]!.diagnostics[0]!.message).toContain('文件打不开，没有检查。');
  expect(results[0]!.diagnostics[0]!.detail).toContain('changed after it was listed');
  expect(results).toHaveLength(7);
  const single = await run(['scan', 's3://bucket/site/b.html', '-f', 'ndjson']);
  expect(brief(single.results)).toEqual(['s3://bucket/site/b.html 1']);
  const closed = await run(['scan', 's3://closed/', 's3://bucket/none', '-f', 'ndjson', '--ordered']);
  expect(closed.code).toBe(3);
  expect(brief(closed.results)).toEqual([
    's3://closed/ 0 file/unreadable',
    's3://bucket/none 0 file/not-found',
  ]);
}, 60_000);

test('plan, worker and merge, and a second scan of what changed only', async () => {
  await run(['plan', 's3://bucket/site/', '-o', 'plan', '--files', '1']);
  await run(['worker', 'plan', '--out', 'out', '-j', '1']);
  const merged: ScanResult[] = [];
  const { mergeShards } = await import('./shard-merge.js');
  for (const result of mergeShards(path.join(root, 'plan'), path.join(root, 'out'))) merged.push(result);
  const scan = ['scan', 's3://bucket/site/', '-f', 'ndjson', '--ordered'];
  const whole = await run([...scan, '--checkpoint', 'journal']);
  expect(brief(merged).sort()).toEqual(brief(whole.results).sort());
  requests.length = 0;
  const again = await run([...scan, '--changed-only', 'journal']);
  expect(again.results).toEqual([]);
  expect(requests.filter((one) => one.startsWith('GET site/'))).toEqual([]);
}, 60_000);

test('bytes whose connection breaks are asked for again; after a few times the object is unread', async () => {
  broken = 3;
  const again = await run(['scan', 's3://bucket/site/b.html', '-f', 'ndjson']);
  expect(brief(again.results)).toEqual(['s3://bucket/site/b.html 1']);
  expect(requests.filter((one) => one.includes('b.html') && one.startsWith('GET'))).toHaveLength(4);
  broken = 1000;
  const never = await run(['scan', 's3://bucket/site/b.html', '-f', 'ndjson']);
  expect(brief(never.results)).toEqual(['s3://bucket/site/b.html 0 file/unreadable']);
}, 60_000);

test.each(['s3://', 's3:///key', 's3://a'])('%s is no address', (address) => {
  expect(() => s3Address(address)).toThrow(RangeError);
});
