/**
 * Excel binary workbooks (.xlsb): a package whose sheets, strings and styles are records, all else is XML.
 *
 * Source: [MS-XLSB] v20240416. Values are taken as stored; every place is a cell.
 */
import {
  append,
  defineFormat,
  type ExtractContext,
  type Extraction,
  type Format,
  type Segment,
  unreadable,
} from '../../core/index.js';
import { Report } from '../cfb/report.js';
import { type ByteRange, residueSegment, SeenText } from '../cfb/residue.js';
import { Values } from '../cfb/values.js';
import { OtherParts } from '../ooxml/other-parts.js';
import { openPackage, type Package, type Part, relationships } from '../ooxml/package.js';
import {
  brokenParts,
  looseChannel,
  packageNames,
  partKind,
  partTypes,
  readXmlPart,
} from '../ooxml/package-story.js';
import { ConditionSteps } from '../sheet/conditional-formats.js';
import type { ZipEntry } from '../zip/central-directory.js';
import { readComments } from './comments.js';
import { records, StringReader } from './records.js';
import { readSheet, type Shared } from './sheet.js';
import { readStyles } from './styles.js';

export const format: Format = defineFormat({
  id: 'xlsb',
  mediaTypes: ['application/vnd.ms-excel.sheet.binary.macroEnabled.12'],

  /**
   * Never rejects. `xlsb/damaged`: what stands before the fault was read; `xlsb/rounded-number`: Excel dropped the last
   * digits of long numbers.
   */
  async extract({ bytes }, context) {
    const pkg = openPackage(bytes, context);
    if (pkg === undefined)
      return unreadable('xlsb/damaged', 'no part of the workbook could be found; get a complete copy');
    return new Workbook(bytes, pkg, context).read();
  },
});

const MAX_CELLS = 5_000_000;
const WORKBOOK = /(?:^|\/)workbook\.bin$/i;
const STRINGS = /(?:^|\/)sharedStrings\d*\.bin$/i;
const STYLES = /(?:^|\/)styles\.bin$/i;
const SHEET = /(?:^|\/)(?:work|dialog|macro|chart)?sheets\/[^/]+\.bin$/i;
const COMMENTS = /(?:^|\/)comments?\d*\.bin$/i;
/** Parts that are files of other formats. */
const FILE = /(?:vbaProject[^/]*|\/(?:embeddings|activeX|ctrlProps|media|printerSettings)\/[^/]*)\.bin$/i;

class Workbook {
  readonly #bytes: Uint8Array;
  readonly #pkg: Package;
  readonly #context: ExtractContext;
  readonly #report = new Report();
  readonly #segments: Segment[];
  readonly #values = new Values('xl/workbook.bin#values');
  readonly #strings: { text: string; used: boolean }[] = [];
  readonly #sheets = new Map<string, { name: string; hidden: boolean }>();
  /** Comment part → sheet part, in lower case. */
  readonly #owners = new Map<string, string>();
  readonly #rest: { part: Part; ranges: readonly ByteRange[] }[] = [];
  #shared: Omit<Shared, 'strings'> = {
    formats: [],
    changes: [],
    date1904: false,
    steps: new ConditionSteps(),
  };
  /** Relationships of the workbook, which its records name. */
  #relations: Part | undefined;
  #cells = 0;
  #rounded = 0;

  constructor(bytes: Uint8Array, pkg: Package, context: ExtractContext) {
    this.#bytes = bytes;
    this.#pkg = pkg;
    this.#context = context;
    this.#segments = packageNames(pkg.structure);
  }

  async read(): Promise<Extraction> {
    const pkg = this.#pkg;
    const others = new OtherParts();
    let units = 0;
    const types = await partTypes(pkg);
    for (const entry of inOrder(pkg.entries)) {
      // Whatever type the package states: some call all of them XML.
      const binary = /\.bin$/i.test(entry.name) && !FILE.test(entry.name);
      const kind = binary ? undefined : partKind(entry, types);
      others.take(entry, kind);
      if (kind !== 'xml' && !binary) continue;
      units++;
      const part = await pkg.read(entry);
      if (part === undefined) continue;
      if (binary) this.#binary(part);
      else this.#xml(part);
    }
    for (const { text, used } of this.#strings) if (!used) this.#values.add('residue', 'shared string', text);
    append(this.#segments, this.#values.segments());
    this.#residue();
    if (this.#rounded > 0) {
      const message = `${this.#rounded} cells hold numbers of more than 15 digits; Excel replaced the digits behind by zeros`;
      this.#report.note('xlsb/rounded-number', 'info', message);
    }
    const diagnostics = [...this.#report.diagnostics, ...others.note('xlsb')];
    return {
      segments: this.#segments,
      units: units + pkg.unread.filter(({ part }) => part === '').length,
      unread: [...pkg.unread, ...this.#report.unread, ...brokenParts(diagnostics)],
      diagnostics: [...pkg.diagnostics, ...diagnostics],
      children: others.children(this.#bytes, pkg),
    };
  }

  #xml(part: Part): void {
    const owner = /^(.*\/)_rels\/([^/]*)\.rels$/i.exec(part.name);
    const sheet = owner === null ? '' : `${owner[1]}${owner[2]}`;
    if (SHEET.test(sheet)) {
      for (const { target, external } of relationships(part.bytes, sheet)) {
        if (!external) this.#owners.set(target.toLowerCase(), sheet.toLowerCase());
      }
    }
    const loose = looseChannel(part.name);
    const read = readXmlPart(part, loose === undefined ? {} : { loose }, 'xlsb');
    append(this.#segments, read.segments);
    append(this.#report.diagnostics, read.diagnostics);
    if (WORKBOOK.test(sheet)) this.#relations = part;
  }

  #binary(part: Part): void {
    const { name, bytes } = part;
    if (WORKBOOK.test(name)) this.#workbook(part);
    else if (STRINGS.test(name)) this.#sharedStrings(bytes);
    else if (STYLES.test(name)) this.#shared = { ...this.#shared, ...readStyles(bytes) };
    else if (SHEET.test(name)) this.#sheet(part);
    else if (COMMENTS.test(name)) {
      const owner = this.#sheets.get(this.#owners.get(name.toLowerCase()) ?? '')?.name ?? '';
      append(this.#segments, readComments(bytes, name, owner));
    } else this.#rest.push({ part, ranges: [{ start: 0, end: bytes.length }] });
  }

  #workbook(part: Part): void {
    const named = this.#relations === undefined ? [] : relationships(this.#relations.bytes, part.name);
    const targets = new Map(named.map(({ id, target }) => [id, target]));
    const ranges: ByteRange[] = [];
    for (const { type, data, start, end } of records(part.bytes)) {
      const reader = new StringReader(data, 8);
      if (type === 153) this.#shared = { ...this.#shared, date1904: (data.u8(0) & 1) === 1 };
      else if (type === 156) {
        const target = targets.get(reader.wide()) ?? '';
        const name = reader.wide();
        const hidden = data.u32(0) !== 0;
        this.#sheets.set(target.toLowerCase(), { name, hidden });
        this.#values.add(hidden ? 'hidden' : 'name', 'sheet name', name);
      } else if (type === 39) {
        this.#values.add('name', 'defined name', new StringReader(data, 9).wide());
        ranges.push({ start, end: Math.min(end, part.bytes.length) });
      } else if (end - start >= 8) ranges.push({ start, end: Math.min(end, part.bytes.length) });
    }
    this.#rest.push({ part, ranges });
  }

  #sharedStrings(bytes: Uint8Array): void {
    const walk = records(bytes);
    let step = walk.next();
    for (; step.done !== true; step = walk.next()) {
      if (step.value.type !== 19) continue;
      const { text, phonetic } = new StringReader(step.value.data, 0).rich();
      this.#strings.push({ text, used: false });
      if (/\d{5}/.test(phonetic)) this.#values.add('attribute', 'phonetic', phonetic);
    }
    if (step.value.damaged) this.#damaged('xl/sharedStrings.bin');
  }

  #sheet(part: Part): void {
    const known = this.#sheets.get(part.name.toLowerCase());
    const read = readSheet(part.bytes, {
      ...this.#shared,
      strings: this.#strings,
      part: part.name,
      name: known?.name ?? part.name,
      hidden: known?.hidden === true,
      room: MAX_CELLS - this.#cells,
    });
    append(this.#segments, read.segments);
    this.#rest.push({ part, ranges: read.rest });
    this.#cells += read.cells;
    this.#rounded += read.rounded;
    if (read.damaged) this.#damaged(part.name);
    if (read.overflow) {
      const message = 'the workbook has more cells or text than are read; split it to read the rest';
      this.#report.unreadPart('xlsb/cells', message, part.name);
    }
  }

  #damaged(part: string): void {
    const message = 'a part of the workbook is damaged or cut off; what stands before the fault was read';
    this.#report.unreadPart('xlsb/damaged', message, part);
  }

  /** What records hold that were not interpreted: formulas, pivot caches, caches of other workbooks. */
  #residue(): void {
    const seen = new SeenText();
    for (const { text } of this.#segments) seen.add(text);
    const expired = (): boolean => this.#context.budget.expired();
    for (const { part, ranges } of this.#rest) {
      const segment = residueSegment(part.name, part.bytes, ranges, seen, expired);
      if (segment !== undefined) this.#segments.push(segment);
    }
    if (expired()) this.#report.unreadPart('xlsb/time', 'the time of the scan is over; not all was read');
  }
}

/** What others need comes first: relationships, the workbook, strings and styles; then sheets, then the rest. */
function inOrder(entries: readonly ZipEntry[]): ZipEntry[] {
  const rank = ({ name }: ZipEntry): number => {
    if (/\.rels$/i.test(name)) return 0;
    if (WORKBOOK.test(name)) return 1;
    if (STRINGS.test(name) || STYLES.test(name)) return 2;
    return SHEET.test(name) ? 3 : 4;
  };
  return [...entries].sort((a, b) => rank(a) - rank(b));
}
