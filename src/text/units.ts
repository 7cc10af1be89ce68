/** The code units of a text, where reading an array beats asking the string. */
import { platform } from '#platform';

/** An array for a shorter text costs more than it saves. */
const SHORT_TEXT = 200;

/** @returns undefined for a short text: then the text itself is read, with the same outcome. */
export function unitsOf(text: string): Uint16Array | undefined {
  return text.length < SHORT_TEXT ? undefined : platform.units(text);
}
