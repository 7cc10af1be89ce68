/** What the headers of a table say of whose the values in it are. */
import type { LabelHit } from '../core/index.js';
import type { Cues } from './cues.js';
import { addOwner, type Draft, has } from './draft.js';
import type { Subject } from './entry-subject.js';

/** Kinds of header that say that the rows are private persons. */
const PERSONAL_HEADERS = ['resident-id', 'bank-account', 'address', 'sensitive', 'birth-date'];

/** What the headers of a table say of its rows. */
interface Headers {
  /** Those of `PERSONAL_HEADERS` that are there. */
  readonly personal: readonly string[];
  readonly name: string | undefined;
  readonly office: string | undefined;
}

/** A header of names that only persons have; an applicant may be a body. */
const NAMES_PERSON = /姓名$|^户主$|^xingming$/;

/** By the list of a table's labels, which all its cells share. */
const headersRead = new WeakMap<readonly LabelHit[], Headers>();

function headersOf(table: readonly LabelHit[]): Headers {
  let headers = headersRead.get(table);
  if (headers === undefined) {
    const kinds = new Set(
      table.filter(({ kind }) => !kind.endsWith('.official')).map(({ kind }) => kind.split('.')[0]!),
    );
    headers = {
      personal: PERSONAL_HEADERS.filter((kind) => kinds.has(kind)),
      name: table.find(({ kind }) => kind === 'name')?.word,
      office: table.find(({ kind }) => kind === 'contact' || kind === 'office' || kind === 'phone.official')
        ?.word,
    };
    headersRead.set(table, headers);
  }
  return headers;
}

export function tableEvidence(draft: Draft, cues: Cues, subject: Subject | undefined): void {
  // The row of a body in a table of persons, or the one whom it names.
  if (subject?.of === 'body') return;
  const { context, view, cell, candidate } = draft;
  const { name, office, ...headers } = headersOf(context.table);
  const personal = headers.personal.filter((kind) => kind !== candidate.entity);
  const bodies = cell === undefined ? undefined : cues.tableOfBodies.exec(view.tables.headerText(cell))?.[0];
  // 姓名 beside 账号: no body has such a column, whatever bank the account is at.
  const holders =
    candidate.entity.startsWith('bank') && bodies === undefined && NAMES_PERSON.test(name ?? '');
  if (
    holders ||
    (personal.length > 0 && (name !== undefined || (personal.length > 1 && bodies === undefined)))
  ) {
    addOwner(draft, name === undefined ? { code: 'person-table' } : { code: 'person-table', text: name });
  } else if (name !== undefined) addOwner(draft, { code: 'staff-roster', text: name });
  else if (cell !== undefined && cues.tableOfPersons.test(view.tables.headerText(cell))) {
    // 收货人, 门店: the rows are persons, whatever body deals with each.
    return;
  } else if ((bodies !== undefined || office !== undefined) && !has(draft, 'label-private')) {
    // 来电号码 beside 承办单位: the caller's, whoever deals with it.
    addOwner(draft, { code: 'contact-table', text: bodies ?? office! });
  }
}
