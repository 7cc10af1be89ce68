/**
 * The reports in the programs that people open them with: Chromium with axe-core, sarif-multitool, LibreOffice.
 *
 * Needs: Chromium (Debian's package is installed where there is none and apt may be used), LibreOffice Writer and Calc
 * (likewise), the npm registry for @microsoft/sarif-multitool (104 MB, into a temporary folder), a built `dist`.
 * Screenshots stay in the folder that is printed. Last line: `N passed, N failed`.
 */
import { execFileSync, spawnSync } from 'node:child_process';
import fs from 'node:fs';
import { createRequire } from 'node:module';
import os from 'node:os';
import path from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { type Browser, chromium, type Page } from 'playwright-core';
import type { ScanResult } from '../../src/index.js';
import { manyFindings } from './many-findings.js';
import { installOffice } from './office.js';

const root = fileURLToPath(new URL('../..', import.meta.url));
const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'leaklint-e2e-report-'));
const main = path.join(root, 'dist/cli/main.js');
const axe = createRequire(import.meta.url).resolve('axe-core/axe.min.js');
const HAN = /\p{Script=Han}/u;
let passed = 0;
let failed = 0;

async function check(name: string, body: () => unknown): Promise<void> {
  const start = performance.now();
  try {
    const note = await body();
    passed++;
    const time = Math.round(performance.now() - start);
    console.log(`ok      ${name} (${time} ms)${typeof note === 'string' ? `: ${note}` : ''}`);
  } catch (error) {
    failed++;
    console.log(`FAILED  ${name}\n        ${String((error as Error).message).slice(0, 3000)}`);
  }
}

function must(condition: boolean, message: string): void {
  if (!condition) throw new Error(message);
}

function leaklint(args: readonly string[], codes: readonly number[] = [0]): string {
  const done = spawnSync(process.execPath, [main, ...args], {
    encoding: 'utf8',
    cwd: root,
    maxBuffer: 1 << 28,
  });
  must(codes.includes(done.status ?? -1), `leaklint ${args[0]} ended with ${done.status}: ${done.stderr}`);
  return done.stdout;
}

/** The path of a program, installed by apt where it is missing. */
function program(names: readonly string[], packages: readonly string[]): string {
  const find = (): string | undefined =>
    names
      .map((name) => spawnSync('which', [name], { encoding: 'utf8' }).stdout.trim())
      .find((one) => one !== '');
  const found = find();
  if (found !== undefined) return found;
  console.log(`installing ${packages.join(' ')}`);
  spawnSync('apt-get', ['update', '-qq'], { stdio: 'ignore' });
  spawnSync('apt-get', ['install', '-y', '-qq', '--no-install-recommends', ...packages], { stdio: 'ignore' });
  const installed = find();
  if (installed === undefined) throw new Error(`needs ${names[0]}: install ${packages.join(' ')}`);
  return installed;
}

interface Opened {
  readonly page: Page;
  readonly faults: string[];
  readonly requests: string[];
}

async function open(
  browser: Browser,
  file: string,
  options: { dark?: boolean; width?: number } = {},
): Promise<Opened> {
  const context = await browser.newContext({
    viewport: { width: options.width ?? 1360, height: 900 },
    colorScheme: options.dark === true ? 'dark' : 'light',
    offline: true,
  });
  const page = await context.newPage();
  const faults: string[] = [];
  const requests: string[] = [];
  page.on('console', (message) => {
    if (message.type() === 'error' || message.type() === 'warning') faults.push(message.text());
  });
  page.on('pageerror', (error) => faults.push(error.message));
  page.on('request', (request) => requests.push(request.url()));
  await page.goto(pathToFileURL(file).href);
  return { page, faults, requests };
}

async function violations(page: Page): Promise<string[]> {
  // Evaluated by the debugger: the page's own policy lets no script in.
  await page.evaluate(fs.readFileSync(axe, 'utf8'));
  return page.evaluate(async () => {
    type Node = { target: string[]; failureSummary?: string };
    const runner = (
      globalThis as unknown as {
        axe: { run(options: object): Promise<{ violations: { id: string; nodes: Node[] }[] }> };
      }
    ).axe;
    const { violations: found } = await runner.run({ resultTypes: ['violations'] });
    return found.map(
      ({ id, nodes }) =>
        `${id}: ${nodes
          .slice(0, 3)
          .map((node) => `${node.target.join(' ')} ${node.failureSummary ?? ''}`)
          .join(' | ')}`,
    );
  });
}

const shot = (page: Page, name: string, full = false): Promise<Buffer> =>
  page.screenshot({ path: path.join(folder, `${name}.png`), fullPage: full });

async function htmlChecks(browser: Browser): Promise<void> {
  for (const locale of ['zh-CN', 'en'] as const) {
    const file = path.join(folder, `site-${locale}.html`);
    await check(`scan --format html, ${locale}`, () => {
      leaklint([
        'scan',
        'corpus/site',
        '-f',
        'html',
        '-o',
        file,
        '--locale',
        locale,
        '--fail-on',
        'none',
        '--today',
        '2026-11-24',
      ]);
    });
    await check(
      `${locale}: opens without network, faults or axe violations, light, dark and narrow`,
      async () => {
        for (const [name, options] of [
          ['light', {}],
          ['dark', { dark: true }],
          ['narrow', { width: 420 }],
        ] as const) {
          const { page, faults, requests } = await open(browser, file, options);
          await page.waitForSelector('html.ready');
          const found = await violations(page);
          await shot(page, `site-${locale}-${name}`, name === 'narrow');
          if (name !== 'narrow') {
            await page.locator('#findings-title').scrollIntoViewIfNeeded();
            await page.evaluate(() => document.getElementById('findings-title')?.scrollIntoView());
            await shot(page, `site-${locale}-${name}-list`);
          }
          must(found.length === 0, found.join('\n'));
          must(faults.length === 0, faults.join('\n'));
          must(requests.length === 1, `requests: ${requests.join(' ')}`);
          must(
            (await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth + 1)) === true,
            `${name}: scrolls sideways`,
          );
          await page.context().close();
        }
      },
    );
    await check(`${locale}: no raw value in the file`, () => {
      const text = fs.readFileSync(file, 'utf8');
      const raw = JSON.parse(
        leaklint([
          'scan',
          'corpus/site',
          '-f',
          'json',
          '--reveal',
          '--fail-on',
          'none',
          '--today',
          '2026-11-24',
        ]),
      ) as { results: ScanResult[] };
      const values = raw.results.flatMap((one) =>
        one.findings
          .filter((finding) => finding.entity !== 'address' && finding.disposition !== 'masked')
          .map((finding) => finding.value ?? ''),
      );
      must(values.length > 50, 'no values to look for');
      must(
        values.every((value) => value.length < 6 || !text.includes(value)),
        'a raw value is in the report',
      );
    });
  }
  const file = path.join(folder, 'site-zh-CN.html');
  await check('filters: disposition, kind, file, text, breakdown buttons, reset', async () => {
    const { page } = await open(browser, file);
    const total = async (): Promise<number> =>
      Number(/\d+/.exec((await page.textContent('#status')) ?? '')?.[0] ?? 0);
    const all = await total();
    must(all > 100, `${all} findings`);
    await page.selectOption('#by-entity', { label: '银行卡号' });
    const cards = await total();
    must(cards > 0 && cards < all, `cards ${cards}`);
    must(
      (await page.locator('#list .kind').allTextContents()).every((one) => one.startsWith('银行卡号')),
      'other kinds are shown',
    );
    await page.selectOption('#by-disposition', { label: '泄露' });
    must((await total()) <= cards, 'a second filter widens');
    await page.click('button[type=reset]');
    await page.waitForFunction(
      (count) => document.getElementById('status')?.textContent?.includes(String(count)),
      all,
    );
    await page.fill('#by-file', 'jielong');
    await page.waitForFunction(
      (count) => !document.getElementById('status')?.textContent?.includes(String(count)),
      all,
    );
    must(
      (await page.locator('#list .file').allTextContents()).every((one) => one.includes('jielong')),
      'other files are shown',
    );
    await page.fill('#by-text', '没有这样的文字');
    await page.waitForSelector('#list', { state: 'hidden' });
    await page.click('[data-set="by-entity"] >> nth=0');
    await page.waitForFunction(
      () => (document.getElementById('by-entity') as HTMLSelectElement).value !== '',
    );
    await page.waitForSelector('#list', { state: 'visible' });
    must((await total()) > 0, 'breakdown button shows nothing');
    await page.context().close();
  });
  await check('keyboard: j, k, /, Escape, ] and [; off when asked', async () => {
    const { page } = await open(browser, file);
    const current = (): Promise<string | null> => page.getAttribute('[aria-current]', 'data-row');
    must((await current()) === '0', 'nothing is selected at first');
    await page.keyboard.press('j');
    await page.keyboard.press('j');
    must((await current()) === '2', 'j');
    must(
      (await page.evaluate(() => (document.activeElement as HTMLElement).dataset.row)) === '2',
      'focus follows',
    );
    await page.keyboard.press('k');
    must((await current()) === '1', 'k');
    await page.keyboard.press(']');
    must((await current()) === '100', ']');
    await page.keyboard.press('[');
    must((await current()) === '0', '[');
    await page.keyboard.press('/');
    must((await page.evaluate(() => document.activeElement?.id)) === 'by-text', '/');
    await page.keyboard.type('jk');
    must((await page.inputValue('#by-text')) === 'jk', 'keys type text in a field');
    await page.fill('#by-text', '');
    await page.keyboard.press('Escape');
    await page.uncheck('#keys');
    await page.keyboard.press('j');
    must((await current()) === '0', 'shortcuts go on although they are off');
    await page.context().close();
  });
  await check('details: context with marks, masked', async () => {
    const { page } = await open(browser, file);
    await page.fill('#by-file', 'jielong');
    await page.waitForFunction(() => document.querySelectorAll('#list li').length < 60);
    await page.locator('#list .open').first().click();
    const mark = (await page.textContent('#detail mark.this')) ?? '';
    must(mark.includes('****') && !/\d{7}/.test(mark), 'the mark is not masked');
    await page.context().close();
  });
  await check('print: every finding, no controls', async () => {
    const { page } = await open(browser, file);
    await page.emulateMedia({ media: 'print' });
    await page.evaluate(() => window.dispatchEvent(new Event('beforeprint')));
    const [shown, cards] = await page.evaluate(
      () =>
        [
          document.getElementById('status')?.textContent ?? '',
          document.querySelectorAll('#list li').length,
        ] as const,
    );
    must(Number(/\d+/.exec(shown)?.[0]) === cards, `${cards} cards of ${shown}`);
    must(!(await page.isVisible('#filters')), 'filters are printed');
    await page.pdf({ path: path.join(folder, 'print.pdf'), format: 'A4' });
    await page.context().close();
  });
  await check('10,000 findings open in under 3 s, and filter in under 1 s', async () => {
    const { htmlReport, SummaryBuilder, Excerpts } = (await import(
      path.join(root, 'dist/report/index.js')
    )) as typeof import('../../src/report/index.js');
    const { results, text } = manyFindings(500, 20);
    const summary = new SummaryBuilder();
    for (const one of results) summary.add(one);
    const excerpts = new Map(results.map((one) => [one, new Excerpts(text(one), one)]));
    const page10k = htmlReport(results, {
      locale: 'zh-CN',
      version: '0.0.0',
      summary: summary.build(),
      excerptOf: (result, finding) => excerpts.get(result)?.of(finding),
    });
    const large = path.join(folder, 'many.html');
    fs.writeFileSync(large, page10k);
    const times: number[] = [];
    for (let round = 0; round < 3; round++) {
      const context = await browser.newContext({ viewport: { width: 1360, height: 900 }, offline: true });
      const page = await context.newPage();
      const start = performance.now();
      await page.goto(pathToFileURL(large).href);
      await page.waitForSelector('html.ready');
      await page.evaluate(
        () => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done))),
      );
      times.push(performance.now() - start);
      if (round === 2) {
        must((await page.textContent('#status'))?.includes('10000') === true, 'not all findings');
        const before = performance.now();
        await page.fill('#by-text', '手机');
        await page.waitForFunction(() => !document.getElementById('status')?.textContent?.includes('10000'));
        must(performance.now() - before < 1000, 'the text filter is slow');
        const found = await violations(page);
        must(found.length === 0, found.join('\n'));
        await shot(page, 'many');
      }
      await context.close();
    }
    must(Math.max(...times) < 3000, `${times.map(Math.round).join(', ')} ms`);
    return `${times.map(Math.round).join(', ')} ms, ${(page10k.length / 1e6).toFixed(1)} M characters`;
  });
  await check('hostile names run nothing', async () => {
    const { htmlReport, SummaryBuilder } = (await import(
      path.join(root, 'dist/report/index.js')
    )) as typeof import('../../src/report/index.js');
    const { results } = manyFindings(1, 2);
    const evil = '</script><img src=x onerror="document.title=1"><!--<script>document.title=2</script>';
    const hostile = results.map((one) => ({
      ...one,
      artifact: `${evil}/a/b.html`,
      findings: one.findings.map((finding) => ({
        ...finding,
        entity: evil,
        masked: evil,
        evidence: [{ code: 'label', text: evil }],
      })),
      coverage: { units: 1, read: 0, unread: [{ place: { part: evil }, code: evil }] },
    }));
    const summary = new SummaryBuilder();
    for (const one of hostile) summary.add(one);
    const evilFile = path.join(folder, 'hostile.html');
    fs.writeFileSync(evilFile, htmlReport(hostile, { locale: 'en', version: '0', summary: summary.build() }));
    const { page, faults, requests } = await open(browser, evilFile);
    await page.waitForSelector('html.ready');
    must(
      (await page.title()) === 'Personal data report' && (await page.locator('img').count()) === 0,
      'markup got in',
    );
    must(faults.length === 0 && requests.length === 1, [...faults, ...requests].join('\n'));
    must(((await page.textContent('#list')) ?? '').includes('onerror'), 'the name is not shown');
    await page.context().close();
  });
}

async function bulletinChecks(browser: Browser): Promise<void> {
  const before = path.join(folder, 'before.ndjson');
  const after = path.join(folder, 'after.ndjson');
  fs.writeFileSync(before, manyNdjson(12, 6, 0));
  fs.writeFileSync(after, manyNdjson(12, 6, 3));
  for (const locale of ['zh-CN', 'en'] as const) {
    await check(`report: HTML bulletin, ${locale}`, async () => {
      const file = path.join(folder, `bulletin-${locale}.html`);
      leaklint([
        'report',
        after,
        '--previous',
        before,
        '-f',
        'html',
        '-o',
        file,
        '--locale',
        locale,
        '--date',
        '2026-11-24',
      ]);
      const { page, faults, requests } = await open(browser, file);
      const found = await violations(page);
      await shot(page, `bulletin-${locale}`, true);
      must(found.length === 0, found.join('\n'));
      must(faults.length === 0 && requests.length === 1, [...faults, ...requests].join('\n'));
      const words = (await page.textContent('main')) ?? '';
      if (locale === 'zh-CN') {
        for (const word of ['发布信息涉个人隐私，如', '已整改', '未整改', '新增'])
          must(words.includes(word), `no ${word}`);
      } else must(!HAN.test((await page.textContent('h1, h2')) ?? ''), 'Chinese words in the English report');
      await page.context().close();
    });
  }
  const office = installOffice(['writer', 'calc']);
  for (const [format, target, word] of [
    ['docx', 'txt:Text (encoded):UTF8', '未整改'],
    ['xlsx', 'csv:Text - txt - csv (StarCalc):44,34,76,1,,0,false,true,false,false,false,-1', '已整改'],
  ] as const) {
    await check(`report: ${format} opens in LibreOffice`, () => {
      const file = path.join(folder, `bulletin.${format}`);
      leaklint(['report', after, '--previous', before, '-f', format, '-o', file, '--date', '2026-11-24']);
      const out = path.join(folder, format);
      const profile = pathToFileURL(path.join(folder, 'office')).href;
      const convert = (to: string): void =>
        void execFileSync(
          office,
          [`-env:UserInstallation=${profile}`, '--headless', '--convert-to', to, '--outdir', out, file],
          { stdio: 'pipe', timeout: 180_000 },
        );
      convert(target);
      const text = fs
        .readdirSync(out)
        .map((name) => fs.readFileSync(path.join(out, name), 'utf8'))
        .join('\n');
      must(text.includes('发布信息涉个人隐私，如') && text.includes(word), 'the text is not there');
      convert('pdf');
      must(
        fs.readdirSync(out).some((name) => name.endsWith('.pdf')),
        'no PDF',
      );
    });
  }
}

function manyNdjson(files: number, each: number, skip: number): string {
  const { results } = manyFindings(files, each);
  // What was rectified is gone, what is new came behind.
  const kept = results.map((one, index) => ({
    ...one,
    findings: index % 3 === 0 ? one.findings.slice(skip) : one.findings.slice(0, each - (skip === 0 ? 2 : 0)),
  }));
  return `${kept.map((one) => JSON.stringify({ ...one, verdict: one.findings.length > 0 ? 'block' : 'pass' })).join('\n')}\n${JSON.stringify({ summary: { documents: kept.length } })}\n`;
}

async function sarifChecks(): Promise<void> {
  const tools = path.join(folder, 'tools');
  let tool = '';
  await check('sarif-multitool installs', () => {
    fs.mkdirSync(tools);
    fs.writeFileSync(path.join(tools, 'package.json'), '{"private":true}');
    execFileSync('npm', ['install', '--no-audit', '--no-fund', '@microsoft/sarif-multitool@5.7.0'], {
      cwd: tools,
      stdio: 'pipe',
    });
    const home = path.join(tools, 'node_modules/@microsoft/sarif-multitool-linux');
    tool = path.join(home, 'Sarif.Multitool');
    must(fs.existsSync(tool), `no ${tool}: ${fs.readdirSync(home).join(' ')}`);
    fs.chmodSync(tool, 0o755);
  });
  for (const locale of ['zh-CN', 'en'] as const) {
    await check(`SARIF, ${locale}: the multitool's rules and GitHub's`, () => {
      const file = path.join(folder, `site-${locale}.sarif`);
      const verdict = path.join(folder, `validated-${locale}.sarif`);
      const env = { ...process.env, LEAKLINT_KEY: 'a key of more than sixteen bytes' };
      const done = spawnSync(
        process.execPath,
        [main, 'scan', 'corpus/site', '-f', 'sarif', '-o', file, '--locale', locale, '--fail-on', 'none'],
        { cwd: root, env },
      );
      must(done.status === 0, String(done.stderr));
      // Its exit code is 0 whatever it finds: what counts is what it writes.
      spawnSync(
        tool,
        ['validate', file, '--output', verdict, '--rule-kind', 'Sarif;Ghas', '--log', 'ForceOverwrite'],
        { encoding: 'utf8', timeout: 120_000 },
      );
      const log = JSON.parse(fs.readFileSync(verdict, 'utf8').replace(/^\ufeff/, '')) as {
        runs: {
          results?: {
            ruleId: string;
            level?: string;
            message: { text?: string; arguments?: string[]; id?: string };
          }[];
        }[];
      };
      const grave = log.runs
        .flatMap((run) => run.results ?? [])
        .filter((one) => one.level === 'error' || one.level === undefined || one.level === 'warning')
        // The project has no home page to name.
        .filter((one) => one.ruleId !== 'SARIF2005');
      const rules = new Map<string, number>();
      for (const one of grave)
        rules.set(`${one.level ?? 'warning'} ${one.ruleId} ${JSON.stringify(one.message).slice(0, 300)}`, 1);
      must(grave.length === 0, [...rules.keys()].slice(0, 10).join('\n'));
      const notes = log.runs.flatMap((run) => run.results ?? []).length;
      return `0 errors, 0 warnings, ${notes} notes`;
    });
  }
}

async function run(): Promise<void> {
  console.log(`screenshots and reports: ${folder}`);
  let browser: Browser | undefined;
  await check('Chromium starts', async () => {
    const executablePath = program(
      ['chromium', 'chromium-browser', 'google-chrome'],
      ['chromium', 'fonts-wqy-microhei'],
    );
    browser = await chromium.launch({
      executablePath,
      args: ['--no-sandbox', '--disable-background-networking', '--disable-gpu'],
    });
    return browser.version();
  });
  if (browser !== undefined) {
    await htmlChecks(browser);
    await bulletinChecks(browser);
    await browser.close();
  }
  await sarifChecks();
  console.log(`${passed} passed, ${failed} failed`);
  process.exitCode = failed === 0 ? 0 : 1;
}

await run();
