/** Invented addresses for a synthetic corpus: real county and town names with made-up villages, roads and estates. */

const COUNTIES = [
  ['湖南省', '岳阳市', '岳阳县', '新墙镇'],
  ['湖北省', '黄冈市', '蕲春县', '漕河镇'],
  ['河南省', '商丘市', '梁园区', '谢集镇'],
  ['四川省', '南充市', '仪陇县', '马鞍镇'],
  ['安徽省', '六安市', '裕安区', '苏埠镇'],
  ['江西省', '上饶市', '鄱阳县', '饶丰镇'],
  ['山东省', '德州市', '乐陵市', '丁坞镇'],
  ['甘肃省', '定西市', '安定区', '凤翔镇'],
  ['广东省', '佛山市', '顺德区', '均安镇'],
  ['浙江省', '金华市', '义乌市', '稠城街道'],
] as const;
const CITIES = [
  ['上海市', '', '徐汇区'],
  ['北京市', '', '朝阳区'],
  ['江苏省', '南京市', '江宁区'],
  ['广东省', '深圳市', '南山区'],
  ['四川省', '成都市', '武侯区'],
  ['陕西省', '西安市', '雁塔区'],
  ['重庆市', '', '渝北区'],
  ['辽宁省', '沈阳市', '铁西区'],
] as const;
const STEMS = '青云松鹤梅竹桂枫柳榆槐锦霞瑞祥嘉禾泰康宏盛翠碧明远和顺永丰'.split('');
const TAILS = '山岭溪塘湾桥坪岗泉井田林沟洼坡台'.split('');
const HAN = '一二三四五六七八九十'.split('');
const ESTATES = ['小区', '花园', '家园', '苑', '公寓', '新村', '华庭', '雅苑'];
const ROADS = ['路', '街', '大道', '巷', '北路', '西街', '中路'];

/**
 * @param random Uniform in [0, 1), as `Math.random`; a seeded one makes the corpus repeatable.
 * @returns An address and the level of its finest part.
 */
export function sample(random: () => number): {
  text: string;
  subtype: string;
} {
  const pick = <T>(list: readonly T[]): T => list[Math.floor(random() * list.length)]!;
  const upTo = (n: number): number => 1 + Math.floor(random() * n);
  const name = (): string => pick(STEMS) + pick(TAILS);
  const kind = random();
  if (kind < 0.4) {
    const [province, city, county, town] = pick(COUNTIES);
    const heads = [province + city + county + town, province + county + town, county + town, town, ''];
    const village = `${name()}${pick(['村', '村', '村', '社区'])}`;
    const group = random() < 0.5 ? `${pick(HAN)}组` : `${upTo(20)}组`;
    if (random() < 0.4)
      return {
        text: `${pick(heads)}${village}${group}${upTo(99)}号`,
        subtype: 'number',
      };
    return { text: `${pick(heads)}${village}${group}`, subtype: 'group' };
  }
  const [province, city, district] = pick(CITIES);
  const head = pick([province + city + district, city + district, district, '']);
  const road = `${name()}${pick(ROADS)}`;
  if (kind < 0.55) return { text: `${head}${road}${upTo(999)}号`, subtype: 'number' };
  if (kind < 0.7) {
    return {
      text: `${head}${road}${upTo(1999)}弄${upTo(60)}号${upTo(30)}0${upTo(8)}室`,
      subtype: 'room',
    };
  }
  const number = random() < 0.5 ? `${road}${upTo(499)}号` : '';
  const building = pick([`${upTo(30)}栋`, `${upTo(30)}幢`, `${upTo(30)}号楼`, `${pick(['A', 'B', 'C'])}座`]);
  const room = pick([
    `${upTo(6)}单元${upTo(30)}0${upTo(4)}室`,
    `${upTo(30)}0${upTo(4)}室`,
    `${upTo(6)}单元${upTo(30)}0${upTo(4)}`,
  ]);
  return {
    text: `${head}${number}${name()}${pick(ESTATES)}${building}${room}`,
    subtype: 'room',
  };
}
