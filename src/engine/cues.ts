/** Cue words as patterns: what kind of document, line or table this is. Built once from `patterns/documents`. */

import { Roles } from './roles.js';

/** One alternation of literal words; linear, no quantifier. */
function anyOf(words: readonly string[] | undefined): RegExp {
  const literal = [...(words ?? [])]
    .sort((a, b) => b.length - a.length)
    .map((word) => word.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&'));
  return new RegExp(literal.length > 0 ? literal.join('|') : '(?!)');
}

export class Cues {
  readonly roles: Roles;
  readonly lawful: RegExp;
  readonly personList: RegExp;
  readonly organisation: RegExp;
  readonly bank: RegExp;
  readonly title: RegExp;
  readonly person: RegExp;
  readonly tableOfBodies: RegExp;
  readonly tableOfPersons: RegExp;
  readonly example: RegExp;
  readonly published: RegExp;
  /** What a field is called that only persons have, that only bodies have, that names another body than the entry's. */
  readonly fieldPerson: RegExp;
  readonly fieldOpen: RegExp;
  readonly fieldElse: RegExp;
  /** Policy → titles that call for it, in the order of `patterns/documents/cues.tsv`. */
  readonly pages: readonly (readonly [policy: string, words: RegExp])[];

  /** Whether a word looks like a personal name. */
  readonly isName: (word: string) => boolean;

  constructor(words: Readonly<Record<string, readonly string[]>>, isName: (word: string) => boolean) {
    this.isName = isName;
    this.roles = new Roles(words);
    this.lawful = anyOf(words.lawful);
    this.personList = anyOf(words['person-list']);
    this.organisation = anyOf(words.organisation);
    this.bank = anyOf(words.bank);
    this.title = anyOf(words.title);
    this.person = anyOf(words.person);
    this.example = anyOf(words.example);
    this.published = anyOf(words.published);
    this.fieldPerson = anyOf(words['field-person']);
    this.fieldOpen = anyOf(words['field-open']);
    this.fieldElse = anyOf(words['field-else']);
    this.pages = Object.entries(words).flatMap(([kind, list]) =>
      kind.startsWith('page.') ? [[kind.slice('page.'.length), anyOf(list)] as const] : [],
    );
    this.tableOfBodies = anyOf(words['table-body']);
    this.tableOfPersons = anyOf(words['table-person']);
  }
}
