/**
 * The words around a value by where they stand, cut into short pieces: what the learned table of `owner-words.ts` weighs.
 * Training and scanning read them here alike.
 */
import type { Span } from '../core/index.js';
import type { Cues } from './cues.js';
import type { Draft } from './draft.js';
import { entryOf } from './entry-fields.js';
import type { View } from './view.js';

/**
 * Where a piece stands. `near`, `before`: in front of the value on its line or in its cell; `behind`; `own`: what its
 * field is called; `fields`: what the other fields of its entry are called, `values`: what they say; `above`: the text
 * before its line or table; `title`: how the document begins; `kind`: what sort of value stands in the other fields.
 */
export const ZONES = [
  'near',
  'before',
  'behind',
  'own',
  'fields',
  'values',
  'above',
  'title',
  'kind',
] as const;
export type Zone = (typeof ZONES)[number];

export interface ZoneText {
  readonly zone: Zone;
  /** Simplified characters; `^` and `$` stand for the ends of a field, `$` for the start of the value, 0 for digits, @ for an address. */
  readonly text: string;
}

/** Units read. */
const BEFORE = 44;
const NEAR = 9;
const BEHIND = 16;
const ABOVE = 60;
const TITLE = 40;
const FIELD = 16;
/** Fields of an entry that are read, the nearest. */
const FIELDS = 12;

/** Reads what stands around the values of one segment; what many of them share is read once. */
export class Surroundings {
  readonly #cues: Cues;
  readonly #addresses: readonly Span[];
  /** By the text of a field. */
  readonly #fields = new Map<string, { readonly text: string; readonly kind: string | undefined }>();
  /** By where a line or table begins: the text above it. */
  readonly #above = new Map<number, string>();
  #title: string | undefined;

  /** @param addresses Where addresses stand in the segment, in the order of the text: what they are made of says nothing. */
  constructor(cues: Cues, addresses: readonly Span[]) {
    this.#cues = cues;
    this.#addresses = addresses;
  }

  /** @returns none where the value stands alone: then nothing around it tells whose it is. */
  of(draft: Draft): ZoneText[] {
    const { view, candidate, context, cell } = draft;
    const { start, end } = candidate.span;
    const zones: ZoneText[] = [];
    const put = (zone: Zone, text: string): void => {
      if (text !== '') zones.push({ zone, text });
    };
    const bounds = cell ?? context.line;
    const from = Math.max(bounds.start, start - BEFORE);
    const before = this.#read(view, from, start);
    put('before', before.slice(0, -NEAR));
    put('near', `${before.slice(-NEAR)}$`);
    put('behind', this.#read(view, end, Math.min(bounds.end, end + BEHIND)));
    if (this.#cues.isName(NAME_BEFORE.exec(before)?.[0] ?? '')) put('kind', 'near=name');
    const entry = entryOf(draft);
    if (entry !== undefined) {
      if (entry.own !== '') put('own', field(entry.own));
      for (const { head, value } of entry.fields.slice(-FIELDS)) {
        if (head !== '') put('fields', this.#field(head).text);
        const { text, kind } = this.#field(value);
        put('values', text);
        if (kind !== undefined) put('kind', kind);
      }
    }
    // What stands alone on its line is told by rules: an entry of a list.
    const counted = cell === undefined ? OF_LINES : OF_ROWS;
    if (letters(zones, OF_ROWS) < OWN_LETTERS) return [];
    const top = cell === undefined ? from : view.tables.top(cell).start;
    let above = this.#above.get(top);
    if (above === undefined) this.#above.set(top, (above = this.#read(view, Math.max(0, top - ABOVE), top)));
    put('above', above);
    if (top > TITLE) put('title', (this.#title ??= this.#read(view, 0, TITLE)));
    return letters(zones, counted) < FEWEST_LETTERS ? [] : zones;
  }

  #read(view: View, from: number, to: number): string {
    return plain(without(this.#addresses, view, from, Math.max(from, to)));
  }

  #field(value: string): { readonly text: string; readonly kind: string | undefined } {
    let read = this.#fields.get(value);
    if (read === undefined) {
      const kind = kindOf(value, this.#cues);
      read = { text: field(value), kind: kind === undefined ? undefined : `value=${kind}` };
      this.#fields.set(value, read);
    }
    return read;
  }
}

/** Stands for an address. */
const PLACE = '@';

/** The text of a range, in simplified characters, with a mark for each address. */
function without(addresses: readonly Span[], view: View, from: number, to: number): string {
  let text = '';
  let at = from;
  for (let i = firstBehind(addresses, from); i < addresses.length && addresses[i]!.start < to; i++) {
    const { start, end } = addresses[i]!;
    if (start > at) text += view.simplified(at, start);
    text += PLACE;
    at = Math.max(at, end);
  }
  return at < to ? text + view.simplified(at, to) : text;
}

/** Of spans in the order of the text the first that ends behind `from`. */
function firstBehind(spans: readonly Span[], from: number): number {
  let low = 0;
  let high = spans.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (spans[middle]!.end <= from) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** 手机：, 李四，电话：: a label and a name are no context. */
const FEWEST_LETTERS = 16;
const OWN_LETTERS = 2;

/** Zones of a row repeat nothing; the fields of lines stand in the text around as well. */
const OF_LINES: ReadonlySet<Zone> = new Set(['near', 'before', 'behind', 'above']);
const OF_ROWS: ReadonlySet<Zone> = new Set([...OF_LINES, 'own', 'fields', 'values']);

/** Chinese characters of the zones: names of elements and keys are no text. */
function letters(zones: readonly ZoneText[], counted: ReadonlySet<Zone>): number {
  let count = 0;
  for (const { zone, text } of zones) {
    if (!counted.has(zone)) continue;
    for (let i = 0; i < text.length; i++) if (isHan(text.charCodeAt(i))) count++;
  }
  return count;
}

/** Calls back for every piece of two or three characters that holds a letter. */
export function pieces(text: string, each: (piece: string) => void): void {
  for (let length = 2; length <= 3; length++) {
    for (let i = 0; i + length <= text.length; i++) {
      const piece = text.slice(i, i + length);
      if ([...piece].some((unit) => isWord(unit.charCodeAt(0)))) each(piece);
    }
  }
}

const isHan = (unit: number): boolean => unit >= 0x4e00 && unit <= 0x9fff;
/** Whether a code unit is a letter, of whatever kind: a piece without any is no feature. */
export const isWord = (unit: number): boolean => isHan(unit) || ((unit | 32) >= 0x61 && (unit | 32) <= 0x7a);
const NAME_BEFORE = /[\u4e00-\u9fff]{2,4}(?=(?:先生|女士|同志|小姐)?[\s:：,，(（]{0,2}$)/;

const plain = (text: string): string => text.replace(/[0-9*]+/g, '0').replace(/\s+/g, ' ');
const field = (text: string): string => `^${plain(text.slice(0, FIELD).trim())}$`;

/** What sort of value a field holds. */
function kindOf(value: string, cues: Cues): string | undefined {
  const digits = value.replace(/[\s-]/g, '');
  if (/^\d+$/.test(digits)) {
    if (digits.length === 18) return 'id';
    if (digits.length === 11) return digits.startsWith('1') ? 'mobile' : 'landline';
    return digits.length > 11 ? 'account' : 'number';
  }
  if (/^\d{17}[0-9Xx]$|\*{4}/.test(digits)) return 'id';
  if (/^\d+(?:\.\d+)?元?$/.test(digits)) return 'sum';
  if (cues.organisation.test(value)) return 'body';
  return cues.isName(value) ? 'name' : undefined;
}
