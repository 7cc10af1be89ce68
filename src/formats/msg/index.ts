/**
 * Outlook messages (.msg): subject and plain body as text, other bodies and attachments as files of their own.
 *
 * Source: [MS-OXMSG] v20240416, [MS-OXPROPS] (property ids).
 */
import {
  type Artifact,
  append,
  type Child,
  defineFormat,
  type Extraction,
  type Format,
  LineIndex,
  type Segment,
  unreadable,
  wholeSource,
} from '../../core/index.js';
import { type CompoundEntry, CompoundFile } from '../cfb/compound.js';
import { openObject } from '../cfb/embedded.js';
import { Report, residueSegments } from '../cfb/report.js';
import { SeenText } from '../cfb/residue.js';
import { Values } from '../cfb/values.js';
import { storageFile } from '../cfb/write-compound.js';
import { PROPERTY_NAMES, PropertyBag } from './properties.js';
import { unpackRtf } from './rtf-compression.js';
import { isTnef, readTnef } from './tnef.js';

const BODY = 0x1000;
const RTF = 0x1009;
const HTML = 0x1013;
const DATA = 0x3701;

export const format: Format = defineFormat({
  id: 'msg',
  mediaTypes: ['application/vnd.ms-outlook', 'application/ms-tnef'],

  /** Never rejects. `msg/damaged`: what could be reached was read. */
  async extract({ bytes }, context) {
    if (isTnef(bytes)) return extractTnef(bytes);
    const file = CompoundFile.open(bytes);
    if (file?.root.children.some(({ name }) => /^__(?:substg|properties)/.test(name)) !== true) {
      return unreadable('msg/damaged', 'the message could not be found in the file; get a complete copy');
    }
    const report = new Report();
    const bag = new PropertyBag(file, file.root);
    const segments: Segment[] = [];
    const body = bag.text(BODY);
    if (body.trim() !== '') {
      // In Outlook's text a tab is white space; tables are gone.
      const text = body.replace(/\r\n?/g, '\n').replace(/\t/g, ' ');
      segments.push(wholeSource(text, 'body', 'body', new LineIndex(text)));
    }
    append(segments, propertySegments('message', bag));
    let damaged = bag.damaged || file.damaged;
    for (const storage of file.root.children) {
      if (storage.kind !== 'storage' || !/^__(?:recip|attach)_/.test(storage.name)) continue;
      const kind = storage.name.startsWith('__recip') ? 'recipient' : 'attachment';
      const inner = new PropertyBag(file, storage, bag.codePage);
      damaged ||= inner.damaged;
      append(segments, propertySegments(`${kind}${storage.name.replace(/^.*#0*(?=.)/, '')}`, inner));
    }
    if (damaged)
      report.unreadPart('msg/damaged', 'parts of the message are damaged or cut off; the rest was read');
    const seen = new SeenText();
    for (const { text } of segments) seen.add(text);
    append(
      segments,
      residueSegments({
        file,
        bytes,
        seen,
        context,
        objects: [],
        // Text, bodies and attachments are read elsewhere.
        unreadRanges: (entry) =>
          /_(?:1009|1013|3701)[0-9a-f]{4}$/i.test(entry.path) || /3701000D/i.test(entry.path)
            ? []
            : undefined,
      }),
    );
    return {
      segments,
      units: 1,
      unread: report.unread,
      diagnostics: report.diagnostics,
      children: children(file, bag),
    };
  },
});

function extractTnef(bytes: Uint8Array): Extraction {
  const { segments, children, damaged } = readTnef(bytes);
  const report = new Report();
  if (damaged)
    report.unreadPart('msg/damaged', 'parts of the message are damaged or cut off; the rest was read');
  const opened = async function* (): AsyncGenerator<Child> {
    yield* children;
  };
  const { unread, diagnostics } = report;
  return { segments, units: 1, unread, diagnostics, children: opened() };
}

/** Every text property but the body: what it is called is what it is about. */
function propertySegments(part: string, bag: PropertyBag): Segment[] {
  const values = new Values(part);
  for (const { id, text } of bag.texts) {
    if (id === BODY || id === HTML || id === 0x001a) continue;
    const channel = id === 0x0037 ? 'title' : id === 0x3704 || id === 0x3707 ? 'name' : 'metadata';
    values.add(channel, PROPERTY_NAMES.get(id) ?? `property ${id.toString(16).padStart(4, '0')}`, text);
  }
  return values.segments();
}

async function* children(file: CompoundFile, bag: PropertyBag): AsyncGenerator<Child> {
  const html = bag.bytes(HTML);
  const charset = CHARSETS.get(bag.number(0x3fde) ?? 0);
  if (html !== undefined && html.length > 0) {
    const artifact = { name: 'body.html', bytes: html, mediaType: 'text/html' };
    yield { artifact: charset === undefined ? artifact : { ...artifact, charset } };
  } else if (bag.text(HTML) !== '') {
    const bytes = new TextEncoder().encode(bag.text(HTML));
    yield { artifact: { name: 'body.html', bytes, mediaType: 'text/html', charset: 'utf-8' } };
  }
  const packed = bag.bytes(RTF);
  if (packed !== undefined && packed.length > 0) {
    const rtf = unpackRtf(packed);
    if (rtf !== undefined) yield { artifact: { name: 'body.rtf', bytes: rtf, mediaType: 'application/rtf' } };
    else yield failed('body.rtf', 'msg/rtf', 'the RTF body of the message is damaged; it was not read');
  }
  for (const storage of file.root.children) {
    if (storage.kind === 'storage' && storage.name.startsWith('__attach_'))
      yield* attachment(file, storage, bag);
  }
}

function* attachment(file: CompoundFile, storage: CompoundEntry, message: PropertyBag): Generator<Child> {
  const bag = new PropertyBag(file, storage, message.codePage);
  const number = storage.name.replace(/^.*#0*(?=.)/, '');
  const name = bag.text(0x3707, 0x3704, 0x3001).replace(/^.*[\\/]/, '') || `attachment-${number}`;
  const data = bag.bytes(DATA);
  if (data !== undefined) {
    yield { artifact: named(name, data, bag.text(0x370e)) };
    return;
  }
  const inner = storage.children.find((entry) => entry.kind === 'storage' && /_3701000d$/i.test(entry.name));
  if (inner === undefined) {
    // By reference: the file is elsewhere.
    const code = 'msg/attachment';
    yield failed(name, code, 'an attachment has no data in the message; get the file that it points to');
    return;
  }
  if (inner.children.some((entry) => entry.name === '__properties_version1.0')) {
    yield {
      artifact: { name: /\.msg$/i.test(name) ? name : `${name}.msg`, bytes: storageFile(file, inner) },
    };
    return;
  }
  const object = openObject(file, { ...inner, path: name });
  if (object !== undefined) yield object;
}

function named(name: string, bytes: Uint8Array, mediaType: string): Artifact {
  return mediaType === '' ? { name, bytes } : { name, bytes, mediaType };
}

function failed(part: string, code: string, message: string): Child {
  const place = { kind: 'text', part, channel: 'body', start: 0, end: 0, line: 1, column: 1 } as const;
  return { diagnostic: { code, severity: 'error', message, place }, unread: { part, code } };
}

/** Internet code pages as charset labels. */
const CHARSETS: ReadonlyMap<number, string> = new Map([
  [936, 'gb18030'],
  [950, 'big5'],
  [20_936, 'gb18030'],
  [52_936, 'gb18030'],
  [54_936, 'gb18030'],
  [65_001, 'utf-8'],
]);
