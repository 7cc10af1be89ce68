/**
 * Permits to travel between the mainland, Hong Kong, Macao and Taiwan, and the identity cards of those places.
 *
 * Sources: 公安部出入境管理局 2010-03-10 (H/M + 8 or 10 digits); Hong Kong and Taiwan cards have a check digit,
 * everything else needs a label.
 */
import type { Candidate, Detector, Scoring, SegmentView } from '../../core/index.js';
import { type NumberShape, shapedNumbers } from '../../text/shaped-numbers.js';

const LETTERS = 'ABCDEFGHJKLMNPQRSTUVXYWZIO';

/** Card of Taiwan: letter as 10…35, weights 1 9, then 8…1, sum divisible by 10. */
function taiwanCard(value: string): boolean {
  const letter = LETTERS.indexOf(value.charAt(0)) + 10;
  let sum = Math.floor(letter / 10) + (letter % 10) * 9;
  for (let i = 1; i <= 8; i++) sum += (value.charCodeAt(i) - 48) * (9 - i);
  return (sum + value.charCodeAt(9) - 48) % 10 === 0;
}

/** Card of Hong Kong: letters A = 10, weights 9…2, check mod 11. A single letter counts a blank (36) before it. */
function hongKongCard(value: string): boolean {
  const code = value.length === 8 ? ` ${value}` : value;
  let sum = 0;
  for (let i = 0; i < 8; i++) {
    const unit = code.charCodeAt(i);
    sum += (unit === 32 ? 36 : unit >= 65 ? unit - 55 : unit - 48) * (9 - i);
  }
  return '0123456789A'.charAt((11 - (sum % 11)) % 11) === code.charAt(8);
}

/** One card of Hong Kong in eleven ends in A, and is too short for a run of digits. */
const ENDS_IN_LETTER = /(?<![A-Za-z0-9_])([A-Za-z]{1,2})(\d{6})(\s?[(（]\s?A\s?)$/;

function* cardsEndingInLetter(view: SegmentView): Generator<Candidate> {
  const { text } = view;
  for (const closing of ['A)', 'A）', 'A )', 'A ）']) {
    for (let at = text.indexOf(closing); at >= 0; at = text.indexOf(closing, at + 1)) {
      const from = Math.max(0, at - 12);
      const parts = ENDS_IN_LETTER.exec(text.slice(from, at + 1));
      if (parts === null) continue;
      const [, letters = '', digits = ''] = parts;
      const value = `${letters.toUpperCase()}${digits}A`;
      const start = from + parts.index;
      const passes = hongKongCard(value);
      yield {
        entity: 'travel-permit',
        subtype: 'hong-kong-id',
        span: { start, end: at + closing.length },
        value,
        at: [...Array.from({ length: value.length - 1 }, (_, i) => start + i), at],
        status: passes ? 'valid' : 'invalid',
        evidence: [{ code: 'shape' }, { code: passes ? 'check-digit-ok' : 'check-digit-wrong' }],
      };
    }
  }
}

const SHAPES: readonly NumberShape[] = [
  { subtype: 'taiwan-id', shape: /^[A-Z][1289]\d{8}$/, check: taiwanCard },
  { subtype: 'mainland-permit-hk-mo', shape: /^[HM]\d{8}(?:\d{2})?$/ },
  { subtype: 'hong-kong-id', shape: /^[A-Z]{1,2}\d{7}$/, check: hongKongCard },
  { subtype: 'exit-permit', shape: /^[CLWT](?:\d{8}|[A-Z]\d{7})$/ },
  { subtype: 'macao-id', shape: /^[1578]\d{7}$/, bracketed: true },
  { subtype: 'mainland-permit-tw', shape: /^\d{8}(?:\d{2})?$/ },
];

export function createDetector(patterns: { readonly scoring: Scoring }): Detector {
  return {
    entity: 'travel-permit',
    scoring: patterns.scoring,
    needsLabel: true,
    *detect(view) {
      yield* shapedNumbers(view, 'travel-permit', /([A-Za-zＡ-Ｚａ-ｚ]{1,2})\s?$/, SHAPES);
      yield* cardsEndingInLetter(view);
    },
  };
}
