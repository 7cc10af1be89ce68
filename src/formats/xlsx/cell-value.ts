/** What a cell holds, as text. */

export { isShortNumber, numberText } from '../ooxml/number-text.js';

/** `_x0031_` stands for a character (ISO/IEC 29500-1, 22.9.2.19). */
export function unescapeText(text: string): string {
  if (!text.includes('_x')) return text;
  return text.replace(/_x([0-9A-Fa-f]{4})_/g, (_, code: string) =>
    String.fromCharCode(Number.parseInt(code, 16)),
  );
}
