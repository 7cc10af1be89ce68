/** Attribute values: one segment for each that may hold a value. */
import { type Channel, type Segment, SegmentBuilder } from '../../core/index.js';
import { copyScript } from '../../text/decode-escapes.js';
import { dataUriText, nest } from './embedded.js';
import { INTERESTING, interestOf, PERCENT, REFERENCES } from './interest.js';
import { linear, type MapOptions, type MappedText, mappedSegment } from './mapped-text.js';
import { decodePercent, resolveReferences } from './references.js';

/** One attribute of the tag that is being read; offsets into the source. */
export interface Attribute {
  readonly name: string;
  readonly start: number;
  readonly end: number;
}

/** What the reader of the page does for its attributes. */
export interface AttributeContext {
  readonly source: string;
  readonly options: MapOptions;
  readonly segments: Segment[];
  readonly links: string[];
  /** Reads markup that stands in a value; false when documents nest too deep. */
  markup(mapped: MappedText, channelOf: (channel: Channel) => Channel): boolean;
}

const URLS: ReadonlySet<string> = new Set([
  'href',
  'src',
  'action',
  'formaction',
  'data',
  'poster',
  'background',
  'cite',
  'longdesc',
  'srcset',
  'xlink:href',
  'codebase',
  'classid',
]);
/** Full of short numbers. */
const NUMERIC: ReadonlySet<string> = new Set([
  'style',
  'class',
  'd',
  'points',
  'viewbox',
  'transform',
  'coords',
  'srcset',
  'sizes',
  'width',
  'height',
  'integrity',
]);
const ATTACHMENT = /\.(?:docx?|xlsx?|pptx?|wps|et|dps|pdf|ofd|rtf|txt|csv|zip|rar|7z|tar|gz|tgz)(?:[?#]|$)/i;

/**
 * Names of whitespace-separated attributes that say what `value` or `content` is: `<input name="idCard">`.
 */
function labelOf(name: string, attributes: readonly Attribute[], source: string): string {
  if (name !== 'value' && name !== 'content') return name;
  for (const wanted of ['name', 'property', 'itemprop', 'http-equiv', 'id', 'placeholder']) {
    const other = attributes.find(
      (attribute) => attribute.name === wanted && attribute.end > attribute.start,
    );
    if (other !== undefined && other.end - other.start <= 80) return source.slice(other.start, other.end);
  }
  return name;
}

/** The channel of an attribute of `element`; `content` of `<meta>` is metadata. */
function channelOf(name: string, element: string, hiddenField: boolean): Channel {
  if (URLS.has(name)) return 'link';
  if (element === 'meta' && name === 'content') return 'metadata';
  return hiddenField && name === 'value' ? 'hidden' : 'attribute';
}

export function readAttributes(
  context: AttributeContext,
  element: string,
  attributes: readonly Attribute[],
  hiddenField: boolean,
): void {
  for (const attribute of attributes) {
    const { name, start, end } = attribute;
    if (end <= start) continue;
    const url = URLS.has(name);
    const interest = interestOf(context.source, start, end, NUMERIC.has(name));
    if (name === 'srcdoc') {
      const page = resolveReferences(context.source, start, end);
      if (context.markup(page, (channel) => channel)) continue;
    }
    if (url && element !== 'img' && end - start < 4096) {
      const target = context.source.slice(start, end);
      if (ATTACHMENT.test(target)) context.links.push(target.trim());
    }
    // Percent-encoding and base64 hide digits.
    const encoded = url && ((interest & PERCENT) !== 0 || isData(context.source, start, end));
    if ((interest & INTERESTING) === 0 && !encoded) continue;
    const channel = channelOf(name, element, hiddenField);
    readValue(context, attribute, interest, channel, labelOf(name, attributes, context.source));
  }
}

function isData(source: string, start: number, end: number): boolean {
  return /^\s*data:/i.test(source.slice(start, Math.min(end, start + 64)));
}

function readValue(
  context: AttributeContext,
  { start, end }: Attribute,
  interest: number,
  channel: Channel,
  label: string,
): void {
  const { source, options, segments } = context;
  let mapped =
    (interest & REFERENCES) === 0 ? linear(source, start, end) : resolveReferences(source, start, end);
  if (/^\s*data:/i.test(mapped.text.slice(0, 64))) {
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
    if (segment !== undefined) segments.push(...nest([segment], mapped, options, () => channel));
    return;
  }
  if (mapped.text.trim() !== '') segments.push(mappedSegment(mapped, channel, options, label));
}
