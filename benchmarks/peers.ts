/**
 * Other packages on the same bulletins: `npm run build && npx tsx --tsconfig benchmarks/tsconfig.json benchmarks/peers.ts`.
 *
 * They are installed into a temporary folder, not into this project. redact-pii gets our naive rules and none of its
 * own; openredaction its own ones. Figures: CPU time, interleaved rounds (`harness.ts`).
 */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { pageText } from './data.js';
import { measure, median, speedRatio, type Task } from './harness.js';

const PACKAGES = ['redact-pii@3.4.0', '@openredaction/openredaction@1.0.4'];
/** What the README of a careful colleague would use: plain digits, no context. */
const NAIVE = [
  /(?<!\d)[1-9]\d{5}(?:19|20)\d{9}[\dXx](?![\dXx])/g,
  /(?<!\d)1[3-9]\d{9}(?!\d)/g,
  /(?<!\d)62\d{14,17}(?!\d)/g,
  /[\u4e00-\u9fff]{2,12}(?:路|街|村|小区)[\u4e00-\u9fff]{0,12}\d{1,4}(?:号|栋|组|室)/g,
];

const entry = new URL('../dist/index.js', import.meta.url).href;
const { createScanner } = (await import(entry)) as typeof import('leaklint');
const scanner = createScanner({ today: '2026-12-31' });

const folder = mkdtempSync(path.join(tmpdir(), 'leaklint-peers-'));
try {
  writeFileSync(path.join(folder, 'package.json'), '{"private":true}');
  execFileSync('npm', ['install', '--ignore-scripts', '--no-audit', '--no-fund', ...PACKAGES], {
    cwd: folder,
    stdio: 'ignore',
  });
  const load = createRequire(path.join(folder, 'package.json'));
  const pages = pageText(300_000).documents.map((document) => Buffer.from(document).toString('utf8'));
  const few = pages.slice(0, 1);
  const bytes = (texts: readonly string[]): number =>
    texts.reduce((sum, text) => sum + Buffer.byteLength(text), 0);

  const { SyncRedactor } = load('redact-pii') as {
    SyncRedactor: new (options: object) => { redact(text: string): string };
  };
  const off = Object.fromEntries(
    'names creditCardNumber streetAddress zipcode phoneNumber ipAddress usSocialSecurityNumber emailAddress username password credentials digits url'
      .split(' ')
      .map((name) => [name, { enabled: false }]),
  );
  const redactor = new SyncRedactor({
    builtInRedactors: off,
    customRedactors: { before: NAIVE.map((regexpPattern) => ({ regexpPattern, replaceWith: '*' })) },
  });
  const module = pathToFileURL(load.resolve('@openredaction/openredaction')).href;
  const { OpenRedaction } = (await import(module)) as {
    OpenRedaction: new () => { detect(text: string): Promise<{ redacted: string }> | { redacted: string } };
  };
  const open = new OpenRedaction();

  const total = (texts: readonly string[], run: (text: string) => number): number =>
    texts.reduce((sum, text) => sum + run(text), 0);
  const tasks: Task[] = [
    {
      name: 'leaklint',
      amount: bytes(pages),
      run: () => total(pages, (text) => scanner.scanText(text).findings.length),
    },
    {
      name: 'redact-pii, naive rules',
      amount: bytes(pages),
      run: () => total(pages, (text) => redactor.redact(text).length),
    },
    {
      name: 'openredaction, own rules',
      amount: bytes(few),
      async run() {
        let length = 0;
        for (const text of few) length += (await open.detect(text)).redacted.length;
        return length;
      },
    },
  ];
  const measured = await measure(tasks, { rounds: 9, warmups: 5, milliseconds: 40 });
  const own = measured[0]!;
  for (const one of measured) {
    const { median: ratio, low, high } = speedRatio(own, one);
    process.stdout.write(
      `${one.name.padEnd(28)} ${(median(one.rates) / 1e6).toFixed(2).padStart(8)} MB/s   leaklint ${ratio.toFixed(2)} × as fast (${low.toFixed(2)}–${high.toFixed(2)})\n`,
    );
  }
} finally {
  rmSync(folder, { recursive: true, force: true });
}
