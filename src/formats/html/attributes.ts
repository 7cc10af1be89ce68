/** Attribute values: one segment for each that may hold a value. */
import { append, type Channel, type Reference, type Segment, SegmentBuilder } from '../../core/index.js';
import { copyScript } from '../../text/decode-escapes.js';
import { MARKUP, NUMERIC, URLS } from './attribute-names.js';
import { dataUriText, nest } from './embedded.js';
import { INTERESTING, interestOf, PERCENT, REFERENCES } from './interest.js';
import { linear, linearSegment, type MapOptions, type MappedText, mappedSegment } from './mapped-text.js';
import { decodePercent, resolveReferences } from './references.js';
import type { StartTag } from './start-tag.js';

/** What the reader of the page does for its attributes. */
export interface AttributeContext {
  readonly source: string;
  /** The code units of `source`. */
  readonly units: Uint16Array;
  readonly options: MapOptions;
  readonly segments: Segment[];
  readonly links: string[];
  readonly references: Reference[];
  /** Reads markup that stands in a value; false when documents nest too deep. */
  markup(mapped: MappedText, channelOf: (channel: Channel) => Channel): boolean;
}

const MAX_TARGET = 4096;
/** Of one page. */
const MAX_REFERENCES = 1000;
/** Nothing that could be fetched. */
const NO_FILE = /^(?:$|#|about:|data:|javascript:|blob:)/i;
const ATTACHMENT =
  /\.(?:docx?|xlsx?|xlsb|pptx?|wps|et|dps|pdf|ofd|rtf|txt|csv|zip|rar|7z|tar|gz|tgz)(?:[?#]|$)/i;

/** A mark that only values with references, escapes or percent-encoding hold. */
const ENCODED = /[&%\\]/;
const DATA = /^\s*data:/i;
/** Attributes that say what `value` or `content` is: `<input name="idCard">`. */
const SAYING = ['name', 'property', 'itemprop', 'http-equiv', 'id', 'placeholder'];

function labelOf(tag: StartTag, index: number, source: string): string {
  const name = tag.nameOf(index);
  if (name !== 'value' && name !== 'content') return name;
  for (const wanted of SAYING) {
    const other = tag.findFilled(wanted);
    if (other < 0) continue;
    const start = tag.starts[other]!;
    const end = tag.ends[other]!;
    if (end - start <= 80) return source.slice(start, end);
  }
  return name;
}

/** The channel of an attribute; `content` of `<meta>` is metadata. */
function channelOf(tag: StartTag, index: number, hiddenField: boolean): Channel {
  if ((tag.flagsOf(index) & URLS) !== 0) return 'link';
  const name = tag.nameOf(index);
  if (tag.kind.name === 'meta' && name === 'content') return 'metadata';
  return hiddenField && name === 'value' ? 'hidden' : 'attribute';
}

export function readAttributes(context: AttributeContext, tag: StartTag): void {
  const { source, units } = context;
  const hiddenField = tag.kind.name === 'input' && tag.value('type').toLowerCase() === 'hidden';
  for (let index = 0; index < tag.count; index++) {
    const start = tag.starts[index]!;
    const end = tag.ends[index]!;
    if (end <= start) continue;
    const flags = tag.flagsOf(index);
    const url = (flags & URLS) !== 0;
    const interest = interestOf(units, start, end, (flags & NUMERIC) !== 0);
    if ((flags & MARKUP) !== 0) {
      const page = resolveReferences(source, start, end);
      if (context.markup(page, (channel) => channel)) continue;
    }
    if (url && tag.kind.name !== 'img' && end - start < MAX_TARGET) readTarget(context, tag, start, end);
    // Percent-encoding and base64 hide digits.
    const encoded = url && ((interest & PERCENT) !== 0 || isData(source, units, start, end));
    if ((interest & INTERESTING) === 0 && !encoded) continue;
    const channel = channelOf(tag, index, hiddenField);
    readValue(context, start, end, interest, channel, labelOf(tag, index, source));
  }
}

/** Links to attachments, frames and style sheets: what belongs to the page and stands elsewhere. */
function readTarget(
  { source, options, links, references }: AttributeContext,
  tag: StartTag,
  start: number,
  end: number,
): void {
  const target = source.slice(start, end).trim();
  const attachment = ATTACHMENT.test(target);
  if (attachment) links.push(target);
  const kind = attachment ? 'attachment' : kindOf(tag);
  if (kind === undefined || references.length >= MAX_REFERENCES || NO_FILE.test(target)) return;
  const { line, column } = options.lines.at(start);
  const place = { kind: 'text', part: options.part, channel: 'link', start, end, line, column } as const;
  references.push({ kind, target: resolveReferences(source, start, end).text.trim(), place });
}

function kindOf(tag: StartTag): Reference['kind'] | undefined {
  switch (tag.kind.name) {
    case 'iframe':
    case 'frame':
    case 'embed':
    case 'object':
      return 'frame';
    case 'link':
      return /(?:^|\s)stylesheet(?:\s|$)/i.test(tag.value('rel')) ? 'style-sheet' : undefined;
    default:
      return undefined;
  }
}

function isData(source: string, units: Uint16Array, start: number, end: number): boolean {
  const first = units[start]!;
  if (first > 32 && (first | 32) !== 100) return false;
  return DATA.test(source.slice(start, Math.min(end, start + 64)));
}

function readValue(
  context: AttributeContext,
  start: number,
  end: number,
  interest: number,
  channel: Channel,
  label: string,
): void {
  const { source, options, segments } = context;
  const written = source.slice(start, end);
  if (!ENCODED.test(written) && !isData(source, context.units, start, end)) {
    if (written.trim() !== '') segments.push(linearSegment(source, start, end, channel, options, label));
    return;
  }
  let mapped =
    (interest & REFERENCES) === 0 ? linear(source, start, end) : resolveReferences(source, start, end);
  if (DATA.test(mapped.text.slice(0, 64))) {
    const data = dataUriText(mapped);
    if (data !== undefined) {
      if (data.markup && context.markup(data.mapped, () => channel)) return;
      segments.push(mappedSegment(data.mapped, channel, options, label));
      return;
    }
    // Base64 of an image: its letters and digits are no text.
    if (/^\s*data:[^,]{0,200};\s*base64\s*,/i.test(mapped.text.slice(0, 300))) return;
  }
  if (mapped.text.includes('%')) mapped = decodePercent(mapped);
  if (mapped.text.includes('\\')) {
    const builder = new SegmentBuilder({ source: mapped.text, part: options.part, lines: options.lines });
    copyScript(builder, mapped.text, 0, mapped.text.length);
    const segment = builder.flush(channel, { label });
    if (segment !== undefined)
      append(
        segments,
        nest([segment], mapped, options, () => channel),
      );
    return;
  }
  if (mapped.text.trim() !== '') segments.push(mappedSegment(mapped, channel, options, label));
}
