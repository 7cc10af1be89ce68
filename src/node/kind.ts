/**
 * A first look at a file, only to choose where and how it is read: in this process, in a child process,
 * whole or in pieces. What the file is, the engine decides on the whole of its bytes.
 */

/** `text`: running text, read line by line. `markup`: HTML, XML, mail and the like. `other`: binary, or a container. */
export type Kind = 'text' | 'markup' | 'other';

/** Bytes that `kindOf` wants to see. */
export const HEAD = 4096;

const MARKUP =
  /<(?:!doctype|!--|\?xml|html|head|body|meta|title|table|tr|td|div|p|span|ul|ol|li|br|h[1-6]|script|style|link|article|section)\b/i;
const MAIL = /^(?:from|to|date|received|return-path|message-id|mime-version|subject|x-[a-z-]+):/im;
const PACKED = ['%PDF', '{\\rtf', 'WARC/', 'Rar!', 'SQLite format 3', 'PK\x03\x04', 'PK\x05\x06'];

/** @param head The first bytes of the file, up to `HEAD`. */
export function kindOf(head: Uint8Array): Kind {
  const marked = utf16Mark(head);
  if (!marked && head.includes(0)) return 'other';
  const latin = new TextDecoder(marked ? 'utf-16le' : 'latin1').decode(head);
  if (PACKED.some((mark) => latin.includes(mark))) return 'other';
  if (!marked && binaryShare(head) > 0.02) return 'other';
  if (/^\s*[<{[]/.test(latin.replace(/^\u00ef\u00bb\u00bf|^\ufeff/, '')) || MARKUP.test(latin))
    return 'markup';
  return MAIL.test(latin.slice(0, 1024)) ? 'markup' : 'text';
}

/** Either byte order; for a look at ASCII words big-endian would need its own reading, and is rare: it goes as binary. */
function utf16Mark(head: Uint8Array): boolean {
  return head[0] === 0xff && head[1] === 0xfe;
}

function binaryShare(head: Uint8Array): number {
  let control = 0;
  for (const byte of head) {
    if (byte < 0x20 && byte !== 0x09 && byte !== 0x0a && byte !== 0x0c && byte !== 0x0d && byte !== 0x1b)
      control++;
  }
  return head.length === 0 ? 0 : control / head.length;
}
