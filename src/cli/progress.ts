/** One line on the terminal that says how far a scan is; nothing in CI, in a pipe, or with --quiet. */
import { displayWidth, printable } from '../report/index.js';
import type { Io } from './io.js';

const EVERY = 100;
const COLUMNS = 78;

export class Progress {
  readonly #io: Io;
  readonly #on: boolean;
  #files = 0;
  #shown = 0;
  #visible = false;

  constructor(io: Io, quiet: boolean) {
    this.#io = io;
    this.#on = io.errIsTerminal && !quiet && (io.env.CI ?? '') === '';
  }

  file(name: string): void {
    this.#files++;
    const now = performance.now();
    if (!this.#on || now - this.#shown < EVERY) return;
    this.#shown = now;
    let text = `${this.#files}  ${printable(name)}`;
    while (displayWidth(text) > COLUMNS) text = text.slice(0, -1);
    this.#io.err(`\r\u001b[2K${text}`);
    this.#visible = true;
  }

  /** Takes the line away, before anything else is written. */
  clear(): void {
    if (this.#visible) this.#io.err('\r\u001b[2K');
    this.#visible = false;
  }
}
