/** Comments and threaded comments of a sheet; their places are the cells they hang on. */
import type { Segment } from '../../core/index.js';
import { Story } from '../ooxml/story.js';
import { attributeText, plainText } from '../ooxml/xml-text.js';
import { walkXml } from '../ooxml/xml-walk.js';
import { parseReference, type SheetId, SheetText } from '../sheet/sheet-text.js';
import { unescapeText } from './cell-value.js';

/** @returns Segments, and the offset of the first fault in the markup. */
export function readComments(
  source: string,
  sheet: SheetId,
): { segments: Segment[]; fault: number | undefined } {
  const story = new Story(source, { part: sheet.part });
  const comments = new SheetText();
  const path: string[] = [];
  let ref = '';
  let text: string | undefined;
  const fault = walkXml(source, {
    open(name, attributes, start, end) {
      path.push(name);
      if (name === 'comment' || name === 'threadedComment') {
        ref = attributeText(source, attributes, 'ref') ?? '';
        text = '';
      }
      story.open(name, attributes, start, end);
    },
    close(name) {
      path.pop();
      if ((name === 'comment' || name === 'threadedComment') && text !== undefined) {
        comments.endRow();
        const { row, column } = parseReference(ref) ?? { row: 0, column: 0 };
        if (text.trim() !== '') comments.add(unescapeText(text), row, column);
        text = undefined;
      }
      story.close(name);
    },
    text(start, end, raw) {
      const name = path.at(-1);
      if (text === undefined || (name !== 't' && name !== 'text')) story.text(start, end, raw);
      else if (name === 't' || source.slice(start, end).trim() !== '') {
        text += raw ? source.slice(start, end) : plainText(source, start, end);
      }
    },
    rest: (start, end) => story.rest(start, end),
  });
  const segment = comments.flush(sheet, 'comment', { grid: false });
  return { segments: [...(segment === undefined ? [] : [segment]), ...story.finish()], fault };
}
