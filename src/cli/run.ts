/** Arguments → exit code. */
import { createRequire } from 'node:module';
import type { Locale } from '../report/index.js';
import { HELP } from './help.js';
import { Closed, type Io, UsageError } from './io.js';

const version = (): string =>
  (createRequire(import.meta.url)('../../package.json') as { version: string }).version;

/** Never throws: what goes wrong is said on standard error and in the exit code. */
export async function run(args: readonly string[], io: Io): Promise<number> {
  try {
    return await command(args, io);
  } catch (error) {
    if (error instanceof Closed) return 0;
    // What the library says about an option names no value of a document.
    const own =
      error instanceof UsageError ||
      error instanceof TypeError ||
      error instanceof RangeError ||
      (error as Error)?.name === 'MissingPackage';
    io.err(
      `leaklint: ${own ? (error as Error).message : `fatal error (${(error as Error)?.name ?? 'unknown'})`}\n`,
    );
    return 2;
  }
}

async function command([name, ...rest]: readonly string[], io: Io): Promise<number> {
  switch (name) {
    case 'scan': {
      const [{ scanSettings }, { scanCommand }] = await Promise.all([
        import('./settings.js'),
        import('./scan-command.js'),
      ]);
      const settings = scanSettings(rest, io);
      return settings === 'help' ? help(io) : scanCommand(settings, io, version());
    }
    case 'redact': {
      const [{ redactSettings }, { redactCommand }] = await Promise.all([
        import('./settings.js'),
        import('./redact-command.js'),
      ]);
      const settings = redactSettings(rest, io);
      return settings === 'help' ? help(io) : redactCommand(settings, io);
    }
    case 'report':
      return (await import('./report-command.js')).reportCommand(rest, io, () => help(io));
    case 'explain':
      return explainCommand(rest, io);
    case 'serve':
      return (await import('./serve-command.js')).serveCommand(rest, io, version());
    case 'mcp':
      return (await import('./mcp-command.js')).mcpCommand(rest, io, version());
    case 'filter':
      return (await import('./filter-command.js')).filterCommand(rest, io);
    case 'plan':
      return (await import('./shard-commands.js')).planCommand(rest, io, version());
    case 'worker':
      return (await import('./shard-commands.js')).workerCommand(rest, io, version());
    case 'feed':
      return (await import('./shard-commands.js')).feedCommand(rest, io);
    case 'merge':
      return (await import('./shard-commands.js')).mergeCommand(rest, io);
    case '--version':
    case '-v':
    case '-V':
      await io.out(`${version()}\n`);
      return 0;
    case 'help':
    case '--help':
    case '-h':
      return help(io);
    case undefined:
      io.err(HELP);
      return 2;
    default:
      throw new UsageError(
        `unknown command "${name}"; commands: scan, redact, report, serve, filter, mcp, plan, worker, merge, explain (leaklint --help)`,
      );
  }
}

async function help(io: Io): Promise<number> {
  await io.out(HELP);
  return 0;
}

async function explainCommand(args: readonly string[], io: Io): Promise<number> {
  const { codes, explain, similar } = await import('./explain-command.js');
  const { parseArgs } = await import('node:util');
  let locale: Locale = 'zh-CN';
  let wanted: string[] = [];
  try {
    const { values, positionals } = parseArgs({
      args: [...args],
      options: { locale: { type: 'string' }, help: { type: 'boolean', short: 'h' } },
      allowPositionals: true,
    });
    if (values.help === true) return help(io);
    if (values.locale !== undefined && values.locale !== 'en' && values.locale !== 'zh-CN') {
      throw new UsageError('--locale must be zh-CN or en');
    }
    locale = values.locale ?? locale;
    wanted = positionals;
  } catch (error) {
    throw new UsageError((error as Error).message);
  }
  if (wanted.length === 0) await io.out(`${codes(locale).join('\n')}\n`);
  for (const code of wanted) {
    const text = explain(code, locale);
    if (text === undefined) {
      const near = similar(code, locale);
      throw new UsageError(`unknown code "${code}"${near.length > 0 ? `; near: ${near.join(', ')}` : ''}`);
    }
    await io.out(text);
  }
  return 0;
}
