/** Builds small binary workbooks record by record: fixtures of tests and of the channels suite. Source: [MS-XLSB] 2.4. */
import { buildZip } from '../zip/build-zip.js';

type Part = Uint8Array | readonly number[];

export function join(...parts: readonly Part[]): Uint8Array {
  return Uint8Array.from(parts.flatMap((part) => [...part]));
}

export const u16 = (value: number): number[] => [value & 255, (value >> 8) & 255];
export const u32 = (value: number): number[] => [...u16(value & 0xffff), ...u16(value >>> 16)];
export const f64 = (value: number): number[] => [...new Uint8Array(Float64Array.of(value).buffer)];
/** XLWideString. */
export const wide = (text: string): number[] => [
  ...u32(text.length),
  ...[...text].flatMap((character) => u16(character.charCodeAt(0))),
];
const NO_STRING = u32(0xffffffff);

/** Type and size in seven bits a byte. */
export function record(type: number, ...parts: readonly Part[]): Uint8Array {
  const data = join(...parts);
  const size: number[] = [];
  for (let left = data.length; ; left >>>= 7) {
    size.push((left & 127) | (left > 127 ? 128 : 0));
    if (left <= 127) break;
  }
  return join(type < 128 ? [type] : [(type & 127) | 128, type >> 7], size, data);
}

export const row = (index: number, { hidden = false }: { hidden?: boolean } = {}): Uint8Array =>
  record(0, u32(index), u32(0), u16(300), [0, hidden ? 0x10 : 0], [0], u32(0));
const cell = (column: number, style: number): number[] => [...u32(column), ...u32(style)];
export const text = (column: number, value: string, style: number = 0): Uint8Array =>
  record(6, cell(column, style), wide(value));
export const shared = (column: number, index: number, style: number = 0): Uint8Array =>
  record(7, cell(column, style), u32(index));
export const real = (column: number, value: number, style: number = 0): Uint8Array =>
  record(5, cell(column, style), f64(value));
/** Stands beside the cell before it. */
export const shortText = (value: string, style: number = 0): Uint8Array =>
  record(17, u32(style), wide(value));
/** A text that a formula gave; `constant` is a string in the formula. */
export const formula = (column: number, value: string, constant: string): Uint8Array => {
  const token = join([0x17], u16(constant.length), wide(constant).slice(4));
  return record(8, cell(column, 0), wide(value), u16(0), u32(token.length), token, u32(0));
};
export const hiddenColumn = (column: number): Uint8Array =>
  record(60, u32(column), u32(column), u32(2560), u32(0), u16(1));
export const merge = (
  firstRow: number,
  lastRow: number,
  firstColumn: number,
  lastColumn: number,
): Uint8Array => record(176, ...[firstRow, lastRow, firstColumn, lastColumn].map(u32));
export const link = (index: number, column: number, ...texts: readonly string[]): Uint8Array =>
  record(494, ...[index, index, column, column].map(u32), wide('rId1'), ...texts.map(wide));
export const header = (value: string): Uint8Array =>
  record(479, u16(0), wide(value), NO_STRING, NO_STRING, NO_STRING, NO_STRING, NO_STRING);
export const validation = (prompt: string): Uint8Array =>
  record(
    64,
    u32(3),
    u32(1),
    ...[1, 1, 0, 0].map(u32),
    NO_STRING,
    NO_STRING,
    wide(prompt),
    wide(prompt),
    u32(0),
    u32(0),
  );

export const font = (colour: readonly number[]): Uint8Array =>
  record(43, new Array(12).fill(0), colour, [0], wide('x'));
export const rgb = (red: number, green: number, blue: number): number[] => [
  5,
  0,
  0,
  0,
  red,
  green,
  blue,
  255,
];
export const AUTOMATIC: readonly number[] = new Array(8).fill(0);
export const fill = (pattern: number, colour: readonly number[] = AUTOMATIC): Uint8Array =>
  record(45, u32(pattern), colour, AUTOMATIC, new Array(44).fill(0));
export const cellFormats = (
  ...formats: readonly { code?: number; font?: number; fill?: number }[]
): Uint8Array =>
  join(
    record(617, u32(formats.length)),
    ...formats.map((one) =>
      record(47, u16(0), u16(one.code ?? 0), u16(one.font ?? 0), u16(one.fill ?? 0), new Array(8).fill(0)),
    ),
    record(618),
  );
export const numberFormat = (id: number, code: string): Uint8Array => record(44, u16(id), wide(code));

/** What a conditional format changes; its index is its place among them. */
export function change({
  letters,
  ground,
  code,
}: {
  letters?: readonly number[];
  ground?: readonly number[];
  code?: string;
}): Uint8Array {
  const properties = [
    ...(letters === undefined ? [] : [[5, letters] as const]),
    ...(ground === undefined ? [] : [[2, ground] as const]),
    ...(code === undefined
      ? []
      : [[38, [...u16(170), ...u16(code.length), ...wide(code).slice(4)]] as const]),
  ];
  return record(
    507,
    u16(0),
    u16(0),
    u16(properties.length),
    ...properties.map(([type, data]) => join(u16(type), u16(4 + data.length), data)),
  );
}

export const endCells = (): Uint8Array => record(146);
/** @param range First and last row, first and last column. */
export const beginConditional = (range: readonly number[]): Uint8Array =>
  record(461, u32(1), u32(0), u32(1), ...range.map(u32));
/** A rule, its formulas as tokens; kinds and operators as in the file. */
export function rule({
  kind = 2,
  operator = 0,
  change: index = 0xffffffff,
  priority = 1,
  stop = false,
  words = '',
  formulas = [],
}: {
  kind?: number;
  operator?: number;
  change?: number;
  priority?: number;
  stop?: boolean;
  words?: string;
  formulas?: readonly (readonly number[])[];
}): Uint8Array {
  const size = (i: number): number[] => u32(formulas[i] === undefined ? 0 : formulas[i].length + 8);
  const template = kind === 1 ? 0 : words === '' ? 1 : 8;
  return record(
    463,
    ...[kind, template, index, priority, words === '' ? operator : 0, 0, 0].map(u32),
    u16(stop ? 2 : 0),
    ...[0, 1, 2].map(size),
    words === '' ? NO_STRING : wide(words),
    ...formulas.map((tokens) => join(u32(tokens.length), tokens, u32(0))),
  );
}
export const endRule = (): Uint8Array => record(464);
export const endConditional = (): Uint8Array => record(462);

export interface BuildBinaryWorkbook {
  readonly sheets: readonly { name: string; state?: number; records: readonly Uint8Array[] }[];
  readonly strings?: readonly string[];
  readonly styles?: readonly Uint8Array[];
  /** Further parts by name. */
  readonly parts?: Readonly<Record<string, string | Uint8Array>>;
}

const OFFICE = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships';
const PACKAGE = 'http://schemas.openxmlformats.org/package/2006';

export function buildXlsb({
  sheets,
  strings = [],
  styles = [],
  parts = {},
}: BuildBinaryWorkbook): Promise<Uint8Array> {
  const list = sheets.map(({ name, state = 0 }, i) =>
    record(156, u32(state), u32(i + 1), wide(`rId${i + 1}`), wide(name)),
  );
  const related = sheets.map(
    (_, i) =>
      `<Relationship Id="rId${i + 1}" Type="${OFFICE}/worksheet" Target="worksheets/sheet${i + 1}.bin"/>`,
  );
  const all: Record<string, string | Uint8Array> = {
    '[Content_Types].xml': `<Types xmlns="${PACKAGE}/content-types"><Default Extension="bin" ContentType="application/vnd.ms-excel.sheet.binary.macroEnabled.main"/></Types>`,
    'xl/workbook.bin': join(record(131), record(143), ...list, record(144), record(132)),
    'xl/_rels/workbook.bin.rels': `<Relationships xmlns="${PACKAGE}/relationships">${related.join('')}</Relationships>`,
    'xl/sharedStrings.bin': join(
      record(159, u32(strings.length), u32(strings.length)),
      ...strings.map((one) => record(19, [0], wide(one))),
      record(160),
    ),
    'xl/styles.bin': join(record(278), ...styles, record(279)),
    ...Object.fromEntries(
      sheets.map(({ records }, i) => [
        `xl/worksheets/sheet${i + 1}.bin`,
        join(record(129), record(145), ...records, record(146), record(130)),
      ]),
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
