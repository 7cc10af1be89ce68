import { expect, test } from 'vitest';
import { wordPart } from '../docx/build-docx.js';
import { readSheet } from '../xlsx/sheet.js';
import { readStory } from './story.js';

const VALUE = '13800138000';

/** Offsets at which a value put into the source stands in no segment. */
function missed(source: string, read: (changed: string) => readonly { text: string }[]): string[] {
  const contexts: string[] = [];
  for (let at = 0; at <= source.length; at++) {
    const segments = read(source.slice(0, at) + VALUE + source.slice(at));
    if (segments.some(({ text }) => text.includes(VALUE))) continue;
    contexts.push(`${source.slice(Math.max(0, at - 10), at)}^${source.slice(at, at + 10)}`);
  }
  return contexts;
}

test('a value put anywhere into a Word part is read', () => {
  const source = wordPart(
    'document',
    '<w:body><w:p><w:pPr><w:jc w:val="center"/></w:pPr><w:r><w:rPr><w:b/></w:rPr><w:t xml:space="preserve">甲</w:t></w:r>' +
      '<w:del w:author="x"><w:r><w:delText>丙</w:delText></w:r></w:del><w:r><w:instrText>PAGE</w:instrText></w:r></w:p><!-- c --></w:body>',
  );
  expect(missed(source, (changed) => readStory(changed, { part: 'x' }).segments)).toEqual([]);
});

test('a value put anywhere into a sheet is read', () => {
  const source =
    '<worksheet xmlns="x"><cols><col min="1"/></cols><sheetData><row r="1"><c r="A1" t="str"><f>B1</f><v>x</v></c>' +
    '<c t="inlineStr"><is><t>y</t></is></c></row></sheetData><pageSetup a="b"/></worksheet>';
  const options = {
    sheet: { part: 'x', name: 'x' },
    hidden: false,
    strings: undefined,
    styles: undefined,
  };
  expect(missed(source, (changed) => readSheet(changed, options).segments)).toEqual([]);
});
