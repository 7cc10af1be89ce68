/**
 * The line that introduces a list: 如需用水请拨打：, 受影响养殖户（县里掌握，不对外）：. What it says is said of every number below it that
 * no nearer word tells of.
 */
import type { Draft } from './draft.js';

export type Intro = 'invites' | 'persons' | 'kept';

/** Lines above a value that are looked at, and how many of them may hold no number. */
const LINES = 14;
const STRAY_LINES = 2;
/** A longer line without a number is running text. */
const LONGEST = 60;
const NUMBER = /\d{7}|\d{3,4}[ -]\d{4}/;
/** The end of a line that announces what follows. */
const ANNOUNCES = /(?:[:：]|—{2,})\s*$/;
/** What a list is that nobody outside is meant to read. */
const KEPT = /不上墙|不公开|不对外|内部|保密|不得外|勿[^，。,]{0,8}外[传发泄]|仅供[^，。,]{0,6}(?:掌握|使用)/;
/** Who is told to come or is registered, not whom one may call. */
const PERSONS =
  /名单|名册|登记|花名册|以下|下列|如下人员|未领|欠费|失联|失主|失物|报名(?:人|情况)|签到|回执|对象|(?:学员|学生|考生|乘客|旅客|业主|住户|农户|商户|养殖户|村民|居民|群众|家长|客户|用户|患者|志愿者|队员|会员|求助者?|投诉|诉求|案例|实例|线索)[^，,。]{0,8}$/;
const NUMBERS = /(?:电话|手机|热线|专线|号码|方式|渠道)$/;
/** Readers are told to call. */
const INVITES =
  /(?:拨打|致电|请拨|请[打找]|联系|咨询|询问|预约|请教|求助|接待|受理|报修|领取|办理|对外|向[^，,。]{0,6}公[开布])(?!人|方式)[^，,。]{0,14}$/;

const known = new WeakMap<object, Map<number, string>>();

/** @returns what the line says that the list of a value begins with; undefined where there is none. */
export function introOf(draft: Draft): Intro | undefined {
  if (draft.cell !== undefined) return undefined;
  const line = lineAbove(draft);
  if (line === '') return undefined;
  if (KEPT.test(line)) return 'kept';
  const said = line.replace(ANNOUNCES, '').replace(/[（(][^（()）]*[)）]$/, '');
  // 投诉举报电话：: what the numbers are, not whose.
  if (NUMBERS.test(said)) return undefined;
  if (PERSONS.test(said)) return 'persons';
  return INVITES.test(said) ? 'invites' : undefined;
}

/** What is announced in the line above, without its colon: …付至我公司基本户. */
export const announced = (draft: Draft): string =>
  draft.cell === undefined ? lineAbove(draft).replace(ANNOUNCES, '') : '';

/** The announcing line above a value, in simplified characters; '' for none. Values of one line share it. */
function lineAbove({ view, context }: Draft): string {
  let lines = known.get(view);
  if (lines === undefined) known.set(view, (lines = new Map()));
  const from = context.line.start;
  let found = lines.get(from);
  if (found === undefined) {
    const [start, end] = read(view.text, from);
    found = view.simplified(start, end).trim();
    lines.set(from, found);
  }
  return found;
}

const NONE = [0, 0] as const;

/** Where the line stands; an empty range for none. */
function read(text: string, start: number): readonly [start: number, end: number] {
  let from = start;
  let strays = 0;
  for (let i = 0; i < LINES && from > 0; i++) {
    const end = from - 1;
    from = end === 0 ? 0 : text.lastIndexOf('\n', end - 1) + 1;
    if (end - from > 400) return NONE;
    const line = text.slice(from, end).trim();
    if (line === '') {
      if (++strays > STRAY_LINES) return NONE;
      continue;
    }
    if (ANNOUNCES.test(line)) return [Math.max(from, end - LONGEST), end];
    if (NUMBER.test(line)) continue;
    if (line.length > LONGEST || /[。；;]$/.test(line) || ++strays > STRAY_LINES) return NONE;
  }
  return NONE;
}
