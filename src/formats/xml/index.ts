/**
 * XML of any schema, SVG, and Excel 2003 XML: text of elements, attribute values, comments, all with exact places.
 *
 * Entities of a document type are never expanded. Source: XML 1.0 (5th edition); SVG 2, clause 11.
 */
import { type Diagnostic, defineFormat, type Extraction, type Format, LineIndex } from '../../core/index.js';
import { decodeText } from '../../text/decode.js';
import { type AnyXmlOptions, readAnyXml } from '../ooxml/any-xml.js';
import { partPlace } from '../ooxml/package.js';
import { walkXml } from '../ooxml/xml-walk.js';
import { readSpreadsheet } from './spreadsheet-2003.js';

const SPREADSHEET = 'application/vnd.ms-excel.2003+xml';
const SVG = 'image/svg+xml';

export const format: Format = defineFormat({
  id: 'xml',
  mediaTypes: ['application/xml', 'text/xml', SVG, SPREADSHEET],

  /** Never rejects. `xml/malformed`: the markup is broken; its text was read as far as it goes. */
  async extract(artifact) {
    const { bytes, charset } = artifact;
    const decoded = decodeText(bytes, { html: true, ...(charset === undefined ? {} : { charset }) });
    const extraction = extractXml(decoded.text);
    if (!decoded.malformed) return { ...extraction, charset: decoded.charset };
    const fault: Diagnostic = {
      code: 'xml/encoding-malformed',
      severity: 'warning',
      message: `some bytes are no characters of ${decoded.charset}; check the declaration and scan again`,
    };
    return { ...extraction, diagnostics: [...extraction.diagnostics, fault], charset: decoded.charset };
  },
});

/** Pieces of one line of text, and styles inside one. */
const SVG_OPTIONS: AnyXmlOptions = {
  names: false,
  inline: new Set(['tspan', 'textPath', 'tref', 'a', 'altGlyph']),
  technical: new Set([
    'd',
    'points',
    'transform',
    'viewBox',
    'x',
    'y',
    'dx',
    'dy',
    'values',
    'path',
    'style',
  ]),
};
/** Running text: names of elements are no labels of their values. */
const PROSE = /<(?:\w+:)?(?:book|article|section|rss|feed|dtbook|TEI|para)[\s>]/;

/** @param source The decoded document. All places are UTF-16 offsets into it. */
export function extractXml(source: string): Extraction {
  const part = { source, part: '', lines: new LineIndex(source) };
  const head = source.slice(0, 64 * 1024);
  const { segments, fault } = /<(?:\w+:)?Workbook\b/.test(head)
    ? readSpreadsheet(part)
    : readAnyXml(part, /<(?:\w+:)?svg\b/.test(head) ? SVG_OPTIONS : { names: !PROSE.test(head) });
  const diagnostics: Diagnostic[] = [];
  if (fault !== undefined && isBroken(source, fault)) {
    diagnostics.push({
      code: 'xml/malformed',
      severity: 'warning',
      message: 'the markup is broken; its text was read as far as it goes; mend the file and scan again',
      place: partPlace('', fault),
    });
  }
  return { segments, units: 1, unread: [], diagnostics };
}

/** A document type counts as a fault for office parts; here it is only not expanded. */
function isBroken(source: string, fault: number): boolean {
  if (!source.startsWith('<!', fault - 2)) return true;
  const content = source.slice(fault).replace(/^DOCTYPE[^[>]{0,2000}(?:\[[\s\S]{0,100000}?\]\s*)?>/i, '');
  const ignored = (): void => {};
  return walkXml(content, { open: ignored, close: ignored, text: ignored, rest: ignored }) !== undefined;
}
