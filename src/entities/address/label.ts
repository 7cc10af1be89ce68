/** The label of an address: its last word is a place (地址, 住所), the word before that says whose. */
import type { CueHit } from './cue-words.js';
import {
  LABEL_BODY,
  LABEL_PERSON,
  LIVES,
  MAILING,
  NEUTRAL,
  OFFICIAL,
  PERSONAL,
  PLACE_NOUN,
  SEAT,
} from './kinds.js';
import type { Side } from './surroundings.js';

export type LabelCode =
  | 'label-official'
  | 'label-personal'
  | 'lives-at'
  | 'label-mailing'
  | 'label-seat'
  | 'label-place'
  | 'label-neutral';

export interface AddressLabel {
  readonly code: LabelCode;
  readonly word: string;
  /** Where it starts on its side. */
  readonly start: number;
}

const LABELS = PERSONAL | NEUTRAL | MAILING | OFFICIAL;

/** What may stand between a label and its value. */
const LINK =
  /^(?:[（(][^（()）：:，,。]{0,8}[）)])?(?:[：:=＝\-—|｜\]】)）"“'、]|位于|坐落[于在]|设[在于]|为|是|在|于|系|地)?[：:"“]?(?:\d{1,2}[.、．])?$/u;
/** 办住, 居住: no 住 that says where somebody lives. */
const NOT_LIVING = /[办入记拥]$/u;
/** Units between the word that says whose and the place word: 公司的地址, 我局新地址. */
const ROLE_GAP = 1;

/** The label right before the end of a side. */
export function labelBefore({ text, hits }: Side): AddressLabel | undefined {
  let whole: CueHit | undefined;
  for (const hit of hits) {
    if ((hit.kinds & (LABELS | LIVES)) === 0 || !LINK.test(text.slice(hit.end))) continue;
    if ((hit.kinds & LABELS) === 0 && NOT_LIVING.test(text.slice(0, hit.start))) continue;
    // Hits come by start, the longest first: the first that reaches the value is the longest.
    whole = hit;
    break;
  }
  const noun = hits.find((hit) => (hit.kinds & PLACE_NOUN) !== 0 && LINK.test(text.slice(hit.end)));
  const role = noun === undefined ? undefined : roleBefore(text, hits, noun.start);
  if (role !== undefined && noun !== undefined && (whole === undefined || role.start < whole.start)) {
    const code = (role.kinds & LABEL_BODY) !== 0 ? 'label-official' : 'label-personal';
    return { code, word: text.slice(role.start, noun.end), start: role.start };
  }
  return whole === undefined
    ? undefined
    : { code: codeOf(whole.kinds, whole.word), word: whole.word, start: whole.start };
}

/** The label that a column's header is. */
export function labelOfHeader({ text, hits }: Side): AddressLabel | undefined {
  const last = hits.findLast((hit) => (hit.kinds & PLACE_NOUN) !== 0);
  const role = last === undefined ? undefined : roleBefore(text, hits, last.start);
  const whole = hits.find((hit) => (hit.kinds & LABELS) !== 0 && hit.end - hit.start >= 2);
  if (role !== undefined && last !== undefined && (whole === undefined || role.start < whole.start)) {
    const code = (role.kinds & LABEL_BODY) !== 0 ? 'label-official' : 'label-personal';
    return { code, word: text.slice(role.start, last.end), start: 0 };
  }
  return whole === undefined
    ? undefined
    : { code: codeOf(whole.kinds, whole.word), word: whole.word, start: 0 };
}

/** Whose place: the longest word that ends where the place word begins. */
function roleBefore(text: string, hits: readonly CueHit[], at: number): CueHit | undefined {
  for (let gap = 0; gap <= ROLE_GAP; gap++) {
    // （个体工商户）住址: another word.
    if (gap > 0 && !/[\u4e00-\u9fff]/u.test(text[at - gap] ?? '')) break;
    let best: CueHit | undefined;
    for (const hit of hits) {
      if ((hit.kinds & (LABEL_BODY | LABEL_PERSON)) === 0 || hit.end !== at - gap) continue;
      // 保证人郗某家: one character alone says little with something between.
      if (gap > 0 && hit.word.length < 2) continue;
      if (best === undefined || hit.start < best.start) best = hit;
    }
    if (best !== undefined) return best;
  }
  return undefined;
}

/** 地点, 场所: a place of something, with nobody named. */
const BARE_PLACE: ReadonlySet<string> = new Set(['地点', '场所', '位置', '具体位置']);

function codeOf(kinds: number, word: string): LabelCode {
  if (BARE_PLACE.has(word)) return 'label-place';
  if ((kinds & OFFICIAL) !== 0) return 'label-official';
  if ((kinds & PERSONAL) !== 0) return 'label-personal';
  if ((kinds & SEAT) !== 0) return 'label-seat';
  if ((kinds & LIVES) !== 0) return 'lives-at';
  return (kinds & MAILING) !== 0 ? 'label-mailing' : 'label-neutral';
}
