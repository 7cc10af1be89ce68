import { expect, test } from 'vitest';
import { createScanner } from '../../index.js';

const ID = '110101190103070018';
const utf8 = (text: string): Uint8Array => new TextEncoder().encode(text);
const page = `<link rel="Alternate StyleSheet" href="/css/a.css?x=1&amp;y=2"><link rel=icon href=i.png><p>正文</p>
<a href="附件/名单.xlsb">附件</a><a href="list.html">列表</a><a href="#a">a</a><iframe src="inner.html"></iframe><iframe src="about:blank"></iframe>
<embed src="viewer?file=a.pdf"><object data="data:text/plain,x"></object><iframe srcdoc="<iframe src='deep.html'></iframe>"></iframe>`;

test('attachments, frames and style sheets of a page are listed with their places', async () => {
  const scanner = createScanner({ today: '2026-11-27' });
  const results = [
    scanner.scanText(page, { format: 'html' }),
    await scanner.scan({ name: 'a.html', bytes: utf8(page) }),
  ];
  for (const { references } of results) {
    expect(references!.map(({ kind, target }) => [kind, target])).toEqual([
      ['style-sheet', '/css/a.css?x=1&y=2'],
      ['attachment', '附件/名单.xlsb'],
      ['frame', 'inner.html'],
      ['attachment', 'viewer?file=a.pdf'],
      ['frame', 'deep.html'],
    ]);
    expect(references!.map(({ place }) => page.slice(place.start, place.end))).toEqual([
      '/css/a.css?x=1&amp;y=2',
      '附件/名单.xlsb',
      'inner.html',
      'viewer?file=a.pdf',
      'deep.html',
    ]);
    expect(references![1]!.place).toMatchObject({ line: 2, column: 10 });
  }
});

test('a target that holds a value is told by its place alone, unless values are revealed', () => {
  const html = `<a href="/f/${ID}.pdf">附件</a><a href="/f/1.pdf">附件</a>`;
  const targets = (reveal: boolean) =>
    createScanner({ today: '2026-11-27', reveal })
      .scanText(html, { format: 'html' })
      .references!.map(({ target }) => target);
  expect(targets(false)).toEqual([undefined, '/f/1.pdf']);
  expect(targets(true)).toEqual([`/f/${ID}.pdf`, '/f/1.pdf']);
});

test('pages in a container keep their part; pages without references have no list', async () => {
  const mail = `MIME-Version: 1.0\r\nContent-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\nContent-Type: text/html\r\n\r\n<a href="a.doc">a</a>\r\n--b--\r\n`;
  const scanner = createScanner({ today: '2026-11-27' });
  const { references } = await scanner.scan({ name: 'a.eml', bytes: utf8(mail) });
  expect(references).toMatchObject([{ kind: 'attachment', target: 'a.doc' }]);
  expect(scanner.scanText('<p>a</p>', { format: 'html' })).not.toHaveProperty('references');
});
