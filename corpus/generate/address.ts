/**
 * Detailed addresses from a grammar of their own (the detector's sample generator is another one, so
 * that the score does not measure one grammar against itself).
 *
 * `parts` are the pieces in order; the writers may put spaces or breaks between them.
 */
import { type County, communityName, estateName, placeName, roadName, type Setting } from './place.js';
import type { Random } from './random.js';

export interface Address {
  readonly parts: readonly string[];
  readonly style: string;
}

const HAN = ['零', '一', '二', '三', '四', '五', '六', '七', '八', '九', '十'];
const hanNumber = (value: number): string =>
  value <= 10
    ? HAN[value]!
    : value < 20
      ? `十${HAN[value - 10]!}`
      : `${HAN[Math.floor(value / 10)]!}十${value % 10 ? HAN[value % 10]! : ''}`;

/** How much of province, prefecture, county stands before: county sites often leave all three out. */
function head(random: Random, county: County): string[] {
  const draw = random.next();
  if (draw < 0.35) return [county.province, county.prefecture, county.county].filter((part) => part !== '');
  if (draw < 0.5) return [county.prefecture || county.province, county.county];
  if (draw < 0.7) return [county.county];
  return [];
}

function group(random: Random): string {
  const number = random.int(1, 18);
  const digits = random.chance(0.5) ? String(number) : hanNumber(number);
  return (
    digits +
    random.weighted([
      ['组', 12],
      ['社', 3],
      ['队', 3],
      ['村民小组', 3],
      ['屯', 1],
    ])
  ); // prettier-ignore
}

function room(random: Random): string {
  const floor = random.int(1, 28);
  return `${floor}0${random.int(1, 8)}`;
}

function building(random: Random): string[] {
  const number = random.int(1, 36);
  const unit = random.int(1, 4);
  return random.pick([
    [`${number}栋`, `${unit}单元`, `${room(random)}室`],
    [`${number}号楼`, `${unit}单元`, `${room(random)}室`],
    [`${number}幢`, `${room(random)}室`],
    [`${number}栋`, `${room(random)}`],
    [`${number}号楼`, `${room(random)}`],
    [`${number}#`, `${unit}单元`, `${room(random)}号`],
    [`${number}-${unit}-${room(random)}`],
    [`${hanNumber(number)}幢`, `${hanNumber(unit)}单元`, `${room(random)}室`],
  ]);
}

/** A home in a village. */
function rural(random: Random, setting: Setting): Address {
  const parts = [...head(random, setting.county)];
  parts.push(random.pick(setting.towns), random.pick(setting.villages), group(random));
  if (random.chance(0.55)) parts.push(`${random.int(1, 260)}号`);
  return { parts, style: 'rural' };
}

/** Only village and group, under a column that says so. */
function villageGroup(random: Random, setting: Setting): Address {
  const parts = random.chance(0.5) ? [random.pick(setting.towns)] : [];
  parts.push(random.pick(setting.villages), group(random));
  return { parts, style: 'village-group' };
}

function urban(random: Random, setting: Setting): Address {
  const parts = [...head(random, setting.county)];
  if (random.chance(0.35)) parts.push(random.pick(setting.streets));
  if (random.chance(0.15)) parts.push(communityName(random));
  const draw = random.next();
  if (draw < 0.45)
    parts.push(roadName(random), `${random.int(1, 899)}号`, estateName(random), ...building(random));
  else if (draw < 0.75 && parts.length > 0) parts.push(estateName(random), ...building(random));
  else parts.push(roadName(random), `${random.int(1, 899)}号`, ...building(random));
  return { parts, style: 'urban' };
}

function lane(random: Random, setting: Setting): Address {
  const parts = random.chance(0.5)
    ? ['上海市', `${setting.county.county}`.replace(/.*(区|县)$/u, (name) => name)]
    : [];
  parts.push(roadName(random), `${random.int(10, 1999)}弄`, `${random.int(1, 120)}号`, `${room(random)}室`);
  return { parts: parts[0] === '上海市' ? ['上海市', '闵行区', ...parts.slice(2)] : parts, style: 'lane' };
}

function banner(random: Random): Address {
  const parts = [
    '内蒙古自治区',
    random.pick(['鄂尔多斯市', '锡林郭勒盟', '赤峰市']),
    random.pick(['乌审旗', '正蓝旗', '翁牛特旗']),
  ];
  parts.push(
    `${placeName(random)}${random.pick(['苏木', '镇'])}`,
    `${placeName(random)}嘎查`,
    `${random.int(1, 90)}号`,
  );
  return { parts: random.chance(0.5) ? parts : parts.slice(2), style: 'banner' };
}

function corps(random: Random): Address {
  const parts = [
    random.pick(['石河子市', '阿拉尔市', '新疆生产建设兵团第八师']),
    `${random.int(121, 152)}团`,
  ];
  parts.push(`${random.int(1, 22)}连`, `${random.int(1, 30)}栋`, `${random.int(1, 12)}号`);
  return { parts, style: 'corps' };
}

function hutong(random: Random): Address {
  const parts = ['北京市', random.pick(['西城区', '东城区'])];
  parts.push(
    `${placeName(random)}胡同`,
    random.pick([`${random.int(1, 99)}号院`, `甲${random.int(1, 60)}号`]),
  );
  if (random.chance(0.6)) parts.push(`${random.int(1, 9)}号楼`, `${random.int(1, 6)}门`, `${room(random)}号`);
  return { parts, style: 'hutong' };
}

/** Lanes, rows and yards of towns: 里, 条, 排, 内, courtyards of works. */
function yard(random: Random, setting: Setting): Address {
  const parts = [...head(random, setting.county)];
  const works = `${placeName(random)}${random.pick(['机械厂', '煤矿', '林业局', '水泥厂', '供销社'])}`;
  parts.push(
    ...random.pick([
      [`${works}家属院`, `${random.int(1, 30)}排`, `${random.int(1, 20)}号`],
      [`${works}院内`, `${random.int(1, 40)}号`],
      [`${placeName(random)}西里`, `${random.int(1, 20)}号楼`, `${random.int(1, 6)}门`, `${room(random)}号`],
      [`${placeName(random)}四条`, `甲${random.int(1, 90)}号`],
      [roadName(random), `${random.int(1, 300)}号内`, `${random.int(2, 20)}户`],
      [roadName(random), `${random.int(1, 300)}号`, random.pick(['后楼', '亭子间', '东厢房', '副3号'])],
    ]),
  );
  return { parts, style: 'yard' };
}

/** Farms, zones, hamlets and committees of the north. */
function outskirts(random: Random, setting: Setting): Address {
  const village = random.pick(setting.villages);
  const name = placeName(random);
  const parts = random.pick([
    [setting.county.county, `${name}农场`, `第${hanNumber(random.int(2, 9))}作业区`],
    [
      setting.county.county,
      `${name}农场`,
      `${hanNumber(random.int(2, 9))}分场`,
      `${hanNumber(random.int(2, 9))}队`,
    ],
    ['高新区', roadName(random), `${random.int(1, 99)}号`, ...building(random)],
    [random.pick(setting.towns), village, `${name}组`],
    [random.pick(setting.towns), village, `${name}屯`],
    [setting.county.county, random.pick(setting.streets), `${random.int(2, 20)}委`, `${random.int(2, 20)}组`],
  ]);
  return { parts, style: 'outskirts' };
}

/** Hong Kong, Macao, Taiwan. */
function outlying(random: Random): Address {
  const number = random.int(1, 300);
  const floor = random.int(2, 28);
  const parts = random.pick([
    [
      '香港',
      '九龙',
      `${placeName(random)}道`,
      `${number}号`,
      `${placeName(random)}大厦`,
      `${floor}楼`,
      'B室',
    ],
    ['澳门', `${placeName(random)}斜路`, `${number}号`, `${floor}楼`],
    ['台湾省', '台中市', '西屯区', `${placeName(random)}路二段`, `${number}号`, `${floor}楼之3`],
    [
      '新北市',
      '板桥区',
      `${placeName(random)}路`,
      `${number}巷`,
      `${random.int(2, 30)}弄`,
      `${random.int(2, 40)}号`,
    ],
  ]);
  return { parts, style: 'outlying' };
}

/** A private person's address in the place of the document. */
export function homeAddress(random: Random, setting: Setting, style?: string): Address {
  switch (style) {
    case 'village-group':
      return villageGroup(random, setting);
    case 'rural':
      return rural(random, setting);
    case 'urban':
      return urban(random, setting);
    case 'odd':
      return random.pick([yard, outskirts, outlying])(random, setting);
    default: {
      const draw = random.next();
      if (draw < 0.45) return rural(random, setting);
      if (draw < 0.85) return urban(random, setting);
      if (draw < 0.91) return lane(random, setting);
      if (draw < 0.94) return banner(random);
      if (draw < 0.97) return corps(random);
      return hutong(random);
    }
  }
}

/** The address of an office, a hall, a site. */
export function officeAddress(random: Random, setting: Setting): Address {
  const parts = [...head(random, setting.county)];
  parts.push(roadName(random), `${random.int(1, 399)}号`);
  const place = random.weighted([
    ['', 5],
    ['政务服务中心', 3],
    ['公共资源交易中心', 2],
    ['行政中心', 2],
    ['财政大楼', 1],
    ['国际商务大厦', 1],
  ]);
  if (place) parts.push(place);
  if (random.chance(0.5)) parts.push(`${random.int(1, 12)}楼`);
  if (random.chance(0.4))
    parts.push(random.pick([`${room(random)}室`, `${random.int(1, 20)}号窗口`, '开标室', '会议室']));
  return { parts, style: 'office' };
}
