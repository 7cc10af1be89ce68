/**
 * Which shapes stand off the slide, where an editor shows them and a show does not.
 *
 * Source: ISO/IEC 29500-1, 20.1.7.5 and 20.1.7.6 (xfrm of groups and shapes). Lengths in EMU, 914,400 to an inch.
 */

export interface SlideSize {
  readonly width: number;
  readonly height: number;
}

/** From coordinates of a group's children to those of the slide. */
interface Scale {
  readonly x: number;
  readonly y: number;
  readonly fx: number;
  readonly fy: number;
}
const WHOLE: Scale = { x: 0, y: 0, fx: 1, fy: 1 };

type Get = (name: string) => string | undefined;

/** Follows the transforms of one slide. Placeholders without one stand where their layout says. */
export class Positions {
  readonly #size: SlideSize;
  /** Each open shape: what it does to its children. */
  readonly #groups: Scale[] = [];
  #open = false;
  #turned = false;
  #x = 0;
  #y = 0;
  #width = 0;
  #height = 0;
  #childX = 0;
  #childY = 0;

  constructor(size: SlideSize) {
    this.#size = size;
  }

  enter(): void {
    this.#groups.push(this.#groups.at(-1) ?? WHOLE);
  }

  leave(): void {
    this.#groups.pop();
  }

  /** @returns Whether the shape that is open turns out to stand off the slide. */
  element(name: string, get: Get): boolean {
    if (name === 'xfrm') {
      this.#open = true;
      this.#turned = (get('rot') ?? '0') !== '0';
      return false;
    }
    // The tree of shapes has a transform too.
    if (!this.#open || this.#groups.length === 0) return false;
    const number = (attribute: string): number => Number(get(attribute) ?? Number.NaN);
    switch (name) {
      case 'off':
        this.#x = number('x');
        this.#y = number('y');
        return false;
      case 'ext':
        this.#width = number('cx');
        this.#height = number('cy');
        return this.#isOff();
      case 'chOff':
        this.#childX = number('x');
        this.#childY = number('y');
        return false;
      case 'chExt':
        this.#group(number('cx'), number('cy'));
        return false;
      default:
        return false;
    }
  }

  close(name: string): void {
    if (name === 'xfrm') this.#open = false;
  }

  /** Of what holds the shape. */
  get #outer(): Scale {
    return this.#groups.at(-2) ?? WHOLE;
  }

  #group(width: number, height: number): void {
    const { x, y, fx, fy } = this.#outer;
    const sx = width > 0 ? this.#width / width : 1;
    const sy = height > 0 ? this.#height / height : 1;
    // What stands in a turned group is shown: no comparison holds.
    const turned = this.#turned ? Number.NaN : 1;
    this.#groups[this.#groups.length - 1] = {
      x: x + fx * (this.#x - this.#childX * sx),
      y: y + fy * (this.#y - this.#childY * sy),
      fx: fx * sx * turned,
      fy: fy * sy * turned,
    };
  }

  #isOff(): boolean {
    const { x, y, fx, fy } = this.#outer;
    // Turned, it reaches at most as far as half its diagonal from its middle.
    const reach = this.#turned ? Math.hypot(this.#width, this.#height) / 2 : 0;
    const [halfX, halfY] = reach > 0 ? [reach, reach] : [this.#width / 2, this.#height / 2];
    const middleX = x + fx * (this.#x + this.#width / 2);
    const middleY = y + fy * (this.#y + this.#height / 2);
    const { width, height } = this.#size;
    return (
      middleX + fx * halfX <= 0 ||
      middleX - fx * halfX >= width ||
      middleY + fy * halfY <= 0 ||
      middleY - fy * halfY >= height
    );
  }
}
