/** Personal numbers with right structure and check characters, of invented people. */
import { luhnCheck, residentCheck, weighted731 } from './check-characters.js';
import type { Person } from './person.js';
import { COUNTIES } from './place.js';
import type { Random } from './random.js';

/** Codes abolished between 1983 and 2010, and summary codes (市辖区, 市区): valid numbers carry them. */
const OLD_CODES =
  '542621 432627 130526 440525 440782 361121 512730 442723 322726 512524 652921 379012 230711 422327 442401 532223 422424 442922 142223 612522 142227 320522 372125 512729 340101 320401 520401 360401 370120 120200 340401 342401 321119 441282 440401'.split(
    ' ',
  );

/** BIN and length of cards that the community tables caijf/bankcard (MIT) and hexindai/bcbc (MIT) both hold. */
const CARDS =
  '622313:18 623062:19 622944:16 628288:16 622245:16 623163:19 622202:19 622825:19 620059:19 622823:19 622841:19 622848:19 623094:19 622676:16 622988:16 625965:16 621700:19 621330:19 622760:16 621620:19 623184:19 621759:19 621798:19 622811:16 621799:19 622150:19 622253:16 621069:19 622580:16 628362:16 622916:16 625968:16 623036:19 621701:19 622288:16 622452:19 621492:16'
    .split(' ')
    .map((row) => row.split(':') as [string, string]);

/** Segments in use in 2026, by weight of their subscribers; 165, 167, 170, 171 are virtual operators, 192 is the newest network. */
const MOBILE_PREFIXES =
  '130 131 132 133 135 136 137 138 139 150 151 152 153 155 156 157 158 159 166 173 175 176 177 178 180 181 182 183 184 185 186 187 188 189 190 191 193 195 196 197 198 199 134 135 136 137 138 139 158 159 182 183 187 188 147 145 165 167 172 162 192 1703 1709 1718'.split(
    ' ',
  );

export type ResidentKind = 'second' | 'permit' | 'foreigner' | 'foreigner-old' | 'first';

/** @param code First six digits; by default mostly the county of the document. */
export function residentId(random: Random, person: Person, code: string): string {
  let order = random.int(1, 998);
  if ((order % 2 === 0) !== person.female) order += 1;
  const body = code + person.born + String(order).padStart(3, '0');
  return body + residentCheck(body);
}

/** The address code of someone who lives in `home`: mostly home, some moved in, some hold an abolished code. */
export function addressCode(random: Random, home: string): string {
  const draw = random.next();
  if (draw < 0.72) return home;
  if (draw < 0.88) return random.pick(COUNTIES).code;
  return random.pick(OLD_CODES);
}

/** 15 digits, before 1999-10-01 (国发〔1999〕15号). Only people born before 1985 are given one here. */
export function firstGenerationId(random: Random, person: Person, code: string): string {
  const year = Number(person.born.slice(0, 4));
  const born = year > 1984 ? `19${random.int(40, 84)}${person.born.slice(4)}` : person.born;
  let order = random.int(1, 990);
  if ((order % 2 === 0) !== person.female) order += 1;
  return code + born.slice(2) + String(order).padStart(3, '0');
}

/** 港澳台居民居住证 (国办发〔2018〕81号). */
export function permitId(random: Random, person: Person): string {
  return residentId(random, person, random.pick(['810000', '820000', '830000']));
}

/** 外国人永久居留身份证, 18 digits since 2023-12-01: 9, province, country (ISO 3166 numeric), date, order, check. */
export function foreignerId(random: Random, person: Person): string {
  const province = random.pick(['11', '31', '33', '44', '51']);
  const country = random.pick(['840', '826', '392', '410', '124', '276', '250']);
  return residentId(random, person, `9${province}${country}`);
}

/** The older card, 15 characters: country, place, YYMMDD, order, 7-3-1 check. */
export function foreignerOldId(random: Random, person: Person): string {
  const country = random.pick(['USA', 'GBR', 'JPN', 'KOR', 'CAN', 'DEU', 'FRA']);
  const place = random.pick(['1100', '3100', '4403', '3301']);
  const body = country + place + person.born.slice(2) + String(random.int(0, 9));
  return body + weighted731(body);
}

/** Random digits, or zeros and three digits: a number that is plainly made up. */
const filling = (random: Random, length: number, hollow: boolean): string =>
  hollow ? '0'.repeat(length - 3) + random.digits(3) : random.digits(length);

export function mobile(random: Random, hollow = false): string {
  const prefix = random.pick(MOBILE_PREFIXES);
  let rest = filling(random, 11 - prefix.length, hollow);
  // 1349 is a satellite block.
  if (prefix === '134' && rest.startsWith('9')) rest = `2${rest.slice(1)}`;
  return prefix + rest;
}

export function bankCard(random: Random, hollow = false): string {
  const [bin, length] = random.pick(CARDS);
  const body = bin + filling(random, Number(length) - bin.length - 1, hollow);
  return body + luhnCheck(body);
}

const ACCOUNT_SHAPES: readonly (readonly [prefix: string, length: number])[] = [
  ['80', 17],
  ['8', 16],
  ['10', 20],
  ['605', 18],
  ['9030', 22],
  ['231', 21],
  ['0', 14],
  ['84', 19],
];

/** A passbook or 一折通 account: no BIN, and not right by Luhn. */
export function bankAccount(random: Random, hollow = false): string {
  const [prefix, length] = random.pick(ACCOUNT_SHAPES);
  const body = prefix + filling(random, length - prefix.length - 1, hollow);
  return body + String((Number(luhnCheck(body)) + random.int(1, 9)) % 10);
}

/** A landline of the trunk code; `local` leaves the code out. */
export function landline(random: Random, trunk: string, digits: number): { code: string; local: string } {
  return { code: trunk, local: String(random.int(2, 8)) + random.digits(digits - 1) };
}

export const passport = (random: Random): string =>
  random.chance(0.5) ? `E${random.digits(8)}` : `E${random.pick([...'ABCDEFGHJK'])}${random.digits(7)}`;

export const travelPermit = (random: Random): string => random.pick(['H', 'M']) + random.digits(8);

export const militaryId = (random: Random): string =>
  random.chance(0.6)
    ? `军字第${random.digits(7)}号`
    : `${random.pick([...'南北沈兰成济广'])}字第${random.digits(8)}号`;

const PLATE_HEADS = '京津冀晋蒙辽吉黑沪苏浙皖闽赣鲁豫鄂湘粤桂琼渝川贵云藏陕甘青宁新';

/** GA 36-2018: no I, no O; new-energy plates have six characters after the letter. */
export function plate(random: Random): string {
  const letters = 'ABCDEFGHJKLMNPQRSTUVWXYZ';
  const head = random.pick([...PLATE_HEADS]) + random.pick([...letters.slice(0, 8)]);
  if (random.chance(0.25)) return `${head}${random.pick(['D', 'F'])}${random.digits(5)}`;
  return head + random.digits(2) + random.pick([...letters]) + random.digits(2);
}

export const email = (random: Random): string =>
  `${random.pick(['zhang', 'li', 'wang', 'chen', 'liu'])}${random.pick(['wei', 'min', 'hua', 'jun'])}${random.digits(3)}@${random.pick(['163.com', 'qq.com', '126.com', 'sina.com'])}`;

export const qq = (random: Random): string => String(random.int(1, 9)) + random.digits(random.int(7, 8));

export const wechat = (random: Random): string =>
  `${random.pick(['wx', 'lan', 'sky', 'xiao'])}_${random.pick(['hua', 'feng', 'yun'])}${random.digits(4)}`;
