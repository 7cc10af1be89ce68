import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { Io } from './io.js';
import { run } from './run.js';

let root: string;
beforeEach(() => {
  root = fs.realpathSync(fs.mkdtempSync(path.join(os.tmpdir(), 'leaklint-serve-')));
});
afterEach(() => fs.rmSync(root, { recursive: true, force: true }));

function terminal(stop: AbortController): { io: Io; out: string[]; err: string[] } {
  const out: string[] = [];
  const err: string[] = [];
  const io: Io = {
    out: async (data) => void out.push(String(data)),
    err: (text) => void err.push(text),
    outIsTerminal: false,
    errIsTerminal: false,
    input: async () => new Uint8Array(),
    env: { LEAKLINT_LOCALE: 'en' },
    cwd: root,
    signal: stop.signal,
  };
  return { io, out, err };
}

test('says where it listens, answers, logs without text, stops on the signal', async () => {
  fs.writeFileSync(path.join(root, 'token'), 'abcdefghijklmnop\n');
  const stop = new AbortController();
  const { io, out, err } = terminal(stop);
  const ended = run(['serve', '--port', '0', '--token-file', 'token', '--shape', 'v1'], io);
  await expect.poll(() => out.length, { timeout: 10_000 }).toBe(1);
  const { address, port, pid } = JSON.parse(out[0]!) as Record<string, unknown>;
  expect([address, pid]).toEqual(['127.0.0.1', process.pid]);
  const response = await fetch(`http://127.0.0.1:${port}/v1/scan`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: 'Bearer abcdefghijklmnop' },
    body: JSON.stringify({ text: '身份证号：110101190103070018' }),
  });
  expect(await response.json()).toMatchObject({ verdict: 'block' });
  const other = await fetch(`http://127.0.0.1:${port}/analyze`, { method: 'POST' });
  expect(other.status).toBe(404);
  stop.abort();
  expect(await ended).toBe(0);
  expect(err.map((text) => (JSON.parse(text) as { status: number }).status)).toEqual([200, 404]);
  expect(err.join('')).not.toContain('110101');
});

test.each([
  [['--host', '0.0.0.0', '--port', '0'], /token/],
  [['--port', '65536'], /65536/],
  [['--port', 'x'], /--port/],
  [['--max-body', '0'], /--max-body/],
  [['--shape', 'v2'], /unknown shape/],
  [['--token-file', 'nothing'], /token file/],
  [['--entities', 'nobody'], /unknown entity/],
  [['file'], /file/],
])('%j is a usage error', async (args, message) => {
  const { io, err } = terminal(new AbortController());
  expect(await run(['serve', ...args], io)).toBe(2);
  expect(err.join('')).toMatch(message);
});
