/**
 * Cell formats that keep something from the reader: letters in the colour of their ground, and number formats that
 * leave digits out. Source: ISO/IEC 29500-1, 18.8.
 */

import { attributeText } from '../ooxml/xml-text.js';
import { walkXml, type XmlAttribute } from '../ooxml/xml-walk.js';
import { BLACK, indexedColour, sameColour, themeColour, WHITE } from '../sheet/colours.js';
import { type CellLook, ConditionSteps, type FormatChange } from '../sheet/conditional-formats.js';
import { type Unshown, unshownBy } from '../sheet/number-format.js';

export interface CellStyles {
  /** `cellXfs` that keep something from the reader, by their index. */
  readonly unshown: ReadonlyMap<number, Unshown>;
  /** All `cellXfs`. */
  readonly formats: readonly CellLook[];
  /** Of the workbook's conditional formats, what is left. */
  readonly steps: ConditionSteps;
  /** `dxfs`. */
  readonly changes: readonly FormatChange[];
}

export const PLAIN_FORMAT: { readonly letters: string; readonly ground: string } = {
  letters: BLACK,
  ground: WHITE,
};

type Writable<T> = { -readonly [K in keyof T]: T[K] };

const MAX_FORMATS = 70_000;
/** Gradients and patterns: letters are seen on them. */
const PATTERN = 'pattern';

/** @param source `xl/styles.xml`. */
export function readStyles(source: string): CellStyles {
  const codes = new Map<string, Unshown>();
  const fonts: string[] = [];
  const fills: string[] = [];
  const formats: CellLook[] = [];
  const unshown = new Map<number, Unshown>();
  const changes: Writable<FormatChange>[] = [];
  const path: string[] = [];
  const value = (attributes: readonly XmlAttribute[], name: string): string | undefined =>
    attributeText(source, attributes, name);
  const number = (attributes: readonly XmlAttribute[], name: string): number =>
    Number(value(attributes, name) ?? '0');

  const colour = (attributes: readonly XmlAttribute[]): string => {
    const rgb = value(attributes, 'rgb');
    if (rgb !== undefined) return rgb.slice(-6).toUpperCase();
    const theme = value(attributes, 'theme');
    if (theme !== undefined) return themeColour(Number(theme), number(attributes, 'tint'));
    const index = value(attributes, 'indexed');
    return index === undefined ? BLACK : indexedColour(Number(index));
  };

  const openFont = (name: string, attributes: readonly XmlAttribute[], parent: string | undefined): void => {
    if (name === 'font') fonts.push(PLAIN_FORMAT.letters);
    else if (name === 'color' && parent === 'font') fonts[fonts.length - 1] = colour(attributes);
  };
  const openFill = (name: string, attributes: readonly XmlAttribute[]): void => {
    if (name === 'fill') fills.push(PLAIN_FORMAT.ground);
    else if (name === 'gradientFill') fills[fills.length - 1] = PATTERN;
    else if (name === 'patternFill') {
      const pattern = value(attributes, 'patternType') ?? 'none';
      if (pattern !== 'none') fills[fills.length - 1] = pattern === 'solid' ? BLACK : PATTERN;
    } else if (name === 'fgColor' && fills.at(-1) !== PATTERN && fills.at(-1) !== PLAIN_FORMAT.ground) {
      fills[fills.length - 1] = colour(attributes);
    }
  };
  const openChange = (
    name: string,
    attributes: readonly XmlAttribute[],
    parent: string | undefined,
  ): void => {
    const change = changes.at(-1);
    if (name === 'dxf') changes.push({});
    else if (change === undefined) return;
    else if (name === 'numFmt') {
      const hides = unshownBy(value(attributes, 'formatCode') ?? '');
      if (hides !== undefined) change.unshown = hides;
    } else if (name === 'color' && parent === 'font') change.letters = colour(attributes);
    // The fill of a change is its background colour, unlike that of a cell.
    else if (name === 'bgColor') change.ground = colour(attributes);
    else if (name === 'gradientFill') change.ground = PATTERN;
  };
  const addFormat = (attributes: readonly XmlAttribute[]): void => {
    const letters = fonts[number(attributes, 'fontId')] ?? PLAIN_FORMAT.letters;
    const ground = fills[number(attributes, 'fillId')] ?? PLAIN_FORMAT.ground;
    const hides = sameColour(letters, ground) ? 'all' : codes.get(value(attributes, 'numFmtId') ?? '');
    if (hides !== undefined) unshown.set(formats.length, hides);
    formats.push({ letters, ground });
  };

  walkXml(source, {
    open(name, attributes) {
      const parent = path.at(-1);
      path.push(name);
      const list = path[1];
      if (list === 'numFmts' && name === 'numFmt') {
        const hides = unshownBy(value(attributes, 'formatCode') ?? '');
        if (hides !== undefined) codes.set(value(attributes, 'numFmtId') ?? '', hides);
      } else if (list === 'fonts') openFont(name, attributes, parent);
      else if (list === 'fills') openFill(name, attributes);
      else if (list === 'dxfs' && changes.length < MAX_FORMATS) openChange(name, attributes, parent);
      else if (list === 'cellXfs' && name === 'xf' && formats.length < MAX_FORMATS) addFormat(attributes);
    },
    close() {
      path.pop();
    },
    text() {},
    rest() {},
  });
  return { unshown, formats, changes, steps: new ConditionSteps() };
}
