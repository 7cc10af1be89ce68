/** Cell formats that show nothing: white letters on no fill, and number formats with empty sections. Source: ISO/IEC 29500-1, 18.8. */
import { attributeText } from '../ooxml/xml-text.js';
import { walkXml, type XmlAttribute } from '../ooxml/xml-walk.js';

/** Theme colour 0 is the background of a sheet (`lt1`); indexed colours 1 and 9 are white. */
const WHITE_THEME = '0';
const WHITE_INDEXES: ReadonlySet<string> = new Set(['1', '9', '65']);
const MAX_FORMATS = 70_000;

/**
 * @param source `xl/styles.xml`.
 * @returns Indexes into `cellXfs`.
 */
export function concealingStyles(source: string): ReadonlySet<number> {
  const formats = new Set<string>();
  const whiteFonts: boolean[] = [];
  const plainFills: boolean[] = [];
  const concealing = new Set<number>();
  const path: string[] = [];
  let count = 0;
  const value = (attributes: readonly XmlAttribute[], name: string): string | undefined =>
    attributeText(source, attributes, name);
  const isWhite = (attributes: readonly XmlAttribute[]): boolean =>
    /^(?:FF|00)?FFFFFF$/i.test(value(attributes, 'rgb') ?? '') ||
    (value(attributes, 'theme') === WHITE_THEME && Number(value(attributes, 'tint') ?? '0') >= 0) ||
    WHITE_INDEXES.has(value(attributes, 'indexed') ?? '');
  walkXml(source, {
    open(name, attributes) {
      const parent = path.at(-1);
      path.push(name);
      if (name === 'numFmt') {
        const code = value(attributes, 'formatCode') ?? '';
        if (/^;;;?$/.test(code.replace(/\[[^\]]*\]|"\s*"|\s/g, '')))
          formats.add(value(attributes, 'numFmtId') ?? '');
      } else if (name === 'font' && parent === 'fonts') whiteFonts.push(false);
      else if (name === 'color' && parent === 'font' && path.at(-3) === 'fonts') {
        whiteFonts[whiteFonts.length - 1] = isWhite(attributes);
      } else if (name === 'fill' && parent === 'fills') plainFills.push(true);
      else if (name === 'patternFill' && path.at(-3) === 'fills') {
        plainFills[plainFills.length - 1] = /^none$/i.test(value(attributes, 'patternType') ?? 'none');
      } else if (name === 'fgColor' && path.at(-4) === 'fills' && isWhite(attributes)) {
        plainFills[plainFills.length - 1] = true;
      } else if (name === 'gradientFill' && path.at(-3) === 'fills')
        plainFills[plainFills.length - 1] = false;
      else if (name === 'xf' && parent === 'cellXfs' && count < MAX_FORMATS) {
        const font = Number(value(attributes, 'fontId') ?? '0');
        const fill = Number(value(attributes, 'fillId') ?? '0');
        const white = whiteFonts[font] === true && plainFills[fill] !== false;
        if (white || formats.has(value(attributes, 'numFmtId') ?? '')) concealing.add(count);
        count++;
      }
    },
    close() {
      path.pop();
    },
    text() {},
    rest() {},
  });
  return concealing;
}
