/** Which characters of a value a mask shows. */
import type { MaskSpec } from './types.js';

/** Hidden at least, whatever a rule says; a shorter value is hidden whole. */
const HIDDEN_AT_LEAST = 4;

/**
 * @param value Normalised value; `*` for characters that are hidden already.
 * @returns For each UTF-16 code unit of `value`, whether it stays.
 */
export function shownCharacters(value: string, spec: MaskSpec): boolean[] {
  const { length } = value;
  let start = spec.keepStart === 'area-code' ? areaCodeLength(value) : spec.keepStart;
  if (spec.keepEnd === 'domain') {
    const domain = value.lastIndexOf('@');
    if (domain > 0) {
      const local = Math.min(start, Math.max(0, domain - 2));
      return ends(length, local, domain);
    }
  }
  let end = spec.keepEnd === 'domain' ? 0 : spec.keepEnd;
  const room = Math.max(0, length - HIDDEN_AT_LEAST);
  start = Math.min(start, room);
  end = Math.min(end, room - start);
  return ends(length, start, length - end);
}

/** What stays of values whose mask must hide more than its rule does, from the start on; their ends are hidden. */
const LADDER = [6, 4, 3, 2, 0];

/**
 * What a mask shows: what the rule lets, or less where that leaves too few values.
 *
 * @param enough Whether what stays hides enough; hiding all always does.
 */
export function enoughHidden(
  value: string,
  spec: MaskSpec,
  enough: (visible: readonly boolean[]) => boolean,
): boolean[] {
  const shown = shownCharacters(value, spec);
  if (enough(shown)) return shown;
  const most = shown.includes(false) ? shown.indexOf(false) : value.length;
  for (const keepStart of LADDER) {
    if (keepStart > most) continue;
    const less = shownCharacters(value, { keepStart, keepEnd: 0 });
    if (keepStart === 0 || enough(less)) return less;
  }
  return shown.map(() => false);
}

/** True before `start` and from `end` on. */
function ends(length: number, start: number, end: number): boolean[] {
  const shown: boolean[] = [];
  for (let i = 0; i < length; i++) shown.push(i < start || i >= end);
  return shown;
}

/**
 * Trunk 0 and area code of a landline number: three digits for 010 and 02x, else four; 86 and 0086 before it
 * count too. None for a local number. Source: 工信部信管〔2017〕68号, 电信网编号计划（2017年版）, 长途区号.
 */
function areaCodeLength(value: string): number {
  const country = /^(?:\+?86|0086)(?=0?[1-9]\d{9,10}$)/.exec(value)?.[0].length ?? 0;
  const rest = value.slice(country);
  const trunk = rest.startsWith('0') ? 1 : 0;
  if (country === 0 && trunk === 0) return 0;
  const code = /^(?:10|2\d)/.test(rest.slice(trunk)) ? 2 : 3;
  return country + trunk + code;
}
