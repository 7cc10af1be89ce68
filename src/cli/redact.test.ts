import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { APPLY_CODES } from '../apply/index.js';
import { buildDoc } from '../formats/doc/build-doc.js';
import { explain } from './explain-command.js';
import type { Io } from './io.js';
import { run } from './run.js';

const ID = '110101190103070018';
const LEAK = `身份证号：${ID}\n`;
const CLEAN = '身份证号：110101************\n';

let root: string;
const at = (...names: string[]): string => path.join(root, ...names);
const text = (...names: string[]): string => fs.readFileSync(at(...names), 'utf8');

beforeEach(() => {
  root = fs.realpathSync(fs.mkdtempSync(path.join(os.tmpdir(), 'leaklint-redact-')));
  fs.mkdirSync(at('site', 'sub'), { recursive: true });
  fs.writeFileSync(at('site', 'a.txt'), LEAK, { mode: 0o640 });
  fs.utimesSync(at('site', 'a.txt'), 1_000_000, 1_000_000);
  fs.writeFileSync(at('site', 'sub', 'b.html'), `<p>${LEAK}</p>`);
  fs.writeFileSync(at('site', 'clean.txt'), 'nothing');
});
afterEach(() => {
  vi.restoreAllMocks();
  fs.rmSync(root, { recursive: true, force: true });
});

async function redact(...args: string[]): Promise<{ code: number; out: string; err: string }> {
  let out = '';
  let err = '';
  const io: Io = {
    out: async (data) => {
      out += typeof data === 'string' ? data : Buffer.from(data).toString();
    },
    err: (line) => {
      err += line;
    },
    outIsTerminal: false,
    errIsTerminal: false,
    input: async () => new TextEncoder().encode(LEAK),
    env: { LEAKLINT_LOCALE: 'en' },
    cwd: root,
    signal: new AbortController().signal,
  };
  const code = await run(['redact', '--today', '2026-01-01', ...args], io);
  return { code, out, err };
}

describe('--in-place', () => {
  test('keeps mode and times, and the original as .bak; a second run changes nothing', async () => {
    expect((await redact('--in-place', 'site/a.txt')).code).toBe(0);
    expect(text('site', 'a.txt')).toBe(CLEAN);
    expect(text('site', 'a.txt.bak')).toBe(LEAK);
    for (const name of ['a.txt', 'a.txt.bak']) {
      const { mode, mtimeMs } = fs.statSync(at('site', name));
      expect([mode & 0o777, mtimeMs]).toEqual([0o640, 1_000_000_000]);
    }
    const { ino } = fs.statSync(at('site', 'a.txt'));
    expect((await redact('--in-place', 'site/a.txt')).code).toBe(0);
    expect(fs.statSync(at('site', 'a.txt')).ino).toBe(ino);
  });

  test('a folder: backups are not redacted, clean files not touched', async () => {
    expect((await redact('-i', 'site')).code).toBe(0);
    expect((await redact('-i', 'site')).code).toBe(0);
    expect(fs.readdirSync(at('site')).sort()).toEqual(['a.txt', 'a.txt.bak', 'clean.txt', 'sub']);
    expect(text('site', 'sub', 'b.html')).toBe(`<p>${CLEAN}</p>`);
    expect(text('site', 'sub', 'b.html.bak')).toBe(`<p>${LEAK}</p>`);
  });

  test('a link stays a link', async () => {
    fs.symlinkSync(at('site', 'a.txt'), at('link.txt'));
    expect((await redact('-i', '--no-backup', 'link.txt')).code).toBe(0);
    expect(fs.lstatSync(at('link.txt')).isSymbolicLink()).toBe(true);
    expect(text('site', 'a.txt')).toBe(CLEAN);
    expect(fs.existsSync(at('site', 'a.txt.bak'))).toBe(false);
  });

  const untouched = (result: { code: number; err: string }, message: RegExp): void => {
    expect(result.code).toBe(2);
    expect(result.err).toMatch(message);
    expect(result.err).not.toContain(ID);
    expect(text('site', 'a.txt')).toBe(LEAK);
    expect(fs.readdirSync(at('site')).filter((name) => name.endsWith('.tmp'))).toEqual([]);
  };

  test('a read-only file, an older backup', async () => {
    fs.chmodSync(at('site', 'a.txt'), 0o440);
    untouched(await redact('-i', 'site/a.txt'), /site\/a\.txt: is read-only/);
    fs.chmodSync(at('site', 'a.txt'), 0o640);
    fs.writeFileSync(at('site', 'a.txt.bak'), 'older');
    untouched(await redact('-i', 'site/a.txt'), /a\.txt\.bak exists/);
    expect(text('site', 'a.txt.bak')).toBe('older');
  });

  test('what a run left that was killed: its backup is kept, its draft no file of the folder', async () => {
    fs.writeFileSync(at('site', 'a.txt.bak'), LEAK);
    fs.writeFileSync(at('site', '.a.txt.123.tmp'), 'part of');
    expect((await redact('-i', 'site')).code).toBe(0);
    expect([text('site', 'a.txt'), text('site', 'a.txt.bak')]).toEqual([CLEAN, LEAK]);
    expect(text('site', '.a.txt.123.tmp')).toBe('part of');
  });

  test.each(['writeFileSync', 'fsyncSync', 'copyFileSync', 'renameSync'] as const)(
    'a full disk: %s',
    async (step) => {
      vi.spyOn(fs, step).mockImplementation(() => {
        throw Object.assign(new Error('full'), { code: 'ENOSPC' });
      });
      const result = await redact('-i', 'site/a.txt');
      vi.restoreAllMocks();
      untouched(result, /site\/a\.txt: can't be written \(the disk is full\)/);
      expect(fs.existsSync(at('site', 'a.txt.bak'))).toBe(false);
    },
  );

  test('a file that somebody changes meanwhile', async () => {
    const stat = fs.statSync;
    vi.spyOn(fs, 'fsyncSync').mockImplementation(() => fs.utimesSync(at('site', 'a.txt'), 5, 5));
    const result = await redact('-i', 'site/a.txt');
    vi.restoreAllMocks();
    untouched(result, /changed by somebody else/);
    expect(stat).toBe(fs.statSync);
  });
});

test('--dry-run shows masked values on both sides and writes nothing', async () => {
  const { code, out } = await redact('--dry-run', 'site');
  expect(code).toBe(0);
  expect(out).toContain('--- site/a.txt\n+++ site/a.txt\n@@ line 1, column 6 resident ID number mask @@\n-');
  expect(out).toContain('\n+110101************\n');
  expect(out).not.toContain(ID);
  expect(text('site', 'a.txt')).toBe(LEAK);
  expect((await redact('-n', 'site/a.txt', '-o', 'x')).code).toBe(2);
});

test('a value that could not be taken out: nothing is written, and the reason says what to do', async () => {
  fs.writeFileSync(
    at('old.doc'),
    buildDoc({ pieces: [{ text: LEAK }], counts: [LEAK.length, 0, 0, 0, 0, 0, 0, 0] }),
  );
  const { code, err } = await redact('old.doc', '-o', 'new.doc');
  expect(code).toBe(1);
  expect(err).toContain('Save it as DOCX and redact that.');
  expect(fs.existsSync(at('new.doc'))).toBe(false);
});

test.each(APPLY_CODES)('%s says in both languages what to do', (code) => {
  for (const locale of ['zh-CN', 'en'] as const) expect(explain(code, locale)?.split('\n')).toHaveLength(4);
});

describe('folders', () => {
  test('a tree goes to a folder, what can not be written is left out', async () => {
    const pdf = `%PDF-1.4\n% ${ID}\n`;
    fs.writeFileSync(at('site', 'bad.pdf'), pdf);
    const { code, err } = await redact('site', '-o', 'out');
    expect([1, 3]).toContain(code);
    expect(err).toMatch(/site\/bad\.pdf: 0 applied/);
    expect(err.trim().split('\n').at(-1)).toContain(
      '4 files: 2 values applied, 3 files written, 1 files not proven clean or not readable',
    );
    expect(text('out', 'a.txt')).toBe(CLEAN);
    expect(text('out', 'sub', 'b.html')).toBe(`<p>${CLEAN}</p>`);
    expect(text('out', 'clean.txt')).toBe('nothing');
    expect(fs.existsSync(at('out', 'bad.pdf'))).toBe(false);
    expect(text('site', 'a.txt')).toBe(LEAK);
  });

  test.each([
    [['site', '-o', 'site/out'], /OUT is inside IN/],
    [['site', '-o', '-'], /need a folder/],
    [['site', '-i', '-o', 'out'], /not both/],
    [['-', '-i'], /standard input/],
    [['site/a.txt', 'site/sub/../a.txt', '-o', 'out'], /two files would become/],
  ] as const)('%j', async (args, message) => {
    const { code, err } = await redact(...args);
    expect(code).toBe(2);
    expect(err).toMatch(message);
  });
});
