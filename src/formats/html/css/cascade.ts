/**
 * Which declarations the sheets of a page give an element that stands in others. Elements with like chains of names, ids
 * and classes share one answer.
 *
 * Source: CSS Cascading and Inheritance Level 4, 6.
 */
import { type Declaration, declarationsOf, MAYBE } from './declarations.js';
import { rulesOf } from './rules.js';
import { type Compound, selectorsOf } from './selectors.js';
import type { Values } from './visibility.js';

/** An element as selectors see it. */
export interface Subject {
  readonly name: string;
  readonly id: string;
  readonly classes: readonly string[];
  readonly parent: Subject | undefined;
}

interface Rule {
  readonly compounds: readonly Compound[];
  readonly maybe: boolean;
  readonly weight: number;
  readonly order: number;
  /** No sheet that was not read stands behind its own, and it asks for an id or a class. */
  readonly last: boolean;
  readonly declarations: readonly Declaration[];
}

/** Rules of one page that say something about what is seen. */
const MAX_RULES = 20_000;
/** Comparisons of one page; each is a few nanoseconds. */
const MAX_STEPS = 10_000_000;

interface Won {
  /** What wins without the element's own attributes. */
  readonly usual: Values;
  /** What `!important` gives. */
  readonly strong: Values;
  /** Properties whose winner stands behind all sheets that were not read: only a rule of more weight in those could change it. */
  readonly settled: ReadonlySet<string>;
}

const NOTHING: Won = { usual: new Map(), strong: new Map(), settled: new Set() };
/** What a rule that matches costs, in comparisons. */
const MATCHED = 8;

export class Cascade {
  /** By `#` and id, `.` and class, name, or `*`; of the innermost compound. */
  readonly #rules = new Map<string, Rule[]>();
  #count = 0;
  #steps = 0;
  /** Some sheet stands elsewhere. */
  imports = false;
  /** Ids and classes that some selector names; others tell no element from another. */
  readonly ids: Set<string> = new Set<string>();
  readonly classes: Set<string> = new Set<string>();

  /** Too much to look at: nothing that was answered counts. */
  get exhausted(): boolean {
    return this.#steps > MAX_STEPS || this.#count > MAX_RULES;
  }

  /** @param last No sheet that was not read stands behind this one. */
  add(css: string, last: boolean = true): void {
    const rules = rulesOf(css, () => {
      this.imports = true;
    });
    for (const { selectors, declarations: style } of rules) {
      const declarations = declarationsOf(style);
      if (declarations.length === 0) continue;
      for (const { compounds, maybe, weight } of selectorsOf(selectors)) {
        if (++this.#count > MAX_RULES) return;
        for (const one of compounds) {
          if (one.id !== '') this.ids.add(one.id);
          for (const word of one.classes) this.classes.add(word);
        }
        const { id, classes, name } = compounds.at(-1)!;
        const key = id !== '' ? `#${id}` : classes.length > 0 ? `.${classes[0]}` : name === '' ? '*' : name;
        const named = id !== '' || classes.length > 0;
        const rule = { compounds, maybe, weight, order: this.#count, last: last && named, declarations };
        const list = this.#rules.get(key);
        if (list === undefined) this.#rules.set(key, [rule]);
        else list.push(rule);
      }
    }
  }

  /** Spends steps on work that is not a comparison of selectors. */
  spend(steps: number): void {
    this.#steps += steps;
  }

  of(subject: Subject): Won {
    if (this.#count === 0) return NOTHING;
    const matched: Rule[] = [];
    this.#gather(subject.name, subject, matched);
    this.#gather('*', subject, matched);
    if (subject.id !== '') this.#gather(`#${subject.id}`, subject, matched);
    for (const word of subject.classes) this.#gather(`.${word}`, subject, matched);
    this.#steps += MATCHED * matched.length;
    matched.sort((a, b) => a.weight - b.weight || a.order - b.order);
    const usual = new Map<string, string>();
    const strong = new Map<string, string>();
    const settled = new Set<string>();
    for (const { declarations, maybe, last } of matched) {
      for (const { property, value, important } of declarations) {
        (important ? strong : usual).set(property, maybe ? MAYBE : value);
        if (last) settled.add(property);
        else settled.delete(property);
      }
    }
    return { usual, strong, settled };
  }

  #gather(key: string, subject: Subject, matched: Rule[]): void {
    for (const rule of this.#rules.get(key) ?? []) {
      if (this.#steps > MAX_STEPS) return;
      if (this.#matches(rule.compounds, rule.compounds.length - 1, subject)) matched.push(rule);
    }
  }

  /** Whether `compounds` up to `last` hold for an element and those around it. */
  #matches(compounds: readonly Compound[], last: number, subject: Subject): boolean {
    this.#steps++;
    const compound = compounds[last]!;
    if (!holds(compound, subject)) return false;
    if (last === 0) return true;
    for (let around = subject.parent; around !== undefined; around = around.parent) {
      if (this.#matches(compounds, last - 1, around)) return true;
      if (compound.child || this.#steps > MAX_STEPS) return false;
    }
    return false;
  }
}

function holds({ name, id, classes }: Compound, subject: Subject): boolean {
  if (name !== '' && name !== subject.name) return false;
  if (id !== '' && id !== subject.id) return false;
  for (const word of classes) if (!subject.classes.includes(word)) return false;
  return true;
}
