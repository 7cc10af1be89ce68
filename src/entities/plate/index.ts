/**
 * Number plates (GA 36-2018), only beside a finding of a person: vehicles in notices and auctions are nobody's.
 * Province, letter of the prefecture, five characters, six for new energy; 警, 学, 挂, 港, 澳, 使, 领 end some.
 */
import type { Candidate, Detector, Neighbourhood, Scoring, SegmentView } from '../../core/index.js';

const PLATE =
  /[京津沪渝冀豫云辽黑湘皖鲁新苏浙赣鄂桂甘晋蒙陕吉闽贵粤青藏川宁琼][A-HJ-NP-Za-hj-np-z][\s·•.-]{0,2}(?:[0-9DFdf][A-HJ-NP-Za-hj-np-z0-9]{4,5}|[A-HJ-NP-Za-hj-np-z0-9]{4}[0-9A-Za-z警学挂港澳使领])/g;

export function createDetector(patterns: { readonly scoring: Scoring }): Detector {
  return {
    entity: 'plate',
    scoring: patterns.scoring,
    detect: () => [],
    *beside(view: SegmentView, { area }: Neighbourhood): Generator<Candidate> {
      for (const match of view.text.slice(area.start, area.end).matchAll(PLATE)) {
        const start = area.start + match.index;
        const end = start + match[0].length;
        let value = '';
        const at: number[] = [];
        for (let i = start; i < end; i++) {
          const character = view.text.charAt(i);
          if (/[\s·•.-]/.test(character)) continue;
          value += character.toUpperCase();
          at.push(i);
        }
        if (!/\d/.test(value)) continue;
        const open = /[A-Za-z0-9]/.test(view.text.charAt(end));
        yield {
          entity: 'plate',
          span: { start, end },
          value,
          at,
          status: 'unverifiable',
          evidence: open ? [{ code: 'adjoins-letters' }] : [],
        };
      }
    },
  };
}
