/**
 * Selectors of names, ids, classes and of what stands around. What depends on the mouse or on the user is left out;
 * what depends on neighbours, attributes or counts is kept as one that may hold.
 *
 * Source: Selectors Level 4, 3, 14 and 17 (specificity).
 */

/** What one element must be. */
export interface Compound {
  /** In lower case; '' is any. */
  readonly name: string;
  readonly id: string;
  readonly classes: readonly string[];
  /** The element must stand directly in the one that the compound before it names. */
  readonly child: boolean;
}

export interface Selector {
  /** Outermost first. */
  readonly compounds: readonly Compound[];
  /** Something about it is not known here. */
  readonly maybe: boolean;
  readonly weight: number;
}

/** Of one selector. */
const MAX_COMPOUNDS = 12;
const MAX_SELECTOR = 500;
/** Of one rule. */
const MAX_SELECTORS = 500;
const PART =
  /([.#]?)((?:[\w\u0080-\uffff-]|\\.)+)|\*|(\[(?:[^\]"']|"[^"]*"|'[^']*')*\])|(::?[\w-]+)|([>+~])|(\s+)|(.)/gu;
/** They hold while somebody does something, or paint something else than the element. */
const PASSING =
  /^(?::(?:hover|focus|active|visited|target|focus-within|focus-visible|before|after|first-letter|first-line|fullscreen|popover-open|open)|::.*)$/;

/** @param list What stands before a `{`. */
export function selectorsOf(list: string): Selector[] {
  const found: Selector[] = [];
  for (const text of splitList(list)) {
    const selector = selectorOf(text.trim());
    if (selector !== undefined) found.push(selector);
  }
  return found;
}

function splitList(list: string): string[] {
  // Only functions and attributes hold commas of their own.
  if (!/[([]/.test(list)) return list.split(',', MAX_SELECTORS);
  const parts: string[] = [];
  let depth = 0;
  let from = 0;
  for (let i = 0; i < list.length && parts.length < MAX_SELECTORS; i++) {
    const unit = list[i];
    if (unit === '(' || unit === '[') depth++;
    else if (unit === ')' || unit === ']') depth--;
    else if (unit === ',' && depth <= 0) {
      parts.push(list.slice(from, i));
      from = i + 1;
    }
  }
  parts.push(list.slice(from));
  return parts;
}

/** @returns undefined for one that holds only in passing, or that can't be read. */
function selectorOf(text: string): Selector | undefined {
  if (text === '' || text.length > MAX_SELECTOR) return undefined;
  const source = stripArguments(text);
  const compounds: Compound[] = [];
  let weight = 0;
  let maybe = source !== text;
  let some = false;
  let current = { name: '', id: '', classes: [] as string[], child: false };
  /** White space was read: the next part begins a compound. */
  let parted = false;
  const finish = (child: boolean): void => {
    compounds.push(current);
    current = { name: '', id: '', classes: [], child };
    some = false;
  };
  for (const [whole, mark = '', word = '', attribute, pseudo, combinator, white, odd] of source.matchAll(
    PART,
  )) {
    if (white !== undefined) {
      parted = true;
      continue;
    }
    if (odd !== undefined) return undefined;
    if (combinator !== undefined) {
      if (!some) return undefined;
      if (combinator === '>') finish(true);
      else {
        // Only what the neighbour stands in is kept of it.
        maybe = true;
        current = { ...current, name: '', id: '', classes: [] };
        some = false;
      }
      parted = false;
      continue;
    }
    if (parted && some) finish(false);
    parted = false;
    some = true;
    if (attribute !== undefined) maybe = true;
    else if (pseudo !== undefined) {
      if (PASSING.test(pseudo)) return undefined;
      if (pseudo === ':root') current.name = 'html';
      else if (pseudo !== ':link' && pseudo !== ':any-link') maybe = true;
    } else if (mark === '#') current.id = word;
    else if (mark === '.') current.classes.push(word);
    else if (whole !== '*') current.name = word.toLowerCase();
    if (mark === '#') weight += 1_000_000;
    else if (mark === '.' || attribute !== undefined || pseudo !== undefined) weight += 1000;
    else if (whole !== '*') weight++;
  }
  if (!some || compounds.length >= MAX_COMPOUNDS) return undefined;
  compounds.push(current);
  return { compounds, maybe, weight };
}

/** What stands in the parentheses of `:not(…)` is not read. */
function stripArguments(text: string): string {
  if (!text.includes('(')) return text;
  let depth = 0;
  let kept = '';
  for (const unit of text) {
    if (unit === '(') depth++;
    else if (unit === ')') depth = Math.max(0, depth - 1);
    else if (depth === 0) kept += unit;
  }
  return kept;
}
