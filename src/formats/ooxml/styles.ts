/** Styles of Word: what they hide, colour, shade and number, also by inheritance. Source: ISO/IEC 29500-1, 17.7. */
import { decodeText } from '../../text/decode.js';
import { letterColour, shadeColour } from './ground.js';
import { attributeText } from './xml-text.js';
import { walkXml, type XmlAttribute } from './xml-walk.js';

/** What a style says; undefined: nothing. Colours are `RRGGBB`, `auto` for automatic ones and `none` for no paint. */
export interface WordStyle {
  hidden?: boolean;
  letters?: string;
  /** Behind the letters. */
  shade?: string;
  /** Behind the paragraph. */
  block?: string;
  numId?: string;
  level?: number;
  /** Of a table: some part of it may be painted. */
  paints?: boolean;
}

export interface WordStyles {
  /** Of every style by its id, what it inherits included. */
  readonly byId: ReadonlyMap<string, WordStyle>;
  /** Of paragraphs that name no style. */
  readonly paragraph: WordStyle;
  /** What holds where no style says anything. */
  readonly defaults: WordStyle;
}

interface Raw {
  readonly own: WordStyle;
  base: string | undefined;
}

const OFF: ReadonlySet<string> = new Set(['0', 'false', 'off']);
/** Word allows 11; a circle ends here as well. */
const MAX_LEVELS = 12;

/** @param bytes `word/styles.xml`, or a document in one file. */
export function readStyles(bytes: Uint8Array): WordStyles {
  const { text } = decodeText(bytes);
  const raw = new Map<string, Raw>();
  const path: string[] = [];
  const defaults: WordStyle = {};
  let first: string | undefined;
  let style: Raw | undefined;
  walkXml(text, {
    open(name, attributes) {
      const parent = path.at(-1) ?? '';
      path.push(name);
      if (name === 'style') {
        const value = (attribute: string): string | undefined => attributeText(text, attributes, attribute);
        style = { own: {}, base: undefined };
        const id = value('styleId') ?? '';
        raw.set(id, style);
        if (value('type') === 'paragraph' && ['1', 'true', 'on'].includes(value('default') ?? ''))
          first ??= id;
      } else if (style === undefined) {
        if (path.includes('rPrDefault')) property(text, defaults, name, parent, attributes);
      } else if (name === 'basedOn') style.base = attributeText(text, attributes, 'val');
      else if (path.includes('tblStylePr') || parent === 'tcPr' || parent === 'tblPr') {
        if (name === 'shd') style.own.paints = true;
      } else property(text, style.own, name, parent, attributes);
    },
    close(name) {
      path.pop();
      if (name === 'style') style = undefined;
    },
    text() {},
    rest() {},
  });
  const byId = new Map<string, WordStyle>();
  for (const id of raw.keys()) {
    const merged: WordStyle = {};
    let at = raw.get(id);
    for (let level = 0; at !== undefined && level < MAX_LEVELS; level++) {
      inherit(merged, at.own);
      at = at.base === undefined ? undefined : raw.get(at.base);
    }
    byId.set(id, merged);
  }
  return { byId, paragraph: byId.get(first ?? '') ?? {}, defaults };
}

function property(
  text: string,
  style: WordStyle,
  name: string,
  parent: string,
  attributes: readonly XmlAttribute[],
): void {
  const value = (attribute: string): string | undefined => attributeText(text, attributes, attribute);
  const shade = (): string => shadeColour(value('val'), value('color'), value('fill')) ?? 'none';
  if (parent === 'rPr') {
    if (name === 'vanish') style.hidden = !OFF.has(value('val') ?? '1');
    else if (name === 'color') style.letters = letterColour(value('val')) ?? 'auto';
    else if (name === 'shd') style.shade = shade();
  } else if (parent === 'pPr' && name === 'shd') style.block = shade();
  else if (name === 'numId' || name === 'ilfo') style.numId = value('val') ?? '0';
  else if (name === 'ilvl') style.level = Number(value('val') ?? 0);
}

/** What is nearer stays. */
function inherit(style: WordStyle, base: WordStyle): void {
  for (const [key, value] of Object.entries(base)) {
    if (style[key as keyof WordStyle] === undefined) Object.assign(style, { [key]: value });
  }
}
