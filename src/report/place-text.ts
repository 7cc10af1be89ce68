/** Places and evidence in words. */
import type { Evidence, Place } from '../core/index.js';
import { fill, type Messages, word } from './messages/index.js';
import { printable } from './width.js';

/** Where a person finds it: line and column, page, table cell, sheet cell. */
export function placeText(place: Place, messages: Messages): string {
  const { phrases } = messages;
  switch (place.kind) {
    case 'page':
      return fill(phrases.page, { page: place.page });
    case 'cell':
      return fill(phrases.cell, { sheet: printable(place.sheet), ref: printable(place.ref) });
    case 'text': {
      const { near } = place;
      if (near?.table !== undefined && near.row !== undefined && near.column !== undefined) {
        return fill(phrases.table, { table: near.table, row: near.row, column: near.column });
      }
      if (near?.paragraph !== undefined) return fill(phrases.paragraph, { paragraph: near.paragraph });
      return fill(phrases.line, { line: place.line, column: place.column });
    }
  }
}

/** One piece of evidence in words; an unknown code stays readable. */
export function evidenceText(evidence: Evidence, messages: Messages): string {
  const text = evidence.text === undefined ? undefined : printable(evidence.text);
  return fill(word(messages.evidence, evidence.code), { text, count: evidence.count });
}

/** What a diagnostic means and what to do; for a code without words, `message`, else the code. */
export function diagnosticText(code: string, messages: Messages, message = ''): string {
  const { diagnostics, phrases } = messages;
  if (!Object.hasOwn(diagnostics, code)) return printable(message === '' ? code : message);
  const { meaning, todo } = diagnostics[code]!;
  return `${meaning}${/[。.]$/.test(meaning) && phrases.colon === ': ' ? ' ' : ''}${todo}`;
}
