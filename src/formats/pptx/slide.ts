/** A slide: its text, and the text of shapes that are switched off or stand off the slide. */
import type { Channel, Segment } from '../../core/index.js';
import { Story, type StoryOptions } from '../ooxml/story.js';
import { attributeText } from '../ooxml/xml-text.js';
import { walkXml, type XmlHandler } from '../ooxml/xml-walk.js';
import { Positions, type SlideSize } from './position.js';

export interface SlideReading {
  readonly segments: Segment[];
  /** Offset of the first fault in the markup. */
  readonly fault: number | undefined;
}

/** Elements that `cNvPr` (name, `hidden`) describes. Source: ISO/IEC 29500-1, 19.3.1 and 20.1.2.2.8. */
const SHAPES: ReadonlySet<string> = new Set(['sp', 'grpSp', 'graphicFrame', 'pic', 'cxnSp', 'contentPart']);

/**
 * Linear in the source; never throws.
 *
 * @param channel Of what is shown. @param size undefined: shapes are not looked at for where they stand.
 */
export function readSlide(
  source: string,
  channel: Channel,
  options: StoryOptions,
  size?: SlideSize,
): SlideReading {
  const positions = size === undefined ? undefined : new Positions(size);
  const shown = new Story(source, { ...options, channel });
  const hidden = new Story(source, { ...options, channel: 'hidden' });
  /** Depths of the open shapes, and of the one that is switched off. */
  const shapes: number[] = [];
  let depth = 0;
  let off: number | undefined;
  /** Elements that the story of hidden text has open. */
  let inner = 0;
  const handler: XmlHandler = {
    open(name, attributes, start, end) {
      if (SHAPES.has(name)) {
        shapes.push(depth);
        positions?.enter();
      }
      depth++;
      const get = (attribute: string): string | undefined => attributeText(source, attributes, attribute);
      const switched =
        (name === 'cNvPr' && /^(?:1|true)$/.test(get('hidden') ?? '')) ||
        positions?.element(name, get) === true;
      if (off === undefined && switched) off = shapes.at(-1);
      if (off === undefined) shown.open(name, attributes, start, end);
      else {
        inner++;
        hidden.open(name, attributes, start, end);
      }
    },
    close(name) {
      depth--;
      positions?.close(name);
      if (inner > 0) {
        inner--;
        hidden.close(name);
      } else shown.close(name);
      if (shapes.at(-1) !== depth) return;
      shapes.pop();
      positions?.leave();
      if (off === depth) off = undefined;
    },
    text(start, end, raw) {
      (off === undefined ? shown : hidden).text(start, end, raw);
    },
    rest(start, end) {
      shown.rest(start, end);
    },
  };
  const fault = walkXml(source, handler);
  return { segments: [...shown.finish(), ...hidden.finish()], fault };
}
