/**
 * Windows metafiles (EMF, EMF+, WMF): the texts that they draw, and the bitmaps in them.
 *
 * Tables that were pasted as pictures and previews of embedded objects are stored so. Places are offsets into the text that is
 * put together here.
 */
import {
  type Child,
  type Diagnostic,
  defineFormat,
  type ExtractContext,
  type Format,
  LineIndex,
  type Unread,
  wholeSource,
} from '../../core/index.js';
import type { Drawing } from './drawing.js';
import { readEmf } from './emf.js';
import { textOf } from './lines.js';
import { readWmf } from './wmf.js';

const MESSAGES = {
  'metafile/damaged': 'the drawing is damaged or cut off; what could be read is reported: look at it',
  'metafile/glyphs': 'text that the drawing holds as numbers of glyphs was not read; look at it',
  'metafile/limit':
    'a bitmap in a drawing was not opened: a limit is reached (limits "entries", "unpackedBytes")',
} as const;
type Code = keyof typeof MESSAGES;

export const format: Format = defineFormat({
  id: 'metafile',
  mediaTypes: ['image/emf', 'image/wmf'],

  /** Never rejects. */
  async extract({ bytes, embedded }, context) {
    const drawing = bytes[0] === 1 && bytes[1] === 0 && bytes[2] === 0 ? readEmf(bytes) : readWmf(bytes);
    const diagnostics: Diagnostic[] = [];
    const unread: Unread[] = [];
    const miss = (code: Code): void => {
      diagnostics.push({ code, severity: embedded === true ? 'info' : 'warning', message: MESSAGES[code] });
      if (embedded !== true) unread.push({ part: '', code });
    };
    if (drawing.damaged) miss('metafile/damaged');
    if (drawing.glyphs > 0) {
      diagnostics.push({
        code: 'metafile/glyphs',
        severity: 'warning',
        message: MESSAGES['metafile/glyphs'],
      });
      unread.push({ part: '', code: 'metafile/glyphs' });
    }
    const text = textOf(drawing.texts);
    return {
      segments: text === '' ? [] : [wholeSource(text, 'body', '', new LineIndex(text))],
      units: 1,
      unread,
      diagnostics,
      ...(drawing.bitmaps.length > 0 ? { children: bitmaps(drawing, context) } : {}),
    };
  },
});

async function* bitmaps(
  { bitmaps: all }: Drawing,
  { limits, budget }: ExtractContext,
): AsyncGenerator<Child> {
  for (const [i, bytes] of all.entries()) {
    const name = `picture-${i + 1}.bmp`;
    if (i < limits.entries && budget.claim(bytes.length)) {
      yield { artifact: { name, bytes, embedded: true } };
      continue;
    }
    const code = 'metafile/limit';
    yield {
      diagnostic: { code, severity: 'warning', message: MESSAGES[code] },
      unread: { part: name, code },
    };
  }
}
