/** Pictures inside a page: base64 data URIs (RFC 2397), wherever they stand. */
import type { Artifact, Child } from '../../core/index.js';
import { decodeBase64 } from './embedded.js';

const HEAD = /^data:image\/(?:png|jpe?g|pjpeg|gif|bmp|tiff|webp)[^,"'<>]{0,80};\s*base64\s*,/i;
const MAX_PICTURES = 2_000;

/** Named after their offsets in the page, UTF-16 code units. Linear in the page. */
export function dataPictures(source: string): Artifact[] {
  const found: Artifact[] = [];
  for (let at = source.indexOf('data:image/'); at >= 0; at = source.indexOf('data:image/', at + 1)) {
    if (found.length >= MAX_PICTURES) break;
    const match = HEAD.exec(source.slice(at, at + 160));
    if (match === null) continue;
    const places: number[] = [];
    let end = at + match[0].length;
    for (; end < source.length; end++) {
      const code = source.charCodeAt(end);
      const digit =
        (code >= 65 && code <= 90) ||
        (code >= 97 && code <= 122) ||
        (code >= 47 && code <= 57) ||
        code === 43;
      if (digit || code === 45 || code === 95) places.push(end);
      else if (code !== 61 && code !== 32 && code !== 10 && code !== 13 && code !== 9) break;
    }
    const bytes = decodeBase64(source, places);
    if (bytes.length > 0) found.push({ name: `#picture-${at}`, bytes, embedded: true });
    at = end - 1;
  }
  return found;
}

export async function* childrenOf(pictures: readonly Artifact[]): AsyncGenerator<Child> {
  for (const artifact of pictures) yield { artifact };
}
