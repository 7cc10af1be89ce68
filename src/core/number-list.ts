/** A list of integers that grows: four bytes for each once it is long. */

/** Short lists stay plain: most of them hold a few numbers. */
const PLAIN = 1024;

export class NumberList {
  #numbers: number[] | Int32Array = [];
  #length = 0;

  get length(): number {
    return this.#length;
  }

  /** @param value From −2³¹ to 2³¹−1: an offset into a text is below 2²⁹. */
  push(value: number): void {
    const numbers = this.#numbers;
    if (this.#length === numbers.length && this.#length >= PLAIN) {
      this.#numbers = new Int32Array(this.#length + (this.#length >> 1));
      this.#numbers.set(numbers);
    }
    this.#numbers[this.#length++] = value;
  }

  at(index: number): number {
    return this.#numbers[index]!;
  }

  /** Behind `length` there may be more. No copy. */
  get values(): ArrayLike<number> {
    return this.#numbers;
  }
}
