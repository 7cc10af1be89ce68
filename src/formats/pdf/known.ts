/** What other readers of a file gave, so that the search of its objects does not repeat it. */
import type { Segment } from '../../core/index.js';

/** Texts that other readers gave, compared without white space, punctuation and percent-encoding. */
export class Known {
  readonly #keys = new Set<string>();
  readonly #bodies: string[] = [];
  #body: string | undefined;

  add(segment: Segment): void {
    if (segment.channel === 'body' || segment.channel === 'ocr') {
      this.#bodies.push(segment.text);
      this.#body = undefined;
    } else this.addText(segment.text);
  }

  addText(text: string): void {
    this.#keys.add(keyOf(text));
    if (!text.includes('\n')) return;
    for (const line of text.split('\n')) this.#keys.add(keyOf(line));
  }

  has(text: string): boolean {
    return this.#keys.has(keyOf(text));
  }

  /** Whether the text is printed on some page. */
  printed(text: string): boolean {
    this.#body ??= keyOf(this.#bodies.join(''));
    return this.#body.includes(keyOf(text));
  }
}

function keyOf(text: string): string {
  let plain = text;
  if (text.includes('%')) {
    try {
      plain = decodeURIComponent(text);
    } catch {
      // No percent-encoding.
    }
  }
  // Most texts are ASCII, where looking up properties costs several times as much.
  return /[^\x00-\x7f]/.test(plain)
    ? plain.replace(/[^\p{L}\p{N}]+/gu, '')
    : plain.replace(/[^0-9A-Za-z]+/g, '');
}
