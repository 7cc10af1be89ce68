/** Builds EMF drawings record by record: fixtures of tests and of the channels suite. Source: [MS-EMF] 2.3. */

export const u32 = (...values: number[]): Buffer => {
  const bytes = Buffer.alloc(values.length * 4);
  values.forEach((value, i) => void bytes.writeInt32LE(value | 0, i * 4));
  return bytes;
};
export const u16 = (...values: number[]): Buffer => {
  const bytes = Buffer.alloc(values.length * 2);
  values.forEach((value, i) => void bytes.writeInt16LE((value << 16) >> 16, i * 2));
  return bytes;
};
export const floats = (...values: number[]): Buffer => Buffer.from(Float32Array.from(values).buffer);
export const padded = (bytes: Buffer, to: number): Buffer =>
  Buffer.concat([bytes, Buffer.alloc((to - (bytes.length % to)) % to)]);

export const record = (type: number, ...parts: Buffer[]): Buffer => {
  const body = padded(Buffer.concat(parts), 4);
  return Buffer.concat([u32(type, body.length + 8), body]);
};
/** EMR_EXTTEXTOUTW; every character is `advance` wide when it is given. */
export const wide = (
  x: number,
  y: number,
  text: string,
  { advance = 0, options = 0 }: { advance?: number; options?: number } = {},
): Buffer => {
  const data = padded(Buffer.from(text, 'utf16le'), 4);
  const advances = advance > 0 ? 76 + data.length : 0;
  return record(
    84,
    Buffer.alloc(16),
    u32(1, 0, 0, x, y, text.length, 76, options, 0, 0, 0, 0, advances),
    data,
    advance > 0 ? u32(...new Array<number>(text.length).fill(advance)) : Buffer.alloc(0),
  );
};
export const font = (index: number, height: number, charset: number = 134): Buffer =>
  record(82, u32(index, -height, 0, 0, 0, 0), Buffer.from([0, 0, 0, charset]), Buffer.alloc(68));
/** A drawing of 600 by 100 units with a font and a header that other programs accept. */
export function emf(...records: Buffer[]): Buffer {
  const all = [font(1, 20), record(37, u32(1)), ...records, record(14, u32(0, 0, 20))];
  const size = 108 + all.reduce((sum, { length }) => sum + length, 0);
  const [width, height] = [600, 100];
  const header = record(
    1,
    u32(0, 0, width, height, 0, 0, width * 26, height * 26),
    Buffer.from(' EMF'),
    u32(0x10000, size, all.length + 1, 2, 0, 0, 0, 1024, 768, 271, 203),
    Buffer.alloc(12),
  );
  return Buffer.concat([header, ...all]);
}
