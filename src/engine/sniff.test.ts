import { expect, test } from 'vitest';
import { writeCompound } from '../formats/cfb/write-compound.js';
import { buildZip } from '../formats/zip/build-zip.js';
import { sniff } from './sniff.js';

const text = (value: string): Uint8Array => new TextEncoder().encode(value);
const bytes = (...values: (number | string)[]): Uint8Array =>
  Uint8Array.from(values.flatMap((value) => (typeof value === 'number' ? [value] : [...text(value)])));
const archive = (...names: string[]): Promise<Uint8Array> =>
  buildZip(names.map((name) => ({ name, bytes: text('x'), method: 0 })));

/** A compound file: header, one FAT sector, one directory sector with these streams. */
function compound(...streams: string[]): Uint8Array {
  const file = new Uint8Array(512 * 3);
  const view = new DataView(file.buffer);
  file.set([0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1]);
  view.setUint16(30, 9, true);
  view.setUint32(48, 1, true); // directory in sector 1
  view.setUint32(76, 0, true); // FAT in sector 0
  view.setUint32(512 + 4, 0xfffffffe, true);
  for (const [i, name] of ['Root Entry', ...streams].entries()) {
    const at = 1024 + i * 128;
    for (let c = 0; c < name.length; c++) view.setUint16(at + c * 2, name.charCodeAt(c), true);
    view.setUint16(at + 64, name.length * 2 + 2, true);
  }
  return file;
}

test.each([
  ['pdf', text('%PDF-1.7\n'), 'application/pdf'],
  ['pdf behind junk', text(`${' '.repeat(500)}%PDF-1.4`), 'application/pdf'],
  ['rtf', text('{\\rtf1\\ansi x}'), 'application/rtf'],
  ['html', text('  <!DOCTYPE html><p>x'), 'text/html'],
  ['html fragment', text('<table><tr><td>姓名'), 'text/html'],
  ['html after a comment', text('<!-- saved --><html>'), 'text/html'],
  ['svg', text('<?xml version="1.0"?><svg xmlns="x"/>'), 'image/svg+xml'],
  ['xhtml', text('<?xml version="1.0"?><html xmlns="x"/>'), 'application/xhtml+xml'],
  [
    'word 2003',
    text('<?xml version="1.0"?><?mso-application progid="Word.Document"?><w:wordDocument/>'),
    'application/vnd.ms-word.2003+xml',
  ],
  [
    'excel 2003',
    text('<?xml version="1.0"?><?mso-application progid="Excel.Sheet"?><Workbook/>'),
    'application/vnd.ms-excel.2003+xml',
  ],
  ['xml', text('<?xml version="1.0"?><a/>'), 'application/xml'],
  ['mail', text('Received: x\r\nFrom: a@b.cn\r\nMIME-Version: 1.0\r\n\r\nhi'), 'message/rfc822'],
  [
    'web archive',
    text('From: <Saved by Blink>\nMIME-Version: 1.0\nContent-Type: multipart/related;\n\tboundary="x"\n\n'),
    'multipart/related',
  ],
  ['a notice that begins like mail', text('To: everyone who asks\nplease call us'), 'text/plain'],
  ['warc', text('WARC/1.0\r\nWARC-Type: response'), 'application/warc'],
  ['rar', bytes('Rar!', 0x1a, 7, 1, 0), 'application/vnd.rar'],
  ['7z', bytes('7z', 0xbc, 0xaf, 0x27, 0x1c), 'application/x-7z-compressed'],
  ['gzip', bytes(0x1f, 0x8b, 8, 0), 'application/gzip'],
  ['xz', bytes(0xfd, '7zXZ', 0, 0), 'application/x-xz'],
  ['png', bytes(0x89, 'PNG\r\n', 0x1a, '\n'), 'image/png'],
  ['jpeg', bytes(0xff, 0xd8, 0xff, 0xe0), 'image/jpeg'],
  ['webp', bytes('RIFF', 1, 0, 0, 0, 'WEBP'), 'image/webp'],
  ['sqlite', bytes('SQLite format 3', 0), 'application/vnd.sqlite3'],
  ['json', text('{"a": [1]}'), 'application/json'],
  ['prose', text('公示名单'), 'text/plain'],
  ['prose in GBK', bytes(0xb9, 0xab, 0xca, 0xbe, 0xc3, 0xfb, 0xb5, 0xa5), 'text/plain'],
  ['prose in UTF-16', bytes(0xff, 0xfe, 0x6c, 0x51, 0x3a, 0x79), 'text/plain'],
  ['noise', bytes(...Array.from({ length: 400 }, (_, i) => (i * 89) % 31)), 'application/octet-stream'],
  ['nothing', new Uint8Array(0), 'application/x-empty'],
])('content alone: %s', (_name, content, expected) => expect(sniff(content).mediaType).toBe(expected));

test.each([
  [['WordDocument', '1Table'], 'application/msword'],
  [['Workbook'], 'application/vnd.ms-excel'],
  [['PowerPoint Document'], 'application/vnd.ms-powerpoint'],
  [['EncryptionInfo', 'EncryptedPackage'], 'application/vnd.ms-office.encrypted'],
  [['__properties_version1.0'], 'application/vnd.ms-outlook'],
  [['\u0001Ole10Native'], 'application/x-ole-storage'],
])('compound file with %j', (streams, expected) =>
  expect(sniff(compound(...streams)).mediaType).toBe(expected),
);

test.each([
  [
    ['[Content_Types].xml', 'word/document.xml'],
    'x.docx',
    'application/vnd.openxmlformats-officedocument.wordprocessingml.document',
  ],
  [
    ['[Content_Types].xml', 'word/document.xml'],
    'x.docm',
    'application/vnd.ms-word.document.macroEnabled.12',
  ],
  [
    ['xl/workbook.xml', '[Content_Types].xml'],
    'x',
    'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
  ],
  [
    ['[Content_Types].xml', 'ppt/presentation.xml'],
    'x.zip',
    'application/vnd.openxmlformats-officedocument.presentationml.presentation',
  ],
  [['OFD.xml', 'Doc_0/Document.xml'], 'x', 'application/ofd'],
  [['datapackage.json', 'archive/data.warc.gz'], 'x', 'application/wacz'],
  [['a.txt'], 'x.docx', 'application/zip'],
])('archive with %j', async (names, name, expected) =>
  expect(sniff(await archive(...names), { name }).mediaType).toBe(expected),
);

test('OpenDocument states its type', async () => {
  const type = 'application/vnd.oasis.opendocument.text';
  const odt = await buildZip([{ name: 'mimetype', bytes: text(type), method: 0 }]);
  expect(sniff(odt).mediaType).toBe(type);
});

test('the name decides between kinds of text, and is checked against the rest', () => {
  expect(sniff(text('姓名,电话\n'), { name: 'a/名单.CSV' })).toEqual({ mediaType: 'text/csv' });
  expect(sniff(text('<html><table>'), { name: 'list.xls' })).toEqual({
    mediaType: 'text/html',
    mismatch: { claimed: 'application/vnd.ms-excel' },
  });
  expect(sniff(text('<html>'), { name: 'a.htm', mediaType: 'text/html; charset=gbk' })).toEqual({
    mediaType: 'text/html',
  });
  expect(sniff(text('%PDF-1.7'), { mediaType: 'application/octet-stream' })).toEqual({
    mediaType: 'application/pdf',
  });
  expect(sniff(compound('EncryptedPackage'), { name: 'a.docx' }).mismatch).toBeUndefined();
});

test('a self-extractor is an archive', async () => {
  const exe = bytes('MZ', ...new Array(300).fill(0x90), ...(await archive('a.txt')));
  expect(sniff(exe, { name: 'setup.exe' }).mediaType).toBe('application/zip');
});

test('DBF and old tar', () => {
  const dbf = new Uint8Array(100);
  dbf.set([0x03, 124, 5, 6, 1, 0, 0, 0, 65, 0, 20, 0]);
  expect(sniff(dbf).mediaType).toBe('application/x-dbf');
  const tar = new Uint8Array(1024);
  tar.set(text('ustar'), 257);
  expect(sniff(tar).mediaType).toBe('application/x-tar');
});

test('a large text is told by its head', () => {
  const started = performance.now();
  expect(sniff(text(`${'<'.repeat(20)}${'公'.repeat(2_000_000)}`)).mediaType).toBe('text/plain');
  expect(sniff(text('<!--'.repeat(500_000))).mediaType).toBe('text/plain');
  expect(performance.now() - started).toBeLessThan(1000);
});

test('a workbook that holds a Word document is a workbook, whatever the case of its names', () => {
  const word = { name: 'MBD1', children: [{ name: 'WordDocument', bytes: new Uint8Array(9) }] };
  for (const name of ['Workbook', 'WORKBOOK', 'Book']) {
    const bytes = writeCompound([{ name, bytes: new Uint8Array(9) }, word]);
    expect(sniff(bytes, { name: 'a.xls' }).mediaType).toBe('application/vnd.ms-excel');
  }
});

test('a text of more than a sample: control characters behind it, mark-up behind blanks, characters at the cut', () => {
  const prose = '公示'.repeat(20_000);
  for (let cut = 0; cut < 4; cut++)
    expect(sniff(text(`${' '.repeat(cut)}${prose}`)).mediaType).toBe('text/plain');
  expect(sniff(bytes(...text('公'.repeat(8000)), ...new Array(3000).fill(1))).mediaType).toBe(
    'application/octet-stream',
  );
  expect(sniff(text(`${' '.repeat(20_000)}<html><body>${prose}`)).mediaType).toBe('text/html');
  expect(sniff(text(`公示：\n<table border="1">${prose}`)).mediaType).toBe('text/html');
  const mail = `From: a@example.com\nDate: Thu, 26 Nov 2026 08:00:00 +0800\nSubject: 公示\n\n${prose}`;
  expect(sniff(text(mail)).mediaType).toBe('message/rfc822');
});
