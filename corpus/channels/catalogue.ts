/**
 * The hidden-channel suite: for each format one document, with a value of its own planted in every place where text
 * hides. `channels.test.ts` scans them; `.ci/e2e/channels.ts` does the same with documents made by real programs.
 */
import { residentCheck } from '../generate/check-characters.js';

/** One planted value. */
export interface Planted {
  /** What hides it, in words. */
  readonly place: string;
  readonly value: string;
  /** Any of these is right. */
  readonly channels: readonly string[];
}

export interface ChannelDocument {
  readonly name: string;
  readonly bytes: Uint8Array;
  readonly planted: readonly Planted[];
}

/** Hands out values and keeps what each was planted in. Values are invented: births in 1901 to 1909. */
export class Planter {
  readonly planted: Planted[] = [];
  static #next = 0;

  /** @returns An ID number with a right check character, another one every time. */
  plant(place: string, ...channels: string[]): string {
    const count = Planter.#next++;
    const year = 1901 + (count % 9);
    const order = String(1 + Math.floor(count / 9)).padStart(3, '0');
    const body = `110101${year}0307${order}`;
    const value = body + residentCheck(body);
    this.planted.push({ place, value, channels });
    return value;
  }
}
