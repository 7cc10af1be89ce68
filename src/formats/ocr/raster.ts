/** Grey rasters: one byte a pixel, row by row from the top, 0 black, 255 white. */

export interface Raster {
  readonly width: number;
  readonly height: number;
  readonly grey: Uint8Array;
}

/** Pixels that are decoded at most: an A4 page at 600 dpi has 35 million. */
export const MAX_PIXELS = 60_000_000;

export function blank(width: number, height: number): Raster {
  return { width, height, grey: new Uint8Array(width * height).fill(255) };
}

/** A quarter turn clockwise, `turns` times. */
export function turned(raster: Raster, turns: number): Raster {
  const { width, height, grey } = raster;
  const by = ((turns % 4) + 4) % 4;
  if (by === 0) return raster;
  const out = new Uint8Array(grey.length);
  if (by === 2) {
    for (let i = 0, j = grey.length - 1; j >= 0; i++, j--) out[i] = grey[j]!;
    return { width, height, grey: out };
  }
  for (let y = 0; y < height; y++) {
    const row = y * width;
    for (let x = 0; x < width; x++) {
      const at = by === 1 ? x * height + (height - 1 - y) : (width - 1 - x) * height + y;
      out[at] = grey[row + x]!;
    }
  }
  return { width: height, height: width, grey: out };
}

/** Left and right exchanged. */
export function mirrored({ width, height, grey }: Raster): Raster {
  const out = grey.slice();
  for (let y = 0; y < height; y++) out.subarray(y * width, (y + 1) * width).reverse();
  return { width, height, grey: out };
}

/** Rotated about its middle by small angles, clockwise in radians; bilinear, white outside. */
export function rotated({ width, height, grey }: Raster, radians: number): Raster {
  const out = new Uint8Array(grey.length).fill(255);
  const sin = Math.sin(radians);
  const cos = Math.cos(radians);
  const mx = (width - 1) / 2;
  const my = (height - 1) / 2;
  for (let y = 0; y < height; y++) {
    let sx = -mx * cos + (y - my) * sin + mx;
    let sy = mx * sin + (y - my) * cos + my;
    for (let x = 0; x < width; x++, sx += cos, sy -= sin) {
      const ix = Math.floor(sx);
      const iy = Math.floor(sy);
      if (ix < 0 || iy < 0 || ix + 1 >= width || iy + 1 >= height) continue;
      const fx = sx - ix;
      const fy = sy - iy;
      const at = iy * width + ix;
      const top = grey[at]! + (grey[at + 1]! - grey[at]!) * fx;
      const bottom = grey[at + width]! + (grey[at + width + 1]! - grey[at + width]!) * fx;
      out[y * width + x] = top + (bottom - top) * fy + 0.5;
    }
  }
  return { width, height, grey: out };
}

/** The point of the raster before `rotated` that came to lie at (x, y). */
export function unrotate(
  { width, height }: { readonly width: number; readonly height: number },
  radians: number,
  x: number,
  y: number,
): [number, number] {
  const sin = Math.sin(radians);
  const cos = Math.cos(radians);
  const mx = (width - 1) / 2;
  const my = (height - 1) / 2;
  return [(x - mx) * cos + (y - my) * sin + mx, -(x - mx) * sin + (y - my) * cos + my];
}

/** Scaled by `factor`: bilinear when larger, the mean of the pixels covered when smaller. */
export function scaled(raster: Raster, factor: number): Raster {
  const width = Math.max(1, Math.round(raster.width * factor));
  const height = Math.max(1, Math.round(raster.height * factor));
  if (width === raster.width && height === raster.height) return raster;
  return factor > 1 ? enlarged(raster, width, height) : reduced(raster, width, height);
}

function enlarged({ width, height, grey }: Raster, toWidth: number, toHeight: number): Raster {
  const out = new Uint8Array(toWidth * toHeight);
  const left = new Int32Array(toWidth);
  const part = new Float32Array(toWidth);
  for (let x = 0; x < toWidth; x++) {
    const at = Math.min(width - 1, Math.max(0, ((x + 0.5) * width) / toWidth - 0.5));
    left[x] = Math.min(width - 2, Math.floor(at));
    part[x] = at - left[x]!;
  }
  if (width < 2 || height < 2) return { width: toWidth, height: toHeight, grey: out.fill(255) };
  for (let y = 0; y < toHeight; y++) {
    const at = Math.min(height - 1, Math.max(0, ((y + 0.5) * height) / toHeight - 0.5));
    const iy = Math.min(height - 2, Math.floor(at));
    const fy = at - iy;
    for (let x = 0; x < toWidth; x++) {
      const i = iy * width + left[x]!;
      const fx = part[x]!;
      const top = grey[i]! + (grey[i + 1]! - grey[i]!) * fx;
      const bottom = grey[i + width]! + (grey[i + width + 1]! - grey[i + width]!) * fx;
      out[y * toWidth + x] = top + (bottom - top) * fy + 0.5;
    }
  }
  return { width: toWidth, height: toHeight, grey: out };
}

function reduced({ width, height, grey }: Raster, toWidth: number, toHeight: number): Raster {
  const out = new Uint8Array(toWidth * toHeight);
  const edges = (from: number, to: number): Int32Array =>
    Int32Array.from({ length: to + 1 }, (_, i) => Math.round((i * from) / to));
  const xs = edges(width, toWidth);
  const ys = edges(height, toHeight);
  for (let y = 0; y < toHeight; y++) {
    for (let x = 0; x < toWidth; x++) {
      let sum = 0;
      for (let iy = ys[y]!; iy < ys[y + 1]!; iy++) {
        for (let i = iy * width + xs[x]!, end = iy * width + xs[x + 1]!; i < end; i++) sum += grey[i]!;
      }
      out[y * toWidth + x] = sum / ((xs[x + 1]! - xs[x]!) * (ys[y + 1]! - ys[y]!));
    }
  }
  return { width: toWidth, height: toHeight, grey: out };
}
