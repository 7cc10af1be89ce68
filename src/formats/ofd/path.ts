/**
 * Path data → ruling lines and its bounding box. Source: GB/T 33190-2016, 9.3 (`AbbreviatedData`): S and M start,
 * L line, Q and B curves, A arc, C close.
 */
import type { Box, Matrix } from '../pdf/geometry.js';
import type { Rule } from '../pdf/ink.js';

const OPERANDS: Readonly<Record<string, number>> = {
  S: 2,
  M: 2,
  L: 2,
  Q: 4,
  B: 6,
  A: 7,
  C: 0,
};
/** In points. */
const STRAIGHT = 0.5;
const SHORTEST = 2;

export interface PathShape {
  readonly box: Box | undefined;
  /** One upright rectangle and nothing else. */
  readonly rectangle: boolean;
  readonly rules: Rule[];
  readonly curves: number;
}

/** Linear in the data; what can't be read is skipped. */
export function readPath(data: string, m: Matrix): PathShape {
  const rules: Rule[] = [];
  let box: [number, number, number, number] | undefined;
  let [startX, startY, x, y] = [0, 0, 0, 0];
  let curves = 0;
  let corners = 0;
  let slanted = false;
  let subpaths = 0;
  const include = (px: number, py: number): void => {
    if (box === undefined) box = [px, py, px, py];
    else {
      box[0] = Math.min(box[0], px);
      box[1] = Math.min(box[1], py);
      box[2] = Math.max(box[2], px);
      box[3] = Math.max(box[3], py);
    }
  };
  const line = (toX: number, toY: number): void => {
    const horizontal = Math.abs(toY - y) <= STRAIGHT;
    const vertical = Math.abs(toX - x) <= STRAIGHT;
    if (!horizontal && !vertical) slanted = true;
    if (horizontal && Math.abs(toX - x) >= SHORTEST) {
      rules.push({
        horizontal: true,
        at: (y + toY) / 2,
        from: Math.min(x, toX),
        to: Math.max(x, toX),
      });
    } else if (vertical && Math.abs(toY - y) >= SHORTEST) {
      rules.push({
        horizontal: false,
        at: (x + toX) / 2,
        from: Math.min(y, toY),
        to: Math.max(y, toY),
      });
    }
    corners++;
    [x, y] = [toX, toY];
  };
  const words = data.trim().split(/[\s,]+/);
  for (let i = 0; i < words.length; ) {
    const operator = words[i++]!;
    const count = OPERANDS[operator];
    if (count === undefined) continue;
    const operands = words.slice(i, i + count).map((word) => Math.max(-1e6, Math.min(1e6, Number(word))));
    if (operands.length < count || operands.some((operand) => !Number.isFinite(operand))) continue;
    i += count;
    if (operator === 'C') {
      line(startX, startY);
      continue;
    }
    const [ex, ey] = [operands[count - 2]!, operands[count - 1]!];
    const toX = m[0] * ex + m[2] * ey + m[4];
    const toY = m[1] * ex + m[3] * ey + m[5];
    include(toX, toY);
    if (operator === 'M' || operator === 'S') {
      subpaths++;
      [startX, startY, x, y] = [toX, toY, toX, toY];
    } else if (operator === 'L') line(toX, toY);
    else {
      curves++;
      [x, y] = [toX, toY];
    }
  }
  const rectangle = subpaths === 1 && curves === 0 && !slanted && corners >= 3 && corners <= 5;
  return { box, rectangle, rules, curves };
}
