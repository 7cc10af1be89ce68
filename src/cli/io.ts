import { english, type Said } from './words.js';

/** What a command may touch of its process: tests give it another. */
export interface Io {
  /** Data. Resolves when it has been taken; rejects with `Closed` when nobody reads on, `UsageError` otherwise. */
  readonly out: (text: string | Uint8Array) => Promise<void>;
  /** Messages for people. */
  readonly err: (text: string) => void;
  readonly outIsTerminal: boolean;
  readonly errIsTerminal: boolean;
  /** Standard input, at most `bound + 1` bytes. */
  readonly input: (bound: number) => Promise<Uint8Array>;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly cwd: string;
  /** Fires on Ctrl-C. */
  readonly signal: AbortSignal;
}

/** The reader of standard output is gone (`| head`): no fault of this command. */
export class Closed extends Error {
  override readonly name: string = 'Closed';
}

/** A caller's mistake: exit code 2, the message alone on standard error. `message` is English, `said` gives other languages. */
export class UsageError extends Error {
  override readonly name: string = 'UsageError';
  readonly said: Said;

  constructor(said: Said | string) {
    const full = typeof said === 'string' ? { template: said, values: [] } : said;
    super(english(full));
    this.said = full;
  }
}

/** NO_COLOR and FORCE_COLOR (no-color.org, force-color.org); NO_COLOR wins; else colour on a terminal. */
export function wantsColor(io: Pick<Io, 'env'>, terminal: boolean, flag: boolean | undefined): boolean {
  if (flag !== undefined) return flag;
  if ((io.env.NO_COLOR ?? '') !== '') return false;
  const force = io.env.FORCE_COLOR;
  if (force !== undefined) return force !== '0' && force !== 'false';
  return terminal && io.env.TERM !== 'dumb';
}
