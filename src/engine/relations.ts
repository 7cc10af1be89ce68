/**
 * Whose value is it? Evidence that comes from the neighbourhood: other findings of the row or line, the kind of
 * table, organisation names, contact blocks, the kind of document.
 */
import type { Cues } from './cues.js';
import { add, addOwner, type Draft } from './draft.js';

/** What the document as a whole says. */
export interface DocumentKind {
  readonly lawful: string | undefined;
  readonly personList: string | undefined;
  /** The title says that these contacts are meant for the public. */
  readonly published: string | undefined;
}

/** Text read for the kind of document: titles stand at the top. */
const TITLE_REACH = 600;
/** A list that a rule demands says so in its title, not in passing. */
const LAWFUL_REACH = 150;
/** A made-up value is announced right before it. */
const EXAMPLE_REACH = 24;
/** Text before a value that is read for names of bodies and descriptions of persons. */
const NEAR_REACH = 70;

const LIST_OF_BODIES =
  /(?:医院|机构|单位|企业|公司|学校|门店|酒店|项目|网点|药店|商家|部门|窗口|清单)[^，。\n]{0,6}(?:名单|名册|一览表|登记表|明细表|联系表|通讯录)/;

export function documentKind(texts: readonly string[], cues: Cues): DocumentKind {
  let lawful: string | undefined;
  let personList: string | undefined;
  let published: string | undefined;
  for (const text of texts) {
    const head = text.slice(0, TITLE_REACH);
    lawful ??= cues.lawful.exec(head.slice(0, LAWFUL_REACH))?.[0];
    published ??= cues.published.exec(head.slice(0, LAWFUL_REACH))?.[0];
    if (!LIST_OF_BODIES.test(head.slice(0, 200)))
      personList ??= cues.personList.exec(head.slice(0, 200))?.[0];
  }
  return { lawful, personList, published };
}

/** Adds ownership evidence to the drafts of one segment. `drafts` are sorted by start. */
export function relate(drafts: readonly Draft[], kind: DocumentKind, cues: Cues): void {
  for (const draft of drafts) readSurroundings(draft, kind, cues);
  directories(drafts, cues);
  const rows = groupByRow(drafts);
  drafts.forEach((draft, i) => {
    for (const mate of rows[i]!) {
      if (mate !== draft) addMate(draft, mate);
    }
  });
}

/** Entries of a list of bodies that make it a directory. */
const DIRECTORY = 3;

/** A body, perhaps a name, a number, and so again and again: a directory of bodies, not of persons. */
function directories(drafts: readonly Draft[], cues: Cues): void {
  const listed = drafts.filter(({ candidate, view, evidence, cell }) => {
    if (candidate.entity !== 'mobile' || cell !== undefined) return false;
    if (!evidence.some(({ code }) => code === 'organisation-near')) return false;
    if (evidence.some(({ code }) => code === 'natural-person-near' || code === 'label-private')) return false;
    const { text } = view;
    const entry = ENTRY.exec(
      text.slice(Math.max(0, candidate.span.start - NEAR_REACH), candidate.span.start),
    );
    return entry !== null && cues.organisation.test(entry[1]!.slice(-6));
  });
  if (listed.length < DIRECTORY) return;
  for (const draft of listed) addOwner(draft, { code: 'directory-of-bodies', count: listed.length });
}

/** The word before a number, over a personal name and a landline between them. */
const ENTRY =
  /([\u4e00-\u9fff（）()]{3,40})(?:[\s:：,，、]{1,3}(?:[\d\-—]{7,14}[\s、,，/]{1,2})?[\u4e00-\u9fff]{0,4})?[\s:：]{0,3}$/;

/** What another value of the same row or line says about this one. */
function addMate(draft: Draft, mate: Draft): void {
  const { entity } = mate.candidate;
  if (entity === 'resident-id') addOwner(draft, { code: 'beside-id' });
  else if (entity === 'bank-card' || entity === 'bank-account') {
    if (mate.lean >= 1) addOwner(draft, { code: 'beside-account' });
  } else if (entity === 'address') {
    if (mate.lean >= 2) addOwner(draft, { code: 'beside-address' });
  } else if (entity === 'landline' && draft.candidate.entity !== 'landline' && mate.lean <= -1) {
    addOwner(draft, { code: 'landline-near' });
  }
  if (entity === 'mobile' || entity === 'resident-id') addOwner(draft, { code: 'beside-person' });
}

function readSurroundings(draft: Draft, kind: DocumentKind, cues: Cues): void {
  const { candidate, view, context, cell } = draft;
  const { text } = view;
  if (context.table.length > 0) tableEvidence(draft, cues);
  if (kind.personList !== undefined) addOwner(draft, { code: 'list-of-persons', text: kind.personList });
  if (kind.published !== undefined) addOwner(draft, { code: 'published-contacts', text: kind.published });
  if (kind.lawful !== undefined) addOwner(draft, { code: 'document-lawful-list', text: kind.lawful });

  const from = Math.max(context.line.start, candidate.span.start - NEAR_REACH);
  const before = text.slice(from, candidate.span.start);
  // A body named in the same sentence; the end of the sentence before cuts it off.
  const sentence = before.slice(lastBreak(before) + 1);
  const prose = cell === undefined && context.table.length === 0;
  const banking = candidate.entity.startsWith('bank');
  // An account stands beside its bank; that is not its holder.
  const body = (cues.organisation.exec(sentence) ?? (banking ? null : cues.bank.exec(sentence)))?.[0];
  if (body !== undefined && prose) addOwner(draft, { code: 'organisation-near', text: body });
  const holder = cues.organisation.exec(HOLDER.exec(before)?.[1] ?? '')?.[0];
  if (holder !== undefined) addOwner(draft, { code: 'organisation-holder', text: holder });
  const person = cues.person.exec(sentence)?.[0];
  if (person !== undefined && prose) addOwner(draft, { code: 'natural-person-near', text: person });
  const example = cues.example.exec(before.slice(-EXAMPLE_REACH))?.[0];
  if (example !== undefined) add(draft, { code: 'example-near', text: example });
  if (inContactBlock(draft, cues)) addOwner(draft, { code: 'contact-block' });
  const title = cues.title.exec(before.slice(-8))?.[0];
  if (title !== undefined) addOwner(draft, { code: 'staff-title', text: title });
  else if (NAME_BEFORE.test(before.slice(-8))) addOwner(draft, { code: 'named-contact' });
}

/** Names the holder of an account. */
const HOLDER =
  /(?:户\s?名|账户名|帐户名|账户名称|单位名称|收款单位|收款人|开户名|名\s?称|全\s?称)[:：\s]{0,3}([^\s，,；;。|：:]{2,40})/;

/** A personal name of two to four characters right before the number. */
const NAME_BEFORE = /[\u4e00-\u9fff]{2,4}(?:先生|女士|同志|小姐)?[\s:：,，（(]{0,2}$/;

/** Kinds of header that say that the rows are private persons. */
const PERSONAL_HEADERS = ['resident-id', 'bank-account', 'address', 'sensitive', 'birth-date'];

function tableEvidence(draft: Draft, cues: Cues): void {
  const { context, view, cell, candidate } = draft;
  const kinds = new Set(
    context.table
      .filter((label) => !label.kind.endsWith('.official'))
      .map((label) => label.kind.split('.')[0]!),
  );
  const personal = PERSONAL_HEADERS.filter((kind) => kinds.has(kind) && kind !== candidate.entity);
  const name = context.table.find((label) => label.kind === 'name')?.word;
  const bodies = cell === undefined ? undefined : cues.tableOfBodies.exec(view.tables.headerText(cell))?.[0];
  const office = context.table.find(
    (label) => label.kind === 'contact' || label.kind === 'office' || label.kind === 'phone.official',
  );
  if (personal.length > 0 && (name !== undefined || (personal.length > 1 && bodies === undefined))) {
    addOwner(draft, name === undefined ? { code: 'person-table' } : { code: 'person-table', text: name });
  } else if (name !== undefined) addOwner(draft, { code: 'staff-roster', text: name });
  else if (bodies !== undefined || office !== undefined) {
    addOwner(draft, { code: 'contact-table', text: bodies ?? office!.word });
  }
}

/** Units before and behind a value that are read for a contact block; blocks often put one field on a line. */
const BLOCK_REACH = 80;
const BLOCK_FIELD = /传\s?真|邮\s?编|邮政编码|电子邮箱|电子邮件|官\s?网|网\s?址/;
/** 地址： alone is a person's as often as a body's. */
const BLOCK_ADDRESS =
  /(?:^|[\n；;，,|\s])(?!户籍|家庭|现住|居住|暂住|常住|收[货件])[\u4e00-\u9fff]{0,6}地\s?[址点]\s?[:：]/;

/** Postcode, fax, mail box or a body's address around it: the block at the end of a notice, an entry of a directory. */
function inContactBlock({ context, candidate, view, cell }: Draft, cues: Cues): boolean {
  if (context.before.some((label) => label.kind === 'office')) return true;
  if (cell !== undefined) return false;
  const { start, end } = candidate.span;
  const around = `${view.text.slice(Math.max(0, start - BLOCK_REACH), start)}\n${view.text.slice(end, end + BLOCK_REACH)}`;
  return BLOCK_FIELD.test(around) || (BLOCK_ADDRESS.test(around) && cues.organisation.test(around));
}

function lastBreak(text: string): number {
  return Math.max(text.lastIndexOf('。'), text.lastIndexOf('！'), text.lastIndexOf('？'));
}

/** Units between two values that still belong to one entry, in one line and over the short lines of a form. */
const LINE_REACH = 120;
const FORM_REACH = 40;
const FORM_LINE = 40;
/** Values of one row that tell of each other: a line of thousands is a list, and every pair of them is looked at. */
const MOST_MATES = 64;

/** For every draft the drafts of its table row, of its line within reach, or of the form it stands in. */
function groupByRow(drafts: readonly Draft[]): Draft[][] {
  const groups: Draft[][] = [];
  let current: Draft[] = [];
  for (const draft of drafts) {
    const last = current.at(-1);
    if (last === undefined || current.length >= MOST_MATES || !together(last, draft)) current = [];
    current.push(draft);
    groups.push(current);
  }
  return groups;
}

function together(a: Draft, b: Draft): boolean {
  if (a.cell !== undefined || b.cell !== undefined) {
    return a.cell !== undefined && a.cell.table === b.cell?.table && a.cell.row === b.cell.row;
  }
  const apart = b.candidate.span.start - a.candidate.span.end;
  const { line } = b.context;
  if (a.context.line.start === line.start) return apart <= LINE_REACH;
  return (
    apart <= FORM_REACH && line.end - line.start <= FORM_LINE && a.candidate.entity !== b.candidate.entity
  );
}
