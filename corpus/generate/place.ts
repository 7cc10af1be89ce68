/** Where a document plays: a real county, with invented towns, villages, roads and estates. */
import { readFileSync } from 'node:fs';
import type { Random } from './random.js';

export interface County {
  readonly code: string;
  readonly province: string;
  /** Empty for the four municipalities. */
  readonly prefecture: string;
  readonly county: string;
  readonly trunk: string;
  readonly localDigits: number;
}

/** The rows of `places.tsv`. */
export const COUNTIES: readonly County[] = readFileSync(new URL('places.tsv', import.meta.url), 'utf8')
  .split('\n')
  .filter((line) => /^\d/.test(line))
  .map((line) => {
    const [code, province, prefecture, county, trunk, digits] = line.split('\t') as [
      string,
      string,
      string,
      string,
      string,
      string,
    ];
    return {
      code,
      province,
      prefecture: prefecture === '-' ? '' : prefecture,
      county,
      trunk,
      localDigits: Number(digits),
    };
  });

const FIRST = '青白红清双长新石金银龙凤东西南北大小上下高平永安云泉松柳杨桃梅竹荷桂枫栗榆槐';
const SECOND = '河山溪湖泉岭坪塘桥坝洲湾岗坡峰川沟林田庙寺坊集店渡堰浦洞关';

/** An invented place name of two characters. */
export function placeName(random: Random): string {
  return random.pick([...FIRST]) + random.pick([...SECOND]);
}

const VILLAGE_FAMILIES = '王李张刘陈杨黄赵周吴徐孙马朱胡郭何高林罗郑梁谢宋唐许邓韩冯曹彭曾肖田董潘袁蔡蒋余';
const VILLAGE_ENDS = ['家', '家湾', '家沟', '庄', '家坪', '家塘', '家岭', '楼', '店', '集', '寨', '家营'];
const ROAD_STEMS = [
  '人民',
  '建设',
  '解放',
  '和平',
  '中山',
  '文化',
  '新华',
  '胜利',
  '光明',
  '友谊',
  '迎宾',
  '滨河',
  '学府',
  '朝阳',
  '振兴',
  '兴业',
  '幸福',
  '团结',
  '育才',
  '康宁',
  '锦绣',
  '青年',
  '工农',
  '前进',
  '长征',
  '凤鸣',
  '龙腾',
  '望江',
]; // prettier-ignore
const ROAD_ENDS = ['路', '街', '大道', '东路', '西路', '南路', '北路', '中路', '大街', '巷'];
const ESTATE_STEMS = [
  '阳光',
  '锦绣',
  '翡翠',
  '丽景',
  '御景',
  '金色',
  '水岸',
  '书香',
  '碧水',
  '香榭',
  '紫荆',
  '东方',
  '和谐',
  '安居',
  '绿洲',
  '世纪',
  '盛世',
  '天和',
  '福临',
  '瑞祥',
  '兰亭',
  '桂苑',
  '梧桐',
  '江南',
]; // prettier-ignore
const ESTATE_ENDS = [
  '花园',
  '小区',
  '家园',
  '苑',
  '公寓',
  '名城',
  '新村',
  '华府',
  '嘉园',
  '新城',
  '雅居',
  '佳苑',
];

export function townName(random: Random, urban = false): string {
  if (urban) return `${placeName(random)}街道`;
  return (
    placeName(random) +
    random.weighted([
      ['镇', 7],
      ['乡', 3],
    ])
  ); // prettier-ignore
}

export function villageName(random: Random): string {
  const stem = random.chance(0.5)
    ? placeName(random)
    : random.pick([...VILLAGE_FAMILIES]) + random.pick(VILLAGE_ENDS);
  return `${stem}村`;
}

export const roadName = (random: Random): string => random.pick(ROAD_STEMS) + random.pick(ROAD_ENDS);

export const estateName = (random: Random): string => random.pick(ESTATE_STEMS) + random.pick(ESTATE_ENDS);

export const communityName = (random: Random): string => `${random.pick(ROAD_STEMS)}社区`;

/** What all values of one document share. */
export interface Setting {
  readonly county: County;
  readonly towns: readonly string[];
  readonly villages: readonly string[];
  readonly streets: readonly string[];
  readonly year: number;
  readonly month: number;
  readonly day: number;
}

export function drawSetting(random: Random): Setting {
  return {
    county: random.pick(COUNTIES),
    towns: Array.from({ length: 4 }, () => townName(random)),
    villages: Array.from({ length: 6 }, () => villageName(random)),
    streets: Array.from({ length: 3 }, () => townName(random, true)),
    year: random.int(2016, 2026),
    month: random.int(1, 11),
    day: random.int(1, 28),
  };
}
