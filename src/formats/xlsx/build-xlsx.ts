/** Builds small workbooks from SpreadsheetML: fixtures of tests and the corpus. Deterministic. */
import { buildZip } from '../zip/build-zip.js';

export interface BuildSheet {
  readonly name: string;
  readonly state?: 'hidden' | 'veryHidden';
  /** The whole `worksheet` element. */
  readonly xml: string;
}

export interface BuildWorkbook {
  readonly sheets: readonly BuildSheet[];
  /** Content of each `si` of the shared strings. */
  readonly strings?: readonly string[];
  /** Further parts by name; they replace the ones that are made here. */
  readonly parts?: Readonly<Record<string, string | Uint8Array>>;
}

const OFFICE = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships';
const MAIN = 'http://schemas.openxmlformats.org/spreadsheetml/2006/main';
const TYPES = 'application/vnd.openxmlformats-officedocument.spreadsheetml';
const PACKAGE = 'http://schemas.openxmlformats.org/package/2006';
const DECLARATION = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n';

export async function buildXlsx({ sheets, strings = [], parts = {} }: BuildWorkbook): Promise<Uint8Array> {
  const quoted = (text: string): string =>
    text.replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/"/g, '&quot;');
  const namespaced = (xml: string): string => xml.replace(/^<worksheet>/, `<worksheet xmlns="${MAIN}">`);
  const overrides = sheets.map(
    (_, i) => `<Override PartName="/xl/worksheets/sheet${i + 1}.xml" ContentType="${TYPES}.worksheet+xml"/>`,
  );
  const listed = sheets.map(
    ({ name, state }, i) =>
      `<sheet name="${quoted(name)}" sheetId="${i + 1}"${state === undefined ? '' : ` state="${state}"`} r:id="rId${i + 1}"/>`,
  );
  const related = sheets.map(
    (_, i) =>
      `<Relationship Id="rId${i + 1}" Type="${OFFICE}/worksheet" Target="worksheets/sheet${i + 1}.xml"/>`,
  );
  const all: Record<string, string | Uint8Array> = {
    '[Content_Types].xml': `${DECLARATION}<Types xmlns="${PACKAGE}/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/><Override PartName="/xl/workbook.xml" ContentType="${TYPES}.sheet.main+xml"/><Override PartName="/xl/sharedStrings.xml" ContentType="${TYPES}.sharedStrings+xml"/>${overrides.join('')}</Types>`,
    '_rels/.rels': `${DECLARATION}<Relationships xmlns="${PACKAGE}/relationships"><Relationship Id="rId1" Type="${OFFICE}/officeDocument" Target="xl/workbook.xml"/></Relationships>`,
    'xl/workbook.xml': `${DECLARATION}<workbook xmlns="${MAIN}" xmlns:r="${OFFICE}"><sheets>${listed.join('')}</sheets></workbook>`,
    'xl/_rels/workbook.xml.rels': `${DECLARATION}<Relationships xmlns="${PACKAGE}/relationships">${related.join('')}<Relationship Id="rId0" Type="${OFFICE}/sharedStrings" Target="sharedStrings.xml"/></Relationships>`,
    'xl/sharedStrings.xml': `${DECLARATION}<sst xmlns="${MAIN}">${strings.map((content) => `<si>${content}</si>`).join('')}</sst>`,
    ...Object.fromEntries(
      sheets.map(({ xml }, i) => [`xl/worksheets/sheet${i + 1}.xml`, DECLARATION + namespaced(xml)]),
    ),
    ...parts,
  };
  const encoder = new TextEncoder();
  return buildZip(
    Object.entries(all).map(([name, content]) => ({
      name,
      bytes: typeof content === 'string' ? encoder.encode(content) : content,
    })),
  );
}
