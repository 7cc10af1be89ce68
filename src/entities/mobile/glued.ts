import type { Candidate, DigitRun } from '../../core/index.js';
import { cutWindow, offsetsOf } from '../../text/number-windows.js';
import { ENTITY, type KindOf, PERSONAL } from './segments.js';

/** Two or three mobiles written without anything between them. */
export function* gluedCandidates(run: DigitRun, kindOf: KindOf): Generator<Candidate> {
  const { groups, digits } = run;
  for (let g = 0; g < groups.length; g++) {
    const first = groups[g]!;
    const last = g + 1 < groups.length ? groups[g + 1]! : digits.length;
    const parts = split(digits.slice(first, last));
    if (parts === undefined) continue;
    for (const [from, to] of parts) {
      if (to - from !== 11 || !PERSONAL.has(kindOf(digits.slice(first + from, first + to)))) continue;
      const window = cutWindow(run, first + from, first + to);
      yield {
        entity: ENTITY,
        span: { start: window.start, end: window.end },
        value: window.value,
        at: offsetsOf(window),
        status: 'valid',
        evidence: [{ code: 'segment-person' }, { code: 'glued-numbers' }],
      };
    }
  }
}

/** Offsets of the parts of a glued group: 11+11, 11+11+11, 18+11, 11+18. */
function split(group: string): [number, number][] | undefined {
  const mobile = (at: number): boolean => /^1[3-9]\d{9}/.test(group.slice(at));
  const id = (at: number): boolean =>
    /^[1-8]\d{5}(?:19|20)\d{2}(?:0[1-9]|1[0-2])\d{5}[\dX]/.test(group.slice(at));
  if (group.length === 22 && mobile(0) && mobile(11))
    return [
      [0, 11],
      [11, 22],
    ];
  if (group.length === 33 && mobile(0) && mobile(11) && mobile(22))
    return [
      [0, 11],
      [11, 22],
      [22, 33],
    ];
  if (group.length === 29 && id(0) && mobile(18)) return [[18, 29]];
  if (group.length === 29 && mobile(0) && id(11)) return [[0, 11]];
  return undefined;
}
