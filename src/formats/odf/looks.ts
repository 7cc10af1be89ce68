/** The colours of what is open: whether letters vanish on their ground. */
import { PAPER, vanishes } from '../ooxml/ground.js';
import type { Look } from './styles.js';

/** What is drawn has fills that are not read; white text in a blue box is seen. */
const DRAWN: ReadonlySet<string> = new Set([
  ...['page', 'frame', 'custom-shape', 'rect', 'ellipse', 'circle', 'polygon', 'path', 'line', 'connector'],
  ...['caption', 'polyline', 'measure', 'regular-polygon', 'control', 'annotation'],
]);
const STYLED: ReadonlySet<string> = new Set(['p', 'h', 'span', 'table', 'table-row', 'table-cell']);
const UNKNOWN: Look = { letters: undefined, ground: undefined };

interface OpenLook extends Look {
  readonly vanishes: boolean;
}

export class Looks {
  readonly #known: ReadonlyMap<string, Look>;
  readonly #open: OpenLook[] = [{ letters: undefined, ground: PAPER, vanishes: false }];

  constructor(known: ReadonlyMap<string, Look>) {
    this.#known = known;
  }

  /** Letters and ground of what is open. */
  get look(): Look {
    return this.#open.at(-1)!;
  }

  /** Whether text that stands here cannot be seen. */
  get vanishes(): boolean {
    return this.#open.at(-1)!.vanishes;
  }

  /** @returns Whether it changes what is open; then `leave` ends it. @param style Name of the style that counts. */
  enter(name: string, style: string | undefined): boolean {
    if (DRAWN.has(name)) {
      this.#open.push({ ...UNKNOWN, vanishes: false });
      return true;
    }
    const own = style === undefined || !STYLED.has(name) ? undefined : this.#known.get(style);
    if (own === undefined) return false;
    const around = this.#open.at(-1)!;
    const look = { letters: own.letters ?? around.letters, ground: own.ground ?? around.ground };
    this.#open.push({ ...look, vanishes: vanishes(look.letters, look.ground) });
    return true;
  }

  leave(): void {
    this.#open.pop();
  }
}
