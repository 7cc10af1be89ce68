/** Builds tar archives for tests. */

const text = (value: string): Uint8Array => new TextEncoder().encode(value);

export interface BuildTarEntry {
  readonly name: string | Uint8Array;
  readonly data?: string | Uint8Array;
  readonly type?: string;
  readonly prefix?: string;
  readonly magic?: string;
  readonly base256?: boolean;
}

export function buildTar(...entries: BuildTarEntry[]): Uint8Array {
  const blocks: number[] = [];
  for (const {
    name,
    data = '',
    type = '0',
    prefix = '',
    magic = 'ustar\u000000',
    base256 = false,
  } of entries) {
    const header = new Uint8Array(512);
    const body = typeof data === 'string' ? text(data) : data;
    header.set(typeof name === 'string' ? text(name) : name);
    if (base256) {
      header[124] = 0x80;
      new DataView(header.buffer).setUint32(132, body.length);
    } else header.set(text(body.length.toString(8).padStart(11, '0')), 124);
    header[156] = type.charCodeAt(0);
    header.set(text(magic), 257);
    header.set(text(prefix), 345);
    header.fill(32, 148, 156);
    const sum = header.reduce((total, byte) => total + byte, 0);
    header.set(text(`${sum.toString(8).padStart(6, '0')}\0 `), 148);
    blocks.push(...header, ...body, ...new Array((512 - (body.length % 512)) % 512).fill(0));
  }
  return Uint8Array.from([...blocks, ...new Array(1024).fill(0)]);
}
