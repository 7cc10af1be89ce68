/** Offsets to lines and columns. Lines end with LF, CR LF or CR; both count from 1, columns in UTF-16 code units. */

export interface Position {
  readonly line: number;
  readonly column: number;
}

/** Built on first use: most sources hold nothing to point at. */
export class LineIndex {
  readonly #source: string;
  #starts: Uint32Array | undefined;

  constructor(source: string) {
    this.#source = source;
  }

  at(offset: number): Position {
    const starts = (this.#starts ??= lineStarts(this.#source));
    let low = 0;
    let high = starts.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (starts[middle]! <= offset) low = middle + 1;
      else high = middle;
    }
    return { line: low, column: offset - starts[low - 1]! + 1 };
  }
}

function lineStarts(source: string): Uint32Array {
  const starts = [0];
  // Most sources have one kind of line end.
  if (source.includes('\r')) {
    const next = /\r\n?|\n/g;
    while (next.exec(source) !== null) starts.push(next.lastIndex);
  } else {
    for (let at = source.indexOf('\n'); at >= 0; at = source.indexOf('\n', at + 1)) starts.push(at + 1);
  }
  return new Uint32Array(starts);
}
