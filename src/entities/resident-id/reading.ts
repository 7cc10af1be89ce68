/** What the digits of an ID say: province, birth date, check character, and what they would be otherwise. */
import { calendarDate } from '../../checks/calendar-date.js';
import { mod11_2 } from '../../checks/mod11-2.js';
import { mod11_10 } from '../../checks/mod11-10.js';
import { organisationCode } from '../../checks/organisation-code.js';
import { uscc } from '../../checks/uscc.js';
import type { CheckStatus, Evidence } from '../../core/index.js';

export const ENTITY = 'resident-id';
export const PROVINCES: RegExp = /^(?:1[1-5]|2[1-3]|3[1-7]|4[1-6]|5[0-4]|6[1-6]|71|8[1-3])/;
const HEADS: ReadonlySet<number> = new Set(
  Array.from({ length: 100 }, (_, head) => head).filter((head) => PROVINCES.test(String(head))),
);

/** Whether the two digits at `at` are those of a province. */
export function isProvince(digits: string, at: number): boolean {
  return HEADS.has((digits.charCodeAt(at) - 0x30) * 10 + digits.charCodeAt(at + 1) - 0x30);
}

/** Nobody alive is older, but the worked example of the standard is of 1880 and people test with it. */
const EARLIEST = '1850';
export const PERMITS: Readonly<Record<string, string>> = {
  '810000': 'residence-permit-hk',
  '820000': 'residence-permit-mo',
  '830000': 'residence-permit-tw',
};

/** What the digits say; `undefined` when they can be no such number. */
export interface Reading {
  readonly subtype: string;
  readonly status: CheckStatus;
  readonly evidence: Evidence[];
}

/** 18 characters. @param value Digits, the last one may be X. */
export function readEighteen(
  value: string,
  today: string,
  known: (code: string) => boolean,
): Reading | undefined {
  const foreigner = value.startsWith('9');
  if (foreigner ? !PROVINCES.test(value.slice(1)) : !PROVINCES.test(value)) return undefined;
  const check = mod11_2(value) === value[17];
  const evidence: Evidence[] = [{ code: check ? 'check-character-ok' : 'check-character-wrong' }];
  const born = birth(value.slice(6, 14), today, evidence);
  const code = value.slice(0, 6);
  let subtype = 'second-generation';
  if (foreigner) {
    subtype = 'foreign-permanent-resident';
    evidence.push({
      code: known(`${value.slice(1, 3)}0100`) ? 'country-code-plausible' : 'address-code-unknown',
    });
    if (uscc(value)) evidence.push({ code: 'credit-code-check-ok' }, { code: 'address-code-unknown' });
  } else if (PERMITS[code] !== undefined) {
    subtype = PERMITS[code];
    evidence.push({ code: 'permit-code' });
  } else {
    evidence.push({ code: known(code) ? 'address-code-known' : 'address-code-unknown' });
    if (uscc(value)) evidence.push({ code: 'credit-code-check-ok' });
  }
  if (value.slice(14, 17) === '000') evidence.push({ code: 'order-zero' });
  const status = !born ? 'invalid' : check ? 'valid' : 'unverifiable';
  return { subtype, status, evidence };
}

/** 15 digits: no check character, so never `valid`. */
export function readFifteen(
  value: string,
  today: string,
  known: (code: string) => boolean,
): Reading | undefined {
  if (!PROVINCES.test(value)) return undefined;
  const evidence: Evidence[] = [{ code: 'fifteen-digits' }];
  if (!birth(`19${value.slice(6, 12)}`, today, evidence)) return undefined;
  evidence.push({ code: known(value.slice(0, 6)) ? 'address-code-known' : 'address-code-unknown' });
  if (mod11_10(value)) evidence.push({ code: 'registration-check-ok' });
  // 税务登记证号 until 2015: county code and organisation code.
  if (organisationCode(value.slice(6))) evidence.push({ code: 'organisation-code-check-ok' });
  return { subtype: 'first-generation', status: 'unverifiable', evidence };
}

/** @returns Whether the birth date can be; says so in `evidence`. */
function birth(digits: string, today: string, evidence: Evidence[]): boolean {
  const date = calendarDate(digits);
  if (date === undefined || date < EARLIEST) evidence.push({ code: 'birth-date-impossible' });
  else if (date > today) evidence.push({ code: 'birth-date-in-future' });
  else {
    if (date < '1900') evidence.push({ code: 'birth-date-before-1900' });
    else evidence.push({ code: 'birth-date-ok' });
    if (date >= '1900' && Number(today.slice(0, 4)) - Number(date.slice(0, 4)) > 120)
      evidence.push({ code: 'birth-date-old' });
    return true;
  }
  return false;
}
