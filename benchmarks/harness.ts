/**
 * Interleaved measuring: in every round each task runs once, in rotated order, so that the drift of a shared
 * machine falls on all of them; a ratio is taken inside each round. CPU time, not wall time.
 */
export interface Task {
  readonly name: string;
  /** What one call works through, in units of the task's group (bytes, pages, files). */
  readonly amount: number;
  /** Returns a count that must be the same in every round (findings, matches, characters). */
  readonly run: () => number | Promise<number>;
}

export interface Measured {
  readonly name: string;
  readonly amount: number;
  /** Units per CPU second, one figure a round. */
  readonly rates: readonly number[];
  readonly count: number;
}

export interface HarnessOptions {
  readonly rounds: number;
  readonly warmups: number;
  /** A timed stretch lasts at least this long: short calls are repeated. */
  readonly milliseconds: number;
}

const cpu = (): number => {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1000;
};

/** @throws Error when a task's count changes: its figures would be void. */
export async function measure(tasks: readonly Task[], options: HarnessOptions): Promise<Measured[]> {
  const calls: number[] = [];
  const counts: number[] = [];
  for (const task of tasks) {
    let spent = 0;
    for (let i = 0; i < options.warmups; i++) {
      const before = cpu();
      counts[calls.length] = await task.run();
      spent = cpu() - before;
    }
    calls.push(Math.max(1, Math.ceil(options.milliseconds / Math.max(0.5, spent))));
  }
  const rates: number[][] = tasks.map(() => []);
  for (let round = 0; round < options.rounds; round++) {
    for (let k = 0; k < tasks.length; k++) {
      const at = (round + k) % tasks.length;
      const task = tasks[at]!;
      const before = cpu();
      for (let call = 0; call < calls[at]!; call++) {
        const count = await task.run();
        if (count !== counts[at])
          throw new Error(`${task.name}: ${count} in round ${round}, ${counts[at]} before`);
      }
      const seconds = Math.max(0.0001, cpu() - before) / 1000;
      rates[at]!.push((task.amount * calls[at]!) / seconds);
    }
  }
  return tasks.map(({ name, amount }, i) => ({ name, amount, rates: rates[i]!, count: counts[i]! }));
}

export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 === 1 ? sorted[middle]! : (sorted[middle - 1]! + sorted[middle]!) / 2;
}

export interface Ratio {
  readonly median: number;
  readonly low: number;
  readonly high: number;
}

/** Speed of `a` over speed of `b`, round by round; `low` and `high` are the extremes. */
export function speedRatio(a: Measured, b: Measured): Ratio {
  const ratios = a.rates.map((rate, i) => rate / b.rates[i]!);
  return { median: median(ratios), low: Math.min(...ratios), high: Math.max(...ratios) };
}

/** Slope of log time over log size by least squares: 1 is linear, 2 quadratic. */
export function growthExponent(points: readonly (readonly [size: number, time: number])[]): number {
  const logs = points.map(([size, time]) => [Math.log(size), Math.log(Math.max(time, 0.001))] as const);
  const meanX = logs.reduce((sum, [x]) => sum + x, 0) / logs.length;
  const meanY = logs.reduce((sum, [, y]) => sum + y, 0) / logs.length;
  let over = 0;
  let under = 0;
  for (const [x, y] of logs) {
    over += (x - meanX) * (y - meanY);
    under += (x - meanX) ** 2;
  }
  return over / under;
}
