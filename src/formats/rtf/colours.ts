/** The table of colours: which of them nobody sees on white paper. Source: RTF 1.9.1, "Color Table". */

const PARTS = ['red', 'green', 'blue'] as const;
/** Of 255, in every part. */
const WHITE = 243;

export class Colours {
  readonly #white: boolean[] = [];
  #rgb = [0, 0, 0];
  /** An entry without parts is the automatic colour. */
  #set = false;

  part(word: (typeof PARTS)[number], value: number): void {
    this.#rgb[PARTS.indexOf(word)] = value;
    this.#set = true;
  }

  /** Text of the table: a semicolon ends an entry. */
  text(text: string): void {
    for (const unit of text) {
      if (unit !== ';') continue;
      this.#white.push(this.#set && this.#rgb.every((part) => part >= WHITE));
      this.#rgb = [0, 0, 0];
      this.#set = false;
    }
  }

  isWhite(index: number): boolean {
    return this.#white[index] === true;
  }
}
