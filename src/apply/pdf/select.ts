/** Boxes of findings → the glyphs that stand in them. */
import { type Box, coverage, union } from '../../formats/pdf/geometry.js';
import type { Glyph } from '../../formats/pdf/ink.js';

/** Points by which a box that was computed twice may differ. */
const SAME = 0.02;
/** Share of a glyph of the same line direction that a box has to cover; doubles for bold print lie a little aside. */
const MOST = 0.6;
/** Two lines of slanted text lie further apart, in points. */
const LINE = 0.5;

/**
 * @param exact The box is the union of its glyphs' boxes. Otherwise (a box that character recognition gives) every
 *   glyph counts whose middle lies in it.
 */
export function glyphsIn(box: Box, glyphs: readonly Glyph[], exact: boolean): Glyph[] {
  if (!exact) return glyphs.filter((glyph) => coverage(glyph.box, box) >= MOST || middleIn(glyph.box, box));
  const inside = glyphs.filter((glyph) => isInside(glyph.box, box));
  const slanted = inside.filter(({ dx, dy }) => Math.abs(dx * dy) > 0.01);
  if (slanted.length === 0 || slanted.length < inside.length / 2) {
    const { dx = 1, dy = 0 } = inside[0] ?? {};
    return glyphs.filter(
      (glyph) =>
        isInside(glyph.box, box) ||
        (coverage(glyph.box, box) >= MOST &&
          glyph.dx * dx + glyph.dy * dy > 0.99 &&
          middleIn(glyph.box, box)),
    );
  }
  return onOneLine(slanted, box);
}

/** The box of a slanted line holds parts of its neighbours: only glyphs of the line that fills it are meant. */
function onOneLine(glyphs: readonly Glyph[], box: Box): Glyph[] {
  const lines = new Map<number, Glyph[]>();
  for (const glyph of glyphs) {
    const offset = Math.round((glyph.x * -glyph.dy + glyph.y * glyph.dx) / LINE);
    const near = [offset, offset - 1, offset + 1].find((key) => lines.has(key)) ?? offset;
    const line = lines.get(near);
    if (line === undefined) lines.set(near, [glyph]);
    else line.push(glyph);
  }
  const filling = [...lines.values()].filter((line) => {
    const whole = line.map((glyph) => glyph.box).reduce(union);
    return whole.every((edge, i) => Math.abs(edge - box[i]!) < SAME * 5);
  });
  return filling.length > 0 ? filling.flat() : [...glyphs];
}

function isInside(inner: Box, outer: Box): boolean {
  return (
    inner[0] >= outer[0] - SAME &&
    inner[1] >= outer[1] - SAME &&
    inner[2] <= outer[2] + SAME &&
    inner[3] <= outer[3] + SAME
  );
}

function middleIn(inner: Box, outer: Box): boolean {
  const x = (inner[0] + inner[2]) / 2;
  const y = (inner[1] + inner[3]) / 2;
  return x > outer[0] && x < outer[2] && y > outer[1] && y < outer[3];
}
