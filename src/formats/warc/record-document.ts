/** A record → the document in it, with the texts that came along: URL and headers. */
import type { Aside, Capture, Diagnostic } from '../../core/index.js';
import { readHttp } from './http.js';
import type { WarcRecord } from './record-parser.js';

export interface RecordDocument {
  /** The URL, or the kind of record where it has none; `!` written as `%21`, since `!` parts the steps inward. */
  readonly name: string;
  readonly bytes: Uint8Array;
  readonly mediaType?: string;
  readonly charset?: string;
  readonly asides: readonly Aside[];
  readonly source: Capture;
  /** What the record says of itself beside the document: worth a result of its own only when something is found. */
  readonly minor: boolean;
  /** Of the payload, as the crawler stated it: `sha1:…`. */
  readonly digest?: string;
  /** The payload is that of another record. */
  readonly revisitOf?: { readonly url: string; readonly date: string };
  readonly faults: readonly WarcCode[];
}

export const MESSAGES = {
  'warc/damaged': 'a stretch of the archive holds no record that can be read; get a complete copy',
  'warc/empty': 'the archive holds no record that can be read; get a complete copy',
  'warc/cut': 'the record is cut off or damaged; what there is was read; get a complete copy',
  'warc/truncated': 'the crawler stored a part of the document only; read the page itself',
  'warc/segmented':
    'the document is stored in several records, which are read one by one: what crosses them, or is compressed, is not; read the page itself',
  'warc/limit': 'not opened: the record is larger than the limit for one file (limit "bytes", --max-bytes)',
  'warc/coding': 'the body is damaged or in a coding that is not read; look at the page itself',
  'warc/original-missing':
    'the page was stored as unchanged and its earlier copy is in no archive of this scan; scan the archive that holds it too',
  'warc/time': 'not opened: the time of the scan is over',
} as const;
export type WarcCode = keyof typeof MESSAGES;

export function diagnosticOf(code: WarcCode): Diagnostic {
  return { code, severity: 'error', message: MESSAGES[code] };
}

/** @param limit Bytes that a body may unfold to. Never rejects. */
export async function recordDocument(record: WarcRecord, limit: number): Promise<RecordDocument> {
  const { header, block, position } = record;
  const { type, fields, url, date } = header;
  const faults: WarcCode[] = [];
  if (record.state === 'cut') faults.push('warc/cut');
  if (record.state === 'oversize') faults.push('warc/limit');
  if (fields.has('warc-truncated')) faults.push('warc/truncated');
  if (type === 'continuation' || fields.has('warc-segment-number')) faults.push('warc/segmented');
  const wantsHttp =
    type === 'response' ||
    type === 'request' ||
    type === 'revisit' ||
    /^application\/http\b/i.test(header.contentType);
  const http = wantsHttp && record.state !== 'oversize' ? await readHttp(block, limit) : undefined;
  if (http?.fault !== undefined)
    faults.push(http.fault === 'cut' ? 'warc/cut' : http.fault === 'limit' ? 'warc/limit' : 'warc/coding');
  const unreadable = http?.fault === 'coding' || http?.fault === 'limit';
  const stated = http === undefined ? header.contentType : (http.fields.get('content-type') ?? '');
  const mediaType = stated
    .replace(/;[\s\S]*/, '')
    .trim()
    .toLowerCase();
  const charset = /;\s*charset\s*=\s*["']?([\w.:-]+)/i.exec(stated)?.[1];
  const minor = type !== 'response' && type !== 'resource' && type !== 'conversion' && type !== 'revisit';
  const base = url === '' ? `#${type}` : minor ? `${url}#${type}` : url;
  const digest = fields.get('warc-payload-digest');
  return {
    name: base.replaceAll('!', '%21'),
    bytes: unreadable ? new Uint8Array(0) : (http?.body ?? block),
    asides: asidesOf(url, http?.head, http?.fields),
    source: { url, date, offset: position.offset },
    minor,
    faults,
    ...(mediaType === '' || mediaType === 'application/http' ? {} : { mediaType }),
    ...(charset === undefined ? {} : { charset }),
    ...(digest === undefined ? {} : { digest }),
    ...(type !== 'revisit'
      ? {}
      : {
          revisitOf: {
            url: fields.get('warc-refers-to-target-uri')?.replace(/^<(.*)>$/, '$1') ?? url,
            date: fields.get('warc-refers-to-date') ?? '',
          },
        }),
  };
}

function asidesOf(
  url: string,
  head: string | undefined,
  fields: ReadonlyMap<string, string> | undefined,
): Aside[] {
  const asides: Aside[] = [];
  if (url !== '') asides.push({ part: '#url', channel: 'link', text: unescaped(url) });
  if (head !== undefined && (fields?.size ?? 0) > 0) {
    asides.push({ part: '#http', channel: 'metadata', text: unescaped(head) });
  }
  return asides;
}

const utf8 = new TextDecoder('utf-8', { fatal: true });
const gb18030 = new TextDecoder('gb18030');

/** Percent-escapes of UTF-8 or GB 18030 as the characters they stand for; places count in the text made here. */
export function unescaped(text: string): string {
  if (!text.includes('%')) return text;
  return text.replace(/(?:%[0-9A-Fa-f]{2})+/g, (run) => {
    const bytes = Uint8Array.from(run.slice(1).split('%'), (pair) => Number.parseInt(pair, 16));
    try {
      return utf8.decode(bytes);
    } catch {
      return gb18030.decode(bytes);
    }
  });
}
