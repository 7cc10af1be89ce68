/** Text of a hyperlink: what it shows, where it leads. Source: [MS-OSHARED] 2.3.7.1 (Hyperlink Object). */
import type { Bytes } from '../cfb/bytes.js';
import { decodeCodePage } from '../cfb/code-page.js';

export interface LinkText {
  readonly label: 'display' | 'target' | 'location';
  readonly text: string;
}

/** First word of the class id of a URL moniker. */
const URL_MONIKER = 0x79eac9e0;

export function linkTexts(data: Bytes): LinkText[] {
  const texts: LinkText[] = [];
  // Range of cells, class id, version.
  let at = 8 + 16 + 4;
  const flags = data.u32(at);
  at += 4;
  const string = (): string => {
    const units = data.u32(at);
    const text = data.utf16(at + 4, at + 4 + units * 2).replace(/\0[\s\S]*$/, '');
    at += 4 + units * 2;
    return text;
  };
  if ((flags & 0x10) !== 0) texts.push({ label: 'display', text: string() });
  if ((flags & 0x80) !== 0) texts.push({ label: 'target', text: string() });
  if ((flags & 0x01) !== 0 && (flags & 0x100) !== 0) texts.push({ label: 'target', text: string() });
  else if ((flags & 0x01) !== 0) {
    const kind = data.u32(at);
    at += 16;
    if (kind === URL_MONIKER) {
      const length = data.u32(at);
      texts.push({ label: 'target', text: data.utf16(at + 4, at + 4 + length).replace(/\0[\s\S]*$/, '') });
      at += 4 + length;
    } else {
      const length = data.u32(at + 2);
      const path = decodeCodePage(data.slice(at + 6, at + 6 + length), 936);
      texts.push({ label: 'target', text: path.replace(/\0[\s\S]*$/, '') });
      // The long name stands behind as UTF-16, with the place in the document after it.
      at += 6 + length + 24;
      const wide = data.u32(at);
      if (wide >= 6) texts.push({ label: 'target', text: data.utf16(at + 10, at + 10 + data.u32(at + 4)) });
      at += 4 + wide;
    }
  }
  if ((flags & 0x08) !== 0) texts.push({ label: 'location', text: string() });
  return texts.filter(({ text }) => text !== '');
}
