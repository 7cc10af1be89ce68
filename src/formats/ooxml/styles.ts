/** Styles whose text Word hides (`w:vanish`), also by inheritance. */
import { decodeText } from '../../text/decode.js';
import { attributeText } from './xml-text.js';
import { walkXml } from './xml-walk.js';

interface Style {
  base: string | undefined;
  vanish: boolean | undefined;
}

/** @param bytes `word/styles.xml`. @returns Ids of the hidden styles. */
export function hiddenStyles(bytes: Uint8Array): Set<string> {
  const { text } = decodeText(bytes);
  const styles = new Map<string, Style>();
  const path: string[] = [];
  let style: Style | undefined;
  walkXml(text, {
    open(name, attributes) {
      const parent = path.at(-1);
      const value = (attribute: string): string | undefined => attributeText(text, attributes, attribute);
      path.push(name);
      if (name === 'style') {
        style = { base: undefined, vanish: undefined };
        styles.set(value('styleId') ?? '', style);
      } else if (style !== undefined && name === 'basedOn') style.base = value('val');
      else if (style !== undefined && name === 'vanish' && parent === 'rPr') {
        style.vanish = !['0', 'false', 'off'].includes(value('val') ?? '1');
      }
    },
    close(name) {
      path.pop();
      if (name === 'style') style = undefined;
    },
    text() {},
    rest() {},
  });
  const hidden = new Set<string>();
  for (const id of styles.keys()) {
    let at = styles.get(id);
    // Word allows 11 levels; a circle ends here as well.
    for (let level = 0; at !== undefined && at.vanish === undefined && level < 12; level++) {
      at = at.base === undefined ? undefined : styles.get(at.base);
    }
    if (at?.vanish === true) hidden.add(id);
  }
  return hidden;
}
