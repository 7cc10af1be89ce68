/** Keeps an engine that recognises text inside the limits of one scan. */
import type { Budget, Limits, OcrEngine, OcrFault, OcrLine, OcrPicture, OcrReader } from '../core/index.js';

export interface OcrReaderOptions {
  readonly engine: OcrEngine;
  readonly limits: Limits;
  readonly budget: Budget;
  /** Milliseconds from any origin. */
  readonly now: () => number;
  readonly signal?: AbortSignal;
}

/** Milliseconds that an engine has to end after its time is over; then it is not waited for any more. */
const GRACE = 500;
/** Failures in a row after which an engine is given up. */
const FAILURES = 3;

/** One scan's view of an engine. Time that recognition takes is added to the scan's. */
export class BoundedOcr implements OcrReader {
  readonly #options: OcrReaderOptions;
  #pictures = 0;
  #spent = 0;
  #failures = 0;
  #last: Promise<unknown> = Promise.resolve();

  constructor(options: OcrReaderOptions) {
    this.#options = options;
  }

  closed(): OcrFault | undefined {
    const { limits, signal } = this.#options;
    if (this.#failures >= FAILURES) return 'ocr/failed';
    if (this.#pictures > limits.pictures) return 'ocr/picture-limit';
    return this.#spent >= limits.ocrMilliseconds || signal?.aborted === true ? 'ocr/time-limit' : undefined;
  }

  read(picture: OcrPicture): Promise<readonly OcrLine[] | OcrFault> {
    this.#pictures++;
    return this.#next((signal) => this.#options.engine.recognise(picture, signal));
  }

  decode(bytes: Uint8Array): Promise<OcrPicture | OcrFault> {
    const { engine } = this.#options;
    if (engine.decode === undefined) return Promise.resolve('ocr/failed');
    return this.#next((signal) => engine.decode!(bytes, signal));
  }

  #next<T>(work: (signal: AbortSignal) => Promise<T>): Promise<T | OcrFault> {
    const turn = this.#last.then(() => this.#run(work));
    this.#last = turn;
    return turn;
  }

  async #run<T>(work: (signal: AbortSignal) => Promise<T>): Promise<T | OcrFault> {
    const { limits, budget, now, signal } = this.#options;
    const stop = this.closed();
    if (stop !== undefined) return stop;
    if (budget.expired()) return 'ocr/time-limit';
    const start = now();
    const time = Math.min(limits.pictureMilliseconds, limits.ocrMilliseconds - this.#spent);
    const over = new AbortController();
    let giveUp: (() => void) | undefined;
    let grace: ReturnType<typeof setTimeout> | undefined;
    // An engine that never settles must not hold up the scan.
    const late = new Promise<undefined>((resolve) => (giveUp = () => resolve(undefined)));
    const abort = (): void => {
      over.abort();
      grace ??= setTimeout(() => giveUp?.(), GRACE);
    };
    signal?.addEventListener('abort', abort, { once: true });
    const timer = setTimeout(abort, time);
    // Others wait by the scan's clock meanwhile; what is left over is taken back.
    budget.extend?.(time + GRACE);
    try {
      const done = await Promise.race([work(over.signal), late]);
      if (done === undefined) return 'ocr/time-limit';
      this.#failures = 0;
      return done;
    } catch {
      if (over.signal.aborted) return 'ocr/time-limit';
      this.#failures++;
      return 'ocr/failed';
    } finally {
      clearTimeout(timer);
      clearTimeout(grace);
      signal?.removeEventListener('abort', abort);
      const spent = now() - start;
      this.#spent += spent;
      budget.extend?.(spent - time - GRACE);
    }
  }
}
