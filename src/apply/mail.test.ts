/** Mail through the real scanner: scan, redact, and read with another program's parser. */
import PostalMime from 'postal-mime';
import { describe, expect, test } from 'vitest';
import { buildDocx } from '../formats/docx/build-docx.js';
import { buildPdf, PdfPage } from '../formats/pdf/build-pdf.js';
import { buildZip } from '../formats/zip/build-zip.js';
import { createScanner, redact } from '../index.js';
import { encodeText } from './encode.js';

const ID = '110101190103070018';
const SHOWN = '110101************';
const PHONE = '13800138000';
const TODAY = '2026-01-01';
const scanner = createScanner({ today: TODAY });
const base64 = (data: string | Uint8Array): string => Buffer.from(data).toString('base64');
const wrapped = (data: string | Uint8Array, width = 76): string =>
  base64(data)
    .replace(new RegExp(`.{${width}}`, 'g'), '$&\r\n')
    .trimEnd();
const bytesOf = (mail: string): Uint8Array =>
  Uint8Array.from(Buffer.from(mail.replace(/\r?\n/g, '\r\n'), 'latin1'));

async function run(mail: string, name = 'a.eml') {
  const bytes = bytesOf(mail);
  const before = await scanner.scan({ name, bytes });
  const outcome = await redact({ name, bytes }, before, { today: TODAY });
  const after = await scanner.scan({ name, bytes: outcome.bytes });
  const written = Buffer.from(outcome.bytes).toString('latin1');
  return { before, outcome, after, written, read: await PostalMime.parse(outcome.bytes) };
}

const gbk = (text: string): string =>
  [...encodeText(text, 'gb18030')!]
    .map((byte) =>
      byte < 0x80 && byte !== 0x3d
        ? String.fromCharCode(byte)
        : `=${byte.toString(16).toUpperCase().padStart(2, '0')}`,
    )
    .join('');

describe('headers and bodies', () => {
  test('encoded words, quoted-printable in GBK, base64, plain text', async () => {
    const mail = `From: =?GB2312?B?1cXI/Q==?= <a@b.cn>
Subject: =?utf-8?B?${base64(`关于张三（身份证号：${ID}，手机 ${PHONE}）`)}?=
 =?utf-8?B?${base64('的通知')}?=
X-Phone: tel ${PHONE}
MIME-Version: 1.0
Content-Type: multipart/mixed; boundary="b 1"

preamble: mobile phone ${PHONE}
--b 1
Content-Type: text/plain; charset=gbk
Content-Transfer-Encoding: quoted-printable

${gbk(`张三，身份证号：${ID.slice(0, 9)}`)}=
${ID.slice(9)}${gbk('，其余文字不变。')}
${gbk('第二行')}
--b 1
Content-Type: text/html; charset=utf-8
Content-Transfer-Encoding: base64

${wrapped(`<p>手机：${PHONE}</p>${'<p>正文</p>'.repeat(20)}`)}
--b 1
Content-Type: text/plain
Content-Disposition: attachment; filename="n.txt"

mobile ${PHONE}
--b 1--
`;
    const { outcome, after, written, read } = await run(mail);
    expect(outcome).toMatchObject({ refused: [], proof: { verified: true } });
    expect(after.findings.filter(({ disposition }) => disposition === 'leak')).toEqual([]);
    expect(written).not.toContain('00138000');
    expect(read.subject).toBe(`关于张三（身份证号：${SHOWN}，手机 138********）的通知`);
    expect(read.text).toContain(`张三，身份证号：${SHOWN}，其余文字不变。\n第二行\n`);
    expect(read.html).toContain(`<p>手机：138********</p>${'<p>正文</p>'.repeat(20)}`);
    // Byte for byte where nothing was edited.
    const lines = (text: string): Set<string> => new Set(text.split('\r\n'));
    const old = lines(Buffer.from(bytesOf(mail)).toString('latin1'));
    const changed = [...lines(written)].filter((line) => !old.has(line));
    expect(changed.length).toBeLessThan(14);
    expect(written.split('\r\n').filter((line) => line.length > 76)).toEqual([]);
    expect(written).toContain('From: =?GB2312?B?1cXI/Q==?= <*@b.cn>\r\n');
    expect(written).toContain(`${gbk('，其余文字不变。')}\r\n${gbk('第二行')}\r\n`);
  });

  test('a body of one part, signed by the server', async () => {
    const { outcome, read } = await run(
      `DKIM-Signature: v=1; a=rsa-sha256\nFrom: a@b.cn\nDate: Thu, 1 Jan 2026 00:00:00 +0800\nSubject: x\n\nmobile ${PHONE}\n`,
    );
    expect(outcome.notes?.map(({ code }) => code)).toEqual(['apply/mail-signature-void']);
    expect(read.text).toBe('mobile 138********\n');
  });
});

test('attachments by their own formats, at any depth', async () => {
  const text = `身份证号：${ID}`;
  const docx = await buildDocx(`<w:p><w:r><w:t>${text}</w:t></w:r></w:p>`);
  const pdf = buildPdf({ pages: [new PdfPage().text(72, 700, 12, text)] });
  const zip = await buildZip([
    { name: 'a.txt', bytes: new TextEncoder().encode(text) },
    { name: 'b.pdf', bytes: pdf },
  ]);
  const inner = Buffer.from(
    bytesOf(
      `From: a@b.cn\nSubject: y\nContent-Type: text/plain; charset=utf-8\nContent-Transfer-Encoding: base64\n\n${wrapped(text)}\n`,
    ),
  );
  const part = (name: string, data: Uint8Array): string =>
    `--bb\nContent-Type: application/octet-stream; name="${name}"\nContent-Transfer-Encoding: base64\nContent-Disposition: attachment; filename="${name}"\n\n${wrapped(data, 60)}\n`;
  const mail = `From: a@b.cn\nMIME-Version: 1.0\nContent-Type: multipart/mixed; boundary=bb\n\n${part('a.docx', docx)}${part('a.pdf', pdf)}${part('a.zip', zip)}--bb\nContent-Type: message/rfc822\n\n${inner.toString('latin1')}--bb--\n`;
  const { before, outcome, after, read } = await run(mail);
  expect(before.findings.length).toBeGreaterThanOrEqual(5);
  expect(outcome).toMatchObject({ refused: [], proof: { verified: true }, applied: before.findings.length });
  expect(after.findings.map(({ disposition }) => disposition)).not.toContain('leak');
  expect(after.coverage.unread).toEqual([]);
  expect(read.attachments.map(({ filename }) => filename)).toEqual(['a.docx', 'a.pdf', 'a.zip']);
});

test('a page saved as MHT', async () => {
  const mht = `From: <Saved>\nMIME-Version: 1.0\nContent-Type: multipart/related; type="text/html"; boundary=q\n\n--q\nContent-Type: text/html; charset="gb2312"\nContent-Transfer-Encoding: quoted-printable\nContent-Location: http://x.gov.cn/1.html\n\n<p>${gbk('手机')} ${PHONE}</p>\n--q--\n`;
  const { outcome, written } = await run(mht, 'a.mht');
  expect(outcome).toMatchObject({ refused: [], proof: { verified: true } });
  expect(written).toContain(`<p>${gbk('手机')} 138********</p>`);
});
