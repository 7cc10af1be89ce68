/** A request that is answered with an error. Messages say what and what to do; they never quote the request's text. */
export class HttpError extends Error {
  override readonly name = 'HttpError';
  readonly status: number;
  /** Permanent, `http/what`. */
  readonly code: string;
  /** Seconds after which to try again. */
  readonly retryAfter: number | undefined;

  constructor(status: number, code: string, message: string, retryAfter?: number) {
    super(message);
    this.status = status;
    this.code = code;
    this.retryAfter = retryAfter;
  }
}

export const badRequest = (message: string): HttpError => new HttpError(400, 'http/bad-request', message);
