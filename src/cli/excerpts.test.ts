import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { createScanner } from '../index.js';
import { excerptSource } from './excerpts.js';
import type { Io } from './io.js';
import { type ScanPaths, scanCommand } from './scan-command.js';
import { scanSettings } from './settings.js';

/** 名单 in GB 18030, and a made-up number. */
const BYTES = new Uint8Array([0xc3, 0xfb, 0xb5, 0xa5, ...new TextEncoder().encode(' 138<b>0013</b>8000')]);
let root: string;
beforeEach(() => {
  root = fs.realpathSync(fs.mkdtempSync(path.join(os.tmpdir(), 'leaklint-excerpts-')));
  fs.writeFileSync(path.join(root, 'a.html'), BYTES);
});
afterEach(() => fs.rmSync(root, { recursive: true, force: true }));

const scanned = (bytes: Uint8Array, name = 'a.html') =>
  createScanner({ today: '2026-11-24' }).scan({ name, bytes, mediaType: 'text/html' });

test('reads the file as the scan did', async () => {
  const result = await scanned(BYTES);
  const excerpt = excerptSource(root, false)(result, result.findings[0]!);
  expect(excerpt?.parts.map((part) => part.text).join('')).toBe('名单 138<b>****</b>****');
});

test('files that are gone, inside others or no text have none', async () => {
  const result = await scanned(BYTES);
  const read = excerptSource(root, false);
  for (const changes of [
    { artifact: 'gone.html' },
    { artifact: 'a.html!b' },
    { mediaType: 'application/pdf' },
  ]) {
    expect(read({ ...result, ...changes }, result.findings[0]!)).toBeUndefined();
  }
});

async function report(args: readonly string[], input: Uint8Array, format: string): Promise<string> {
  let out = '';
  const io: Io = {
    out: async (data) => void (out += String(data)),
    err: () => undefined,
    outIsTerminal: false,
    errIsTerminal: false,
    input: async () => input,
    env: { LEAKLINT_LOCALE: 'en' },
    cwd: root,
    signal: new AbortController().signal,
  };
  const settings = scanSettings([...args, '--format', format, '--today', '2026-11-24'], io);
  if (settings === 'help') throw new Error('help');
  const scan: ScanPaths = async function* (inputs) {
    for (const one of inputs) {
      yield typeof one === 'string'
        ? await scanned(fs.readFileSync(path.join(root, one)), one)
        : await scanned(one.bytes, one.name);
    }
  };
  await scanCommand(settings, io, '1.0.0', scan);
  return out;
}

test('--format html shows the text around, masked; standard input is no file', async () => {
  const page = await report(['a.html'], new Uint8Array(), 'html');
  expect(page).toMatch(/^<!doctype html>[\s\S]*"excerpt":/);
  expect(page).not.toContain('0013');
  const piped = await report(['-', '--stdin-filename', 'a.html'], BYTES, 'html');
  expect(piped).toContain('138****8000');
  expect(piped).not.toContain('"excerpt":');
});

test('--format gitlab is a list', async () => {
  expect(JSON.parse(await report(['a.html'], new Uint8Array(), 'gitlab'))).toMatchObject([
    { check_name: 'mobile', location: { path: 'a.html' } },
  ]);
});
