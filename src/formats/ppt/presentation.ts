/** The PowerPoint Document stream: its newest edit, the slides that it lists, what hangs on them. */
import { append, type Channel, type Segment } from '../../core/index.js';
import type { Bytes } from '../cfb/bytes.js';
import type { ByteRange } from '../cfb/residue.js';
import { Values } from '../cfb/values.js';
import { type PptRecord, recordAt, recordsIn } from './records.js';
import { atomText, C_STRING, SlideText, TEXT_BYTES, TEXT_CHARS } from './slide-text.js';

const PART = 'PowerPoint Document';
const DOCUMENT = 0x03e8;
const SLIDE = 0x03ee;
const NOTES = 0x03f0;
const MASTER = 0x03f8;
const HANDOUT = 0x0fc9;
const LIST = 0x0ff0;
const PERSIST = 0x03f3;
const USER_EDIT = 0x0ff5;
const DIRECTORY = 0x1772;
const HYPERLINK = 0x0fd7;
const OLE_OBJECT = 0x1011;
const PICTURES = 0xf001;
const MAX_OBJECTS = 65_536;

export interface Presentation {
  readonly segments: Segment[];
  readonly encrypted: boolean;
  readonly damaged: boolean;
  readonly slides: number;
  readonly pictures: number;
  readonly objects: readonly ByteRange[];
}

interface Listed {
  readonly kind: 'slide' | 'master' | 'notes';
  readonly persist: number;
  readonly texts: PptRecord[];
}

/** @param used Gets the ranges of all text that was read. */
export function readPresentation(source: Bytes, current: Bytes, used: ByteRange[]): Presentation {
  const { offsets, document, encrypted, damaged: broken } = readEdits(source, current);
  const segments: Segment[] = [];
  const objects: ByteRange[] = [];
  let damaged = broken;
  if (encrypted || current.u32(12) === 0xf3d1c4df) {
    return { segments, encrypted: true, damaged, slides: 0, pictures: 0, objects };
  }
  const values = new Values(`${PART}/strings`);
  const root = document === undefined ? undefined : recordAt(source, document);
  const read =
    root?.type === DOCUMENT ? readDocument(source, root, values, used) : { listed: [], pictures: 0 };
  if (root?.type !== DOCUMENT) damaged = true;
  const done = new Set<number>();
  const counts = { slide: 0, master: 0, notes: 0 };
  const add = (record: PptRecord, kind: Listed['kind'], texts: readonly PptRecord[]): void => {
    done.add(record.at);
    const slide = new SlideText(source, used);
    for (const text of texts) slide.outline(slide.text(text));
    slide.read(record.start, record.end);
    damaged ||= slide.damaged || record.cut;
    const part = `${PART}/${kind}${++counts[kind]}`;
    const channel: Channel = kind === 'notes' ? 'note' : slide.hidden && kind === 'slide' ? 'hidden' : 'body';
    const segment = slide.segment(part, channel);
    if (segment !== undefined) segments.push(segment);
    if (slide.aside.length === 0) return;
    const beside = new Values(`${part}/strings`);
    for (const { channel: own, label, text } of slide.aside) beside.add(own, label, text);
    append(segments, beside.segments());
  };
  for (const { kind, persist, texts } of read.listed) {
    const at = offsets.get(persist);
    const record = at === undefined ? undefined : recordAt(source, at);
    if (record === undefined || ![SLIDE, NOTES, MASTER].includes(record.type)) damaged = true;
    else if (!done.has(record.at)) add(record, kind, texts);
  }
  // Without a directory every slide of the stream is read; with one, those that no list names.
  const loose = offsets.size === 0 ? recordsIn(source, 0, source.length) : persisted(source, offsets);
  for (const record of loose) {
    if (record.type === OLE_OBJECT) objects.push({ start: record.at, end: record.end });
    if (done.has(record.at)) continue;
    if (record.type === SLIDE) add(record, 'slide', []);
    else if (record.type === NOTES) add(record, 'notes', []);
    else if (record.type === MASTER || record.type === HANDOUT) add(record, 'master', []);
    else if (record.type === DOCUMENT && record.at !== root?.at) readDocument(source, record, values, used);
  }
  append(segments, values.segments());
  return { segments, encrypted: false, damaged, slides: counts.slide, pictures: read.pictures, objects };
}

function* persisted(source: Bytes, offsets: ReadonlyMap<number, number>): Generator<PptRecord> {
  for (const at of new Set(offsets.values())) {
    const record = recordAt(source, at);
    if (record !== undefined) yield record;
  }
}

interface Edits {
  /** Persist id → offset of the object, newest edit first. */
  readonly offsets: ReadonlyMap<number, number>;
  readonly document: number | undefined;
  readonly encrypted: boolean;
  readonly damaged: boolean;
}

/** [MS-PPT] 2.3.3 UserEditAtom, 2.3.4 PersistDirectoryAtom: edits lead backward, each with its own directory. */
function readEdits(source: Bytes, current: Bytes): Edits {
  const offsets = new Map<number, number>();
  const seen = new Set<number>();
  let document: number | undefined;
  let encrypted = false;
  let damaged = false;
  let at = current.u32(16);
  while (!seen.has(at)) {
    seen.add(at);
    const edit = recordAt(source, at);
    if (edit?.type !== USER_EDIT) {
      damaged = true;
      break;
    }
    if (edit.end - edit.start >= 32 && source.u32(edit.start + 28) !== 0) encrypted = true;
    const directory = recordAt(source, source.u32(edit.start + 12));
    if (directory?.type === DIRECTORY) readDirectory(source, directory, offsets);
    else damaged = true;
    document ??= offsets.get(source.u32(edit.start + 16));
    at = source.u32(edit.start + 8);
    if (at === 0) break;
  }
  return { offsets, document, encrypted, damaged };
}

function readDirectory(source: Bytes, { start, end }: PptRecord, offsets: Map<number, number>): void {
  for (let at = start; at + 4 <= end; ) {
    const head = source.u32(at);
    const count = head >>> 20;
    at += 4;
    for (let i = 0; i < count && at + 4 <= end && offsets.size < MAX_OBJECTS; i++, at += 4) {
      const id = (head & 0xfffff) + i;
      if (!offsets.has(id)) offsets.set(id, source.u32(at));
    }
  }
}

/** Lists of slides with their outline text, links, headers, the number of pictures. */
function readDocument(
  source: Bytes,
  root: PptRecord,
  values: Values,
  used: ByteRange[],
): { listed: Listed[]; pictures: number } {
  const listed: Listed[] = [];
  let pictures = 0;
  const string = (record: PptRecord): string => {
    used.push({ start: record.start, end: record.end });
    return atomText(source, record);
  };
  const visit = (start: number, end: number, depth: number): void => {
    for (const record of recordsIn(source, start, end)) {
      if (record.type === LIST) append(listed, readList(source, record));
      else if (record.type === PICTURES) pictures += record.instance;
      else if (record.type === HYPERLINK) {
        for (const part of recordsIn(source, record.start, record.end)) {
          if (part.type === C_STRING)
            values.add('link', part.instance === 0 ? 'display' : 'target', string(part));
        }
      } else if (record.type === 0x0fd9) {
        for (const part of recordsIn(source, record.start, record.end)) {
          if (part.type === C_STRING) values.add(part.instance === 1 ? 'header' : 'footer', '', string(part));
        }
      } else if (record.container && depth < 16) visit(record.start, record.end, depth + 1);
    }
  };
  visit(root.start, root.end, 0);
  return { listed, pictures };
}

function readList(source: Bytes, list: PptRecord): Listed[] {
  const kind = list.instance === 1 ? 'master' : list.instance === 2 ? 'notes' : 'slide';
  const listed: Listed[] = [];
  for (const record of recordsIn(source, list.start, list.end)) {
    if (record.type === PERSIST) listed.push({ kind, persist: source.u32(record.start), texts: [] });
    else if (record.type === TEXT_CHARS || record.type === TEXT_BYTES) listed.at(-1)?.texts.push(record);
  }
  return listed;
}
