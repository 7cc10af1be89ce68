/** Logistic regression with a quadratic penalty, solved by L-BFGS (Nocedal and Wright, Numerical Optimization, 7.2). */

/** Rows of a matrix of zeros and ones times a scale per column. */
export interface Sparse {
  readonly columns: number;
  /** Where each row begins in `index`; one more than rows. */
  readonly starts: Uint32Array;
  readonly index: Uint32Array;
  readonly scale: Float64Array;
}

export interface Problem {
  readonly matrix: Sparse;
  /** Rows that count. */
  readonly rows: readonly number[];
  /** By row: 1 or −1, weight, and a constant part of the log-odds. */
  readonly side: Float64Array;
  readonly weight: Float64Array;
  readonly offset: Float64Array;
  readonly penalty: number;
}

const HISTORY = 8;
const STEPS = 80;

/** @returns weights by column, scale included. */
export function solve({ matrix, rows, side, weight, offset, penalty }: Problem): Float64Array {
  const { columns, starts, index, scale } = matrix;
  const cost = (theta: Float64Array, slope: Float64Array): number => {
    let sum = 0;
    for (let i = 0; i < columns; i++) {
      sum += (penalty * theta[i]! * theta[i]!) / 2;
      slope[i] = penalty * theta[i]!;
    }
    for (const row of rows) {
      let z = offset[row]!;
      for (let k = starts[row]!; k < starts[row + 1]!; k++) z += theta[index[k]!]! * scale[index[k]!]!;
      const margin = z * side[row]!;
      sum +=
        weight[row]! * (margin > 0 ? Math.log1p(Math.exp(-margin)) : Math.log1p(Math.exp(margin)) - margin);
      const pull = (-side[row]! * weight[row]!) / (1 + Math.exp(margin));
      for (let k = starts[row]!; k < starts[row + 1]!; k++) slope[index[k]!]! += pull * scale[index[k]!]!;
    }
    return sum;
  };
  const theta = minimise(cost, columns);
  return theta.map((value, i) => value * scale[i]!);
}

function minimise(cost: (theta: Float64Array, slope: Float64Array) => number, size: number): Float64Array {
  let theta = new Float64Array(size);
  let slope = new Float64Array(size);
  let value = cost(theta, slope);
  const steps: Float64Array[] = [];
  const changes: Float64Array[] = [];
  for (let turn = 0; turn < STEPS; turn++) {
    const way = direction(slope, steps, changes);
    const fall = dot(way, slope);
    let length = turn === 0 ? 1 / Math.sqrt(dot(slope, slope)) : 1;
    let next = theta;
    let nextSlope = slope;
    let nextValue = value;
    for (let tries = 0; tries < 30; tries++, length /= 2) {
      const at = theta.map((one, i) => one + length * way[i]!);
      const atSlope = new Float64Array(size);
      const atValue = cost(at, atSlope);
      if (atValue <= value + 1e-4 * length * fall) {
        [next, nextSlope, nextValue] = [at, atSlope, atValue];
        break;
      }
    }
    if (next === theta || value - nextValue < 1e-6 * Math.abs(value)) return next;
    steps.push(next.map((one, i) => one - theta[i]!));
    changes.push(nextSlope.map((one, i) => one - slope[i]!));
    if (steps.length > HISTORY) {
      steps.shift();
      changes.shift();
    }
    [theta, slope, value] = [
      next as Float64Array<ArrayBuffer>,
      nextSlope as Float64Array<ArrayBuffer>,
      nextValue,
    ];
  }
  return theta;
}

/** The two-loop recursion. */
function direction(slope: Float64Array, steps: Float64Array[], changes: Float64Array[]): Float64Array {
  const way = slope.slice();
  const factors: number[] = [];
  for (let k = steps.length - 1; k >= 0; k--) {
    factors[k] = dot(steps[k]!, way) / dot(changes[k]!, steps[k]!);
    add(way, changes[k]!, -factors[k]!);
  }
  const last = steps.length - 1;
  if (last >= 0) {
    const size = dot(steps[last]!, changes[last]!) / dot(changes[last]!, changes[last]!);
    for (let i = 0; i < way.length; i++) way[i]! *= size;
  }
  for (let k = 0; k < steps.length; k++) {
    const back = dot(changes[k]!, way) / dot(changes[k]!, steps[k]!);
    add(way, steps[k]!, factors[k]! - back);
  }
  return way.map((one) => -one);
}

function dot(a: Float64Array, b: Float64Array): number {
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += a[i]! * b[i]!;
  return sum;
}

function add(to: Float64Array, from: Float64Array, times: number): void {
  for (let i = 0; i < to.length; i++) to[i]! += times * from[i]!;
}
