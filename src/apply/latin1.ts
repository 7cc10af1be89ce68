/** Texts whose places are byte offsets (RTF): one UTF-16 code unit a byte. */

import type { DecodedText } from '../text/decode.js';
import { latin1 } from '../text/latin1.js';

/**
 * @returns The bytes as ISO-8859-1, every byte a character. `charset` is `windows-1252` because the Encoding
 *   Standard has no other Latin-1; offsets are the same, and only ASCII is ever written.
 */
export function latin1Text(bytes: Uint8Array): DecodedText {
  return { text: latin1(bytes), charset: 'windows-1252', bomBytes: 0, malformed: false };
}
