import { gunzipSync, gzipSync } from 'node:zlib';
import { expect, test } from 'vitest';
import { buildTar } from '../formats/tar/build-tar.js';
import { readTar } from '../formats/tar/index.js';
import { buildZip } from '../formats/zip/build-zip.js';
import { createScanner, type RedactOutcome, redact } from '../index.js';

const ID = '110101190103070018';
const LEAK = `身份证号：${ID}`;
const MASKED = '身份证号：110101************';
const OPTIONS = { today: '2026-01-01' };
const scanner = createScanner(OPTIONS);
const text = (bytes: Uint8Array): string => new TextDecoder().decode(bytes);

async function redacted(name: string, bytes: Uint8Array): Promise<RedactOutcome> {
  const artifact = { name, bytes: new Uint8Array(bytes) };
  return redact(artifact, await scanner.scan(artifact), OPTIONS);
}

function members(tar: Uint8Array): (readonly [name: string, text: string])[] {
  return readTar(tar, 100).entries.map(({ name, start, end }) => [name, text(tar.subarray(start, end))]);
}

const long = `附件/${'公示材料'.repeat(12)}.txt`;
const pax = (key: string, value: string): string => {
  const rest = new TextEncoder().encode(` ${key}=${value}\n`).length;
  const length = rest + String(rest + String(rest).length).length;
  return `${length} ${key}=${value}\n`;
};

test('tar: members are rewritten, the others and all headers stay', async () => {
  const entries = [
    { name: '附件/', type: '5' },
    { name: 'a.txt', data: `${LEAK}\n`.repeat(60) },
    { name: '././@LongLink', type: 'L', data: `${long}\0` },
    { name: 'short', data: LEAK },
    { name: 'PaxHeaders/x', type: 'x', data: pax('path', '公示/b.txt') + pax('mtime', '1700000000.5') },
    { name: 'b', data: LEAK },
    { name: 'clean.bin', data: Uint8Array.from({ length: 700 }, (_, i) => i % 7) },
  ];
  const { bytes, refused, proof } = await redacted('a.tar', buildTar(...entries));
  expect([refused, proof.verified]).toEqual([[], true]);
  const clean = entries.map((entry) =>
    typeof entry.data === 'string' ? { ...entry, data: entry.data.replaceAll(LEAK, MASKED) } : entry,
  );
  expect(bytes).toEqual(buildTar(...clean));
});

test('tar: names that hold a number, short, long and in a next header', async () => {
  const source = buildTar(
    { name: `${ID}.txt`, data: LEAK },
    { name: '././@LongLink', type: 'L', data: `${long}${ID}\0` },
    { name: 'short', data: 'x' },
    { name: 'PaxHeaders/x', type: 'x', data: pax('path', `公示/${ID}.txt`) + pax('mtime', '1.5') },
    { name: 'b', data: 'y' },
  );
  const { bytes, refused } = await redacted('a.tar', source);
  expect(refused).toEqual([]);
  const hidden = '110101____________';
  expect(members(bytes)).toEqual([
    [`${hidden}.txt`, MASKED],
    [`${long}${hidden}`, 'x'],
    [`公示/${hidden}.txt`, 'y'],
  ]);
  expect(text(bytes)).not.toContain(ID);
  expect(text(bytes)).toContain('mtime=1.5');
});

test('tar: what stands between entries is dropped', async () => {
  const plain = buildTar({ name: 'a.txt', data: LEAK });
  const junk = new Uint8Array(512);
  junk.set(new TextEncoder().encode(LEAK));
  const source = new Uint8Array([...plain.subarray(0, 1024), ...junk, ...plain.subarray(1024)]);
  const { bytes, refused } = await redacted('a.tar', source);
  expect(refused).toEqual([]);
  expect(bytes).toEqual(buildTar({ name: 'a.txt', data: MASKED }));
});

test('tar: cut off, and links that hold a number, are refused', async () => {
  const whole = buildTar({ name: 'a.txt', data: `${LEAK}\n`.repeat(100) });
  const cut = await redacted('a.tar', whole.subarray(0, 2000));
  expect(cut).toMatchObject({ applied: 0, refused: [{ code: 'apply/format-not-writable' }] });
  const link = buildTar({ name: 'a.txt', data: LEAK }, { name: 'b', type: '2', data: '' });
  new TextEncoder().encodeInto(ID, link.subarray(1024 + 157));
  const sum = link.subarray(1024 + 148, 1024 + 156).fill(32);
  const total = link.subarray(1024, 1536).reduce((all, byte) => all + byte, 0);
  sum.set(new TextEncoder().encode(`${total.toString(8).padStart(6, '0')}\0 `));
  const linked = await redacted('a.tar', link);
  expect(linked.applied).toBe(0);
  expect(linked.refused).not.toEqual([]);
});

test('gzip: header and date stay', async () => {
  const source = gzipSync(LEAK);
  source[4] = 77;
  const { bytes, refused, applied } = await redacted('a.txt.gz', source);
  expect([refused, applied]).toEqual([[], 1]);
  expect(bytes.subarray(0, 10)).toEqual(new Uint8Array(source.subarray(0, 10)));
  expect(gunzipSync(bytes).toString()).toBe(MASKED);
});

test('gzip: several members become one; a number in the name is masked', async () => {
  const named = gzipSync(LEAK);
  const head = Buffer.concat([named.subarray(0, 10), Buffer.from(`${ID}.txt\0`)]);
  head[3] = 8;
  const source = Buffer.concat([head, named.subarray(10), gzipSync('\n13800138000，张三')]);
  const { bytes, refused } = await redacted('a.gz', source);
  expect(refused).toEqual([]);
  expect(gunzipSync(bytes).toString()).toBe(`${MASKED}\n138********，张三`);
  expect(Buffer.from(bytes).toString('latin1')).toContain('110101____________.txt\0');
});

test('gzip: damaged data is refused', async () => {
  const source = gzipSync(Buffer.from(`${LEAK}\n`.repeat(50)));
  const { applied, refused } = await redacted('a.gz', source.subarray(0, source.length - 12));
  expect(applied).toBe(0);
  expect(refused[0]?.code).toBe('apply/format-not-writable');
});

test('at any depth, both ways', async () => {
  const zip = await buildZip([
    { name: 'in.tar.gz', bytes: gzipSync(buildTar({ name: 'a.txt', data: LEAK })) },
  ]);
  const source = gzipSync(
    buildTar({ name: 'x/a.zip', data: zip }, { name: 'b.html', data: `<p>${LEAK}</p>` }),
  );
  const { bytes, refused, proof } = await redacted('all.tar.gz', source);
  expect([refused, proof.verified, proof.replaced]).toEqual([[], true, 24]);
  const after = await scanner.scan({ name: 'all.tar.gz', bytes });
  expect(after.findings.map(({ disposition }) => disposition)).toEqual(['masked', 'masked']);
  expect(after.coverage.unread).toEqual([]);
});
