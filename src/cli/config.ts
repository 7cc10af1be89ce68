/** Settings from a file: JSON, checked key by key; found from the working directory upward, never inside what is scanned. */
import fs from 'node:fs';
import path from 'node:path';
import { isDay } from './day.js';
import { UsageError } from './io.js';
import { type Said, say } from './words.js';

export const CONFIG_NAMES: readonly string[] = ['leaklint.config.json', '.leaklintrc.json'];

export interface Config {
  readonly entities?: readonly string[];
  readonly policy?: string | object;
  readonly locale?: 'zh-CN' | 'en';
  readonly failOn?: 'leak' | 'review' | 'any' | 'none';
  readonly format?: string;
  readonly jobs?: number;
  readonly timeout?: number;
  readonly maxBytes?: number;
  readonly maxDepth?: number;
  readonly limits?: Readonly<Record<string, number>>;
  readonly exclude?: readonly string[];
  readonly allow?: readonly (string | object)[];
  readonly risk?: boolean | { readonly k?: number };
  readonly baseline?: string;
  readonly keyFile?: string;
  readonly ocr?: 'auto' | 'off' | 'required';
}

export interface FoundConfig {
  readonly config: Config;
  /** Folder that paths in the file count from. */
  readonly folder: string;
  readonly warning?: Said;
}

type Check = (value: unknown) => Said | string | undefined;

const text: Check = (value) => (typeof value === 'string' && value !== '' ? undefined : 'must be a text');
const positive: Check = (value) =>
  typeof value === 'number' && Number.isFinite(value) && value > 0 ? undefined : 'must be a number above 0';
const oneOf =
  (...words: readonly string[]): Check =>
  (value) =>
    typeof value === 'string' && words.includes(value) ? undefined : say`must be one of ${words.join(', ')}`;
const texts: Check = (value) =>
  Array.isArray(value) && value.every((item) => typeof item === 'string')
    ? undefined
    : 'must be a list of texts';
const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
const textOrObject: Check = (value) =>
  isObject(value) ? undefined : text(value) && 'must be a name or an object';
const allowList: Check = (value) => {
  if (!Array.isArray(value)) return 'must be a list of texts or objects';
  for (const [index, item] of value.entries()) {
    const fault = typeof item === 'string' ? undefined : allowFault(item);
    if (fault !== undefined) return say`entry ${index + 1} ${fault}`;
  }
  return undefined;
};

/** An entry that does nothing would be taken for one that works. */
function allowFault(item: unknown): Said | string | undefined {
  if (!isObject(item)) return 'must be a text or an object';
  const stray = Object.keys(item).find(
    (name) => !['value', 'fingerprint', 'pattern', 'reason', 'expires'].includes(name),
  );
  if (stray !== undefined) return say`has "${stray}"; known: value, fingerprint, pattern, reason, expires`;
  if ([item.value, item.fingerprint, item.pattern].every((one) => text(one) !== undefined))
    return 'needs a value, a fingerprint or a pattern';
  if (item.pattern !== undefined && !isPattern(item.pattern))
    return 'has a pattern that is no regular expression';
  if (text(item.reason) !== undefined) return 'needs a reason';
  if (item.expires !== undefined && !isDay(item.expires)) return 'has an expires that is no day, YYYY-MM-DD';
  return undefined;
}
const numbers: Check = (value) => {
  if (!isObject(value)) return 'must be an object';
  const bad = Object.entries(value).find(([, item]) => positive(item) !== undefined);
  return bad === undefined ? undefined : say`"${bad[0]}" must be a number above 0`;
};

const CHECKS: Readonly<Record<keyof Config, Check>> = {
  entities: texts,
  risk: (value) =>
    typeof value === 'boolean' ||
    (isObject(value) &&
      Object.keys(value).every((name) => name === 'k' && positive(value[name]) === undefined))
      ? undefined
      : 'must be true, false or { "k": number }',
  policy: textOrObject,
  locale: oneOf('zh-CN', 'en'),
  failOn: oneOf('leak', 'review', 'any', 'none'),
  format: text,
  jobs: positive,
  timeout: positive,
  maxBytes: positive,
  maxDepth: positive,
  limits: numbers,
  exclude: texts,
  allow: allowList,
  baseline: text,
  keyFile: text,
  ocr: oneOf('auto', 'off', 'required'),
};

function isPattern(value: unknown): boolean {
  try {
    return typeof value === 'string' && new RegExp(value) !== undefined;
  } catch {
    return false;
  }
}

/** @throws UsageError that names the file and the key. */
export function readConfig(file: string): Config {
  let parsed: unknown;
  try {
    parsed = JSON.parse(fs.readFileSync(file, 'utf8').replace(/^\ufeff/, ''));
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code;
    throw new UsageError(
      say`${file}: ${code === undefined ? 'is not valid JSON' : say`could not be read (${code})`}`,
    );
  }
  if (!isObject(parsed)) throw new UsageError(say`${file}: must hold an object`);
  for (const [key, value] of Object.entries(parsed)) {
    if (key === '$schema') continue;
    if (!Object.hasOwn(CHECKS, key)) {
      throw new UsageError(say`${file}: unknown key "${key}"; known: ${Object.keys(CHECKS).join(', ')}`);
    }
    const fault = CHECKS[key as keyof Config](value);
    if (fault !== undefined) throw new UsageError(say`${file}: "${key}" ${fault}`);
  }
  return parsed as Config;
}

/**
 * The nearest configuration from `cwd` upward. One that lies inside a scanned folder is left alone, since whoever
 * wrote the scanned files could have written it; `warning` says so.
 */
export function findConfig(cwd: string, scanned: readonly string[]): FoundConfig {
  const roots = scanned.map((one) => realPath(path.resolve(cwd, one)));
  for (let folder = path.resolve(cwd); ; folder = path.dirname(folder)) {
    for (const name of CONFIG_NAMES) {
      const file = path.join(folder, name);
      if (!fs.existsSync(file)) continue;
      const real = realPath(file);
      if (
        !roots.some(
          (root) => real === root || real.startsWith(root.endsWith(path.sep) ? root : root + path.sep),
        )
      ) {
        return { config: readConfig(file), folder };
      }
      const warning = say`${file} lies inside what is scanned and is not used; name it with --config to use it`;
      return { config: {}, folder: cwd, warning };
    }
    if (path.dirname(folder) === folder) return { config: {}, folder: cwd };
  }
}

function realPath(file: string): string {
  try {
    return fs.realpathSync(file);
  } catch {
    return file;
  }
}
