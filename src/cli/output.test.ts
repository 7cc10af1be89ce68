import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { draftOf, dropLeftovers } from './draft.js';
import type { Io } from './io.js';
import { openOutput } from './output.js';
import { writeCopy } from './replace-file.js';

let root: string;
beforeEach(() => {
  root = fs.realpathSync(fs.mkdtempSync(path.join(os.tmpdir(), 'leaklint-output-')));
});
afterEach(() => fs.rmSync(root, { recursive: true, force: true }));

const at = (name: string): string => path.join(root, name);

async function write(file: string, text: string): Promise<void> {
  const output = openOutput(file, { cwd: root } as Io);
  await output.write(text);
  output.finish();
  output.close();
}

test('a symbolic link stays one, and what it points to is replaced', async () => {
  fs.writeFileSync(at('report.txt'), 'old');
  fs.symlinkSync('report.txt', at('link.txt'));
  await write('link.txt', 'new');
  writeCopy(at('link.txt'), Buffer.from('newer'), 'link.txt');
  expect(fs.lstatSync(at('link.txt')).isSymbolicLink()).toBe(true);
  expect(fs.readFileSync(at('report.txt'), 'utf8')).toBe('newer');
  expect(fs.readdirSync(root).sort()).toEqual(['link.txt', 'report.txt']);
});

test.skipIf(process.platform === 'win32')('a device or a pipe is written to, not replaced', async () => {
  // Stands for /dev/null, which a test that fails must not take away.
  spawnSync('mkfifo', [at('pipe')]);
  for (const send of [
    () => write('pipe', 'through'),
    async () => writeCopy(at('pipe'), Buffer.from('through'), 'pipe'),
  ]) {
    const reader = spawn('cat', [at('pipe')]);
    let got = '';
    reader.stdout.setEncoding('utf8').on('data', (chunk: string) => (got += chunk));
    await send();
    await once(reader, 'close');
    expect(got).toBe('through');
    expect(fs.lstatSync(at('pipe')).isFIFO()).toBe(true);
  }
  expect(fs.readdirSync(root)).toEqual(['pipe']);
});

test('what a killed run left is taken away by the next one, what others write is not', async () => {
  const child = spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)']);
  const alive = path.basename(draftOf(at('report.txt'))).replace(`${process.pid}.tmp`, `${child.pid}.tmp`);
  const elsewhere = alive.replace(/leaklint-[0-9a-f]{8}/, 'leaklint-00000000');
  for (const name of [alive, elsewhere, 'notes.123.tmp']) fs.writeFileSync(at(name), 'draft');
  dropLeftovers(root);
  expect(fs.readdirSync(root).sort()).toEqual([alive, elsewhere, 'notes.123.tmp'].sort());
  child.kill('SIGKILL');
  await once(child, 'close');
  dropLeftovers(root);
  expect(fs.readdirSync(root).sort()).toEqual([elsewhere, 'notes.123.tmp'].sort());
});
