/**
 * `npm run test:e2e:mcp`: `leaklint mcp` under the real client of the Model Context Protocol. Installs 20 MB into a folder
 * outside of the repository; needs the npm registry and a built `dist` (`LEAKLINT_ROOT`: another build).
 */
import { spawnSync } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';

const SDK = '@modelcontextprotocol/sdk@1.32.2';
const root = process.env.LEAKLINT_ROOT ?? path.join(import.meta.dirname, '../../..');
const main = path.join(root, 'dist/cli/main.js');

const TEST = `
import { Client } from '@modelcontextprotocol/sdk/client/index.js';
import { StdioClientTransport } from '@modelcontextprotocol/sdk/client/stdio.js';
let passed = 0, failed = 0;
const check = (what, good) => { good ? passed++ : failed++; console.log((good ? 'ok: ' : 'FAILED: ') + what); };
const client = new Client({ name: 'test', version: '1' });
await client.connect(new StdioClientTransport({ command: process.execPath, args: [${JSON.stringify(main)}, 'mcp'] }));
const call = (name, args) => client.callTool({ name, arguments: args });
check('the handshake names the server', client.getServerVersion().name === 'leaklint');
const { tools } = await client.listTools();
check('three tools', tools.map((one) => one.name).join() === 'scan_text,scan_file,redact_text');
const scanned = await call('scan_text', { text: '身份证号：110101190103070018' });
check('scan_text blocks', scanned.structuredContent.verdict === 'block');
check('the answer is masked', !JSON.stringify(scanned).includes('110101190103070018'));
const file = await call('scan_file', { path: 'a.pdf' });
check('scan_file: a damaged PDF is incomplete', file.structuredContent.verdict === 'incomplete');
check('scan_file: nothing above the folder', await call('scan_file', { path: '../' }).then(() => false, () => true));
const redacted = await call('redact_text', { text: '身份证号：110101190103070018' });
check('redact_text masks', redacted.structuredContent.text === '身份证号：110101************');
await client.ping();
await client.close();
console.log(passed + ' passed, ' + failed + ' failed');
process.exitCode = failed === 0 ? 0 : 1;
`;

const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'leaklint-mcp-'));
try {
  fs.writeFileSync(path.join(folder, 'package.json'), '{"name":"mcp-test","private":true,"type":"module"}');
  fs.writeFileSync(path.join(folder, 'test.mjs'), TEST);
  fs.writeFileSync(path.join(folder, 'a.pdf'), '%PDF-1.4\nbroken');
  const options = { cwd: folder, stdio: 'inherit', timeout: 120_000 } as const;
  const installed = spawnSync(
    'npm',
    ['install', '--no-audit', '--no-fund', '--loglevel=error', SDK],
    options,
  );
  const tested = installed.status === 0 ? spawnSync(process.execPath, ['test.mjs'], options) : installed;
  if (installed.status !== 0) console.log('npm install failed\n0 passed, 1 failed');
  process.exitCode = tested.status ?? 1;
} finally {
  fs.rmSync(folder, { recursive: true, force: true });
}
