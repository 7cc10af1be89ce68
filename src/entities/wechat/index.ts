/**
 * WeChat IDs, only right behind their label: 6 to 20 letters, digits, `_` and `-`, a letter first. A mobile number or
 * QQ number that serves as one is found as what it is.
 */
import type { Candidate, Detector, Scoring, SegmentView } from '../../core/index.js';

const LABEL = /微\s?信|薇信|威信|wechat|weixin|[vV][xX信]/i;
const LABELLED =
  /(?:(?<![A-Za-z])(?:wechat|weixin|vx)|[微薇威]\s?信|[vV]信)\s?(?:号码?|账号|帐号|ID|id)?\s{0,2}(?:[:：=为是]\s{0,2}|[（(]\s?|\s)?(?![A-Za-z]{0,4}\s?公众)([A-Za-z][-_A-Za-z0-9]{5,19})(?![-_A-Za-z0-9@.:/])/gi;

export function createDetector(patterns: { readonly scoring: Scoring }): Detector {
  return {
    entity: 'wechat',
    scoring: patterns.scoring,
    *detect(view: SegmentView): Generator<Candidate> {
      const { text } = view;
      if (!LABEL.test(text)) return;
      for (const match of text.matchAll(LABELLED)) {
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
