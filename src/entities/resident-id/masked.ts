import { append, type Candidate, type DigitRun, type Evidence, type SegmentView } from '../../core/index.js';
import { maskedNumber } from '../../text/masked-number.js';
import {
  edgeEvidence,
  lengthBits,
  numberWindows,
  type Sought,
  separators,
} from '../../text/number-windows.js';
import { isSoft } from '../../text/soft-masks.js';
import { ENTITY, PERMITS, PROVINCES } from './reading.js';

/** Partly masked IDs. Every visible digit must fit the layout; the number of stars is often wrong. */
export function* maskedCandidates(
  view: SegmentView,
  run: DigitRun,
  known: (code: string) => boolean,
): Generator<Candidate> {
  const whole = /^(\d{0,17})(\*{2,24})([\dX]{0,8})$/;
  for (const window of numberWindows(run, SOUGHT)) {
    const parts = whole.exec(window.value);
    if (parts === null || separators(window).length > 4) continue;
    const [, head = '', stars = '', tail = ''] = parts;
    if (head.length + tail.length < 4 || head.length + tail.length > 17) continue;
    const exact = window.value.length === 18 || window.value.length === 15;
    const aligned = exact
      ? window.value
      : head + '*'.repeat(Math.max(2, 18 - head.length - tail.length)) + tail;
    if (!exact && (head.length < 6 || Math.abs(window.value.length - 18) > 8)) continue;
    if (!exact && /^62|^1[3-9]\d$/.test(head) && !known(head.slice(0, 6))) continue;
    if (head.length >= 2 && !PROVINCES.test(head)) continue;
    const soft = isSoft(view.text.charCodeAt(run.at[window.first + head.length]!));
    if (soft && head.length < 6) continue;
    if (head.length >= 6 && !known(head.slice(0, 6)) && PERMITS[head.slice(0, 6)] === undefined) continue;
    if (!plausibleDate(aligned)) continue;
    const evidence: Evidence[] = [{ code: 'masked' }];
    if (soft) evidence.push({ code: 'mask-of-marks' });
    if (head.length >= 6) evidence.push({ code: 'address-code-known' });
    if (head.length === 0 || tail.length === 0) evidence.push({ code: 'mask-open-ended' });
    if (!exact) evidence.push({ code: 'mask-length-off' });
    if (head.length >= 10) evidence.push({ code: 'birth-date-ok' });
    append(evidence, edgeEvidence(view.text, window));
    yield {
      ...maskedNumber(ENTITY, window, evidence),
      subtype: window.value.length === 15 ? 'first-generation' : 'second-generation',
      value: head + stars + tail,
    };
  }
}

const SOUGHT: Sought = {
  lengths: lengthBits(10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20, 21, 22, 24, 26),
};

/** Whether the visible digits of positions 7–14 can begin a date. */
function plausibleDate(aligned: string): boolean {
  if (aligned.length !== 18) return true;
  const [century, month, day] = [aligned.slice(6, 8), aligned.slice(10, 12), aligned.slice(12, 14)];
  if (/^\d\d$/.test(century) && century !== '19' && century !== '20') return false;
  if (/^\d\d$/.test(month) && !(Number(month) >= 1 && Number(month) <= 12)) return false;
  return !(/^\d\d$/.test(day) && !(Number(day) >= 1 && Number(day) <= 31));
}
