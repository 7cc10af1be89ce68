/** Transfer encodings. Source: RFC 2045, 6.7 and 6.8; the Q encoding of RFC 2047, 4.2. Wrong characters are skipped. */

/** @param source Latin-1: one unit a byte. */
export function bytesOf(source: string): Uint8Array {
  const bytes = new Uint8Array(source.length);
  for (let i = 0; i < source.length; i++) bytes[i] = source.charCodeAt(i);
  return bytes;
}

const DIGITS = new Int8Array(256).fill(-1);
for (const [i, digit] of [...'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/'].entries()) {
  DIGITS[digit.charCodeAt(0)] = i;
}

export function decodeBase64(source: string): Uint8Array {
  const bytes = new Uint8Array(Math.ceil((source.length * 3) / 4));
  let length = 0;
  let value = 0;
  let bits = 0;
  for (let i = 0; i < source.length; i++) {
    const unit = source.charCodeAt(i);
    // Padding in the middle: two encoded stretches one behind the other.
    if (unit === 0x3d) bits = 0;
    const digit = unit < 256 ? DIGITS[unit]! : -1;
    if (digit < 0) continue;
    value = ((value << 6) | digit) & 0xffffff;
    bits += 6;
    if (bits >= 8) {
      bits -= 8;
      bytes[length++] = (value >> bits) & 0xff;
    }
  }
  return bytes.subarray(0, length);
}

/** @param words `_` is a space, as in encoded words. */
export function decodeQuoted(source: string, words: boolean): Uint8Array {
  const bytes = new Uint8Array(source.length);
  let length = 0;
  for (let i = 0; i < source.length; i++) {
    const unit = source.charCodeAt(i);
    if (unit === 0x3d) {
      const code = Number.parseInt(source.slice(i + 1, i + 3), 16);
      if (/^[0-9a-f]{2}/i.test(source.slice(i + 1, i + 3))) {
        bytes[length++] = code;
        i += 2;
        continue;
      }
      const soft = /^[ \t]{0,80}(?:\r?\n|$)/.exec(source.slice(i + 1, i + 84));
      if (soft !== null) {
        i += soft[0].length;
        continue;
      }
    }
    bytes[length++] = words && unit === 0x5f ? 0x20 : unit;
  }
  return bytes.subarray(0, length);
}
