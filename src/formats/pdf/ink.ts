/** What a page paints, in paint order: glyphs, fills, images and ruling lines, in user space. */
import type { Font } from './fonts.js';
import type { Box, Matrix } from './geometry.js';
import type { PdfJsGlyph } from './state.js';

/** Why a reader does not see a glyph. */
export type HiddenBy = 'mode' | 'alpha' | 'size' | 'layer' | 'clip' | 'off-page' | 'colour' | 'cover';

export interface Glyph {
  /** One or more characters (a ligature); may be ' '. */
  readonly text: string;
  /** Exact for upright text, the bounding box of the glyph's rectangle for slanted text. */
  readonly box: Box;
  /** Pen position. */
  readonly x: number;
  readonly y: number;
  /** Unit vector of the writing direction. */
  readonly dx: number;
  readonly dy: number;
  /** Points along and across the writing direction. */
  readonly advance: number;
  readonly size: number;
  readonly font: Font;
  /** What pdf.js knows of it; missing for what a recogniser read. */
  readonly source?: PdfJsGlyph;
  /** Index of the operator that paints it. */
  readonly op: number;
  /** `#rrggbb`; undefined for a pattern. */
  readonly colour: string | undefined;
  hiddenBy: HiddenBy | undefined;
  /** Painted by the appearance of an annotation or a form field. */
  readonly annotation: boolean;
  /** Inside a tiling pattern, where it may be shown many times or not at all. */
  readonly pattern: boolean;
}

export interface Paint {
  readonly box: Box;
  readonly op: number;
  /** `#rrggbb`; undefined when it is not one colour. */
  readonly colour: string | undefined;
  /** Opaque and rectangular: what lies under it can't be seen. */
  readonly opaque: boolean;
  readonly image: boolean;
}

/** An image as it is painted. */
export interface Picture {
  /** From the unit square, in which an image stands upright, to user space. */
  readonly matrix: Matrix;
  /** What of it is inside the clip. */
  readonly box: Box;
  /** Name of the object that holds the pixels, or the object itself. */
  readonly source: string | object;
  /** A stencil: its ink is painted, the rest is see-through. */
  readonly stencil: boolean;
}

/** A straight ruling line along an axis. */
export interface Rule {
  readonly horizontal: boolean;
  /** y of a horizontal rule, x of a vertical one. */
  readonly at: number;
  readonly from: number;
  readonly to: number;
}

export interface PageInk {
  readonly glyphs: Glyph[];
  readonly paints: Paint[];
  readonly rules: Rule[];
  /** Curves and lines of shapes as small as characters: text may have been turned into outlines. */
  outlines: number;
  images: number;
  /** In paint order; missing where a reader does not note them. */
  readonly pictures?: Picture[];
  /** Glyphs set aside because their font's map can't be trusted. */
  readonly untrusted: readonly Glyph[];
  /** Strings in fonts that did not load. */
  lost: number;
  /** A limit cut the list of glyphs. */
  truncated: boolean;
}

/** Is told of every text operator, in the order of the operator list, and of each of its glyphs. */
export interface InkTrace {
  /** @param annotation Id of the annotation whose appearance it belongs to. */
  show(annotation: string | undefined): void;
  /**
   * @param source Character code and advance, as pdf.js has them.
   * @param kerning The number that moves as far as the glyph does, in an array of TJ (ISO 32000-1:2008, 9.4.3).
   * @param ink What is noted of it; undefined when it says nothing.
   */
  glyph(source: { readonly originalCharCode?: number }, kerning: number, ink: Glyph | undefined): void;
}
