/** QQ numbers, 5 to 11 digits: only beside their label. Numbers of six digits and fewer make no digit run and are not looked for. */
import type { Candidate, Detector, Scoring, SegmentView } from '../../core/index.js';
import {
  edgeEvidence,
  lengthBits,
  numberWindows,
  offsetsOf,
  type Sought,
} from '../../text/number-windows.js';

const SOUGHT: Sought = {
  lengths: lengthBits(7, 8, 9, 10, 11),
  mayBe: (_run, _first, _length, from, to) => from === to,
};

/** The host of an address, new.qq.com/omn/20200413/…, is no label. */
const LABEL = /[QqＱｑ]{2}(?!\.com|mail)|扣扣/;

export function createDetector(patterns: { readonly scoring: Scoring }): Detector {
  return {
    entity: 'qq',
    scoring: patterns.scoring,
    needsLabel: true,
    *detect(view: SegmentView): Generator<Candidate> {
      for (const run of view.runs()) {
        if (run.digits.length > 24) continue;
        for (const window of numberWindows(run, SOUGHT)) {
          if (window.gaps.length > 0 || !/^[1-9]\d+$/.test(window.value)) continue;
          const before = view.text.slice(Math.max(0, window.start - 24), window.start);
          if (!LABEL.test(before)) continue;
          yield {
            entity: 'qq',
            span: { start: window.start, end: window.end },
            value: window.value,
            at: offsetsOf(window),
            status: 'unverifiable',
            evidence: edgeEvidence(view.text, window),
          };
        }
      }
    },
  };
}
