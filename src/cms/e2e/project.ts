/**
 * A project of a CMS in a temp folder with this package as users get it: packed, installed, imported by its name.
 *
 * Needs npm and a registry. The folder goes when the test is over; `LEAKLINT_E2E_KEEP=1` keeps it, `LEAKLINT_E2E_DIR`
 * names one whose installed packages are used again.
 */
import { execFileSync, spawnSync } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

const ROOT = fileURLToPath(new URL('../../..', import.meta.url));

/** A CMS that hangs must not hang the check. */
const RUN_MILLISECONDS = 300_000;

export interface E2eProject {
  readonly name: string;
  readonly type: 'module' | 'commonjs';
  /** Name → version. */
  readonly dependencies: Readonly<Record<string, string>>;
  /** Path in the folder → content. */
  readonly files: Readonly<Record<string, string | Uint8Array>>;
  /** Arguments of `node`. */
  readonly run: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
}

/** Installs, runs, cleans up. @returns The exit code. */
export function runProject(project: E2eProject): number {
  const kept = process.env.LEAKLINT_E2E_DIR;
  const folder = kept ?? fs.mkdtempSync(path.join(os.tmpdir(), `leaklint-e2e-${project.name}-`));
  fs.mkdirSync(folder, { recursive: true });
  // A CMS may read the environment of the one who starts it: only what is said here counts.
  const env = { ...process.env, ...project.env, npm_config_audit: 'false', npm_config_fund: 'false' };
  try {
    const packed = execFileSync('npm', ['pack', '--json', '--ignore-scripts', '--pack-destination', folder], {
      cwd: ROOT,
      encoding: 'utf8',
    });
    const [{ filename }] = JSON.parse(packed) as [{ filename: string }];
    const manifest = {
      name: `e2e-${project.name}`,
      version: '1.0.0',
      private: true,
      type: project.type,
      dependencies: { ...project.dependencies, leaklint: `file:${filename}` },
    };
    write(folder, 'package.json', JSON.stringify(manifest, null, 2));
    for (const [name, content] of Object.entries(project.files)) write(folder, name, content);
    // A package of the same version in another file would be taken from the lock file.
    fs.rmSync(path.join(folder, 'package-lock.json'), { force: true });
    fs.rmSync(path.join(folder, 'node_modules/leaklint'), { recursive: true, force: true });
    console.log(`installing ${Object.keys(project.dependencies).join(', ')} in ${folder}`);
    const installed = spawnSync('npm', ['install', '--loglevel=error'], {
      cwd: folder,
      env,
      stdio: 'inherit',
    });
    if (installed.status !== 0) {
      console.error(`npm install failed (exit ${installed.status}); nothing was tested`);
      return 1;
    }
    const options = { cwd: folder, env, stdio: 'inherit', timeout: RUN_MILLISECONDS } as const;
    const { status } = spawnSync(process.execPath, [...project.run], options);
    // 13: the event loop ran empty before the test was through; no status: it was stopped.
    if (status !== 0 && status !== 1) console.error(`the test did not end by itself (exit ${status})`);
    return status ?? 1;
  } finally {
    if (kept === undefined && process.env.LEAKLINT_E2E_KEEP === undefined)
      fs.rmSync(folder, { recursive: true, force: true });
  }
}

function write(folder: string, name: string, content: string | Uint8Array): void {
  const file = path.join(folder, name);
  fs.mkdirSync(path.dirname(file), { recursive: true });
  fs.writeFileSync(file, content);
}

/** The text of a file beside the calling module. */
export function beside(moduleUrl: string, name: string): string {
  return fs.readFileSync(new URL(name, moduleUrl), 'utf8');
}
