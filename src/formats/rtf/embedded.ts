/** Objects and pictures that stand in RTF as hex digits or bytes. Source: RTF 1.9.1, "Objects", "Pictures". */
import { bitmapFile } from '../ocr/bitmap-file.js';
import type { Group } from './group.js';
import { ObjectData } from './object-data.js';

export class Embedded {
  readonly objects: Uint8Array[] = [];
  readonly pictures: Uint8Array[] = [];
  readonly #objectData = new ObjectData();
  readonly #pictureData = new ObjectData();
  /** Groups around the picture that is read. */
  #depth = 0;

  /** Where the data of a group go; undefined for what is none, such as the groups inside a picture, which hold its properties. */
  of({ destination }: Group, depth: number): ObjectData | undefined {
    if (destination?.kind === 'object') return this.#objectData;
    return destination?.kind === 'picture' && depth === this.#depth ? this.#pictureData : undefined;
  }

  /** @param depth Groups around it. */
  beginPicture(depth: number): void {
    this.#depth = depth;
  }

  endObject(): void {
    const bytes = this.#objectData.take();
    if (bytes.length > 0) this.objects.push(bytes);
  }

  /** @param twin Whether the picture only repeats the one before it, for older readers. */
  endPicture(twin: boolean): void {
    const bytes = this.#pictureData.take();
    if (bytes.length > 0 && !(twin && this.pictures.length > 0))
      this.pictures.push(bitmapFile(bytes) ?? bytes);
  }
}
