/**
 * Word 97 to 2003 documents (.doc, .dot, .wps of WPS Office) and those of Word 6 and 95.
 *
 * Source: [MS-DOC] v20240416, 2.4 (document content), [MS-CFB]. Places count Word's own character positions.
 */
import {
  append,
  type Channel,
  defineFormat,
  type Format,
  LineIndex,
  type Segment,
  unreadable,
} from '../../core/index.js';
import { storedPictures } from '../cfb/blips.js';
import { Bytes } from '../cfb/bytes.js';
import { languageCodePage } from '../cfb/code-page.js';
import { CompoundFile } from '../cfb/compound.js';
import { macroSegments } from '../cfb/macros.js';
import { propertySegments, statedCodePage } from '../cfb/property-set.js';
import { embeddedObjects, Report, residueSegments, withPictures } from '../cfb/report.js';
import { gapsBetween, SeenText } from '../cfb/residue.js';
import { Values } from '../cfb/values.js';
import { type Fib, readFib, readStrings, STORIES, type Story } from './fib.js';
import { type Formatting, readFormatting } from './formatting.js';
import { type PieceTable, readPieces, readText } from './pieces.js';
import { StoryReader } from './story.js';

export const format: Format = defineFormat({
  id: 'doc',
  mediaTypes: ['application/msword'],

  /**
   * Never rejects. `doc/encrypted`: nothing was read; `doc/damaged`: what could be reached was; `doc/picture`: text in
   * pictures was not read.
   */
  async extract({ bytes }, context) {
    const file = CompoundFile.open(bytes);
    const stream = file?.find('WordDocument') ?? file?.streams.find(({ name }) => name === 'WordDocument');
    if (file === undefined || stream === undefined) {
      return unreadable('doc/damaged', 'the document could not be found in the file; get a complete copy');
    }
    const report = new Report();
    const objects = embeddedObjects(file);
    const pictures = storedPictures(file, /^(?:Data|WordDocument)$/);
    const data = file.read(stream);
    const fib = readFib(data.bytes);
    const seen = new SeenText();
    const segments: Segment[] = propertySegments(file);
    append(segments, macroSegments(file));
    for (const { text } of segments) seen.add(text);
    const used: { start: number; end: number }[] = [];
    if (fib === undefined) {
      report.unreadPart(
        'doc/damaged',
        'the head of the document is damaged; only traces of its text were read',
      );
    } else if (fib.encrypted) {
      const message =
        'the document is encrypted with a password; open it, save it without one and scan it again';
      return { ...unreadable('doc/encrypted', message), segments };
    } else {
      const read = readDocument(file, fib, new Bytes(data.bytes));
      append(segments, read.segments);
      seen.add(read.text);
      append(used, read.used);
      if (read.damaged || data.damaged) {
        report.unreadPart('doc/damaged', 'parts of the document are damaged or cut off; the rest was read');
      }
      if (read.pictures > 0 && pictures.length === 0) {
        const message = `${read.pictures} pictures were not read; look at them for scanned documents and certificates`;
        report.note('doc/picture', 'info', message);
      }
    }
    if (file.damaged) {
      report.note(
        'doc/damaged-directory',
        'warning',
        'the directory of the file is damaged; all streams found were read',
      );
    }
    append(
      segments,
      residueSegments({
        file,
        bytes,
        seen,
        context,
        objects,
        unreadRanges: (entry, all) => (entry === stream ? gapsBetween(used, all.length) : undefined),
      }),
    );
    if (context.budget.expired())
      report.unreadPart('doc/time', 'the time of the scan is over; not all was read');
    return {
      segments,
      units: 1,
      unread: report.unread,
      diagnostics: report.diagnostics,
      children: withPictures(objects, pictures, context),
    };
  },
});

interface DocumentText {
  readonly segments: Segment[];
  readonly text: string;
  /** Byte ranges of the stream that hold the text. */
  readonly used: { start: number; end: number }[];
  readonly damaged: boolean;
  readonly pictures: number;
}

function readDocument(file: CompoundFile, fib: Fib, document: Bytes): DocumentText {
  const stream = fib.tableStream === 'WordDocument' ? undefined : file.find(fib.tableStream);
  const other = fib.tableStream === '1Table' ? '0Table' : '1Table';
  const tableEntry = fib.version === 6 ? undefined : (stream ?? file.find(other));
  const table = tableEntry === undefined ? document : new Bytes(file.read(tableEntry).bytes);
  const missing = fib.version === 8 && stream === undefined;
  const text = missing && tableEntry === undefined ? { pieces: [], lists: [], damaged: true } : undefined;
  const pieces: PieceTable = text ?? readPieces(fib, document, table);
  const source = readText(pieces.pieces, document, fib.version === 6 ? codePageOf(file, fib) : undefined);
  const formatting = readFormatting(fib, document, table, pieces);
  const segments = readStories(fib, source, formatting, table);
  const values = new Values('WordDocument/strings');
  for (const { range, label, list } of fib.strings) {
    for (const value of readStrings(table, range, list)) values.add('metadata', label, value);
  }
  const used = pieces.pieces.map(({ fc, cp, cpEnd, width }) => ({
    start: fc,
    end: fc + (cpEnd - cp) * width,
  }));
  return {
    segments: [...segments, ...values.segments()],
    text: source,
    used,
    damaged: pieces.damaged || missing,
    pictures: countPictures(file, fib, table, source),
  };
}

/** Of 8-bit text: by the language, or what the summary says where the language is a Western one. */
function codePageOf(file: CompoundFile, fib: Fib): number {
  const page = languageCodePage(fib.language);
  return page === 1252 ? (statedCodePage(file) ?? page) : page;
}

/** Inline pictures stand in `Data`; drawn ones in the picture store of the drawing group ([MS-ODRAW] 2.2.20). */
function countPictures(file: CompoundFile, fib: Fib, table: Bytes, text: string): number {
  const inline = (file.find('Data')?.size ?? 0) > 512 ? text.split('\x01').length - 1 : 0;
  const { at, length } = fib.drawings;
  const end = Math.min(table.length, at + length);
  let drawn = 0;
  // Inside the group container, records follow one another: version and instance, type, length.
  for (let record = at + 8; record + 8 <= end; record += 8 + table.u32(record + 4)) {
    if (table.u16(record + 2) === 0xf001) drawn += table.u16(record) >> 4;
  }
  return inline + drawn;
}

const CHANNELS: Readonly<Record<Story, Channel>> = {
  body: 'body',
  footnotes: 'note',
  headers: 'header',
  macros: 'script',
  comments: 'comment',
  endnotes: 'note',
  'text-boxes': 'body',
  'header-text-boxes': 'header',
};

function readStories(fib: Fib, source: string, formatting: Formatting, table: Bytes): Segment[] {
  const shared = { source, part: 'WordDocument', lines: new LineIndex(source), formatting };
  const segments: Segment[] = [];
  let at = 0;
  for (const [i, story] of STORIES.entries()) {
    const start = Math.min(at, source.length);
    const end = Math.min(source.length, at + fib.counts[i]!);
    at += fib.counts[i]!;
    if (end <= start) continue;
    if (story === 'headers') {
      append(segments, readHeaders(shared, fib, table, start, end));
      continue;
    }
    const reader = new StoryReader(shared, CHANNELS[story]);
    reader.read(start, end);
    append(segments, reader.flush());
  }
  // Word puts one paragraph mark behind all sub-documents; more than that is text that none of them counts.
  const rest = new StoryReader(shared, 'residue');
  rest.read(Math.min(at, source.length), source.length);
  append(segments, rest.flush());
  return segments;
}

/** [MS-DOC] 2.3.5: six note separators, then six headers and footers a section: even, odd, even, odd, first, first. */
function readHeaders(
  shared: ConstructorParameters<typeof StoryReader>[0],
  fib: Fib,
  table: Bytes,
  start: number,
  end: number,
): Segment[] {
  const readers = {
    header: new StoryReader(shared, 'header'),
    footer: new StoryReader(shared, 'footer'),
  };
  const count = Math.floor(Math.min(fib.headers.length, table.length - fib.headers.at) / 4);
  let at = start;
  for (let i = 0; i + 1 < count; i++) {
    const until = Math.max(at, Math.min(end, start + table.u32(fib.headers.at + (i + 1) * 4)));
    const kind = i >= 6 && [2, 3, 5].includes(i % 6) ? 'footer' : 'header';
    if (until > at) readers[kind].read(at, until);
    at = until;
  }
  readers.header.read(at, end);
  return [...readers.header.flush(), ...readers.footer.flush()];
}
