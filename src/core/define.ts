/** Small constructors that give literals their types. */
import type { Diagnostic, Extraction, Format, Unread } from './types.js';

export function defineFormat(format: Format): Format {
  return format;
}

/** Nothing of the artifact was read. */
export function unreadable(code: string, message: string): Extraction {
  const diagnostic: Diagnostic = { code, severity: 'error', message };
  const unread: Unread = { part: '', code };
  return { segments: [], units: 1, unread: [unread], diagnostics: [diagnostic] };
}
