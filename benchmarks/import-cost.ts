/** What importing the library costs: CPU over an empty process, and which parsers came along. */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { median } from './harness.js';

export interface ImportCost {
  /** CPU milliseconds over an empty process, median of the rounds. */
  readonly milliseconds: number;
  /** Packages loaded by the import alone. */
  readonly packages: readonly string[];
}

const REPORT = 'const u=process.cpuUsage();process.stdout.write(String((u.user+u.system)/1000))';

function cpuOf(code: string): number {
  const child = spawnSync(process.execPath, ['--input-type=module', '-e', `${code};${REPORT}`], {
    encoding: 'utf8',
  });
  if (child.status !== 0) throw new Error(`import failed: ${child.stderr}`);
  return Number(child.stdout);
}

/** Names of the packages under `node_modules` whose scripts V8 has seen. */
function packagesOf(code: string): string[] {
  const folder = mkdtempSync(path.join(tmpdir(), 'leaklint-bench-'));
  try {
    spawnSync(process.execPath, ['--input-type=module', '-e', code], {
      env: { ...process.env, NODE_V8_COVERAGE: folder },
    });
    const names = new Set<string>();
    for (const file of readdirSync(folder)) {
      const { result } = JSON.parse(readFileSync(path.join(folder, file), 'utf8')) as {
        result: { url: string }[];
      };
      for (const { url } of result) {
        const name = /node_modules\/((?:@[^/]+\/)?[^/]+)/.exec(url)?.[1];
        if (name !== undefined) names.add(name);
      }
    }
    return [...names].sort();
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** @param entry File URL of the main module. */
export function importCost(entry: string, rounds: number): ImportCost {
  const code = `await import(${JSON.stringify(entry)})`;
  const differences = Array.from({ length: rounds }, () => cpuOf(code) - cpuOf('void 0'));
  return { milliseconds: median(differences), packages: packagesOf(code) };
}
