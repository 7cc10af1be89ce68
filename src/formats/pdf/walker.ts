/**
 * Walks an operator list of pdf.js and notes what it paints.
 *
 * `getTextContent` gives one width for an item of many glyphs and drops text outside the crop box; spread
 * evenly, its digits are up to 27 pt off. The operator list has every glyph, width and state, and agrees with
 * other engines to 0.003 pt. Source: ISO 32000-1:2008, 8.4 (graphics state), 9.3 and 9.4 (text).
 */
import type { PathBuffer } from './canvas.js';
import type { Font } from './fonts.js';
import {
  type Box,
  coverage,
  IDENTITY,
  intersect,
  type Matrix,
  matrixOf,
  multiply,
  transformBox,
} from './geometry.js';
import { glyphText, unprintable } from './glyph-text.js';
import type { Glyph, HiddenBy, InkTrace, PageInk } from './ink.js';
import { imageBox, notePicture, type PathPaint, readPath } from './paths.js';
import {
  colourOf,
  FAINT,
  type GroupOptions,
  initial,
  MAX_DEPTH,
  type PdfJsGlyph,
  SOLID,
  type State,
  UNPRINTABLE_SHARE,
} from './state.js';

export interface OperatorList {
  readonly fnArray: ArrayLike<number>;
  readonly argsArray: ArrayLike<unknown>;
}

export interface WalkOptions {
  /** Operator codes of this version of pdf.js, by name. */
  readonly ops: Readonly<Record<string, number>>;
  readonly font: (name: string) => Font;
  /** Whether a layer (the argument of a BDC operator) is on. */
  readonly visible: (layer: unknown) => boolean;
  /** The page's crop box. */
  readonly view: Box;
  /** Points per unit of user space, 1 unless the page says otherwise. */
  readonly userUnit: number;
  readonly maxGlyphs: number;
  readonly trace?: InkTrace | undefined;
  /** Is told of every path that is shown, in paint order. @param evenOdd How its inside is told. */
  readonly shape?: (path: PathBuffer, paint: PathPaint, evenOdd: boolean) => void;
}

/** Ideographs of half their width, from which on a font's map is false: digits are that narrow. */
const NARROW = 6;

/** Ideographs fill a square; the width that a page states for its glyph is that of a digit or letter. */
function isNarrow(glyph: PdfJsGlyph, font: Font): boolean {
  const width = glyph.width * font.scale;
  return !font.vertical && width > 0.2 && width < 0.62;
}

/** Notes everything that a page paints. Linear in the operator list. @param base From the list's units to user space. */
export function walk(list: OperatorList, options: WalkOptions, base: Matrix = IDENTITY): PageInk {
  const walker = new Walker(options);
  walker.run(list, base);
  return walker.finish();
}

interface FontCount {
  total: number;
  bad: number;
  /** Ideographs too narrow for one. */
  narrow: number;
}

class Walker {
  readonly #options: WalkOptions;
  readonly #names: string[];
  readonly #ink: PageInk = {
    glyphs: [],
    paints: [],
    rules: [],
    outlines: 0,
    images: 0,
    pictures: [],
    untrusted: [],
    lost: 0,
    truncated: false,
  };
  readonly #fonts = new Map<Font, FontCount>();
  readonly #patterns = new Set<unknown>();
  #state: State = initial(IDENTITY);
  #stack: State[] = [];
  #text: Matrix = IDENTITY;
  #line: Matrix = IDENTITY;
  #op = 0;
  /** Id of the annotation whose appearance is painted. */
  #annotation: string | undefined;
  #pattern = false;
  #clipNext = false;
  #layers: boolean[] = [];
  #shown = true;

  constructor(options: WalkOptions) {
    this.#options = options;
    this.#names = [];
    for (const [name, code] of Object.entries(options.ops)) this.#names[code] = name;
  }

  run(list: OperatorList, base: Matrix): void {
    this.#state = initial(base);
    const { fnArray, argsArray } = list;
    for (let i = 0; i < fnArray.length; i++) {
      this.#op++;
      this.#step(this.#names[fnArray[i]!] ?? '', (argsArray[i] ?? []) as unknown[], list, i);
    }
  }

  /** Sets aside the glyphs of fonts whose map can't be trusted. */
  finish(): PageInk {
    const ink = this.#ink;
    const bad = new Set<Font>();
    for (const [font, count] of this.#fonts) {
      if (
        font.identity ||
        (count.bad >= 3 && count.bad > count.total * UNPRINTABLE_SHARE) ||
        count.narrow >= NARROW ||
        font.lies?.() === true
      ) {
        bad.add(font);
      }
    }
    if (bad.size === 0) return ink;
    const told = ink.glyphs.filter((glyph) => !bad.has(glyph.font));
    return { ...ink, glyphs: told, untrusted: ink.glyphs.filter((glyph) => bad.has(glyph.font)) };
  }

  #step(name: string, args: unknown[], list: OperatorList, index: number): void {
    const state = this.#state;
    switch (name) {
      case 'showText':
        this.#show(args[0] as readonly (PdfJsGlyph | number | null)[]);
        break;
      case 'setTextMatrix': {
        const m = matrixOf(args.length === 1 ? args[0] : args);
        if (m !== undefined) this.#text = this.#line = m;
        break;
      }
      case 'moveText':
        this.#move(args[0] as number, args[1] as number);
        break;
      case 'setLeadingMoveText':
        state.leading = -(args[1] as number);
        this.#move(args[0] as number, args[1] as number);
        break;
      case 'nextLine':
        this.#move(0, -state.leading);
        break;
      case 'beginText':
        this.#text = this.#line = IDENTITY;
        break;
      case 'setFont':
        this.#setFont(args[0] as string, args[1] as number);
        break;
      case 'setCharSpacing':
        state.charSpacing = args[0] as number;
        break;
      case 'setWordSpacing':
        state.wordSpacing = args[0] as number;
        break;
      case 'setHScale':
        state.hScale = (args[0] as number) / 100;
        break;
      case 'setLeading':
        state.leading = args[0] as number;
        break;
      case 'setTextRise':
        state.rise = args[0] as number;
        break;
      case 'setTextRenderingMode':
        state.mode = args[0] as number;
        break;
      case 'save':
        this.#save();
        break;
      case 'restore':
      case 'paintFormXObjectEnd':
      case 'endGroup':
        this.#restore();
        break;
      case 'endAnnotation':
        this.#restore();
        this.#annotation = undefined;
        break;
      case 'transform': {
        const m = matrixOf(args);
        if (m !== undefined) state.ctm = multiply(state.ctm, m);
        break;
      }
      case 'paintFormXObjectBegin':
        this.#save();
        this.#form(matrixOf(args[0]), args[1] as ArrayLike<number> | null);
        break;
      case 'beginGroup':
        this.#group(args[0] as GroupOptions | undefined);
        break;
      case 'beginAnnotation':
        this.#beginAnnotation(args);
        break;
      case 'setFillRGBColor':
        state.fill = colourOf(args);
        break;
      case 'setStrokeRGBColor':
        state.stroke = colourOf(args);
        break;
      case 'setFillTransparent':
        state.fill = undefined;
        break;
      case 'setStrokeTransparent':
      case 'setStrokeColorN':
        state.stroke = undefined;
        break;
      case 'setFillColorN':
        state.fill = undefined;
        this.#tiling(args);
        break;
      case 'setLineWidth':
        state.lineWidth = args[0] as number;
        break;
      case 'setGState':
        this.#graphicsState(args[0] as [string, unknown][]);
        break;
      case 'clip':
      case 'eoClip':
        this.#clipNext = true;
        break;
      case 'constructPath':
        this.#path(args);
        break;
      case 'shadingFill':
        this.#paint(state.clip, undefined, false, false);
        break;
      case 'beginMarkedContent':
        this.#layers.push(this.#shown);
        break;
      case 'beginMarkedContentProps':
        this.#layers.push(this.#shown);
        if (args[0] === 'OC' && !this.#options.visible(args[1])) this.#shown = false;
        break;
      case 'endMarkedContent':
        this.#shown = this.#layers.pop() ?? true;
        break;
      default:
        if (name.startsWith('paint')) this.#image(name, args, list, index);
    }
  }

  #save(): void {
    if (this.#stack.length < MAX_DEPTH) this.#stack.push({ ...this.#state });
  }

  #restore(): void {
    const state = this.#stack.pop();
    if (state !== undefined) this.#state = state;
  }

  #form(matrix: Matrix | undefined, bbox: ArrayLike<number> | null | undefined): void {
    const state = this.#state;
    if (matrix !== undefined) state.ctm = multiply(state.ctm, matrix);
    if (bbox !== null && bbox !== undefined && bbox.length >= 4) {
      const box = transformBox(state.ctm, bbox[0]!, bbox[1]!, bbox[2]!, bbox[3]!);
      state.clip = intersect(state.clip, box);
    }
  }

  /** A group is composed as a whole: its alpha, blending and mask apply to all that it paints. */
  #group(options: GroupOptions | undefined): void {
    this.#save();
    const state = this.#state;
    state.groupAlpha *= state.fillAlpha;
    state.fillAlpha = 1;
    state.strokeAlpha = 1;
    const bbox = options?.bbox;
    if (bbox !== null && bbox !== undefined && bbox.length >= 4) {
      const m = matrixOf(options?.matrix);
      const ctm = m === undefined ? state.ctm : multiply(state.ctm, m);
      const box = transformBox(ctm, bbox[0]!, bbox[1]!, bbox[2]!, bbox[3]!);
      state.clip = intersect(state.clip, box);
    }
  }

  #beginAnnotation(args: unknown[]): void {
    this.#save();
    this.#annotation = String(args[0]);
    const rect = args[1] as ArrayLike<number> | null;
    const state = initial(IDENTITY);
    if (rect !== null && rect !== undefined && rect.length >= 4) {
      state.clip = transformBox(IDENTITY, rect[0]!, rect[1]!, rect[2]!, rect[3]!);
    }
    for (const value of [args[2], args[3]]) {
      const m = matrixOf(value);
      if (m !== undefined) state.ctm = multiply(state.ctm, m);
    }
    this.#state = state;
  }

  #graphicsState(entries: readonly [string, unknown][]): void {
    const state = this.#state;
    for (const [key, value] of entries ?? []) {
      if (key === 'ca') state.fillAlpha = value as number;
      else if (key === 'CA') state.strokeAlpha = value as number;
      else if (key === 'LW') state.lineWidth = value as number;
      else if (key === 'SMask') state.masked = value !== false;
      else if (key === 'BM') state.blended = value !== 'source-over' && value !== 'normal';
      else if (key === 'Font') {
        const [name, size] = value as [string, number];
        this.#setFont(name, size);
      }
    }
  }

  #setFont(name: string, size: number): void {
    const state = this.#state;
    if (name !== state.fontName) state.font = this.#options.font(name);
    state.fontName = name;
    state.size = Number.isFinite(size) ? size : 0;
  }

  #move(x: number, y: number): void {
    this.#text = this.#line = multiply(this.#line, [1, 0, 0, 1, x, y]);
  }

  #opaque(alpha: number): boolean {
    const state = this.#state;
    const solid = alpha * state.groupAlpha >= SOLID;
    return solid && !state.blended && !state.masked && this.#shown && !this.#pattern;
  }

  #paint(box: Box, colour: string | undefined, opaque: boolean, image: boolean): void {
    if (!this.#shown || this.#pattern) return;
    const inside = intersect(box, this.#state.clip);
    if (inside[2] <= inside[0] || inside[3] <= inside[1]) return;
    this.#ink.paints.push({ box: inside, op: this.#op, colour, opaque, image });
  }

  #path(args: unknown[]): void {
    const state = this.#state;
    const buffer = (args[1] as unknown[] | undefined)?.[0] as ArrayLike<number> | null | undefined;
    const name = this.#names[args[0] as number] ?? '';
    const bounds = args[2] as ArrayLike<number> | null | undefined;
    if (buffer !== null && buffer !== undefined && this.#shown && !this.#pattern) {
      const paint: PathPaint = {
        ctm: state.ctm,
        clip: state.clip,
        op: this.#op,
        fill: /fill/i.test(name),
        stroke: /stroke/i.test(name),
        fillColour: state.fill,
        strokeColour: state.stroke,
        fillOpaque: this.#opaque(state.fillAlpha),
        strokeOpaque: this.#opaque(state.strokeAlpha),
        lineWidth: state.lineWidth,
      };
      readPath(buffer, paint, this.#ink);
      this.#options.shape?.(buffer, paint, name.startsWith('eo') || /EOFill/i.test(name));
    }
    if (!this.#clipNext) return;
    this.#clipNext = false;
    if (bounds === null || bounds === undefined || !Number.isFinite(bounds[0]!)) return;
    const box = transformBox(state.ctm, bounds[0]!, bounds[1]!, bounds[2]!, bounds[3]!);
    state.clip = intersect(state.clip, box);
  }

  #image(name: string, args: unknown[], list: OperatorList, index: number): void {
    const state = this.#state;
    if (name === 'paintSolidColorImageMask') {
      const { box, upright } = imageBox(state.ctm);
      this.#paint(box, state.fill, upright && this.#opaque(state.fillAlpha), false);
      return;
    }
    const places: Matrix[] = [];
    if (name === 'paintImageXObjectRepeat') {
      const [, a, d, at] = args as [unknown, number, number, ArrayLike<number>];
      for (let i = 0; i + 1 < at.length; i += 2) places.push([a, 0, 0, d, at[i]!, at[i + 1]!]);
    } else if (name === 'paintImageMaskXObjectRepeat') {
      const [, a, b, c, d, at] = args as [unknown, number, number, number, number, ArrayLike<number>];
      for (let i = 0; i + 1 < at.length; i += 2) places.push([a, b, c, d, at[i]!, at[i + 1]!]);
    } else if (name === 'paintInlineImageXObjectGroup' || name === 'paintImageMaskXObjectGroup') {
      const entries = (name.startsWith('paintInline') ? args[1] : args[0]) as { transform: unknown }[];
      for (const entry of entries) places.push(matrixOf(entry.transform) ?? IDENTITY);
    } else if (/Image/.test(name)) {
      places.push(IDENTITY);
    }
    const solid = !/Mask/.test(name) && !this.#hasMask(list, index);
    for (const place of places) {
      const at = multiply(state.ctm, place);
      const { box, upright } = imageBox(at);
      if (this.#shown && !this.#pattern)
        notePicture(name, args[0], at, intersect(box, state.clip), this.#ink);
      this.#paint(box, undefined, solid && upright && this.#opaque(state.fillAlpha), true);
    }
  }

  /** pdf.js wraps an image that has a mask of its own (a red seal over text) in save, no soft mask, restore. */
  #hasMask(list: OperatorList, index: number): boolean {
    for (let i = index - 1; i >= Math.max(0, index - 2); i--) {
      if (this.#names[list.fnArray[i]!] !== 'setGState') continue;
      const entries = (list.argsArray[i] as [string, unknown][][])?.[0];
      return entries?.length === 1 && entries[0]![0] === 'SMask' && entries[0]![1] === false;
    }
    return false;
  }

  /** Text inside a tiling pattern is in no other interface of pdf.js. Walked once, where its first tile is. */
  #tiling(args: unknown[]): void {
    if (args[0] !== 'TilingPattern' || this.#pattern) return;
    const list = args[2] as OperatorList | undefined;
    if (list === undefined || list === null || !('fnArray' in list) || this.#patterns.has(list)) return;
    if (!Array.prototype.includes.call(list.fnArray, this.#options.ops.showText)) return;
    this.#patterns.add(list);
    const keep = [this.#state, this.#stack, this.#text, this.#line, this.#clipNext] as const;
    this.#pattern = true;
    this.#stack = [];
    this.run(list, matrixOf(args[3]) ?? IDENTITY);
    this.#pattern = false;
    [this.#state, this.#stack, this.#text, this.#line, this.#clipNext] = keep;
  }

  #show(glyphs: readonly (PdfJsGlyph | number | null)[]): void {
    const state = this.#state;
    const { font, size, hScale, rise } = state;
    const { trace } = this.#options;
    trace?.show(this.#annotation);
    const m = multiply(state.ctm, this.#text);
    if (font.broken) this.#ink.lost++;
    let along = 0;
    const spread = font.scale * size;
    const count = this.#fonts.get(font) ?? { total: 0, bad: 0, narrow: 0 };
    this.#fonts.set(font, count);
    const length = Math.hypot(m[0], m[1]) || 1e-9;
    const across = Math.abs(m[0] * m[3] - m[1] * m[2]) / length;
    const flip = size * hScale < 0 ? -1 : 1;
    const down = Math.hypot(m[2], m[3]) || 1e-9;
    const dx = font.vertical ? -m[2] / down : (flip * m[0]) / length;
    const dy = font.vertical ? -m[3] / down : (flip * m[1]) / length;
    const pageSize = Math.abs(size) * (font.vertical ? length : across);
    const hidden = this.#stateHides(pageSize);
    const colour = state.mode % 4 === 1 ? state.stroke : state.fill;
    for (const glyph of glyphs) {
      if (glyph === null) continue;
      if (typeof glyph === 'number') {
        along -= (glyph / 1000) * size * (font.vertical ? 1 : hScale);
        continue;
      }
      const spacing = state.charSpacing + (glyph.isSpace ? state.wordSpacing : 0);
      let step: number;
      let rectangle: Box;
      if (font.vertical) {
        const metric = glyph.vmetric ?? font.verticalMetrics;
        const vx = (glyph.vmetric ? metric[1]! : glyph.width * 0.5) * spread;
        const height = metric[0]! * spread; // negative: the pen goes down
        step = height - spacing;
        rectangle = [-vx, along + height, glyph.width * spread - vx, along];
      } else {
        const width = glyph.width * spread;
        step = (width + spacing) * hScale;
        rectangle = [along, rise + font.descent * size, along + width * hScale, rise + font.ascent * size];
      }
      const text = glyphText(glyph.unicode);
      let ink: Glyph | undefined;
      if (text !== '') {
        if (text !== ' ') count.total++;
        if (text !== ' ' && unprintable(text)) count.bad++;
        const unit = text.charCodeAt(0);
        if (unit >= 0x30 && unit <= 0x39) font.digits?.note(unit - 0x30, glyph);
        else if (unit >= 0x4e00 && unit < 0xa000 && isNarrow(glyph, font)) count.narrow++;
        const box = transformBox(m, rectangle[0], rectangle[1], rectangle[2], rectangle[3]);
        const px = font.vertical ? 0 : along;
        const py = font.vertical ? along : 0;
        ink = {
          text,
          box,
          x: m[0] * px + m[2] * py + m[4],
          y: m[1] * px + m[3] * py + m[5],
          dx,
          dy,
          advance: font.vertical
            ? Math.abs(rectangle[3] - rectangle[1]) * down
            : Math.abs(rectangle[2] - rectangle[0]) * length,
          size: pageSize,
          font,
          source: glyph,
          op: this.#op,
          colour,
          hiddenBy: hidden ?? this.#placeHides(box),
          annotation: this.#annotation !== undefined,
          pattern: this.#pattern,
        };
        this.#add(ink);
      }
      trace?.glyph(glyph, (-1000 * step) / (size * (font.vertical ? 1 : hScale)), ink);
      along += step;
    }
    this.#text = multiply(this.#text, font.vertical ? [1, 0, 0, 1, 0, along] : [1, 0, 0, 1, along, 0]);
  }

  #add(glyph: Glyph): void {
    if (this.#ink.glyphs.length >= this.#options.maxGlyphs) this.#ink.truncated = true;
    else if (Number.isFinite(glyph.box[0]) && Number.isFinite(glyph.box[3])) this.#ink.glyphs.push(glyph);
  }

  #stateHides(size: number): HiddenBy | undefined {
    const state = this.#state;
    if (!this.#shown) return 'layer';
    if (state.mode === 3 || state.mode === 7) return 'mode';
    const alpha = state.mode % 4 === 1 ? state.strokeAlpha : state.fillAlpha;
    if (alpha * state.groupAlpha < FAINT) return 'alpha';
    return size * this.#options.userUnit < 1 ? 'size' : undefined;
  }

  #placeHides(box: Box): HiddenBy | undefined {
    if (this.#pattern) return undefined;
    const { view } = this.#options;
    const x = (box[0] + box[2]) / 2;
    const y = (box[1] + box[3]) / 2;
    if (x < view[0] || x > view[2] || y < view[1] || y > view[3]) return 'off-page';
    const { clip } = this.#state;
    if (x >= clip[0] && x <= clip[2] && y >= clip[1] && y <= clip[3]) return undefined;
    return coverage(box, clip) < 0.2 ? 'clip' : undefined;
  }
}
