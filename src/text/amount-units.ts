/**
 * Units of money, measure, count and time right behind a number: an amount, no telephone.
 *
 * Sources: 国务院关于在我国统一实行法定计量单位的命令 (1984) for units of measure, with the prefixes of the SI; units of the
 * tables of 中国统计年鉴 for counts. What begins a word of persons or of telephones (户主, 台胞, 人民) is left out.
 */

/** 千瓦时, 兆帕, 毫克, 平方公里. */
const PREFIX = '(?:[千毫兆微纳吉太百分厘]|万|亿|十万|百万|千万)?';
const MEASURES =
  '瓦时?|伏安?时?|安培?时?|焦耳?|帕(?:斯卡)?|赫兹?|克|升|米|卡(?:路里)?|牛顿|库仑|欧姆|流明|勒克斯|贝克勒?尔?|西弗|希沃特|开尔文|摩尔|比特|字节|乏时?';
const DERIVED =
  '平方(?:公里|千米|米|英尺)|立方米?|公里|公顷|公斤|公升|公吨|海里|英里|英尺|英寸|里程|吨(?:公里|标准?煤|[·.]?公里|海里)?|标准?煤|标[准]?箱|重量箱|自然箱|摄氏度|度电?|毫?秒|分钟|小时|[亩斤两石]|人公里|人[次口日年时天]|工时|工日|床日|㎡|m[²³23]|立方';
const MONEY =
  '(?:[美港日欧加澳新]|台币|韩)?元|人民币|[港台]币|英镑|卢布|法郎|韩圆|泰铢|卢比|余?[万亿](?:元|余)?|%|％|‰';
const COUNTS =
  '分(?=[为、，,。；;]|$)|辆次?|株|件(?!人)|册|次|笔|股(?![东长份室])|架次?|艘次?|[车航班票户门批]次|条(?!例)|头|只|羽|匹|台(?![湾胞州商])|套|块|片|张(?![\u4e00-\u9fff]{1,2}(?![\u4e00-\u9fff]))|份|本(?![人村市县])|封|票(?!据)|桶|箱|袋|瓶|盒|包(?![括含])|卷|打(?!电话)|双|副(?![主局镇县院])|枚|颗|粒|棵|字符?|行(?![长政])|点击|户(?![口籍主名])|亩次';
/** Of logs and statistics: 13800138000 segments received. */
const ENGLISH =
  '(?:[kmg]?bytes|packets|segments|datagrams|requests|records|rows|entries|messages|events|hits|errors|objects|blocks|pages|seconds|ops|tokens|cycles|items)';
const LATIN = '[kMG]?(?:W|Wh|VA|V|Hz|Pa|J|B|bps)|[kmc]?[gmlL]|kW·h|TEU|t|s|ms|ha|km2?';

/** Begins no name that anybody lives in or bears: whatever follows, these are units. */
const SURE =
  '亩|平方|立方|公里|千米|公斤|千克|吨|人次|人口|户(?![口籍主名])|辆|株|件(?!人)|册|次|笔|字节|斤|股(?![东长份室])|千瓦时';
/** 13800138000 安庆市, 13800138000 包头市: the others are followed by no further word. */
const END = '(?=$|[^\\u4e00-\\u9fff]|左右|以[上下]|[的和与及或])';

export const AMOUNT: RegExp = new RegExp(
  `^(?:[（(][^（()）\\d]{1,4}[)）])?[ \u00a0]?(?:${MONEY}|${SURE}|(?:${PREFIX}(?:${MEASURES}|${DERIVED})|${COUNTS})${END}|(?:${LATIN}|${ENGLISH})(?![A-Za-z0-9]))`,
);
