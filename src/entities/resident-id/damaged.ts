/**
 * IDs that a spreadsheet turned into floating-point numbers: 4.30124E+17 shows the county and, with more
 * digits, the birth date; the rest of the number is lost. Reported as masked, because that is what is left.
 */
import type { Candidate, SegmentView } from '../../core/index.js';

const HEAD = /(?<![\d.])([1-9])\.(\d{1,16})$/;
/** 18 digits are a number with exponent 17, 15 digits one with 14. */
const LENGTHS: Readonly<Record<string, number>> = { '17': 18, '14': 15 };

/** Two digits that an ID may begin with. */
const PROVINCE = /^(?:1[1-5]|2[1-3]|3[1-7]|4[1-6]|5[0-4]|6[1-6]|71|8[1-3]|9[1-6])/;

export function* damagedIds(view: SegmentView): Generator<Candidate> {
  const { text } = view;
  // A plus is rarer than either letter, and one search is half of two.
  for (let sign = text.indexOf('+1'); sign >= 0; sign = text.indexOf('+1', sign + 1)) {
    if (text[sign - 1] !== 'E' && text[sign - 1] !== 'e') continue;
    const found = damaged(text, sign - 1, sign + 1);
    if (found !== undefined) yield found;
  }
  // Java and some databases write no plus.
  for (const mark of ['E17', 'e17']) {
    for (let at = text.indexOf(mark); at >= 0; at = text.indexOf(mark, at + 1)) {
      const found = damaged(text, at, at + 1);
      if (found !== undefined) yield found;
    }
  }
}

/** @param at Of the letter E. @param exponent Where the exponent begins. */
function damaged(text: string, at: number, exponent: number): Candidate | undefined {
  const end = exponent + 2;
  const length = LENGTHS[text.slice(exponent, end)];
  const head = HEAD.exec(text.slice(Math.max(0, at - 20), at));
  if (length === undefined || head === null || /[\dA-Za-z]/.test(text.charAt(end))) return undefined;
  const [written, first = '', rest = ''] = head;
  const start = at - written.length;
  const visible = (first + rest).slice(0, length);
  const hidden = length - visible.length;
  if (hidden <= 0 || (visible.length > 1 && !PROVINCE.test(visible))) return undefined;
  // The digits that are left, then the exponent as the place of all that are lost.
  const offsets = [start, ...Array.from(rest, (_, i) => start + 2 + i)].slice(0, visible.length);
  return {
    entity: 'resident-id',
    subtype: length === 18 ? 'second-generation' : 'first-generation',
    span: { start, end },
    value: visible + '*'.repeat(hidden),
    at: [...offsets, ...Array.from({ length: hidden }, () => at)],
    status: 'unverifiable',
    evidence: [{ code: 'scientific-notation' }],
    masked: true,
  };
}
