/** Default bounds of one scan. */
import type { Budget, Limits } from './types.js';

export const DEFAULT_LIMITS: Limits = {
  bytes: 200 * 1024 * 1024,
  unpackedBytes: 1024 * 1024 * 1024,
  ratio: 200,
  depth: 5,
  entries: 20_000,
  pages: 2_000,
  milliseconds: 120_000,
  findings: 10_000,
  pictures: 300,
  pictureMilliseconds: 60_000,
  ocrMilliseconds: 900_000,
};

/** Counts the time and the unpacked bytes of one scan. `now` gives milliseconds from any origin. */
export class ScanBudget implements Budget {
  readonly #now: () => number;
  #end: number;
  readonly #signal: AbortSignal | undefined;
  #bytes: number;

  constructor(limits: Limits, now: () => number, signal?: AbortSignal) {
    this.#now = now;
    this.#end = now() + limits.milliseconds;
    this.#bytes = limits.unpackedBytes;
    this.#signal = signal;
  }

  expired(): boolean {
    return this.#signal?.aborted === true || this.#now() > this.#end;
  }

  extend(milliseconds: number): void {
    this.#end += milliseconds;
  }

  claim(bytes: number): boolean {
    if (bytes > this.#bytes) return false;
    this.#bytes -= bytes;
    return true;
  }
}
