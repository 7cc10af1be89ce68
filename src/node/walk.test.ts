import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { DEFAULT_EXCLUDE, walk } from './walk.js';

let root: string;
beforeEach(() => {
  root = fs.mkdtempSync(path.join(os.tmpdir(), 'leaklint-walk-'));
});
afterEach(() => fs.rmSync(root, { recursive: true, force: true }));

const write = (name: string): void => {
  const file = path.join(root, name);
  fs.mkdirSync(path.dirname(file), { recursive: true });
  fs.writeFileSync(file, name);
};
/** Names under the root; problems as `name code`. */
const list = (exclude: readonly string[] = DEFAULT_EXCLUDE, start: string = root): string[] =>
  [...walk(start, { exclude })].map((item) =>
    'result' in item
      ? `${item.result.artifact.slice(root.length + 1)} ${item.result.diagnostics[0]?.code}`
      : item.name.slice(root.length + 1),
  );

test('files in a fixed order, folders in their turn, version control left out', () => {
  for (const name of ['b.html', 'a/z.txt', 'a/b/c.txt', 'a.html', '.git/objects/x', '.hidden', 'c/.svn/y'])
    write(name);
  expect(list()).toEqual(['.hidden', 'a/b/c.txt', 'a/z.txt', 'a.html', 'b.html']);
  expect(list(['*.html', 'b'])).toContain('.git/objects/x');
  expect(list(['*.html', 'b'])).not.toContain('a/b/c.txt');
});

test('links: loops end, targets inside are met once, outside is named and not followed', () => {
  write('a/x.txt');
  fs.symlinkSync('..', path.join(root, 'a', 'loop'));
  fs.symlinkSync('a/x.txt', path.join(root, 'twice.txt'));
  fs.symlinkSync(os.tmpdir(), path.join(root, 'outside'));
  fs.symlinkSync('nowhere', path.join(root, 'broken'));
  fs.symlinkSync('self', path.join(root, 'self'));
  expect(list()).toEqual([
    'a/x.txt',
    'broken file/not-found',
    'outside file/link-outside',
    'self file/unreadable',
  ]);
});

test('a link into a folder that is left out is named: nothing else reads its target', () => {
  write('.git/config');
  fs.symlinkSync('.git/config', path.join(root, 'config'));
  expect(list()).toEqual(['config file/link-outside']);
});

test('a name in GB 18030 is shown in characters and opened by its bytes', () => {
  const name = Buffer.from([0xc3, 0xfb, 0xb5, 0xa5, 0x2e, 0x74, 0x78, 0x74]); // 名单.txt
  try {
    fs.writeFileSync(Buffer.concat([Buffer.from(`${root}/`), name]), 'x');
  } catch {
    return; // a file system that takes UTF-8 names only
  }
  const [item] = [...walk(root, { exclude: [] })];
  expect(item !== undefined && 'path' in item && item.name.slice(root.length + 1)).toBe('名单.txt');
  expect(item !== undefined && 'path' in item && fs.readFileSync(item.path as Buffer, 'utf8')).toBe('x');
});

test('missing paths and sockets are results, not exceptions', () => {
  expect([...walk(path.join(root, 'none'), { exclude: [] })]).toMatchObject([
    { result: { verdict: 'incomplete', diagnostics: [{ code: 'file/not-found' }] } },
  ]);
});

test('a pattern of many stars is matched in linear time', () => {
  write(`${'a'.repeat(200)}`);
  const started = performance.now();
  list([`${'*a'.repeat(3)}${'*'.repeat(200)}b`]);
  expect(performance.now() - started).toBeLessThan(1000);
});
