/** Files that old mail programs put into the text of a message. Source: POSIX.1-2017, uuencode. */

export interface UuFile {
  readonly name: string;
  readonly bytes: Uint8Array;
}

const BEGIN = /^begin [0-7]{3,4} ([^\r\n]{1,200})\r?$/gm;
/** Files of one message. */
const MAX_FILES = 1000;

/** @param text One unit a byte. Damaged lines end a file; what stands before is kept. */
export function* uuFiles(text: string): Generator<UuFile> {
  let count = 0;
  for (const match of text.matchAll(BEGIN)) {
    if (++count > MAX_FILES) return;
    const bytes = decode(text, match.index + match[0].length);
    if (bytes.length > 0) yield { name: match[1]!.trim(), bytes };
  }
}

function decode(text: string, from: number): Uint8Array {
  const out: number[] = [];
  let at = text.indexOf('\n', from) + 1;
  while (at > 0 && at < text.length) {
    const next = text.indexOf('\n', at);
    const end = next < 0 ? text.length : next;
    const count = six(text.charCodeAt(at));
    if (count <= 0 || count > 45 || text.startsWith('end', at)) break;
    const wanted = out.length + count;
    for (let i = at + 1; out.length < wanted; i += 4) {
      if (i >= end) return Uint8Array.from(out);
      const word = [0, 1, 2, 3].map((k) => (i + k < end ? Math.max(0, six(text.charCodeAt(i + k))) : 0));
      const [a, b, c, d] = word as [number, number, number, number];
      const bytes = [(a << 2) | (b >> 4), ((b & 15) << 4) | (c >> 2), ((c & 3) << 6) | d];
      for (const byte of bytes) if (out.length < wanted) out.push(byte);
    }
    at = next < 0 ? -1 : next + 1;
  }
  return Uint8Array.from(out);
}

/** Six bits of a character; a space and a grave accent are 0; negative for what is no such character. */
function six(unit: number): number {
  return unit < 32 || unit > 96 ? -1 : (unit - 32) & 63;
}
