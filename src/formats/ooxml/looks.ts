/** How letters of Word look: direct properties, then styles. Source: ISO/IEC 29500-1, 17.7.2 (style hierarchy). */
import { PAPER, vanishes } from './ground.js';
import type { WordStyle, WordStyles } from './styles.js';

/** Properties of one run. */
export interface RunLook {
  hidden: boolean;
  style: string | undefined;
  /** `RRGGBB`, `auto`; undefined: as the styles say. */
  letters: string | undefined;
  highlight: string | undefined;
  /** `none` where nothing is painted, whatever the styles say. */
  shade: string | undefined;
}

export interface ParagraphLook {
  /** Its own properties hide it. */
  hidden: boolean;
  style: string | undefined;
  shade: string | undefined;
}

/** An open table: what its cells stand on, and which of its rows nobody sees. */
export interface TableLook {
  /** What the table stands on; undefined when it is not known. */
  readonly ground: string | undefined;
  /** Of the cell around it. */
  readonly hidden: boolean;
  readonly deleted: boolean;
  shade: string | undefined;
  /** Its style paints cells, nobody knows which. */
  painted: boolean;
  /** From 0; −1 before the first. */
  row: number;
  rowHidden: boolean;
  rowDeleted: boolean;
  cell: string | undefined;
}

/** @param outer The table in whose cell it stands. @param page Colour of the page. */
export function openTableLook(outer: TableLook | undefined, page: string | undefined): TableLook {
  return {
    ground: outer === undefined ? page : cellGround(outer),
    hidden: outer !== undefined && (outer.hidden || outer.rowHidden),
    deleted: outer !== undefined && (outer.deleted || outer.rowDeleted),
    shade: undefined,
    painted: false,
    row: -1,
    rowHidden: false,
    rowDeleted: false,
    cell: undefined,
  };
}

export function openRowLook(table: TableLook): void {
  table.row++;
  table.rowHidden = false;
  table.rowDeleted = false;
  table.cell = undefined;
}

/** The first rows of tables have fills that only styles know. */
export function cellGround({ cell, painted, row, shade, ground }: TableLook): string | undefined {
  if (cell !== undefined) return cell;
  return painted || row <= 0 ? undefined : (shade ?? ground);
}

const NOTHING: WordStyle = {};

/** Whether no reader sees letters of this run. @param ground What the paragraph stands on, undefined when it is not known. */
export function isUnseen(
  run: RunLook | undefined,
  paragraph: ParagraphLook,
  styles: WordStyles | undefined,
  ground: string | undefined,
): boolean {
  const own = styles?.byId.get(run?.style ?? '') ?? NOTHING;
  const block =
    (paragraph.style === undefined ? undefined : styles?.byId.get(paragraph.style)) ??
    styles?.paragraph ??
    NOTHING;
  if (paragraph.hidden || run?.hidden === true || own.hidden === true) return true;
  if (block.hidden === true && own.hidden !== false) return true;
  const letters = run?.letters ?? own.letters ?? block.letters ?? styles?.defaults.letters;
  if (letters === undefined || letters === 'auto') return false;
  const behind = run?.highlight ?? run?.shade ?? own.shade ?? block.shade;
  if (behind !== undefined && behind !== 'none') return vanishes(letters, behind);
  const around = paragraph.shade ?? block.block;
  if (around !== undefined && around !== 'none') return vanishes(letters, around);
  return vanishes(letters, ground);
}

/** @param colour Of `w:background`. @returns What letters on the page stand on. */
export function pageColour(colour: string | undefined): string | undefined {
  return colour === undefined || /^(?:auto|f{6})$/i.test(colour) ? PAPER : undefined;
}
