/** Stretches of Latin text in a Chinese one: where words, names and ids of letters can be. */

/** 1 for the units of Latin text: printable ASCII and the marks that stand in it, 2 for letters. */
const LATIN: Uint8Array = new Uint8Array(0x10000);
LATIN.fill(1, 0x20, 0x7f);
LATIN.fill(2, 0x41, 0x5b);
LATIN.fill(2, 0x61, 0x7b);
for (const mark of '，、：；\u2019') LATIN[mark.charCodeAt(0)] = 1;

/**
 * Calls `found` for every stretch of at least so many units, so many of them letters, in order. Linear: one unit in
 * `shortest` is looked at, and what stands around it where that is Latin.
 */
export function latinStretches(
  units: Uint16Array,
  shortest: number,
  letters: number,
  found: (start: number, end: number) => void,
): void {
  const table = LATIN;
  const { length } = units;
  let floor = 0;
  for (let probe = shortest - 1; probe < length; probe += shortest) {
    if (table[units[probe]!]! === 0) continue;
    let count = 0;
    let start = probe + 1;
    for (; start > floor && table[units[start - 1]!]! !== 0; start--) count += table[units[start - 1]!]! - 1;
    let end = probe + 1;
    for (; end < length && table[units[end]!]! !== 0; end++) count += table[units[end]!]! - 1;
    if (end - start >= shortest && count >= letters) found(start, end);
    floor = end;
    // The unit at `end` is outside: the next stretch begins behind it.
    probe = end;
  }
}
