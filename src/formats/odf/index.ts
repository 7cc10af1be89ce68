/** OpenDocument (ODT, ODS, ODP and their templates, zipped or flat): text, sheets, slides, notes, changes, properties. */
import {
  type Artifact,
  type Child,
  type Diagnostic,
  defineFormat,
  type ExtractContext,
  type Extraction,
  type Format,
  LineIndex,
  type Segment,
  type Unread,
  unreadable,
} from '../../core/index.js';
import { decodeText } from '../../text/decode.js';
import { readAnyXml } from '../ooxml/any-xml.js';
import { openPackage, type Package, type Part, partPlace } from '../ooxml/package.js';
import { entryTexts } from '../zip/entry-text.js';
import { readOdf } from './reader.js';
import { readStyles } from './styles.js';

const BASE = 'application/vnd.oasis.opendocument';

const MESSAGES = {
  'odf/damaged': 'the file is no readable OpenDocument package; get a complete copy',
  'odf/encrypted': 'the document is encrypted; save it without a password and scan again',
  'odf/part-damaged': 'the markup of the part is damaged; its text was read as far as it goes',
  'odf/images-not-read': 'pictures were not read; text in them needs OCR',
  'odf/time-limit': 'not read: the time of the scan is over (limit "milliseconds")',
} as const;
type Code = keyof typeof MESSAGES;

export const format: Format = defineFormat({
  id: 'odf',
  mediaTypes: [
    ...['text', 'spreadsheet', 'presentation', 'graphics', 'chart', 'formula', 'database'].map(
      (kind) => `${BASE}.${kind}`,
    ),
    ...['text', 'spreadsheet', 'presentation', 'graphics'].map((kind) => `${BASE}.${kind}-template`),
    `${BASE}.text-master`,
    `${BASE}.text-web`,
    `${BASE}.text-flat-xml`,
    `${BASE}.spreadsheet-flat-xml`,
    `${BASE}.presentation-flat-xml`,
  ],

  /** Never rejects. */
  async extract({ bytes }, context) {
    if (bytes[0] !== 0x50 || bytes[1] !== 0x4b) return flat(bytes);
    const pack = openPackage(bytes, context);
    if (pack === undefined) return unreadable('odf/damaged', MESSAGES['odf/damaged']);
    return readPackage(bytes, pack, context);
  },
});

function flat(bytes: Uint8Array): Extraction {
  const { text, charset } = decodeText(bytes);
  const sheets = /<(?:\w+:)?spreadsheet[\s>]/.test(text);
  const source = { source: text, part: '', lines: new LineIndex(text) };
  const { segments, fault } = readOdf(source, {
    ...readStyles(text),
    sheets,
  });
  const diagnostics: Diagnostic[] = [];
  if (fault !== undefined) diagnostics.push(problem('odf/part-damaged', 'warning', '', fault));
  return { segments, units: 1, unread: [], diagnostics, charset };
}

const RASTER = /\.(?:png|jpe?g|gif|bmp|tiff?|webp|svg|wmf|emf)$/i;
const RESOURCE = /\.(?:svm|ttf|otf|woff2?|mp[34]|wav|ogg)$/i;

async function readPackage(bytes: Uint8Array, pack: Package, context: ExtractContext): Promise<Extraction> {
  const segments: Segment[] = [];
  const diagnostics: Diagnostic[] = [];
  const unread: Unread[] = [];
  const texts = new Map<string, string>();
  const others: Artifact[] = [];
  const fail = (code: Code, part: string, offset?: number): void => {
    diagnostics.push(problem(code, offset === undefined ? 'error' : 'warning', part, offset));
    if (offset === undefined) unread.push({ part, code });
  };
  let pictures = false;
  const manifest = pack.entries.find(({ name }) => /^META-INF\/manifest\.xml$/i.test(name));
  const listed = manifest === undefined ? undefined : await pack.read(manifest);
  const encrypted =
    listed !== undefined && /encryption-data|encrypted-key/.test(decodeText(listed.bytes).text);
  for (const entry of pack.entries) {
    if (entry === manifest || entry.name === 'mimetype') continue;
    const part = await pack.read(entry);
    if (part === undefined || part.bytes.length === 0) continue;
    if (isXml(part)) texts.set(part.name, decodeText(part.bytes).text);
    else if (encrypted && !/^META-INF\//i.test(part.name)) fail('odf/encrypted', part.name);
    else if (RASTER.test(part.name)) others.push({ ...part, embedded: true });
    else if (RESOURCE.test(part.name)) pictures ||= /(?:^|\/)Pictures\//i.test(part.name);
    else if (part.name.endsWith('.xml')) fail('odf/part-damaged', part.name);
    else if (!/(?:^|\/)ObjectReplacements\/|^layout-cache$/i.test(part.name)) others.push(part);
  }
  if (listed !== undefined) texts.set(listed.name, decodeText(listed.bytes).text);
  for (const [name, source] of texts) {
    if (context.budget.expired()) {
      fail('odf/time-limit', name);
      continue;
    }
    const part = { source, part: name, lines: new LineIndex(source) };
    const folder = name.slice(0, name.lastIndexOf('/') + 1);
    let fault: number | undefined;
    if (/(?:^|\/)(?:content|styles)\.xml$/i.test(name)) {
      const styles = readStyles(texts.get(`${folder}styles.xml`) ?? '', source);
      const sheets = folder === '' && /<(?:\w+:)?spreadsheet[\s>]/.test(source);
      const reading = readOdf(part, { ...styles, sheets });
      ({ fault } = reading);
      for (const segment of reading.segments) segments.push(segment);
    } else {
      const reading = readAnyXml(part, { channel: 'metadata' });
      ({ fault } = reading);
      for (const segment of reading.segments) segments.push(segment);
    }
    if (fault !== undefined && !source.includes('<!DOCTYPE')) fail('odf/part-damaged', name, fault);
  }
  if (!texts.has('content.xml') && !encrypted) fail('odf/damaged', 'content.xml');
  if (pictures) diagnostics.push(problem('odf/images-not-read', 'info', ''));
  for (const segment of entryTexts(pack.structure)) segments.push(segment);
  return {
    segments,
    units: Math.max(1, texts.size),
    unread: [...pack.unread, ...unread],
    diagnostics: [...pack.diagnostics, ...diagnostics],
    children: embedded(bytes, pack, others),
  };
}

async function* embedded(
  bytes: Uint8Array,
  pack: Package,
  parts: readonly Artifact[],
): AsyncGenerator<Child> {
  for (const artifact of parts) yield { artifact };
  for (const { start, end } of pack.structure.gaps) {
    yield {
      artifact: { name: `#bytes-${start}`, bytes: bytes.subarray(start, end) },
    };
  }
}

function problem(code: Code, severity: Diagnostic['severity'], part: string, offset?: number): Diagnostic {
  return {
    code,
    severity,
    message: MESSAGES[code],
    place: partPlace(part, offset),
  };
}

function isXml({ bytes }: Part): boolean {
  const head = new TextDecoder('latin1').decode(bytes.subarray(0, 64)).replace(/\0/g, '');
  return /^(?:\xef\xbb\xbf|\xff\xfe|\xfe\xff)?\s*<[^\s<>=]/.test(head);
}
