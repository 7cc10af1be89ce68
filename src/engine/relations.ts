/**
 * Whose value is it? Evidence that comes from the neighbourhood: other findings of the row or line, the kind of
 * table, organisation names, contact blocks, the kind of document.
 */
import type { Evidence } from '../core/index.js';
import { HOLDER, holderOf, withoutAccounts } from './account-holder.js';
import type { Cues } from './cues.js';
import type { DocumentKind } from './document-kind.js';
import { addOwner, type Draft, has } from './draft.js';
import { calledFor, wordsBefore } from './entry.js';
import { labelRole, lastBreak, meant, ofOfficer, roleOf } from './entry-role.js';
import { subjectOf } from './entry-subject.js';
import { type Intro, introOf } from './list-intro.js';
import { addMate } from './mates.js';
import type { Role, RoleWord } from './roles.js';
import { judgeLists } from './rosters.js';
import { tableEvidence } from './table-owner.js';
import { groupByRow } from './value-rows.js';

/** Text before a value that is read for names of bodies and descriptions of persons. */
const NEAR_REACH = 70;

/** Adds ownership evidence to the drafts of one segment. `drafts` are sorted by start. */
export function relate(drafts: readonly Draft[], kind: DocumentKind, cues: Cues): void {
  const labelled = new Set<Draft>();
  for (const draft of drafts) if (readSurroundings(draft, kind, cues)) labelled.add(draft);
  judgeLists(drafts, cues);
  const rows = groupByRow(drafts);
  drafts.forEach((draft, i) => {
    for (const mate of rows[i]!) {
      if (mate !== draft) addMate(draft, mate, labelled.has(draft));
    }
    if (isNobodys(draft)) addOwner(draft, { code: 'nobody-near' });
  });
}

/** A street number or an office block inside a sentence that speaks of no person. */
function isNobodys({ candidate, evidence, view, context }: Draft): boolean {
  if (candidate.entity !== 'address') return false;
  if (!evidence.some(({ code }) => code === 'street-number' || code === 'commercial-place')) return false;
  // A line that begins with an address is an entry of a list of addresses.
  if (view.text.slice(context.line.start, candidate.span.start).trim() === '') return false;
  return !evidence.some(({ code }) => OF_SOMEBODY.has(code));
}

/** Evidence that somebody lives at an address, or is meant by it. */
const OF_SOMEBODY: ReadonlySet<string> = new Set([
  'dwelling',
  'own-line',
  'label-personal',
  'label-address',
  'lives-at',
  'party-natural-person',
  'person-block',
  'beside-person',
  'beside-id',
  'beside-account',
  'person-table',
  'table-of-persons',
  'natural-person-near',
  'person-name',
  'home-word',
  'home-property',
  'recipient',
  'private-role',
  'spoken-of',
]);

/** @returns whether the value's own label says that it is a body's. */
function readSurroundings(draft: Draft, kind: DocumentKind, cues: Cues): boolean {
  const { candidate, view, context, cell } = draft;
  const { text } = view;
  const words = wordsBefore(draft);
  const label = candidate.entity === 'address' ? undefined : labelRole(draft, words, cues);
  const ofBody = label !== undefined || (candidate.entity === 'bank-account' && has(draft, 'label-official'));
  // 监督手机 below a list of persons, 镇财政所账户 in a sentence about one.
  const ofPerson = ofBody ? undefined : OWN_NUMBER.exec(context.columnText ?? '')?.[1];
  const subject = !ofBody && ofPerson === undefined ? subjectOf(draft, cues) : undefined;
  if (ofPerson !== undefined) addOwner(draft, { code: 'private-role', text: ofPerson });
  if (context.table.length > 0 && !ofBody) tableEvidence(draft, cues, subject);
  if (kind.published !== undefined) addOwner(draft, coded('published-contacts', kind.published));
  if (kind.internal && !ofBody) addOwner(draft, { code: 'internal-document' });
  if (kind.accounts) addOwner(draft, { code: 'published-accounts' });
  if (kind.lawful !== undefined) addOwner(draft, { code: 'document-lawful-list', text: kind.lawful });

  const from = Math.max(context.line.start, candidate.span.start - NEAR_REACH);
  const before = text.slice(from, candidate.span.start);
  const prose = cell === undefined && context.table.length === 0;
  const banking = candidate.entity.startsWith('bank');
  // What the same sentence says; the end of the sentence before cuts it off. Rows of a table are none.
  const said = prose ? before.slice(lastBreak(before) + 1) : '';
  const sentence = banking ? said : withoutAccounts(said);
  const told = meant(roleOf(draft, cues, banking, words), draft);
  const read = told?.role === 'spoken' ? (ofOfficer(draft, cues) ?? told) : told;
  const registered =
    kind.register && label === undefined && (read?.role === 'duty' || read?.role === 'service');
  // Heads of persons over the row of a body say nothing.
  const role = registered || subject?.misplaced === true ? undefined : read;
  if (role !== undefined && !isKnown(role, draft)) {
    addOwner(draft, coded(ROLE_CODES[role.role], role.word));
  }
  if (role?.role === 'body' && inBracket(draft)) addOwner(draft, coded('entry-of-body', role.word));
  const isPrivate = role?.role === 'private' || role?.role === 'spoken';
  // An account stands beside its bank; that is not its holder.
  if (subject?.of === 'person') {
    // 经营场所 in the entry of a person is where he trades.
    const known = has(draft, 'label-official') || isOwnField(draft, subject.word);
    if (!known) addOwner(draft, coded('entry-of-person', subject.word));
  } else if (subject?.of === 'body' && !isPrivate)
    addOwner(draft, coded(subject.direct ? 'subject-body' : 'entry-of-body', subject.word));
  const body = isPrivate
    ? undefined
    : (bodyIn(sentence, cues.organisation) ??
        (banking || ACCOUNT.test(sentence) ? null : cues.bank.exec(sentence)))?.[0];
  if (body !== undefined) addOwner(draft, { code: 'organisation-near', text: body });
  const named = banking ? holderOf(draft) : (HOLDER.exec(before)?.[1] ?? '');
  const holder = cues.organisation.exec(named)?.[0];
  if (holder !== undefined) addOwner(draft, { code: 'organisation-holder', text: holder });
  else if (banking && PERSONAL_NAME.test(named)) addOwner(draft, { code: 'person-holder' });
  const corporate = banking
    ? CORPORATE.exec(text.slice(candidate.span.end, candidate.span.end + 8))?.[1]
    : undefined;
  if (corporate !== undefined && holder === undefined)
    addOwner(draft, { code: 'organisation-holder', text: corporate });
  const passbook = banking
    ? PASSBOOK.exec(
        text.slice(Math.max(context.line.start, candidate.span.start - 20), candidate.span.start),
      )?.[1]
    : undefined;
  if (passbook !== undefined) addOwner(draft, { code: 'personal-account', text: passbook });
  if (banking && TAXPAYER.test(view.text.slice(from, candidate.span.end + TAX_REACH)))
    addOwner(draft, { code: 'taxpayer-near' });
  const called =
    prose &&
    candidate.entity === 'mobile' &&
    !isPrivate &&
    (kind.personList === undefined || FOR_READERS.test(view.simplified(from, candidate.span.start))) &&
    calledFor(draft);
  // 村民如有意见请找监委主任…, below the list.
  if (kind.personList !== undefined && !ofBody && !called)
    addOwner(draft, { code: 'list-of-persons', text: kind.personList });
  if (called) addOwner(draft, { code: 'called-for' });
  const person = called || !(role === undefined || isPrivate) ? undefined : cues.person.exec(sentence)?.[0];
  if (person !== undefined) addOwner(draft, { code: 'natural-person-near', text: person });
  if (isKeyed(draft)) {
    const service = SERVICE_KEY.exec(
      text.slice(Math.max(0, candidate.span.start - KEY_REACH), candidate.span.start),
    )?.[1];
    addOwner(
      draft,
      service === undefined ? { code: 'data-key' } : { code: 'service-contact', text: service },
    );
  }
  const open = role === undefined || role.role === 'duty' || role.role === 'contact';
  const intro = open && !ofBody && candidate.entity === 'mobile' ? introOf(draft) : undefined;
  if (intro !== undefined) addOwner(draft, { code: INTRO_CODES[intro] });
  if (inContactBlock(draft, cues)) addOwner(draft, { code: 'contact-block' });
  if (role === undefined && NAME_BEFORE.test(before.slice(-8))) addOwner(draft, { code: 'named-contact' });
  return ofBody;
}

/** What readers of a public list are told. */
const FOR_READERS =
  /(?:意见|异议|疑问|问题|不实|出入|错漏|情况|咨询|举报|投诉|反映|核实)[^。；;\n]{0,16}(?:请|可|均可)?[^。；;\n]{0,6}(?:找|联系|拨打|致电|来电|来人|电话)[^。；;\n]{0,20}$/;

/** 法定代表人本人手机, in the row of a firm. */
const OWN_NUMBER = /(本人|个人|私人)(?:常用|备用)?(?:手机|电话|联系)/;

/** Evidence that says the same already. */
const SAME: Readonly<Partial<Record<Role, readonly string[]>>> = {
  contact: ['label-contact'],
  body: ['organisation-before', 'facility-before', 'facility-entry', 'organisation-inside', 'body-behind'],
};

const isKnown = ({ role }: RoleWord, draft: Draft): boolean =>
  SAME[role]?.some((code) => has(draft, code)) === true;

/** 收货地址 tells of the telephone beside it; of itself its label does already. */
const isOwnField = ({ candidate }: Draft, word: string): boolean =>
  candidate.entity === 'address' && word.endsWith('地址');

/** 社区居委会（兴华中街甲2号）: brackets behind the name of a body tell where it is. */
function inBracket({ candidate, view }: Draft): boolean {
  return (
    candidate.entity === 'address' &&
    /[（(]\s?(?:地址[:：]?)?$/.test(
      view.text.slice(Math.max(0, candidate.span.start - 6), candidate.span.start),
    )
  );
}

const coded = (code: string, text: string): Evidence => (text === '' ? { code } : { code, text });

const INTRO_CODES: Readonly<Record<Intro, string>> = {
  invites: 'list-of-contacts',
  persons: 'list-below-persons',
  kept: 'internal-document',
};

const ROLE_CODES: Readonly<Record<Role, string>> = {
  private: 'private-role',
  spoken: 'spoken-of',
  duty: 'staff-title',
  body: 'body-entry',
  service: 'service-contact',
  contact: 'contact-person',
};

/** A body whose door or pupils are meant is no holder: 小学门口捡到, 在中学上学. */
const NOT_HOLDER =
  /^[校局院]?(?:大?门|宿舍|家属|附近|旁|对面|隔壁|里|内|楼[下上]|[前后]|上学|就读|上班|毕业|住院|就诊|看病|学生|员工|职工|工作|实习)/;

function bodyIn(sentence: string, organisation: RegExp): RegExpExecArray | null {
  const found = organisation.exec(sentence);
  return found !== null && NOT_HOLDER.test(sentence.slice(found.index + found[0].length)) ? null : found;
}

/** A bank named as the keeper of an account is not whom the number belongs to. */
const ACCOUNT = /存[折款]|账[号户]|帐[号户]|卡号|开户|银行卡/;
const PERSONAL_NAME = /^[\u4e00-\u9fff]{2,3}$/;
/** 6222…（对公账户）: what sort of account it is. */
const CORPORATE = /^\s?[（(](对公|公户|基本户|一般户|专户|财政|非税|国库)/;
/** What only persons have, bodies seldom: 存折账号, 打入一折通（账号…）. */
const PASSBOOK = /(存折|一卡通|一折通|惠农卡|社保卡|工资卡|储蓄卡|借记卡)[^。；;\n\d]{0,10}$/;
/** The tax number of a firm beside its account. */
const TAXPAYER = /税\s?号|纳税人识别号|统一社会信用代码/;
const TAX_REACH = 40;

/** phone=…, "mobile": "…, a line `tel: …` of a configuration; Tel: is a line for readers. */
const KEY =
  /(?:(?:phone|mobile|tel|cell)\w{0,8}(?:=|["']\s?[:=])|msisdn\s?[:=：]?|\b(?:dst|caller|callee|recipient)\b\s?[:=]?|\bsend to=)\s?["']?(?:\+?86[ -]?)?$/i;
const PLAIN_KEY = /(?:^|[\n,{;])\s*[a-z_.]{0,12}(?:phone|mobile|tel|msisdn)[a-z_]{0,8}:\s{0,2}["']?$/;
/** dutyMobile, service_phone. */
const SERVICE_KEY =
  /(duty|service|support|office|hotline|help|customer|kefu|zhiban)[_.-]?(?:phone|mobile|tel)\w{0,8}["']?\s?[:=]\s?["']?$/i;
const KEY_REACH = 36;

/** A field of a record or a log: data about somebody, not a line that invites to call. */
function isKeyed({ candidate, cell, context, view }: Draft): boolean {
  if (cell !== undefined || view.segment.channel === 'link') return false;
  if (context.header.some(({ word }) => /^[a-z]/.test(word))) return true;
  const { start } = candidate.span;
  const before = view.text.slice(Math.max(0, start - KEY_REACH), start);
  return KEY.test(before) || PLAIN_KEY.test(before);
}

/** A personal name of two to four characters right before the number. */
const NAME_BEFORE = /[\u4e00-\u9fff]{2,4}(?:先生|女士|同志|小姐)?[\s:：,，（(]{0,2}$/;

/** Units before and behind a value that are read for a contact block; blocks often put one field on a line. */
const BLOCK_REACH = 80;
const BLOCK_FIELD = /传\s?真|邮\s?编|邮政编码|电子邮箱|电子邮件|官\s?网|网\s?址/;
/** 地址： alone is a person's as often as a body's. */
const BLOCK_ADDRESS =
  /(?:^|[\n；;，,|\s])(?!户籍|家庭|现住|居住|暂住|常住|收[货件])[\u4e00-\u9fff]{0,6}地\s{0,4}[址点]\s{0,2}[:：]/;

/** Postcode, fax, mail box or a body's address around it: the block at the end of a notice, an entry of a directory. */
function inContactBlock({ context, candidate, view, cell }: Draft, cues: Cues): boolean {
  if (context.before.some((label) => label.kind === 'office')) return true;
  if (cell !== undefined) return false;
  const { start, end } = candidate.span;
  const around = `${view.text.slice(Math.max(0, start - BLOCK_REACH), start)}\n${view.text.slice(end, end + BLOCK_REACH)}`;
  return BLOCK_FIELD.test(around) || (BLOCK_ADDRESS.test(around) && cues.organisation.test(around));
}
