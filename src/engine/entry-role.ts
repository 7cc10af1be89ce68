/** Whose a value is by the words of its entry, its row, the heads above it and the parties of a contract. */
import type { Cues } from './cues.js';
import type { Draft } from './draft.js';
import { headsOf, isSpokenOf, lastOf, madePublic, saidBehind, wordBehind } from './entry.js';
import { announced } from './list-intro.js';
import type { RoleWord } from './roles.js';

/** Where somebody calls from, or has something mended: the place is his, though the number be the body's. */
const OF_CALLER =
  /^(?:报修|投诉|举报|求助|信访|反映|申诉|预约|报警|维修|抢修|检修|施救|救援|拖车|送餐|派单|服务|寻求)$/;

/** Somebody's relative comes in between. */
const RELATIVE = /[爸妈父母妻夫孙爷奶姐哥弟妹]|儿子|女儿|家属|家长/;
/** Units before a value in which the one is named whom 他 means. */
const NAMED_REACH = 60;

/** 保安队长维持秩序，可拨他的备用机: he is the one with the office. */
export function ofOfficer(
  { candidate, view, context }: Draft,
  { title, person }: Cues,
): RoleWord | undefined {
  const { start } = candidate.span;
  const before = view.simplified(Math.max(context.line.start, start - NAMED_REACH), start);
  const pronoun = Math.max(before.lastIndexOf('他'), before.lastIndexOf('她'));
  if (pronoun < 0 || /我|俺/.test(before.slice(pronoun))) return undefined;
  const named = before.slice(0, pronoun);
  const word = title.exec(named)?.[0];
  if (word === undefined) return undefined;
  const since = named.slice(named.lastIndexOf(word));
  return person.test(since) || RELATIVE.test(since) ? undefined : { role: 'duty', word };
}

/** What a role means for this kind of value. */
export const meant = (role: RoleWord | undefined, { candidate }: Draft): RoleWord | undefined =>
  role?.role === 'service' && candidate.entity === 'address' && OF_CALLER.test(role.word)
    ? { role: 'private', word: role.word }
    : role;

/**
 * What the nearest word of the value's entry that tells it says about whose the value is.
 *
 * @param words Those of `wordsBefore`.
 */
export function roleOf(
  draft: Draft,
  cues: Cues,
  banking: boolean,
  words: readonly string[],
): RoleWord | undefined {
  const { roles } = cues;
  const behind = banking ? undefined : wordBehind(draft);
  const near = behind === undefined ? undefined : roles.of(behind);
  if (near !== undefined) return near;
  if (draft.candidate.entity === 'mobile') {
    const said = saidBehind(draft);
    const told = said === undefined ? undefined : roles.of(said);
    if (told !== undefined) return told;
    if (isKept(draft)) return { role: 'private', word: '' };
    if (isSpokenOf(draft) && labelRole(draft, words, cues) === undefined) return { role: 'spoken', word: '' };
    if (madePublic(draft)) return { role: 'service', word: '' };
  }
  if (banking && ofBodyBehind(draft)) return { role: 'body', word: '' };
  for (const word of words) {
    const owner = banking ? ownerOfAccount(word, cues) : undefined;
    if (owner !== undefined) return owner;
    // An account stands beside its bank; that is not its holder.
    if (banking && cues.bank.test(word)) continue;
    const role = partyOf(word, draft, cues) ?? roles.of(word) ?? (banking ? undefined : roles.within(word));
    if (role !== undefined) return role;
  }
  return (
    carried(draft, cues) ??
    headRole(draft, cues) ??
    (banking ? (holderInRow(draft, cues) ?? announcedHolder(draft, cues)) : undefined)
  );
}

/** Units of a line that say whose the account below it is. */
const ANNOUNCED = 14;

/** 付至我公司基本户： / 开户银行：… / 账号：…. */
function announcedHolder(draft: Draft, { roles }: Cues): RoleWord | undefined {
  const said = announced(draft).slice(-ANNOUNCED);
  return NUMBER.test(said) ? roles.of(/[\u4e00-\u9fff]*$/.exec(said)![0]) : undefined;
}

/** What numbers are called. */
const NUMBER = /(?:手机号?码?|电话|热线|专线|号码|账[号户]|帐[号户]|专户|基本户|公户)$/;

/** 监督手机, 镇财政所账户: the label right before a number says what it is for, whoever its row or sentence is about. */
export function labelRole(
  draft: Draft,
  [word = labelCell(draft), behind]: readonly string[],
  { roles }: Cues,
): RoleWord | undefined {
  // 经销商电话 on top of a column, in the rows of buyers.
  const head = draft.cell === undefined ? '' : (draft.context.columnText ?? '');
  const column = NUMBER.test(head) ? roles.of(head) : undefined;
  if (column?.role === 'service' || column?.role === 'body') return column;
  if (word === undefined) return undefined;
  // 某农机公司（售后138…）, in a row of buyers.
  if (!NUMBER.test(word) && !(isBracketed(draft) && roles.of(behind ?? '')?.role === 'body'))
    return undefined;
  const role = roles.of(word);
  return role?.role === 'service' || role?.role === 'body' ? role : undefined;
}

/** A short word in front of the number, in brackets. */
const BRACKETED = /[（(][^（()）\d]{1,6}$/;

const isBracketed = ({ candidate: { span }, view }: Draft): boolean =>
  BRACKETED.test(view.text.slice(Math.max(0, span.start - 8), span.start));

/** Units of a cell that holds a label. */
const LABEL_CELL = 10;

/** 门店电话 | 138…: the cell before that of the number. */
function labelCell({ cell, view }: Draft): string | undefined {
  if (cell === undefined) return undefined;
  const row = view.tables.beside(cell);
  const before = row[row.indexOf(cell) - 1];
  if (before === undefined || before.end - before.start > LABEL_CELL) return undefined;
  return view.simplified(before.start, before.end).trim();
}

/** 2305…（公司）. */
const BODY_BEHIND = /^\s?[（(][^（()）\d]{0,6}(?:公司|单位|对公|公户|公账|集体|合作社|[户账]专用)[)）]/;

const ofBodyBehind = ({ candidate: { span }, view }: Draft): boolean =>
  BODY_BEHIND.test(view.simplified(span.end, span.end + 16));

/** 系统自动采集 不得外泄: a number that must not be told. */
const KEPT = /^[^\n]{0,2}[（(【[][^）)】\]\n]{0,14}(?:外泄|保密|外传|不公开|勿公开|泄露)/;
const KEPT_REACH = 20;

function isKept({ candidate, view, context }: Draft): boolean {
  const { end } = candidate.span;
  return KEPT.test(view.simplified(end, Math.min(context.line.end, end + KEPT_REACH)));
}

/** Banks inside a word: 汇入申请人农商行账户, 其名下某某银行账户. */
const BANK =
  /农村商业银行|农商银?行|农村信用社|信用社|联社|农信|邮政储蓄|邮储|[工农建中交招]行|[\u4e00-\u9fff]{2}银行/;
/** 打款至张三丰银行卡. */
const PAID_TO =
  /[入至到给往]([\u4e00-\u9fff]{2,3})(?:的|名下的?)?(?:个人)?(?:[工农建中交招]行|农商行|信用社|农信|银行)?(?:账[户号]|卡号?|存?折)$/;

/** The person whose account it is called, over the name of its bank. */
function ownerOfAccount(word: string, { roles, isName }: Cues): RoleWord | undefined {
  if (isName(PAID_TO.exec(word)?.[1] ?? '')) return { role: 'private', word: '' };
  const bank = BANK.exec(word);
  if (bank === null || bank.index === 0) return undefined;
  const owner = word.slice(0, bank.index).replace(/(?:的|名下|个人)+$/, '');
  const role = roles.of(`${owner}账户`);
  return role?.role === 'private' || role?.role === 'spoken' ? role : undefined;
}

/** Units of a contract in which its parties are named. */
const PARTIES_REACH = 1500;
const PARTY = /[甲乙丙丁]方/;

/** 汇入甲方账户: whoever the contract calls so above. */
function partyOf(
  word: string,
  { candidate, view }: Draft,
  { roles, organisation }: Cues,
): RoleWord | undefined {
  const party = PARTY.exec(word)?.[0];
  // 甲方女儿包乌云的账户 is not his.
  if (party === undefined || !OF_PARTY.test(word.slice(word.indexOf(party) + 2))) return undefined;
  const head = view.simplified(0, Math.min(PARTIES_REACH, candidate.span.start));
  const named = new RegExp(
    `${party}(?:[（(][^（()）\\n]{1,10}[)）])?\\s*[:：]\\s*([^\\s，,。；;]{2,30})`,
  ).exec(head)?.[1];
  if (named === undefined) return undefined;
  const role = roles.of(named);
  if (role?.role === 'body') return role;
  const body = organisation.exec(named)?.[0];
  return body === undefined ? undefined : { role: 'body', word: body };
}

const OF_PARTY =
  /^(?:指定的?|的|收款|开户|银行|所有|名下)*(?:账[户号]|帐[户号]|电话|手机|地址|卡号|联系方式)?$/;

/** Units of a line in which a word with a colon announces several numbers: 物业管家：1号楼 小秦 138…；2号楼 小蔺 139…. */
const CARRY_REACH = 120;
const CARRIED = /([\u4e00-\u9fff]{2,14})[：:](?![\d\s]*$)/g;

function carried({ candidate, view, context, cell }: Draft, { roles }: Cues): RoleWord | undefined {
  if (cell !== undefined || candidate.entity !== 'mobile') return undefined;
  const { start } = candidate.span;
  const before = view.simplified(Math.max(context.line.start, start - CARRY_REACH), start);
  const sentence = before.slice(lastBreak(before) + 1);
  const word = [...sentence.matchAll(CARRIED)].at(-1)?.[1];
  const role = word === undefined ? undefined : roles.of(word);
  return role?.role === 'service' || role?.role === 'body' || role?.role === 'duty' ? role : undefined;
}

/** The header of the column, the name of the record, the heading above a list. */
function headRole(draft: Draft, { roles, bank }: Cues): RoleWord | undefined {
  const banking = draft.candidate.entity.startsWith('bank');
  for (const head of headsOf(draft)) {
    if (banking && bank.test(head)) continue;
    const role = roles.of(head);
    if (role !== undefined && role.role !== 'spoken') return role;
  }
  return undefined;
}

/** Where the holder works. */
const EMPLOYER = /工作|就职|任职|部门|所在单位|院校|学校/;
/** 石鼓村第3村民小组 in the first column: a body; people live in one elsewhere. */
const GROUP = /^[\u4e00-\u9fff\d]{2,14}(?:村民小组|居民小组|经济合作社|合作社|村委会|居委会)$/;
/** Columns that name the holder; where somebody works is not it. */
const HOLDERS = /户\s?名|名称|收款|对方|^(?!工作|所在|就职).{0,4}单位/;

/** A body in a column of holders, or in the cell to the left, over the name of the bank. */
function holderInRow({ cell, view }: Draft, cues: Cues): RoleWord | undefined {
  if (cell === undefined) return undefined;
  const row = view.tables.beside(cell);
  for (const other of row) {
    if (other === cell || !HOLDERS.test(view.tables.columnText(other))) continue;
    const word = cues.organisation.exec(
      view.simplified(other.start, Math.min(other.end, other.start + 40)),
    )?.[0];
    if (word !== undefined) return { role: 'body', word };
  }
  const first =
    row[0] === undefined || row[0] === cell ? '' : view.simplified(row[0].start, row[0].end).trim();
  if (GROUP.test(first)) return { role: 'body', word: GROUP.exec(first)![0] };
  for (let i = row.indexOf(cell) - 1; i >= 0; i--) {
    const name = view.simplified(row[i]!.start, Math.min(row[i]!.end, row[i]!.start + 40)).trim();
    if (name === '' || cues.bank.test(name) || EMPLOYER.test(view.tables.columnText(row[i]!))) continue;
    const role = cues.roles.of(name);
    return role?.role === 'body' ? role : undefined;
  }
  return undefined;
}

const SENTENCE_ENDS = '。！？!?';

/** The offset of the mark that ends the last whole sentence of a text; −1 where it has none. */
export const lastBreak = (text: string): number => lastOf(SENTENCE_ENDS, text);
