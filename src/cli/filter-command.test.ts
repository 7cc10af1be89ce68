import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { Readable } from 'node:stream';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { ScanResult } from '../core/index.js';
import type { Source } from '../serve/scan-service.js';
import { type FilterEngine, filterCommand } from './filter-command.js';
import { Closed, type Io } from './io.js';
import { run } from './run.js';

let root: string;
beforeEach(() => {
  root = fs.realpathSync(fs.mkdtempSync(path.join(os.tmpdir(), 'leaklint-filter-')));
});
afterEach(() => fs.rmSync(root, { recursive: true, force: true }));

const ID = '110101190103070018';

function terminal(changes: Partial<Io> = {}): { io: Io; lines: () => Record<string, unknown>[] } {
  const out: string[] = [];
  const io: Io = {
    out: async (data) => void out.push(String(data)),
    err: () => undefined,
    outIsTerminal: false,
    errIsTerminal: false,
    input: async () => new Uint8Array(),
    env: { LEAKLINT_LOCALE: 'en' },
    cwd: root,
    signal: new AbortController().signal,
    ...changes,
  };
  const lines = () =>
    out
      .join('')
      .split('\n')
      .filter((line) => line !== '')
      .map((line) => JSON.parse(line) as Record<string, unknown>);
  return { io, lines };
}

const stream = (...chunks: readonly (string | Uint8Array)[]): Readable =>
  Readable.from(chunks.map((chunk) => Buffer.from(chunk)));
const result = (artifact: string): ScanResult => ({
  artifact,
  mediaType: 'text/plain',
  verdict: 'pass',
  findings: [],
  persons: [],
  diagnostics: [],
  coverage: { units: 1, read: 1, unread: [] },
});
/** Takes `ms` of a text like `ms:5` for an answer. */
function slowEngine(): FilterEngine & { running: number; most: number; closed: boolean } {
  return {
    running: 0,
    most: 0,
    closed: false,
    async scan(source: Source) {
      this.most = Math.max(this.most, ++this.running);
      const text = source.kind === 'file' ? '' : source.text;
      await new Promise((resolve) => setTimeout(resolve, Number(text.split(':')[1] ?? 0)));
      this.running--;
      if (text === 'fail') throw new Error(ID);
      return result(source.kind === 'file' ? source.input.name : source.name);
    },
    close() {
      this.closed = true;
    },
  };
}
const line = (value: unknown): string => `${JSON.stringify(value)}\n`;

test('texts, pages, bytes and paths, by the real scanner', async () => {
  fs.writeFileSync(path.join(root, 'a.html'), `<p>身份证号：<b>110101</b>190103070018</p>`);
  const { io, lines } = terminal();
  const code = await filterCommand(
    [],
    io,
    stream(
      line({ id: 'a', text: `身份证号：${ID}` }),
      line({ id: 2, html: `<p>身份证号：110101<i>190103070018</i>` }),
      line({ id: [3], path: 'a.html' }),
      line({ bytes: Buffer.from(`身份证号：${ID}`).toString('base64'), name: 'b.txt' }),
    ),
  );
  expect(code).toBe(0);
  expect(lines().map(({ id }) => id)).toEqual(['a', 2, [3], null]);
  expect(lines().map(({ result }) => (result as ScanResult).artifact)).toEqual([
    'a',
    'html',
    'a.html',
    'b.txt',
  ]);
  for (const { result } of lines()) {
    expect((result as ScanResult).findings.map(({ entity }) => entity)).toEqual(['resident-id']);
  }
  expect(JSON.stringify(lines())).not.toContain(ID);
});

test('a bad line is an error line, with its id where it has one, and quotes nothing', async () => {
  const bad = [
    `{"id": 1, "text": "${ID}\n`,
    line([ID]),
    line({ id: 2 }),
    line({ id: 3, text: ID, html: '' }),
    line({ id: 4, bytes: `${ID}=` }),
    line({ id: 5, path: `${ID}.pdf` }),
    line({ id: 6, path: '.' }),
    line({ id: 7, text: 5 }),
    Buffer.from([0x22, 0xff, 0x22, 0x0a]),
    line({ id: 8, text: 'fail' }),
    line({ id: 9, text: 'x'.repeat(500) }),
  ];
  const { io, lines } = terminal();
  const good = line({ id: 'good', text: '' });
  expect(
    await filterCommand(
      ['--max-line', '300'],
      io,
      stream(...bad.flatMap((one) => [one, good])),
      slowEngine(),
    ),
  ).toBe(0);
  expect(lines().filter(({ id }) => id === 'good')).toHaveLength(bad.length);
  const errors = lines().filter(({ id }) => id !== 'good');
  expect(errors.map(({ id, error }) => [id, (error as { code: string }).code])).toEqual([
    [null, 'filter/bad-line'],
    [null, 'filter/bad-line'],
    [2, 'filter/bad-line'],
    [3, 'filter/bad-line'],
    [4, 'filter/bad-line'],
    [5, 'file/unreadable'],
    [6, 'file/not-a-file'],
    [7, 'filter/bad-line'],
    [null, 'filter/bad-line'],
    [8, 'filter/failed'],
    [null, 'filter/line-too-long'],
  ]);
  expect(JSON.stringify(errors)).not.toContain(ID);
});

test('lines cut anywhere, CR LF, blank lines, no line end at the end', async () => {
  const text = `${line({ id: 1, text: '号' })}\r\n \n${JSON.stringify({ id: 2, text: '号' })}\r\n${JSON.stringify({ id: 3, text: '' })}`;
  const bytes = Buffer.from(text);
  for (const size of [1, 2, 7, bytes.length]) {
    const chunks = Array.from({ length: Math.ceil(bytes.length / size) }, (_, i) =>
      bytes.subarray(i * size, (i + 1) * size),
    );
    const { io, lines } = terminal();
    await filterCommand([], io, stream(...chunks), slowEngine());
    expect(lines().map(({ id, result }) => [id, result === undefined])).toEqual([
      [1, false],
      [2, false],
      [3, false],
    ]);
  }
});

test('order is kept whatever takes long, and no more is under way than allowed', async () => {
  const engine = slowEngine();
  const { io, lines } = terminal();
  const input = Array.from({ length: 300 }, (_, id) => line({ id, text: `ms:${id % 7}` }));
  await filterCommand([], io, stream(...input), engine);
  expect(lines().map(({ id }) => id)).toEqual(input.map((_, id) => id));
  expect(engine.most).toBeGreaterThan(1);
  expect(engine.most).toBeLessThanOrEqual(64);
  expect(engine.closed).toBe(true);
});

test('a producer that waits for each answer gets it', async () => {
  let answered = (): void => undefined;
  const { io, lines } = terminal();
  const out = io.out;
  const waiting: Io = {
    ...io,
    out: async (data) => {
      await out(data);
      answered();
    },
  };
  async function* oneByOne(): AsyncGenerator<Uint8Array> {
    for (let id = 0; id < 3; id++) {
      const answer = new Promise<void>((resolve) => (answered = resolve));
      yield Buffer.from(line({ id, text: '' }));
      await answer;
    }
  }
  expect(await filterCommand([], waiting, oneByOne(), slowEngine())).toBe(0);
  expect(lines()).toHaveLength(3);
});

test('it ends when the reader is gone, and on a signal', async () => {
  const gone = terminal({ out: () => Promise.reject(new Closed()) });
  async function* endless(): AsyncGenerator<Uint8Array> {
    for (;;) {
      yield Buffer.from(line({ id: 1, text: '' }));
      await new Promise((resolve) => setImmediate(resolve));
    }
  }
  await expect(filterCommand([], gone.io, endless(), slowEngine())).rejects.toThrow(Closed);
  const stop = new AbortController();
  const { io, lines } = terminal({ signal: stop.signal });
  const never = new Readable({ read() {} });
  never.push(line({ id: 1, text: 'ms:30' }));
  setTimeout(() => stop.abort(), 10);
  expect(await filterCommand([], io, never, slowEngine())).toBe(3);
  expect(lines()).toHaveLength(1);
});

test('wrong usage', async () => {
  for (const args of [['--max-line', '0'], ['x'], ['--jobs', 'many'], ['--entities', 'nobody']]) {
    expect(await run(['filter', ...args], terminal().io)).toBe(2);
  }
  expect(await run(['filter', '--help'], terminal().io)).toBe(0);
});
