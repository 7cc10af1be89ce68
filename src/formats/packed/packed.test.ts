/** Fixtures: 7z and bzip2, xz, LZMA streams made by 7-Zip 24.09 and Python 3 of one line of text; RAR built here. */
import { crc32 } from 'node:zlib';
import { expect, test } from 'vitest';
import { DEFAULT_LIMITS, type Extraction, type Limits } from '../../core/index.js';
import { buildZip } from '../zip/build-zip.js';
import { format as zip } from '../zip/index.js';
import { format } from './index.js';

const LINE = '姓名：张三 电话：13800001111\n';
const BZIP2 =
  'QlpoOTFBWSZTWR5+c4EAABDYeUAQQABoQAAiTBJAgIJEBsCgACK1PU/UmmCMmyZQoABoGTIAORlIELH39Vc7WCcBtM8A20wru/4u5IpwoSA8/OcC';
const XZ =
  '/Td6WFoAAATm1rRGAgAhARYAAAB0L+WjAQAk5aeT5ZCN77ya5byg5LiJIOeUteivne+8mjEzODAwMDAxMTExCgAAAABy7MXhltkQegABPSXSKWoBH7bzfQEAAAAABFla';
const LZMA = 'XQAAgAD//////////wByqc5uVIlWcDaqnrdxdvltnHw7OFWeu/YMQdfZHQb7DNkoz/dY///9IHAA';
const SEVEN =
  'N3q8ryccAATKF5qLhwAAAAAAAAAgAAAAAAAAAEmibIgBACTlp5PlkI3vvJrlvKDkuIkg55S16K+d77yaMTM4MDAwMDExMTEKAAAAgTMHrg/QluR8nz9HQQQPcQz8Nkp3djM7X3YTQXyShPwy9nwbLIrxnvejaBKCs0q4K1qU/ldO4df/vddiNSGZ+ziA+erYIC1t1cSzwnKYnu3diZeo9BM3sLQAAAAXBikBCV4ABwsBAAEjAwEBBV0AEAAADG4KAfnm1BEAAA==';
/** Encrypted with its names. */
const SEALED =
  'N3q8ryccAAT6nBXPgAAAAAAAAAAuAAAAAAAAAC/BIsgt1fZQ4QE88zT/L4g8OLMNzaqyRGAm5n4DCEtFWsKrNU5ByvUfkysxBFmJIIcZWeVJ/nQ5uz+zdkal3/ox1FSbUO24cQYt0gj+9tyWhYxYJ2k7tCN2djgOF5ueMSiK0LvGzlPOMZcUwvrXRVdMaIYdB3JzqXHbTZF0xXVwAAgmLxcGEAEJcAAHCwEAASQG8QcBElMPlO6OAoDkhhMrLBJkQZlF5wxiCgFFJAINAAA=';

const bytesOf = (base64: string): Uint8Array => new Uint8Array(Buffer.from(base64, 'base64'));

/** A RAR 4 archive of stored files. Source: technical note of RAR 4.11 (techinfo.txt). */
function rar(files: readonly { name: string | Uint8Array; text: string; flags?: number }[]): Uint8Array {
  const block = (type: number, flags: number, rest: Buffer, data = Buffer.alloc(0)): Buffer => {
    const head = Buffer.alloc(7);
    head.writeUInt8(type, 2);
    head.writeUInt16LE(flags, 3);
    head.writeUInt16LE(7 + rest.length, 5);
    const header = Buffer.concat([head, rest]);
    header.writeUInt16LE(crc32(header.subarray(2)) & 0xffff, 0);
    return Buffer.concat([header, data]);
  };
  const blocks = files.map(({ name, text, flags = 0 }) => {
    const data = Buffer.from(text);
    const ascii = typeof name === 'string' ? Buffer.from(name, 'latin1') : Buffer.from(name);
    const rest = Buffer.alloc(25);
    rest.writeUInt32LE(data.length, 0);
    rest.writeUInt32LE(data.length, 4);
    rest.writeUInt8(2, 8);
    rest.writeUInt32LE(crc32(data), 9);
    rest.writeUInt8(20, 17);
    rest.writeUInt8(0x30, 18);
    rest.writeUInt16LE(ascii.length, 19);
    return block(0x74, 0x8000 | flags, Buffer.concat([rest, ascii]), data);
  });
  return Buffer.concat([
    Buffer.from('526172211a0700', 'hex'),
    block(0x73, 0, Buffer.alloc(6)),
    ...blocks,
    block(0x7b, 0x4000, Buffer.alloc(0)),
  ]);
}

function extract(bytes: Uint8Array, name = 'a', limits: Partial<Limits> = {}): Promise<Extraction> {
  const budget = { expired: () => false, claim: () => true };
  return format.extract({ name, bytes }, { limits: { ...DEFAULT_LIMITS, ...limits }, budget });
}

async function contents({ children, unread }: Extraction): Promise<Record<string, string>> {
  const found: Record<string, string> = {};
  for (const { part, code } of unread) found[part] = code;
  for await (const child of children ?? []) {
    if ('artifact' in child) found[child.artifact.name] = Buffer.from(child.artifact.bytes).toString();
    else if (child.unread !== undefined) found[child.unread.part] = child.unread.code;
  }
  return found;
}

test.each([
  ['7z', bytesOf(SEVEN), '名单/姓名.txt'],
  ['RAR 4', rar([{ name: 'list.txt', text: LINE }]), 'list.txt'],
])('opens %s', async (_name, bytes, name) => {
  const extraction = await extract(bytes);
  expect(await contents(extraction)).toEqual({ [name]: LINE });
  expect(extraction.segments.map(({ channel, text }) => [channel, text.includes(name.slice(-6))])).toEqual([
    ['name', true],
  ]);
});

/** Made by 7-Zip 16.02: an empty file, a folder and three files; the header is packed. */
const NAMED =
  'N3q8ryccAAQhKUnNngAAAAAAAAAiAAAAAAAAANWbTvsBAAYyMgoxCjMKAAAAgTMHrg/Oha6S96Bt85fwn+Bzo/TA0Dc9G5kK5a8osPJY8jz1VTnOrZgkBLT86oms1wQMOAqO3Kb/B/+tTeMhJhIwbpLbgok9qmSh9Kw8E0wYColWHBy06v0q6Z/zWMTJ1DOz3b5/vBDtCctc0qsZqJk4UVcV9Wvdjkz96lqIWZ6aduTma1PgXRjgjhwO6AAAABcGCwEJgJMABwsBAAEjAwEBBV0AEAAADIDKCgEHd6vLAAA=';

test('reads Chinese names of 7z, in a header that is packed or cut', async () => {
  const bytes = bytesOf(NAMED);
  expect(await contents(await extract(bytes))).toEqual({
    空文件: '',
    'a.txt': '22\n',
    '名单/低保人员.txt': '1\n',
    '𠮷 村.csv': '3\n',
  });
  expect((await extract(bytes)).diagnostics).toEqual([]);
  for (let i = bytes.length - 1; i > 0; i -= 7) {
    const broken = Uint8Array.from(bytes);
    broken[i]! ^= 0x55;
    await contents(await extract(broken)); // nothing is thrown
    await contents(await extract(bytes.subarray(0, i)));
  }
});

test('reads Chinese names of RAR 4: Unicode, packed Unicode, GBK', async () => {
  const gbk = Buffer.from('c3fbb5a5', 'hex');
  // 名.txt: low bytes with and without the common high byte 54, a run of the plain name.
  const packed = Buffer.concat([Buffer.from('?.txt\0'), Buffer.from([0x54, 0b01_11_00_00, 0x0d, 0x02])]);
  const bytes = rar([
    { name: Buffer.from('名单.txt'), text: LINE, flags: 0x200 },
    { name: packed, text: LINE, flags: 0x200 },
    { name: Buffer.concat([gbk, Buffer.from('.txt')]), text: LINE },
  ]);
  expect(Object.keys(await contents(await extract(bytes)))).toEqual(['名单.txt', '名.txt', '名单.txt#2']);
  expect((await extract(bytes)).diagnostics).toEqual([]);
});

test.each([
  ['bzip2', BZIP2, 'list.csv.bz2', 'list.csv'],
  ['xz', XZ, 'x.txz', 'x.tar'],
  ['LZMA', LZMA, 'x.lzma', 'x'],
])('unpacks %s', async (_kind, base64, name, inner) => {
  expect(await contents(await extract(bytesOf(base64), name))).toEqual({ [inner]: LINE });
});

test('names the files that have a password, and reads the others', async () => {
  const bytes = rar([
    { name: 'open.txt', text: LINE },
    { name: 'sealed.txt', text: LINE, flags: 4 },
  ]);
  expect(await contents(await extract(bytes))).toEqual({
    'open.txt': LINE,
    'sealed.txt': 'packed/encrypted',
  });
  expect(await contents(await extract(bytesOf(SEALED)))).toEqual({ '': 'packed/encrypted' });
});

test('keeps to the limits', async () => {
  expect(await contents(await extract(rar([{ name: 'a', text: LINE }]), 'a', { bytes: 10 }))).toEqual({
    a: 'packed/limit',
  });
  expect(await contents(await extract(bytesOf(XZ), 'a.xz', { bytes: 10 }))).toEqual({ '': 'packed/limit' });
});

test('something comes back for every cut and every changed byte', async () => {
  for (const whole of [
    bytesOf(SEVEN),
    rar([{ name: 'list.txt', text: LINE }]),
    bytesOf(BZIP2),
    bytesOf(XZ),
  ]) {
    for (let i = 8; i < whole.length; i += 9) {
      const changed = whole.slice();
      changed[i] = changed[i]! ^ 0x55;
      for (const bytes of [whole.subarray(0, i), changed]) {
        expect(Object.keys(await contents(await extract(bytes))).length, `${i}`).toBeGreaterThan(0);
      }
    }
  }
}, 60_000);

test.each([
  ['bzip2', 12, BZIP2],
  ['xz', 95, XZ],
])('a ZIP entry packed with %s', async (_name, method, base64) => {
  const size = Buffer.byteLength(LINE);
  const entry = { name: 'a.txt', bytes: bytesOf(base64), method, size, crc: crc32(LINE) };
  const budget = { expired: () => false, claim: () => true };
  const extraction = await zip.extract(
    { name: 'a.zip', bytes: await buildZip([entry]) },
    { limits: DEFAULT_LIMITS, budget },
  );
  expect(await contents(extraction)).toEqual({ 'a.txt': LINE });
});
