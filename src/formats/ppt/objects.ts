/** Embedded objects of a presentation: compound files, deflated or not, inside its records. [MS-PPT] 2.10.34. */
import { platform } from '#platform';
import type { Child, ExtractContext } from '../../core/index.js';
import { Bytes } from '../cfb/bytes.js';
import { CompoundFile } from '../cfb/compound.js';
import { openObject } from '../cfb/embedded.js';
import type { ByteRange } from '../cfb/residue.js';

/** @param objects Ranges of ExOleObjStg records, head included. */
export async function* oleObjects(
  bytes: Uint8Array,
  objects: readonly ByteRange[],
  context: ExtractContext,
): AsyncGenerator<Child> {
  for (const [i, { start, end }] of objects.entries()) {
    const name = `object-${i + 1}`;
    const source = new Bytes(bytes.subarray(start, end));
    const deflated = source.u16(0) >> 4 === 1;
    const data = deflated ? await inflate(source, context) : source.slice(8, source.length);
    if (data === undefined) {
      const place = {
        kind: 'text',
        part: name,
        channel: 'body',
        start: 0,
        end: 0,
        line: 1,
        column: 1,
      } as const;
      const message = 'an embedded object is damaged or larger than the limits allow; it was not read';
      yield {
        diagnostic: { code: 'ppt/object', severity: 'error', message, place },
        unread: { part: name, code: 'ppt/object' },
      };
      continue;
    }
    const inner = CompoundFile.open(data);
    if (inner === undefined) {
      yield { artifact: { name, bytes: data } };
      continue;
    }
    // Macros of the presentation are kept in the same way.
    if (inner.root.children.some((entry) => entry.name.toUpperCase() === 'VBA')) {
      yield { artifact: { name: `${name}/vbaProject.bin`, bytes: data } };
      continue;
    }
    const child = openObject(inner, { ...inner.root, path: name });
    if (child !== undefined) yield child;
  }
}

async function inflate(source: Bytes, { limits, budget }: ExtractContext): Promise<Uint8Array | undefined> {
  const size = source.u32(8);
  const packed = source.length - 12;
  const allowed = size <= limits.bytes && (size <= 1024 * 1024 || size <= packed * limits.ratio);
  if (!allowed || packed < 3 || !budget.claim(size)) return undefined;
  try {
    // Two bytes of zlib head; the checksum at the end is often missing.
    return (await platform.inflateFirst(source.slice(14, source.length), size + 1)).bytes;
  } catch {
    return undefined;
  }
}
