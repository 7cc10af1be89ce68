/** Words around the values: places, bodies, dates, sums. */
import { communityName, estateName, placeName, roadName } from './place.js';
import type { Random } from './random.js';
import type { SlotContext } from './slots.js';

const BUREAUS =
  '民政局 教育局 财政局 自然资源局 住房和城乡建设局 农业农村局 人力资源和社会保障局 卫生健康局 医疗保障局 市场监督管理局 退役军人事务局 应急管理局 林业局 水利局 交通运输局 文化和旅游局 残疾人联合会 乡村振兴局 审计局 统计局'.split(
    ' ',
  );
const NATIONS = '汉族 汉族 汉族 汉族 回族 土家族 苗族 彝族 壮族 满族 蒙古族 藏族'.split(' ');
const COMPANIES =
  '建筑工程 市政工程 商贸 农业科技 信息技术 环保科技 医疗器械 物业管理 食品 工程咨询 园林绿化 矿业'.split(
    ' ',
  );
const BRANDS = '宏远 中天 恒信 华泰 金穗 鑫源 博雅 众诚 盛达 天成 鼎盛 嘉禾 远航 万通'.split(' ');
const SCHOOLS =
  '第一中学 第二中学 实验小学 职业技术学校 中心小学 第三初级中学 特殊教育学校 实验高级中学'.split(' ');
const ILLNESSES = '尿毒症 肺部恶性肿瘤 脑梗死后遗症 冠心病 糖尿病并发症 精神分裂症 先天性心脏病'.split(' ');

const comma = (value: number): string => String(value).replace(/\B(?=(\d{3})+$)/g, ',');

type Filler = (context: SlotContext, random: Random) => string;

const FILLERS: Readonly<Record<string, Filler>> = {
  province: ({ setting }) => setting.county.province,
  city: ({ setting }) => setting.county.prefecture || setting.county.province,
  county: ({ setting }) => setting.county.county,
  town: ({ setting }, random) => random.pick(setting.towns),
  village: ({ setting }, random) => random.pick(setting.villages),
  street: ({ setting }, random) => random.pick(setting.streets),
  road: (_, random) => roadName(random),
  estate: (_, random) => estateName(random),
  community: (_, random) => communityName(random),
  place: (_, random) => placeName(random),
  bureau: ({ setting }, random) => setting.county.county + random.pick(BUREAUS),
  company: ({ setting }, random) =>
    `${(setting.county.prefecture || setting.county.province).replace(/市|地区|盟|自治州|省/g, '')}${random.pick(BRANDS)}${random.pick(COMPANIES)}有限公司`,
  school: ({ setting }, random) => setting.county.county + random.pick(SCHOOLS),
  hospital: ({ setting }, random) =>
    setting.county.county + random.pick(['人民医院', '中医院', '妇幼保健院']),
  bank: ({ setting }, random) =>
    random.pick([
      '农村信用合作联社',
      '农村商业银行',
      '中国农业银行',
      '中国邮政储蓄银行',
      '中国工商银行',
      '中国建设银行',
    ]) + random.pick([`${setting.county.county}支行`, '营业部', '城关分理处', '']),
  illness: (_, random) => random.pick(ILLNESSES),
  sex: ({ person }) => (person.female ? '女' : '男'),
  nation: (_, random) => random.pick(NATIONS),
  age: ({ person, setting }) => String(Math.max(1, setting.year - Number(person.born.slice(0, 4)))),
  'birth-month': ({ person }) => `${person.born.slice(0, 4)}.${person.born.slice(4, 6)}`,
  'birth-year': ({ person }) => person.born.slice(0, 4),
  surname: ({ person }) => person.name.slice(0, 1),
  index: ({ index }) => String(index),
  year: ({ setting }) => String(setting.year),
  month: ({ setting }) => String(setting.month),
  day: ({ setting }) => String(setting.day),
  date: ({ setting }) => `${setting.year}年${setting.month}月${setting.day}日`,
  'iso-date': ({ setting }) =>
    `${setting.year}-${String(setting.month).padStart(2, '0')}-${String(setting.day).padStart(2, '0')}`,
  'some-date': ({ setting }, random) =>
    `${setting.year - random.int(0, 3)}年${random.int(1, 12)}月${random.int(1, 28)}日`,
  money: (_, random) => String(random.int(1, 90) * 100),
  'big-money': (_, random) => comma(random.int(120_000, 98_000_000)),
  cents: (_, random) => `${random.int(100, 9999)}.${random.digits(2)}`,
  area: (_, random) => `${random.int(1, 120)}.${random.digits(2)}`,
  percent: (_, random) => `${random.int(0, 99)}.${random.int(0, 9)}%`,
  count: (_, random) => String(random.int(2, 480)),
  'small-count': (_, random) => String(random.int(1, 6)),
  score: (_, random) => `${random.int(58, 92)}.${random.digits(2)}`,
  grade: (_, random) => random.pick(['一', '二', '三', '四']),
  number: (_, random) => String(random.int(1, 96)),
  title: ({ title }) => title,
  charset: ({ format }) => (format === 'html-gbk' ? 'gb2312' : 'utf-8'),
};

/** @throws RangeError for a slot that nobody knows. */
export function fill(name: string, context: SlotContext): string {
  const filler = FILLERS[name];
  if (filler === undefined) throw new RangeError(`no slot ${name}`);
  return filler(context, context.random);
}
