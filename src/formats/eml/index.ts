/**
 * Mail and web archives (EML, MHT): header fields as text, every body and attachment as a child.
 *
 * Sources: RFC 5322, RFC 2045–2047, RFC 2046 (multipart), RFC 2557 (MHTML). Offsets count bytes of the file: it is
 * read as Latin-1, one unit a byte.
 */

import {
  type Artifact,
  type Child,
  type Diagnostic,
  defineFormat,
  type ExtractContext,
  type Format,
  LineIndex,
  type Unread,
} from '../../core/index.js';
import { latin1 } from '../../text/latin1.js';
import { LaneSet } from '../ooxml/lane.js';
import { type Field, readFields, readParameters, writePlain, writeValue } from './headers.js';
import { bytesOf, decodeBase64, decodeQuoted } from './transfer.js';
import { uuFiles } from './uuencode.js';

/** Multiparts in multiparts; deeper ones are given as they stand. */
const MAX_DEPTH = 32;

/** A body or an attachment, as it stands in the source (Latin-1, one unit a byte). */
export interface Leaf {
  readonly name: string;
  readonly mediaType: string;
  readonly charset: string | undefined;
  readonly encoding: string;
  readonly start: number;
  readonly end: number;
  /** A picture inside the page or mail, not beside it. */
  readonly embedded: boolean;
}

const MESSAGES = {
  'eml/truncated': 'the last boundary is missing: the mail is cut off or damaged; what there is was read',
  'eml/encrypted': 'the part is encrypted; save it decrypted and scan again',
  'eml/encoding': 'the transfer encoding of the part is unknown; its bytes were read as they are',
  'eml/limit': 'a part was not opened: a limit is reached (limits "entries", "bytes", "unpackedBytes")',
  'eml/images-not-read': 'pictures of the page or mail were not read; text in them needs OCR',
} as const;
type Code = keyof typeof MESSAGES;

export const format: Format = defineFormat({
  id: 'eml',
  mediaTypes: ['message/rfc822', 'multipart/related'],

  /** Never rejects. */
  async extract({ bytes }, context) {
    const source = latin1(bytes);
    const message = new Message(source);
    message.read();
    const { leaves, diagnostics, unread } = message;
    return {
      segments: message.values.flush(),
      units: 1 + unread.length,
      unread,
      diagnostics,
      children: open(source, leaves, context),
    };
  },
});

/** The bodies and attachments of a mail, in order. */
export function readLeaves(source: string): readonly Leaf[] {
  const message = new Message(source);
  message.read();
  return message.leaves;
}

/** What is in a leaf, out of its transfer encoding. */
export function leafBytes(source: string, { start, end, encoding }: Leaf): Uint8Array {
  const raw = source.slice(start, end);
  if (encoding === 'base64') return decodeBase64(raw);
  return encoding === 'quoted-printable' ? decodeQuoted(raw, false) : bytesOf(raw);
}

class Message {
  readonly leaves: Leaf[] = [];
  readonly diagnostics: Diagnostic[] = [];
  readonly unread: Unread[] = [];
  readonly values: LaneSet;
  readonly #source: string;
  readonly #names = new Map<string, number>();
  #pictures = false;

  constructor(source: string) {
    this.#source = source;
    this.values = new LaneSet({
      source,
      part: '',
      lines: new LineIndex(source),
    });
  }

  read(): void {
    this.#part(0, this.#source.length, 0, '');
    if (this.#pictures) this.#diagnose('eml/images-not-read', 'info');
  }

  #part(start: number, end: number, depth: number, parent: string): void {
    const source = this.#source;
    const { fields, bodyStart } = readFields(source, start, end);
    for (const field of fields) {
      const channel = field.name === 'subject' ? 'title' : 'metadata';
      writeValue(source, field, this.values.line(channel, field.name));
    }
    const field = (name: string): Field | undefined => fields.find((candidate) => candidate.name === name);
    const type = readParameters(source, field('content-type'));
    const boundary = type.parameter('boundary');
    if (
      type.value.startsWith('multipart/') &&
      boundary !== undefined &&
      boundary !== '' &&
      depth < MAX_DEPTH
    ) {
      if (type.value === 'multipart/encrypted') this.#encrypted(`part-${this.leaves.length + 1}`);
      this.#multipart(bodyStart, end, boundary, depth, type.value);
      return;
    }
    this.#leaf(bodyStart, end, fields, parent);
  }

  #multipart(start: number, end: number, boundary: string, depth: number, type: string): void {
    const source = this.#source;
    const mark = `--${boundary}`;
    let open = -1;
    let at = start;
    for (;;) {
      const found = this.#delimiter(mark, at, end);
      if (found === undefined) break;
      if (open < 0) this.#residue(start, found.start);
      else this.#part(open, found.start, depth + 1, type);
      at = found.end;
      open = found.end;
      if (found.last) {
        this.#residue(found.end, end);
        return;
      }
    }
    if (open < 0) this.#residue(start, end);
    else this.#part(open, end, depth + 1, type);
    if (source.length > 0) this.#diagnose('eml/truncated', 'warning');
  }

  /** The next line that is the boundary. `start` is before the line break that belongs to it. */
  #delimiter(
    mark: string,
    from: number,
    limit: number,
  ): { start: number; end: number; last: boolean } | undefined {
    const source = this.#source;
    for (let at = source.indexOf(mark, from); at >= 0 && at < limit; at = source.indexOf(mark, at + 1)) {
      if (at > 0 && source.charCodeAt(at - 1) !== 10 && source.charCodeAt(at - 1) !== 13) continue;
      const tail = /^(--)?[ \t]{0,200}(?:\r?\n|\r|$)/.exec(
        source.slice(at + mark.length, at + mark.length + 206),
      );
      if (tail === null) continue;
      let start = at;
      if (start > from && source.charCodeAt(start - 1) === 10) start--;
      if (start > from && source.charCodeAt(start - 1) === 13) start--;
      return {
        start,
        end: Math.min(limit, at + mark.length + tail[0].length),
        last: tail[1] !== undefined,
      };
    }
    return undefined;
  }

  /** Text before, between and behind parts, which no mail program shows. */
  #residue(start: number, end: number): void {
    if (this.#source.slice(start, end).trim() === '') return;
    for (const { 0: line, index } of this.#source.slice(start, end).matchAll(/[^\r\n]+/g)) {
      writePlain(this.#source, start + index, start + index + line.length, this.values.line('residue', ''));
    }
  }

  #leaf(start: number, end: number, fields: readonly Field[], parent: string): void {
    const source = this.#source;
    const field = (name: string): Field | undefined => fields.find((candidate) => candidate.name === name);
    const type = readParameters(source, field('content-type'));
    const disposition = readParameters(source, field('content-disposition'));
    const mediaType = type.value === '' ? 'text/plain' : type.value;
    const encoding = readParameters(source, field('content-transfer-encoding')).value;
    const given =
      disposition.parameter('filename') ??
      type.parameter('name') ??
      location(source, field('content-location'));
    const name = this.#unique(given, mediaType, disposition.value === 'attachment');
    const smime = type.parameter('smime-type');
    if (/pkcs7-mime/.test(mediaType) && smime !== 'signed-data') {
      this.#encrypted(name);
      return;
    }
    if (/pkcs7-signature/.test(mediaType) || start >= end) return;
    const resource = parent === 'multipart/related' && disposition.value !== 'attachment';
    if (resource && /^(?:image|font)\//.test(mediaType)) {
      if (mediaType.startsWith('font/')) return;
      if (!RASTER.test(mediaType) && mediaType !== 'image/svg+xml') {
        this.#pictures = true;
        return;
      }
    }
    if (!ENCODINGS.has(encoding)) this.#diagnose('eml/encoding', 'warning');
    this.leaves.push({
      name,
      mediaType,
      embedded: resource,
      charset: type.parameter('charset'),
      encoding,
      start,
      end,
    });
  }

  #unique(given: string | undefined, mediaType: string, attached: boolean): string {
    const base =
      given
        ?.replace(/\\/g, '/')
        .replace(/^.*\/(?=.)/, '')
        .replace(/[\r\n\0]/g, '') ?? '';
    const name =
      base !== ''
        ? base
        : `${attached || !mediaType.startsWith('text/') ? 'part' : 'body'}${EXTENSIONS[mediaType] ?? ''}`;
    const count = (this.#names.get(name) ?? 0) + 1;
    this.#names.set(name, count);
    if (count === 1) return name;
    const dot = name.lastIndexOf('.');
    return dot > 0 ? `${name.slice(0, dot)}-${count}${name.slice(dot)}` : `${name}-${count}`;
  }

  #encrypted(part: string): void {
    this.#diagnose('eml/encrypted', 'error');
    this.unread.push({ part, code: 'eml/encrypted' });
  }

  #diagnose(code: Code, severity: Diagnostic['severity']): void {
    if (this.diagnostics.length < 1000) this.diagnostics.push({ code, severity, message: MESSAGES[code] });
  }
}

/** Pictures that a recogniser can read. */
const RASTER = /^image\/(?:png|jpe?g|pjpeg|gif|bmp|tiff|webp)$/;

const ENCODINGS: ReadonlySet<string> = new Set(['', '7bit', '8bit', 'binary', 'base64', 'quoted-printable']);
const EXTENSIONS: Readonly<Record<string, string>> = {
  'text/plain': '.txt',
  'text/html': '.html',
  'text/css': '.css',
  'text/calendar': '.ics',
  'message/rfc822': '.eml',
  'application/pdf': '.pdf',
};

function location(source: string, field: Field | undefined): string | undefined {
  if (field === undefined) return undefined;
  const path = source
    .slice(field.start, field.end)
    .trim()
    .replace(/[?#][\s\S]*$/, '');
  const name = path.slice(path.lastIndexOf('/') + 1);
  return /^[\w.%~-]{1,100}\.\w{1,6}$/.test(name) ? name : undefined;
}

async function* open(
  source: string,
  leaves: readonly Leaf[],
  { limits, budget }: ExtractContext,
): AsyncGenerator<Child> {
  for (const [i, leaf] of leaves.entries()) {
    const { name, start, end } = leaf;
    if (i >= limits.entries || end - start > limits.bytes || !budget.claim(end - start)) {
      const code = 'eml/limit';
      yield {
        diagnostic: { code, severity: 'error', message: MESSAGES[code] },
        unread: { part: name, code },
      };
      continue;
    }
    const bytes = leafBytes(source, leaf);
    if (bytes.length === 0) continue;
    yield { artifact: artifactOf(leaf, bytes) };
    if (leaf.mediaType !== 'text/plain') continue;
    for (const file of uuFiles(latin1(bytes))) {
      if (!budget.claim(file.bytes.length)) break;
      yield { artifact: { name: `${name}!${file.name.replace(/[/\\]/g, '_')}`, bytes: file.bytes } };
    }
  }
}

/** A leaf as a file, with the hints of its header. */
export function artifactOf({ name, mediaType, charset, embedded }: Leaf, bytes: Uint8Array): Artifact {
  const text = mediaType.startsWith('text/');
  return {
    name,
    bytes,
    mediaType,
    ...(embedded ? { embedded } : {}),
    ...(text && charset !== undefined && charset !== '' ? { charset } : {}),
  };
}
