/** Which policy fits a page: what its title says that it is. */
import type { Cues } from './cues.js';
import type { DocumentKind } from './document-kind.js';

/** A policy that the page calls for, and the word of ours that says so. */
export interface PageKind {
  readonly policy: string;
  readonly text: string;
}

/** Titles stand at the top; 民 事 判 决 书 is written with blanks. */
const TITLE_REACH = 300;

/** @param texts Running texts and titles of a document. Titles of the law come before lists, lists before anything else. */
export function pageKind(
  texts: readonly string[],
  { lawful, personList }: DocumentKind,
  cues: Cues,
): PageKind | undefined {
  if (lawful !== undefined) return undefined;
  const heads = texts.map((text) => text.slice(0, TITLE_REACH).replace(/\s+/g, ''));
  for (const [policy, words] of cues.pages) {
    for (const head of heads) {
      const text = words.exec(head)?.[0];
      if (text !== undefined) return { policy, text };
    }
  }
  return personList === undefined ? undefined : { policy: 'publicity-list', text: personList };
}
