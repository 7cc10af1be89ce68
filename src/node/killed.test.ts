/** The built command, killed in states that are waited for. At random moments: `npm run test:e2e:engine`. */
import { spawn, spawnSync } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { page, warcGz } from './fixtures/build-warc.js';

const main = fileURLToPath(new URL('../../dist/cli/main.js', import.meta.url));
const RULES = ['--today', '2026-01-01', '--entities', 'mobile'];
let root: string;
let site: string;

const body = (n: number): string =>
  `<p>手机号：1380000${String(n).padStart(4, '0')}</p>${'<p>通知全文如下。</p>'.repeat(8)}`;

beforeAll(() => {
  root = fs.mkdtempSync(path.join(os.tmpdir(), 'leaklint-killed-'));
  site = path.join(root, 'site');
  fs.mkdirSync(site);
  for (let i = 0; i < 150; i++) fs.writeFileSync(path.join(site, `${i}.html`), body(i));
  const records = Array.from({ length: 500 }, (_, i) => page(`http://a.gov.cn/${i}`, body(1000 + i)));
  fs.writeFileSync(path.join(site, 'crawl.warc.gz'), warcGz(records));
});
afterAll(() => fs.rmSync(root, { recursive: true, force: true }));

function run(args: readonly string[]): string[] {
  const { stdout } = spawnSync(process.execPath, [main, ...args, ...RULES], {
    encoding: 'utf8',
    maxBuffer: 2 ** 28,
  });
  return stdout
    .split('\n')
    .filter((line) => line !== '' && !line.startsWith('{"summary"'))
    .sort();
}

/** Killed as soon as `state` holds; false when it ended before. */
function killWhen(args: readonly string[], state: () => boolean): Promise<boolean> {
  const child = spawn(process.execPath, [main, ...args, ...RULES], { stdio: 'ignore' });
  return new Promise((resolve) => {
    let killed = false;
    const look = setInterval(() => {
      if (killed || !state()) return;
      killed = child.kill('SIGKILL');
    }, 2);
    child.once('close', () => {
      clearInterval(look);
      resolve(killed);
    });
  });
}

test('a scanner that is killed among the files, then among the records of an archive, misses and repeats nothing', async () => {
  const whole = run(['scan', site, '-f', 'ndjson', '-q']);
  expect(whole).toHaveLength(150 + 501);
  const journal = path.join(root, 'journal');
  const text = (): string => (fs.existsSync(journal) ? fs.readFileSync(journal, 'utf8') : '');
  const args = ['scan', site, '-f', 'ndjson', '-q', '-j', '2', '--checkpoint', journal];
  expect(await killWhen(args, () => text().split('\n').length > 20)).toBe(true);
  const records = (): number => text().split('"next"').length;
  const before = records();
  expect(await killWhen(args, () => records() > before + 2)).toBe(true);
  fs.appendFileSync(journal, '{"input":"torn');
  expect(run(args)).toEqual(whole);
}, 120_000);

test('a worker that is killed inside a shard leaves nothing that counts twice', async () => {
  const [plan, out] = [path.join(root, 'plan'), path.join(root, 'out')];
  run(['plan', site, '-o', plan, '-q', '--files', '40', '--split', '30000']);
  const args = ['worker', plan, '--out', out, '-q', '-j', '1'];
  const draft = (): boolean =>
    fs.existsSync(out) &&
    fs.readdirSync(out).some((name) => name.endsWith('.done')) &&
    fs
      .readdirSync(out)
      .some(
        (name) =>
          name.endsWith('.tmp') &&
          (fs.statSync(path.join(out, name), { throwIfNoEntry: false })?.size ?? 0) > 0,
      );
  expect(await killWhen(args, draft)).toBe(true);
  run(args);
  const { stdout } = spawnSync(process.execPath, [main, 'merge', plan, '--out', out], {
    encoding: 'utf8',
    maxBuffer: 2 ** 28,
  });
  const merged = stdout.split('\n').filter((line) => line !== '' && !line.startsWith('{"summary"'));
  expect(merged.sort()).toEqual(run(['scan', site, '-f', 'ndjson', '-q']));
}, 120_000);
