/** Undoes the predictors of Flate and LZW data. Sources: ISO 32000-1:2008, 7.4.4.4; PNG, 9; TIFF 6.0, section 14. */

export interface Prediction {
  readonly predictor: number;
  /** Samples of a pixel. */
  readonly colors: number;
  /** Bits of a sample. */
  readonly bits: number;
  /** Pixels of a row. */
  readonly columns: number;
}

/** @throws RangeError for a predictor that does not exist, or TIFF's with samples of other than 8 bits. */
export function unpredict(bytes: Uint8Array, { predictor, colors, bits, columns }: Prediction): Uint8Array {
  if (predictor === 1) return bytes;
  const pixel = Math.max(1, (colors * bits + 7) >> 3);
  const row = (columns * colors * bits + 7) >> 3;
  if (!(row > 0)) throw new RangeError('predictor');
  if (predictor === 2) {
    if (bits !== 8) throw new RangeError('predictor');
    const out = bytes.slice();
    for (let at = 0; at < out.length; at++) {
      if (at % row >= colors) out[at] = (out[at]! + out[at - colors]!) & 0xff;
    }
    return out;
  }
  if (predictor < 10 || predictor > 15) throw new RangeError('predictor');
  const rows = Math.ceil(bytes.length / (row + 1));
  const out = new Uint8Array(rows * row);
  let length = 0;
  for (let y = 0; y < rows; y++) {
    const filter = bytes[y * (row + 1)]!;
    const from = y * (row + 1) + 1;
    const to = y * row;
    const count = Math.min(row, bytes.length - from);
    for (let x = 0; x < count; x++) {
      const left = x >= pixel ? out[to + x - pixel]! : 0;
      const up = y > 0 ? out[to + x - row]! : 0;
      const corner = y > 0 && x >= pixel ? out[to + x - row - pixel]! : 0;
      out[to + x] = (bytes[from + x]! + guess(filter, left, up, corner)) & 0xff;
    }
    length = to + count;
  }
  return out.subarray(0, length);
}

function guess(filter: number, left: number, up: number, corner: number): number {
  if (filter === 0) return 0;
  if (filter === 1) return left;
  if (filter === 2) return up;
  if (filter === 3) return (left + up) >> 1;
  if (filter !== 4) throw new RangeError('predictor');
  const estimate = left + up - corner;
  const [a, b, c] = [Math.abs(estimate - left), Math.abs(estimate - up), Math.abs(estimate - corner)];
  return a <= b && a <= c ? left : b <= c ? up : corner;
}
