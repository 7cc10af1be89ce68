import type { Candidate, DigitRun, Evidence, SegmentView } from '../../core/index.js';
import { charClass, MASK } from '../../text/char-class.js';
import { maskedNumber } from '../../text/masked-number.js';
import {
  cutWindow,
  edgeEvidence,
  lengthBits,
  numberWindows,
  type Sought,
  separators,
} from '../../text/number-windows.js';
import { isSoft } from '../../text/soft-masks.js';
import { ENTITY, type KindOf, PERSONAL } from './segments.js';

const SOUGHT: Sought = {
  lengths: lengthBits(7, 8, 9, 10, 11, 12, 13),
  mayBegin: (digits, first) => digits.charCodeAt(first) === 0x31,
};

/** 138****8000, 1380013****, 138********: the number of stars is often wrong. */
export function* maskedCandidates(view: SegmentView, run: DigitRun, kindOf: KindOf): Generator<Candidate> {
  for (const window of numberWindows(run, SOUGHT)) {
    const parts = /^(1\d{2,8})(\*{2,9})(\d{0,6})$/.exec(window.value);
    if (parts === null || separators(window).length > 2) continue;
    const [, head = '', , tail = ''] = parts;
    if (!PERSONAL.has(kindOf(head.padEnd(11, '0'))) && !PERSONAL.has(kindOf(head.slice(0, 3)))) continue;
    if (head.length + tail.length > 10) continue;
    const soft = isSoft(view.text.charCodeAt(run.at[window.first + head.length]!));
    // Dots and dashes part other things than the two ends of a number.
    if (soft && (head.length !== 3 || tail.length !== 4)) continue;
    const evidence: Evidence[] = [{ code: 'masked' }, ...edgeEvidence(view.text, window)];
    if (soft) evidence.push({ code: 'mask-of-marks' });
    if (window.value.length !== 11) evidence.push({ code: 'mask-length-off' });
    yield maskedNumber(ENTITY, window, evidence);
  }
}

/** 1380013800*: one asterisk is read as a check character, which no mobile number has. */
export function* lastHidden(text: string, run: DigitRun, kindOf: KindOf): Generator<Candidate> {
  const first = run.groups.at(-1)!;
  const value = run.digits.slice(first);
  if (!/^1\d{9}X$/.test(value) || !PERSONAL.has(kindOf(value))) return;
  if (charClass[text.charCodeAt(run.at.at(-1)!)] !== MASK) return;
  const window = cutWindow(run, first, run.digits.length);
  yield { ...maskedNumber(ENTITY, window, [{ code: 'masked' }]), value: `${value.slice(0, -1)}*` };
}
