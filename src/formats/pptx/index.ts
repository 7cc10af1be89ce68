/**
 * Presentations: slides in order, notes, comments, masters and layouts, charts, properties; every part by what it
 * holds. Source: ISO/IEC 29500-1, clause 19.
 */
import {
  append,
  type Channel,
  type Diagnostic,
  defineFormat,
  type Extraction,
  type Format,
  type Segment,
  unreadable,
} from '../../core/index.js';
import { decodeText } from '../../text/decode.js';
import { OtherParts } from '../ooxml/other-parts.js';
import {
  openPackage,
  type Package,
  type Part,
  partPlace,
  relationships,
  relationshipsOf,
} from '../ooxml/package.js';
import {
  brokenParts,
  looseChannel,
  packageNames,
  partKind,
  partTypes,
  readXmlPart,
} from '../ooxml/package-story.js';
import { attributeText } from '../ooxml/xml-text.js';
import { walkXml } from '../ooxml/xml-walk.js';
import type { ZipEntry } from '../zip/central-directory.js';
import type { SlideSize } from './position.js';
import { readSlide } from './slide.js';

const OFFICE = 'application/vnd.openxmlformats-officedocument.presentationml';

export const format: Format = defineFormat({
  id: 'pptx',
  mediaTypes: [
    `${OFFICE}.presentation`,
    `${OFFICE}.slideshow`,
    `${OFFICE}.template`,
    'application/vnd.ms-powerpoint.presentation.macroEnabled.12',
    'application/vnd.ms-powerpoint.slideshow.macroEnabled.12',
    'application/vnd.ms-powerpoint.template.macroEnabled.12',
  ],

  /** Never rejects. `pptx/malformed-xml`: a part is broken; its text was read as far as it goes. */
  async extract({ bytes }, context) {
    const pack = openPackage(bytes, context);
    if (pack === undefined) {
      return unreadable('pptx/damaged', 'no part of the presentation could be found; get a complete copy');
    }
    return readPackage(bytes, pack);
  },
});

const SLIDE = /(?:^|\/)slides\/[^/]+\.xml$/i;

async function readPackage(bytes: Uint8Array, pack: Package): Promise<Extraction> {
  const types = await partTypes(pack);
  const { order, size } = await presentationOf(pack);
  const segments: Segment[] = packageNames(pack.structure);
  const diagnostics: Diagnostic[] = [];
  const others = new OtherParts();
  let units = 0;
  for (const entry of inOrder(pack.entries, order)) {
    const kind = partKind(entry, types);
    others.take(entry, kind);
    if (kind !== 'xml') continue;
    units++;
    const part = await pack.read(entry);
    if (part === undefined) continue;
    const read = readPart(part, order, size);
    for (const segment of read.segments) segments.push(segment);
    append(diagnostics, read.diagnostics);
  }
  return {
    segments,
    units: units + pack.unread.filter(({ part }) => part === '').length,
    unread: [...pack.unread, ...brokenParts(diagnostics)],
    diagnostics: [...pack.diagnostics, ...diagnostics, ...others.note('pptx')],
    children: others.children(bytes, pack),
  };
}

function readPart(
  part: Part,
  order: ReadonlyMap<string, number>,
  size: SlideSize | undefined,
): { readonly segments: readonly Segment[]; readonly diagnostics: readonly Diagnostic[] } {
  const { name } = part;
  if (/(?:^|\/)(?:slides|slideMasters|slideLayouts|notesSlides)\/[^/]+\.xml$/i.test(name)) {
    const { text } = decodeText(part.bytes);
    const { segments, fault } = readSlide(
      text,
      channelOf(name, text, order),
      { part: name },
      SLIDE.test(name) ? size : undefined,
    );
    return { segments, diagnostics: fault === undefined ? [] : [broken(name, fault)] };
  }
  const channel: Channel | undefined = /(?:^|\/)comments?\//i.test(name)
    ? 'comment'
    : /(?:^|\/)(?:notes|handout)Masters\//i.test(name)
      ? 'note'
      : undefined;
  // The text of a classic comment stands in no paragraph.
  const loose: Channel | undefined =
    channel === 'comment' ? 'comment' : /authors/i.test(name) ? 'metadata' : looseChannel(name);
  const options = {
    ...(channel === undefined ? {} : { channel }),
    ...(loose === undefined ? {} : { loose }),
  };
  return readXmlPart(part, options, 'pptx');
}

function channelOf(name: string, source: string, order: ReadonlyMap<string, number>): Channel {
  if (/(?:^|\/)notesSlides\//i.test(name)) return 'note';
  if (!SLIDE.test(name)) return 'body';
  // A slide that the presentation does not list was deleted by a tool that left it behind.
  if (order.size > 0 && !order.has(name.toLowerCase())) return 'deleted';
  return /<(?:[\w.-]+:)?sld\s[^>]*\sshow\s*=\s*["'](?:0|false)["']/.test(source.slice(0, 4096))
    ? 'hidden'
    : 'body';
}

function broken(part: string, offset: number): Diagnostic {
  return {
    code: 'pptx/malformed-xml',
    severity: 'warning',
    message: 'the XML of a part is broken; its text was read as far as it goes; mend the file and scan again',
    place: partPlace(part, offset),
  };
}

interface Presentation {
  /** Part name of a slide in lower case → position; empty when the presentation does not say. */
  readonly order: ReadonlyMap<string, number>;
  readonly size: SlideSize | undefined;
}

async function presentationOf(pack: Package): Promise<Presentation> {
  const order = new Map<string, number>();
  let size: SlideSize | undefined;
  const main = pack.entries.find(({ name }) => /(?:^|\/)presentation\d*\.xml$/i.test(name));
  const links = pack.entries.find(({ name }) => main !== undefined && name === relationshipsOf(main.name));
  const [presentation, rels] = [
    main === undefined ? undefined : await pack.read(main),
    links === undefined ? undefined : await pack.read(links),
  ];
  if (presentation === undefined || rels === undefined) return { order, size };
  const targets = new Map(relationships(rels.bytes, presentation.name).map(({ id, target }) => [id, target]));
  const source = decodeText(presentation.bytes).text;
  walkXml(source, {
    open(name, attributes) {
      if (name === 'sldSz') {
        const [width, height] = ['cx', 'cy'].map((one) => Number(attributeText(source, attributes, one)));
        if (width! > 0 && height! > 0) size = { width: width!, height: height! };
      }
      if (name !== 'sldId') return;
      // Two attributes are called id; the one of the relationship namespace is the second by habit, not by rule.
      for (const attribute of attributes) {
        if (attribute.name !== 'id') continue;
        const target = targets.get(attributeText(source, [attribute], 'id') ?? '');
        if (target !== undefined) order.set(target.toLowerCase(), order.size);
      }
    },
    close() {},
    text() {},
    rest() {},
  });
  return { order, size };
}

/** Slides as they are shown, then the rest as it is stored. */
function inOrder(entries: readonly ZipEntry[], order: ReadonlyMap<string, number>): ZipEntry[] {
  const rank = ({ name }: ZipEntry): number =>
    order.get(name.toLowerCase()) ?? (SLIDE.test(name) ? order.size : order.size + 1);
  return [...entries].sort((a, b) => rank(a) - rank(b));
}
