/**
 * How the text of an element looks: colour, ground, size, and whether it is shown at all; from what is around it and what
 * is declared for it.
 *
 * Sources: CSS Cascading Level 4, 7 (inheritance); CSS Backgrounds Level 3, 2; HTML Standard § 15.3 (rendering).
 */
import { alike, CLEAR, type Paint, paintOf, UNKNOWN } from './colour.js';
import { hidesBox, hidesVisibility, isFar, ownGround, paintsOtherwise, type Values } from './visibility.js';

export interface Look {
  /** Of letters. */
  readonly colour: Paint;
  /** What is behind them. */
  readonly ground: Paint;
  /** The element paints its ground itself, or none that is around it can be behind it. */
  readonly own: boolean;
  /** Letters have an edge, or are painted with something else than their colour. */
  readonly edged: boolean;
  /** Of letters, in CSS pixels. */
  readonly size: number;
  readonly far: boolean;
  readonly invisible: boolean;
  /** Nothing in the element is shown. */
  readonly gone: boolean;
  /** It lies over or under what its neighbours paint. */
  readonly floats: boolean;
}

const WHITE = 0xffffff;
const USUAL_SIZE = 16;
/** CSS pixels; letters of this size are a line of dust. */
const TINY_SIZE = 1;
const UNIT: Readonly<Record<string, number>> = {
  px: 1,
  pt: 4 / 3,
  rem: USUAL_SIZE,
  '': 1,
  mm: 3.78,
  cm: 37.8,
  in: 96,
};

/** @param unread Sheets that stand elsewhere may paint the page. */
export function firstLook(unread: boolean): Look {
  return {
    colour: unread ? UNKNOWN : 0,
    ground: unread ? UNKNOWN : WHITE,
    own: true,
    edged: false,
    size: USUAL_SIZE,
    far: false,
    invisible: false,
    gone: false,
    floats: false,
  };
}

/** @param values What is declared for the element. @param box Of them, what may hide it as a whole. */
export function lookIn(around: Look, values: Values, box: Values = values): Look {
  if (values.size === 0)
    return around.floats || around.own ? { ...around, own: false, floats: false } : around;
  const painted = ownGround(values, '');
  const position = values.get('position') ?? '';
  const moved = isMoved(values, position);
  const visibility = box.get('visibility');
  return {
    colour: colourIn(around.colour, values.get('color')),
    ground: painted !== CLEAR ? painted : moved ? UNKNOWN : around.ground,
    own: painted !== CLEAR || moved,
    edged: paintsOtherwise(values) || (around.edged && values.get('text-shadow') !== 'none'),
    size: sizeIn(around.size, values.get('font-size')),
    far: inherited(values.get('text-indent')) ? around.far : isFar(values.get('text-indent')),
    invisible: inherited(visibility) ? around.invisible : hidesVisibility(visibility),
    gone: around.gone || hidesBox(box),
    floats: position === 'absolute' || (position === 'fixed' && painted === UNKNOWN),
  };
}

/** @param murky Something may lie between the letters and the ground that was painted for them. */
export function hides(look: Look, murky: boolean): boolean {
  if (look.gone || look.invisible || look.far || look.size <= TINY_SIZE) return true;
  if (look.edged) return false;
  return look.colour === CLEAR || (!murky && alike(look.colour, look.ground));
}

function inherited(value: string | undefined): boolean {
  return value === undefined || value === 'inherit' || value === 'unset';
}

function colourIn(around: Paint, value: string | undefined): Paint {
  if (value === undefined || inherited(value) || value === 'currentcolor') return around;
  return value === 'initial' ? 0 : paintOf(value);
}

function sizeIn(around: number, value: string | undefined): number {
  if (value === undefined || inherited(value)) return around;
  const parts = /^\+?(\d*\.?\d+)([a-z]*|%)$/.exec(value);
  if (parts === null) return value === 'smaller' || value === 'larger' ? around : USUAL_SIZE;
  const number = Number(parts[1]);
  const unit = parts[2]!;
  if (number === 0) return 0;
  if (unit === '%') return (around * number) / 100;
  if (unit === 'em') return around * number;
  return number * (UNIT[unit] ?? USUAL_SIZE);
}

/** The element need not stand on the ground of the one that it is in. */
function isMoved(values: Values, position: string): boolean {
  if (position !== '' && position !== 'static' && position !== 'relative') return true;
  const shifts = (name: string): boolean => !/^(?:auto|0|0px)$/.test(values.get(name) ?? '0');
  if (position === 'relative' && ['left', 'top', 'right', 'bottom'].some(shifts)) return true;
  if (['margin-left', 'margin-top'].some((side) => values.get(side)?.startsWith('-'))) return true;
  return shifts('transform') && values.get('transform') !== 'none';
}
