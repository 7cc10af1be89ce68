/**
 * Suggestions that take more than the value away: its cell, the row or column of its table, its line.
 *
 * Every stretch of text is edited by one finding: the widest scope first, then in the order of the document. A value
 * that goes with another finding's row or column has no edits of its own and says so (`within`).
 */
import {
  append,
  type Cell,
  type Edit,
  type Finding,
  type RemovalScope,
  type Segment,
  type Span,
  type Suggestion,
} from '../core/index.js';
import type { Draft } from './draft.js';

/** Edits that take a range of a segment away. */
export type Cut = (segment: Segment, range: Span) => Edit[];

const WIDTH: readonly RemovalScope[] = ['column', 'row', 'item', 'cell'];

/** @param drafts One for each finding, in the same order. */
export function widen(findings: readonly Finding[], drafts: readonly Draft[], cut: Cut): Finding[] {
  if (findings.every(({ suggestion }) => suggestion?.scope === undefined)) return [...findings];
  const bySegment = new Map<Segment, number[]>();
  drafts.forEach(({ view }, i) => {
    const list = bySegment.get(view.segment);
    if (list === undefined) bySegment.set(view.segment, [i]);
    else list.push(i);
  });
  const widened = [...findings];
  for (const [segment, indices] of bySegment) {
    const claims = new Claims(segment.text.length);
    const taken = new Set<object | number>();
    const tables = new TableCells(segment);
    const scoped = indices
      .filter((i) => findings[i]!.suggestion?.scope !== undefined)
      .sort((a, b) => rank(findings[a]!) - rank(findings[b]!) || a - b);
    const whole = wholeColumns(
      scoped.flatMap((i) => drafts[i]!.cell ?? []),
      tables,
    );
    for (const i of scoped) {
      const { id, suggestion } = findings[i]!;
      const draft = drafts[i]!;
      const edits: Edit[] = [];
      const scope = suggestion!.scope!;
      const shared = draft.cell !== undefined && scope === 'column' && !whole.has(draft.cell);
      const { key, ranges } = rangesOf(draft, shared ? 'value' : scope, segment, tables);
      // A column is walked once, not once for each of its values.
      if (!taken.has(key)) {
        taken.add(key);
        for (const range of ranges) {
          for (const piece of claims.claim(range, id)) append(edits, cut(segment, piece));
        }
      }
      widened[i] = withEdits(findings[i]!, edits, claims.owner(draft.candidate.span));
    }
    for (const i of indices) {
      const { suggestion } = findings[i]!;
      if (suggestion === undefined || suggestion.scope !== undefined) continue;
      const { span } = drafts[i]!.candidate;
      const owner = claims.owner(span);
      if (owner === undefined) continue;
      // What a removal leaves of an address over several cells tells too little to be worth keeping.
      const rest = suggestion.action === 'keep' ? [] : claims.claim(span, findings[i]!.id);
      widened[i] = withEdits(
        findings[i]!,
        rest.flatMap((piece) => cut(segment, piece)),
        owner,
      );
    }
  }
  return widened;
}

/**
 * Cells whose column holds such values in at least half of its rows. A remark with a number in one of them is no column
 * of numbers: only the value goes there.
 */
function wholeColumns(cells: readonly Cell[], tables: TableCells): ReadonlySet<Cell> {
  const columns = new Map<readonly Cell[], Set<Cell>>();
  for (const cell of cells) {
    const column = tables.column(cell);
    const found = columns.get(column);
    if (found === undefined) columns.set(column, new Set([cell]));
    else found.add(cell);
  }
  const whole = new Set<Cell>();
  for (const [column, found] of columns) {
    // One more for the header.
    if (found.size * 2 < column.filter(({ start, end }) => end > start).length - 1) continue;
    for (const cell of found) whole.add(cell);
  }
  return whole;
}

function rank({ suggestion }: Finding): number {
  return WIDTH.indexOf(suggestion!.scope!);
}

function withEdits(finding: Finding, edits: readonly Edit[], owner: string | undefined): Finding {
  const { within: _, ...suggestion }: Suggestion = finding.suggestion!;
  const inside = owner !== undefined && owner !== finding.id && edits.length === 0;
  return { ...finding, suggestion: { ...suggestion, edits, ...(inside ? { within: owner } : {}) } };
}

/** @returns `key`: the same for findings of which the first takes all. */
function rangesOf(
  { candidate: { span }, cell }: Draft,
  scope: RemovalScope,
  segment: Segment,
  tables: TableCells,
): { readonly key: object | number; readonly ranges: readonly Span[] } {
  const one = (range: Span): ReturnType<typeof rangesOf> => ({ key: range, ranges: [range] });
  if (scope === 'value') return one(span);
  if (cell === undefined || scope === 'item') {
    // Of a text without cells a row is a line; nobody could tell a column.
    if (scope === 'cell' || scope === 'column') return one(span);
    const line = lineOf(segment.text, span);
    return { key: line.start, ranges: [line] };
  }
  if (scope === 'cell') return one(cell);
  if (scope === 'column' && (cell.colSpan ?? 1) > 1) return one(span);
  const ranges = scope === 'row' ? tables.row(cell) : tables.column(cell);
  return { key: ranges, ranges };
}

function lineOf(text: string, { start, end }: Span): Span {
  const next = text.indexOf('\n', end);
  return { start: text.lastIndexOf('\n', start - 1) + 1, end: next < 0 ? text.length : next };
}

const NONE: readonly Cell[] = [];

/** Cells of a segment by row and by column, sorted once. */
class TableCells {
  readonly #segment: Segment;
  #rows: Map<string, Cell[]> | undefined;
  #columns: Map<string, Cell[]> | undefined;

  constructor(segment: Segment) {
    this.#segment = segment;
  }

  row({ table, row }: Cell): readonly Cell[] {
    this.#rows ??= this.#grouped((cell) => `${cell.table} ${cell.row}`);
    return this.#rows.get(`${table} ${row}`) ?? NONE;
  }

  /** A title over the whole table is no cell of the column. */
  column({ table, column }: Cell): readonly Cell[] {
    this.#columns ??= this.#grouped(
      (cell) => `${cell.table} ${cell.column}`,
      ({ colSpan }) => colSpan === undefined || colSpan === 1,
    );
    return this.#columns.get(`${table} ${column}`) ?? NONE;
  }

  #grouped(keyOf: (cell: Cell) => string, counts: (cell: Cell) => boolean = () => true): Map<string, Cell[]> {
    const groups = new Map<string, Cell[]>();
    for (const cell of this.#segment.cells ?? []) {
      if (!counts(cell)) continue;
      const key = keyOf(cell);
      const group = groups.get(key);
      if (group === undefined) groups.set(key, [cell]);
      else group.push(cell);
    }
    return groups;
  }
}

/** Which finding has taken each code unit of a segment. */
class Claims {
  readonly #ids: string[] = [''];
  /** Index into `#ids`, 0 for units that are free. */
  readonly #owners: Uint32Array;

  constructor(length: number) {
    this.#owners = new Uint32Array(length);
  }

  /** Takes what is still free of a range. */
  claim({ start, end }: Span, owner: string): Span[] {
    if (this.#ids.at(-1) !== owner) this.#ids.push(owner);
    const number = this.#ids.length - 1;
    const free: Span[] = [];
    for (let at = start; at < end; ) {
      if (this.#owners[at] !== 0) {
        at++;
        continue;
      }
      const from = at;
      while (at < end && this.#owners[at] === 0) this.#owners[at++] = number;
      free.push({ start: from, end: at });
    }
    return free;
  }

  /** The first finding that holds any of a range. */
  owner({ start, end }: Span): string | undefined {
    const number = this.#owners.subarray(start, end).find((one) => one !== 0);
    return number === undefined ? undefined : this.#ids[number];
  }
}
