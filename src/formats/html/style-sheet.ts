/**
 * Which elements a page's own style sheets hide: rules of one element, by name, id and classes. Rules with
 * combinators, pseudo-classes and conditions (`@media print`) are left out; their elements count as visible.
 *
 * Source: CSS Syntax Level 3, 5; Selectors Level 4, 17 (specificity).
 */
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
/** Longer sheets are libraries; only their start is read. */
const MAX_SHEET = 4 * 1024 * 1024;
const DISPLAY =
  /(?:^|[;\s])(?:display|visibility|opacity|font-size|left|top|right|bottom|clip|clip-path|text-indent|color|mso-hide)\s*:/i;
const SIMPLE = /^([a-z][a-z0-9]*)?((?:[.#][\w\u0080-\uffff-]+)*)$/i;

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
    const source = css.slice(0, MAX_SHEET).replace(/\/\*[\s\S]*?\*\//g, ' ');
    let at = 0;
    while (at < source.length && this.#count < MAX_RULES) {
      const open = source.indexOf('{', at);
      if (open < 0) return;
      // Statements without a block (`@import …;`) stand before the selector.
      const head = source.slice(at, open);
      const selector = head.slice(head.lastIndexOf(';') + 1);
      if (selector.trimStart().startsWith('@')) {
        at = blockEnd(source, open);
        continue;
      }
      const close = source.indexOf('}', open);
      const end = close < 0 ? source.length : close;
      const declarations = source.slice(open + 1, end);
      if (DISPLAY.test(declarations)) this.#rule(selector, declarations);
      at = end + 1;
    }
  }

  #rule(selectors: string, declarations: string): void {
    const { hidden: hides } = readStyle(declarations);
    // What does not hide matters only where it shows what another rule hides.
    if (!hides && !/(?:^|[;\s])(?:display|visibility|opacity|left|top)\s*:/i.test(declarations)) return;
    for (const selector of selectors.split(',', 200)) {
      const match = SIMPLE.exec(selector.replace(/<!--|-->/g, '').trim());
      if (match === null || match[0] === '') continue;
      const parts = match[2]!.match(/[.#][^.#]+/g) ?? [];
      const classes = parts.filter((part) => part.startsWith('.')).map((part) => part.slice(1));
      const id = parts.find((part) => part.startsWith('#'))?.slice(1) ?? '';
      const name = (match[1] ?? '').toLowerCase();
      const weight = (id === '' ? 0 : 10_000) + classes.length * 100 + (name === '' ? 0 : 1);
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

/** @param open Of a `{`. @returns The offset behind the `}` that closes it. */
function blockEnd(source: string, open: number): number {
  let depth = 0;
  for (let at = open; at < source.length; at++) {
    const unit = source.charCodeAt(at);
    if (unit === 123) depth++;
    else if (unit === 125 && --depth === 0) return at + 1;
  }
  return source.length;
}
