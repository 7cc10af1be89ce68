/** Undoes the filters of a stream. Source: ISO 32000-1:2008, 7.4. */
import { platform } from '#platform';
import { bytesOf, type PdfDictionary, PdfName, type PdfValue, unitsOf } from './objects.js';

/** Filters of data that is no text. */
const PICTURES: ReadonlySet<string> = new Set([
  'DCTDecode',
  'DCT',
  'JPXDecode',
  'JBIG2Decode',
  'CCITTFaxDecode',
  'CCF',
]);

/**
 * @param limit Bytes that each filter may give.
 * @returns undefined for a filter that is not known (pictures, encryption) and for data that passes the limit.
 *   Data that is cut or damaged gives what stands before.
 */
export async function streamData(
  dictionary: PdfDictionary,
  data: Uint8Array,
  limit: number,
): Promise<Uint8Array | undefined> {
  let bytes = data;
  const filters = listOf(dictionary.get('Filter') ?? dictionary.get('F'));
  const parameters = listOf(dictionary.get('DecodeParms') ?? dictionary.get('DP'));
  for (const [i, filter] of filters.entries()) {
    const name = filter instanceof PdfName ? filter.name : '';
    if (PICTURES.has(name)) return undefined;
    try {
      if (name === 'FlateDecode' || name === 'Fl') {
        const inflated = await inflate(bytes, limit);
        if (inflated === undefined) return undefined;
        const own = parameters[i];
        bytes = own instanceof Map ? unpredict(inflated, own) : inflated;
      } else if (name === 'ASCIIHexDecode' || name === 'AHx') bytes = fromHex(bytes);
      else if (name === 'ASCII85Decode' || name === 'A85') bytes = fromAscii85(bytes);
      else return undefined;
    } catch {
      return undefined;
    }
  }
  return bytes;
}

function listOf(value: PdfValue): readonly PdfValue[] {
  if (Array.isArray(value)) return value;
  return value === undefined ? [] : [value];
}

/** zlib data (RFC 1950): two bytes in front, a checksum behind that nobody looks at. */
async function inflate(bytes: Uint8Array, limit: number): Promise<Uint8Array | undefined> {
  const head = bytes.length >= 2 && (bytes[0]! & 15) === 8 && (bytes[0]! * 256 + bytes[1]!) % 31 === 0;
  const { bytes: data } = await platform.inflateFirst(head ? bytes.subarray(2) : bytes, limit);
  return data;
}

/** PNG predictors; those of TIFF are for pictures. */
function unpredict(bytes: Uint8Array, parameters: PdfDictionary): Uint8Array {
  const number = (key: string, fallback: number): number => {
    const value = parameters.get(key);
    return typeof value === 'number' && value > 0 ? value : fallback;
  };
  if (number('Predictor', 1) < 10) return bytes;
  const bits = number('Colors', 1) * number('BitsPerComponent', 8);
  const step = Math.max(1, Math.ceil(bits / 8));
  const width = Math.ceil((number('Columns', 1) * bits) / 8);
  if (width > bytes.length) return bytes;
  const rows = Math.floor((bytes.length + width) / (width + 1));
  const out = new Uint8Array(rows * width);
  for (let row = 0; row < rows; row++) {
    const from = row * (width + 1);
    const to = row * width;
    const kind = bytes[from]!;
    for (let i = 0; i < width; i++) {
      const raw = bytes[from + 1 + i] ?? 0;
      const left = i >= step ? out[to + i - step]! : 0;
      const up = row > 0 ? out[to + i - width]! : 0;
      const corner = row > 0 && i >= step ? out[to + i - width - step]! : 0;
      out[to + i] = raw + predicted(kind, left, up, corner);
    }
  }
  return out;
}

function predicted(kind: number, left: number, up: number, corner: number): number {
  if (kind === 1) return left;
  if (kind === 2) return up;
  if (kind === 3) return (left + up) >> 1;
  if (kind !== 4) return 0;
  const [a, b, c] = [Math.abs(up - corner), Math.abs(left - corner), Math.abs(left + up - 2 * corner)];
  return a <= b && a <= c ? left : b <= c ? up : corner;
}

function fromHex(bytes: Uint8Array): Uint8Array {
  const digits = unitsOf(bytes)
    .replace(/>[\s\S]*$/, '')
    .replace(/[^0-9A-Fa-f]/g, '');
  const out = new Uint8Array((digits.length + 1) >> 1);
  for (let i = 0; i < out.length; i++)
    out[i] = Number.parseInt(digits.slice(i * 2, i * 2 + 2).padEnd(2, '0'), 16);
  return out;
}

/** Source: ISO 32000-1:2008, 7.4.3. */
export function fromAscii85(bytes: Uint8Array): Uint8Array {
  let zeros = 0;
  for (const byte of bytes) if (byte === 122) zeros++;
  const out = new Uint8Array(bytes.length + 4 * zeros);
  let length = 0;
  let value = 0;
  let count = 0;
  const write = (most: number): void => {
    for (let i = 0; i < most; i++) out[length++] = Math.floor(value / 256 ** (3 - i)) & 255;
    value = 0;
    count = 0;
  };
  for (const byte of bytes) {
    if (byte === 126) break;
    if (byte === 122 && count === 0) length += 4;
    else if (byte >= 33 && byte <= 117) {
      value = value * 85 + byte - 33;
      if (++count === 5) write(4);
    }
  }
  if (count > 1) {
    const most = count - 1;
    for (; count < 5; count++) value = value * 85 + 84;
    write(most);
  }
  return out.slice(0, length);
}

/** The value of a string object as a text string: UTF-16 or UTF-8 with their marks, else bytes. */
export function markedText(units: string): string | undefined {
  if (units.startsWith('\xfe\xff')) return new TextDecoder('utf-16be').decode(bytesOf(units.slice(2)));
  if (units.startsWith('\xff\xfe')) return new TextDecoder('utf-16le').decode(bytesOf(units.slice(2)));
  if (units.startsWith('\xef\xbb\xbf')) return new TextDecoder().decode(bytesOf(units.slice(3)));
  return undefined;
}
