/** The language of what a command says beside its report. */
import type { Locale } from '../report/index.js';
import type { Io } from './io.js';
import { spokenLocale } from './words.js';

/** The flag and the environment decide; a configuration file does where it can be read. */
export async function localeOf(args: readonly string[], io: Io): Promise<Locale> {
  const spoken = spokenLocale(args, io.env);
  if (spoken === 'en' || io.env.LEAKLINT_LOCALE === 'zh-CN') return spoken;
  if (args.some((one) => one.startsWith('--locale'))) return spoken;
  try {
    const { findConfig } = await import('./config.js');
    return findConfig(io.cwd, args).config.locale ?? spoken;
  } catch {
    return spoken;
  }
}
