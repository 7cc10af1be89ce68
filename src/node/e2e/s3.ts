/**
 * `npm run test:e2e:s3`: the built command against s3rver (MIT), an S3 server that other people wrote.
 * It is installed into a temporary folder, not into this project.
 */
import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import fs from 'node:fs';
import net from 'node:net';
import os from 'node:os';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { CreateBucketCommand, PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { buildZip } from '../../formats/zip/build-zip.js';
import { page, warcGz } from '../fixtures/build-warc.js';

const SERVER = 's3rver@3.7.1';
/** The one account that s3rver knows. */
const KEYS = { AWS_ACCESS_KEY_ID: 'S3RVER', AWS_SECRET_ACCESS_KEY: 'S3RVER', AWS_REGION: 'us-east-1' };
const BUCKET = 'crawls';
const root = path.join(import.meta.dirname, '../../..');
const main = path.join(root, 'dist/cli/main.js');
const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'leaklint-s3-'));
let passed = 0;
let failed = 0;

function check(what: string, good: boolean): void {
  if (good) passed++;
  else failed++;
  console.log(`${good ? 'ok' : 'FAILED'}: ${what}`);
}

async function freePort(): Promise<number> {
  const server = net.createServer().listen(0, '127.0.0.1');
  await new Promise((resolve) => server.once('listening', resolve));
  const { port } = server.address() as net.AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}

async function serve(port: number): Promise<ChildProcess> {
  fs.writeFileSync(path.join(folder, 'package.json'), '{"private":true}');
  execFileSync('npm', ['install', '--ignore-scripts', '--no-audit', '--no-fund', SERVER], {
    cwd: folder,
    stdio: 'ignore',
  });
  const bin = path.join(folder, 'node_modules/s3rver/bin/s3rver.js');
  const args = ['--directory', path.join(folder, 'data'), '--address', '127.0.0.1', '--port', String(port)];
  // Its tokens for the next page of a listing are made with DES, which OpenSSL 3 keeps in its legacy provider.
  const command = ['--openssl-legacy-provider', bin, ...args, '--silent'];
  const server = spawn(process.execPath, command, { stdio: 'ignore' });
  for (let i = 0; i < 100; i++) {
    try {
      await fetch(`http://127.0.0.1:${port}/`);
      return server;
    } catch {
      await delay(100);
    }
  }
  throw new Error('the server does not answer');
}

interface Run {
  readonly code: number | null;
  readonly out: string;
  /** Result lines without the address of the root, sorted. */
  readonly lines: readonly string[];
}

async function run(args: readonly string[], env: Readonly<Record<string, string>>): Promise<Run> {
  const child = spawn(process.execPath, [main, ...args], {
    cwd: folder,
    env: { ...process.env, ...env },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  let out = '';
  // Not `toString` of each chunk: a character may lie across two.
  child.stdout.setEncoding('utf8').on('data', (chunk: string) => (out += chunk));
  const code = await new Promise<number | null>((resolve) => child.once('close', resolve));
  const lines = out
    .split('\n')
    .filter((line) => line !== '' && !line.startsWith('{"summary"'))
    .map((line) => line.replaceAll(`s3://${BUCKET}/`, 'ROOT/').replaceAll('site/', 'ROOT/site/'))
    .map((line) => line.replaceAll('ROOT/ROOT/', 'ROOT/'))
    .sort();
  return { code, out, lines };
}

const leak = (n: number): string =>
  `<html><body><p>业主手机号：1380000${String(n).padStart(4, '0')}</p></body></html>`;

/** What two runs differ in, so that a failure on another machine can be understood: all of it is synthetic. */
function same(what: string, here: Run, there: Run): void {
  const good = here.lines.join('\n') === there.lines.join('\n');
  check(what, good);
  if (good) return;
  const [mine, theirs] = [new Set(here.lines), new Set(there.lines)];
  console.log(
    `  ${here.lines.length} and ${there.lines.length} results, codes ${here.code} and ${there.code}`,
  );
  for (const line of here.lines.filter((one) => !theirs.has(one)).slice(0, 3)) console.log(`  - ${line}`);
  for (const line of there.lines.filter((one) => !mine.has(one)).slice(0, 3)) console.log(`  + ${line}`);
}

/** A site of every kind of input: pages, names that need escaping, more keys than one listing gives, archives. */
async function makeSite(): Promise<ReadonlyMap<string, Buffer>> {
  const site = new Map<string, Buffer>();
  for (let i = 0; i < 1100; i++) site.set(`site/news/${i}.html`, Buffer.from(leak(i % 10_000)));
  site.set('site/公示 名单+1.html', Buffer.from(leak(2000)));
  site.set('site/a%20b.html', Buffer.from(leak(2001)));
  // Larger than the pieces that are fetched, and not compressible.
  const records = Array.from({ length: 40 }, (_, i) => {
    const noise = Buffer.alloc(330_000, `${leak(3000 + i)}\n`);
    return page(`http://www.a.gov.cn/${i}.html`, noise.subarray(0, leak(0).length * 3));
  });
  const filler = Array.from({ length: 12 }, (_, i) => {
    const bytes = new Uint8Array(1_000_000);
    for (let at = 0, state = i + 1; at < bytes.length; at++) {
      state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
      bytes[at] = state >>> 24;
    }
    return page(`http://www.a.gov.cn/${i}.bin`, bytes, { 'Content-Type': 'application/octet-stream' });
  });
  site.set('site/crawl.warc.gz', warcGz([...filler, ...records]));
  site.set(
    'site/attachments.zip',
    Buffer.from(await buildZip([{ name: '名单.html', bytes: Buffer.from(leak(4000)) }])),
  );
  return site;
}

const port = await freePort();
const server = await serve(port);
try {
  const env = { ...KEYS, AWS_ENDPOINT_URL: `http://127.0.0.1:${port}` };
  const client = new S3Client({
    endpoint: env.AWS_ENDPOINT_URL,
    forcePathStyle: true,
    region: KEYS.AWS_REGION,
    credentials: { accessKeyId: KEYS.AWS_ACCESS_KEY_ID, secretAccessKey: KEYS.AWS_SECRET_ACCESS_KEY },
    // The server is older than the checksums that the SDK adds on its own.
    requestChecksumCalculation: 'WHEN_REQUIRED',
  });
  await client.send(new CreateBucketCommand({ Bucket: BUCKET }));
  const site = await makeSite();
  for (const [Key, Body] of site) {
    await client.send(new PutObjectCommand({ Bucket: BUCKET, Key, Body }));
    const file = path.join(folder, Key);
    fs.mkdirSync(path.dirname(file), { recursive: true });
    fs.writeFileSync(file, Body);
  }
  const rules = ['-f', 'ndjson', '-q', '-j', '2', '--today', '2026-01-01', '--locale', 'en'];
  const here = await run(['scan', 'site', ...rules], {});
  const there = await run(['scan', `s3://${BUCKET}/site/`, ...rules], env);
  check(
    `${here.lines.length} results from the disk, with findings in ${here.lines.filter((line) => line.includes('"mobile"')).length}`,
    here.lines.filter((line) => line.includes('"mobile"')).length === 1100 + 2 + 40 + 1,
  );
  same('the bucket gives what the disk gives', here, there);
  check('and ends with the same code', here.code === there.code && here.code === 1);

  const settings = ['-q', '--today', '2026-01-01', '--locale', 'en'];
  const planned = await run(
    ['plan', `s3://${BUCKET}/site/`, '-o', 'plan', '--files', '300', ...settings],
    env,
  );
  const worked = await run(['worker', 'plan', '--out', 'out', '-j', '2', ...settings], env);
  const merged = await run(['merge', 'plan', '--out', 'out'], env);
  check('plan and worker end well', planned.code === 0 && worked.code === 0);
  same('plan, worker and merge give the same', here, merged);

  const one = ['scan', `s3://${BUCKET}/site/公示 名单+1.html`, ...rules];
  check('one object by its key', (await run(one, env)).lines.length === 1);
  const journal = ['scan', `s3://${BUCKET}/site/news/`, ...rules];
  await run([...journal, '--checkpoint', 'journal'], env);
  await client.send(new PutObjectCommand({ Bucket: BUCKET, Key: 'site/news/7.html', Body: leak(5000) }));
  const changed = await run([...journal, '--changed-only', 'journal'], env);
  check('only the object that changed is read again', changed.lines.length === 1);

  const wrong = await run(one, { ...env, AWS_ACCESS_KEY_ID: 'UNKNOWN' });
  check(
    'an unknown key is told as missing rights',
    wrong.code === 3 && wrong.out.includes('"file/unreadable"'),
  );
  const none = await run(['scan', `s3://${BUCKET}/no-such/`, ...rules], env);
  check('what is not there is told', none.code === 3 && none.out.includes('"file/not-found"'));
} finally {
  server.kill('SIGKILL');
  fs.rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
}
console.log(`${passed} passed, ${failed} failed`);
process.exit(failed === 0 ? 0 : 1);
