/**
 * The three ways in which tools count offsets in a text, and the way from one to another.
 *
 * UTF-16 code units: JavaScript, Java, .NET, LSP, SARIF with `columnKind: "utf16CodeUnits"`. Code points: Python, and so
 * Presidio. UTF-8 bytes: ripgrep, reviewdog, Go, Rust. One span of a line that begins with 𠮷 is 8–26, 7–25 and 18–36.
 */

export type OffsetUnit = 'utf-16' | 'code-point' | 'utf-8';

/** Where an offset goes that lies inside a character: to its first or behind its last unit. */
export type Snap = 'start' | 'end';

/**
 * Converts offsets of one text from one unit to another, all at once: linear in the text for ascending offsets.
 *
 * A surrogate without its other half counts as one code point and three bytes, as the U+FFFD that an encoder makes of it.
 *
 * @param offsets Whole numbers from 0 to the text's length in `from`; any order, ascending is fastest.
 * @param snap What becomes of an offset inside a character (a pair's middle, a continuation byte); `start` by default.
 * @returns As many offsets, in the same order.
 * @throws RangeError on an offset that is no whole number or lies outside the text.
 */
export function convertOffsets(
  text: string,
  offsets: readonly number[],
  from: OffsetUnit,
  to: OffsetUnit,
  snap: Snap = 'start',
): number[] {
  const found = new Array<number>(offsets.length);
  const order = ascending(offsets) ? undefined : sortedIndices(offsets);
  let unit = 0;
  let at = 0;
  let out = 0;
  for (let n = 0; n < offsets.length; n++) {
    const index = order === undefined ? n : order[n]!;
    const offset = offsets[index]!;
    if (!Number.isInteger(offset) || offset < 0) throw outside();
    while (at < offset) {
      if (unit >= text.length) throw outside();
      const width = pairAt(text, unit) ? 2 : 1;
      const code = text.charCodeAt(unit);
      const next = at + sizeOf(code, width, from);
      // The character in which the offset lies is passed only where the offset goes behind it.
      if (next > offset && snap === 'start') break;
      at = next;
      out += sizeOf(code, width, to);
      unit += width;
    }
    found[index] = out;
  }
  return found;
}

/** Length of a text in a unit. */
export function lengthIn(text: string, unit: OffsetUnit): number {
  return convertOffsets(text, [text.length], 'utf-16', unit)[0]!;
}

/**
 * Spans that never shrink: a start inside a character moves to its first unit, an end
 * behind its last.
 *
 * @throws RangeError as `convertOffsets`.
 */
export function convertSpans<S extends { readonly start: number; readonly end: number }>(
  text: string,
  spans: readonly S[],
  from: OffsetUnit,
  to: OffsetUnit,
): S[] {
  const starts = convertOffsets(
    text,
    spans.map((span) => span.start),
    from,
    to,
    'start',
  );
  const ends = convertOffsets(
    text,
    spans.map((span) => span.end),
    from,
    to,
    'end',
  );
  return spans.map((span, i) => ({ ...span, start: starts[i]!, end: ends[i]! }));
}

/** Units of one character; `code` is its first code unit, `width` its code units. */
function sizeOf(code: number, width: number, unit: OffsetUnit): number {
  if (unit === 'utf-16') return width;
  if (unit === 'code-point') return 1;
  if (width === 2) return 4;
  return code < 0x80 ? 1 : code < 0x800 ? 2 : 3;
}

function pairAt(text: string, at: number): boolean {
  const high = text.charCodeAt(at);
  if (high < 0xd800 || high > 0xdbff) return false;
  const low = text.charCodeAt(at + 1);
  return low >= 0xdc00 && low <= 0xdfff;
}

function ascending(offsets: readonly number[]): boolean {
  for (let i = 1; i < offsets.length; i++) {
    if (!(offsets[i]! >= offsets[i - 1]!)) return false;
  }
  return true;
}

function sortedIndices(offsets: readonly number[]): number[] {
  return offsets.map((_, index) => index).sort((a, b) => offsets[a]! - offsets[b]!);
}

function outside(): RangeError {
  return new RangeError('an offset lies outside the text');
}
