import { inflateRawSync } from 'node:zlib';
import { expect, test } from 'vitest';
import { DEFAULT_LIMITS } from '../../core/index.js';
import { createScanner } from '../../index.js';
import { buildQuine } from './build-quine.js';
import { buildZip } from './build-zip.js';

const ID = '110101190103070018';

test('the archive is its own only entry', () => {
  const quine = buildQuine();
  const start = 30 + quine[26]! + quine[28]!;
  const inner = inflateRawSync(quine.subarray(start));
  expect(Buffer.compare(inner, quine)).toBe(0);
});

test('an archive that contains itself ends at the depth limit, and what is beside it is read', async () => {
  const bytes = await buildZip([
    { name: 'a.zip', bytes: buildQuine() },
    { name: 'z.txt', bytes: new TextEncoder().encode(`身份证号：${ID}`) },
  ]);
  for (const depth of [DEFAULT_LIMITS.depth, 60]) {
    const { findings, diagnostics, coverage, verdict } = await createScanner({
      today: '2026-12-31',
      limits: { depth },
    }).scan({ name: 'x.zip', bytes });
    expect(findings.map(({ places }) => places[0]!.part)).toEqual(['z.txt']);
    expect(diagnostics.map(({ code }) => code)).toEqual(['engine/depth-limit']);
    const path = ['a.zip', ...Array<string>(depth).fill('quine.zip')].join('!');
    expect(coverage.unread.map(({ place, code }) => [place.part, code])).toEqual([
      [path, 'engine/depth-limit'],
    ]);
    expect(verdict).not.toBe('pass');
  }
});
