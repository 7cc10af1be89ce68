/**
 * Chinese passports. No public check: a label is needed.
 *
 * Shapes: E + 8 digits and EA…EZ (without I, O) + 7 since 2012; G + 8 (2007–2012); 14/15 + 7 before; service
 * (SE, PE) and diplomatic (DE) + 7; those of other countries have letters and seven or eight digits, or nine digits. Source: `patterns/passport/scoring.json`.
 */
import type { Detector, Scoring } from '../../core/index.js';
import { type NumberShape, shapedNumbers } from '../../text/shaped-numbers.js';

const SHAPES: readonly NumberShape[] = [
  { subtype: 'ordinary', shape: /^(?:E\d{8}|E[A-HJ-NP-Z]\d{7}|G\d{8}|1[45]\d{7})$/ },
  { subtype: 'official', shape: /^(?:[SDP]E\d{7}|[SDP]\d{7,8})$/ },
  { subtype: 'foreign', shape: /^(?:[A-Z]{1,2}\d{7,8}|\d{9})$/, foreign: true },
];

export function createDetector(patterns: { readonly scoring: Scoring }): Detector {
  return {
    entity: 'passport',
    scoring: patterns.scoring,
    needsLabel: true,
    detect: (view) => shapedNumbers(view, 'passport', /([A-Za-zＡ-Ｚａ-ｚ]{1,2})\s?$/, SHAPES),
  };
}
