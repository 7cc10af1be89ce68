/**
 * XML of any schema → segments: running text, attribute values, comments, and what a parser would drop.
 *
 * Entities of a document type are never expanded; their declarations are read as text where they stand.
 */
import type { Channel, Segment } from '../../core/index.js';
import { isInteresting } from './interest.js';
import type { PartSource } from './lane.js';
import { Scribe } from './scribe.js';
import { emitText, plainText } from './xml-text.js';
import { walkXml, type XmlAttribute } from './xml-walk.js';

export interface AnyXmlOptions {
  /** Of the running text; `body` by default. */
  readonly channel?: Channel;
  readonly label?: string;
  /** Puts the name of an element before its text, so that it counts as the label that it is. Default true. */
  readonly names?: boolean;
  /** Elements that never end a block. */
  readonly inline?: ReadonlySet<string>;
  /** Elements whose own text is data of the producer: ids, numbers, base64. */
  readonly skip?: ReadonlySet<string>;
  /** Attributes that are data of the producer. */
  readonly technical?: ReadonlySet<string>;
}

export interface AnyXml {
  readonly segments: readonly Segment[];
  /** Offset of the first fault in the markup. */
  readonly fault: number | undefined;
}

const NONE: ReadonlySet<string> = new Set();

/** What the elements hold, by their number in order of their start tags. */
interface Shape {
  /** Text of their own that is more than white space. */
  readonly text: readonly boolean[];
  readonly leaf: readonly boolean[];
}

/** Linear in the source; never throws. */
export function readAnyXml(source: PartSource, options: AnyXmlOptions = {}): AnyXml {
  const { channel = 'body', label = '', names = true, inline = NONE, skip = NONE } = options;
  const xml = source.source;
  const shape = shapeOf(xml);
  const scribe = new Scribe(source, channel, label);
  const stack: { name: string; index: number; block: boolean }[] = [];
  let count = 0;
  const fault = walkXml(xml, {
    open(name, attributes) {
      const parent = stack.at(-1);
      const block = !inline.has(name) && !(parent !== undefined && shape.text[parent.index] === true);
      if (block) scribe.endParagraph();
      writeAttributes(scribe, xml, attributes, options.technical);
      stack.push({ name, index: count++, block });
    },
    close() {
      if (stack.pop()?.block === true) scribe.endParagraph();
    },
    text(start, end, raw) {
      const element = stack.at(-1);
      if (element !== undefined) {
        if (skip.has(element.name) || shape.text[element.index] !== true) return;
        const announces = names && element.block && shape.leaf[element.index] === true;
        if (announces && !scribe.inParagraph) scribe.insert(`${element.name}：`);
      }
      emitText(xml, start, end, raw, scribe);
    },
    rest: (start, end) => writeRest(scribe, xml, start, end),
  });
  return { segments: scribe.flush(), fault };
}

/** Values worth a look, one line each, by attribute name. */
export function writeAttributes(
  scribe: Scribe,
  source: string,
  attributes: readonly XmlAttribute[],
  technical: ReadonlySet<string> = NONE,
): void {
  for (const { name, start, end } of attributes) {
    if (technical.has(name) || !isInteresting(name, plainText(source, start, end))) continue;
    const channel = name === 'href' ? 'link' : 'attribute';
    emitText(source, start, end, false, scribe.values.line(channel, name));
  }
}

/** Comments, processing instructions, document types, broken markup. */
export function writeRest(scribe: Scribe, source: string, start: number, end: number): void {
  if (/^\??(?:xml|mso-application)\s/.test(source.slice(start, start + 20))) return;
  const comment = source.startsWith('<!--', start - 4);
  emitText(source, start, end, true, scribe.values.line(comment ? 'comment' : 'residue', ''));
}

function shapeOf(xml: string): Shape {
  const text: boolean[] = [];
  const leaf: boolean[] = [];
  const stack: number[] = [];
  walkXml(xml, {
    open() {
      const parent = stack.at(-1);
      if (parent !== undefined) leaf[parent] = false;
      stack.push(text.length);
      text.push(false);
      leaf.push(true);
    },
    close() {
      stack.pop();
    },
    text(start, end) {
      const element = stack.at(-1);
      if (element === undefined || text[element] === true) return;
      for (let i = start; i < end; i++) {
        if (xml.charCodeAt(i) > 32) {
          text[element] = true;
          return;
        }
      }
    },
    rest() {},
  });
  return { text, leaf };
}
