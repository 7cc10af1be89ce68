/** What tables of a document tell of a person by name: the birth date that a masked list leaves out may stand in the next. */
import type { Cell, Segment } from '../core/index.js';
import type { DocumentDate } from './document-date.js';
import type { Field } from './entry-text.js';
import { fieldHints, type MaskHints, ofOwner } from './mask-hints.js';

/** Rows in which a header may stand. */
const HEADER_ROWS = 6;
const LONGEST_HEAD = 14;
const LONGEST_VALUE = 30;
const NAME_HEAD = /^(?:户主|本人|申请人|学生|考生|人员)?(?:姓名|名字)$/;
const TELLING = /出生|生日|年龄|性别/;
const NAME = /^[\u4e00-\u9fff·]{2,10}$/;

/** @returns Name → what is told of that person; of two of one name, what is told of both. */
export function namesakes(
  segments: readonly Segment[],
  date: DocumentDate | undefined,
): ReadonlyMap<string, MaskHints> {
  const known = new Map<string, MaskHints>();
  for (const { text, cells = [] } of segments) {
    if (cells.length === 0 || !TELLING.test(text)) continue;
    for (const rows of tablesOf(cells)) readTable(text, rows, date, known);
  }
  return known;
}

function readTable(
  text: string,
  rows: readonly (readonly Cell[])[],
  date: DocumentDate | undefined,
  known: Map<string, MaskHints>,
): void {
  const said = ({ start, end }: Cell, longest: number): string =>
    end - start > 2 * longest ? '' : text.slice(start, end).replace(/\s/g, '');
  const at = rows.slice(0, HEADER_ROWS).findIndex((row) => {
    const heads = row.map((cell) => said(cell, LONGEST_HEAD));
    return heads.some((head) => NAME_HEAD.test(head)) && heads.some((head) => TELLING.test(head));
  });
  if (at < 0) return;
  const heads = new Map(rows[at]!.map((cell) => [cell.column, said(cell, LONGEST_HEAD)]));
  for (const row of rows.slice(at + 1)) {
    let name = '';
    const fields: Field[] = [];
    for (const cell of row) {
      const head = heads.get(cell.column) ?? '';
      if (NAME_HEAD.test(head)) name ||= said(cell, LONGEST_VALUE);
      else if (TELLING.test(head)) fields.push({ head, value: said(cell, LONGEST_VALUE) });
    }
    if (!NAME.test(name)) continue;
    const hints = fieldHints(ofOwner(fields, ''), date);
    const before = known.get(name);
    known.set(name, before === undefined ? hints : common(before, hints));
  }
}

/** What is told of two of one name alike, or of one of them only. */
function common(one: MaskHints, other: MaskHints): MaskHints {
  const both: Record<string, unknown> = { ...one, ...other };
  for (const [key, value] of Object.entries(one)) {
    if (key in other && other[key as keyof MaskHints] !== value) delete both[key];
  }
  return both;
}

/** Rows of each table, in the order of the text. */
function tablesOf(cells: readonly Cell[]): Cell[][][] {
  const tables = new Map<number, Map<number, Cell[]>>();
  for (const cell of cells) {
    let rows = tables.get(cell.table);
    if (rows === undefined) tables.set(cell.table, (rows = new Map()));
    const row = rows.get(cell.row);
    if (row === undefined) rows.set(cell.row, [cell]);
    else row.push(cell);
  }
  return [...tables.values()].map((rows) => [...rows.values()]);
}
