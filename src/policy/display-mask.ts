/** The value as a report shows it: enough to recognise it in the file, not enough to leak it. */
import type { Candidate } from '../core/index.js';
import { shownCharacters } from './mask-plan.js';
import { surnameLength } from './surname.js';
import type { MaskSpec } from './types.js';

const SPECS: Readonly<Record<string, MaskSpec>> = {
  'resident-id': { keepStart: 6, keepEnd: 4 },
  mobile: { keepStart: 3, keepEnd: 4 },
  'bank-card': { keepStart: 6, keepEnd: 4 },
  'bank-account': { keepStart: 6, keepEnd: 4 },
  landline: { keepStart: 'area-code', keepEnd: 2 },
  email: { keepStart: 1, keepEnd: 'domain' },
  'birth-date': { keepStart: 4, keepEnd: 0 },
};
const OTHER: MaskSpec = { keepStart: 2, keepEnd: 2 };
/** Below this length an account shows two and two: at least half of it is hidden. */
const LONG_ACCOUNT = 16;

/**
 * Display mask of a normalised value.
 *
 * @param value Characters that are hidden already are `*`; they stay hidden.
 * @returns Resident IDs 6+*+4, mobiles 3+*+4, cards and accounts 6+*+4 (shorter than 16: 2+*+2), addresses
 *   down to the town and `***`, anything else 2+*+2 with at least four characters hidden.
 */
export function maskValue(entity: string, subtype: string | undefined, value: string): string {
  if (entity === 'address')
    return `${/^.{0,60}?(?:街道|镇|鎮|乡|鄉|苏木)/u.exec(value)?.[0] ?? coarse(value)}***`;
  if (entity === 'person-name') {
    const surname = surnameLength(value || ' ');
    return value.slice(0, surname) + '*'.repeat(Math.max(1, value.length - surname));
  }
  return hide(value, specOf(entity, subtype, value));
}

/** `maskValue` for a candidate: the parts of an address say where its town ends. */
export function maskCandidate(candidate: Candidate): string {
  const { entity, subtype, value, at, address } = candidate;
  if (entity !== 'address' || address === undefined || at.length !== value.length) {
    return maskValue(entity, subtype, value);
  }
  let end = -1;
  for (const part of address) {
    if (!COARSE_LEVELS.has(part.level)) break;
    end = part.end;
  }
  let shown = 0;
  while (shown < at.length && at[shown]! < end) shown++;
  return `${value.slice(0, shown)}***`;
}

const COARSE_LEVELS: ReadonlySet<string> = new Set(['province', 'prefecture', 'county', 'town']);

function specOf(entity: string, subtype: string | undefined, value: string): MaskSpec {
  if (entity.startsWith('bank-') && value.length < LONG_ACCOUNT) return OTHER;
  if (entity === 'landline' && subtype === 'service') return { keepStart: 3, keepEnd: 2 };
  return SPECS[entity] ?? OTHER;
}

function coarse(value: string): string {
  return /^.{0,40}?(?:[县區区旗]|市(?!.{0,12}[县區区旗]))/u.exec(value)?.[0] ?? '';
}

function hide(value: string, spec: MaskSpec): string {
  const shown = shownCharacters(value, spec);
  let masked = '';
  for (let i = 0; i < value.length; i++) masked += shown[i] ? value.charAt(i) : '*';
  return masked;
}
