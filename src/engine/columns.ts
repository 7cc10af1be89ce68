/** What a whole column says: a list of IDs lifts the doubtful ones in it, a column that counts up is a serial number. */
import { add, type Draft, scoreOf } from './draft.js';

/** Cells of a column that must agree before it speaks. */
const ENOUGH = 3;

/** @param drafts All drafts of one segment, before the threshold. */
export function judgeColumns(drafts: readonly Draft[]): void {
  const columns = new Map<string, Draft[]>();
  for (const draft of drafts) {
    if (draft.candidate.entity !== 'resident-id' || draft.candidate.masked === true) continue;
    const key = columnOf(draft);
    if (key === undefined) continue;
    const list = columns.get(key);
    if (list === undefined) columns.set(key, [draft]);
    else list.push(draft);
  }
  for (const column of columns.values()) judge(column);
  judgeMobiles(drafts);
}

/** Digits from which a cell is a number that could be a telephone's. */
const LONG = 7;

/**
 * A mobile that no label announces, in a column of other numbers: a column of telephone numbers holds little else,
 * and seven of ten numbers that begin with 1 and have eleven digits look like one.
 */
function judgeMobiles(drafts: readonly Draft[]): void {
  const mixed = new Map<string, boolean>();
  for (const draft of drafts) {
    const { candidate, cell, evidence, view } = draft;
    if (candidate.entity !== 'mobile' || cell === undefined || candidate.masked === true) continue;
    if (evidence.some(({ code }) => code.startsWith('label'))) continue;
    // A cell of a form holds more than one number, and says so beside it.
    if (view.text.slice(cell.start, cell.end).trim().length > candidate.span.end - candidate.span.start)
      continue;
    const key = `${cell.table} ${cell.column}`;
    let other = mixed.get(key);
    if (other === undefined) {
      const numbers = view.tables
        .column(cell)
        .map(({ start, end }) => view.text.slice(start, end).replace(/[\s-]/g, ''))
        .filter((content) => /^[\d.,]+$/.test(content) && content.length >= LONG);
      const mobiles = numbers.filter((content) => /^(?:86)?1[3-9]\d{9}$/.test(content)).length;
      other = numbers.length > ENOUGH && mobiles * 2 < numbers.length;
      mixed.set(key, other);
    }
    if (other) add(draft, { code: 'column-mixed' });
  }
}

/** The column of a table, or of a list that lost its cells: there the header cell stands for it. */
function columnOf({ cell, context }: Draft): string | undefined {
  if (cell !== undefined) return `${cell.table} ${cell.column}`;
  const [label] = context.header;
  return label === undefined ? undefined : `header ${label.start}`;
}

function judge(column: readonly Draft[]): void {
  const values = column.map((draft) => draft.candidate.value);
  let steps = 0;
  for (let i = 1; i < values.length; i++) if (follows(values[i - 1]!, values[i]!)) steps++;
  if (values.length > ENOUGH && steps >= (values.length - 1) * 0.6) {
    for (const draft of column) add(draft, { code: 'column-counts-up' });
    return;
  }
  const long = column.filter((draft) => draft.candidate.value.length === 18);
  const valid = long.filter((draft) => draft.candidate.status === 'valid').length;
  const labelled = column.some((draft) =>
    draft.evidence.some((e) => e.code === 'label' || e.code === 'label-weak'),
  );
  if (long.length > ENOUGH && valid * 2 < long.length && !labelled) {
    // One number in eleven passes the check by chance; a column of IDs passes as a whole.
    for (const draft of column) add(draft, { code: 'column-of-codes', count: long.length - valid });
    return;
  }
  const sure = column.filter((draft) => draft.candidate.status === 'valid' && scoreOf(draft) > 0.5).length;
  if (sure < ENOUGH || sure * 2 < column.length) return;
  for (const draft of column)
    if (draft.candidate.status !== 'valid') add(draft, { code: 'column-of-ids', count: sure });
}

/** Whether `b` is `a` + 1. */
function follows(a: string, b: string): boolean {
  if (!/^\d+$/.test(a) || !/^\d+$/.test(b)) return false;
  return BigInt(b) - BigInt(a) === 1n;
}
