/** RTF: running text, headers, notes, comments, fields, hidden and deleted text, properties; objects are children. */

import {
  type Artifact,
  type Child,
  type Diagnostic,
  defineFormat,
  type ExtractContext,
  type Format,
  LineIndex,
  type Unread,
} from '../../core/index.js';
import { latin1 } from '../../text/latin1.js';
import { readRtf } from './reader.js';

export const format: Format = defineFormat({
  id: 'rtf',
  mediaTypes: ['application/rtf', 'text/rtf'],

  /** Never rejects. Offsets count bytes of the file: its text is read as Latin-1, one unit a byte. */
  async extract({ bytes }, context) {
    const source = latin1(bytes);
    const diagnostics: Diagnostic[] = [];
    const unread: Unread[] = [];
    const { segments, objects, pictures, unbalanced } = readRtf({
      source,
      part: '',
      lines: new LineIndex(source),
    });
    if (!source.includes('{\\rtf')) {
      const message = 'the file does not begin as RTF; its text was read as far as it goes';
      diagnostics.push({ code: 'rtf/damaged', severity: 'warning', message });
    }
    if (unbalanced) {
      const message = 'groups are not balanced: the file is cut or damaged; get a complete copy';
      diagnostics.push({ code: 'rtf/truncated', severity: 'error', message });
      unread.push({ part: '', code: 'rtf/truncated' });
    }
    return {
      segments,
      units: 1,
      unread,
      diagnostics,
      ...(objects.length + pictures.length > 0 ? { children: embedded(objects, pictures, context) } : {}),
    };
  },
});

async function* embedded(
  objects: readonly Uint8Array[],
  pictures: readonly Uint8Array[],
  { limits, budget }: ExtractContext,
): AsyncGenerator<Child> {
  const files: Artifact[] = [
    ...objects.map((bytes, i) => ({ name: `object-${i + 1}`, bytes: nativeData(bytes) })),
    ...pictures.map((bytes, i) => ({ name: `picture-${i + 1}`, bytes, embedded: true })),
  ];
  for (const [i, artifact] of files.entries()) {
    if (i < limits.entries && budget.claim(artifact.bytes.length)) {
      yield { artifact };
      continue;
    }
    const message =
      'an embedded object or picture was not opened: a limit is reached (limits "entries", "unpackedBytes")';
    yield {
      diagnostic: { code: 'rtf/object-limit', severity: 'warning', message },
      unread: { part: artifact.name, code: 'rtf/object-limit' },
    };
  }
}

/**
 * Cuts the OLE 1.0 header off: version, format id 2 (embedded), three counted names, size, data.
 * Source: [MS-OLEDS] 2.2.4, 2.2.5. Anything else stays as it is.
 */
function nativeData(bytes: Uint8Array): Uint8Array {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  if (bytes.length < 12 || view.getUint32(4, true) !== 2) return bytes;
  let at = 8;
  for (let i = 0; i < 3; i++) {
    if (at + 4 > bytes.length) return bytes;
    at += 4 + view.getUint32(at, true);
  }
  if (at + 4 > bytes.length) return bytes;
  const size = view.getUint32(at, true);
  return bytes.subarray(at + 4, Math.min(bytes.length, at + 4 + size));
}
