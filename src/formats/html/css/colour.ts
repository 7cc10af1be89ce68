/**
 * Colours as style sheets and old attributes write them, so that letters can be held against their ground.
 *
 * Sources: CSS Color Module Level 4; HTML Standard § 2.3.6 (legacy colour values).
 */
import { COLOUR_NAMES } from './colour-names.js';

/** `0xRRGGBB`, or one of the two below. */
export type Paint = number;
/** Nothing is painted. */
export const CLEAR: Paint = -1;
/** A colour that this reader can't tell, a picture, a gradient. */
export const UNKNOWN: Paint = -2;

/** Steps of 255 in each of red, green and blue that no eye tells apart. */
const LIKE = 8;
const HEX = /^#(?:[0-9a-f]{3,4}|[0-9a-f]{6}|[0-9a-f]{8})$/;
const FUNCTION = /^rgba?\(([\d.]+%?)[\s,]+([\d.]+%?)[\s,]+([\d.]+%?)(?:[\s,/]+([\d.]+%?))?\)$/;
const HSL = /^hsla?\((-?[\d.]+)(?:deg)?[\s,]+([\d.]+)%[\s,]+([\d.]+)%(?:[\s,/]+([\d.]+%?))?\)$/;

/** @param value In lower case, without white space around it. */
export function paintOf(value: string): Paint {
  if (value === 'transparent') return CLEAR;
  if (value.startsWith('#')) return HEX.test(value) ? ofHex(value.slice(1)) : UNKNOWN;
  const name = COLOUR_NAMES.get(value);
  if (name !== undefined) return name;
  const parts = FUNCTION.exec(value) ?? HSL.exec(value);
  if (parts === null) return UNKNOWN;
  const alpha = parts[4] === undefined ? 1 : amount(parts[4], 1);
  if (alpha < 1) return alpha <= 0.02 ? CLEAR : UNKNOWN;
  const [first = '', second = '', third = ''] = parts.slice(1);
  if (value.startsWith('h')) return ofHue(Number(first), Number(second) / 100, Number(third) / 100);
  return pack(amount(first, 255), amount(second, 255), amount(third, 255));
}

/** The value of `bgcolor`, `text` or `<font color>`. */
export function legacyPaint(value: string): Paint {
  const plain = value.trim().toLowerCase();
  if (/^[0-9a-f]{6}$/.test(plain)) return Number.parseInt(plain, 16);
  return paintOf(plain);
}

/** Both are known, and no eye tells them apart. */
export function alike(a: Paint, b: Paint): boolean {
  if (a < 0 || b < 0) return false;
  for (let shift = 0; shift <= 16; shift += 8) {
    if (Math.abs(((a >> shift) & 255) - ((b >> shift) & 255)) > LIKE) return false;
  }
  return true;
}

function ofHex(digits: string): Paint {
  const full = digits.length < 6 ? digits.replace(/./g, '$&$&') : digits;
  const alpha = full.length > 6 ? Number.parseInt(full.slice(6), 16) : 255;
  if (alpha < 255) return alpha <= 5 ? CLEAR : UNKNOWN;
  return Number.parseInt(full.slice(0, 6), 16);
}

/** @param hue Degrees. @param saturation 0 to 1. @param light 0 to 1. */
function ofHue(hue: number, saturation: number, light: number): Paint {
  const part = (n: number): number => {
    const k = (((n + hue / 30) % 12) + 12) % 12;
    return 255 * (light - saturation * Math.min(light, 1 - light) * Math.max(-1, Math.min(k - 3, 9 - k, 1)));
  };
  return pack(part(0), part(8), part(4));
}

function pack(red: number, green: number, blue: number): Paint {
  const unit = (part: number): number => Math.max(0, Math.min(255, Math.round(part)));
  return (unit(red) << 16) | (unit(green) << 8) | unit(blue);
}

/** @param whole What `100%` means. */
function amount(text: string, whole: number): number {
  const number = Number.parseFloat(text);
  return text.endsWith('%') ? (number / 100) * whole : number;
}
