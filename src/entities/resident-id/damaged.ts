/**
 * IDs that a spreadsheet turned into floating-point numbers: 4.30124E+17 shows the county and, with more
 * digits, the birth date; the rest of the number is lost. Reported as masked, because that is what is left.
 */
import type { Candidate, SegmentView } from '../../core/index.js';

const HEAD = /(?<![\d.])([1-8])\.(\d{1,16})$/;
/** 18 digits are a number with exponent 17, 15 digits one with 14. */
const LENGTHS: Readonly<Record<string, number>> = { '17': 18, '14': 15 };

export function* damagedIds(view: SegmentView): Generator<Candidate> {
  const { text } = view;
  // A plus is rarer than either letter, and one search is half of two.
  for (let sign = text.indexOf('+1'); sign >= 0; sign = text.indexOf('+1', sign + 1)) {
    const at = sign - 1;
    if (text[at] !== 'E' && text[at] !== 'e') continue;
    const length = LENGTHS[text.slice(at + 2, at + 4)];
    const head = HEAD.exec(text.slice(Math.max(0, at - 20), at));
    if (length === undefined || head === null || /\d/.test(text.charAt(at + 4))) continue;
    const [written, first = '', rest = ''] = head;
    const start = at - written.length;
    const visible = (first + rest).slice(0, length);
    const hidden = length - visible.length;
    if (hidden <= 0) continue;
    // The digits that are left, then the exponent as the place of all that are lost.
    const offsets = [start, ...Array.from(rest, (_, i) => start + 2 + i)].slice(0, visible.length);
    yield {
      entity: 'resident-id',
      subtype: length === 18 ? 'second-generation' : 'first-generation',
      span: { start, end: at + 4 },
      value: visible + '*'.repeat(hidden),
      at: [...offsets, ...Array.from({ length: hidden }, () => at)],
      status: 'unverifiable',
      evidence: [{ code: 'scientific-notation' }],
      masked: true,
    };
  }
}
