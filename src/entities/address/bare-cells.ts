/** Bare numerals in a table (3, 12) that the header of their column makes a group, building, unit or room. */
import type { Cell } from '../../core/index.js';

/** Header, without blanks and remarks, and the unit word it stands for. */
const UNITS: readonly (readonly [RegExp, string])[] = [
  [/^(?:所在)?(?:村民|居民)?小?组(?:别|号|名|序)?$|(?:村|社区)(?:民|居民)?小?组$/u, '组'],
  [/^(?:生产)?队(?:别|号)?$/u, '队'],
  [/^(?:楼栋|楼幢|楼|栋|幢|座)(?:号|别|数)?$/u, '栋'],
  [/^单元(?:号)?$/u, '单元'],
  [/^(?:房|室|房间|户|房屋)(?:号|室号|牌号)$|^室$/u, '室'],
  [/^门牌(?:号码?)?$/u, '号'],
];
const PLACE_HEADER = /(?:小区|楼盘|园区|社区|[村居])(?:名称?|委会)?$|^(?:地址|住址|坐落|座落|项目)$/u;
const NUMERAL = /^\s*第?[0-9０-９A-Za-z一二三四五六七八九十百-]{1,6}\s*$/u;
/** Rows that may hold the headers: a title or a merged row stands above them. */
const HEADER_ROWS = 4;
const HEADER_LIMIT = 12;

/** What the headers of a text's tables say about the cells below them. */
export class BareCells {
  readonly #text: string;
  readonly #cells: readonly Cell[];
  /** Unit words and names of places, by table and column; '' for a column of places. */
  readonly #columns = new Map<number, string>();

  constructor(text: string, cells: readonly Cell[]) {
    this.#text = text;
    this.#cells = cells;
    for (const cell of cells) {
      if (cell.row >= HEADER_ROWS || cell.end - cell.start > HEADER_LIMIT) continue;
      const header = text.slice(cell.start, cell.end).replace(/\s+|[（(].*$/gu, '');
      const unit = UNITS.find(([shape]) => shape.test(header))?.[1];
      if (unit !== undefined) this.#columns.set(keyOf(cell), unit);
      else if (PLACE_HEADER.test(header)) this.#columns.set(keyOf(cell), '');
    }
  }

  /** The unit word that a bare numeral lacks; undefined when the cell holds something else. */
  unit(cell: Cell): string | undefined {
    const unit = this.#columns.get(keyOf(cell));
    if (unit === undefined || unit === '' || cell.end - cell.start > 8) return undefined;
    return NUMERAL.test(this.#text.slice(cell.start, cell.end)) ? unit : undefined;
  }

  /** The column is one of places: estates, villages. */
  isPlace(cell: Cell): boolean {
    return this.#columns.get(keyOf(cell)) === '';
  }

  /** Starts of the cells whose numeral names a building or finer, in order: their estate may have no unit word. */
  anchors(): number[] {
    const found: number[] = [];
    if (this.#columns.size === 0) return found;
    for (const cell of this.#cells) {
      const unit = this.unit(cell);
      if (unit !== undefined && unit !== '组' && unit !== '队') found.push(cell.start);
    }
    return found;
  }
}

const keyOf = (cell: Cell): number => cell.table * 65536 + cell.column;
