/** What a document is, by its title and first lines. */
import type { Cues } from './cues.js';

/** What the document as a whole says. */
export interface DocumentKind {
  readonly lawful: string | undefined;
  readonly personList: string | undefined;
  /** It is a register of persons: what they do in it makes no office of their numbers. */
  readonly register: boolean;
  /** The title says that these contacts are meant for the public. */
  readonly published: string | undefined;
  /** It says that it must not leave the house. */
  readonly internal: boolean;
  /** The title announces accounts that bodies are paid to. */
  readonly accounts: boolean;
}

/** Text read for the kind of document: titles stand at the top. */
const TITLE_REACH = 600;
/** A list that a rule demands says so in its title, not in passing. */
const LAWFUL_REACH = 150;

const REGISTER = /名册|清册/;
const LIST_OF_BODIES =
  /(?:医院|机构|单位|企业|公司|学校|门店|酒店|项目|网点|药店|商家|部门|窗口|清单)[^，。\n]{0,6}(?:名单|名册|一览表|登记表|明细表|联系表|通讯录)/;

/** Lists of persons that look like lists of contacts. */
const OF_PERSONS =
  /(?<!征求|收费|服务)对象|村民|居民|家长|职工|员工|教师|同学|党员|队员|社员|成员|人员名|申请|享受|补[贴助]|救助|低保|发放|考生|学生|拟|录用|聘用|体检|中签|摇号|获奖|受[助赠]|困难|参保|户籍|患者|业主|客户|会员|学员/;
/** Whom a title invites to call. */
const CONTACTS =
  /网格|值班|值守|带班|应急|抢修|排班|[河湖林田路山]长|包保|防汛|防火|消防|监管|责任|服务|便民|咨询|举报|监督|信访|[庭约]医生|调解|法律援助|网点|站点|门店|经销|维修|报修|接种点|收购点|招生|报名|受理/;
/** That it makes them known. */
const MADE_KNOWN = /(?:公示|公开|公布|公告)[^。]{0,8}$/;
/** A table of numbers is meant for whoever needs them, unless it says who works when. */
const TABLE_OF_NUMBERS = /(?:一览|[\u4e00-\u9fff]{2}方式|电话|热线)[表栏牌单]?(?:[（(].{0,12}[)）])?$/;
const WHO_WORKS = /值班|值守|带班|排班|考勤/;
const isMadeKnown = (title: string): boolean =>
  MADE_KNOWN.test(title) || (TABLE_OF_NUMBERS.test(title) && !WHO_WORKS.test(title));
const ACCOUNTS = /(?:捐[赠款]|缴[款存]|财政|非税|对公|保证金|募捐)[^。\n]{0,8}(?:账户|账号|帐户|帐号|专户)/;

/** Somebody writes to a body: what the page of its letter box makes known is not his number. */
const LETTER = /信箱|来信|写信人|留言[内板人标]|诉求(?:内容|人)|信访(?:人|事项)|网民|反映人/;

function publishedBy(head: string, cues: Cues): string | undefined {
  if (LETTER.test(head)) return undefined;
  const said = cues.published.exec(head)?.[0];
  if (said !== undefined || OF_PERSONS.test(head)) return said;
  return titlesOf(head).some((title) => CONTACTS.test(title) && isMadeKnown(title)) ? '' : undefined;
}

/** Lines in which a title may stand, and the length of one. */
const TITLE_LINES = 3;
const TITLE = 40;

/** A header row, a field or a sentence. */
const NO_TITLE = /\d{7}|[，。,;；|：]|\S\s{2,}\S+\s{2,}\S/;

function titlesOf(head: string): string[] {
  const lines = head.split(/[\n\t]/, TITLE_LINES * 3).map((line) => line.trim());
  return lines
    .filter((line) => line.length > 3 && line.length <= TITLE && !NO_TITLE.test(line))
    .slice(0, TITLE_LINES);
}

/** 内部使用，请勿外传. */
const INTERNAL =
  /内部(?:使用|资料|掌握|通讯录|文件)|仅[限供]内部|(?:请勿|不得|切勿|严禁|禁止|勿)(?:外传|外泄|外发|对外|转发|泄露|上网)/;
const INTERNAL_REACH = 100;

export function documentKind(texts: readonly string[], cues: Cues): DocumentKind {
  let lawful: string | undefined;
  let personList: string | undefined;
  let published: string | undefined;
  let accounts = false;
  let internal = false;
  for (const text of texts) {
    const head = text.slice(0, TITLE_REACH);
    internal ||= INTERNAL.test(head.slice(0, INTERNAL_REACH));
    lawful ??= cues.lawful.exec(head.slice(0, LAWFUL_REACH))?.[0];
    published ??= publishedBy(head.slice(0, LAWFUL_REACH), cues);
    accounts ||= !OF_PERSONS.test(head) && titlesOf(head).some((title) => ACCOUNTS.test(title));
    if (!LIST_OF_BODIES.test(head.slice(0, 200)))
      personList ??= cues.personList.exec(head.slice(0, 200))?.[0];
  }
  return { lawful, personList, register: REGISTER.test(personList ?? ''), published, internal, accounts };
}
