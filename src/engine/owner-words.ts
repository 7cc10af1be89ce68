/**
 * Whose is it, by words that were learned: pieces of the text around a value and the evidence of the rules, each with a
 * weight from `patterns/ownership/`. The rules read what they know; this reads what nobody wrote a rule for.
 */
import type { Channel } from '../core/index.js';
import type { Cues } from './cues.js';
import type { Draft } from './draft.js';
import { type OwnerTable, OwnerWeights, type Told } from './owner-weights.js';
import { surroundings, ZONES, type Zone, type ZoneText } from './surroundings.js';

/** Entities whose owner is learned; cards and accounts are alike. */
const GROUPS: Readonly<Record<string, string>> = {
  mobile: 'm',
  address: 'a',
  'bank-card': 'b',
  'bank-account': 'b',
};
/** Channels that are no text written for readers. */
const SILENT: ReadonlySet<Channel> = new Set(['link', 'script', 'style', 'metadata', 'name', 'residue']);
/** Zones whose pieces count together as well. */
const JOINED: Partial<Readonly<Record<Zone, string>>> = {
  near: 'line',
  before: 'line',
  own: 'heads',
  fields: 'heads',
};
const UNIT = 1 / 16;
/** Log-odds from which the owner is told, below them the value is for review; and from which the rules are overruled. */
const SURE = 0.3;
const TURNS = 1;
const CLEARS = 2;

/** Takes what tells whose a value is, feature by feature. */
export interface Features {
  whole(feature: string): void;
  /** Each piece of the text is a feature under each prefix. */
  text(prefixes: readonly string[], text: string): void;
}

/** The features of the drafts of one segment; nothing for those whose owner is not learned or that stand alone. */
export function features(drafts: readonly Draft[], cues: Cues): Map<Draft, (to: Features) => void> {
  const addresses = drafts
    .filter(({ candidate }) => candidate.entity === 'address')
    .map(({ candidate }) => candidate.span);
  const read = drafts.flatMap((draft): Read[] => {
    const group = GROUPS[draft.candidate.entity];
    if (group === undefined || SILENT.has(draft.view.segment.channel)) return [];
    return [{ draft, group, zones: surroundings(draft, cues, addresses) }];
  });
  const crowd = crowdOf(read);
  return new Map(
    read
      .filter(({ draft, zones }) => zones.length > 0 && draft.candidate.masked !== true)
      .map((one) => [one.draft, (to) => featuresOf(one, crowd, to)]),
  );
}

interface Read {
  readonly draft: Draft;
  readonly group: string;
  readonly zones: readonly ZoneText[];
}

/** Numbers of values that are told apart. */
const SIZES = [1, 2, 4, 8, 16];
const NAMED = /^(?:near|value)=name$/;

/** How many mobiles stand in the segment, and the share of those with a personal name beside them, in quarters. */
function crowdOf(read: readonly Read[]): string {
  const mobiles = read.filter(({ group }) => group === 'm');
  const named = mobiles.filter(({ zones }) =>
    zones.some(({ zone, text }) => zone === 'kind' && NAMED.test(text)),
  );
  const size = SIZES.findLastIndex((from) => mobiles.length >= from);
  return `${size} ${Math.ceil((named.length / Math.max(1, mobiles.length)) * 4)}`;
}

function featuresOf({ draft, group, zones }: Read, crowd: string, to: Features): void {
  to.whole(`crowd ${group}:${crowd}`);
  for (const { code } of draft.evidence) to.whole(`code ${group}:${code}`);
  for (const { zone, text } of zones) {
    if (zone === 'kind') to.whole(`kind ${group}:${text}`);
    else to.text(PREFIXES[group]![zone]!, text);
  }
}

/** By group and zone what the pieces of a text count under: the zone, what it is part of, the group. */
const PREFIXES: Readonly<Record<string, Partial<Record<Zone, readonly string[]>>>> = Object.fromEntries(
  Object.values(GROUPS).map((group) => [
    group,
    Object.fromEntries(
      ZONES.map((zone) => [
        zone,
        [zone, JOINED[zone], group].flatMap((name) => (name === undefined ? [] : [`${name}:`])),
      ]),
    ),
  ]),
);

/** Words shown as evidence. */
const SHOWN = 3;
const SHOWN_FROM = 4;

export class OwnerWords {
  readonly #table: OwnerTable;
  #weights: OwnerWeights | undefined;

  constructor(table: OwnerTable) {
    this.#table = table;
  }

  /**
   * Replaces the lean of the rules by the sum of both, for entities whose owner is learned.
   *
   * @param segments The drafts of each segment of a document.
   */
  judge(segments: readonly (readonly Draft[])[], cues: Cues): void {
    const turned: Draft[] = [];
    for (const drafts of segments) {
      for (const [draft, read] of features(drafts, cues)) {
        const before = sideOf(draft);
        this.#judge(draft, read);
        if (sideOf(draft) !== before) turned.push(draft);
      }
    }
    if (turned.length > 0) unite(turned, segments);
  }

  #judge(draft: Draft, read: (to: Features) => void): void {
    const { lean, most } = this.#table;
    const { sum, told } = this.#sum(read);
    const rules = Math.max(-most, Math.min(most, draft.lean)) + this.#unmet(draft);
    const total = lean * rules + sum * UNIT;
    draft.lean = settled(total, draft);
    const text = strongest(told, Math.sign(total));
    if (text !== '') draft.evidence.push({ code: total > 0 ? 'words-of-persons' : 'words-of-bodies', text });
  }

  /** Lean of the evidence that no passage had: what the table can't weigh counts twice. */
  #unmet({ candidate, detector, evidence }: Draft): number {
    let lean = 0;
    for (const { code } of evidence) {
      const own = detector.scoring.codes[code]?.private ?? 0;
      if (Math.abs(own) < 1) continue;
      if (!this.#read().has(`code ${GROUPS[candidate.entity]}:${code}`)) lean += own;
    }
    return lean;
  }

  #read(): OwnerWeights {
    this.#weights ??= new OwnerWeights(this.#table);
    return this.#weights;
  }

  #sum(read: (to: Features) => void): { readonly sum: number; readonly told: Told[] } {
    const weights = this.#read();
    const told: Told[] = [];
    let sum = 0;
    weights.begin();
    read({
      whole: (feature) => {
        sum += weights.whole(feature);
      },
      text: (prefixes, text) => {
        sum += weights.text(prefixes, text, told);
      },
    });
    return { sum, told };
  }
}

/** 1 for a person's, −1 for a body's, 0 for neither. */
const sideOf = ({ lean }: Draft): number => (Math.abs(lean) < 1 ? 0 : Math.sign(lean));

/** A number has one owner: where words turned one of its places, what weighs most in any of them counts in all. */
function unite(turned: readonly Draft[], segments: readonly (readonly Draft[])[]): void {
  const keyOf = ({ candidate }: Draft): string => `${GROUPS[candidate.entity]} ${candidate.value}`;
  const strongest = new Map(turned.map((draft) => [keyOf(draft), draft.lean]));
  const alike = segments
    .flat()
    .filter((draft) => draft.candidate.masked !== true && strongest.has(keyOf(draft)));
  for (const draft of alike) {
    if (Math.abs(draft.lean) > Math.abs(strongest.get(keyOf(draft))!))
      strongest.set(keyOf(draft), draft.lean);
  }
  for (const draft of alike) draft.lean = strongest.get(keyOf(draft))!;
}

/** Somebody whom a notice names to be called is for review: no word makes him a body, few a private person. */
const CONTACT: ReadonlySet<string> = new Set(['label-contact', 'contact-person']);
const CONTACT_TURNS = 3;
/** A home that is called a body's does more harm than an office that somebody has to look at. */
const ADDRESS_DOUBT = 1;

/**
 * Against what the rules are sure of, learned words must weigh more: less of them makes a leak one for review, and leaves
 * what is a body's alone.
 */
function settled(total: number, { candidate, lean, evidence }: Draft): number {
  if (lean >= 1) return total < 0 && total > -CLEARS ? 0 : total / SURE;
  if (lean <= -1) return total < TURNS ? Math.min(lean, total / SURE) : total / SURE;
  if (evidence.some(({ code }) => CONTACT.has(code)) && total < CONTACT_TURNS) return 0;
  return (candidate.entity === 'address' && total < 0 ? Math.min(0, total + ADDRESS_DOUBT) : total) / SURE;
}

/** The pieces that weigh most to one side, each at its longest. */
function strongest(told: readonly Told[], side: number): string {
  const sums = new Map<string, number>();
  for (const { piece, weight } of told) {
    const word = piece.replace(/[^\u4e00-\u9fffA-Za-z]/g, '');
    if (word.length > 1) sums.set(word, (sums.get(word) ?? 0) + weight * side);
  }
  const words: string[] = [];
  for (const [word, weight] of [...sums].sort((a, b) => b[1] - a[1])) {
    if (weight < SHOWN_FROM || words.length === SHOWN) break;
    if (!words.some((one) => one.includes(word) || word.includes(one))) words.push(word);
  }
  return words.join('、');
}
