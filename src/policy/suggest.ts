/** Finding + policy → what to do with it, on which basis, and the edits that do it. */
import {
  type Action,
  type AddressLevel,
  type AddressPart,
  append,
  type Candidate,
  type Disposition,
  type Edit,
  type Segment,
  type Span,
  type Suggestion,
} from '../core/index.js';
import { BREAK, charClass, INVISIBLE } from '../text/char-class.js';
import { maskCandidate } from './display-mask.js';
import { enoughHidden } from './mask-plan.js';
import { citeBasis, findRule } from './rules.js';
import { sourceEdits, type TextChange } from './source-edits.js';
import { surnameLength } from './surname.js';
import { pseudonymOf, surrogateOf } from './surrogates.js';
import type { Encryption, MaskSpec, Policy, PolicyRule } from './types.js';

/** Stands for the part of an address, or of any value without parts, that is taken away. */
const ELLIPSIS = '***';

const LEVELS: readonly AddressLevel[] = [
  'province',
  'prefecture',
  'county',
  'town',
  'village',
  'group',
  'road',
  'number',
  'estate',
  'building',
  'unit',
  'floor',
  'room',
];

/** What suggestions are made with, besides the policy. */
export interface SuggestContext {
  /** Key of pseudonyms and surrogates; without it such values are masked whole. */
  readonly key?: Uint8Array;
  /** ISO date that ages are counted to. */
  readonly today: string;
  /** For rules with action `encrypt`; without it such values are masked whole. */
  readonly encryption?: Encryption;
}

/**
 * Whether a mask leaves enough values to somebody who knows what else the document tells. A mask that does not hides
 * more than its rule says. @param visible For each character of the value, whether it stays.
 */
type Enough = (visible: readonly boolean[]) => boolean;
const ALWAYS: Enough = () => true;

/** Actions that put something else in the place of a value. */
const STAND_INS: readonly Action[] = ['pseudonymize', 'surrogate', 'encrypt'];

/**
 * Suggests a de-identification. Pure: reads no clock and no file.
 *
 * @param segment The segment that `candidate` was found in; its map leads the edits to the file.
 * @returns `replacement`: what the value will look like (of a value that stays: its display mask, never the
 *   value). `edits`: places in the file with their new text; only characters that are hidden or taken away
 *   are in them. Edits of pages and cells name their box or cell.
 */
export function suggest(
  candidate: Candidate,
  disposition: Disposition,
  segment: Segment,
  policy: Policy,
  context: SuggestContext,
  enough: Enough = ALWAYS,
): Suggestion {
  const { entity, subtype } = candidate;
  const found = findRule(policy, { entity, subtype, channel: segment.channel, disposition });
  const { action, id: rule, scope } = found;
  const basis = citeBasis(found.basis);
  const changes = action === 'keep' ? [] : changesOf(candidate, segment, found, context, enough);
  // A mask that only others undo may stay as it is, when they are cut.
  if (action === 'keep' || (action === 'mask' && changes.every(({ text }) => text === undefined)))
    return { action: 'keep', rule, basis, replacement: maskCandidate(candidate), edits: [] };
  const replacement = preview(candidate, segment.text, changes);
  const edits = sourceEdits(segment, changes);
  return scope === undefined || scope === 'value'
    ? { action, rule, basis, replacement, edits }
    : { action, rule, basis, scope, replacement, edits };
}

/**
 * What the suggestion of `suggest` leaves of a value.
 *
 * @returns The value with `*` for what is hidden; all hidden where it is removed; undefined where it stays, or has no
 *   characters of its own to hide (addresses).
 */
export function shownAfter(
  candidate: Candidate,
  disposition: Disposition,
  segment: Segment,
  policy: Policy,
  enough: Enough = ALWAYS,
): string | undefined {
  const { entity, subtype, value, at } = candidate;
  const rule = findRule(policy, { entity, subtype, channel: segment.channel, disposition });
  if (rule.action === 'remove') return '*'.repeat(value.length);
  if (STAND_INS.includes(rule.action)) return '*'.repeat(value.length);
  if (rule.action !== 'mask' || at.length !== value.length) return undefined;
  const shown = enoughHidden(value, rule.mask!, enough);
  return [...value].map((character, i) => (shown[i] ? character : '*')).join('');
}

function changesOf(
  candidate: Candidate,
  segment: Segment,
  rule: PolicyRule,
  context: SuggestContext,
  enough: Enough,
): TextChange[] {
  const { text } = segment;
  const { start, end } = candidate.span;
  if (STAND_INS.includes(rule.action))
    return standInChanges(candidate, text, rule, context) ?? maskChanges(candidate, text, WHOLE);
  if (rule.level === 'age-band') {
    const band = ageBand(candidate.value, context.today);
    return band === undefined ? maskChanges(candidate, text, WHOLE) : cutChanges(text, start, end, band);
  }
  if (rule.action === 'mask') return maskChanges(candidate, text, rule.mask!, enough);
  if (rule.action === 'remove')
    return cutChanges(text, candidate.span.start, candidate.span.end, rule.label ?? '');
  if (rule.level === 'year') return maskChanges(candidate, text, { keepStart: 4, keepEnd: 0 });
  if (rule.level === 'surname') {
    const until = candidate.at[surnameLength(candidate.value)] ?? candidate.span.end;
    return cutChanges(text, until, candidate.span.end, rule.label ?? '某');
  }
  const until = generalizedEnd(candidate.address ?? [], rule.level as AddressLevel) ?? candidate.span.start;
  const label = rule.label ?? ELLIPSIS;
  return cellPieces(text, segment.cells ?? [], until, candidate.span.end).flatMap(({ start, end }, i) =>
    cutChanges(text, start, end, i === 0 ? label : ''),
  );
}

/** Cells that one address spreads over at most, with room for nested ones. */
const CELL_REACH = 16;
/** What parts cells in a text; at most a few units between two. */
const SEPARATORS = /^[\s,;|"]{0,40}$/u;

/** Edits that take a range of a segment away; white space at its ends stays. */
export function cutRange(segment: Segment, { start, end }: Span): Edit[] {
  const written = segment.text.slice(start, end);
  const from = start + (written.length - written.trimStart().length);
  const until = end - (written.length - written.trimEnd().length);
  return from < until ? sourceEdits(segment, cutChanges(segment.text, from, until, '')) : [];
}

/** The stretches of a range that stand in cells of a row: what parts the cells (the comma of a CSV) stays. */
function cellPieces(text: string, cells: readonly Span[], from: number, until: number): Span[] {
  let low = 0;
  let high = cells.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (cells[middle]!.start < until) low = middle + 1;
    else high = middle;
  }
  const pieces: Span[] = [];
  for (let i = low - 1; i >= 0 && i >= low - CELL_REACH; i--) {
    const start = Math.max(from, cells[i]!.start);
    const end = Math.min(until, cells[i]!.end, pieces[0]?.start ?? until);
    if (start < end) pieces.unshift({ start, end });
  }
  // Anything but separators between the cells belongs to the value and must not stay.
  let at = from;
  for (const piece of [...pieces, { start: until, end: until }]) {
    if (!SEPARATORS.test(text.slice(at, piece.start))) return [{ start: from, end: until }];
    at = piece.end;
  }
  return pieces.length === 0 ? [{ start: from, end: until }] : pieces;
}

/** End of the parts, from the first on, that are no finer than `level`; undefined when there is none. */
export function generalizedEnd(parts: readonly AddressPart[], level: AddressLevel): number | undefined {
  const allowed = LEVELS.indexOf(level);
  let end: number | undefined;
  for (const part of parts) {
    if (LEVELS.indexOf(part.level) > allowed) break;
    end = part.end;
  }
  return end;
}

/** Hides everything. */
const WHOLE: MaskSpec = { keepStart: 0, keepEnd: 0 };

/** @returns undefined where the value has no safe stand-in: it is masked then. */
function standInChanges(
  candidate: Candidate,
  text: string,
  rule: PolicyRule,
  { key, encryption }: SuggestContext,
): TextChange[] | undefined {
  const { entity, value, at, span, masked } = candidate;
  // Two masks of one value are no one value: their stand-ins would say that they are two.
  if (masked === true) return undefined;
  if (rule.action === 'pseudonymize') {
    if (key === undefined) return undefined;
    return cutChanges(text, span.start, span.end, (rule.label ?? '') + pseudonymOf(key, entity, value));
  }
  const encrypted = rule.action === 'encrypt';
  const standIn = encrypted
    ? encryption?.encrypt(entity, value)
    : key === undefined
      ? undefined
      : surrogateOf(key, entity, value);
  if (standIn === undefined || at.length !== value.length) return undefined;
  // 115 6802 3958: the groups of a surrogate could be read as another kind of number.
  const parted = /[^\p{N}\p{L}-]/u.test(text.slice(at[0], at.at(-1)! + 1));
  if (!encrypted && parted) return cutChanges(text, span.start, span.end, standIn);
  return at.map((start, i) => {
    const end = start + (text.codePointAt(start)! > 0xffff ? 2 : 1);
    return { start, end, text: standIn.charAt(i) };
  });
}

/** 30–39岁 of a birth date that begins with year and month; undefined when it can't be read. */
function ageBand(birth: string, today: string): string | undefined {
  const [year, month = '01', day = '01'] = [birth.slice(0, 4), birth.slice(4, 6), birth.slice(6, 8)];
  if (!/^(?:19|20)\d{2}$/.test(year)) return undefined;
  const had = `${month || '01'}${day || '01'}` <= today.slice(5).replace('-', '');
  const age = Number(today.slice(0, 4)) - Number(year) - (had ? 0 : 1);
  if (age < 0) return undefined;
  const from = Math.floor(age / 10) * 10;
  return `${from}至${from + 9}岁`;
}

function maskChanges(
  candidate: Candidate,
  text: string,
  spec: MaskSpec,
  enough: Enough = ALWAYS,
): TextChange[] {
  const { value, at, span } = candidate;
  const character = spec.character ?? '*';
  if (at.length !== value.length) return cutChanges(text, span.start, span.end, ELLIPSIS);
  const shown = enoughHidden(value, spec, enough);
  const changes: TextChange[] = [];
  for (let i = 0; i < at.length; i++) {
    const start = at[i]!;
    const end = start + (text.codePointAt(start)! > 0xffff ? 2 : 1);
    const stays = shown[i] === true || text.slice(start, end) === character;
    if (spec.keepSeparators === false && i > 0 && !shown[i]) {
      append(changes, cutChanges(text, changes.at(-1)!.end, start, ''));
    }
    changes.push({ start, end, text: stays ? undefined : character });
  }
  return changes;
}

/** Takes a range away; line breaks and the marks of cells and blocks in it stay, or the layout would go too. */
function cutChanges(text: string, from: number, until: number, label: string): TextChange[] {
  const changes: TextChange[] = [];
  let start = from;
  const flush = (end: number): void => {
    if (end > start) changes.push({ start, end, text: changes.length === 0 ? label : '' });
  };
  for (let i = from; i < until; i++) {
    const unit = text.charCodeAt(i);
    if (unit !== 9 && charClass[unit] !== BREAK) continue;
    flush(i);
    start = i + 1;
  }
  flush(until);
  return changes;
}

/** The value's span with its changes. Characters that no change covers stay in the file, so they show here too. */
function preview({ span }: Candidate, text: string, changes: readonly TextChange[]): string {
  let shown = '';
  let at = span.start;
  for (const change of changes) {
    shown += text.slice(at, change.start) + (change.text ?? text.slice(change.start, change.end));
    at = change.end;
  }
  shown += text.slice(at, span.end);
  return isClean(shown) ? shown : cleaned(shown);
}

const isBreak = (unit: number): boolean => unit === 9 || charClass[unit] === BREAK;

function isClean(shown: string): boolean {
  for (let i = 0; i < shown.length; i++) {
    const unit = shown.charCodeAt(i);
    if (charClass[unit] === INVISIBLE || isBreak(unit)) return false;
  }
  return true;
}

/** Without invisible characters, in one line. */
function cleaned(shown: string): string {
  let clean = '';
  for (let i = 0; i < shown.length; i++) {
    const unit = shown.charCodeAt(i);
    if (charClass[unit] !== INVISIBLE) clean += isBreak(unit) ? ' ' : shown.charAt(i);
  }
  return clean;
}
