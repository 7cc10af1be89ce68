/** The bar that a change may not fall under: `floor.json`, raised with `npm run score -- --update-floor`. */
import { readFileSync, writeFileSync } from 'node:fs';

const FILE = new URL('floor.json', import.meta.url);

/** Figures of one run. Names that end in `alarms-per-100kB` are better when lower, all others when higher. */
export type Figures = Readonly<Record<string, number>>;

const lowerIsBetter = (name: string): boolean => name.endsWith('alarms-per-100kB');

interface FloorFile {
  readonly command: string;
  readonly splits: Record<string, Record<string, number>>;
}

export function readFloor(split: string): Figures {
  try {
    return (JSON.parse(readFileSync(FILE, 'utf8')) as FloorFile).splits[split] ?? {};
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return {};
    throw error;
  }
}

/** Sentences about every figure that is worse than the floor. A figure that is gone is worse. */
export function belowFloor(figures: Figures, floor: Figures): string[] {
  const failures: string[] = [];
  for (const [name, bar] of Object.entries(floor)) {
    const value = figures[name];
    const ok =
      value !== undefined && !Number.isNaN(value) && (lowerIsBetter(name) ? value <= bar : value >= bar);
    if (!ok) {
      failures.push(
        `${name}: ${value?.toFixed(4) ?? 'not measured'}, ${lowerIsBetter(name) ? 'at most' : 'at least'} ${bar}`,
      );
    }
  }
  return failures;
}

/** Leaves room for harmless changes: half a percentage point, a tenth of an alarm. */
export function floorOf(figures: Figures): Record<string, number> {
  const entries = Object.entries(figures)
    .filter(([, value]) => !Number.isNaN(value))
    .map(([name, value]): [string, number] => {
      const bar = lowerIsBetter(name)
        ? Math.ceil((value + 0.1) * 100) / 100
        : Math.floor((value - 0.005) * 1000) / 1000;
      return [name, Math.max(0, bar)];
    });
  return Object.fromEntries(entries);
}

export function writeFloor(split: string, figures: Figures): void {
  let splits: Record<string, Record<string, number>> = {};
  try {
    splits = (JSON.parse(readFileSync(FILE, 'utf8')) as FloorFile).splits;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
  }
  splits[split] = floorOf(figures);
  const file: FloorFile = { command: 'npm run score -- --split all --update-floor', splits };
  writeFileSync(FILE, `${JSON.stringify(file, null, 2)}\n`);
}
