/** The operators of pdf.js by their codes: what the walker does with each. Source: ISO 32000-1:2008, table 51. */
import { SETTERS } from './state.js';

/** What painting a path with it does. */
export interface Painting {
  readonly fill: boolean;
  readonly stroke: boolean;
  readonly evenOdd: boolean;
}

export interface Operator extends Painting {
  readonly name: string;
  /** `set`: only the state changes; `nothing`: it says nothing of text and what lies over it. */
  readonly kind: 'step' | 'set' | 'image' | 'nothing';
}

export const NO_PAINTING: Painting = { fill: false, stroke: false, evenOdd: false };

const STEPS: ReadonlySet<string> = new Set([
  ...['showText', 'setTextMatrix', 'moveText', 'setLeadingMoveText', 'nextLine', 'beginText', 'setFont'],
  ...['save', 'restore', 'paintFormXObjectEnd', 'endGroup', 'endAnnotation', 'paintFormXObjectBegin'],
  ...['beginGroup', 'beginAnnotation', 'setFillColorN', 'setGState', 'clip', 'eoClip', 'constructPath'],
  ...['shadingFill', 'setLineWidth', 'beginMarkedContent', 'beginMarkedContentProps', 'endMarkedContent'],
]);

const known = new WeakMap<object, readonly (Operator | undefined)[]>();

/** @param ops Codes by their names; the same object for all pages. */
export function operatorsOf(ops: Readonly<Record<string, number>>): readonly (Operator | undefined)[] {
  const before = known.get(ops);
  if (before !== undefined) return before;
  const list: Operator[] = [];
  for (const [name, code] of Object.entries(ops)) {
    list[code] = {
      name,
      kind: kindOf(name),
      fill: /fill/i.test(name),
      stroke: /stroke/i.test(name),
      evenOdd: /^eo|EOFill/i.test(name),
    };
  }
  known.set(ops, list);
  return list;
}

function kindOf(name: string): Operator['kind'] {
  if (STEPS.has(name)) return 'step';
  if (name.startsWith('paint')) return 'image';
  return SETTERS.has(name) ? 'set' : 'nothing';
}
