/**
 * `npm run test:e2e:serve`: the built sidecar under 64 connections for 30 s, then SIGTERM under load. About 45 s, loopback
 * only, no installs. Fails on any wrong answer, on memory that grows, and on an accepted request without an answer.
 *
 * `LOAD_SECONDS` and `LOAD_CONNECTIONS` change the load, `LEAKLINT_DIST` names another build.
 */
import { type ChildProcess, spawn } from 'node:child_process';
import fs from 'node:fs';
import http from 'node:http';
import path from 'node:path';
import { buildDocx } from '../../formats/docx/build-docx.js';

const SECONDS = Number(process.env.LOAD_SECONDS ?? 30);
const CONNECTIONS = Number(process.env.LOAD_CONNECTIONS ?? 64);
const DIST = process.env.LEAKLINT_DIST ?? path.join(import.meta.dirname, '../../../dist');
const MIB = 1024 * 1024;
const ID = '110101190103070018';

interface Job {
  readonly name: string;
  readonly weight: number;
  readonly path: string;
  readonly type: string;
  readonly body: Buffer;
  readonly status: number;
  /** What the answer must hold. */
  readonly holds: RegExp;
}

const json = (value: unknown): Buffer => Buffer.from(JSON.stringify(value));
const filler = '本次会议讨论了年度工作计划，与会人员就有关事项进行了交流。';
const text = `${filler.repeat(20)}身份证号：${ID}，手机13800138000。${filler.repeat(20)}`;
const page = `<html><body>${`<p>${filler}</p>\n`.repeat(500)}<p>身份证号：<b>${ID.slice(0, 6)}</b>${ID.slice(6)}</p></body></html>`;
const docx = await buildDocx(`<w:p><w:r><w:t>张三，身份证号：${ID}</w:t></w:r></w:p>`);
const multipart = Buffer.concat([
  Buffer.from('--edge\r\nContent-Disposition: form-data; name="file"; filename="名单.docx"\r\n\r\n'),
  docx,
  Buffer.from('\r\n--edge--\r\n'),
]);

const JSON_TYPE = 'application/json';
const JOBS: readonly Job[] = [
  job('text', 40, '/v1/scan', json({ text }), /"verdict":"block".*"resident-id".*"mobile"/),
  job('clean text', 20, '/v1/scan', json({ text: filler }), /"verdict":"pass"/),
  job('page of 40 kB', 12, '/v1/scan', json({ html: page }), /"verdict":"block".*"resident-id"/),
  job('analyze', 12, '/analyze', json({ text, language: 'zh' }), /"CN_ID_CARD".*"CN_MOBILE"/),
  job('check', 6, '/api/safeguard/check', json({ content: text }), /"code":0.*"resident-id"/),
  job('redact', 4, '/v1/redact', json({ text }), /"clean":true.*110101\*{12}/),
  {
    ...job('docx', 3, '/v1/scan', multipart, /"verdict":"block".*"resident-id"/),
    type: 'multipart/form-data; boundary=edge',
  },
  { ...job('malformed', 3, '/v1/scan', Buffer.from('{"text":'), /bad-request/), status: 400 },
];

function job(name: string, weight: number, where: string, body: Buffer, holds: RegExp): Job {
  return { name, weight, path: where, type: JSON_TYPE, body, status: 200, holds };
}

const lottery = JOBS.flatMap((one) => Array<Job>(one.weight).fill(one));
const faults = new Map<string, number>();
const times: number[] = [];
const done = new Map<string, number>();
let refusedAfterStop = 0;
let answeredAfterStop = 0;
let stopping = false;
let over = false;

const fault = (what: string): void => void faults.set(what, (faults.get(what) ?? 0) + 1);

/** One request; false once the server takes no more. */
function ask(one: Job, agent: http.Agent, port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const started = performance.now();
    const request = http.request(
      {
        agent,
        port,
        host: '127.0.0.1',
        method: 'POST',
        path: one.path,
        headers: { 'content-type': one.type, 'content-length': one.body.length },
      },
      (response) => {
        const chunks: Buffer[] = [];
        response.on('data', (chunk: Buffer) => chunks.push(chunk));
        response.on('aborted', () => fault(`${one.name}: the answer broke off`));
        response.on('close', () => {
          const good = response.statusCode === one.status && one.holds.test(Buffer.concat(chunks).toString());
          if (!good) fault(`${one.name}: wrong answer (${response.statusCode})`);
          times.push(performance.now() - started);
          done.set(one.name, (done.get(one.name) ?? 0) + 1);
          if (stopping) answeredAfterStop++;
          resolve(true);
        });
      },
    );
    request.on('error', (error: NodeJS.ErrnoException) => {
      // Never accepted: no connection came about.
      if (stopping && error.code === 'ECONNREFUSED') refusedAfterStop++;
      else fault(`${one.name}: ${error.code ?? error.name}${stopping ? ' while stopping' : ''}`);
      resolve(!stopping);
    });
    request.end(one.body);
  });
}

async function client(seed: number, port: number): Promise<void> {
  const agent = new http.Agent({ keepAlive: true, maxSockets: 1 });
  // A fixed sequence for each connection (Lehmer, modulus 2^31 − 1).
  let state = seed + 1;
  while (!over) {
    state = (state * 48_271) % 2_147_483_647;
    if (!(await ask(lottery[state % lottery.length]!, agent, port))) break;
  }
  agent.destroy();
}

/** Resident bytes of a process and of its children. */
function memory(pid: number): { own: number; children: number[] } {
  const rss = (one: number | string): number => {
    const status = fs.readFileSync(`/proc/${one}/status`, 'latin1');
    return Number(/^VmRSS:\s+(\d+) kB/m.exec(status)?.[1] ?? 0) * 1024;
  };
  const ids = fs
    .readFileSync(`/proc/${pid}/task/${pid}/children`, 'latin1')
    .trim()
    .split(' ')
    .filter(Boolean);
  return { own: rss(pid), children: ids.map(Number) };
}

const median = (values: readonly number[]): number =>
  values.toSorted((a, b) => a - b)[values.length >> 1] ?? 0;
const pause = (milliseconds: number): Promise<void> =>
  new Promise((resolve) => setTimeout(resolve, milliseconds));

function start(): Promise<{ child: ChildProcess; port: number; exit: Promise<string> }> {
  const args = [
    path.join(DIST, 'cli/main.js'),
    'serve',
    '--port',
    '0',
    '--quiet',
    '--jobs',
    '2',
    '--today',
    '2026-01-01',
  ];
  const child = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'inherit'] });
  const exit = new Promise<string>((resolve) => {
    child.on('exit', (code, signal) => resolve(signal ?? String(code)));
  });
  return new Promise((resolve, reject) => {
    child.stdout!.once('data', (chunk: Buffer) => {
      resolve({ child, port: (JSON.parse(chunk.toString()) as { port: number }).port, exit });
    });
    void exit.then(() => reject(new Error('the server did not start')));
  });
}

const { child, port, exit } = await start();
const pid = child.pid!;
const clients = Array.from({ length: CONNECTIONS }, (_, i) => client(i, port));
const samples: number[] = [];
let children: number[] = [];
for (let second = 0; second < SECONDS; second++) {
  await pause(1_000);
  const now = memory(pid);
  samples.push(now.own);
  children = now.children;
}
stopping = true;
child.kill('SIGTERM');
const code = await Promise.race([exit, pause(20_000).then(() => 'still running')]);
over = true;
await Promise.race([Promise.all(clients), pause(5_000)]);
if (code === 'still running') child.kill('SIGKILL');

const third = Math.max(1, Math.floor(samples.length / 3));
const early = median(samples.slice(third, 2 * third));
const late = median(samples.slice(-third));
const total = [...done.values()].reduce((a, b) => a + b, 0);
times.sort((a, b) => a - b);
const at = (share: number): string => `${(times[Math.floor(times.length * share)] ?? 0).toFixed(0)} ms`;
console.log(
  `${total} requests in ${SECONDS} s on ${CONNECTIONS} connections: ${Math.round(total / SECONDS)} a second`,
);
console.log(`time: median ${at(0.5)}, 99 % ${at(0.99)}, longest ${at(0.999999)}`);
for (const [name, count] of [...done].sort()) console.log(`  ${name}: ${count}`);
console.log(`memory: ${samples.map((one) => Math.round(one / MIB)).join(' ')} MiB`);
console.log(
  `after SIGTERM: ${answeredAfterStop} answered, ${refusedAfterStop} connections refused, exit ${code}`,
);
for (const [what, count] of faults) console.log(`  fault: ${what} × ${count}`);

let passed = 0;
let failed = 0;
const check = (what: string, good: boolean): void => {
  if (good) passed++;
  else failed++;
  console.log(`${good ? 'ok' : 'FAILED'}: ${what}`);
};
check(
  'every kind of request was answered',
  JOBS.every(({ name }) => (done.get(name) ?? 0) > 0),
);
check('no wrong answer and no error', faults.size === 0);
check(
  `memory is flat (median of the second third ${Math.round(early / MIB)} MiB, of the last ${Math.round(late / MIB)} MiB)`,
  late < early * 1.15 + 16 * MIB,
);
check('SIGTERM ends the server with exit code 0', code === '0');
check('requests under way at SIGTERM were answered', answeredAfterStop > 0);
check(
  'no child process is left',
  children.every((one) => !fs.existsSync(`/proc/${one}`)),
);
console.log(`${passed} passed, ${failed} failed`);
process.exitCode = failed === 0 ? 0 : 1;
