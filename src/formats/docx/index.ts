/**
 * Word documents: every part of the package, by what it holds.
 *
 * Source: ISO/IEC 29500-1 and -2. Besides packages, the single-file forms are read: flat OPC and Word 2003 XML,
 * whose elements carry the same names.
 */
import {
  append,
  type Diagnostic,
  defineFormat,
  type Extraction,
  type Format,
  type Segment,
  unreadable,
} from '../../core/index.js';
import { decodeText } from '../../text/decode.js';
import { type Numbering, readNumbering } from '../ooxml/numbering.js';
import { OtherParts } from '../ooxml/other-parts.js';
import { openPackage, type Package } from '../ooxml/package.js';
import {
  brokenParts,
  looseChannel,
  packageNames,
  partKind,
  partTypes,
  pictureNote,
  readXmlPart,
} from '../ooxml/package-story.js';
import { readStyles, type WordStyles } from '../ooxml/styles.js';
import type { ZipEntry } from '../zip/central-directory.js';

const ENCRYPTED = 'application/vnd.ms-office.encrypted';

export const format: Format = defineFormat({
  id: 'docx',
  mediaTypes: [
    'application/vnd.openxmlformats-officedocument.wordprocessingml.document',
    'application/vnd.openxmlformats-officedocument.wordprocessingml.template',
    'application/vnd.ms-word.document.macroEnabled.12',
    'application/vnd.ms-word.template.macroEnabled.12',
    'application/vnd.ms-office.flat-opc+xml',
    'application/vnd.ms-word.2003+xml',
    ENCRYPTED,
  ],

  /**
   * Never rejects. `docx/encrypted`: a password protects the document; `docx/malformed-xml`: a part is broken,
   * its text was read all the same; `docx/picture`: pictures are not read.
   */
  async extract({ name, bytes }, context) {
    if (bytes[0] === 0xd0 && bytes[1] === 0xcf) {
      const area = /\.xl\w+$/i.test(name) ? 'xlsx' : /\.p[po]\w+$/i.test(name) ? 'pptx' : 'docx';
      return unreadable(`${area}/encrypted`, 'a password protects the document; remove it and scan again');
    }
    const pkg = openPackage(bytes, context);
    if (pkg !== undefined) return readPackage(bytes, pkg);
    const options = { styles: readStyles(bytes), numbering: readNumbering(bytes) };
    const { segments, diagnostics } = readXmlPart({ name: '', bytes }, options, 'docx');
    const nothing = segments.length === 0 && diagnostics.length > 0;
    if (nothing)
      return unreadable('docx/damaged', 'no part of the document could be found; get a complete copy');
    // Files inside a single-file document are base64, pictures nearly always.
    const binaries = countMarks(bytes, '<w:binData') + countMarks(bytes, '<pkg:binaryData');
    return {
      segments,
      units: 1,
      unread: [],
      diagnostics: [...diagnostics, ...pictureNote(binaries, 'docx')],
    };
  },
});

function countMarks(bytes: Uint8Array, mark: string): number {
  return decodeText(bytes).text.split(mark).length - 1;
}

async function readPackage(bytes: Uint8Array, pkg: Package): Promise<Extraction> {
  const segments: Segment[] = packageNames(pkg.structure);
  const diagnostics: Diagnostic[] = [];
  const others = new OtherParts();
  let units = 0;
  let styles: WordStyles | undefined;
  let numbering: Numbering | undefined;
  const types = await partTypes(pkg);
  for (const entry of mainFirst(pkg.entries)) {
    const kind = partKind(entry, types);
    others.take(entry, kind);
    if (kind !== 'xml') continue;
    units++;
    const part = await pkg.read(entry);
    if (part === undefined) continue;
    if (/(?:^|\/)styles\.xml$/i.test(part.name)) styles ??= readStyles(part.bytes);
    if (/(?:^|\/)numbering\.xml$/i.test(part.name)) numbering ??= readNumbering(part.bytes);
    const loose = looseChannel(part.name);
    const options = {
      ...(loose === undefined ? {} : { loose }),
      ...(styles === undefined ? {} : { styles }),
      ...(numbering === undefined ? {} : { numbering }),
    };
    const read = readXmlPart(part, options, 'docx');
    append(segments, read.segments);
    append(diagnostics, read.diagnostics);
  }
  return {
    segments,
    units: units + pkg.unread.filter(({ part }) => part === '').length,
    unread: [...pkg.unread, ...brokenParts(diagnostics)],
    diagnostics: [...pkg.diagnostics, ...diagnostics, ...others.note('docx')],
    children: others.children(bytes, pkg),
  };
}

/** Styles say what is hidden, lists what is counted; then the text that people read first. */
function mainFirst(entries: readonly ZipEntry[]): ZipEntry[] {
  const rank = ({ name }: ZipEntry): number =>
    /(?:^|\/)(?:styles|numbering)\.xml$/i.test(name) ? 0 : /(?:^|\/)document\d*\.xml$/i.test(name) ? 1 : 2;
  return [...entries].sort((a, b) => rank(a) - rank(b));
}
