import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { ScanResult } from '../core/index.js';
import { type BuildRecord, http, page, warc, warcGz } from './fixtures/build-warc.js';
import { scanPaths } from './scan-paths.js';

let root: string;
beforeEach(() => {
  root = fs.mkdtempSync(path.join(os.tmpdir(), 'leaklint-originals-'));
});
afterEach(() => fs.rmSync(root, { recursive: true, force: true }));

const give = (name: string, bytes: Uint8Array): void => fs.writeFileSync(path.join(root, name), bytes);
const leak = (mobile: string): string => `<p>联系人手机号：${mobile}</p>`;
const digest = (value: string): Record<string, string> => ({ 'WARC-Payload-Digest': `sha1:${value}` });
const revisit = (url: string, fields: Record<string, string>): BuildRecord => ({
  type: 'revisit',
  url,
  date: '2026-01-01T00:00:00Z',
  fields,
  block: http(''),
});

async function scan(inputs: readonly string[] = [root]): Promise<string[]> {
  const results: ScanResult[] = [];
  const options = { isolate: false, ordered: true, today: '2026-01-01' };
  for await (const result of scanPaths(inputs, options)) results.push(result);
  return results
    .filter(({ findings, coverage }) => findings.length + coverage.unread.length > 0)
    .map(({ artifact, findings, coverage, source }) =>
      [
        artifact.slice(root.length + 1),
        source?.date.slice(0, 4),
        ...findings.map(({ masked }) => masked),
        ...coverage.unread.map(({ code }) => code),
      ].join(' '),
    );
}

test.each([
  ['packed', '.warc.gz', warcGz],
  ['plain', '.warc', warc],
])(
  '%s: by digest, by URL and date, before and behind the original, and not at all',
  async (_, end, build) => {
    give(
      `2023${end}`,
      build([
        revisit('http://x.gov.cn/late', digest('D')),
        { ...page('http://x.gov.cn/a', leak('13800138000')), fields: digest('A') },
        page('http://x.gov.cn/b', leak('13900139000')),
      ]),
    );
    const named = {
      'WARC-Refers-To-Target-URI': 'http://x.gov.cn/b',
      'WARC-Refers-To-Date': '2024-05-06T07:08:09Z',
    };
    give(
      `2026${end}`,
      build([
        revisit('http://x.gov.cn/a', digest('A')),
        revisit('http://x.gov.cn/copy', named),
        revisit('http://x.gov.cn/none', digest('Z')),
        revisit('http://x.gov.cn/b', { ...named, 'WARC-Refers-To-Date': '2020-01-01T00:00:00Z' }),
        { ...page('http://x.gov.cn/d', leak('13700137000')), fields: digest('D') },
      ]),
    );
    expect(await scan()).toEqual([
      `2023${end}!http://x.gov.cn/late 2026 137****7000`,
      `2023${end}!http://x.gov.cn/a 2024 138****8000`,
      `2023${end}!http://x.gov.cn/b 2024 139****9000`,
      `2026${end}!http://x.gov.cn/a 2026 138****8000`,
      `2026${end}!http://x.gov.cn/copy 2026 139****9000`,
      `2026${end}!http://x.gov.cn/none 2026 warc/original-missing`,
      `2026${end}!http://x.gov.cn/b 2026 warc/original-missing`,
      `2026${end}!http://x.gov.cn/d 2024 137****7000`,
    ]);
    // The other archive is no part of this scan.
    expect(await scan([path.join(root, `2026${end}`)])).toHaveLength(5);
    const alone = await scan([path.join(root, `2026${end}`)]);
    expect(alone.filter((line) => line.endsWith('original-missing'))).toHaveLength(4);
  },
);

test('damaged archives, links and other files among them end nothing', async () => {
  const original = warcGz([{ ...page('http://x.gov.cn/a', leak('13800138000')), fields: digest('A') }]);
  give('1-damaged.warc.gz', Buffer.concat([Buffer.from([0x1f, 0x8b, 8, 0, 1, 2, 3]), original]));
  give('2-none.warc.gz', Buffer.from('not an archive'));
  fs.mkdirSync(path.join(root, '3-folder.warc.gz'));
  give('4-good.warc.gz', original);
  give('5-later.warc.gz', warcGz([revisit('http://x.gov.cn/a', digest('A'))]));
  expect((await scan()).at(-1)).toBe('5-later.warc.gz!http://x.gov.cn/a 2026 138****8000');
});
