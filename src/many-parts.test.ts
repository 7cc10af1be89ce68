/** More texts than a call has room for on its stack (some 120,000). */
import { expect, test } from 'vitest';
import { buildDocx, wordPart } from './formats/docx/build-docx.js';
import { buildXlsx } from './formats/xlsx/build-xlsx.js';
import { createScanner } from './index.js';

const MANY = 200_000;
const VALUE = '联系电话：13800138000';
const MAIN = 'http://schemas.openxmlformats.org/spreadsheetml/2006/main';
const scanner = createScanner({ entities: ['mobile'], limits: { milliseconds: 120_000 } });

/** @returns MANY items, the last with the value. */
const many = (item: (text: string, i: number) => string, count = MANY): string =>
  Array.from({ length: count }, (_, i) => item(i === count - 1 ? VALUE : '好', i)).join('');
const page = (html: string): Uint8Array => new TextEncoder().encode(html);

const FILES: readonly [what: string, name: string, () => Uint8Array | Promise<Uint8Array>][] = [
  [
    'attributes in a page inside an attribute',
    'a.html',
    () => page(`<iframe srcdoc="${many((text) => `<p title='${text}'>好`)}"></iframe>`),
  ],
  [
    'attributes in a page inside a comment',
    'a.html',
    () => page(`<!--${many((text) => `<p title='${text}'>好</p>`)}-->`),
  ],
  [
    'pages inside attributes, without one character reference',
    'a.html',
    () => page(many((text, i) => `<b title="${i}"></b><iframe srcdoc="<p>${text}"></iframe>`, 100_000)),
  ],
  [
    'cells, each with a comment',
    'a.xlsx',
    () =>
      buildXlsx({
        sheets: [
          {
            name: 'a',
            xml: `<worksheet><sheetData>${many((_, i) => `<row r="${i + 1}"><c r="A${i + 1}"><v>${i % 97}</v></c></row>`)}</sheetData></worksheet>`,
          },
        ],
        parts: {
          'xl/comments1.xml': `<comments xmlns="${MAIN}"><authors><author>a</author></authors><commentList>${many((text, i) => `<comment ref="A${i + 1}" authorId="0"><text><t>${text}</t></text></comment>`)}</commentList></comments>`,
        },
      }),
  ],
  [
    'foot notes',
    'a.docx',
    () =>
      buildDocx('<w:p/>', {
        'word/footnotes.xml': wordPart(
          'footnotes',
          many((text, i) => `<w:footnote w:id="${i}"><w:p><w:r><w:t>${text}</w:t></w:r></w:p></w:footnote>`),
        ),
      }),
  ],
];

test.each(FILES)('very many %s', { timeout: 60_000 }, async (_what, name, build) => {
  const { findings, diagnostics } = await scanner.scan({ name, bytes: await build() });
  expect(diagnostics.filter(({ severity }) => severity === 'error')).toEqual([]);
  expect(findings.map(({ masked }) => masked)).toEqual(['138****8000']);
});
