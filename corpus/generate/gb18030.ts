/**
 * GBK bytes, by turning the platform's decoder round: every two-byte code is decoded once.
 * What has no two-byte code is for the caller to write as a character reference.
 */
let table: ReadonlyMap<string, number> | undefined;

function codes(): ReadonlyMap<string, number> {
  if (table !== undefined) return table;
  const map = new Map<string, number>();
  const decoder = new TextDecoder('gb18030');
  const pair = new Uint8Array(2);
  for (let lead = 0x81; lead <= 0xfe; lead++) {
    for (let trail = 0x40; trail <= 0xfe; trail++) {
      if (trail === 0x7f) continue;
      pair[0] = lead;
      pair[1] = trail;
      const text = decoder.decode(pair);
      const code = text.codePointAt(0)!;
      const privateUse = code >= 0xe000 && code <= 0xf8ff;
      if (text.length === 1 && code !== 0xfffd && !privateUse && !map.has(text))
        map.set(text, (lead << 8) | trail);
    }
  }
  table = map;
  return map;
}

export const hasGbk = (character: string): boolean =>
  character.charCodeAt(0) < 0x80 || codes().has(character);

/** @throws RangeError when a character has no GBK code. */
export function encodeGbk(text: string): Uint8Array {
  const bytes: number[] = [];
  for (const character of text) {
    const unit = character.charCodeAt(0);
    if (unit < 0x80) {
      bytes.push(unit);
      continue;
    }
    const code = codes().get(character);
    if (code === undefined) throw new RangeError(`U+${unit.toString(16)} has no GBK code`);
    bytes.push(code >> 8, code & 0xff);
  }
  return Uint8Array.from(bytes);
}
