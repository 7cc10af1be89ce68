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
  for (const mark of ['E+1', 'e+1']) {
    for (let at = text.indexOf(mark); at >= 0; at = text.indexOf(mark, at + 1)) {
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
}
