/** Writes small pictures for tests: PNG with any chunks, JPEG and TIFF heads with EXIF, BMP, GIF. */

export interface Grey {
  readonly width: number;
  readonly height: number;
  readonly grey: Uint8Array;
}

const ascii = (text: string): Uint8Array => Uint8Array.from(text, (c) => c.charCodeAt(0));

export function concat(...parts: (Uint8Array | string | readonly number[])[]): Uint8Array {
  return Uint8Array.from(
    parts.flatMap((part) => [...(typeof part === 'string' ? ascii(part) : Uint8Array.from(part))]),
  );
}

const be32 = (value: number): number[] => [
  value >>> 24,
  (value >>> 16) & 255,
  (value >>> 8) & 255,
  value & 255,
];
const le32 = (value: number): number[] => be32(value).reverse();
const le16 = (value: number): number[] => [value & 255, value >> 8];

/** Zlib data in stored blocks (RFC 1950, RFC 1951 3.2.4), without their checksum. */
export function stored(data: Uint8Array): Uint8Array {
  const blocks: Uint8Array[] = [];
  for (let at = 0; at === 0 || at < data.length; at += 0xffff) {
    const part = data.subarray(at, at + 0xffff);
    const last = at + 0xffff >= data.length ? 1 : 0;
    blocks.push(concat([last], le16(part.length), le16(part.length ^ 0xffff), part));
  }
  return concat([0x78, 0x01], ...blocks, [0, 0, 0, 0]);
}

/** Checksums are left out: nothing here asks for them. */
export function chunk(type: string, data: Uint8Array): Uint8Array {
  const body = concat(type, data);
  return concat(be32(data.length), body, [0, 0, 0, 0]);
}

export const SIGNATURE: Uint8Array = concat([0x89], 'PNG\r\n', [0x1a], '\n');

/** Eight bits of grey a pixel. @param filter Of every row, 0…4. */
export function png(
  { width, height, grey }: Grey,
  chunks: readonly Uint8Array[] = [],
  filter = 0,
): Uint8Array {
  const rows = new Uint8Array(height * (width + 1));
  for (let y = 0; y < height; y++) {
    rows[y * (width + 1)] = filter;
    for (let x = 0; x < width; x++) {
      const left = x > 0 ? grey[y * width + x - 1]! : 0;
      const up = y > 0 ? grey[(y - 1) * width + x]! : 0;
      const guess = [0, left, up, (left + up) >> 1][filter] ?? 0;
      rows[y * (width + 1) + 1 + x] = grey[y * width + x]! - guess;
    }
  }
  const head = chunk('IHDR', concat(be32(width), be32(height), [8, 0, 0, 0, 0]));
  return concat(SIGNATURE, head, ...chunks, chunk('IDAT', stored(rows)), chunk('IEND', new Uint8Array()));
}

/** A PNG that says that it is so large, with no more data than this. */
export function bomb(width: number, height: number): Uint8Array {
  const head = chunk('IHDR', concat(be32(width), be32(height), [8, 2, 0, 0, 0]));
  return concat(SIGNATURE, head, chunk('IDAT', stored(new Uint8Array(1 << 20))));
}

export function bmp({ width, height, grey }: Grey): Uint8Array {
  const stride = (width + 3) & ~3;
  const rows = new Uint8Array(stride * height);
  for (let y = 0; y < height; y++)
    rows.set(grey.subarray(y * width, (y + 1) * width), (height - 1 - y) * stride);
  const table = Array.from({ length: 256 }, (_, i) => [i, i, i, 0]).flat();
  const start = 54 + table.length;
  return concat(
    'BM',
    le32(start + rows.length),
    [0, 0, 0, 0],
    le32(start),
    le32(40),
    le32(width),
    le32(height),
    [1, 0, 8, 0],
    le32(0),
    le32(rows.length),
    new Uint8Array(16),
    table,
    rows,
  );
}

/** 7-bit codes, a reset after every 100: no compression, but LZW. */
export function gif({ width, height, grey }: Grey, comment = ''): Uint8Array {
  const table = Array.from({ length: 64 }, (_, i) => [i * 4, i * 4, i * 4]).flat();
  const bits: number[] = [];
  const code = (value: number): void => {
    for (let bit = 0; bit < 7; bit++) bits.push((value >> bit) & 1);
  };
  for (let i = 0; i < grey.length; i++) {
    if (i % 50 === 0) code(64);
    code(grey[i]! >> 2);
  }
  code(65);
  const bytes = new Uint8Array(Math.ceil(bits.length / 8));
  bits.forEach((bit, i) => {
    if (bit === 1) bytes[i >> 3]! |= 1 << (i & 7);
  });
  const blocks: Uint8Array[] = [];
  for (let at = 0; at < bytes.length; at += 255) {
    const part = bytes.subarray(at, at + 255);
    blocks.push(concat([part.length], part));
  }
  const note = comment === '' ? new Uint8Array() : concat([0x21, 0xfe, comment.length], comment, [0]);
  return concat(
    'GIF89a',
    le16(width),
    le16(height),
    [0x85, 0, 0],
    table,
    note,
    [0x2c, 0, 0, 0, 0],
    le16(width),
    le16(height),
    [0, 6],
    ...blocks,
    [0, 0x3b],
  );
}

/** @param entries Tag, type, bytes of the value. Little-endian; tag 34665 gets a directory of `inner`. */
export function exif(
  entries: readonly (readonly [number, number, Uint8Array])[],
  inner: readonly (readonly [number, number, Uint8Array])[] = [],
): Uint8Array {
  const size = (list: readonly unknown[]): number => 2 + list.length * 12 + 4;
  const outer =
    inner.length === 0 ? entries : [...entries, [34665, 4, Uint8Array.from([0, 0, 0, 0])] as const];
  const innerAt = 8 + size(outer);
  let data = innerAt + (inner.length === 0 ? 0 : size(inner));
  const values: Uint8Array[] = [];
  const directory = (list: readonly (readonly [number, number, Uint8Array])[]): Uint8Array =>
    concat(
      le16(list.length),
      ...list.map(([tag, type, value]) => {
        const count = type === 4 ? value.length / 4 : type === 3 ? value.length / 2 : value.length;
        const head = concat(le16(tag), le16(type), le32(count));
        if (tag === 34665) return concat(head, le32(innerAt));
        if (value.length <= 4) return concat(head, value, new Uint8Array(4 - value.length));
        values.push(value);
        data += value.length;
        return concat(head, le32(data - value.length));
      }),
      le32(0),
    );
  const first = directory(outer);
  const second = inner.length === 0 ? new Uint8Array() : directory(inner);
  return concat('II*\0', le32(8), first, second, ...values);
}

/** A JPEG's segments up to its frame, without a picture. */
export function jpegHead(
  width: number,
  height: number,
  segments: readonly (readonly [number, Uint8Array])[],
): Uint8Array {
  const be16 = (value: number): number[] => [value >> 8, value & 255];
  return concat(
    [0xff, 0xd8],
    ...segments.map(([marker, data]) => concat([0xff, marker], be16(data.length + 2), data)),
    [0xff, 0xc0, 0, 11, 8],
    be16(height),
    be16(width),
    [1, 1, 0x11, 0],
    [0xff, 0xd9],
  );
}
