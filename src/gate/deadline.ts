/** The time that a gate has. An editor waits behind it, so it ends on time, whatever a reader does. */

export const LATE: unique symbol = Symbol('late');

export class Deadline {
  readonly #controller = new AbortController();
  readonly #now: () => number;
  readonly #end: number;
  readonly #timer: ReturnType<typeof setTimeout>;
  readonly #late: Promise<typeof LATE>;

  /** @param now Milliseconds from any origin. @param signal Ends the time early. */
  constructor(milliseconds: number, now: () => number, signal?: AbortSignal) {
    this.#now = now;
    this.#end = now() + milliseconds;
    const { signal: own } = this.#controller;
    this.#late = new Promise((resolve) => own.addEventListener('abort', () => resolve(LATE), { once: true }));
    // Timers hold 31 bits; a longer one would fire at once.
    this.#timer = setTimeout(() => this.#controller.abort(), Math.min(milliseconds, 2 ** 31 - 1));
    if (signal?.aborted === true) this.#controller.abort();
    else signal?.addEventListener('abort', () => this.#controller.abort(), { once: true, signal: own });
  }

  get signal(): AbortSignal {
    return this.#controller.signal;
  }

  expired(): boolean {
    return this.signal.aborted || this.#now() > this.#end;
  }

  /** What the work gives, or `LATE`; work that fails later on disturbs nobody. */
  async race<T>(work: Promise<T>): Promise<T | typeof LATE> {
    work.catch(() => undefined);
    return Promise.race([work, this.#late]);
  }

  /** Stops the clock, and what still runs. */
  end(): void {
    clearTimeout(this.#timer);
    this.#controller.abort();
  }
}
