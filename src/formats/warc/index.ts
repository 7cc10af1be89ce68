/**
 * Web archives that are in memory: WARC and ARC, plain or gzip, one document a record.
 *
 * Sources: ISO 28500:2017 (WARC 1.1), annex D (one gzip member a record); Internet Archive, "ARC File Format" (1996).
 * Files of any size are read by the node layer, record by record, through the same parser.
 */
import { platform } from '#platform';
import { type Child, defineFormat, type ExtractContext, type Format } from '../../core/index.js';
import { gzipStart } from './http.js';
import { diagnosticOf, type RecordDocument, recordDocument, type WarcCode } from './record-document.js';
import { type Parsed, RecordParser } from './record-parser.js';

export { gzipStart, type HttpMessage, readHttp } from './http.js';
export {
  diagnosticOf,
  MESSAGES,
  type RecordDocument,
  recordDocument,
  type WarcCode,
} from './record-document.js';
export { MAX_HEADER, type RecordHeader, type RecordType, readRecordHeader } from './record-header.js';
export { type Parsed, RecordParser, type RecordPosition, type WarcRecord } from './record-parser.js';

/** Damaged members after which the rest is given up: each may cost a pass over the rest. */
const MAX_DAMAGED = 1000;

export const format: Format = defineFormat({
  id: 'warc',
  mediaTypes: ['application/warc', 'application/x-arc', 'application/warc+gzip'],

  /** Never rejects. */
  async extract({ bytes }, context) {
    return { segments: [], units: 1, unread: [], diagnostics: [], children: open(bytes, context) };
  },
});

async function* open(bytes: Uint8Array, context: ExtractContext): AsyncGenerator<Child> {
  const parser = new RecordParser(context.limits.bytes);
  const seen = new Originals();
  let found = 0;
  const source =
    bytes[0] === 0x1f && bytes[1] === 0x8b ? unpacked(bytes, parser, context) : plain(bytes, parser);
  for await (const parsed of source) {
    if (parsed.kind === 'fault') yield failed(parsed.part, parsed.code);
    else if (parsed.kind === 'gap') yield failed(`#bytes-${parsed.position.offset}`, 'warc/damaged');
    else {
      found++;
      if (context.budget.expired()) {
        yield failed(`#record-${parsed.record.position.offset}`, 'warc/time');
        return;
      }
      const document = await recordDocument(parsed.record, context.limits.bytes);
      yield* children(seen.resolve(document));
    }
  }
  if (found === 0) yield failed('', 'warc/empty');
}

function* children(document: RecordDocument): Generator<Child> {
  const { name, bytes, asides, source, mediaType, charset } = document;
  for (const code of document.faults) yield failed(name, code);
  // Nothing but a header that says how the crawler asked.
  if (bytes.length === 0 && asides.length === 0) return;
  yield {
    artifact: {
      name,
      bytes,
      asides,
      source,
      ...(mediaType === undefined ? {} : { mediaType }),
      ...(charset === undefined ? {} : { charset }),
    },
  };
}

/** Payloads that revisit records refer to. */
class Originals {
  readonly #byKey = new Map<string, RecordDocument>();

  resolve(document: RecordDocument): RecordDocument {
    const { revisitOf, digest, source } = document;
    if (revisitOf === undefined) {
      if (!document.minor) {
        if (digest !== undefined) this.#byKey.set(digest, document);
        this.#byKey.set(`${source.url} ${source.date}`, document);
        this.#byKey.set(source.url, document);
      }
      return document;
    }
    const original =
      (digest === undefined ? undefined : this.#byKey.get(digest)) ??
      this.#byKey.get(`${revisitOf.url} ${revisitOf.date}`) ??
      (revisitOf.date === '' ? this.#byKey.get(revisitOf.url) : undefined);
    if (original === undefined)
      return { ...document, bytes: new Uint8Array(0), faults: [...document.faults, 'warc/original-missing'] };
    const { bytes, mediaType, charset } = original;
    return {
      ...document,
      bytes,
      ...(mediaType === undefined ? {} : { mediaType }),
      ...(charset === undefined ? {} : { charset }),
    };
  }
}

type Step = Parsed | { readonly kind: 'fault'; readonly part: string; readonly code: WarcCode };

function* plain(bytes: Uint8Array, parser: RecordParser): Generator<Step> {
  yield* parser.push(bytes);
  yield* parser.end();
}

async function* unpacked(
  bytes: Uint8Array,
  parser: RecordParser,
  context: ExtractContext,
): AsyncGenerator<Step> {
  const { limits, budget } = context;
  let damaged = 0;
  let at = 0;
  while (at < bytes.length) {
    if (!isMember(bytes, at)) {
      const next = nextMember(bytes, at + 1);
      if (bytes.subarray(at, next).some((byte) => byte !== 0)) {
        yield { kind: 'fault', part: `#bytes-${at}`, code: 'warc/damaged' };
      }
      at = next;
      continue;
    }
    const start = gzipStart(bytes, at);
    try {
      const { bytes: data, consumed } = await platform.inflateFirst(
        bytes.subarray(start),
        limits.unpackedBytes,
      );
      if (!budget.claim(data.length)) {
        yield { kind: 'fault', part: `#bytes-${at}`, code: 'warc/limit' };
        return;
      }
      yield* parser.member(at);
      yield* parser.push(data);
      at = start + consumed + 8;
    } catch (error) {
      const code = error instanceof RangeError ? 'warc/limit' : 'warc/damaged';
      yield* parser.end();
      yield { kind: 'fault', part: `#bytes-${at}`, code };
      if (code === 'warc/limit' || ++damaged >= MAX_DAMAGED) return;
      at = nextMember(bytes, start);
    }
  }
  yield* parser.end();
}

function isMember(bytes: Uint8Array, at: number): boolean {
  return (
    bytes[at] === 0x1f && bytes[at + 1] === 0x8b && bytes[at + 2] === 8 && ((bytes[at + 3] ?? 0) & 0xe0) === 0
  );
}

function nextMember(bytes: Uint8Array, from: number): number {
  for (let at = bytes.indexOf(0x1f, from); at >= 0; at = bytes.indexOf(0x1f, at + 1)) {
    if (isMember(bytes, at)) return at;
  }
  return bytes.length;
}

function failed(part: string, code: WarcCode): Child {
  const place = { kind: 'text', part, channel: 'body', start: 0, end: 0, line: 1, column: 1 } as const;
  return { diagnostic: { ...diagnosticOf(code), place }, unread: { part, code } };
}
