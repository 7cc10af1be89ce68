/** Replacement text to bytes of a document's own charset. */

/**
 * @param charset Encoding name of the WHATWG standard in lower case, or `utf-32le`, `utf-32be`.
 * @returns undefined when a character can't be written in `charset`, or the charset shifts state
 *   (ISO-2022-JP), so that bytes can't be put into its middle.
 */
export function encodeText(text: string, charset: string): Uint8Array | undefined {
  if (charset === 'utf-8') return new TextEncoder().encode(text);
  if (charset === 'utf-16le' || charset === 'utf-16be') return wide(text, 2, charset.endsWith('le'));
  if (charset === 'utf-32le' || charset === 'utf-32be') return wide(text, 4, charset.endsWith('le'));
  if (charset.startsWith('iso-2022') || charset === 'replacement' || charset === 'x-user-defined')
    return undefined;
  const bytes: number[] = [];
  for (const character of text) {
    const point = character.codePointAt(0)!;
    if (point < 0x80) {
      bytes.push(point);
      continue;
    }
    const known = reverseTable(charset).get(character);
    if (known === undefined) return undefined;
    if (known > 0xff) bytes.push(known >> 8);
    bytes.push(known & 0xff);
  }
  return Uint8Array.from(bytes);
}

function wide(text: string, width: 2 | 4, littleEndian: boolean): Uint8Array {
  const units =
    width === 2
      ? Array.from({ length: text.length }, (_, i) => text.charCodeAt(i))
      : Array.from(text, (character) => character.codePointAt(0)!);
  const view = new DataView(new ArrayBuffer(units.length * width));
  units.forEach((unit, i) => {
    if (width === 2) view.setUint16(i * 2, unit, littleEndian);
    else view.setUint32(i * 4, unit, littleEndian);
  });
  return new Uint8Array(view.buffer);
}

const tables = new Map<string, ReadonlyMap<string, number>>();

/** Characters of one and two bytes, asked of the decoder: whatever this writes, it reads back. */
function reverseTable(charset: string): ReadonlyMap<string, number> {
  let table = tables.get(charset) as Map<string, number> | undefined;
  if (table !== undefined) return table;
  table = new Map();
  tables.set(charset, table);
  const decoder = new TextDecoder(charset);
  const add = (bytes: Uint8Array, code: number): void => {
    const text = decoder.decode(bytes);
    if ([...text].length === 1 && text !== '\ufffd' && !table.has(text)) table.set(text, code);
  };
  for (let byte = 0x80; byte <= 0xff; byte++) add(Uint8Array.of(byte), byte);
  if (/^(?:windows|iso-8859|koi8|macintosh|x-mac|ibm)/.test(charset)) return table;
  for (let lead = 0x81; lead <= 0xfe; lead++) {
    for (let trail = 0x40; trail <= 0xfe; trail++) add(Uint8Array.of(lead, trail), (lead << 8) | trail);
  }
  return table;
}
