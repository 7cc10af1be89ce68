/** Diagnostics in the language of the scan. */
import type { Diagnostic } from '../../core/index.js';
import { diagnosticsZhCN } from './diagnostics-zh-CN.js';
import type { Locale } from './index.js';

/**
 * A diagnostic as people of the locale read it. Readers write English, with the particulars that they know; the
 * Chinese words are those of the code: what it means and what to do. An unknown code (of a caller's own detector) keeps its message.
 */
export function inLocale(diagnostic: Diagnostic, locale: Locale): Diagnostic {
  const { code, message } = diagnostic;
  if (locale === 'en' || !Object.hasOwn(diagnosticsZhCN, code)) return diagnostic;
  const { meaning, todo } = diagnosticsZhCN[code]!;
  const said = `${meaning}${todo}`;
  return message === said ? diagnostic : { ...diagnostic, message: said, detail: message };
}
