/** Looks for numbers in every object of a written file, also where no reader of pages looks. */
import { latin1 } from '../../text/latin1.js';
import { occurrences } from '../proof.js';
import { readOperators, stringBytes } from './content.js';
import { openObjects, type PDFRawStream, type PdfObjects } from './document.js';

/** Streams that hold no text. */
const BINARY = /^(?:FontFile\d?|DestOutputProfile|ICCBased|SMask|Mask|JBIG2Globals)$/;

/** @returns How many of the numbers stand in it. */
export async function sweep(bytes: Uint8Array, numbers: ReadonlySet<string>): Promise<number> {
  if (numbers.size === 0) return 0;
  const objects = await openObjects(bytes);
  const { lib } = objects;
  let found = 0;
  const look = (text: string): void => {
    for (const _ of occurrences(text, numbers)) found++;
  };
  for (const [, object] of objects.context.enumerateIndirectObjects()) {
    if (objects.isString(object)) look(object.decodeText());
  }
  objects.walk((object, key) => {
    if (object instanceof lib.PDFRawStream) {
      if (!BINARY.test(key)) for (const text of streamTexts(objects, object)) look(text);
    } else if (object instanceof lib.PDFArray) {
      for (const item of object.asArray()) if (objects.isString(item)) look(item.decodeText());
    } else lookInDict(objects, object.entries(), look);
    if (object instanceof lib.PDFRawStream) lookInDict(objects, object.dict.entries(), look);
  });
  return found;
}

function lookInDict(
  objects: PdfObjects,
  entries: ReturnType<import('./document.js').PDFDict['entries']>,
  look: (text: string) => void,
): void {
  for (const [name, value] of entries) {
    look(name.decodeText());
    if (objects.isString(value)) look(value.decodeText());
    else if (value instanceof objects.lib.PDFName) look(value.decodeText());
  }
}

/** The stream as bytes, and the strings of its text operators joined, one and two bytes a character. */
function streamTexts(objects: PdfObjects, stream: PDFRawStream): string[] {
  if (objects.nameText(stream.dict.get(objects.name('Subtype'))) === 'Image') return [];
  let bytes: Uint8Array;
  try {
    bytes = objects.decode(stream);
  } catch {
    return [];
  }
  const kind = objects.nameText(stream.dict.get(objects.name('Type')));
  const texts = [latin1(bytes), latin1(bytes).replaceAll('\0', '')];
  if (kind === 'Metadata' || kind === 'EmbeddedFile') return texts;
  let shown = '';
  for (const { name, operands } of readOperators(bytes)) {
    if (name !== 'Tj' && name !== 'TJ' && name !== "'" && name !== '"') continue;
    for (const token of operands) if (token.kind === 'string') shown += latin1(stringBytes(bytes, token));
    // Operators are parted: digits of two cells are no number.
    shown += ' ';
  }
  return [...texts, shown.replaceAll('\0', '')];
}
