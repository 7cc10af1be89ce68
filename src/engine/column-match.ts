/**
 * Which column of a header each token of a row belongs to, where a row may have more or fewer tokens than its header: a
 * column left empty (签字, 备注), a blank inside a name or an amount. What the numbers look like decides; order is kept.
 */
import type { LabelHit } from '../core/index.js';

/** More columns than this are not matched: counted from the end instead. */
const MOST = 24;
const MATCH = 4;
const CLASH = -6;
/** A column without a token, or a token without a column. */
const SKIP = -1;
/** Columns that stay empty until the list is signed, or that most rows leave empty. */
const OFTEN_EMPTY = /签[字名章收]|盖章|手印|领取人?$|备注|说明|附注/;

const RESIDENT_ID = /^[1-9]\d{16}[\dXxＸ]$/;
/** One or several mobiles, a landline with its area code. */
const PHONE = /^(?:(?:86|0)?1[3-9]\d{9}){1,4}$|^0\d{9,11}$/;
const CARD = /^62\d{14,17}$/;
const LONG_NUMBER = /^\d{12,}$/;
/** 1200, 2,340.50, 3亩. */
const FIGURE = /^[\d,，.]{1,12}(?:元|万元|亩|人|岁|%|㎡|平方米)?$/;
const WORD = /^[\u4e00-\u9fff·]{2,}$/;

type Sort = 'id' | 'phone' | 'card' | 'long' | 'figure' | 'word' | 'other';

function sortOf(token: string): Sort {
  const written = token.replace(/[\s'’"“”、，,;；/()（）+-]/g, '');
  if (RESIDENT_ID.test(written)) return 'id';
  if (PHONE.test(written)) return 'phone';
  if (CARD.test(written)) return 'card';
  if (LONG_NUMBER.test(written)) return 'long';
  if (FIGURE.test(written)) return 'figure';
  return WORD.test(written) ? 'word' : 'other';
}

const PREFIX: Readonly<Partial<Record<Sort, RegExp>>> = {
  id: /^resident-id/,
  phone: /^(?:phone|mobile|contact|wechat)/,
  card: /^bank-account/,
  long: /^bank-account/,
};
const NUMBERED = /^(?:resident-id|phone|mobile|bank-account|travel-permit|passport)/;

/** How well a token stands below a header cell. */
function likeness(sort: Sort, hits: readonly LabelHit[]): number {
  if (hits.length === 0) return 0;
  const own = PREFIX[sort];
  if (own !== undefined) {
    if (hits.some(({ kind }) => own.test(kind))) return MATCH;
    // An old ID of fifteen digits, a passbook's number, a code.
    if (sort === 'long') return hits.every(({ kind }) => /^(?:phone|mobile)/.test(kind)) ? CLASH : 0;
    return CLASH;
  }
  // 1200 below 身份证号, a name below 手机; 138 0013 8000 may be one telephone in three tokens.
  if (sort === 'figure' && hits.some(({ kind }) => /^(?:phone|mobile)/.test(kind))) return 0;
  return (sort === 'figure' || sort === 'word') && hits.every(({ kind }) => NUMBERED.test(kind))
    ? CLASH / 2
    : 0;
}

/**
 * @param columns The labels in each column of the header. @param names What each column is called.
 * @returns For each token the index of its column, -1 for none.
 */
export function matchColumns(
  tokens: readonly string[],
  columns: readonly (readonly LabelHit[])[],
  names: readonly string[],
): number[] {
  const shift = columns.length - tokens.length;
  const fromEnd = tokens.map((_, i) => i + shift);
  if (tokens.length > MOST || columns.length > MOST) return fromEnd;
  const sorts = tokens.map(sortOf);
  if (shift === 0 && sorts.every((sort, i) => likeness(sort, columns[i]!) >= 0)) return fromEnd;
  const empty = (column: number): number => (OFTEN_EMPTY.test(names[column]!) ? SKIP / 4 : SKIP);
  const width = columns.length + 1;
  // best[i * width + j]: the first i tokens and j columns; 0 both, 1 a column is empty, 2 a token has none.
  const best = new Float64Array((tokens.length + 1) * width);
  const step = new Uint8Array(best.length);
  for (let i = 0; i <= tokens.length; i++) {
    for (let j = 0; j <= columns.length; j++) {
      if (i === 0 && j === 0) continue;
      let most = Number.NEGATIVE_INFINITY;
      let how = 0;
      const at = i * width + j;
      if (j > 0) {
        const left = best[at - 1]! + empty(j - 1);
        if (left > most) [most, how] = [left, 1];
      }
      if (i > 0) {
        const above = best[at - width]! + SKIP;
        if (above > most) [most, how] = [above, 2];
      }
      if (i > 0 && j > 0) {
        const both = best[at - width - 1]! + likeness(sorts[i - 1]!, columns[j - 1]!);
        // A tie leaves out what comes first, as a blank in a name does.
        if (both >= most) [most, how] = [both, 0];
      }
      best[at] = most;
      step[at] = how;
    }
  }
  const found = tokens.map(() => -1);
  for (let i = tokens.length, j = columns.length; i > 0 || j > 0; ) {
    const how = step[i * width + j]!;
    if (how === 0) found[--i] = --j;
    else if (how === 1) j--;
    else i--;
  }
  return found;
}
