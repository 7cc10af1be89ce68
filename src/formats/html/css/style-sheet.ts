/**
 * Which elements a page's own style sheets hide, told while the page is read: rules of one element, by name, id and
 * classes. Rules that ask what stands around an element are for `sight.ts`.
 *
 * Sources: CSS Syntax Level 3, 5; Selectors Level 4, 17 (specificity).
 */
import { rulesOf } from './rules.js';
import { selectorsOf } from './selectors.js';
import { readStyle } from './visibility.js';

interface Rule {
  readonly name: string;
  readonly id: string;
  readonly classes: readonly string[];
  readonly hides: boolean;
  readonly weight: number;
}

/** Rules kept of one page. */
const MAX_RULES = 5000;
/** Rules for the same class, id or name. */
const MAX_LIKE = 32;
/** Answers that are kept. */
const MAX_ASKED = 1000;
const DISPLAY =
  /(?:^|[;\s])(?:display|visibility|opacity|font-size|font|left|top|right|bottom|clip|clip-path|text-indent|color|mso-hide)\s*:/i;

export class StyleSheets {
  /** By one class, `#` and id, or name of an element. */
  readonly #rules = new Map<string, Rule[]>();
  /** Answers for elements that were asked about: lists are full of like ones. */
  #asked: Map<string, boolean> | undefined;
  #count = 0;
  #hides = false;
  /** Some rule is for every element of a name. */
  #named = false;

  /** No rule hides anything: elements need not be asked about. */
  get empty(): boolean {
    return !this.#hides;
  }

  /** Adds a sheet. Linear. */
  add(css: string): void {
    this.#asked = undefined;
    for (const { selectors, declarations } of rulesOf(css)) {
      if (this.#count >= MAX_RULES) return;
      if (DISPLAY.test(declarations)) this.#rule(selectors, declarations);
    }
  }

  #rule(selectors: string, declarations: string): void {
    const { hidden: hides } = readStyle(declarations);
    // What does not hide matters only where it shows what another rule hides.
    if (!hides && !/(?:^|[;\s])(?:display|visibility|opacity|left|top)\s*:/i.test(declarations)) return;
    for (const { compounds, maybe, weight } of selectorsOf(selectors)) {
      if (compounds.length > 1 || maybe) continue;
      const { name, id, classes } = compounds[0]!;
      if (name === '' && id === '' && classes.length === 0) continue;
      const key = id !== '' ? `#${id}` : (classes[0] ?? `<${name}`);
      const list = this.#rules.get(key) ?? [];
      if (list.length >= MAX_LIKE) continue;
      list.push({ name, id, classes, hides, weight });
      this.#rules.set(key, list);
      this.#count++;
      this.#hides ||= hides;
      this.#named ||= key.startsWith('<');
    }
  }

  /** @param name In lower case. @param classes As the attribute has them. */
  hides(name: string, id: string, classes: string): boolean {
    if (id === '' && classes === '' && !this.#named) return false;
    const asked = `${name}#${id} ${classes}`;
    const answers = (this.#asked ??= new Map());
    const known = answers.get(asked);
    if (known !== undefined) return known;
    const answer = this.#weigh(name, id, classes);
    if (answers.size >= MAX_ASKED) answers.clear();
    answers.set(asked, answer);
    return answer;
  }

  #weigh(name: string, id: string, classes: string): boolean {
    const own = classes === '' ? [] : classes.split(/\s+/, 50).filter((word) => word !== '');
    let weight = -1;
    let hidden = false;
    for (const key of [`<${name}`, ...own, `#${id}`]) {
      for (const rule of this.#rules.get(key) ?? []) {
        if (rule.weight < weight || (rule.name !== '' && rule.name !== name)) continue;
        if ((rule.id !== '' && rule.id !== id) || !rule.classes.every((word) => own.includes(word))) continue;
        weight = rule.weight;
        hidden = rule.hides;
      }
    }
    return hidden;
  }
}
