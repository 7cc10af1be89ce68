import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { Readable } from 'node:stream';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { Io } from './io.js';
import { mcpCommand } from './mcp-command.js';

const ID = '110101190103070018';
let root: string;
beforeEach(() => {
  root = fs.realpathSync(fs.mkdtempSync(path.join(os.tmpdir(), 'leaklint-mcp-')));
  fs.mkdirSync(path.join(root, 'work'));
  fs.writeFileSync(path.join(root, 'secret.txt'), `身份证号：${ID}`);
  fs.writeFileSync(path.join(root, 'work/a.txt'), `身份证号：${ID}`);
  fs.symlinkSync(path.join(root, 'secret.txt'), path.join(root, 'work/link.txt'));
});
afterEach(() => fs.rmSync(root, { recursive: true, force: true }));

interface Answer {
  readonly id: unknown;
  readonly result?: Record<string, unknown>;
  readonly error?: { readonly code: number; readonly message: string };
}

async function ask(...messages: unknown[]): Promise<Answer[]> {
  const out: string[] = [];
  const io: Io = {
    out: async (data) => void out.push(String(data)),
    err: () => undefined,
    outIsTerminal: false,
    errIsTerminal: false,
    input: async () => new Uint8Array(),
    env: { LEAKLINT_LOCALE: 'en' },
    cwd: path.join(root, 'work'),
    signal: new AbortController().signal,
  };
  const input = messages.map((one) => `${typeof one === 'string' ? one : JSON.stringify(one)}\n`).join('');
  expect(await mcpCommand([], io, '1.2.3', Readable.from([Buffer.from(input)]))).toBe(0);
  return out.map((line) => JSON.parse(line) as Answer);
}
const call = (name: string, args: object) => ({
  jsonrpc: '2.0',
  id: 1,
  method: 'tools/call',
  params: { name, arguments: args },
});

test('handshake, list, ping; notifications are not answered', async () => {
  const answers = await ask(
    { jsonrpc: '2.0', id: 0, method: 'initialize', params: { protocolVersion: '2025-03-26' } },
    { jsonrpc: '2.0', method: 'notifications/initialized' },
    { jsonrpc: '2.0', id: 'a', method: 'tools/list' },
    { jsonrpc: '2.0', id: 2, method: 'ping' },
    { jsonrpc: '2.0', id: 3, method: 'initialize', params: { protocolVersion: '1999-01-01' } },
  );
  expect(answers.map(({ id }) => id)).toEqual([0, 'a', 2, 3]);
  expect(answers[0]!.result).toMatchObject({
    protocolVersion: '2025-03-26',
    serverInfo: { name: 'leaklint', version: '1.2.3' },
  });
  expect(answers[1]!.result!.tools).toMatchObject([
    { name: 'scan_text', inputSchema: { required: ['text'] }, annotations: { readOnlyHint: true } },
    { name: 'scan_file', inputSchema: { required: ['path'] } },
    { name: 'redact_text' },
  ]);
  expect(answers[3]!.result!.protocolVersion).toBe('2025-06-18');
});

test('scan_text and redact_text answer masked, as text and as structure', async () => {
  const [scanned, page, redacted] = await ask(
    call('scan_text', { text: `身份证号：${ID}` }),
    call('scan_text', { text: `<p>身份证号：110101<b>190103070018</b>`, format: 'html' }),
    call('redact_text', { text: `身份证号：${ID}` }),
  );
  expect(scanned!.result!.structuredContent).toMatchObject({ verdict: 'block', findings: [{}] });
  expect(page!.result!.structuredContent).toMatchObject({ verdict: 'block' });
  expect(redacted!.result).toMatchObject({
    isError: false,
    structuredContent: { clean: true, text: '身份证号：110101************' },
  });
  const [content] = scanned!.result!.content as { text: string }[];
  expect(JSON.parse(content!.text)).toEqual(scanned!.result!.structuredContent);
  expect(JSON.stringify([scanned, page, redacted])).not.toContain(ID);
});

test('scan_file reads nothing above the working directory, links included', async () => {
  const [inside] = await ask(call('scan_file', { path: 'a.txt' }));
  expect(inside!.result!.structuredContent).toMatchObject({ artifact: 'a.txt', verdict: 'block' });
  for (const file of ['../secret.txt', path.join(root, 'secret.txt'), 'link.txt', '.', '', 'none.txt', 5]) {
    const [refused] = await ask(call('scan_file', { path: file }));
    expect(refused!.error, String(file)).toMatchObject({ code: -32602 });
  }
});

test('what is no request gets an error code and ends nothing', async () => {
  const answers = await ask(
    `{"text": "${ID}`,
    '[]',
    'null',
    { jsonrpc: '2.0', id: 1, method: 'resources/list' },
    call('no_tool', { text: '' }),
    call('scan_text', {}),
    { jsonrpc: '2.0', id: 9, method: 'ping' },
  );
  expect(answers.map(({ error }) => error?.code)).toEqual([-32700, -32601, -32602, -32602, undefined]);
  expect(JSON.stringify(answers)).not.toContain(ID);
});
