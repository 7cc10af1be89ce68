/**
 * Ruling lines in a raster: found, taken out, kept as the borders of cells.
 *
 * Engines read a vertical rule as `1`, `|` or `l`, and glue what stands on either side. A rule is a long thin run of
 * ink; where a character touches it only the rule's own pixels go.
 */
import type { Bitmap } from './ink.js';
import type { Raster } from './raster.js';

/** In pixels of the raster, y downwards. */
export interface PixelRule {
  readonly horizontal: boolean;
  readonly at: number;
  readonly from: number;
  readonly to: number;
}

export interface RuleOptions {
  /** Shortest horizontal and vertical rule, pixels. */
  readonly across: number;
  readonly down: number;
  /** Thickest rule, pixels. */
  readonly thick: number;
}

/** Gaps in a rule that a bad print leaves, pixels. */
const GAP = 2;
const MAX_RULES = 5_000;

export function findRules(map: Bitmap, options: RuleOptions): PixelRule[] {
  return [
    ...scan(map, true, options.across, options.thick),
    ...scan(map, false, options.down, options.thick),
  ];
}

interface Open {
  from: number;
  to: number;
  first: number;
  last: number;
  /** Σ of line × length, and Σ length: where the rule's middle is. */
  weight: number;
  length: number;
}

/** Runs along one axis, joined with those of the neighbouring lines that they overlap. */
function scan(
  { width, height, ink }: Bitmap,
  horizontal: boolean,
  shortest: number,
  thick: number,
): PixelRule[] {
  const lines = horizontal ? height : width;
  const along = horizontal ? width : height;
  const [step, stride] = horizontal ? [1, width] : [width, 1];
  const rules: PixelRule[] = [];
  let open: Open[] = [];
  const close = (one: Open): void => {
    if (one.last - one.first + 1 > thick || rules.length >= MAX_RULES) return;
    rules.push({ horizontal, at: one.weight / one.length, from: one.from, to: one.to });
  };
  for (let line = 0; line < lines; line++) {
    const still: Open[] = [];
    const base = line * stride;
    for (let i = 0; i < along; i++) {
      if (ink[base + i * step] === 0) continue;
      const from = i;
      let end = i + 1;
      for (let gap = 0; end + gap < along && gap <= GAP; ) {
        if (ink[base + (end + gap) * step] === 1) {
          end += gap + 1;
          gap = 0;
        } else gap++;
      }
      i = end;
      if (end - from < shortest) continue;
      const known = open.find((one) => one.from < end && from < one.to);
      if (known === undefined) {
        still.push({
          from,
          to: end,
          first: line,
          last: line,
          weight: line * (end - from),
          length: end - from,
        });
        continue;
      }
      known.from = Math.min(known.from, from);
      known.to = Math.max(known.to, end);
      known.last = line;
      known.weight += line * (end - from);
      known.length += end - from;
      if (!still.includes(known)) still.push(known);
    }
    for (const one of open) if (one.last < line) close(one);
    open = still;
  }
  for (const one of open) close(one);
  return rules;
}

/** A copy without the rules; pixels of characters that cross them stay. */
export function withoutRules(
  raster: Raster,
  map: Bitmap,
  rules: readonly PixelRule[],
  thick: number,
): Raster {
  const { width, height, grey } = raster;
  // Of a crossing the first rule leaves a piece, which is no longer than the second one is thick.
  const ink = map.ink.slice();
  const out = grey.slice();
  for (const rule of rules) {
    const [lines, step, stride] = rule.horizontal ? [height, 1, width] : [width, width, 1];
    const middle = Math.round(rule.at);
    for (let i = rule.from; i < rule.to; i++) {
      let first = middle;
      let last = middle;
      while (first > 0 && middle - first <= thick && ink[(first - 1) * stride + i * step] === 1) first--;
      while (last + 1 < lines && last - middle <= thick && ink[(last + 1) * stride + i * step] === 1) last++;
      // Thicker here: a character touches or crosses.
      if (last - first + 1 > thick + 1) continue;
      for (let line = Math.max(0, first - 1); line <= Math.min(lines - 1, last + 1); line++) {
        out[line * stride + i * step] = 255;
        ink[line * stride + i * step] = 0;
      }
    }
  }
  return { width, height, grey: out };
}
