/** What the tests of PDF redaction share. */
import { latin1 } from '../../text/latin1.js';
import { readOperators, stringBytes } from './content.js';
import { openObjects } from './document.js';

/** Everything that a file says: its bytes, strings, names, streams, shown text; digits only where a value is digits. */
export async function everything(bytes: Uint8Array): Promise<string> {
  const objects = await openObjects(bytes);
  const { lib } = objects;
  const texts = [latin1(bytes)];
  const add = (object: unknown): void => {
    if (object instanceof lib.PDFString || object instanceof lib.PDFHexString)
      texts.push(object.decodeText());
    else if (object instanceof lib.PDFName) texts.push(object.decodeText());
    else if (object instanceof lib.PDFArray) object.asArray().forEach(add);
    else if (object instanceof lib.PDFDict) {
      for (const [name, value] of object.entries()) {
        add(name);
        add(value);
      }
    } else if (object instanceof lib.PDFRawStream) {
      add(object.dict);
      let data: Uint8Array;
      try {
        data = objects.decode(object);
      } catch {
        return;
      }
      texts.push(latin1(data), latin1(data).replaceAll('\0', ''));
      let shown = '';
      for (const { operands } of readOperators(data)) {
        for (const token of operands) if (token.kind === 'string') shown += latin1(stringBytes(data, token));
      }
      texts.push(shown.replaceAll('\0', ''));
    }
  };
  for (const [, object] of objects.context.enumerateIndirectObjects()) add(object);
  return texts.join('\n');
}
