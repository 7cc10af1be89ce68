import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { ScanResult } from '../core/index.js';
import { fakeScanner } from './fixtures/fake-scanner.js';
import { derivedUrl } from './mirror.js';
import { scanPaths } from './scan-paths.js';

let root: string;
beforeEach(() => {
  root = fs.mkdtempSync(path.join(os.tmpdir(), 'leaklint-mirror-'));
});
afterEach(() => fs.rmSync(root, { recursive: true, force: true }));

const write = (name: string, text: string): void => {
  const file = path.join(root, name);
  fs.mkdirSync(path.dirname(file), { recursive: true });
  fs.writeFileSync(file, text);
  fs.utimesSync(file, new Date('2019-05-06T07:08:09Z'), new Date('2019-05-06T07:08:09Z'));
};

// Paths as `wget -m -E` and `wget -m --restrict-file-names=windows` (1.21.3) wrote them from a loopback server.
test.each([
  ['www.a.gov.cn/zwgk/a.html', 'http://www.a.gov.cn/zwgk/a.html'],
  ['m/WWW.a.gov.cn/zwgk/index.html', 'http://www.a.gov.cn/zwgk/'],
  ['127.0.0.1:8899/list.jsp?id=1.html', 'http://127.0.0.1:8899/list.jsp?id=1'],
  ['127.0.0.1:8899/list.jsp?id=1.html.gz', 'http://127.0.0.1:8899/list.jsp?id=1'],
  ['127.0.0.1+8899/list.jsp@id=1', 'http://127.0.0.1:8899/list.jsp?id=1'],
  ['127.0.0.1_8899/a.html', 'http://127.0.0.1:8899/a.html'],
  ['www.a.gov.cn/show.php.html', 'http://www.a.gov.cn/show.php'],
  ['www.a.gov.cn/名单.html', 'http://www.a.gov.cn/%E5%90%8D%E5%8D%95.html'],
  ['www.a.gov.cn/%E5%90%8D.html', 'http://www.a.gov.cn/%E5%90%8D.html'],
  ['www.a.gov.cn/联系@我们.html', 'http://www.a.gov.cn/%E8%81%94%E7%B3%BB%40%E6%88%91%E4%BB%AC.html'],
])('%s stands for %s', (name, url) => expect(derivedUrl(name.split('/'))).toBe(url));

test.each(['zwgk/a.html', 'backup.old/a.html', 'v1.2/a.html', 'a/www.a.gov.cn'])('%s is no mirror', (name) =>
  expect(derivedUrl(name.split('/'))).toBeUndefined(),
);

async function scan(target: string): Promise<ScanResult[]> {
  const results: ScanResult[] = [];
  const options = { isolate: false, ordered: true, host: { scanner: fakeScanner } };
  for await (const result of scanPaths([path.join(root, target)], options)) results.push(result);
  return results;
}

test('pages of a wget mirror carry their address and the time of the file, wherever the scan begins', async () => {
  write('m/www.a.gov.cn/list/a.html', '#1');
  for (const target of ['m', 'm/www.a.gov.cn', 'm/www.a.gov.cn/list']) {
    const [page] = await scan(target);
    const known = target !== 'm/www.a.gov.cn/list';
    expect(page?.source, target).toEqual(
      known
        ? { url: 'http://www.a.gov.cn/list/a.html', date: '2019-05-06T07:08:09Z', offset: 0, derived: true }
        : undefined,
    );
  }
});

test('HTTrack: its list tells, its cache is left out, and without them the comment in the page tells', async () => {
  const head =
    "date\tsize'/'remotesize\tflags\tstatuscode\tstatus\tMIME\tEtag|Date\tURL\tlocalfile\t(from URL)\n";
  const line =
    '11:39:14\t1/1\t---M--\t200\tadded\ttext/html\tdate\thttps://a.gov.cn/l.jsp?id=2\t./a.gov.cn/l0b3.html\t(from )\n';
  write('m/hts-cache/new.txt', head + line);
  write('m/a.gov.cn/l0b3.html', '#1');
  write(
    'm/a.gov.cn/other.html',
    '<!-- Mirrored from a.gov.cn/名.jsp?x=1 by HTTrack Website Copier/3.x -->#2',
  );
  const results = await scan('m');
  expect(results.map(({ source }) => source?.url)).toEqual([
    'https://a.gov.cn/l.jsp?id=2',
    'http://a.gov.cn/other.html',
  ]);
  // The comment is read where the real scanner is: by the bytes of the artifact.
  const { createScanner } = await import('../index.js');
  const real: ScanResult[] = [];
  const options = { isolate: false, ordered: true, host: { scanner: createScanner() } };
  for await (const result of scanPaths([path.join(root, 'm/a.gov.cn/other.html')], options))
    real.push(result);
  expect(real[0]?.source?.url).toBe('http://a.gov.cn/%E5%90%8D.jsp?x=1');
});
