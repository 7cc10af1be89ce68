/**
 * Words right before or behind a number that make it an account as a label would: the name of a bank, where somebody pays to,
 * the holder, the word for a card. Labels and headers are the engine's; these are parts of sentences.
 */

/** Lengths that most accounts have. */
export const FEWEST_WHOLE = 15;
export const MOST_WHOLE = 22;

export type Announcement =
  | 'behind-bank'
  | 'paid-in'
  | 'paid-to'
  | 'paid-from'
  | 'behind-holder'
  | 'account-field'
  | 'card-word';

/** 龙江银行桦南支行，2008…, 农商行 6101…: what stands right behind the name of a bank is an account there. */
const BANK =
  /(?:银行|銀行|[分支]行|商行|信用社|农信社?|联社|储蓄所|分理处|邮储|[工农中建交]行)(?:银行)?(?:卡|存?折|账?户)?[\s，,、：:（(）)]{0,3}$/;
const BANK_REACH = 8;
const BEHIND_BANK = 12;
/** 缴入1358…（建行建瓯支行，户名…）, 3990…，九江银行芦溪支行: the bank behind it. */
const BANK_BEHIND =
  /^(?:(?:\s?[（(]|\s)[^（()）\d]{0,12}|[，,、]\s?(?:开户行[:：]?)?[^（()）\d，,。；;]{0,6})(?:银行|[分支]行|商行|信用社|联社|邮储|[工农中建交]行)/;
const BANK_BEHIND_REACH = 20;

/** Accounts that are a body's by their name. */
const BODY_ACCOUNT =
  '公司|集体|公益|收益|收费|退款|缴款|缴存|缴库|拨款|拨付|代管款|案款|执行款|贷款|监管|基金|专项|备用金|备付金|代收|保证金|物业|单位|财政|学校|平台|托管|结算|工专|社|村|镇|公';
const BODY = '[局所会社司院校馆园站部处办队厂行店]|中心|财政|政府|小学|中学|基金';
const PAY = '[缴交汇捐存打转付退划拨返]';
/** 缴至3196…, 对公：4044…, 村集体户1106…, 缴灌区管理所3101…, 罚款入：1220…: where somebody pays to, which is a body's account. */
const PAID_IN = new RegExp(
  `(?:[缴交](?:款|费|存|纳)?(?:入|至|到)|[款费金][入缴]|(?<!催|上|补|已|未|应|待|欠|代)缴|对公(?:转账|账)?|公账|社账|(?:${BODY_ACCOUNT})户|(?:[款金会资薪]|(?<!欠)费|支出|缴存|经费|往来|收入|垫付|代管|包裹|结余)户|(?<=[：:])户|(?:[缴汇捐存]|[款费金元资]\\s?${PAY})(?:款|费|纳)?(?:到|至|入|给|往)?[\\p{Script=Han}]{1,14}(?:${BODY})(?:账户?|账号)?)[是为]?[:：（(\\s]{0,3}$`,
  'u',
);
/** 打到6230…, 退至 8000…, 退198 至8000…, 42,000元转8000…: whose it is the words around tell. */
const PAID_TO = new RegExp(
  `(?:${PAY}(?:款|账|回|还)?(?:[\\d.,，]{1,9}元?)?(?:入|至|到|给|往|自)|[\\d万]元?[，,]?\\s?[转汇打付退]|${PAY}\\s?[\\d.,]{1,9}元?\\s?(?:至|到|入)|[打转汇](?:这个|这里|这儿|此处)|(?<![拨殴安雷])打|汇|[金款][退转返]|收款|赔款|退费|出账|[入到]账)[:：\\s]{0,2}$`,
);
/** 户名 湖州天衡拍卖行，1475…, 公账：普照寺民主管理委员会，4723…: the holder, then the number. */
const HOLDER =
  /(?:户名|户主名|收款人|收款单位|收款方|公账|对公(?:转账|账户?)?|捐款|汇款|捐赠)[：:\s]{0,2}[\p{Script=Han}（）()·]{2,26}[，,、；;\s]{1,2}$/u;
/** 退回其卡8591…, 信合卡8050…: a card whose number no list of cards knows; other things have cards as well (水卡, 会员卡). */
const CARD =
  /(?:^|[^\p{Script=Han}A-Za-z\d]|[到至入给回由从用其我他她你您这那此张的原新旧后方本定记父母]|[个本他请款领]人|先生|女士|收款|还款|缴费|扣款|提现|补助|补贴|发放|领款|退款|打款|代发|工资|农信|信合|信用社|班费|[妈爸姐哥弟妹叔姨伯爷奶婆嫂舅媳])卡(?:号|上|里|内)?[:：，,（(\s]{0,2}$/u;
/** 由公司4360…打到, 由褚某8616…代缴: what it was paid from. */
const PAID_FROM = /由[\p{Script=Han}]{0,8}$/u;
const PAYS = /^\s?(?:[打转汇付退划](?:到|至|给|入|往|账|款|出|付)|代[缴扣付发]|支出|支付|列支|扣[款除])/;
/** `account: "2237…"`, icbc: 2147…: fields of programs, which hold names of users as often. */
const FIELD =
  /(?<![A-Za-z])(?:account|acct|acc|card|passbook|icbc|abc|ccb|boc|bocom|cmb|psbc|rcb|rcu)(?:[_-]?(?:no|num|number|id))?["']?\s{0,3}[:=]\s{0,3}["']?$/i;
/** The number of a SIM card. */
const ICCID = /^8986\d{15,16}$/;
const REACH = 40;
/** A day at its start: an order or a payment. */
const DATED = /^20[12]\d(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])/;

export const isBesideBank = (text: string, start: number, end: number, length: number): boolean =>
  length >= BEHIND_BANK &&
  (BANK.test(text.slice(Math.max(0, start - BANK_REACH), start)) ||
    BANK_BEHIND.test(text.slice(end, end + BANK_BEHIND_REACH)));

/** @param length Digits of the number that stands from `start` to `end`. */
export function announcement(
  text: string,
  start: number,
  end: number,
  length: number,
): Announcement | undefined {
  if (isBesideBank(text, start, end, length)) return 'behind-bank';
  if (length < FEWEST_WHOLE || length > MOST_WHOLE) return undefined;
  // A card, whose check digit tells.
  if (text.startsWith('62', start) && (length === 16 || length === 19)) return undefined;
  if (DATED.test(text.slice(start, start + 8)) || ICCID.test(text.slice(start, end))) return undefined;
  const reach = text.slice(Math.max(0, start - REACH), start);
  const before = reach.slice(reach.lastIndexOf('\n') + 1);
  if (PAID_IN.test(before)) return 'paid-in';
  if (PAID_TO.test(before)) return 'paid-to';
  if (PAID_FROM.test(before) && PAYS.test(text.slice(end, end + 4))) return 'paid-from';
  if (HOLDER.test(before)) return 'behind-holder';
  if (FIELD.test(before)) return 'account-field';
  return CARD.test(before) ? 'card-word' : undefined;
}
