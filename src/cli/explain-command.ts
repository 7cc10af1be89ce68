/** `leaklint explain CODE`: what a code means and what to do about it. */
import { fill, type Locale, messagesFor } from '../report/index.js';

/** @returns The text, or undefined for a code that nothing here gives. */
export function explain(code: string, locale: Locale): string | undefined {
  const messages = messagesFor(locale);
  const own = <T>(table: Readonly<Record<string, T>>): T | undefined =>
    Object.hasOwn(table, code) ? table[code] : undefined;
  const diagnostic = own(messages.diagnostics);
  if (diagnostic !== undefined) return `${code}\n  ${diagnostic.meaning}\n  ${diagnostic.todo}\n`;
  const texts: (string | undefined)[] = [
    own(messages.dispositions) === undefined
      ? undefined
      : `${own(messages.dispositions)}: ${own(messages.dispositionMeanings) ?? ''}`,
    own(messages.entities),
    own(messages.subtypes),
    evidence(own(messages.evidence)),
    own(messages.channels),
    own(messages.verdicts),
    own(messages.actions),
  ];
  const known = texts.filter((text) => text !== undefined);
  return known.length === 0 ? undefined : `${[code, ...known.map((text) => `  ${text}`)].join('\n')}\n`;
}

/** Every code that `explain` knows, sorted. */
export function codes(locale: Locale): string[] {
  const messages = messagesFor(locale);
  const { diagnostics, dispositions, entities, evidence: evidences } = messages;
  return [
    ...new Set([diagnostics, dispositions, entities, evidences].flatMap((table) => Object.keys(table))),
  ].sort();
}

/** Codes that share a word with an unknown one. */
export function similar(code: string, locale: Locale): string[] {
  const words = code
    .toLowerCase()
    .split(/[^a-z0-9]+/)
    .filter((one) => one.length > 2);
  return codes(locale)
    .filter((known) => words.some((one) => known.includes(one)))
    .slice(0, 8);
}

function evidence(template: string | undefined): string | undefined {
  return template === undefined ? undefined : fill(template, { text: '…', count: '…' });
}
