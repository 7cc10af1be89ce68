/** Officers' and soldiers' cards: 军字第1234567号, 南字第…号. No check; a label or the form 字第…号 is needed. */
import type { Detector, Scoring } from '../../core/index.js';
import { type NumberShape, shapedNumbers } from '../../text/shaped-numbers.js';

const SHAPES: readonly NumberShape[] = [
  { subtype: 'printed', shape: /^[\u4e00-\u9fff]{1,2}字第\d{7,8}$/ },
  { subtype: 'short', shape: /^[军南北沈兰成济广参政后装海空武士兵警]\d{7,10}$/ },
];

export function createDetector(patterns: { readonly scoring: Scoring }): Detector {
  return {
    entity: 'military-id',
    scoring: patterns.scoring,
    needsLabel: true,
    detect: (view) =>
      shapedNumbers(
        view,
        'military-id',
        /((?:[军南北沈兰成济广参政后装海空武士兵警][一-鿿]?字第|[军南北沈兰成济广参政后装海空武士兵警]))\s?$/,
        SHAPES,
      ),
  };
}
