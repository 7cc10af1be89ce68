/**
 * What an element's own attributes say about its display. Style sheets are not applied: a class that hides
 * is not seen, its text then counts as visible, which errs to the safe side.
 */
export interface Display {
  readonly hidden: boolean;
  readonly block: boolean;
  readonly pre: boolean;
}

export const SHOWN: Display = { hidden: false, block: false, pre: false };

const ZERO = /^[+-]?0*(?:\.0*)?(?:px|pt|em|rem|%|vw|vh|in|cm|mm)?$/;
/** Far outside any screen. */
const FAR = /^-\d{3,}(?:\.\d+)?(?:px|pt)?$|^-\d{2,}(?:\.\d+)?(?:em|rem|vw|vh)$|^-\d{3,}%$/;
const CLIPPED = /^rect\((?:0|1)(?:px)?[\s,]+(?:0|1)(?:px)?[\s,]+(?:0|1)(?:px)?[\s,]+(?:0|1)(?:px)?\)$/;
/** Longer declarations are data in disguise; only their start is read. */
const MAX_STYLE = 4096;

/** Part of every property that says something here. */
const TELLING =
  /display|visib|hide|opac|font-size|clip|transform|indent|left|top|right|bottom|overflow|color|white-space/i;

/**
 * Reads an inline style: `display:none`, off-screen, zero-size, transparent, text in the background's colour.
 *
 * @param bgcolor The attribute of the same element, which a background in the style replaces.
 */
export function readStyle(style: string, bgcolor: string = ''): Display {
  if (!TELLING.test(style)) return SHOWN;
  const values = new Map<string, string>();
  const source = style.length > MAX_STYLE ? style.slice(0, MAX_STYLE) : style;
  for (const declaration of source.split(';')) {
    const colon = declaration.indexOf(':');
    if (colon < 0) continue;
    const value = declaration.slice(colon + 1).replace(/!\s*important/i, '');
    values.set(declaration.slice(0, colon).trim().toLowerCase(), value.trim().toLowerCase());
  }
  const display = values.get('display');
  return {
    hidden: isHidden(values, bgcolor.trim().toLowerCase()),
    block: display !== undefined && /^(?:block|flex|grid|table|list-item|flow-root)/.test(display),
    pre: /^(?:pre|break-spaces)/.test(values.get('white-space') ?? ''),
  };
}

function isHidden(values: ReadonlyMap<string, string>, bgcolor: string): boolean {
  const is = (name: string, pattern: RegExp): boolean => {
    const value = values.get(name);
    return value !== undefined && pattern.test(value);
  };
  if (is('display', /^none$/) || is('visibility', /^(?:hidden|collapse)$/)) return true;
  if (is('mso-hide', /^all$/) || is('content-visibility', /^hidden$/)) return true;
  if (is('opacity', /^0*(?:\.0+)?%?$/) || is('font-size', ZERO) || is('font-size', /^(?:0?\.\d+|1)px$/))
    return true;
  if (is('clip', CLIPPED) || is('clip-path', /^(?:inset\((?:50|100)%|circle\(0)/)) return true;
  if (is('transform', /scale\(0\)|translate[xy]?\(-\d{4,}px/) || is('text-indent', FAR)) return true;
  const placed = is('position', /^(?:absolute|fixed)$/);
  if (placed && ['left', 'top', 'right', 'bottom'].some((side) => is(side, FAR))) return true;
  if (['margin-left', 'margin-top'].some((side) => is(side, /^-\d{4,}px$/))) return true;
  const clips = is('overflow', /hidden|clip/);
  if (clips && ['width', 'height', 'max-height', 'max-width', 'line-height'].some((side) => is(side, ZERO))) {
    return true;
  }
  return sameColour(values, bgcolor);
}

function sameColour(values: ReadonlyMap<string, string>, bgcolor: string): boolean {
  const colour = normalColour(values.get('color'));
  if (colour === undefined) return false;
  if (colour === 'transparent') return true;
  const behind = values.get('background-color') ?? values.get('background')?.split(/\s+(?![^(]*\))/)[0];
  // A picture may stand before the colour of the attribute.
  return colour === normalColour(behind ?? (values.has('background-image') ? undefined : bgcolor));
}

/** @returns `#rrggbb`, `transparent`, or the value without white space. */
function normalColour(value: string | undefined): string | undefined {
  if (value === undefined || value === '') return undefined;
  const plain = value.replace(/\s+/g, '');
  if (/^#[0-9a-f]{3}$/.test(plain)) return plain.replace(/[0-9a-f]/g, '$&$&');
  if (plain === 'white') return '#ffffff';
  if (plain === 'black') return '#000000';
  if (/^(?:rgba|hsla)\(.*,0?\.?0*\)$/.test(plain)) return 'transparent';
  const rgb = /^rgba?\((\d{1,3}),(\d{1,3}),(\d{1,3})(?:,1)?\)$/.exec(plain);
  if (rgb !== null) {
    return `#${rgb
      .slice(1, 4)
      .map((part) => Number(part).toString(16).padStart(2, '0'))
      .join('')}`;
  }
  return plain;
}
