/**
 * The declarations of a style that say whether text is seen, shorthands taken apart.
 *
 * Sources: CSS Syntax Level 3, 5.4.6; CSS 2.2, 14.2.1 and 15.8 (the shorthands `background` and `font`).
 */

export interface Declaration {
  readonly property: string;
  /** In lower case. */
  readonly value: string;
  readonly important: boolean;
}

/** Longer styles are data in disguise; only their start is read. */
const MAX_STYLE = 4096;
/** A value that some rule gives which may or may not hold. */
export const MAYBE = '?';

const TELLING = new Set(
  `display visibility mso-hide content-visibility opacity font-size clip clip-path transform text-indent
position left top right bottom margin-left margin-top overflow width height max-height max-width line-height white-space
color background-color background-image -webkit-text-fill-color -webkit-background-clip background-clip
text-shadow -webkit-text-stroke filter mix-blend-mode`.split(/\s/),
);
/** What a style must hold to say anything here. */
const SAYS_SOMETHING =
  /display|visib|hide|white-space|opac|font|clip|transform|indent|left|top|right|bottom|overflow|color|background|inset|margin|position|shadow|stroke|filter|blend/i;
const PICTURE = /url\(|gradient|image|var\(|element\(/;
const IMPORTANT = /!\s*important\s*$/;
const WORDS = /\s+(?![^(]*\))/;
const SIDES = ['top', 'right', 'bottom', 'left'] as const;

/** @param style Comments taken out, character references resolved. Of like properties all are given, in order. */
export function declarationsOf(style: string): Declaration[] {
  if (!SAYS_SOMETHING.test(style)) return [];
  const found: Declaration[] = [];
  const source = (style.length > MAX_STYLE ? style.slice(0, MAX_STYLE) : style).toLowerCase();
  for (const declaration of source.split(';')) {
    const colon = declaration.indexOf(':');
    if (colon < 0) continue;
    const property = declaration.slice(0, colon).trim();
    const whole = declaration.slice(colon + 1).trim();
    const important = IMPORTANT.test(whole);
    const value = important ? whole.replace(IMPORTANT, '').trim() : whole;
    if (value === '') continue;
    const add = (name: string, part: string): void => {
      found.push({ property: name, value: part, important });
    };
    if (TELLING.has(property)) add(property, value);
    else expand(property, value, add);
  }
  return found;
}

function expand(property: string, value: string, add: (name: string, value: string) => void): void {
  if (property === 'background') {
    const inherits = /^(?:inherit|unset|initial|revert)$/.test(value);
    add('background-image', PICTURE.test(value) ? MAYBE : inherits ? value : 'none');
    add('background-color', inherits ? value : (value.split(WORDS).find(isColour) ?? 'transparent'));
  } else if (property === 'font') {
    const size = /(?:^|\s)(\d*\.?\d+(?:px|pt|em|rem|%)?)(?:\s*\/|\s)/.exec(value);
    add('font-size', size?.[1] ?? MAYBE);
  } else if (property === 'inset' || property === 'margin') {
    const parts = value.split(WORDS);
    SIDES.forEach((side, i) => {
      const part = parts[i] ?? parts[i - 2] ?? parts[0]!;
      if (property === 'inset') add(side, part);
      else if (side === 'left' || side === 'top') add(`margin-${side}`, part);
    });
  }
}

/** A word of `background` that is neither a place, nor a size, nor how a picture repeats. */
function isColour(word: string): boolean {
  return !/^(?:none|[-+.\d].*|(?:left|right|top|bottom|center|cover|contain|auto|fixed|scroll|local|\/|(?:no-)?repeat.*|space|round|.*-box|text),?)$/.test(
    word,
  );
}
