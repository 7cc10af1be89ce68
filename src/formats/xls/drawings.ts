/** Pictures of a workbook: drawing records, whose data go on in CONTINUE records. Source: [MS-XLS] 2.4.171, 2.4.58. */
import { blips, type Picture } from '../cfb/blips.js';
import { Bytes } from '../cfb/bytes.js';

const DRAWING_GROUP = 0x00eb;
const CONTINUE = 0x003c;

/** @param path Of the stream. */
export function workbookPictures(bytes: Uint8Array, path: string): Picture[] {
  const source = new Bytes(bytes);
  const parts: Uint8Array[] = [];
  let inside = false;
  for (let at = 0; at + 4 <= bytes.length; ) {
    const [type, length] = [source.u16(at), source.u16(at + 2)];
    inside = type === DRAWING_GROUP || (inside && type === CONTINUE);
    if (inside) parts.push(bytes.subarray(at + 4, at + 4 + length));
    at += 4 + length;
  }
  const data = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    data.set(part, at);
    at += part.length;
  }
  return [...blips(data, path)];
}
