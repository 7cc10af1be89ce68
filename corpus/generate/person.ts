/** Invented people. Names are drawn from common surnames and given-name characters; nobody is meant. */
import type { Random } from './random.js';

export interface Person {
  readonly name: string;
  readonly female: boolean;
  /** `YYYYMMDD`. */
  readonly born: string;
}

const SURNAMES =
  '王李张刘陈杨黄赵吴周徐孙马朱胡郭何高林罗郑梁谢宋唐许韩冯邓曹彭曾肖田董潘袁蔡蒋余于杜叶程苏魏吕丁任沈姚卢姜崔钟谭陆汪范金石廖贾夏韦付方白邹孟熊秦邱江尹薛闫段雷侯龙史陶黎贺顾毛郝龚邵万钱严覃武戴莫孔向汤';
const DOUBLE = ['欧阳', '司马', '上官', '诸葛', '尉迟', '令狐'];
const MALE = '伟强磊军勇杰涛明超刚平辉鹏华飞鑫波斌宇浩凯健俊建国志文海林峰龙德福贵财发根生荣旺春才顺';
const FEMALE = '芳娜敏静丽艳娟霞秀英玲桂兰红梅燕琴萍莉婷雪慧颖洁珍凤云莲香菊翠花爱琼淑玉彩';
const NEUTRAL = '晓小子新玉永金春文宝天家世少思雨欣佳梓若';
/** Names as minority lists write them, with the middle dot. */
const TRANSLITERATED = [
  '阿不都·热合曼',
  '买买提·吐尔逊',
  '古丽娜尔·艾山',
  '巴特尔·朝鲁',
  '次仁·卓玛',
  '阿依古丽·麦麦提',
];

export function drawName(random: Random, female: boolean): string {
  if (random.chance(0.015)) return random.pick(TRANSLITERATED);
  const family = random.chance(0.02) ? random.pick(DOUBLE) : random.pick([...SURNAMES]);
  const own = [...(female ? FEMALE : MALE)];
  const last = random.pick(own);
  if (random.chance(0.25)) return family + last;
  return family + random.pick(random.chance(0.5) ? own : [...NEUTRAL]) + last;
}

export interface PersonOptions {
  /** First and last birth year; default 1930 to 2004. */
  readonly years?: readonly [number, number];
}

export function drawPerson(random: Random, options: PersonOptions = {}): Person {
  const [low, high] = options.years ?? [1930, 2004];
  const female = random.chance(0.5);
  const born =
    String(random.int(low, high)) +
    String(random.int(1, 12)).padStart(2, '0') +
    String(random.int(1, 28)).padStart(2, '0');
  return { name: drawName(random, female), female, born };
}
