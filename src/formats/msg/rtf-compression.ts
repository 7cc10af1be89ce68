/** Compressed RTF of a message body: a dictionary of 4096 bytes, filled in advance. Source: [MS-OXRTFCP] 2.2. */
import { Bytes } from '../cfb/bytes.js';

const PREFILL =
  '{\\rtf1\\ansi\\mac\\deff0\\deftab720{\\fonttbl;}{\\f0\\fnil \\froman \\fswiss \\fmodern \\fscript ' +
  '\\fdecor MS Sans SerifSymbolArialTimes New RomanCourier{\\colortbl\\red0\\green0\\blue0\r\n\\par ' +
  '\\pard\\plain\\f0\\fs20\\b\\i\\u\\tab\\tx';
const COMPRESSED = 0x75465a4c;
const PLAIN = 0x414c454d;
const WINDOW = 4096;
/** A token of two bytes stands for 17 bytes at most. */
const MAX_RATIO = 9;

/** @returns undefined when the head is wrong; what can be unpacked of damaged data otherwise. */
export function unpackRtf(bytes: Uint8Array): Uint8Array | undefined {
  const source = new Bytes(bytes);
  if (bytes.length < 16) return undefined;
  const kind = source.u32(8);
  const size = Math.min(source.u32(4), MAX_RATIO * bytes.length);
  if (kind === PLAIN) return bytes.slice(16, 16 + size);
  if (kind !== COMPRESSED) return undefined;
  const window = new Uint8Array(WINDOW);
  for (let i = 0; i < PREFILL.length; i++) window[i] = PREFILL.charCodeAt(i);
  const output = new Uint8Array(size);
  let write = PREFILL.length;
  let length = 0;
  const put = (byte: number): void => {
    window[write] = byte;
    write = (write + 1) % WINDOW;
    output[length++] = byte;
  };
  let at = 16;
  while (at < bytes.length && length < size) {
    const flags = bytes[at++]!;
    for (let bit = 0; bit < 8 && at < bytes.length && length < size; bit++) {
      if ((flags & (1 << bit)) === 0) {
        put(bytes[at++]!);
        continue;
      }
      const token = (bytes[at]! << 8) | (bytes[at + 1] ?? 0);
      at += 2;
      const from = token >> 4;
      // The end of the data is a reference to the place that is written next.
      if (from === write) return output.subarray(0, length);
      for (let i = 0; i < (token & 15) + 2 && length < size; i++) put(window[(from + i) % WINDOW]!);
    }
  }
  return output.subarray(0, length);
}
