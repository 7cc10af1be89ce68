/** Hex digits of an embedded object, with binary stretches between. */
export class ObjectData {
  /** Grows by doubling: objects have megabytes. */
  #bytes = new Uint8Array(1024);
  #length = 0;
  #nibble = -1;

  /** Adds the hex digits in a range; everything else is skipped. */
  hex(source: string, start: number, end: number): void {
    for (let at = start; at < end; at++) {
      const unit = source.charCodeAt(at) | 0x20;
      const digit = unit >= 0x30 && unit <= 0x39 ? unit - 0x30 : unit >= 97 && unit <= 102 ? unit - 87 : -1;
      if (digit < 0) continue;
      if (this.#nibble < 0) this.#nibble = digit;
      else {
        this.#add(this.#nibble * 16 + digit);
        this.#nibble = -1;
      }
    }
  }

  /** Adds bytes as they stand: `\bin`. */
  binary(source: string, start: number, end: number): void {
    for (let at = start; at < end; at++) this.#add(source.charCodeAt(at) & 0xff);
  }

  /** @returns What was gathered; the next object starts empty. */
  take(): Uint8Array {
    const bytes = this.#bytes.slice(0, this.#length);
    this.#length = 0;
    this.#nibble = -1;
    return bytes;
  }

  #add(byte: number): void {
    if (this.#length === this.#bytes.length) {
      const larger = new Uint8Array(this.#length * 2);
      larger.set(this.#bytes);
      this.#bytes = larger;
    }
    this.#bytes[this.#length++] = byte;
  }
}
