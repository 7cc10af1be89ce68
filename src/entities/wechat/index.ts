/**
 * WeChat IDs, only right behind their label: 6 to 20 letters, digits, `_` and `-`, a letter first. A mobile number or
 * QQ number that serves as one is found as what it is.
 */
import type { Candidate, Detector, Scoring, SegmentView } from '../../core/index.js';

const LABEL = /信|wechat|weixin|vx/gi;
const LABELLED =
  /(?:(?<![A-Za-z])(?:wechat|weixin|vx)|[微薇威]\s?信|[vV]信)\s?(?:号码?|账号|帐号|ID|id)?\s{0,2}(?:[:：=为是]\s{0,2}|[（(]\s?|\s)?(?![A-Za-z]{0,4}\s?公众)([A-Za-z][-_A-Za-z0-9]{5,19})(?![-_A-Za-z0-9@.:/])/iy;
/** What stands before 信 in a label. */
const BEFORE = '微薇威vV';

export function createDetector(patterns: { readonly scoring: Scoring }): Detector {
  return {
    entity: 'wechat',
    scoring: patterns.scoring,
    needsLabel: true,
    *detect(view: SegmentView): Generator<Candidate> {
      const { text } = view;
      for (const label of text.matchAll(LABEL)) {
        LABELLED.lastIndex = labelStart(text, label.index);
        const match = LABELLED.exec(text);
        if (match === null) continue;
        const value = match[1]!;
        const end = match.index + match[0].length;
        const start = end - value.length;
        yield {
          entity: 'wechat',
          span: { start, end },
          value,
          at: Array.from({ length: value.length }, (_, i) => start + i),
          status: 'unverifiable',
          evidence: [{ code: 'label' }],
        };
      }
    },
  };
}

/** Where the label begins whose 信, or first letter, stands at `at`. */
function labelStart(text: string, at: number): number {
  if (text[at] !== '信') return at;
  return at - (BEFORE.includes(text[at - 1] ?? '.') ? 1 : 2);
}
