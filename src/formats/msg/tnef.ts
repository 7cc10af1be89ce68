/**
 * TNEF (`winmail.dat`): what Outlook wraps body and attachments in when it sends rich text.
 *
 * Source: [MS-OXTNEF] 2.1 (structure), 2.1.3.3 (attributes), 2.1.3.4 (encapsulated properties).
 */
import { type Channel, type Child, LineIndex, type Segment, wholeSource } from '../../core/index.js';
import { decodeText } from '../../text/decode.js';
import { unpackRtf } from './rtf-compression.js';

const SIGNATURE = 0x223e9f78;
/** Attributes, without their type in the upper half. */
const SUBJECT = 0x8004;
const BODY = 0x800c;
const ATTACH_DATA = 0x800f;
const ATTACH_TITLE = 0x8010;
const ATTACH_START = 0x9002;
const MESSAGE = 0x9003;
const ATTACHMENT = 0x9005;
/** Properties ([MS-OXPROPS]). */
const RTF = 0x1009;
const HTML = 0x1013;
const PLAIN = 0x1000;
const LONG_NAME = 0x3707;
const NAME = 0x3704;
const DATA = 0x3701;

export interface Tnef {
  readonly segments: Segment[];
  readonly children: Child[];
  /** Ends inside an attribute. */
  readonly damaged: boolean;
}

interface Attached {
  name: string;
  bytes: Uint8Array | undefined;
}

export function isTnef(bytes: Uint8Array): boolean {
  return bytes.length >= 6 && new DataView(bytes.buffer, bytes.byteOffset).getUint32(0, true) === SIGNATURE;
}

/** Never throws. */
export function readTnef(bytes: Uint8Array): Tnef {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  const segments: Segment[] = [];
  const children: Child[] = [];
  const attached: Attached[] = [];
  const add = (channel: Channel, part: string, text: string): void => {
    const source = text.replace(/\0+$/, '').replace(/\r\n?/g, '\n').replace(/\t/g, ' ');
    if (source.trim() !== '') segments.push(wholeSource(source, channel, part, new LineIndex(source)));
  };
  let at = 6;
  while (at + 9 <= bytes.length) {
    const id = view.getUint32(at + 1, true) & 0xffff;
    const length = view.getUint32(at + 5, true);
    const start = at + 9;
    if (start + length > bytes.length) break;
    const data = bytes.subarray(start, start + length);
    const last = attached.at(-1);
    if (id === SUBJECT) add('title', 'subject', decodeText(data).text);
    else if (id === BODY) add('body', 'body', decodeText(data).text);
    else if (id === ATTACH_START) attached.push({ name: '', bytes: undefined });
    else if (id === ATTACH_TITLE && last !== undefined) last.name = decodeText(data).text.replace(/\0+$/, '');
    else if (id === ATTACH_DATA && last !== undefined) last.bytes = data;
    else if (id === MESSAGE || (id === ATTACHMENT && last !== undefined)) {
      for (const { tag, value, text } of properties(data)) {
        if (id === ATTACHMENT) {
          if (tag === LONG_NAME || (tag === NAME && last!.name === '')) last!.name = text ?? last!.name;
          else if (tag === DATA) last!.bytes ??= value.subarray(looksLikeObject(value) ? 16 : 0);
          else if (text !== undefined)
            add('metadata', `attachment${attached.length}/${tag.toString(16)}`, text);
        } else if (tag === RTF) {
          const rtf = unpackRtf(value);
          if (rtf !== undefined) children.push({ artifact: { name: 'body.rtf', bytes: rtf } });
        } else if (tag === HTML) children.push({ artifact: { name: 'body.html', bytes: value } });
        else if (tag === PLAIN) add('body', 'body', text ?? decodeText(value).text);
        else if (text !== undefined) add('metadata', `message/${tag.toString(16)}`, text);
      }
    }
    at = start + length + 2;
  }
  for (const [i, { name, bytes: content }] of attached.entries()) {
    if (name !== '') add('name', `attachment${i + 1}`, name);
    if (content !== undefined) {
      children.push({ artifact: { name: name === '' ? `attachment-${i + 1}` : name, bytes: content } });
    }
  }
  return { segments, children, damaged: at < bytes.length };
}

/** An object (a message inside) begins with the id of its interface. */
function looksLikeObject(value: Uint8Array): boolean {
  return value.length > 16 && value[8] === 0xc0 && value[15] === 0x46;
}

interface Property {
  readonly tag: number;
  readonly value: Uint8Array;
  readonly text?: string;
}

/** Fixed sizes by property type, in bytes as stored (multiples of four). */
const FIXED: Readonly<Record<number, number>> = {
  2: 4,
  3: 4,
  4: 4,
  5: 8,
  6: 8,
  7: 8,
  10: 4,
  11: 4,
  20: 8,
  64: 8,
  72: 16,
};
const MAX_PROPERTIES = 20_000;

function* properties(data: Uint8Array): Generator<Property> {
  const view = new DataView(data.buffer, data.byteOffset, data.length);
  const count = data.length >= 4 ? Math.min(view.getUint32(0, true), MAX_PROPERTIES) : 0;
  let at = 4;
  for (let i = 0; i < count && at + 4 <= data.length; i++) {
    const kind = view.getUint16(at, true);
    const tag = view.getUint16(at + 2, true);
    at += 4;
    if (tag >= 0x8000) {
      // A named property: the id of its set, then a number, or a name of so many bytes.
      if (at + 24 > data.length) return;
      const named = view.getUint32(at + 16, true) === 1;
      const length = named ? view.getUint32(at + 20, true) : 0;
      at += 24 + padded(length);
    }
    const type = kind & 0xfff;
    const variable = type === 13 || type === 30 || type === 31 || type === 258;
    const many = (kind & 0x1000) !== 0;
    let values = 1;
    if (many || variable) {
      if (at + 4 > data.length) return;
      values = view.getUint32(at, true);
      at += 4;
    }
    for (let k = 0; k < values; k++) {
      let size = FIXED[type] ?? -1;
      if (variable) {
        if (at + 4 > data.length) return;
        size = view.getUint32(at, true);
        at += 4;
      }
      if (size < 0 || at + size > data.length) return;
      const value = data.subarray(at, at + size);
      at += padded(size);
      if (type === 30) yield { tag, value, text: decodeText(value).text.replace(/\0+$/, '') };
      else if (type === 31) {
        yield { tag, value, text: new TextDecoder('utf-16le').decode(value).replace(/\0+$/, '') };
      } else if (variable) yield { tag, value };
    }
  }
}

function padded(length: number): number {
  return Math.ceil(length / 4) * 4;
}
