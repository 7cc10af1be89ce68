/** Colour rasters, and what copiers, cameras and bad scanners do to them. */
import fs from 'node:fs';
import { Random } from '../../../corpus/generate/random.js';

export interface Picture {
  readonly width: number;
  readonly height: number;
  /** Red, green, blue, one byte each. */
  readonly rgb: Uint8Array;
}

/** Reads a binary PPM as pdftoppm writes it. */
export function readPpm(file: string): Picture {
  const bytes = fs.readFileSync(file);
  const head = /^P6\s+(\d+)\s+(\d+)\s+255\s/.exec(bytes.subarray(0, 64).toString('latin1'));
  if (head === null) throw new Error(`${file}: no PPM`);
  return {
    width: Number(head[1]),
    height: Number(head[2]),
    rgb: new Uint8Array(bytes.subarray(head[0].length)),
  };
}

/** Rotated about the middle, bilinear; degrees counter-clockwise, white outside. */
export function rotate({ width, height, rgb }: Picture, degrees: number): Picture {
  const out = new Uint8Array(rgb.length).fill(255);
  const sin = Math.sin((degrees * Math.PI) / 180);
  const cos = Math.cos((degrees * Math.PI) / 180);
  const [mx, my] = [width / 2, height / 2];
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const sx = (x - mx) * cos - (y - my) * sin + mx;
      const sy = (x - mx) * sin + (y - my) * cos + my;
      const [ix, iy] = [Math.floor(sx), Math.floor(sy)];
      if (ix < 0 || iy < 0 || ix + 1 >= width || iy + 1 >= height) continue;
      const [fx, fy] = [sx - ix, sy - iy];
      for (let c = 0; c < 3; c++) {
        const at = (iy * width + ix) * 3 + c;
        const top = rgb[at]! * (1 - fx) + rgb[at + 3]! * fx;
        const bottom = rgb[at + width * 3]! * (1 - fx) + rgb[at + width * 3 + 3]! * fx;
        out[(y * width + x) * 3 + c] = top * (1 - fy) + bottom * fy;
      }
    }
  }
  return { width, height, rgb: out };
}

/** A quarter turn clockwise. */
export function quarterTurn({ width, height, rgb }: Picture): Picture {
  const out = new Uint8Array(rgb.length);
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const to = (x * height + (height - 1 - y)) * 3;
      const from = (y * width + x) * 3;
      for (let c = 0; c < 3; c++) out[to + c] = rgb[from + c]!;
    }
  }
  return { width: height, height: width, rgb: out };
}

/** Grey, blurred, with specks and a grain: a copy of a copy. */
export function copied(picture: Picture, seed: number): Picture {
  const random = new Random(seed);
  const { width, height, rgb } = blurred(picture);
  const out = new Uint8Array(rgb.length);
  for (let i = 0; i < rgb.length; i += 3) {
    const grey = 0.3 * rgb[i]! + 0.59 * rgb[i + 1]! + 0.11 * rgb[i + 2]!;
    const grain = (random.next() - 0.5) * 50;
    const speck = random.next() < 0.0008 ? -160 : 0;
    const value = Math.max(0, Math.min(255, grey * 0.85 + 30 + grain + speck));
    out[i] = out[i + 1] = out[i + 2] = value;
  }
  return { width, height, rgb: out };
}

/** Uneven light, colour noise, blur: a page taken with a telephone. */
export function photographed(picture: Picture, seed: number): Picture {
  const random = new Random(seed);
  const { width, height, rgb } = blurred(picture);
  const out = new Uint8Array(rgb.length);
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const light =
        0.45 + 0.5 * (1 - x / width) * (0.4 + (0.6 * y) / height) + 0.1 * Math.sin((3 * y) / height);
      for (let c = 0; c < 3; c++) {
        const at = (y * width + x) * 3 + c;
        const tint = c === 2 ? 0.88 : c === 1 ? 0.97 : 1;
        const value = rgb[at]! * light * tint + (random.next() - 0.5) * 36;
        out[at] = Math.max(0, Math.min(255, value));
      }
    }
  }
  return { width, height, rgb: out };
}

/** 3 × 3 box filter. */
function blurred({ width, height, rgb }: Picture): Picture {
  const out = new Uint8Array(rgb.length);
  for (let y = 0; y < height; y++) {
    const rows = [Math.max(0, y - 1), y, Math.min(height - 1, y + 1)];
    for (let x = 0; x < width; x++) {
      const columns = [Math.max(0, x - 1), x, Math.min(width - 1, x + 1)];
      for (let c = 0; c < 3; c++) {
        let sum = 0;
        for (const row of rows) for (const column of columns) sum += rgb[(row * width + column) * 3 + c]!;
        out[(y * width + x) * 3 + c] = sum / 9;
      }
    }
  }
  return { width, height, rgb: out };
}
