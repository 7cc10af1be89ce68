import PostalMime from 'postal-mime';
import { expect, test } from 'vitest';
import {
  type Artifact,
  type Child,
  DEFAULT_LIMITS,
  type ExtractContext,
  type Limits,
  ScanBudget,
  type TextPlace,
} from '../../core/index.js';
import { format } from './index.js';

const ID = '110101190103070018';
const utf8 = (text: string): Uint8Array => new TextEncoder().encode(text.replace(/\n/g, '\r\n'));
const base64 = (text: string): string => Buffer.from(text).toString('base64');

async function read(mail: string | Uint8Array, limits: Partial<Limits> = {}) {
  const bytes = typeof mail === 'string' ? utf8(mail) : mail;
  const all = { ...DEFAULT_LIMITS, ...limits };
  const context: ExtractContext = {
    limits: all,
    budget: new ScanBudget(all, () => 0),
  };
  const extraction = await format.extract({ name: 'a.eml', bytes }, context);
  const children: Child[] = [];
  if (extraction.children) for await (const child of extraction.children) children.push(child);
  const files = children.flatMap((child): Artifact[] => ('artifact' in child ? [child.artifact] : []));
  const contents = Object.fromEntries(
    files.map(({ name, bytes: data, charset }) => [
      name,
      new TextDecoder(charset ?? 'utf-8').decode(data).replace(/\r/g, ''),
    ]),
  );
  const codes = children.flatMap((child) => ('diagnostic' in child ? [child.diagnostic.code] : []));
  return { ...extraction, files, contents, codes };
}

const MIXED = `From: =?GB2312?B?1cXI/Q==?= <a@b.cn>
Subject: =?utf-8?B?${base64('身份证')}?=
 =?utf-8?Q?_${ID}?=
MIME-Version: 1.0
Content-Type: multipart/mixed; boundary="b 1"

preamble 13800138000
--b 1
Content-Type: multipart/alternative; boundary=b2

--b2
Content-Type: text/plain; charset=gbk
Content-Transfer-Encoding: quoted-printable

=D5=C5=C8=FD ${ID.slice(0, 9)}=
${ID.slice(9)}
--b2
Content-Type: text/html; charset=utf-8
Content-Transfer-Encoding: base64

${base64(`<p>${ID}</p>`)}
--b2--
--b 1
Content-Type: application/octet-stream; name="x.bin"
Content-Disposition: attachment; filename*=utf-8''%E5%90%8D%E5%8D%95.txt
Content-Transfer-Encoding: base64

${base64('attached')}
--b 1
Content-Type: message/rfc822

Subject: inner

hello
--b 1--
epilogue 342401190305260179
`;

test('bodies, attachments and nested mails are children', async () => {
  const { contents } = await read(MIXED);
  expect(contents).toEqual({
    'body.txt': `张三 ${ID}`,
    'body.html': `<p>${ID}</p>`,
    '名单.txt': 'attached',
    'part.eml': 'Subject: inner\n\nhello',
  });
});

test('agrees with postal-mime on bodies and attachments', async () => {
  const { contents } = await read(MIXED);
  const mail = await PostalMime.parse(utf8(MIXED), {
    forceRfc822Attachments: true,
  });
  expect(contents['body.html']).toBe(mail.html?.trim());
  expect(contents['body.txt']).toBe(mail.text?.trim());
  expect(mail.attachments.map(({ filename }) => filename ?? 'part.eml')).toEqual(['名单.txt', 'part.eml']);
});

test('encoded words are one text with exact places; no field is left out', async () => {
  const { segments } = await read(MIXED);
  const title = segments.find(({ channel }) => channel === 'title')!;
  expect(title.text.trim()).toBe(`身份证 ${ID}`);
  const source = Buffer.from(utf8(MIXED)).toString('latin1');
  const place = title.map.locate(title.text.indexOf(ID), title.text.indexOf(ID) + 18)[0] as TextPlace;
  expect(source.slice(place.start, place.end)).toMatch(/^=\?utf-8\?B\?[\s\S]*\?=$/);
  expect(segments.find(({ label }) => label === 'from')?.text.trim()).toBe('张三 <a@b.cn>');
  expect(segments.find(({ label }) => label === 'content-type')?.text).toContain('x.bin');
});

test('preamble and epilogue are read', async () => {
  const residue = (await read(MIXED)).segments.find(({ channel }) => channel === 'residue')!;
  expect(residue.text).toContain('13800138000');
  expect(residue.text).toContain('342401190305260179');
});

test('a plain mail, raw GBK in the header', async () => {
  const head = Uint8Array.from([
    ...utf8('Subject: '),
    0xc9,
    0xed,
    0xb7,
    0xdd,
    0xd6,
    0xa4,
    ...utf8(` ${ID}\nFrom: a\n\nbody`),
  ]);
  const { segments, contents } = await read(head);
  expect(segments.find(({ channel }) => channel === 'title')?.text.trim()).toBe(`身份证 ${ID}`);
  expect(contents).toEqual({ 'body.txt': 'body' });
});

test('a web archive: the page and its pictures are children, icons are noted', async () => {
  const part = (type: string, location: string, body: string): string =>
    `--x\nContent-Type: ${type}\nContent-Location: https://a.cn/${location}\n\n${body}\n`;
  const { contents, diagnostics } = await read(
    `MIME-Version: 1.0\nContent-Type: multipart/related; boundary=x; type="text/html"\n\n${part('text/html', 'list.html', ID)}${part('image/png', 'a.png', 'x')}${part('image/x-icon', 'a.ico', 'x')}${part('text/css', 'a.css', 'p{}')}--x--`,
  );
  expect(contents).toEqual({ 'list.html': ID, 'a.png': 'x', 'a.css': 'p{}' });
  expect(diagnostics.map(({ code }) => code)).toEqual(['eml/images-not-read']);
});

test('equal names keep apart', async () => {
  const part = '--x\nContent-Type: text/plain\n\na\n';
  const { contents } = await read(`Content-Type: multipart/mixed; boundary=x\n\n${part}${part}--x--`);
  expect(Object.keys(contents)).toEqual(['body.txt', 'body-2.txt']);
});

test('encrypted parts are unread, a missing end is named', async () => {
  const smime = await read(
    'Content-Type: application/pkcs7-mime; smime-type=enveloped-data; name=smime.p7m\n\nAAAA',
  );
  expect(smime.unread).toEqual([{ part: 'smime.p7m', code: 'eml/encrypted' }]);
  const cut = await read(`Content-Type: multipart/mixed; boundary=x\n\n--x\n\n${ID}`);
  expect(cut.contents).toEqual({ 'body.txt': ID });
  expect(cut.diagnostics.map(({ code }) => code)).toEqual(['eml/truncated']);
});

test('limits', async () => {
  expect((await read(MIXED, { entries: 1 })).codes).toEqual(['eml/limit', 'eml/limit', 'eml/limit']);
});

test('hostile: nesting, boundaries, fields and encoded words without end', async () => {
  const start = process.cpuUsage().user;
  const nested = Array.from(
    { length: 2000 },
    (_, i) => `--b${i}\nContent-Type: multipart/mixed; boundary=b${i + 1}\n\n`,
  ).join('');
  for (const mail of [
    `Content-Type: multipart/mixed; boundary=b0\n\n${nested}${ID}`,
    `Content-Type: multipart/mixed; boundary=x\n\n${'--x\n'.repeat(20_000)}`,
    `Subject: ${'=?'.repeat(200_000)}`,
    `Subject: ${'=?utf-8?Q?a?= '.repeat(20_000)}`,
    `Content-Type: ${';a="'.repeat(50_000)}`,
    'a\n'.repeat(200_000),
    `X: ${'1'.repeat(1_000_000)}`,
    `Content-Transfer-Encoding: quoted-printable\n\n${'='.repeat(500_000)}`,
    '',
  ]) {
    await read(mail);
  }
  expect((process.cpuUsage().user - start) / 1000).toBeLessThan(8000);
});
