/** Places and evidence in words. */
import type { Evidence, MaskUnion, Place, Suggestion } from '../core/index.js';
import { fill, type Messages, word } from './messages/index.js';
import type { Summary } from './summary.js';
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

/** Evidence of one finding, each thing said once: a general code repeats the words of a special one. */
export function evidenceTexts(evidence: readonly Evidence[], messages: Messages): string[] {
  const codes = new Set(evidence.map(({ code }) => code));
  const said = evidence.filter(({ code, text }) => {
    const special =
      code === 'label-address' ? 'label-private' : code === 'list-of-persons' ? 'person-table' : '';
    return (
      !codes.has(special) || !evidence.some((one) => one.code === special && (text ?? one.text) === one.text)
    );
  });
  return [...new Set(said.map((one) => evidenceText(one, messages)))];
}

/** What to do, and what stands there afterwards; '' without a suggestion. */
export function suggestionText(suggestion: Suggestion | undefined, messages: Messages): string {
  if (suggestion === undefined) return '';
  const { action, replacement } = suggestion;
  const what = word(messages.actions, action);
  return action === 'keep' || replacement === ''
    ? what
    : `${what}${messages.phrases.actionMark}${fill(messages.phrases.sameTo, { replacement: printable(replacement) })}`;
}

/** Where inside a file, for a person: the part that holds the body of a document is no news to them. */
export function partText(place: Place): string {
  const told = place.kind === 'cell' || (place.kind === 'text' && place.near !== undefined);
  return told && BODY_PART.test(place.part) ? '' : place.part;
}

const BODY_PART =
  /^(?:word\/document\d*\.xml|xl\/worksheets\/sheet\d+\.xml|ppt\/slides\/slide\d+\.xml|content\.xml)$/;

/**
 * What a diagnostic means and what to do; for a code without words, `message`, else the code.
 *
 * @param reason Which of a code's causes it is, where that has words of its own.
 */
export function diagnosticText(code: string, messages: Messages, message = '', reason = ''): string {
  const { diagnostics, phrases } = messages;
  const known = [`${code}/${reason}`, code].find((one) => Object.hasOwn(diagnostics, one));
  if (known === undefined) return printable(message === '' ? code : message);
  const { meaning, todo } = diagnostics[known]!;
  return `${meaning}${/[。.]$/.test(meaning) && phrases.colon === ': ' ? ' ' : ''}${todo}`;
}

/** Files that are named of those whose masks combine. */
const MOST_PLACES = 3;

/** Masks in several documents that give a value back together. */
export function unionText({ entity, left, findings }: MaskUnion, messages: Messages): string {
  const { entities, phrases } = messages;
  const where = [...new Set(findings.map(({ artifact }) => printable(artifact)))].slice(0, MOST_PLACES);
  return fill(phrases.maskUnion, { name: word(entities, entity), left, where: where.join(phrases.listMark) });
}

/** What was not scanned because the caller wanted only the rest, a line each. */
export function leftOutText({ leftOut }: Summary, { phrases }: Messages): string[] {
  const { unchanged = 0, old = 0 } = leftOut ?? {};
  return [
    ...(unchanged > 0 ? [fill(phrases.unchanged, { count: unchanged })] : []),
    ...(old > 0 ? [fill(phrases.old, { count: old })] : []),
  ];
}
