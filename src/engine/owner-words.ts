/**
 * Whose is it, by words that were learned: pieces of the text around a value and the evidence of the rules, each with a
 * weight from `patterns/ownership/`. The rules read what they know; this reads what nobody wrote a rule for.
 */
import type { Channel } from '../core/index.js';
import type { Cues } from './cues.js';
import type { Draft } from './draft.js';
import { type OwnerTable, OwnerWeights, Prefix } from './owner-weights.js';
import { Surroundings, ZONES, type Zone, type ZoneText } from './surroundings.js';

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
  whole(prefix: Prefix, text: string): void;
  /** Each piece of the text is a feature under each prefix. */
  text(prefixes: readonly Prefix[], text: string): void;
}

/** The features of the drafts of one segment; nothing for those whose owner is not learned or that stand alone. */
export function features(drafts: readonly Draft[], cues: Cues): Map<Draft, (to: Features) => void> {
  const addresses = drafts
    .filter(({ candidate }) => candidate.entity === 'address')
    .map(({ candidate }) => candidate.span);
  const around = new Surroundings(cues, addresses);
  const read = drafts.flatMap((draft): Read[] => {
    const group = GROUPS[draft.candidate.entity];
    if (group === undefined || SILENT.has(draft.view.segment.channel)) return [];
    return [{ draft, group, zones: around.of(draft) }];
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
  const { crowds, codes, kinds, pieces } = PREFIXES[group]!;
  to.whole(crowds, crowd);
  for (const { code } of draft.evidence) to.whole(codes, code);
  for (const { zone, text } of zones) {
    if (zone === 'kind') to.whole(kinds, text);
    else to.text(pieces[zone]!, text);
  }
}

interface Prefixes {
  readonly crowds: Prefix;
  readonly codes: Prefix;
  readonly kinds: Prefix;
  /** By zone what the pieces of a text count under: the zone, what it is part of, the group. */
  readonly pieces: Partial<Readonly<Record<Zone, readonly Prefix[]>>>;
}

/** By group. */
const PREFIXES: Readonly<Record<string, Prefixes>> = Object.fromEntries(
  Object.values(GROUPS).map((group) => [
    group,
    {
      crowds: new Prefix(`crowd ${group}:`),
      codes: new Prefix(`code ${group}:`),
      kinds: new Prefix(`kind ${group}:`),
      pieces: Object.fromEntries(
        ZONES.map((zone) => [
          zone,
          [zone, JOINED[zone], group].flatMap((name) => (name === undefined ? [] : [new Prefix(`${name}:`)])),
        ]),
      ),
    },
  ]),
);

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
    const sum = this.#sum(read);
    const rules = Math.max(-most, Math.min(most, draft.lean)) + this.#unmet(draft);
    const total = lean * rules + sum * UNIT;
    draft.lean = settled(total, draft);
    const text = total === 0 ? '' : this.#read().strongest(Math.sign(total));
    if (text !== '') draft.evidence.push({ code: total > 0 ? 'words-of-persons' : 'words-of-bodies', text });
  }

  /** Lean of the evidence that no passage had: what the table can't weigh counts twice. */
  #unmet({ candidate, detector, evidence }: Draft): number {
    let lean = 0;
    for (const { code } of evidence) {
      const own = detector.scoring.codes[code]?.private ?? 0;
      if (Math.abs(own) < 1) continue;
      if (!this.#read().has(PREFIXES[GROUPS[candidate.entity]!]!.codes, code)) lean += own;
    }
    return lean;
  }

  #read(): OwnerWeights {
    this.#weights ??= new OwnerWeights(this.#table);
    return this.#weights;
  }

  #sum(read: (to: Features) => void): number {
    const weights = this.#read();
    let sum = 0;
    weights.begin();
    read({
      whole: (prefix, text) => {
        sum += weights.whole(prefix, text);
      },
      text: (prefixes, text) => {
        sum += weights.text(prefixes, text);
      },
    });
    return sum;
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
const CONTACT_TURNS = 4;
/** The holder of an account is named, or everybody in a list of numbers: no word around says otherwise. */
const CONCLUSIVE: ReadonlySet<string> = new Set(['person-holder', 'organisation-holder', 'named-roster']);
/** A home that is called a body's does more harm than an office that somebody has to look at. */
const ADDRESS_DOUBT = 1;

/**
 * Against what the rules are sure of, learned words must weigh more: less of them makes a leak one for review, and leaves
 * what is a body's alone.
 */
function settled(total: number, { candidate, lean, evidence }: Draft): number {
  const sure = Math.abs(lean) >= 1 && evidence.some(({ code }) => CONCLUSIVE.has(code));
  if (sure && Math.sign(total) !== Math.sign(lean)) return lean;
  if (lean >= 1) return total < 0 && total > -CLEARS ? 0 : total / SURE;
  if (lean <= -1) return total < TURNS ? Math.min(lean, total / SURE) : total / SURE;
  if (evidence.some(({ code }) => CONTACT.has(code)) && total < CONTACT_TURNS) return 0;
  return (candidate.entity === 'address' && total < 0 ? Math.min(0, total + ADDRESS_DOUBT) : total) / SURE;
}
