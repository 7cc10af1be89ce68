/** Arguments → exit code. */
import { createRequire } from 'node:module';
import { localeFlag, parseFlags } from './flags.js';
import { help, helpText } from './help.js';
import { Closed, type Io, UsageError } from './io.js';
import { localeOf } from './locale.js';
import { inWords, type Said, saidOf, say } from './words.js';

const version = (): string =>
  (createRequire(import.meta.url)('../../package.json') as { version: string }).version;

/** Never throws: what goes wrong is said on standard error and in the exit code. */
export async function run(args: readonly string[], io: Io): Promise<number> {
  try {
    return await command(args, io);
  } catch (error) {
    // Help or a list that nobody reads to its end; a scan judges by itself what its reader missed.
    if (error instanceof Closed) return 0;
    io.err(`leaklint: ${inWords(faultOf(error), await localeOf(args, io))}\n`);
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
      return settings === 'help' ? help(rest, io, 'scan') : scanCommand(settings, io, version());
    }
    case 'redact': {
      const [{ redactSettings }, { redactCommand }] = await Promise.all([
        import('./settings.js'),
        import('./redact-command.js'),
      ]);
      const settings = redactSettings(rest, io);
      return settings === 'help' ? help(rest, io, 'redact') : redactCommand(settings, io);
    }
    case 'report':
      return (await import('./report-command.js')).reportCommand(rest, io, () => help(rest, io, 'report'));
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
      return help(rest, io);
    case undefined:
      io.err(helpText([], io.env));
      return 2;
    default:
      throw new UsageError(
        say`unknown command "${name}"; commands: ${'scan, redact, report, serve, filter, mcp, plan, worker, feed, merge, explain'} (leaklint --help)`,
      );
  }
}

function faultOf(error: unknown): Said {
  if (error instanceof UsageError) return error.said;
  // What the library says about an option names no value of a document.
  const own =
    error instanceof TypeError || error instanceof RangeError || (error as Error)?.name === 'MissingPackage';
  return own
    ? saidOf((error as Error).message)
    : say`fatal error (${(error as Error | undefined)?.name ?? 'unknown'})`;
}

async function explainCommand(args: readonly string[], io: Io): Promise<number> {
  const { codes, explain, similar } = await import('./explain-command.js');
  const { values, positionals: wanted } = parseFlags(args, {
    locale: { type: 'string' },
    help: { type: 'boolean', short: 'h' },
  });
  if (values.help === true) return help(args, io);
  if (values.locale !== undefined) localeFlag(values.locale);
  const locale = await localeOf(args, io);
  if (wanted.length === 0) await io.out(`${codes(locale).join('\n')}\n`);
  for (const code of wanted) {
    const text = explain(code, locale);
    if (text === undefined) {
      const near = similar(code, locale);
      throw new UsageError(
        near.length > 0
          ? say`unknown code "${code}"; near: ${near.join(', ')}`
          : say`unknown code "${code}"; leaklint explain lists all`,
      );
    }
    await io.out(text);
  }
  return 0;
}
