/**
 * Excel workbooks: every sheet is one text with its grid; every other part is read too.
 *
 * Source: ISO/IEC 29500-1, 18 (SpreadsheetML). Values are taken as stored: a number that the cell shows as
 * 1.38E+10 is whole in the file.
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
import { OtherParts } from '../ooxml/other-parts.js';
import {
  openPackage,
  type Package,
  type Part,
  partPlace,
  relationships,
  relationshipsOf,
} from '../ooxml/package.js';
import {
  brokenParts,
  looseChannel,
  packageNames,
  partKind,
  partTypes,
  readXmlPart,
} from '../ooxml/package-story.js';
import { attributeText } from '../ooxml/xml-text.js';
import { walkXml } from '../ooxml/xml-walk.js';
import type { ZipEntry } from '../zip/central-directory.js';
import { type CellStyles, readStyles } from './cell-styles.js';
import { readComments } from './comments.js';
import { SharedStrings } from './shared-strings.js';
import { readSheet } from './sheet.js';

export const format: Format = defineFormat({
  id: 'xlsx',
  mediaTypes: [
    'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
    'application/vnd.openxmlformats-officedocument.spreadsheetml.template',
    'application/vnd.ms-excel.sheet.macroEnabled.12',
    'application/vnd.ms-excel.template.macroEnabled.12',
    'application/vnd.ms-excel.addin.macroEnabled.12',
  ],

  /** Never rejects. `xlsx/rounded-number`: Excel dropped the last digits of long numbers. */
  async extract({ bytes }, context) {
    const pkg = openPackage(bytes, context);
    if (pkg === undefined)
      return unreadable('xlsx/damaged', 'no part of the workbook could be found; get a complete copy');
    return readWorkbook(bytes, pkg);
  },
});

interface SheetInfo {
  readonly name: string;
  readonly hidden: boolean;
}

async function readWorkbook(bytes: Uint8Array, pkg: Package): Promise<Extraction> {
  const segments: Segment[] = packageNames(pkg.structure);
  const diagnostics: Diagnostic[] = [];
  const others = new OtherParts();
  const sheets = new Map<string, SheetInfo>();
  /** Comment part → sheet part. */
  const owners = new Map<string, string>();
  let workbook: Part | undefined;
  let strings: SharedStrings | undefined;
  let styles: CellStyles | undefined;
  let units = 0;
  let rounded = 0;
  const cut: string[] = [];
  const faulty = (part: string, fault: number | undefined): void => {
    if (fault === undefined) return;
    const message =
      'the XML of a part is broken; the text before and after the fault was read, what stands at it was not; mend the file and scan again';
    diagnostics.push({
      code: 'xlsx/malformed-xml',
      severity: 'warning',
      message,
      place: partPlace(part, fault),
    });
  };

  const types = await partTypes(pkg);
  for (const entry of inOrder(pkg.entries)) {
    const kind = partKind(entry, types);
    others.take(entry, kind);
    if (kind !== 'xml') continue;
    units++;
    const part = await pkg.read(entry);
    if (part === undefined) continue;
    const source = (): string => decodeText(part.bytes).text;
    const label = (owner: string): string => sheets.get(owner.toLowerCase())?.name ?? owner;
    if (STRINGS.test(part.name)) {
      strings = new SharedStrings(source(), part.name);
      faulty(part.name, strings.fault);
      continue;
    }
    if (SHEET.test(part.name)) {
      const sheet = { part: part.name, name: label(part.name) };
      const hidden = sheets.get(part.name.toLowerCase())?.hidden === true;
      const read = readSheet(source(), { sheet, hidden, strings, styles });
      append(segments, read.segments);
      faulty(part.name, read.fault);
      rounded += read.rounded;
      if (read.cut) cut.push(part.name);
      continue;
    }
    if (COMMENTS.test(part.name)) {
      const owner = owners.get(part.name.toLowerCase());
      const read = readComments(source(), { part: part.name, name: owner === undefined ? '' : label(owner) });
      append(segments, read.segments);
      faulty(part.name, read.fault);
      continue;
    }
    if (STYLES.test(part.name)) styles = readStyles(source());
    if (WORKBOOK.test(part.name)) workbook ??= part;
    if (workbook !== undefined && part.name === relationshipsOf(workbook.name)) {
      for (const [path, info] of sheetInfos(workbook, part)) sheets.set(path, info);
    }
    const owner = /^(.*\/)_rels\/([^/]*)\.rels$/i.exec(part.name);
    if (owner !== null && SHEET.test(`${owner[1]}${owner[2]}`)) {
      const sheetPart = `${owner[1]}${owner[2]}`;
      for (const { target, external } of relationships(part.bytes, sheetPart)) {
        if (!external) owners.set(target.toLowerCase(), sheetPart);
      }
    }
    const loose = looseChannel(part.name);
    const read = readXmlPart(part, loose === undefined ? {} : { loose }, 'xlsx');
    append(segments, read.segments);
    append(diagnostics, read.diagnostics);
  }
  if (strings !== undefined) append(segments, strings.residue());
  for (const part of cut) {
    const message = 'the sheet holds more text than is read; what came last was not: split the workbook';
    diagnostics.push({ code: 'xlsx/sheet-limit', severity: 'warning', message, place: partPlace(part, 0) });
  }
  if (rounded > 0) {
    const message = `${rounded} cells hold numbers of more than 15 digits; Excel replaced the digits behind by zeros`;
    diagnostics.push({ code: 'xlsx/rounded-number', severity: 'info', message });
  }
  return {
    segments,
    units: units + pkg.unread.filter(({ part }) => part === '').length,
    unread: [
      ...pkg.unread,
      ...brokenParts(diagnostics),
      ...cut.map((part) => ({ part, code: 'xlsx/sheet-limit' })),
    ],
    diagnostics: [...pkg.diagnostics, ...diagnostics, ...others.note('xlsx')],
    children: others.children(bytes, pkg),
  };
}

const WORKBOOK = /(?:^|\/)workbook\d*\.xml$/i;
const STRINGS = /(?:^|\/)sharedStrings\d*\.xml$/i;
const STYLES = /(?:^|\/)styles\.xml$/i;
const SHEET = /(?:^|\/)(?:work|dialog|macro|chart)?sheets\/[^/]+\.xml$/i;
const COMMENTS = /(?:^|\/)(?:threaded)?comments?\d*(?:\/[^/]+)?\.xml$/i;

/** What others need comes first: the workbook, relationships, strings; then sheets, then the rest. */
function inOrder(entries: readonly ZipEntry[]): ZipEntry[] {
  const rank = ({ name }: ZipEntry): number => {
    if (WORKBOOK.test(name)) return 0;
    if (/\.rels$/i.test(name)) return 1;
    if (STRINGS.test(name) || STYLES.test(name)) return 2;
    return SHEET.test(name) ? 3 : 4;
  };
  return [...entries].sort((a, b) => rank(a) - rank(b));
}

/** Sheet part (lower case) → name and visibility. */
function sheetInfos(workbook: Part, rels: Part): Map<string, SheetInfo> {
  const source = decodeText(workbook.bytes).text;
  const targets = new Map(relationships(rels.bytes, workbook.name).map(({ id, target }) => [id, target]));
  const infos = new Map<string, SheetInfo>();
  walkXml(source, {
    open(name, attributes) {
      if (name !== 'sheet') return;
      // `id` is the relationship (`r:id`); the sheet's own number is `sheetId`.
      const target = targets.get(attributeText(source, attributes, 'id') ?? '');
      if (target === undefined) return;
      const hidden = /^(?:very)?hidden$/i.test(attributeText(source, attributes, 'state') ?? '');
      infos.set(target.toLowerCase(), { name: attributeText(source, attributes, 'name') ?? target, hidden });
    },
    close() {},
    text() {},
    rest() {},
  });
  return infos;
}
