/**
 * The open elements that matter: blocks, tables, hidden ones. Plain inline elements are not kept. This is no
 * tree builder: it knows optional end tags and table structure, never searches further than a bound, and
 * every element is pushed and popped once.
 */
import { BARRIER, BLOCK, CELL, type ElementKind, ITEM, LIST, ROW, ROW_GROUP, TABLE } from './elements.js';

/** Elements that an end tag, or an item that ends its neighbour, looks through. */
const MAX_SEARCH = 256;

export interface OpenElement {
  readonly name: string;
  /** Flags of its kind, and of its attributes (`hidden`, `white-space: pre`). */
  flags: number;
}

/** Indexes into the stack of the innermost table's parts, -1 when there is none. */
interface TableParts {
  table: number;
  row: number;
  cell: number;
}

export class ElementStack {
  readonly #open: OpenElement[] = [];
  readonly #counts = new Map<string, number>();
  readonly #tables: TableParts[] = [];
  readonly #leave: (element: OpenElement, index: number, stays: boolean) => void;

  /**
   * @param leave Called for every element that ends, innermost first, with where it stood in the stack. `stays`: what is
   *   in it has not ended.
   */
  constructor(leave: (element: OpenElement, index: number, stays: boolean) => void) {
    this.#leave = leave;
  }

  get inTable(): boolean {
    return this.#tables.length > 0;
  }

  /** An element of that name is open. */
  has(name: string): boolean {
    return (this.#counts.get(name) ?? 0) > 0;
  }

  /** Ends what the start tag of `kind` ends. */
  prepare(kind: ElementKind): void {
    const { flags, name } = kind;
    const parts = this.#tables.at(-1);
    if (parts !== undefined && (flags & (CELL | ROW | ROW_GROUP)) !== 0) {
      if (flags & CELL) {
        this.#popTo(parts.cell);
        return;
      }
      this.#popTo(parts.row >= 0 ? parts.row : parts.cell);
      return;
    }
    if (parts !== undefined && flags & TABLE && parts.cell < 0) {
      this.#popTo(parts.table);
      return;
    }
    if (flags & ITEM) this.#endItem(name);
    if (flags & BLOCK) this.#endParagraph();
  }

  push(name: string, flags: number): void {
    const index = this.#open.length;
    this.#open.push({ name, flags });
    this.#counts.set(name, (this.#counts.get(name) ?? 0) + 1);
    if (flags & TABLE) this.#tables.push({ table: index, row: -1, cell: -1 });
    const parts = this.#tables.at(-1);
    if (parts === undefined) return;
    if (flags & ROW) parts.row = index;
    else if (flags & CELL) parts.cell = index;
  }

  /** @returns False when no such element is open. */
  close({ name, flags }: ElementKind): boolean {
    if (!this.has(name)) return false;
    const parts = this.#tables.at(-1);
    if (parts !== undefined && (flags & (TABLE | ROW | CELL)) !== 0) {
      const index = flags & TABLE ? parts.table : flags & ROW ? parts.row : parts.cell;
      if (index >= 0 && (flags & CELL) === 0) this.#popTo(index);
      else if (index >= 0 && this.#open[index]!.name === name) this.#popTo(index);
      return true;
    }
    const last = Math.max(0, this.#open.length - MAX_SEARCH);
    for (let i = this.#open.length - 1, crossed = false; i >= last; i--) {
      const element = this.#open[i]!;
      if (element.name === name) {
        if (crossed && (element.flags & BLOCK) === 0) this.#drop(i);
        else this.#popTo(i);
        return true;
      }
      if (element.flags & BARRIER) return true;
      if (element.flags & BLOCK) crossed = true;
    }
    return true;
  }

  end(): void {
    this.#popTo(0);
  }

  /** An inline element that ends inside a block that began in it: the block stays. */
  #drop(index: number): void {
    const element = this.#open[index]!;
    this.#count(element.name);
    this.#leave(element, index, true);
    this.#open[index] = { name: '', flags: 0 };
  }

  #popTo(index: number): void {
    if (index < 0) return;
    while (this.#open.length > index) {
      const element = this.#open.pop()!;
      if (element.name === '') continue;
      this.#count(element.name);
      const parts = this.#tables.at(-1);
      if (parts !== undefined) {
        if (element.flags & CELL) parts.cell = -1;
        else if (element.flags & ROW) parts.row = -1;
      }
      if (element.flags & TABLE) this.#tables.pop();
      this.#leave(element, this.#open.length, false);
    }
  }

  #count(name: string): void {
    this.#counts.set(name, this.#counts.get(name)! - 1);
  }

  #endParagraph(): void {
    if (!this.has('p')) return;
    const last = Math.max(0, this.#open.length - MAX_SEARCH);
    for (let i = this.#open.length - 1; i >= last; i--) {
      const { name, flags } = this.#open[i]!;
      if (name === 'p') {
        this.#popTo(i);
        return;
      }
      if (flags & (BLOCK | BARRIER)) return;
    }
  }

  #endItem(item: string): void {
    const last = Math.max(0, this.#open.length - MAX_SEARCH);
    for (let i = this.#open.length - 1; i >= last; i--) {
      const { name, flags } = this.#open[i]!;
      if (flags & ITEM && (name === item || (name.startsWith('d') && item.startsWith('d')))) {
        this.#popTo(i);
        return;
      }
      if (flags & (LIST | BARRIER)) return;
    }
  }
}
