/** Formulas as they are written, in Excel's way (`LEN($A2)>0`) or OpenDocument's (`LEN([.$A2])>0`). */
import { call, constant, type Formula, type Reference } from './formula.js';
import type { Constant } from './formula-values.js';
import { type CellId, parseReference } from './sheet-text.js';

const MAX_LENGTH = 8192;
const MAX_TOKENS = 512;
const MAX_DEPTH = 48;
const TOKEN =
  /\s*(?:"(?<text>(?:[^"]|"")*)"|(?<range>\$?[A-Z]{1,3}\$?\d{1,7}:\$?[A-Z]{1,3}\$?\d{1,7}|\$?[A-Z]{1,3}:\$?[A-Z]{1,3}(?![\w(])|\$?\d{1,7}:\$?\d{1,7})|(?<number>\d+(?:\.\d*)?(?:E[+-]?\d+)?|\.\d+)|\[\.(?<bracketed>\$?[A-Z]{1,3}\$?\d{1,7})\]|\[\.(?<first>\$?[A-Z]{0,3}\$?\d{0,7}):\.(?<last>\$?[A-Z]{0,3}\$?\d{0,7})\]|(?<name>\$?[A-Z_][\w.$]*)|(?<sign><>|<=|>=|[-+*/^&=<>%(),;]))/giy;
/** Binary operators by how strongly they bind. */
const STRENGTH: Readonly<Record<string, number>> = {
  ...{ '=': 1, '<>': 1, '<': 1, '>': 1, '<=': 1, '>=': 1 },
  ...{ '&': 2, '+': 3, '-': 3, '*': 4, '/': 4 },
};

interface Token {
  readonly kind: 'constant' | 'reference' | 'range' | 'name' | 'sign';
  readonly text: string;
  readonly value?: Constant;
}

/** @param base The cell that relative references count from. @returns undefined for what this does not read. */
export function parseFormula(code: string, base: CellId): Formula | undefined {
  const tokens = tokensOf(code.trim().replace(/^(?:of:|msoxl:)?=/, ''));
  return tokens === undefined ? undefined : new Parser(tokens, base).parse();
}

function tokensOf(code: string): Token[] | undefined {
  if (code.length > MAX_LENGTH) return undefined;
  const tokens: Token[] = [];
  let reached = 0;
  for (const match of code.matchAll(TOKEN)) {
    const { text, number, bracketed, range, first, last, name, sign } = match.groups!;
    reached = match.index + match[0].length;
    if (tokens.length >= MAX_TOKENS) return undefined;
    if (text !== undefined) tokens.push({ kind: 'constant', text, value: text.replaceAll('""', '"') });
    else if (number !== undefined) tokens.push({ kind: 'constant', text: number, value: Number(number) });
    else if (bracketed !== undefined) tokens.push({ kind: 'reference', text: bracketed });
    else if (range !== undefined) tokens.push({ kind: 'range', text: range });
    else if (first !== undefined) tokens.push({ kind: 'range', text: `${first}:${last}` });
    else if (sign !== undefined) tokens.push({ kind: 'sign', text: sign });
    else
      tokens.push({
        kind: parseReference(name!) === undefined ? 'name' : 'reference',
        text: name!.toUpperCase(),
      });
  }
  return code.slice(reached).trim() === '' ? tokens : undefined;
}

class Parser {
  readonly #tokens: readonly Token[];
  readonly #base: CellId;
  #at = 0;
  #depth = 0;

  constructor(tokens: readonly Token[], base: CellId) {
    this.#tokens = tokens;
    this.#base = base;
  }

  parse(): Formula | undefined {
    const formula = this.#binary(1);
    return this.#at === this.#tokens.length ? formula : undefined;
  }

  #binary(least: number): Formula | undefined {
    if (++this.#depth > MAX_DEPTH) return undefined;
    let left = this.#single();
    for (;;) {
      const sign = this.#sign();
      const strength = sign === undefined ? undefined : STRENGTH[sign];
      if (left === undefined || strength === undefined || strength < least) break;
      this.#at++;
      const right = this.#binary(strength + 1);
      left = right === undefined ? undefined : call(sign!, left, right);
    }
    this.#depth--;
    return left;
  }

  #single(): Formula | undefined {
    const token = this.#tokens[this.#at++];
    if (token === undefined) return undefined;
    let formula: Formula | undefined;
    if (token.kind === 'constant') formula = constant(token.value!);
    else if (token.kind === 'reference') formula = this.#reference(token.text);
    else if (token.kind === 'range') formula = this.#range(token.text);
    else if (token.kind === 'name') formula = this.#name(token.text);
    else if (token.text === '(') {
      formula = this.#binary(1);
      if (!this.#take(')')) return undefined;
    } else if (token.text === '-' || token.text === '+') {
      if (++this.#depth > MAX_DEPTH) return undefined;
      const operand = this.#single();
      this.#depth--;
      return operand === undefined || token.text === '+' ? operand : call('neg', operand);
    }
    while (formula !== undefined && this.#take('%')) formula = call('%', formula);
    return formula;
  }

  #name(name: string): Formula | undefined {
    if (!this.#take('(')) return name === 'TRUE' || name === 'FALSE' ? constant(name === 'TRUE') : undefined;
    const operands: Formula[] = [];
    if (this.#take(')')) return call(name);
    do {
      const operand = this.#binary(1);
      if (operand === undefined) return undefined;
      operands.push(operand);
    } while (this.#take(',') || this.#take(';'));
    return this.#take(')') ? call(name, ...operands) : undefined;
  }

  /** `A2:$D9`; whole columns (`$A:$B`) and rows (`2:2`) go from one end of the sheet to the other. */
  #range(text: string): Formula | undefined {
    const [first = '', last = ''] = text.split(':');
    const columns = /[A-Z]$/i.test(first);
    const rows = /^\$?\d/.test(first);
    const end = (at: string, row: number, column: string): string =>
      columns ? `${at}$${row}` : rows ? `$${column}${at}` : at;
    const from = this.#reference(end(first, 1, 'A'));
    const to = this.#reference(end(last, 1_048_576, 'XFD'));
    return from === undefined || to === undefined ? undefined : { kind: 'range', from, to };
  }

  #reference(text: string): Reference | undefined {
    const at = parseReference(text);
    if (at === undefined) return undefined;
    const columnRelative = !text.startsWith('$');
    const rowRelative = !/\$\d/.test(text);
    return {
      kind: 'reference',
      row: at.row - (rowRelative ? this.#base.row : 0),
      column: at.column - (columnRelative ? this.#base.column : 0),
      rowRelative,
      columnRelative,
    };
  }

  #sign(): string | undefined {
    const token = this.#tokens[this.#at];
    return token?.kind === 'sign' ? token.text : undefined;
  }

  #take(sign: string): boolean {
    if (this.#sign() !== sign) return false;
    this.#at++;
    return true;
  }
}
