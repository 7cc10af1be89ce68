/** The package around a DOCX body: content types, relationships, properties (ECMA-376 part 2). */
import { storeZip } from './zip.js';

export const REL = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships';
export const DECLARATION = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n';
const PACKAGE = 'http://schemas.openxmlformats.org/package/2006';
const WORD = 'application/vnd.openxmlformats-officedocument.wordprocessingml';

export interface DocxPart {
  /** File `word/KIND.xml`, content type and relationship of that kind. */
  readonly kind: 'header' | 'comments';
  readonly xml: string;
}

export const escapeXml = (text: string): string =>
  text.replace(/[&<>]/g, (character) => (character === '&' ? '&amp;' : character === '<' ? '&lt;' : '&gt;'));

const override = (name: string, type: string): string =>
  `<Override PartName="${name}" ContentType="${type}"/>`;

const relation = (id: string, type: string, target: string): string =>
  `<Relationship Id="${id}" Type="${type}" Target="${target}"/>`;

/** @param body The whole of `word/document.xml`. */
export function packDocx(body: string, title: string, extra: readonly DocxPart[] = []): Uint8Array {
  const encoder = new TextEncoder();
  const part = (name: string, text: string): { name: string; bytes: Uint8Array } => ({
    name,
    bytes: encoder.encode(text),
  });
  const types = [
    '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>',
    '<Default Extension="xml" ContentType="application/xml"/>',
    override('/word/document.xml', `${WORD}.document.main+xml`),
    override('/docProps/core.xml', 'application/vnd.openxmlformats-package.core-properties+xml'),
    ...extra.map(({ kind }) => override(`/word/${kind}.xml`, `${WORD}.${kind}+xml`)),
  ].join('');
  const roots = [
    relation('rId1', `${REL}/officeDocument`, 'word/document.xml'),
    relation('rId2', `${PACKAGE}/relationships/metadata/core-properties`, 'docProps/core.xml'),
  ].join('');
  const own = extra.map(({ kind }) => relation(`rId${kind}`, `${REL}/${kind}`, `${kind}.xml`)).join('');
  const relations = (inner: string): string =>
    `${DECLARATION}<Relationships xmlns="${PACKAGE}/relationships">${inner}</Relationships>`;
  return storeZip([
    part('[Content_Types].xml', `${DECLARATION}<Types xmlns="${PACKAGE}/content-types">${types}</Types>`),
    part('_rels/.rels', relations(roots)),
    part('word/document.xml', body),
    part('word/_rels/document.xml.rels', relations(own)),
    ...extra.map(({ kind, xml }) => part(`word/${kind}.xml`, xml)),
    part(
      'docProps/core.xml',
      `${DECLARATION}<cp:coreProperties xmlns:cp="${PACKAGE}/metadata/core-properties" xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:title>${escapeXml(title)}</dc:title></cp:coreProperties>`,
    ),
  ]);
}
