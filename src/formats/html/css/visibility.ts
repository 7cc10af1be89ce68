/** What the properties of one element say about whether its text is seen. */
import { alike, CLEAR, legacyPaint, type Paint, paintOf, UNKNOWN } from './colour.js';
import { declarationsOf, MAYBE } from './declarations.js';

export interface Display {
  readonly hidden: boolean;
  readonly block: boolean;
  readonly pre: boolean;
}

/** Properties of one element, the last and strongest of each name. */
export type Values = ReadonlyMap<string, string>;

export const SHOWN: Display = { hidden: false, block: false, pre: false };

const ZERO = /^[+-]?0*(?:\.0*)?(?:px|pt|em|rem|%|vw|vh|in|cm|mm)?$/;
const TINY = /^(?:0?\.\d+|1)px$/;
/** Far outside any screen. */
const FAR = /^-\d{3,}(?:\.\d+)?(?:px|pt)?$|^-\d{2,}(?:\.\d+)?(?:em|rem|vw|vh)$|^-\d{3,}%$/;
const CLIPPED = /^rect\((?:0|1)(?:px)?[\s,]+(?:0|1)(?:px)?[\s,]+(?:0|1)(?:px)?[\s,]+(?:0|1)(?:px)?\)$/;

/**
 * Reads an inline style by itself: `display:none`, off-screen, zero-size, transparent, text in the colour of its own
 * ground. What is around the element is for `sight.ts` to ask.
 *
 * @param bgcolor The attribute of the same element, which a background in the style replaces.
 */
export function readStyle(style: string, bgcolor: string = ''): Display {
  const declarations = declarationsOf(style);
  if (declarations.length === 0) return SHOWN;
  const values = new Map<string, string>();
  for (const { property, value } of declarations) values.set(property, value);
  for (const { property, value, important } of declarations) if (important) values.set(property, value);
  const display = values.get('display');
  return {
    hidden:
      hidesBox(values) ||
      hidesVisibility(values.get('visibility')) ||
      isTiny(values.get('font-size')) ||
      isFar(values.get('text-indent')) ||
      sameColour(values, bgcolor),
    block: display !== undefined && /^(?:block|flex|grid|table|list-item|flow-root)/.test(display),
    pre: /^(?:pre|break-spaces)/.test(values.get('white-space') ?? ''),
  };
}

/** Hides the element with everything in it: not shown, transparent, clipped, off the screen, without room. */
export function hidesBox(values: Values): boolean {
  if (values.size === 0) return false;
  const is = (name: string, pattern: RegExp): boolean => {
    const value = values.get(name);
    return value !== undefined && pattern.test(value);
  };
  if (is('display', /^none$/) || is('mso-hide', /^all$/) || is('content-visibility', /^hidden$/)) return true;
  if (is('opacity', /^0*(?:\.0+)?%?$/) || is('filter', /opacity\(0*(?:\.0+)?%?\)/)) return true;
  if (is('clip', CLIPPED) || is('clip-path', /^(?:inset\((?:50|100)%|circle\(0)/)) return true;
  if (is('transform', /scale\(0\)|translate[xy]?\(-\d{4,}px/)) return true;
  const placed = is('position', /^(?:absolute|fixed)$/);
  if (placed && ['left', 'top', 'right', 'bottom'].some((side) => is(side, FAR))) return true;
  if (['margin-left', 'margin-top'].some((side) => is(side, /^-\d{4,}px$/))) return true;
  if (!is('overflow', /hidden|clip/)) return false;
  if (is('width', /^1px$/) && is('height', /^1px$/)) return true;
  return ['width', 'height', 'max-height', 'max-width', 'line-height'].some((side) => is(side, ZERO));
}

export function hidesVisibility(value: string | undefined): boolean {
  return value === 'hidden' || value === 'collapse';
}

/** A size of letters that nobody can read. */
export function isTiny(value: string | undefined): boolean {
  return value !== undefined && (ZERO.test(value) || TINY.test(value));
}

/** @param value Of `text-indent`. */
export function isFar(value: string | undefined): boolean {
  return value !== undefined && FAR.test(value);
}

/** The ground that the element paints itself. @param bgcolor What `background-color` replaces. */
export function ownGround(values: Values, bgcolor: string): Paint {
  const picture = values.get('background-image');
  if (picture !== undefined && picture !== 'none' && picture !== 'initial') return UNKNOWN;
  const value = values.get('background-color');
  if (value === undefined) return bgcolor === '' ? CLEAR : legacyPaint(bgcolor);
  return value === 'initial' || value === 'unset' || value === 'revert' ? CLEAR : paintOf(value);
}

/** Letters are painted with something else than `color`, or have an edge of their own. */
export function paintsOtherwise(values: Values): boolean {
  for (const name of ['-webkit-text-fill-color', '-webkit-text-stroke', 'text-shadow', 'mix-blend-mode']) {
    const value = values.get(name);
    if (value !== undefined && value !== 'none' && value !== 'normal') return true;
  }
  const clip = values.get('background-clip') ?? values.get('-webkit-background-clip');
  return clip === 'text' || clip === MAYBE;
}

function sameColour(values: Values, bgcolor: string): boolean {
  const value = values.get('color');
  if (value === undefined || paintsOtherwise(values)) return false;
  const colour = paintOf(value);
  return colour === CLEAR || alike(colour, ownGround(values, bgcolor));
}
