/**
 * `npm run test:e2e:lint`: the rules under the real secretlint and textlint. Installs about 60 MB into a folder outside
 * of the repository (`E2E_FOLDER` keeps it between runs), one minute; needs the npm registry and a built `dist` (`LEAKLINT_ROOT`: another build).
 */
import { spawnSync } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';

const ID = '110101190103070018';
/** The last versions for Node 20. */
const TOOLS = ['secretlint@11.7.1', 'textlint@15.8.0', 'textlint-plugin-html@1.0.1'];

const root = process.env.LEAKLINT_ROOT ?? path.join(import.meta.dirname, '../../..');
const kept = process.env.E2E_FOLDER;
const folder = kept ?? fs.mkdtempSync(path.join(os.tmpdir(), 'leaklint-lint-'));
const LEAKY = `# 公示\n\n𠮷某，身份证号：${ID}，**手机**：13800138000。\n`;
const MASKED = LEAKY.replace(ID, '110101************').replace('13800138000', '138********');
const PAGE = `<!doctype html>\n<html><body><p>身份证号：<b>${ID.slice(0, 6)}</b>${ID.slice(6)}</p></body></html>\n`;

let passed = 0;
let failed = 0;
function check(what: string, good: boolean, seen: string): void {
  if (good) passed++;
  else failed++;
  console.log(`${good ? 'ok' : 'FAILED'}: ${what}`);
  if (!good) console.log(seen.slice(0, 2000));
}

function run(command: string, ...args: string[]): { code: number | null; text: string; out: string } {
  const { status, stdout, stderr } = spawnSync(command, args, { cwd: folder, encoding: 'utf8' });
  return { code: status, text: `${stdout}${stderr}`, out: stdout };
}
const tool = (name: string, ...args: string[]) => run(path.join(folder, 'node_modules/.bin', name), ...args);
const write = (name: string, content: string | object): void =>
  fs.writeFileSync(path.join(folder, name), typeof content === 'string' ? content : JSON.stringify(content));

function install(): boolean {
  write('package.json', { name: 'lint-test', private: true });
  const { code, text } = run('npm', 'install', '--no-audit', '--no-fund', '--no-package-lock', ...TOOLS);
  check(`install ${TOOLS.join(', ')}`, code === 0, text);
  // By its name and through its `exports`, as a user has it.
  const link = path.join(folder, 'node_modules/leaklint');
  fs.rmSync(link, { recursive: true, force: true });
  fs.symlinkSync(root, link);
  return code === 0;
}

interface SecretlintFile {
  readonly filePath: string;
  readonly messages: readonly {
    readonly ruleId: string;
    readonly range: [number, number];
    readonly message: string;
  }[];
}

function secretlint(): void {
  write('.secretlintrc.json', {
    rules: [{ id: 'leaklint/lint/secretlint', options: { today: '2026-01-01', locale: 'en' } }],
  });
  const leaky = tool('secretlint', '--format', 'json', 'leaky.md', 'page.html');
  check('secretlint: exit code 1 on a leak', leaky.code === 1, leaky.text);
  let files: SecretlintFile[] = [];
  try {
    files = JSON.parse(leaky.out) as SecretlintFile[];
  } catch {
    // Counted below.
  }
  const found = (name: string, source: string): string[] =>
    (files.find(({ filePath }) => filePath.endsWith(name))?.messages ?? []).map(({ range }) =>
      source.slice(...range),
    );
  check(
    'secretlint: ranges cut the values out of the source',
    found('leaky.md', LEAKY).join() === `${ID},13800138000`,
    leaky.text,
  );
  check(
    'secretlint: a number that tags part is found in a page',
    found('page.html', PAGE).join() === `${ID.slice(0, 6)}</b>${ID.slice(6)}`,
    leaky.text,
  );
  const said = files.flatMap(({ messages }) => messages.map(({ message }) => message)).join('\n');
  check('secretlint: messages are masked', said.includes('110101********0018') && !said.includes(ID), said);
  const stylish = tool('secretlint', 'leaky.md');
  check(
    'secretlint: the report for people holds no value',
    stylish.code === 1 && !stylish.text.includes(ID),
    stylish.text,
  );
  const clean = tool('secretlint', 'clean.md');
  check('secretlint: exit code 0 on a clean file', clean.code === 0, clean.text);
}

function textlint(): void {
  write('.textlintrc.json', {
    plugins: ['html'],
    rules: { 'leaklint/lint/textlint': { today: '2026-01-01', locale: 'en' } },
  });
  const leaky = tool('textlint', '--format', 'json', 'leaky.md');
  check('textlint: exit code 1 on a leak', leaky.code === 1, leaky.text);
  let messages: { range: [number, number]; line: number; column: number; message: string }[] = [];
  try {
    messages = (JSON.parse(leaky.out) as { messages: typeof messages }[])[0]!.messages;
  } catch {
    // Counted below.
  }
  check(
    'textlint: ranges, lines and columns are those of the source',
    messages.map(({ range, line, column }) => `${LEAKY.slice(...range)} ${line} ${column}`).join() ===
      `${ID} 3 10,13800138000 3 36`,
    leaky.text,
  );
  check(
    'textlint: messages are masked',
    messages.length > 0 && messages.every(({ message }) => !message.includes(ID)),
    leaky.text,
  );
  const clean = tool('textlint', 'clean.md');
  check('textlint: exit code 0 on a clean file', clean.code === 0, clean.text);
  const fix = tool('textlint', '--fix', 'leaky.md', 'page.html');
  const fixed = fs.readFileSync(path.join(folder, 'leaky.md'), 'utf8');
  check('textlint --fix: only the masked characters change', fixed === MASKED, fix.text + fixed);
  const page = fs.readFileSync(path.join(folder, 'page.html'), 'utf8');
  check(
    'textlint --fix: a page keeps its tags',
    page === PAGE.replace(ID.slice(6), '*'.repeat(12)),
    fix.text + page,
  );
  const again = tool('textlint', 'leaky.md', 'page.html');
  check('textlint: nothing is left after the fix', again.code === 0, again.text);
}

if (install()) {
  write('leaky.md', LEAKY);
  write('page.html', PAGE);
  write('clean.md', '# 关于放假的通知\n');
  secretlint();
  textlint();
}
if (kept === undefined) fs.rmSync(folder, { recursive: true, force: true });
console.log(`${passed} passed, ${failed} failed`);
process.exitCode = failed === 0 ? 0 : 1;
