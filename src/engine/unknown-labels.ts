/**
 * Labels that no list knows: 票号, 桩号, 决算数. What a number is called right before it, or in its column header,
 * tells a serial number or an amount from a telephone number, whatever the word is.
 */

import { AMOUNT } from '../text/amount-units.js';

/** Words that end in 号, 码 … and name a telephone, a card or a person's document all the same. */
const PERSONAL =
  /手机|电话|電話|联系|聯系|联络|微信|机主|本人|热线|拨|来电|主叫|被叫|咨询|传真|账|帐|卡|折|身份|证件|同号|移动|联通|电信|常用|备用|绑定|预留|短号|接听|通[讯信话]|呼叫|客服|服务号|工作号|公务号|留(?:下|的)?号|的号$|(?:私人?|公开|公用|专用|值[班守]|预约|报修|管家|勤务|监督|维修|抢修|对外|推销员|业务员|联络员|网格员|司机|老板|师傅|[新老旧]|另一?个|别的|原来的|常用的|备用的|[那这]个)号$|^(?:[新老旧原小大本此该私个]|两个|俩|这个|那个|换的?|改的?)号$/;
/** 号码 is a telephone number as often as not; only behind these it is not. */
const SERIAL_NUMBER =
  /[票单证照批案档箱车货订据条奖签铺房床座桌编]号码$|(?:设备|产品|合同|序列|流水|注册|登记|许可|凭证)号码$/;
/** 中山路十二号 is an address. */
const HOUSE = /[一二三四五六七八九十百千〇零两]号$/;

const BEFORE =
  /((?![我他她你])[\u4e00-\u9fff]{1,10}(?:号码?|编[号码]|代码|序号|条码|标识))["'“”’\s:：#＃]{0,3}(?:分别)?[为是系]?["'“”’\s:：]{0,2}$/;
/** Things that carry numbers, and sums. No courier, shop or payment: their numbers are telephones as well. */
const THING =
  '校核|校验和|流水|(?<!手机)号段|校验[串和]|随机种子|收据|记录仪|轴承|滤清器|序列|钢印|帖子|光盘|气瓶|砝码|天平|屏蔽仪|(?:盘点|送货|出库|入库|领料|检验|调拨|派工)单|终端|电[能度]?表|水表|气表|热表|表计|读数|示数|底度|门禁卡|饭卡|校园卡|水卡|电卡|燃气卡|公交卡|卡片|芯片|标签|机身|主机|设备|仪器|传感器|摄像头|资产|负债|净资产|总计|合计|小计|累计|总额|金额|余额|预算数?|决算数?|收入|支出|产值|购置费|工程款|补贴款|价款|执行数?|完成数?|实际数|本年|上年|去年|同期|本期|上期|(?:19|20)\\d\\d年度?|人口|面积|订单|运单|工单|凭证|票据|批次|库存|产量|销量|票房|阅读量|点击量|播放量|浏览量';
const THING_BEFORE = new RegExp(
  `(?:${THING})(?:ID|SN|IMEI|编码)?(?:[（(][^（）()\\d]{1,6}[)）])?["'“”’\\s:：#＃]{0,3}(?:分别)?[为是达]?\\s?$`,
);
/** 总投资（元）：, 发电量(千瓦时)为. */
const UNIT_BEFORE = /[（(](?:单位[:：])?([^（()）\d]{1,6})[)）]["'“”’\s:：]{0,4}(?:分别)?[为是达]?\s?$/;
const THING_HEADER = new RegExp(`(?:${THING})(?:编号|号|ID|SN|IMEI)?$`, 'i');
/** GPS号, IMEI码; no wx号, no QQ号. */
const LATIN_NUMBER =
  /(?<![A-Za-z])(?!(?:wx|vx|v|wechat|weixin|qq|tel|phone|mobile|mob|cell|whatsapp|telegram|line|app|hr|ip|vip)[号码编])[A-Za-z]{2,8}\s?(?:号码?|码|编[号码])["'“”’\s:：#＃]{0,3}[为是系]?["'“”’\s:：]{0,2}$/i;
/** Cards that are no bank's: what is printed on them is no telephone number either. */
const NAMED_CARD =
  /(?:加油|接种|预防|疫苗|保健|门诊|住院|出入|访客|巡更|考试|学籍|团员|钥匙|燃油|会籍|就诊|诊疗|会员|购物|公交|地铁|乘车|校园|[饭餐水电气油]|门禁|图书|借书|借阅|充值|储值|医保|燃气|热力|停车|车辆|ETC|IC|IC\s|SIM|考勤|员工|工作|芯片|物联网?|流量|手机|电话|上网|数据|保修|质保|延保|保养|联保|贵宾|VIP|积分|礼品|提货|优待|老年|居住|健康|体检|健身|培训|听课|游泳|美容|洗车|[年月季次门房网声显]|游园|景区|代金|优惠|兑换|刮刮|话费|存储|内存|采集|加密|身份)卡[(（]?(?:卡?号码?)?["'“”’\s:：#＃]{0,3}(?:分别)?[为是系]?["'“”’\s:：]{0,2}$/i;
/** Fields of logs and labels of goods: `seq=…`, `"offset": …`, `S/N …`. */
const LATIN_BEFORE =
  /(?<![\w-])(?:(?:[A-Za-z][\w-]{0,20}[_-])?(?:id|seq|sn|code|qty|amt|amount|sum|total|price|count|offset|max|min|avg|size|len|length|bytes|rows|version|ver|ts|timestamp|hash|heap|used|free|mem|memory|alloc|rss|committed|swap|inode|elapsed|latency|nanos|millis|ticks|serial|order|invoice|pos|lag|epoch|idx|lsn|hits?|cnt|counter|trace|span)|[a-z]{1,12}[iI]d|p\d{1,2}|S\/N|P\/N|SKU|REF)["'”’]?\s{0,2}[:：=#.]?\s{0,2}["'“‘]?$/i;
/** SEED = 13977…, PRIMES = [1000…: constants of a program that no telephone is called. */
const CONSTANT =
  /(?<![\w-])(?![A-Z_]*(?:TEL|PHONE|MOBILE|CELL|CONTACT|USER|OWNER|SMS))[A-Z][A-Z0-9_]{2,20}\s{0,4}=\s{0,2}[[(]?\s?$/;
/** Units of text that are read before a value. */
const REACH = 24;

const SERIAL_HEADER = /(?:号|编[号码]|代码|条码|流水|标识|序列)$/;
const AMOUNT_HEADER =
  /(?:[^人员][数额值价量费款金]|合计|总计|小计|收入|支出|面积|余额|预算|决算|人数|次数|人次)$/;

const SUM_HEADER = /[金数余总差]额$/;

/** Whether a card that is no bank's is named right before a place. @param start Where the label begins that ends there. */
export const namedCard = (text: string, end: number, start: number = end): boolean =>
  NAMED_CARD.test(text.slice(Math.max(0, start - REACH), end)) ||
  (start === end && seriesOfCards(text, start));

function seriesOfCards(text: string, start: number): boolean {
  const first = firstOfSeries(text, start);
  return first < start && NAMED_CARD.test(text.slice(Math.max(0, first - REACH), first));
}

/** Whether a label that no list knows stands right before a value and names a serial number. */
export function unknownLabel(text: string, start: number): boolean {
  const place = firstOfSeries(text, start);
  const before = text.slice(Math.max(0, place - REACH), place);
  if (THING_BEFORE.test(before) || LATIN_BEFORE.test(before) || CONSTANT.test(before)) return true;
  if (NAMED_CARD.test(before) || LATIN_NUMBER.test(before)) return true;
  const unit = UNIT_BEFORE.exec(before)?.[1];
  if (unit !== undefined && AMOUNT.test(unit)) return true;
  const word = BEFORE.exec(before)?.[1];
  return word !== undefined && !PERSONAL.test(word) && !HOUSE.test(word) && !vague(word);
}

/** The next number of a list or the end of a range: 样品号13512340001—13512340050、13512340063和13512340070. */
const SERIES = /(\d{7,20})\s?(?:[、，,;；/／~～至到和及与—–-]|——)\s?$/;
const SERIES_REACH = 26;
const LONGEST_SERIES = 12;

/** Where the series begins that a number stands in, or the number itself: numbers of one length in a row have one label. */
function firstOfSeries(text: string, start: number): number {
  const length = /^\d{0,24}/.exec(text.slice(start, start + 24))![0].length;
  let place = start;
  for (let i = 0; i < LONGEST_SERIES; i++) {
    const before = SERIES.exec(text.slice(Math.max(0, place - SERIES_REACH), place));
    if (before?.[1]?.length !== length) break;
    place -= before[0].length;
  }
  return place;
}

/** Whether a column header that no list knows names serial numbers or amounts. @param header As written. */
export function unknownHeader(header: string): boolean {
  const word = header.replace(/\s+/g, '').replace(/[(（][^)）]*[)）]$|[万亿千]?元$|亩$|吨$/, '');
  // 到账金额 is no account.
  if (SUM_HEADER.test(word)) return true;
  // 青山村9组46号 in the row above heads nothing.
  if (/\d号$/.test(word) || HOUSE.test(word)) return false;
  return (
    !PERSONAL.test(word) &&
    !vague(word) &&
    (SERIAL_HEADER.test(word) ||
      AMOUNT_HEADER.test(word) ||
      THING_HEADER.test(word) ||
      LATIN_NUMBER.test(word))
  );
}

/** Says nothing about what stands below it. */
const SAYS_NOTHING =
  /备注|说明|其[他它]|内容|信息|数据|数值|字段|情况|^(?:列|值|项|号|号码|数字|序号|附件|[A-Za-z]{1,2}\d*)$/;
const LATIN_PHONE =
  /phone|tel|mob|cell|msisdn|sjh|dh|lxfs|whats|wechat|weixin|contact|call|sms|user|account|login|name|recv|receiver|buyer|member|customer|owner|person|num$|^to$|^from$/i;
/** Nouns of persons: 家长, 收货人, 奶奶. */
const PERSON_NOUN =
  /(?:[人者员长师友客户主生方士工妈爸爷奶姐哥弟妹叔伯姨姑舅婶嫂婆夫妻儿女孙娘]|家属|会员|登录名|支付宝|收货|签收)$/;
/** A field of data that may hold anything. */
const LATIN_VAGUE =
  /^(?:value|val|text|content|remark|note|memo|msg|message|info|data|desc|title|key|field\d*|col\d*|c\d+)$/i;

/**
 * Whether a header names something that is no telephone: a column of telephones says so on top.
 *
 * @param personal Whether it names a person, a post or a body, whose telephone may stand below.
 */
export function headsOthers(header: string, personal: (word: string) => boolean): boolean {
  const word = header.replace(/\s+/g, '');
  if (!/\p{L}/u.test(word) || word.length > 16 || /\d{3}/.test(word)) return false;
  if (/^[\w-]+$/.test(word)) return !LATIN_PHONE.test(word) && !LATIN_VAGUE.test(word);
  return (
    !PERSONAL.test(word) &&
    !LATIN_PHONE.test(word) &&
    !SAYS_NOTHING.test(word) &&
    !PERSON_NOUN.test(word) &&
    !personal(word)
  );
}

function vague(word: string): boolean {
  return (
    word.length < 2 ||
    word.length > 12 ||
    /\d{5}/.test(word) ||
    (word.endsWith('号码') && !SERIAL_NUMBER.test(word))
  );
}
