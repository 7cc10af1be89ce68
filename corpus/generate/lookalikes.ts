/**
 * Values that look like personal numbers and are none; shapes and tells as in GB 32100, GB 11714, GS 15-2006,
 * NY/T 2538 and common forms of government sites. Every maker is a slot `{{not.NAME}}`.
 */
import {
  eanCheck,
  organisationCheck,
  registrationCheck,
  residentCheck,
  usccCheck,
} from './check-characters.js';
import { placeName, type Setting } from './place.js';
import type { Random } from './random.js';

const two = (value: number): string => String(value).padStart(2, '0');
const hex = (random: Random, length: number): string => {
  let text = '';
  for (let i = 0; i < length; i++) text += random.int(0, 15).toString(16);
  return text;
};

function organisationCode(random: Random): string {
  const body = random.digits(8);
  return body + organisationCheck(body);
}

function uscc(random: Random, setting: Setting, kinds: readonly string[]): string {
  const body = random.pick(kinds) + setting.county.code + organisationCode(random);
  return body + usccCheck(body);
}

/** A company code of digits alone. */
function plainUscc(random: Random, setting: Setting): string {
  for (;;) {
    const code = uscc(random, setting, ['92', '91', '93', '12', '11']);
    if (/^\d{18}$/.test(code)) return code;
  }
}

function dateDigits(random: Random): string {
  return `${random.int(2005, 2026)}${two(random.int(1, 12))}${two(random.int(1, 28))}`;
}

/** 农村承包方编码: town 190-209 and village 201-212 read as a date. */
function contractor(random: Random, setting: Setting): string {
  const body = `${setting.county.code}${random.pick(['200', '201', '198', '199'])}${random.pick(['205', '101', '112', '208'])}${two(random.int(1, 28))}`;
  return body + String(random.int(1, 120)).padStart(4, '0');
}

function contractorPassing(random: Random, setting: Setting): string {
  for (;;) {
    const code = contractor(random, setting);
    if (residentCheck(code.slice(0, 17)) === code[17]) return code;
  }
}

type Maker = (random: Random, setting: Setting) => string;

export const LOOKALIKES: Readonly<Record<string, Maker>> = {
  uscc: (random, setting) => uscc(random, setting, ['91', '92', '91', '52', '12', '11', '93']),
  'uscc-digits': plainUscc,
  registration: (random, setting) => {
    const body = `${setting.county.code}${random.pick(['0', '1', '6', '2'])}${random.digits(7)}`;
    return body + registrationCheck(body);
  },
  organisation: (random) => organisationCode(random).replace(/(.)$/, '-$1'),
  'index-number': (random, setting) =>
    random.weighted([
      [`${uscc(random, setting, ['11', '12'])}/${random.int(2012, 2026)}-${random.digits(5)}`, 4],
      [`${organisationCode(random)}/${random.int(2012, 2026)}-${random.digits(5)}`, 2],
      [
        `${setting.county.code}-${two(random.int(1, 40))}-${two(random.int(1, 20))}-${dateDigits(random)}-${random.digits(3)}`,
        2,
      ],
      [`${setting.county.code}${random.digits(7)}${random.int(2015, 2026)}${random.digits(4)}`, 1],
    ]),
  'document-number': (random, setting) =>
    `${setting.county.county.slice(0, 1)}政办发〔${random.int(2012, 2026)}〕${random.int(1, 180)}号`,
  'case-number': (random) =>
    `（${random.int(2016, 2026)}）${random.pick(['湘06', '鲁0112', '川1703', '云2301'])}${random.pick(['民初', '行终', '执', '刑初'])}${random.int(1, 9999)}号`,
  contractor,
  'contractor-passing': contractorPassing,
  parcel: (random, setting) => `${setting.county.code}${random.digits(13)}`,
  'real-estate-unit': (random, setting) =>
    `${setting.county.code}${random.digits(3)}${random.digits(3)}GB${random.digits(5)}F${random.digits(8)}`,
  project: (random, setting) =>
    `${random.int(2016, 2026)}-${setting.county.code}-${two(random.int(1, 98))}-${two(random.int(1, 5))}-${random.digits(6)}`,
  tender: (random) =>
    random.pick([
      `ZFCG-${random.int(2018, 2026)}-${random.digits(4)}`,
      `GC${dateDigits(random)}${random.digits(4)}-01`,
      `SDGP${random.digits(9)}${dateDigits(random)}_001`,
    ]),
  order: (random) => `${dateDigits(random)}${random.digits(random.int(8, 12))}`,
  tracking: (random) =>
    random.pick([`SF${random.digits(13)}`, `YT${random.digits(13)}`, random.digits(13).replace(/^./, '7')]),
  drug: (random) => `国药准字${random.pick([...'HZSBJ'])}${random.int(1990, 2024)}${random.digits(4)}`,
  'health-food': (random) => `国食健字G${random.int(2003, 2016)}${random.digits(4)}`,
  'drug-trace': (random) => `8${random.digits(19)}`,
  barcode: (random) => {
    const body = `69${random.digits(10)}`;
    return body + eanCheck(body);
  },
  isbn: (random) => {
    const body = `9787${random.digits(8)}`;
    const code = body + eanCheck(body);
    return random.chance(0.5) ? code : `978-7-${code.slice(4, 7)}-${code.slice(7, 12)}-${code.slice(12)}`;
  },
  patent: (random) =>
    `ZL20${two(random.int(5, 24))}${random.pick(['1', '2', '3'])}0${random.digits(6)}.${random.digits(1)}`,
  'police-filing': (random, setting) => `公网安备 ${setting.county.code}${random.digits(8)}号`,
  'icp-filing': (random) => `ICP备${random.digits(8)}号-${random.int(1, 5)}`,
  'food-licence': (random) => random.pick(['SC', 'JY']) + random.digits(14),
  vin: (random) => {
    let text = 'L';
    for (let i = 0; i < 10; i++) text += random.pick([...'ABCDEFGHJKLMNPRSTUVWXYZ0123456789']);
    return text + random.digits(6);
  },
  timestamp: (random) => `${random.int(1_400_000_000, 1_790_000_000)}${random.digits(3)}`,
  'long-timestamp': (random) =>
    `${dateDigits(random)}${two(random.int(0, 23))}${two(random.int(0, 59))}${two(random.int(0, 59))}${random.digits(3)}`,
  uuid: (random) =>
    `${hex(random, 8)}-${hex(random, 4)}-4${hex(random, 3)}-a${hex(random, 3)}-${random.digits(12)}`,
  hash: (random) => hex(random, random.pick([32, 40, 64])),
  coordinate: (random) =>
    `${random.int(98, 122)}.${random.digits(14)},${random.int(22, 41)}.${random.digits(14)}`,
  amount: (random) => `${random.int(1000, 99999)}${random.digits(6)}.${random.digits(2)}`,
  'big-amount': (random) => `1${random.pick([...'3589'])}${random.digits(9)}.${random.digits(2)}元`,
  'amount-comma': (random) =>
    `${random.int(1, 999)},${random.digits(3)},${random.digits(3)}.${random.digits(2)}`,
  area: (random) => `${random.int(10, 99999)}.${random.digits(2)}`,
  'file-name': (random) => `t${dateDigits(random)}_${random.digits(7)}.html`,
  'file-mobile': (random) => `t${dateDigits(random)}_1${random.pick([...'3589'])}${random.digits(9)}.html`,
  'query-string': (random) =>
    `id=${random.digits(18)}&cid=1${random.pick([...'358'])}${random.digits(9)}&t=${random.digits(13)}`,
  'picture-name': (random) => `W0${dateDigits(random)}${random.digits(15)}.jpg`,
  hotline: (random) =>
    random.pick([
      '12345',
      '12315',
      '12333',
      '12348',
      '95588',
      '95598',
      '96315',
      `400-810-${random.digits(4)}`,
      `400${random.digits(7)}`,
      '110',
      '119',
    ]),
  'sms-port': (random) => `1069${random.digits(random.int(6, 10))}`,
  iot: (random) => `10648${random.digits(8)}`,
  'bank-line': (random) => `${random.pick(['102', '103', '105', '402'])}${random.digits(9)}`,
  'statistics-code': (random, setting) => `${setting.county.code}${random.digits(6)}`,
  exam: (random, setting) => `${random.int(18, 26)}${setting.county.code}${random.digits(6)}`,
  'admission-ticket': (random) => random.digits(random.pick([9, 12])),
  licence: (random) => `${placeName(random)}建字第${random.int(2015, 2026)}${random.digits(6)}号`,
  'wrong-id': (random, setting) => {
    const body = `${setting.county.code}${random.int(1950, 2000)}${two(random.int(13, 19))}${two(random.int(1, 28))}${random.digits(3)}`;
    return body + residentCheck(body);
  },
  'long-run': (random) => random.digits(random.int(27, 40)),
  'dead-mobile': (random) => random.pick(['1280', '1540', '1430', '1640']) + random.digits(7),
  meter: (random) => random.digits(10),
  /** Eleven digits that begin like a mobile number, most of them on a segment. */
  'serial-eleven': (random) => `1${random.pick([...'3456789'])}${random.digits(9)}`,
  'sum-eleven': (random) =>
    `1${random.pick([...'35789'])}${random.digits(6)}${random.pick(['000', random.digits(3)])}`,
  'card-shape': (random) => `62${random.digits(14)}`,
};
