import { mod11_2 } from '../../checks/mod11-2.js';
import type { Candidate, DigitRun, SegmentView } from '../../core/index.js';
import { cutWindow, offsetsOf } from '../../text/number-windows.js';
import { ENTITY, readEighteen } from './reading.js';

/** IDs inside a longer number: disability certificates, doctors' qualification codes, IDs glued to other numbers. */
export function* gluedCandidates(
  view: SegmentView,
  run: DigitRun,
  known: (code: string) => boolean,
): Generator<Candidate> {
  const { groups, digits } = run;
  for (let g = 0; g < groups.length; g++) {
    const first = groups[g]!;
    const last = g + 1 < groups.length ? groups[g + 1]! : digits.length;
    const length = last - first;
    if (length < 19 || length > 400) continue;
    for (let at = first; at + 18 <= last; at++) {
      const value = digits.slice(at, at + 18);
      if (!/^\d{17}[\dX]$/.test(value) || mod11_2(value) !== value[17]) continue;
      const reading = readEighteen(value, view.today, known);
      if (reading?.status !== 'valid' || !reading.evidence.some((e) => e.code === 'address-code-known'))
        continue;
      const head = at - first;
      const tail = last - at - 18;
      const kind = gluedKind(digits, first, at, last);
      if (kind === undefined) continue;
      const window = cutWindow(run, at, at + 18);
      const evidence =
        kind === 'glued' ? [...reading.evidence] : [...reading.evidence, { code: 'certificate-shape' }];
      if (head === 0 && tail === 0) continue;
      yield {
        entity: ENTITY,
        subtype: kind === 'glued' ? reading.subtype : kind,
        span: { start: window.start, end: window.end },
        value,
        at: offsetsOf(window),
        status: 'valid',
        evidence,
      };
      at += 17;
    }
  }
}

/** What the digits around an inner ID make of the whole; undefined when nothing explains them. */
function gluedKind(digits: string, first: number, at: number, last: number): string | undefined {
  const before = digits.slice(first, at);
  const after = digits.slice(at + 18, last);
  if (before === '' && /^[1-7][1-4]$/.test(after)) return 'disability-certificate';
  // The number of an individual business until 2015: the ID of who runs it, and two digits.
  if (before === '' && /^0\d$/.test(after)) return 'taxpayer-number';
  if (after === '' && /^(?:19|20)\d{2}(?:1[1-5]|2[1-3]|3[1-7]|4[1-6]|5[0-4]|6[1-5])\d{3}$/.test(before)) {
    return 'doctor-qualification-certificate';
  }
  const phone = /^1[3-9]\d{9}$/;
  const id = /^\d{17}[\dX]$/;
  const explained = (part: string): boolean =>
    part === '' ||
    phone.test(part) ||
    (id.test(part) && mod11_2(part) === part[17]) ||
    /^62\d{14}(?:\d{3})?$/.test(part);
  return explained(before) && explained(after) ? 'glued' : undefined;
}
