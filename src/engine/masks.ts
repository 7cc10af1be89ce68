/** Whether a mask holds: how many values are left to somebody who knows all that the document tells. */
import type { Candidate, Disposition, Segment } from '../core/index.js';
import { documentDate } from './document-date.js';
import type { Draft } from './draft.js';
import { type Clue, cluesOf, entryClues, type MaskHints } from './mask-hints.js';
import { type Combine, NamedValues, nameBeside, overlays } from './mask-pairs.js';
import { namesakes } from './namesakes.js';
import type { Publishers } from './publisher.js';

/** A mask that leaves fewer values than this can be undone. */
export const WEAK_MASK = 1000;

/** Whether what a mask shows leaves enough values. @param visible For each character of the value, whether it stays. */
export type Enough = (visible: readonly boolean[]) => boolean;

/** What a policy makes of a value, and how values are counted. */
export interface Masking {
  /** What a suggestion leaves of a value, `*` for hidden characters; undefined where it is no mask. */
  shown(candidate: Candidate, disposition: Disposition, segment: Segment, enough: Enough): string | undefined;
  /** Values that remain possible behind a mask. */
  remaining(candidate: Pick<Candidate, 'entity' | 'value'>, hints: MaskHints): number | undefined;
  /** What several masks of one value show together; undefined when they contradict each other. */
  readonly combine: Combine;
  /** Joins what a suggestion shows with the masked copies of the same value in the document. */
  copies(masked: Iterable<{ readonly entity: string; readonly value: string }>): {
    together(entity: string, value: string, shown: string): string;
  };
}

/** Judges the masks of one document: those that stand in it, and those that are suggested. */
export class Masks {
  readonly #segments: readonly Segment[];
  readonly #masking: Masking;
  readonly #publishers: Publishers | undefined;
  readonly #today: string;
  readonly #named: NamedValues;
  #copies: ReturnType<Masking['copies']> | undefined;
  readonly #clues = new Map<Draft, readonly Clue[]>();
  /** Masks of the document that hold, and so stay as they are. */
  readonly #holding = new Set<Draft>();
  /** Values of one name → which characters stay → whether that is enough. */
  readonly #asked = new Map<readonly Draft[], Map<string, boolean>>();
  #document: ((draft: Draft) => readonly Clue[]) | undefined;

  /** @param drafts All of the document. */
  constructor(
    segments: readonly Segment[],
    drafts: readonly Draft[],
    masking: Masking,
    { publishers, today }: { readonly publishers?: Publishers; readonly today: string },
  ) {
    this.#segments = segments;
    this.#masking = masking;
    this.#publishers = publishers;
    this.#today = today;
    this.#named = new NamedValues(drafts);
  }

  /** Whether a masked value of the document holds; says in evidence what is left, and why. */
  judge(draft: Draft): 'weak-mask' | 'masked' {
    const { candidate, evidence } = draft;
    let value = candidate.value;
    let { left, used } = this.#count(draft, value);
    // Masks of two people of one name may fit, and contradict what is told of either.
    for (const union of this.#named.unions(draft, this.#masking.combine)) {
      const together = this.#count(draft, union);
      if (left !== undefined && (together.left ?? left) >= left) continue;
      if (value === candidate.value)
        evidence.push({ code: 'masks-combine', count: this.#named.of(draft).length });
      value = union;
      ({ left, used } = together);
    }
    if (left !== undefined) evidence.push({ code: 'values-left', count: Math.round(left) });
    for (const { code, text } of used) evidence.push({ code, ...(text === undefined ? {} : { text }) });
    if (!isFew(left) || isHidden(value)) {
      this.#holding.add(draft);
      return 'masked';
    }
    return 'weak-mask';
  }

  /**
   * What a mask of a value must leave, when every other value of its name is cut alike: whoever reads the document may
   * take them for the same person's, with all that is told of either. Ask when all masks of the document are judged.
   */
  enough(draft: Draft): Enough {
    return (visible) => {
      const own = this.#withCopies(draft, visible);
      if (isHidden(own)) return true;
      if (isFew(this.#count(draft, own).left)) return false;
      const people = this.#named.of(draft);
      if (people.length === 1) return true;
      let asked = this.#asked.get(people);
      if (asked === undefined) this.#asked.set(people, (asked = new Map()));
      const key = visible.map(Number).join('');
      let answer = asked.get(key);
      if (answer === undefined) asked.set(key, (answer = this.#holdTogether(people, visible)));
      return answer;
    };
  }

  #holdTogether(people: readonly Draft[], visible: readonly boolean[]): boolean {
    const { combine } = this.#masking;
    const staying = people.filter((one) => this.#holding.has(one)).map(({ candidate }) => candidate.value);
    const all = people.map((one) =>
      this.#holding.has(one) ? one.candidate.value : this.#withCopies(one, visible),
    );
    const asBefore = new Set(staying.flatMap((one) => overlays(one, staying, combine)));
    for (const union of new Set(all.flatMap((one) => overlays(one, all, combine)))) {
      if (isHidden(union) || asBefore.has(union)) continue;
      if (people.some((one) => isFew(this.#count(one, union).left))) return false;
    }
    return true;
  }

  /** Values left after a suggestion. @returns `joined`: copies of the value show more than the suggestion. */
  afterwards(
    draft: Draft,
    disposition: Disposition,
  ): { readonly left: number | undefined; readonly joined: boolean } | undefined {
    const { candidate, view } = draft;
    const shown = this.#masking.shown(candidate, disposition, view.segment, this.enough(draft));
    if (shown === undefined) return undefined;
    const together = this.#withCopies(
      draft,
      [...shown].map((one) => one !== '*'),
    );
    return {
      left: this.#count(draft, together).left,
      joined: together !== shown,
    };
  }

  /** What a reader sees of a value of which some characters stay: of one in the clear, with masked copies that stay. */
  #withCopies({ candidate }: Draft, visible: readonly boolean[]): string {
    const { entity, value, masked } = candidate;
    let shown = '';
    let at = 0;
    for (const own of value) shown += visible[at++] === true ? own : '*';
    if (masked === true) return shown;
    this.#copies ??= this.#masking.copies([...this.#holding].map((one) => one.candidate));
    return this.#copies.together(entity, value, shown);
  }

  /** What the document tells is taken in as far as it does not contradict the mask, or what is surer. */
  #count(draft: Draft, value: string): { readonly left: number | undefined; readonly used: readonly Clue[] } {
    const { entity } = draft.candidate;
    const hidden = value.split('*').length - 1;
    if (hidden === 0) return { left: 1, used: [] };
    let left = this.#masking.remaining({ entity, value }, {});
    // No living person can have such a number: the hidden characters count.
    if (left === 0) return { left: 10 ** (hidden - 1), used: [] };
    const used: Clue[] = [];
    if (left === undefined || entity !== 'resident-id') return { left, used };
    let hints: MaskHints = {};
    for (const clue of this.#cluesOf(draft)) {
      const both = { ...hints, ...clue.hints };
      const fewer = this.#masking.remaining({ entity, value }, both);
      if (fewer === undefined || fewer === 0 || fewer >= left) continue;
      hints = both;
      left = fewer;
      used.push(clue);
    }
    return { left, used };
  }

  #cluesOf(draft: Draft): readonly Clue[] {
    let clues = this.#clues.get(draft);
    if (clues === undefined) this.#clues.set(draft, (clues = (this.#document ??= this.#read())(draft)));
    return clues;
  }

  /** What the whole document tells, read when the first number needs it. */
  #read(): (draft: Draft) => readonly Clue[] {
    const date = documentDate(this.#segments, this.#today);
    const place = this.#publishers?.placeOf(this.#segments);
    const told = namesakes(this.#segments, date);
    const assumed: readonly Clue[] =
      place === undefined
        ? []
        : [{ code: 'narrowed-by-place', text: place.name, hints: { addressCodes: place.codes } }];
    return (draft) => {
      const name = told.size === 0 ? undefined : nameBeside(draft);
      const elsewhere = cluesOf((name === undefined ? undefined : told.get(name)) ?? {});
      return [
        ...entryClues(draft, date),
        ...elsewhere.map(({ hints }): Clue => ({ code: 'narrowed-by-namesake', hints })),
        ...assumed,
      ];
    };
  }
}

const isFew = (left: number | undefined): boolean => left !== undefined && left < WEAK_MASK;
const isHidden = (mask: string): boolean => !/[^*]/.test(mask);
