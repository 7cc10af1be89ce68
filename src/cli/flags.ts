/** Reading of flags, the same for every command: unknown ones are told with what was probably meant. */
import { type ParseArgsConfig, parseArgs } from 'node:util';
import { UsageError } from './io.js';
import { type Said, say } from './words.js';

type Options = NonNullable<ParseArgsConfig['options']>;
type Parsed<O extends Options> = ReturnType<
  typeof parseArgs<{ args: string[]; options: O; allowPositionals: true; allowNegative: true; strict: true }>
>;

/** @throws UsageError. */
export function parseFlags<const O extends Options>(
  args: readonly string[],
  options: O,
  allowPositionals = true,
): Parsed<O> {
  try {
    return parseArgs({
      args: [...args],
      options,
      allowPositionals,
      allowNegative: true,
      strict: true,
    }) as Parsed<O>;
  } catch (error) {
    throw new UsageError(fault(error as NodeJS.ErrnoException, options));
  }
}

export type Values = Readonly<Record<string, string | boolean | (string | boolean)[] | undefined>>;

export function textOf(values: Values, name: string): string | undefined {
  const value = values[name];
  return typeof value === 'string' ? value : undefined;
}

/** A flag's whole number, or undefined where the flag is not given. @throws UsageError. */
export function wholeNumber(values: Values, name: string, least = 1): number | undefined {
  const text = textOf(values, name);
  if (text === undefined) return undefined;
  const value = Number(text);
  if (/^\d{1,15}$/.test(text) && value >= least) return value;
  throw new UsageError(
    least === 1
      ? say`--${name} must be a whole number above 0`
      : say`--${name} must be a whole number from ${least}`,
  );
}

/** @throws UsageError. */
export function localeFlag(text: string): 'zh-CN' | 'en' {
  if (text !== 'zh-CN' && text !== 'en') throw new UsageError('--locale must be zh-CN or en');
  return text;
}

/** Node's own sentences → ours. They name flags, and stray words as they were given. */
function fault({ code, message }: NodeJS.ErrnoException, options: Options): Said | string {
  const named = /'([^']*)'/.exec(message)?.[1] ?? '';
  switch (code) {
    case 'ERR_PARSE_ARGS_UNKNOWN_OPTION': {
      const near = nearest(named, Object.keys(options));
      return near === undefined
        ? say`unknown option ${named} (leaklint --help)`
        : say`unknown option ${named}; did you mean --${near}?`;
    }
    case 'ERR_PARSE_ARGS_UNEXPECTED_POSITIONAL':
      return say`"${named}" is one word too many (leaklint --help)`;
    default: {
      const flag = /--[\w-]+/.exec(named)?.[0] ?? named;
      return message.includes('does not take an argument')
        ? say`${flag} takes no value`
        : say`${flag} needs a value; write ${flag}=VALUE if it begins with -`;
    }
  }
}

/** The flag that at most two letters part from what was written. */
function nearest(written: string, names: readonly string[]): string | undefined {
  const word = written.replace(/^-+/, '').replace(/=.*$/s, '');
  if (word.length < 3) return undefined;
  const ranked = names
    .map((name) => ({ name, far: name.startsWith(word) ? 0 : distance(word, name) }))
    .sort((a, b) => a.far - b.far);
  return ranked[0] !== undefined && ranked[0].far <= 2 ? ranked[0].name : undefined;
}

/** Levenshtein distance; a swap of two neighbours counts twice. */
function distance(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, index) => index);
  for (let i = 1; i <= a.length; i++) {
    const next = [i];
    for (let j = 1; j <= b.length; j++) {
      next.push(
        Math.min(row[j]! + 1, next[j - 1]! + 1, row[j - 1]! + (a.charAt(i - 1) === b.charAt(j - 1) ? 0 : 1)),
      );
    }
    row = next;
  }
  return row[b.length]!;
}
