/**
 * vCard and iCalendar: lines folded at 75 bytes, and values in quoted-printable.
 *
 * Source: RFC 5545, 3.1 (folding); RFC 6350, 3.2; vCard 2.1 (quoted-printable, soft line ends).
 */
import { type LineIndex, type Segment, SegmentBuilder } from '../../core/index.js';
import { decodeText } from '../../text/decode.js';

const QUOTED =
  /^[^:\r\n]{0,200};ENCODING=QUOTED-PRINTABLE[^:\r\n]{0,200}:|^[^:\r\n]{0,200};QUOTED-PRINTABLE[^:\r\n]{0,200}:/i;

/** @returns The unfolded text as one segment; every character has its place. Linear. */
export function contentLines(source: string, part: string, lines: LineIndex): Segment | undefined {
  const builder = new SegmentBuilder({ source, part, lines });
  let at = 0;
  while (at < source.length) {
    const end = lineEnd(source, at);
    const head = QUOTED.exec(source.slice(at, Math.min(end, at + 420)));
    if (head === null) {
      builder.copy(at, end);
      at = pastBreak(source, end);
      // A line that begins with white space goes on with the one before it.
      while (at < source.length && (source[at] === ' ' || source[at] === '\t')) {
        const next = lineEnd(source, at);
        builder.copy(at + 1, next);
        at = pastBreak(source, next);
      }
    } else {
      builder.copy(at, at + head[0].length);
      at = copyQuoted(builder, source, at + head[0].length);
    }
    builder.insert('\n');
  }
  return builder.flush('body');
}

function lineEnd(source: string, from: number): number {
  const at = source.indexOf('\n', from);
  if (at < 0) return source.length;
  return source[at - 1] === '\r' ? at - 1 : at;
}

function pastBreak(source: string, end: number): number {
  if (end >= source.length) return end;
  return source[end] === '\r' ? end + 2 : end + 1;
}

/** @returns The start of the next line. */
function copyQuoted(builder: SegmentBuilder, source: string, from: number): number {
  let at = from;
  for (;;) {
    const end = lineEnd(source, at);
    while (at < end) {
      const run = /^(?:=[0-9A-Fa-f]{2})+/.exec(source.slice(at, Math.min(end, at + 3000)));
      if (run === null) {
        const next = source.slice(0, end).indexOf('=', at + (source[at] === '=' ? 1 : 0));
        const stop = next < 0 ? end : next;
        // A single `=` at the end is a soft line end.
        if (!(source[at] === '=' && at + 1 === end)) builder.copy(at, stop);
        at = stop;
        continue;
      }
      copyBytes(builder, run[0], at);
      at += run[0].length;
    }
    const soft = end > from && source[end - 1] === '=';
    at = pastBreak(source, end);
    if (!soft || at >= source.length) return at;
  }
}

/** One character after the other, so that each has its own place. */
function copyBytes(builder: SegmentBuilder, run: string, at: number): void {
  const bytes = Uint8Array.from(run.slice(1).split('='), (hex) => Number.parseInt(hex, 16));
  const { text, charset } = decodeText(bytes);
  let from = 0;
  for (const character of text) {
    const point = character.codePointAt(0)!;
    const width =
      charset === 'utf-8'
        ? point < 0x80
          ? 1
          : point < 0x800
            ? 2
            : point < 0x10000
              ? 3
              : 4
        : point < 0x80
          ? 1
          : 2;
    builder.replace(character, at + from * 3, at + Math.min(bytes.length, from + width) * 3);
    from += width;
  }
}

const BASE64 = /^([^:\r\n]{0,200});(?:ENCODING=)?(?:b|BASE64)(?:;[^:\r\n]{0,200})?:/i;
/** Files of one card collection. */
const MAX_FILES = 10_000;

/** Pictures, sounds and keys inside cards. Values that are no base64 are left out. */
export function* embeddedFiles(
  source: string,
): Generator<{ readonly name: string; readonly bytes: Uint8Array }> {
  let count = 0;
  for (let at = 0; at < source.length && count < MAX_FILES; ) {
    const end = lineEnd(source, at);
    const head = BASE64.exec(source.slice(at, Math.min(end, at + 420)));
    let next = pastBreak(source, end);
    if (head !== null) {
      const lines = [source.slice(at + head[0].length, end)];
      while (next < source.length && (source[next] === ' ' || source[next] === '\t')) {
        const stop = lineEnd(source, next);
        lines.push(source.slice(next, stop));
        next = pastBreak(source, stop);
      }
      const bytes = fromBase64(lines.join(''));
      if (bytes !== undefined) {
        count++;
        yield { name: `${head[1]!.replace(/[;.].*$/, '').toLowerCase()}-${count}`, bytes };
      }
    }
    at = next;
  }
}

function fromBase64(text: string): Uint8Array | undefined {
  try {
    return Uint8Array.from(atob(text.replace(/\s+/g, '')), (unit) => unit.charCodeAt(0));
  } catch {
    return undefined;
  }
}
