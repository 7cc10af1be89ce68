/**
 * The content of a page, template, annotation or composite unit → ink in PDF user space.
 *
 * Source: GB/T 33190-2016, clauses 8.5 (graphic units), 9 (paths), 11 (text), 11.3 (TextCode: X, Y, DeltaX,
 * DeltaY with the `g count value` abbreviation). Lengths there are millimetres from the top left corner;
 * `Boundary` moves an object, `CTM` turns what is inside it. Fonts are not opened: widths that no delta gives
 * are half an em or a whole one, by script.
 */

import { plainText } from '../ooxml/xml-text.js';
import { walkXml, type XmlAttribute } from '../ooxml/xml-walk.js';
import { FALLBACK_FONT } from '../pdf/fonts.js';
import { type Matrix, multiply, transformBox } from '../pdf/geometry.js';
import type { Glyph, HiddenBy, PageInk } from '../pdf/ink.js';
import type { Fills } from './draw-params.js';
import { numberOr, numbers } from './package.js';
import { readPath } from './path.js';

/** Millimetres to points. */
export const POINTS: number = 72 / 25.4;
const MAX_COMPOSITES = 8;
const BLACK = '#000000';
/** In points: no eye reads less. */
const TINY = 0.6;

export interface ContentOptions {
  readonly ink: PageInk;
  /** From the content's own millimetres to user space. */
  readonly matrix: Matrix;
  readonly maxGlyphs: number;
  /** Composite units by id: the source from their start tag on. */
  readonly composites: ReadonlyMap<string, string>;
  readonly fills: Fills;
  /** Media files by id that hide what lies under them (no transparency). */
  readonly opaqueImages: ReadonlySet<string>;
  /** Element that holds the content; everything when missing. */
  readonly root?: string;
  readonly annotation?: boolean;
  readonly nested?: number;
  /** Units of composites that may still be walked; a bomb refers to a large one a thousand times. */
  readonly work: { left: number };
}

interface Level {
  readonly name: string;
  readonly matrix: Matrix;
  readonly hidden: HiddenBy | undefined;
  readonly active: boolean;
  /** Of objects that state no colour. */
  readonly fill: string | undefined;
}

interface TextObject {
  readonly size: number;
  readonly scale: number;
  readonly painted: boolean;
  colour: string | undefined;
  alpha: number;
  readonly codes: {
    text: string;
    x: number;
    y: number;
    dx: number[];
    dy: number[];
  }[];
}

interface PathObject {
  readonly stroke: boolean;
  readonly fill: boolean;
  colour: string | undefined;
  alpha: number;
  data: string;
}

/** Adds what `source` paints to the ink. Linear in the source; never throws. */
export function readContent(source: string, options: ContentOptions): void {
  const { ink } = options;
  const levels: Level[] = [
    {
      name: '',
      matrix: options.matrix,
      hidden: undefined,
      active: options.root === undefined,
      fill: BLACK,
    },
  ];
  let text: TextObject | undefined;
  let path: PathObject | undefined;
  let rootDone = false;
  walkXml(source, {
    open(name, attributes) {
      const outer = levels.at(-1)!;
      const get = (wanted: string): string | undefined => value(source, attributes, wanted);
      const isRoot = options.root === name && !rootDone;
      const active = outer.active || isRoot;
      if (isRoot) rootDone = true;
      let { matrix } = outer;
      let { hidden, fill } = outer;
      if (active && OBJECTS.has(name)) {
        matrix = placed(matrix, get('Boundary'), get('CTM'));
        const parameter = get('DrawParam');
        if (parameter !== undefined && options.fills.has(parameter)) fill = options.fills.get(parameter);
        if (get('Visible') === 'false') hidden ??= 'layer';
        if (alphaOf(get('Alpha')) === 0) hidden ??= 'alpha';
      }
      levels.push({ name, matrix, hidden, active, fill });
      if (!active) return;
      if (name === 'TextObject') text = newText(get, fill);
      else if (name === 'TextCode' && text !== undefined) newCode(text, get);
      else if (name === 'PathObject') path = newPath(get, fill);
      else if (name === 'ImageObject') {
        ink.images++;
        const box = boundaryBox(outer.matrix, get('Boundary'));
        const opaque = hidden === undefined && options.opaqueImages.has(get('ResourceID') ?? '');
        if (hidden === undefined && box !== undefined) {
          ink.paints.push({
            box,
            op: nextOp(ink),
            colour: undefined,
            opaque,
            image: true,
          });
        }
      } else if (name === 'CompositeObject') {
        const composite = options.composites.get(get('ResourceID') ?? '');
        const nested = (options.nested ?? 0) + 1;
        const { work } = options;
        if (composite === undefined) return;
        if (nested > MAX_COMPOSITES || work.left < composite.length) ink.truncated = true;
        else {
          work.left -= composite.length;
          const before = ink.glyphs.length;
          readContent(composite, {
            ...options,
            matrix,
            nested,
            root: 'CompositeGraphicUnit',
          });
          if (hidden !== undefined) for (const glyph of ink.glyphs.slice(before)) glyph.hiddenBy ??= hidden;
        }
      } else if (name === 'FillColor') {
        const target = outer.name === 'TextObject' ? text : outer.name === 'PathObject' ? path : undefined;
        if (target !== undefined) {
          target.colour = colourOf(get('Value'));
          target.alpha = Math.min(target.alpha, alphaOf(get('Alpha')));
        }
      } else if (/Shd$|^Pattern$/.test(name)) {
        if (text !== undefined) text.colour = undefined;
        if (path !== undefined) path.colour = undefined;
      }
    },
    close(name) {
      const level = levels.pop()!;
      if (!level.active) return;
      if (name === 'TextObject' && text !== undefined) {
        writeText(text, level, options);
        text = undefined;
      } else if (name === 'PathObject' && path !== undefined) {
        writePath(path, level, ink);
        path = undefined;
      }
    },
    text(start, end, raw) {
      const level = levels.at(-1)!;
      if (level.name === 'TextCode') {
        const code = text?.codes.at(-1);
        if (code !== undefined) code.text += raw ? source.slice(start, end) : plainText(source, start, end);
      } else if (level.name === 'AbbreviatedData' && path !== undefined) {
        path.data += source.slice(start, end);
      }
    },
    rest() {},
  });
}

const OBJECTS: ReadonlySet<string> = new Set([
  ...['TextObject', 'PathObject', 'ImageObject', 'CompositeObject', 'Appearance', 'Layer', 'PageBlock'],
]);

function value(source: string, attributes: readonly XmlAttribute[], name: string): string | undefined {
  const found = attributes.find((attribute) => attribute.name === name);
  return found === undefined ? undefined : plainText(source, found.start, found.end);
}

function placed(matrix: Matrix, boundary: string | undefined, ctm: string | undefined): Matrix {
  const [x = 0, y = 0] = boundary === undefined ? [] : numbers(boundary);
  const moved = x === 0 && y === 0 ? matrix : multiply(matrix, [1, 0, 0, 1, x, y]);
  if (ctm === undefined) return moved;
  const m = numbers(ctm);
  return m.length < 6 ? moved : multiply(moved, [m[0]!, m[1]!, m[2]!, m[3]!, m[4]!, m[5]!]);
}

function boundaryBox(
  matrix: Matrix,
  boundary: string | undefined,
): ReturnType<typeof transformBox> | undefined {
  const [x, y, width, height] = numbers(boundary ?? '');
  if (x === undefined || y === undefined || width === undefined || height === undefined) return undefined;
  return transformBox(matrix, x, y, x + width, y + height);
}

/** Order of painting, counted over everything that a page holds. */
function nextOp(ink: PageInk): number {
  return (ink.glyphs.at(-1)?.op ?? 0) + ink.paints.length + 1;
}

function newText(get: (name: string) => string | undefined, colour: string | undefined): TextObject {
  const number = (name: string, otherwise: number): number => {
    const found = numberOr(get(name), otherwise);
    return found > 0 ? found : otherwise;
  };
  return {
    size: number('Size', 4),
    scale: number('HScale', 1),
    painted: get('Fill') !== 'false' || get('Stroke') === 'true',
    colour,
    alpha: alphaOf(get('Alpha')),
    codes: [],
  };
}

/** A missing coordinate is the one of the `TextCode` before (11.3). */
function newCode(text: TextObject, get: (name: string) => string | undefined): void {
  const before = text.codes.at(-1);
  const number = (name: string, otherwise: number): number => numberOr(get(name), otherwise);
  text.codes.push({
    text: '',
    x: number('X', before?.x ?? 0),
    y: number('Y', before?.y ?? 0),
    dx: deltas(get('DeltaX')),
    dy: deltas(get('DeltaY')),
  });
}

/** Counts that a file states are capped: a text never has more characters than its source has units. */
const MAX_DELTAS = 100_000;

/** `3 g 4 2.5 3` → 3, 2.5, 2.5, 2.5, 2.5, 3. */
export function deltas(text: string | undefined): number[] {
  const list: number[] = [];
  if (text === undefined) return list;
  const words = text.trim().split(/\s+/);
  for (let i = 0; i < words.length && list.length < MAX_DELTAS; i++) {
    if (words[i] === 'g') {
      const count = Math.min(MAX_DELTAS - list.length, Math.trunc(Number(words[i + 1])) || 0);
      const step = numberOr(words[i + 2], 0);
      for (let n = 0; n < count; n++) list.push(step);
      i += 2;
    } else if (words[i] !== '') {
      list.push(numberOr(words[i], 0));
    }
  }
  return list;
}

function alphaOf(text: string | undefined): number {
  const found = Number(text ?? 255);
  return Number.isFinite(found) ? Math.max(0, Math.min(255, found)) : 255;
}

/** @returns `#rrggbb`, undefined for what is no plain grey or RGB. */
export function colourOf(text: string | undefined): string | undefined {
  if (text === undefined) return undefined;
  const parts = text
    .trim()
    .split(/\s+/, 5)
    .map((word) => (word.startsWith('#') ? Number.parseInt(word.slice(1), 16) : Number(word)));
  if (parts.some((part) => !Number.isFinite(part))) return undefined;
  const hex = (part: number): string =>
    Math.max(0, Math.min(255, Math.round(part)))
      .toString(16)
      .padStart(2, '0');
  if (parts.length === 1 && /^#[0-9a-f]{6}$/i.test(text.trim())) return text.trim().toLowerCase();
  if (parts.length === 1) return `#${hex(parts[0]!).repeat(3)}`;
  if (parts.length === 3) return `#${parts.map(hex).join('')}`;
  if (parts.length !== 4) return undefined;
  const black = 1 - parts[3]! / 255;
  return `#${parts
    .slice(0, 3)
    .map((part) => hex(255 * (1 - part / 255) * black))
    .join('')}`;
}

function writeText(
  text: TextObject,
  level: Level,
  { ink, maxGlyphs, annotation = false }: ContentOptions,
): void {
  const { matrix } = level;
  const op = nextOp(ink);
  const faint = text.alpha <= 5 ? 'alpha' : undefined;
  const hidden: HiddenBy | undefined = level.hidden ?? faint ?? (text.painted ? undefined : 'mode');
  for (const code of text.codes) {
    const characters = [...(/^[\r\n]/.test(code.text) ? code.text.trim() : code.text)];
    const vertical = code.dx.every((step) => step === 0) && code.dy.some((step) => step !== 0);
    let { x, y } = code;
    for (let i = 0; i < characters.length; i++) {
      if (ink.glyphs.length >= maxGlyphs) {
        ink.truncated = true;
        return;
      }
      const character = characters[i]!;
      const natural = widthOf(character) * text.size * text.scale;
      const stepX = code.dx[i] ?? code.dx.at(-1) ?? (code.dy.length > 0 ? 0 : natural);
      const stepY = code.dy[i] ?? code.dy.at(-1) ?? 0;
      if (character >= ' ') {
        const along = Math.abs(vertical ? stepY : stepX);
        const width = vertical
          ? Math.min(along, text.size)
          : Math.min(along > 0.2 * natural ? along : natural, 1.15 * natural);
        ink.glyphs.push(
          glyphOf(character, x, y, width, vertical, {
            text,
            matrix,
            op,
            hidden,
            annotation,
          }),
        );
      }
      x += stepX;
      y += stepY;
    }
  }
}

interface GlyphContext {
  readonly text: TextObject;
  readonly matrix: Matrix;
  readonly op: number;
  readonly hidden: HiddenBy | undefined;
  readonly annotation: boolean;
}

function glyphOf(
  character: string,
  x: number,
  y: number,
  width: number,
  vertical: boolean,
  { text, matrix: m, op, hidden, annotation }: GlyphContext,
): Glyph {
  const { size, scale } = text;
  const [ax, ay] = vertical ? [m[2], m[3]] : [m[0], m[1]];
  const along = Math.hypot(ax, ay) || 1e-9;
  const across = vertical ? Math.hypot(m[0], m[1]) : Math.hypot(m[2], m[3]);
  const points = size * across;
  const natural = widthOf(character) * size * scale;
  // A column is measured from the top of each character, along the middle of it.
  const [px, py] = vertical ? [x + natural / 2, y - 0.88 * size] : [x, y];
  const box = vertical
    ? transformBox(m, x, y - 0.88 * size, x + natural, y + 0.12 * size)
    : transformBox(m, x, y - 0.88 * size, x + width, y + 0.12 * size);
  return {
    text: character === '\u00a0' ? ' ' : character,
    box,
    x: m[0] * px + m[2] * py + m[4],
    y: m[1] * px + m[3] * py + m[5],
    dx: ax / along,
    dy: ay / along,
    advance: width * along,
    size: points,
    font: FALLBACK_FONT,
    op,
    colour: text.colour,
    hiddenBy: hidden ?? (points < TINY ? 'size' : undefined),
    annotation,
    pattern: false,
  };
}

/** In em: Latin letters and digits take about half of what a Chinese character does. */
function widthOf(character: string): number {
  const code = character.codePointAt(0)!;
  return code < 0x2e80 || (code >= 0xff61 && code <= 0xffdc) ? 0.5 : 1;
}

function newPath(get: (name: string) => string | undefined, colour: string | undefined): PathObject {
  return {
    stroke: get('Stroke') !== 'false',
    fill: get('Fill') === 'true',
    colour,
    alpha: alphaOf(get('Alpha')),
    data: '',
  };
}

function writePath(path: PathObject, { matrix, hidden }: Level, ink: PageInk): void {
  if (hidden !== undefined || (!path.fill && !path.stroke) || path.alpha <= 5) return;
  const { box, rectangle, rules, curves } = readPath(path.data, matrix);
  ink.outlines += curves;
  if (path.stroke) for (const rule of rules) ink.rules.push(rule);
  if (!path.fill || box === undefined) return;
  const [width, height] = [box[2] - box[0], box[3] - box[1]];
  // Ruling lines are often drawn as thin boxes.
  if (height <= 2 && width > 4 * height) {
    ink.rules.push({
      horizontal: true,
      at: (box[1] + box[3]) / 2,
      from: box[0],
      to: box[2],
    });
  } else if (width <= 2 && height > 4 * width) {
    ink.rules.push({
      horizontal: false,
      at: (box[0] + box[2]) / 2,
      from: box[1],
      to: box[3],
    });
  }
  const opaque = rectangle && path.alpha >= 250;
  ink.paints.push({
    box,
    op: nextOp(ink),
    colour: path.colour,
    opaque,
    image: false,
  });
}
