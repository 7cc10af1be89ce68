/**
 * Takes glyphs out of text operators. What follows stays where it is: a number in the array of TJ moves as far as the
 * glyph did (ISO 32000-1:2008, 9.4.3).
 */
import { latin1 } from '../../text/latin1.js';
import { stringBytes, type Token } from './content.js';
import type { MatchedShow } from './match.js';
import type { Content, Mark } from './program.js';

/** Keys of marked content whose text is read in place of the glyphs. ISO 32000-1:2008, 14.9. */
const SPOKEN = new Set(['/ActualText', '/Alt', '/E', '/T', '/Contents']);

interface Removed {
  readonly match: MatchedShow;
  readonly glyphs: Set<number>;
}

/** Glyphs to take out, by the operator that shows them; a form that is used twice loses them once. */
export class Removals {
  readonly #shows = new Map<Content, Map<number, Removed>>();

  add(match: MatchedShow, glyph: number): void {
    const { content, operator } = match.show;
    const shows = this.#shows.get(content) ?? new Map<number, Removed>();
    this.#shows.set(content, shows);
    const known = shows.get(operator.start);
    if (known === undefined) shows.set(operator.start, { match, glyphs: new Set([glyph]) });
    else known.glyphs.add(glyph);
  }

  of(match: MatchedShow): ReadonlySet<number> | undefined {
    return this.#shows.get(match.show.content)?.get(match.show.operator.start)?.glyphs;
  }

  /** Whether streams that may be used elsewhere lose glyphs. */
  get shared(): boolean {
    return [...this.#shows.keys()].some(({ stream }) => stream !== undefined);
  }

  /** Notes the edits in their contents. */
  write(): void {
    for (const [content, shows] of this.#shows) {
      for (const { match, glyphs } of shows.values()) {
        rewrite(content, match, glyphs);
        for (const mark of match.show.marks) silence(mark);
      }
    }
  }
}

function rewrite(content: Content, { show, traced, lengths }: MatchedShow, gone: ReadonlySet<number>): void {
  const { operator } = show;
  const { bytes } = content;
  const pieces: string[] = [];
  let string = 0;
  let glyph = 0;
  for (const token of operator.operands) {
    if (token.kind === 'number' && operator.name === 'TJ')
      pieces.push(latin1(bytes.subarray(token.start, token.end)));
    if (token.kind !== 'string') continue;
    const codes = stringBytes(bytes, token);
    let at = 0;
    let kept = '';
    for (const length of lengths[string++]!) {
      if (gone.has(glyph)) {
        if (kept !== '') pieces.push(`<${kept}>`);
        kept = '';
        const { kerning } = traced.glyphs[glyph]!;
        if (Number.isFinite(kerning)) pieces.push(decimal(kerning));
      } else kept += hex(codes.subarray(at, at + length));
      at += length;
      glyph++;
    }
    if (kept !== '') pieces.push(`<${kept}>`);
  }
  const start = operator.operands[0]?.start ?? operator.start;
  let before = '';
  if (operator.name === "'") before = 'T* ';
  if (operator.name === '"') {
    const [word, character] = operator.operands.filter(({ kind }) => kind === 'number');
    const written = (token: Token | undefined): string =>
      token === undefined ? '0' : latin1(bytes.subarray(token.start, token.end));
    before = `${written(word)} Tw ${written(character)} Tc T* `;
  }
  content.edit(start, operator.end, `${before}[${pieces.join(' ')}] TJ`);
}

/** Text that is read in place of the glyphs would still say them. */
function silence({ content, operator, properties }: Mark): void {
  if (properties !== undefined) {
    for (const key of properties.keys()) if (SPOKEN.has(key.asString())) properties.delete(key);
    return;
  }
  const { operands } = operator;
  for (let i = 0; i + 1 < operands.length; i++) {
    const key = operands[i]!;
    if (key.kind !== 'name' || operands[i + 1]!.kind !== 'string') continue;
    if (!SPOKEN.has(latin1(content.bytes.subarray(key.start, key.end)))) continue;
    content.edit(key.start, operands[i + 1]!.end, '');
  }
}

function hex(bytes: Uint8Array): string {
  let text = '';
  for (const byte of bytes) text += byte.toString(16).padStart(2, '0');
  return text;
}

/** No exponents: a content stream has none. */
export function decimal(value: number): string {
  return value.toFixed(4).replace(/\.?0+$/, '') || '0';
}
