/**
 * The text around a finding, with the values of all findings in it masked.
 *
 * Offsets are UTF-16 code units into the decoded file, as in `TextPlace`.
 */
import type { Finding, ScanResult, TextPlace } from '../core/index.js';
import { printable, wellFormed } from './width.js';

/** A stretch of an excerpt; `this` is the finding that was asked for, `other` another one. */
export interface ExcerptPart {
  readonly text: string;
  readonly mark: 'none' | 'this' | 'other';
}

export interface Excerpt {
  /** Line of the file that the excerpt begins in, from 1. */
  readonly line: number;
  readonly parts: readonly ExcerptPart[];
}

interface Stretch {
  readonly start: number;
  readonly end: number;
  readonly text: string;
  readonly finding: string;
}

/** Code units on each side, and lines on each side. */
const AROUND = 220;
const LINES = 3;
/** Beyond this a window edge inside a run of digits is cut anyway. */
const RUN = 64;
/** Long numbers that are no finding, perhaps because their kind was not looked for. */
const LONG_NUMBER = /[0-9０-９](?:[ \u00a0-]?[0-9０-９]){9,}[0-9０-９Xx]/g;

/** Excerpts of one file's findings. Only places in the file's own text have one. */
export class Excerpts {
  readonly #text: string;
  readonly #stretches: readonly Stretch[];
  readonly #reveal: boolean;

  /** @param text The file as the scan decoded it. @param reveal Show what is written; else what the suggestion or the display mask leaves. */
  constructor(text: string, result: ScanResult, reveal = false) {
    this.#text = text;
    this.#reveal = reveal;
    const all = result.findings.flatMap((finding) => stretchesOf(finding, text, reveal));
    all.sort((a, b) => a.start - b.start || b.end - a.end);
    // Overlapping stretches: the first stays, what reaches past it is masked to its end.
    const kept: Stretch[] = [];
    for (const one of all) {
      const last = kept.at(-1);
      if (last === undefined || one.start >= last.end) kept.push(one);
      else if (one.end > last.end) {
        const rest = reveal ? text.slice(last.end, one.end) : '*'.repeat(one.end - last.end);
        kept.push({ ...one, start: last.end, text: rest });
      }
    }
    this.#stretches = kept;
  }

  /** @returns Undefined where the finding has no place in the file's own text, or the text is not the one that was scanned. */
  of(finding: Finding): Excerpt | undefined {
    const place = finding.places.find(isOwn);
    if (place === undefined || place.end > this.#text.length) return undefined;
    if (!this.#fits(finding, place)) return undefined;
    const from = this.#edge(place.start, -1);
    const to = this.#edge(place.end, 1);
    const parts: ExcerptPart[] = [];
    let at = from;
    for (let i = this.#firstEndingAfter(from); i < this.#stretches.length; i++) {
      const one = this.#stretches[i]!;
      if (one.start >= to) break;
      if (one.start > at) parts.push({ text: this.#plain(at, one.start), mark: 'none' });
      parts.push({ text: shown(one.text), mark: one.finding === finding.id ? 'this' : 'other' });
      at = Math.max(at, one.end);
    }
    if (at < to) parts.push({ text: this.#plain(at, to), mark: 'none' });
    return { line: place.line - breaks(this.#text, from, place.start), parts };
  }

  /** A file that changed since it was scanned would be masked in the wrong place. */
  #fits(finding: Finding, place: TextPlace): boolean {
    const before = this.#text[place.start - 1];
    if (place.column === 1 && before !== undefined && !/[\n\r\f\u0085\u2028\u2029]/.test(before))
      return false;
    const written = finding.places
      .filter(isOwn)
      .map(({ start, end }) => this.#text.slice(start, end))
      .join('')
      .normalize('NFKC');
    const { masked } = finding;
    if (/^[0-9*Xx]+$/.test(masked)) {
      const digits = written.replace(/[^0-9*Xx]/g, '').toUpperCase();
      // Digits that are written as references, letters or numerals of another script prove nothing.
      if (digits.length < masked.length) return true;
      return new RegExp(masked.toUpperCase().replaceAll('*', '.')).test(digits);
    }
    const head = masked.split('*')[0]!.normalize('NFKC').replace(/\s/g, '').slice(0, 4);
    return /[&\\]/.test(written) || written.replace(/\s/g, '').includes(head);
  }

  #edge(from: number, step: 1 | -1): number {
    const text = this.#text;
    let at = from;
    for (let lines = 0; Math.abs(at - from) < AROUND; at += step) {
      const index = step < 0 ? at - 1 : at;
      if (index < 0 || index >= text.length) return at;
      if (text[index] === '\n' && ++lines >= LINES) return at;
    }
    for (let i = 0; i < RUN; i++, at += step) {
      const index = step < 0 ? at - 1 : at;
      if (index < 0 || index >= text.length || !/[0-9０-９ -]/.test(text[index]!)) break;
    }
    if (/[\udc00-\udfff]/.test(text[at] ?? '')) at--;
    const inside = this.#stretches[this.#firstEndingAfter(at)];
    if (inside !== undefined && inside.start < at) return step < 0 ? inside.start : inside.end;
    return at;
  }

  #firstEndingAfter(at: number): number {
    let low = 0;
    let high = this.#stretches.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (this.#stretches[middle]!.end <= at) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  #plain(start: number, end: number): string {
    const text = shown(this.#text.slice(start, end));
    if (this.#reveal) return text;
    return text.replace(LONG_NUMBER, (number) => number.slice(0, 3) + '*'.repeat(number.length - 3));
  }
}

const isOwn = (place: Finding['places'][number]): place is TextPlace =>
  place.kind === 'text' && place.part === '' && place.channel !== 'name';

function stretchesOf(finding: Finding, text: string, reveal: boolean): Stretch[] {
  const places = finding.places.filter(isOwn).filter((place) => place.end <= text.length);
  // An edit that reaches past the value, such as one that takes a whole row away, says nothing about its characters.
  const edits = (finding.suggestion?.edits ?? [])
    .map(({ place, replacement }) => ({ at: place, replacement }))
    .filter((edit): edit is { at: TextPlace; replacement: string } => isOwn(edit.at))
    .filter(({ at }) => places.some((place) => at.start >= place.start && at.end <= place.end));
  return places.map((place, index) => {
    const { start, end } = place;
    const written = text.slice(start, end);
    const stretch = (shownText: string): Stretch => ({ start, end, text: shownText, finding: finding.id });
    if (reveal || finding.disposition === 'masked') return stretch(written);
    if (edits.length === 0)
      return stretch(index === 0 ? finding.masked : '*'.repeat(Math.min(end - start, 8)));
    const own = edits
      .filter(({ at }) => at.start >= start && at.end <= end)
      .sort((a, b) => a.at.start - b.at.start);
    let out = '';
    let from = start;
    for (const { at, replacement } of own) {
      if (at.start < from) continue;
      out += text.slice(from, at.start) + replacement;
      from = at.end;
    }
    return stretch(out + text.slice(from, end));
  });
}

/** Line ends and tabs are layout here; everything else that could steer a screen is shown. */
function shown(text: string): string {
  return wellFormed(text)
    .replace(/\r\n?/g, '\n')
    .split(/([\n\t])/)
    .map((piece) => (piece === '\n' || piece === '\t' ? piece : printable(piece)))
    .join('');
}

function breaks(text: string, from: number, to: number): number {
  let count = 0;
  for (let at = text.indexOf('\n', from); at >= 0 && at < to; at = text.indexOf('\n', at + 1)) count++;
  return count;
}
