/** What a ZIP archive is, told from its members. */
import { readStructure, type ZipEntry } from '../formats/zip/central-directory.js';

const OFFICE = 'application/vnd.openxmlformats-officedocument';
const BINARY_WORKBOOK = 'application/vnd.ms-excel.sheet.binary.macroEnabled.12';
/** Directory entries that are looked at; office files name themselves early. */
const MAX_ENTRIES = 5000;

/** Main part's folder → type by the extension of the name, the first is the default. */
const OFFICE_PARTS: readonly (readonly [
  part: RegExp,
  fallback: string,
  byName: Readonly<Record<string, string>>,
])[] = [
  [
    /^word\/[^/]*document[^/]*\.xml$/i,
    `${OFFICE}.wordprocessingml.document`,
    {
      docm: 'application/vnd.ms-word.document.macroEnabled.12',
      dotx: `${OFFICE}.wordprocessingml.template`,
      dotm: 'application/vnd.ms-word.template.macroEnabled.12',
    },
  ],
  [
    /^xl\/workbook[^/]*\.xml$/i,
    `${OFFICE}.spreadsheetml.sheet`,
    {
      xlsm: 'application/vnd.ms-excel.sheet.macroEnabled.12',
      xltx: `${OFFICE}.spreadsheetml.template`,
      xltm: 'application/vnd.ms-excel.template.macroEnabled.12',
      xlam: 'application/vnd.ms-excel.addin.macroEnabled.12',
    },
  ],
  [/^(?:[^/]+\/)?workbook\.bin$/i, BINARY_WORKBOOK, {}],
  [
    /^ppt\/presentation[^/]*\.xml$/i,
    `${OFFICE}.presentationml.presentation`,
    {
      pptm: 'application/vnd.ms-powerpoint.presentation.macroEnabled.12',
      ppsx: `${OFFICE}.presentationml.slideshow`,
      potx: `${OFFICE}.presentationml.template`,
    },
  ],
  [/^visio\/document\.xml$/i, 'application/vnd.ms-visio.drawing', {}],
];

/** @returns undefined when the bytes are no archive. @param extension Of the file's name, lower case. */
export function sniffZip(bytes: Uint8Array, extension: string): string | undefined {
  const structure = readStructure(bytes, MAX_ENTRIES);
  if (structure === undefined) return undefined;
  const { entries } = structure;
  const has = (pattern: RegExp): boolean => entries.some(({ name }) => pattern.test(name));
  const mimetype = entries[0]?.name === 'mimetype' ? storedText(bytes, entries[0]) : '';
  // EPUB, OpenDocument and their kin state their type in a first, stored entry.
  if (/^application\/[\w.+-]+$/.test(mimetype)) return mimetype;
  if (has(/^ofd\.xml$/i)) return 'application/ofd';
  // A package with another folder layout still has its content types; the main part's name tells the kind.
  if (has(/^\[content_types\]\.xml$/i) || has(/^_rels\/\.rels$/i)) {
    for (const [part, fallback, byName] of OFFICE_PARTS) {
      if (has(part)) return byName[extension] ?? fallback;
    }
    const named = OFFICE_PARTS.find(
      ([, fallback, byName]) => byName[extension] !== undefined || EXTENSIONS[extension] === fallback,
    );
    if (named !== undefined) return named[2][extension] ?? named[1];
  }
  if (has(/^datapackage\.json$/i) && has(/^archive\//i)) return 'application/wacz';
  if (has(/^META-INF\/MANIFEST\.MF$/i)) return 'application/java-archive';
  return 'application/zip';
}

const EXTENSIONS: Readonly<Record<string, string>> = {
  xlsb: BINARY_WORKBOOK,
  docx: `${OFFICE}.wordprocessingml.document`,
  xlsx: `${OFFICE}.spreadsheetml.sheet`,
  pptx: `${OFFICE}.presentationml.presentation`,
};

function storedText(bytes: Uint8Array, { method, dataStart, packedSize }: ZipEntry): string {
  if (method !== 0 || packedSize > 200) return '';
  return new TextDecoder('latin1').decode(bytes.subarray(dataStart, dataStart + packedSize)).trim();
}
