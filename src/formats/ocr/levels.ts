/** Even light: the paper becomes white everywhere, as far as it is paper. */
import type { Raster } from './raster.js';

/** Pixels of a tile's side. */
const TILE = 32;
/** Share of a tile's pixels that are darker than its paper. */
const PAPER = 0.85;
/** Darker tiles are no paper in the shade: a photograph, a filled table head. They are left as they are. */
const DARK = 70;

/** @returns The raster itself where nothing is to be done. */
export function evenLight(raster: Raster): Raster {
  const { width, height, grey } = raster;
  const columns = Math.ceil(width / TILE);
  const rows = Math.ceil(height / TILE);
  const paper = brightest(tiles(raster, columns, rows), columns, rows);
  if (paper.every((value) => value >= 250)) return raster;
  const gain = Float32Array.from(paper, (value) => (value < DARK ? 1 : 255 / value));
  const out = new Uint8Array(grey.length);
  for (let y = 0; y < height; y++) {
    const ty = Math.min(rows - 1, Math.max(0, (y + 0.5) / TILE - 0.5));
    const r0 = Math.floor(ty);
    const r1 = Math.min(rows - 1, r0 + 1);
    const fy = ty - r0;
    for (let x = 0, i = y * width; x < width; x++, i++) {
      const tx = Math.min(columns - 1, Math.max(0, (x + 0.5) / TILE - 0.5));
      const c0 = Math.floor(tx);
      const c1 = Math.min(columns - 1, c0 + 1);
      const fx = tx - c0;
      const top = gain[r0 * columns + c0]! * (1 - fx) + gain[r0 * columns + c1]! * fx;
      const bottom = gain[r1 * columns + c0]! * (1 - fx) + gain[r1 * columns + c1]! * fx;
      const value = grey[i]! * (top * (1 - fy) + bottom * fy);
      out[i] = Math.min(value, 255);
    }
  }
  return { width, height, grey: out };
}

/** Brightness of the paper of each tile: nearly the brightest of its pixels. */
function tiles({ width, height, grey }: Raster, columns: number, rows: number): Uint8Array {
  const list = new Uint8Array(columns * rows);
  const histogram = new Uint32Array(256);
  for (let row = 0; row < rows; row++) {
    for (let column = 0; column < columns; column++) {
      histogram.fill(0);
      let count = 0;
      for (let y = row * TILE; y < Math.min(height, (row + 1) * TILE); y += 2) {
        for (let x = column * TILE; x < Math.min(width, (column + 1) * TILE); x += 2) {
          histogram[grey[y * width + x]!]!++;
          count++;
        }
      }
      let value = 0;
      for (let below = 0; value < 255 && below + histogram[value]! <= count * PAPER; value++)
        below += histogram[value]!;
      list[row * columns + column] = value;
    }
  }
  return list;
}

/** Of each tile and its eight neighbours: a tile full of ink takes the paper beside it. */
function brightest(list: Uint8Array, columns: number, rows: number): Uint8Array {
  return list.map((_, i) => {
    const row = Math.floor(i / columns);
    const column = i % columns;
    let best = 0;
    for (let r = Math.max(0, row - 1); r <= Math.min(rows - 1, row + 1); r++) {
      for (let c = Math.max(0, column - 1); c <= Math.min(columns - 1, column + 1); c++)
        best = Math.max(best, list[r * columns + c]!);
    }
    return best;
  });
}
