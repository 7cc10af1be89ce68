/**
 * Files at scale: wall time by number of jobs, and peak memory of this process with its children.
 *
 *   npm run build && npx tsx benchmarks/files.ts PATH [JOBS…]
 *
 * For the memory bar give it a web archive and a copy of it many times over (`cat a.warc.gz a.warc.gz … > b.warc.gz`);
 * for the bar on jobs a folder of 20,000 small files, on a machine that does nothing else.
 */
import fs from 'node:fs';

const [path, ...jobs] = process.argv.slice(2);
if (path === undefined) throw new TypeError('name a file or folder');
const module = new URL('../dist/node/index.js', import.meta.url).href;
const { scanPaths } = (await import(module)) as typeof import('../src/node/index.js');

/** Resident bytes of this process and its children, from /proc. */
function resident(): number {
  const read = (file: string): string => {
    try {
      return fs.readFileSync(file, 'latin1');
    } catch {
      return '';
    }
  };
  const children = read(`/proc/${process.pid}/task/${process.pid}/children`).trim().split(' ');
  return [String(process.pid), ...children]
    .map((pid) => Number(/^VmRSS:\s+(\d+) kB/m.exec(read(`/proc/${pid}/status`))?.[1] ?? 0) * 1024)
    .reduce((sum, bytes) => sum + bytes, 0);
}

for (const count of jobs.length > 0 ? jobs.map(Number) : [1, 2]) {
  let peak = 0;
  const poll = setInterval(() => (peak = Math.max(peak, resident())), 50);
  const start = performance.now();
  let results = 0;
  let findings = 0;
  let unread = 0;
  for await (const result of scanPaths([path], { jobs: count, today: '2026-01-01' })) {
    results++;
    findings += result.findings.length;
    unread += result.coverage.unread.length;
  }
  clearInterval(poll);
  const seconds = Math.round(performance.now() - start) / 1000;
  const peakMb = Math.round(peak / 1024 / 1024);
  console.log(JSON.stringify({ path, jobs: count, seconds, results, findings, unread, peakMb }));
}
