import { expect, test } from 'vitest';
import { blankPictures, blankShadings } from './blank-pictures.js';

const DATA = 'x'.repeat(2_000);

/** A file of one stream, long enough to be looked at. */
function file(dictionary: string, data = DATA): Uint8Array {
  const object = `7 0 obj\n<< ${dictionary} /Length ${data.length} >>\nstream\n${data}\nendstream\nendobj\n`;
  return new TextEncoder().encode(`%PDF-1.4\n${object}% ${'-'.repeat(20_000)}\n%%EOF\n`);
}

/** The bytes that changed, by their offset in the stream's data. */
function changed(before: Uint8Array): Record<number, number> {
  const after = Uint8Array.from(before);
  blankPictures(after);
  const start = new TextDecoder().decode(before).indexOf(DATA.slice(0, 4));
  const found: Record<number, number> = {};
  for (let i = 0; i < before.length; i++) if (before[i] !== after[i]) found[i - start] = after[i]!;
  return found;
}

test('a picture ends or breaks at its first bytes, whatever its filter', () => {
  expect(changed(file('/Type /XObject /Subtype /Image /Width 9 /Height 9 /Filter /DCTDecode'))).toEqual({
    0: 0xff,
    1: 0xd8,
    2: 0xff,
    3: 0xd9,
  });
  expect(changed(file('/Subtype/Image/Filter[/FlateDecode/DCTDecode]'))).toEqual({ 0: 0, 1: 0 });
  expect(changed(file('/Subtype /Image /Filter /CCITTFaxDecode'))).toEqual({ 0: 0, 1: 0x10, 2: 1 });
  expect(Object.keys(changed(file('/Subtype /Image /Filter /JPXDecode')))).toHaveLength(8);
  expect(changed(file('/Subtype /Image /Filter [/ASCII85Decode /DCTDecode]'))).toEqual({ 0: 0x7e, 1: 0x3e });
  expect(changed(file('/Subtype /Image /Filter [/AHx /Fl]'))).toEqual({ 0: 0x3e });
});

test.each([
  ['a stencil', '/Subtype /Image /ImageMask true /Filter /FlateDecode'],
  ['a form', '/Subtype /Form /Filter /FlateDecode'],
  ['page content', '/Filter /FlateDecode /Note (/Subtype /Image)'],
  ['pixels as text', '/Subtype /Image /Filter [/ASCII85Decode]'],
  ['pixels as they are', '/Subtype /Image'],
])('%s stays as it is', (_name, dictionary) => expect(changed(file(dictionary))).toEqual({}));

test('small pictures and files without one are not touched', () => {
  expect(changed(file('/Subtype /Image /Filter /DCTDecode', 'x'.repeat(500)))).toEqual({});
  expect(changed(file('/Subtype /Thumb /Filter /DCTDecode'))).toEqual({});
});

test('shadings lose their type, whatever stands around them', () => {
  const file = '<< /ShadingType 4 /Coords [0 0] >> x /ShadingType/ShadingTypes';
  const bytes = new TextEncoder().encode(file);
  blankShadings(bytes);
  expect(new TextDecoder().decode(bytes)).toBe(file.replaceAll('/ShadingType', '/ShadingTypo'));
});
