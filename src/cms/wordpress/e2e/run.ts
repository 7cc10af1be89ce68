/**
 * `npm run test:e2e:wordpress`: the must-use plugin in Debian's WordPress with MariaDB, PHP's own web server and the
 * sidecar. Needs Debian or Ubuntu (`apt-get download`, `dpkg`) and about 140 MB; installs nothing, everything is
 * unpacked into a temp folder. `LEAKLINT_E2E_DIR` names one whose packages are used again.
 */
import assert from 'node:assert/strict';
import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import fs from 'node:fs';
import net from 'node:net';
import os from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { buildDocx } from '../../../formats/docx/build-docx.js';

const ROOT = fileURLToPath(new URL('../../../..', import.meta.url));
const HERE = fileURLToPath(new URL('.', import.meta.url));
const ID = '110101190103070018';
const paragraph = (text: string): string => `<w:p><w:r><w:t>${text}</w:t></w:r></w:p>`;

const kept = process.env.LEAKLINT_E2E_DIR;
const folder = kept ?? fs.mkdtempSync(path.join(os.tmpdir(), 'leaklint-e2e-wordpress-'));
const at = (...names: string[]): string => path.join(folder, ...names);
const wordpress = at('root/usr/share/wordpress');
// Sockets have short names: 107 bytes, whatever the folder is called.
const sockets = fs.mkdtempSync(path.join(os.tmpdir(), 'wp-'));
const children: ChildProcess[] = [];

/** Names that differ between releases of Debian and Ubuntu are looked up. */
function packageNames(): string[] {
  const cache = (...args: string[]): string =>
    execFileSync('apt-cache', args, { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] });
  const php = /php\d\.\d+(?=-cli)/.exec(cache('depends', 'php-cli'))?.[0];
  if (php === undefined) throw new Error('apt-cache knows no php-cli');
  const needed = cache('depends', 'mariadb-server-core');
  const libraries = [...needed.matchAll(/(?:libaio1\w*|liburing\d\w*)/g)].map(([name]) => name);
  return [
    'wordpress',
    'php-getid3',
    ...['cli', 'common', 'mysql'].map((name) => `${php}-${name}`),
    'mariadb-server-core',
    ...new Set(libraries),
    'libsodium23',
    'libargon2-1',
  ];
}

function unpack(): void {
  if (fs.existsSync(wordpress)) return;
  fs.mkdirSync(at('packages'), { recursive: true });
  try {
    const args = ['download', '-q', ...packageNames()];
    execFileSync('apt-get', args, { cwd: at('packages'), stdio: ['ignore', 'ignore', 'inherit'] });
  } catch (error) {
    throw new Error('nothing was tested: needs apt-get with package lists (apt-get update)', {
      cause: error,
    });
  }
  for (const name of fs.readdirSync(at('packages'))) {
    execFileSync('dpkg', ['-x', at('packages', name), at('root')]);
  }
}

const env = (): NodeJS.ProcessEnv => ({
  ...process.env,
  LD_LIBRARY_PATH: at(`root/usr/lib/${process.arch === 'arm64' ? 'aarch64' : 'x86_64'}-linux-gnu`),
  WORDPRESS: wordpress,
});

function start(command: string, args: readonly string[], log: string): ChildProcess {
  const output = fs.openSync(at(log), 'w');
  const child = spawn(command, [...args], { env: env(), stdio: ['ignore', output, output] });
  children.push(child);
  return child;
}

async function until(what: string, done: () => boolean | Promise<boolean>): Promise<void> {
  for (let i = 0; i < 300; i++) {
    if (await done()) return;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  throw new Error(`${what} did not start within 30 s; its log is in ${folder}`);
}

async function freePort(): Promise<number> {
  return new Promise((resolve) => {
    const server = net.createServer().listen(0, '127.0.0.1', () => {
      const { port } = server.address() as net.AddressInfo;
      server.close(() => resolve(port));
    });
  });
}

const answers = (url: string) => async (): Promise<boolean> =>
  fetch(url).then(
    () => true,
    () => false,
  );

/** A program or folder with a version in its name. */
const versioned = (parent: string, name: RegExp): string =>
  at(parent, fs.readdirSync(at(parent)).find((entry) => name.test(entry)) ?? '');
const phpProgram = (): string => versioned('root/usr/bin', /^php\d\.\d+$/);
const extensions = ['ctype', 'tokenizer', 'fileinfo', 'iconv', 'exif', 'mysqlnd', 'mysqli'];
const php = (...args: string[]): string[] => [
  '-n',
  '-d',
  `extension_dir=${versioned('root/usr/lib/php', /^\d{8}$/)}`,
  ...extensions.flatMap((name) => ['-d', `extension=${name}`]),
  '-d',
  'display_errors=stderr',
  ...args,
];

/** What a PHP script prints in its last line. */
function phpJson(script: string): Record<string, string> {
  const output = execFileSync(phpProgram(), php(path.join(HERE, script)), { env: env(), encoding: 'utf8' });
  return JSON.parse(output.trim().split('\n').at(-1)!) as Record<string, string>;
}

function configure(url: string, sidecar: string, socket: string): void {
  const constants = {
    DB_NAME: 'wordpress',
    DB_USER: 'root',
    DB_PASSWORD: '',
    DB_HOST: `localhost:${socket}`,
    DB_CHARSET: 'utf8mb4',
    WP_HOME: url,
    WP_SITEURL: url,
    WP_CONTENT_DIR: at('content'),
    WP_ENVIRONMENT_TYPE: 'local',
    LEAKLINT_URL: sidecar,
  };
  const lines = Object.entries(constants).map(([name, value]) => `define('${name}', '${value}');`);
  for (const name of ['DISABLE_WP_CRON', 'WP_HTTP_BLOCK_EXTERNAL']) lines.push(`define('${name}', true);`);
  lines.push("$table_prefix = 'wp_';", "if (!defined('ABSPATH')) define('ABSPATH', __DIR__ . '/');");
  lines.push("require_once ABSPATH . 'wp-settings.php';");
  fs.rmSync(path.join(wordpress, 'wp-config.php'), { force: true });
  fs.writeFileSync(path.join(wordpress, 'wp-config.php'), `<?php\n${lines.join('\n')}\n`);
  for (const name of ['content/themes', 'content/plugins', 'content/mu-plugins', 'content/uploads'])
    fs.mkdirSync(at(name), { recursive: true });
}

async function startDatabase(): Promise<string> {
  fs.rmSync(at('data'), { recursive: true, force: true });
  fs.mkdirSync(at('data'));
  const socket = path.join(sockets, 's');
  start(
    at('root/usr/sbin/mariadbd'),
    [
      '--no-defaults',
      '--user=root',
      `--datadir=${at('data')}`,
      `--socket=${socket}`,
      `--lc-messages-dir=${at('root/usr/share/mysql')}`,
      `--plugin-dir=${at('root/usr/lib/mysql/plugin')}`,
      `--tmpdir=${at('data')}`,
      `--pid-file=${at('data/pid')}`,
      '--skip-networking',
      '--skip-grant-tables',
    ],
    'mariadb.log',
  );
  await until('MariaDB', () => fs.existsSync(socket));
  const create = `$db = new mysqli('localhost', 'root', '', '', 0, '${socket}'); $db->query('CREATE DATABASE wordpress CHARACTER SET utf8mb4');`;
  execFileSync(phpProgram(), php('-r', create), { env: env() });
  return socket;
}

type Json = Record<string, unknown>;

async function main(): Promise<number> {
  unpack();
  const [sitePort, sidecarPort] = [await freePort(), await freePort()];
  const site = `http://127.0.0.1:${sitePort}`;
  const serve = [path.join(ROOT, 'dist/cli/main.js'), 'serve', '--port', String(sidecarPort)];
  const sidecar = start(process.execPath, serve, 'sidecar.log');
  fs.rmSync(at('content'), { recursive: true, force: true });
  configure(site, `http://127.0.0.1:${sidecarPort}`, await startDatabase());
  const { password } = phpJson('install.php');
  fs.copyFileSync(path.join(HERE, '../leaklint-gate.php'), at('content/mu-plugins/leaklint-gate.php'));
  start(phpProgram(), php('-S', `127.0.0.1:${sitePort}`, '-t', wordpress), 'php.log');
  await until('the sidecar', answers(`http://127.0.0.1:${sidecarPort}/healthz`));
  await until('WordPress', answers(`${site}/wp-login.php`));

  const authorization = `Basic ${Buffer.from(`admin:${password}`).toString('base64')}`;
  const rest = async (
    route: string,
    body: BodyInit | Json,
    headers: Record<string, string> = {},
  ): Promise<{ status: number; body: Json }> => {
    const plain = !(body instanceof FormData) && !(body instanceof Uint8Array);
    const response = await fetch(`${site}/?rest_route=/wp/v2${route}`, {
      method: 'POST',
      headers: { authorization, ...(plain ? { 'content-type': 'application/json' } : {}), ...headers },
      body: plain ? JSON.stringify(body) : (body as BodyInit),
    });
    const text = await response.text();
    assert.doesNotMatch(response.ok ? '' : text, new RegExp(ID));
    return { status: response.status, body: JSON.parse(text) as Json };
  };
  const leaky = '<!-- wp:paragraph --><p>身份证号：110101<b>19010307</b>0018</p><!-- /wp:paragraph -->';
  const clean = '<!-- wp:paragraph --><p>本次会议定于周三召开。</p><!-- /wp:paragraph -->';
  const post = (content: string, status: string, id = ''): ReturnType<typeof rest> =>
    rest(`/posts${id}`, { title: '公示', content, status });
  const uploads = (): string[] =>
    fs
      .readdirSync(at('content/uploads'), { recursive: true, encoding: 'utf8' })
      .filter((name) => /\.docx$/.test(name));
  const files = {
    leaky: await buildDocx(paragraph(`身份证号：${ID}`)),
    clean: await buildDocx(paragraph('通知')),
  };
  const form = (name: 'leaky' | 'clean'): FormData => {
    const data = new FormData();
    data.append('file', new Blob([files[name] as Uint8Array<ArrayBuffer>]), `${name}.docx`);
    return data;
  };

  const tests: Record<string, () => Promise<void>> = {
    'a draft with an ID is saved': async () => assert.equal((await post(leaky, 'draft')).status, 201),
    'publishing it is refused, with the field and what to do': async () => {
      const { status, body } = await post(leaky, 'publish');
      assert.equal(status, 422);
      assert.match(
        String(body.message),
        /^正文第1行：身份证号码（110101\*{8}0018），请改为 .+。处理后再发布。$/,
      );
    },
    'a patch of the status alone is refused': async () => {
      const draft = await post(leaky, 'draft');
      const { status } = await rest(`/posts/${String(draft.body.id)}`, { status: 'publish' });
      assert.equal(status, 422);
      const { status: future } = await rest(`/posts/${String(draft.body.id)}`, {
        status: 'future',
        date: '2099-01-01T00:00:00',
      });
      assert.equal(future, 422);
    },
    'pages and titles count': async () => {
      const { status, body } = await rest('/pages', {
        title: `身份证号${ID}`,
        content: clean,
        status: 'publish',
      });
      assert.equal(status, 422);
      assert.match(String(body.message), /^标题/);
    },
    'a clean post is published': async () => {
      const { status, body } = await post(clean, 'publish');
      assert.equal(status, 201);
      assert.equal(body.status, 'publish');
    },
    'past the REST API a leaky post stays a draft': async () => {
      const became = phpJson('insert.php');
      assert.equal(became.leaky, 'draft');
      assert.equal(became.clean, 'publish');
      assert.equal(became.updated, 'draft');
      assert.equal(became.directly, 'draft');
    },
    'an upload with an ID is refused, as a form and as a raw body; nothing is on the disk': async () => {
      const asForm = await rest('/media', form('leaky'));
      assert.equal(asForm.status, 500);
      assert.match(String(asForm.body.message), /^附件“leaky\.docx”.*身份证号码（110101\*{8}0018）/);
      const raw = await rest('/media', files.leaky as Uint8Array<ArrayBuffer>, {
        'content-type': 'application/vnd.openxmlformats-officedocument.wordprocessingml.document',
        'content-disposition': 'attachment; filename="leaky.docx"',
      });
      assert.equal(raw.status, 500);
      assert.match(String(raw.body.message), /身份证号码/);
      assert.deepEqual(uploads(), []);
    },
    'a clean upload is stored': async () => {
      assert.equal((await rest('/media', form('clean'))).status, 201);
      assert.equal(uploads().length, 1);
    },
    'without the sidecar nothing is published': async () => {
      sidecar.kill('SIGTERM');
      await new Promise((resolve) => sidecar.once('exit', resolve));
      const { status, body } = await post(clean, 'publish');
      assert.equal(status, 422);
      assert.match(String(body.message), /没有响应/);
      assert.equal((await post(clean, 'draft')).status, 201);
      assert.equal((await rest('/media', form('clean'))).status, 500);
    },
  };
  let failed = 0;
  for (const [name, run] of Object.entries(tests)) {
    try {
      await run();
      console.log(`ok   ${name}`);
    } catch (error) {
      failed++;
      console.log(`FAIL ${name}\n${(error as Error).stack}`);
    }
  }
  console.log(`${Object.keys(tests).length - failed} passed, ${failed} failed`);
  return failed === 0 ? 0 : 1;
}

try {
  process.exitCode = await main();
} catch (error) {
  console.error(error);
  console.log('0 passed, 1 failed');
  process.exitCode = 1;
} finally {
  for (const child of children) child.kill('SIGTERM');
  await Promise.all(
    children.map((child) =>
      child.exitCode !== null || child.signalCode !== null
        ? undefined
        : new Promise((resolve) => child.once('exit', resolve)),
    ),
  );
  fs.rmSync(sockets, { recursive: true, force: true });
  if (kept === undefined && process.env.LEAKLINT_E2E_KEEP === undefined)
    fs.rmSync(folder, { recursive: true, force: true });
}
