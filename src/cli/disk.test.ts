/** `redact` on real disks that are full or read-only, and killed at every step: the built command, other processes. */
import { type SpawnSyncReturns, spawnSync } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';

const MAIN = path.join(import.meta.dirname, '../../dist/cli/main.js');
const LEAK = `身份证号：110101190103070018\n${'x'.repeat(40_000)}\n`;
const CLEAN = LEAK.replace('190103070018', '************');
const LIMIT = 120_000;

let root: string;
let source: string;
beforeEach(() => {
  root = fs.realpathSync(fs.mkdtempSync(path.join(os.tmpdir(), 'leaklint-disk-')));
  source = path.join(root, 'a.txt');
  fs.writeFileSync(source, LEAK);
});
afterEach(() => fs.rmSync(root, { recursive: true, force: true }));

const redactIn = (folder: string, ...before: string[]): SpawnSyncReturns<string> => {
  const args = [...before, MAIN, 'redact', '-i', '--locale', 'en', '--today', '2026-01-01', 'a.txt'];
  return spawnSync(process.execPath, args, { cwd: folder, encoding: 'utf8' });
};

/** A small file system of one process tree, where the system lets users make one. */
function onSmallDisk(kilobytes: number, then: string): SpawnSyncReturns<string> {
  const disk = path.join(root, 'disk');
  fs.mkdirSync(disk);
  const script = `mount -t tmpfs -o size=${kilobytes}k none "$DISK" && cp "$SOURCE" "$DISK/a.txt" && cd "$DISK" || exit 99
${then}
"$NODE" "$MAIN" redact -i --locale en --today 2026-01-01 a.txt; code=$?
echo; ls -A; cat a.txt | sha256sum; exit $code`;
  const env = { ...process.env, DISK: disk, SOURCE: source, NODE: process.execPath, MAIN };
  return spawnSync('unshare', ['-rm', 'sh', '-c', script], { env, encoding: 'utf8' });
}

const canMount =
  spawnSync('unshare', ['-rm', 'sh', '-c', 'mount -t tmpfs none /mnt'], { stdio: 'ignore' }).status === 0;
const sum = (text: string): string =>
  spawnSync('sha256sum', { input: text, encoding: 'utf8' }).stdout.slice(0, 64);

describe.runIf(canMount)('a disk of its own', () => {
  test.each([
    ['no room for the draft', 64],
    ['no room for the backup', 100],
  ])(
    '%s: original untouched, nothing else left',
    (_name, kilobytes) => {
      const { status, stdout, stderr } = onSmallDisk(kilobytes, '');
      expect(stderr).toMatch(/a\.txt: can't be written \(the disk is full\)/);
      expect(status).toBe(2);
      expect(stdout.trim().split('\n')).toEqual(['a.txt', `${sum(LEAK)}  -`]);
    },
    LIMIT,
  );

  test(
    'room for all',
    () => {
      const { status, stdout } = onSmallDisk(400, '');
      expect(status).toBe(0);
      expect(stdout.trim().split('\n')).toEqual(['a.txt', 'a.txt.bak', `${sum(CLEAN)}  -`]);
    },
    LIMIT,
  );

  test(
    'a read-only disk',
    () => {
      const { status, stdout, stderr } = onSmallDisk(400, 'mount -o remount,ro "$DISK"');
      expect(stderr).toMatch(/a\.txt: can't be written \(the disk is read-only\)/);
      expect(status).toBe(2);
      expect(stdout.trim().split('\n')).toEqual(['a.txt', `${sum(LEAK)}  -`]);
    },
    LIMIT,
  );
});

test.runIf(process.platform !== 'win32' && process.getuid?.() !== 0)('a read-only folder', () => {
  fs.chmodSync(root, 0o555);
  const { status, stderr } = redactIn(root);
  fs.chmodSync(root, 0o755);
  expect([status, stderr]).toEqual([2, expect.stringMatching(/can't be written \(no permission\)/)]);
  expect(fs.readdirSync(root)).toEqual(['a.txt']);
});

describe('killed', () => {
  test.each([
    ['writeFileSync', 'after'],
    ['copyFileSync', 'before'],
    ['copyFileSync', 'after'],
    ['renameSync', 'before'],
    ['renameSync', 'after'],
  ])(
    '%s, %s: the file is the old or the new one, and a second run does the rest',
    (step, when) => {
      const kill = path.join(root, 'kill.mjs');
      fs.writeFileSync(
        kill,
        `import fs from 'node:fs';
const real = fs.${step};
const end = () => process.kill(process.pid, 'SIGKILL');
fs.${step} = (...args) => {
  ${when === 'before' ? 'end();' : ''}
  const result = real(...args);
  end();
  return result;
};`,
      );
      const folder = path.join(root, 'site');
      fs.mkdirSync(folder);
      fs.renameSync(source, path.join(folder, 'a.txt'));
      const read = (name: string): string => fs.readFileSync(path.join(folder, name), 'utf8');
      expect(redactIn(folder, '--import', `file://${kill}`).signal).toBe('SIGKILL');
      const renamed = step === 'renameSync' && when === 'after';
      expect(read('a.txt')).toBe(renamed ? CLEAN : LEAK);
      const again = redactIn(folder);
      expect([again.status, again.stderr]).toEqual([0, expect.any(String)]);
      expect([read('a.txt'), read('a.txt.bak')]).toEqual([CLEAN, LEAK]);
    },
    LIMIT,
  );
});
