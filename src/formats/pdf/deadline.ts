/** Ends the wait for a promise when the scan's time is over. */
import type { Budget } from '../../core/index.js';

const POLL_MILLISECONDS = 100;

/**
 * The work itself goes on until it yields and its document is closed; a loop that never yields can only be
 * stopped from outside the process.
 *
 * @throws An error named `TimeoutError` when the budget expires first.
 */
export async function untilExpired<T>(work: Promise<T>, budget: Budget): Promise<T> {
  let timer: ReturnType<typeof setInterval> | undefined;
  const expiry = new Promise<never>((_, reject) => {
    timer = setInterval(() => {
      if (!budget.expired()) return;
      const error = new Error('the time of the scan is over');
      error.name = 'TimeoutError';
      reject(error);
    }, POLL_MILLISECONDS);
  });
  try {
    return await Promise.race([work, expiry]);
  } finally {
    clearInterval(timer);
    work.catch(() => undefined);
  }
}
