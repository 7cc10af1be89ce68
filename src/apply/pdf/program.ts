/**
 * What a page's content streams paint, in the order in which pdf.js runs them: text operators, pictures, and the
 * marked content around them, with the streams that they stand in (forms, patterns, soft masks, appearances).
 */
import { type Box, IDENTITY, type Matrix, multiply } from '../../formats/pdf/geometry.js';
import { nameOf, type Operator, readOperators, splice, stringBytes, type Token } from './content.js';
import type { PDFDict, PDFRawStream, PdfObjects, PdfPageObject } from './document.js';

/** Forms in forms; text is looked for no deeper. */
const MAX_DEPTH = 40;
const MAX_STEPS = 20_000_000;

/** One content stream, and what is to change in it. */
export class Content {
  readonly bytes: Uint8Array;
  /** Absent for the streams of a page, which are read as one. */
  readonly stream: PDFRawStream | undefined;
  readonly #edits = new Map<number, { start: number; end: number; text: string }>();
  #operators: Operator[] | undefined;

  constructor(bytes: Uint8Array, stream?: PDFRawStream) {
    this.bytes = bytes;
    this.stream = stream;
  }

  /** Kept for streams that are run many times. */
  operators(): Iterable<Operator> {
    if (this.stream === undefined) return readOperators(this.bytes);
    this.#operators ??= [...readOperators(this.bytes)];
    return this.#operators;
  }

  get edited(): boolean {
    return this.#edits.size > 0;
  }

  /** The last word on a range counts. */
  edit(start: number, end: number, text: string): void {
    this.#edits.set(start, { start, end, text });
  }

  written(): Uint8Array {
    return splice(
      this.bytes,
      [...this.#edits.values()].sort((a, b) => a.start - b.start),
    );
  }
}

/** A marked-content operator that is open, and its properties. */
export interface Mark {
  readonly content: Content;
  readonly operator: Operator;
  /** Named properties; inline ones stand in the operator. */
  readonly properties: PDFDict | undefined;
}

/** An operator that shows text. */
export interface Show {
  readonly content: Content;
  readonly operator: Operator;
  readonly strings: readonly Uint8Array[];
  readonly marks: readonly Mark[];
}

/** A picture that is painted. */
export interface Picture {
  /** undefined: it stands inline in the content. */
  readonly stream: PDFRawStream | undefined;
  /** From the unit square to user space. */
  readonly matrix: Matrix;
}

export interface Program {
  readonly shows: Show[];
  readonly pictures: Picture[];
}

/** Streams by their object, so that changes of several pages meet in one. */
export class Programs {
  readonly #objects: PdfObjects;
  readonly #contents = new Map<PDFRawStream, Content>();

  constructor(objects: PdfObjects) {
    this.#objects = objects;
  }

  /** Forms, patterns and appearances that were read. */
  get shared(): Iterable<Content> {
    return this.#contents.values();
  }

  of(stream: PDFRawStream): Content {
    let content = this.#contents.get(stream);
    if (content === undefined) {
      content = new Content(this.#objects.decode(stream), stream);
      this.#contents.set(stream, content);
    }
    return content;
  }

  /** The streams of a page, joined by line ends. */
  pageContent({ dict }: PdfPageObject): Content {
    const objects = this.#objects;
    const contents = dict.get(objects.name('Contents'));
    const list = objects.array(contents)?.asArray() ?? (contents === undefined ? [] : [contents]);
    const chunks: Uint8Array[] = [];
    for (const item of list) {
      const stream = objects.stream(item);
      if (stream === undefined) continue;
      if (chunks.length > 0) chunks.push(Uint8Array.of(10));
      chunks.push(objects.decode(stream));
    }
    const bytes = new Uint8Array(chunks.reduce((sum, chunk) => sum + chunk.length, 0));
    let at = 0;
    for (const chunk of chunks) {
      bytes.set(chunk, at);
      at += chunk.length;
    }
    return new Content(bytes);
  }

  run(content: Content, resources: PDFDict | undefined): Program {
    const run = new Run(this.#objects, this);
    run.content(content, resources, IDENTITY, 0);
    return run.program;
  }

  /** The appearance of an annotation that is shown: `/AP /N`, in its state. */
  appearance(annotation: PDFDict): Content | undefined {
    const objects = this.#objects;
    const normal = objects.dictAt(annotation, 'AP')?.get(objects.name('N'));
    const stream = objects.stream(normal);
    if (stream !== undefined) return this.of(stream);
    const state = objects.nameText(annotation.get(objects.name('AS')));
    const states = objects.dict(normal);
    const chosen = state === undefined ? undefined : states?.get(objects.name(state));
    const shown = objects.stream(chosen);
    return shown === undefined ? undefined : this.of(shown);
  }
}

class Run {
  readonly program: { shows: Show[]; pictures: Picture[] } = { shows: [], pictures: [] };
  readonly #objects: PdfObjects;
  readonly #programs: Programs;
  readonly #open = new Set<Content>();
  #marks: Mark[] = [];
  #inPattern = false;
  #steps = 0;

  constructor(objects: PdfObjects, programs: Programs) {
    this.#objects = objects;
    this.#programs = programs;
  }

  content(content: Content, resources: PDFDict | undefined, base: Matrix, depth: number): void {
    if (depth > MAX_DEPTH || this.#open.has(content)) return;
    this.#open.add(content);
    const outer = this.#marks;
    const patterns = new Set<PDFRawStream>();
    const stack: Matrix[] = [];
    let matrix = base;
    for (const operator of content.operators()) {
      if (++this.#steps > MAX_STEPS) break;
      const { name, operands } = operator;
      switch (name) {
        case 'Tj':
        case 'TJ':
        case "'":
        case '"':
          this.program.shows.push({
            content,
            operator,
            strings: stringsOf(content.bytes, operands),
            marks: this.#marks,
          });
          break;
        case 'q':
          stack.push(matrix);
          break;
        case 'Q':
          matrix = stack.pop() ?? matrix;
          break;
        case 'cm':
          matrix = multiply(matrix, matrixOf(content.bytes, operands) ?? IDENTITY);
          break;
        case 'Do':
          this.#paint(content, operands, resources, matrix, depth);
          break;
        case 'EI':
          this.program.pictures.push({ stream: undefined, matrix });
          break;
        case 'gs':
          this.#softMask(content, operands, resources, matrix, depth);
          break;
        case 'scn':
          this.#pattern(content, operands, resources, patterns, depth);
          break;
        case 'BMC':
        case 'BDC':
          this.#marks = [
            ...this.#marks,
            { content, operator, properties: this.#properties(content, operands, resources) },
          ];
          break;
        case 'EMC':
          if (this.#marks.length > outer.length) this.#marks = this.#marks.slice(0, -1);
      }
    }
    this.#marks = outer;
    this.#open.delete(content);
  }

  #named(content: Content, operands: readonly Token[]): string | undefined {
    const token = operands.at(-1);
    return token?.kind === 'name' ? nameOf(content.bytes, token) : undefined;
  }

  #resource(resources: PDFDict | undefined, kind: string, name: string | undefined): unknown {
    const list = this.#objects.dictAt(resources, kind);
    return name === undefined || list === undefined
      ? undefined
      : this.#objects.at(list.get(this.#objects.name(name)));
  }

  #paint(
    content: Content,
    operands: readonly Token[],
    resources: PDFDict | undefined,
    matrix: Matrix,
    depth: number,
  ): void {
    const found = this.#resource(resources, 'XObject', this.#named(content, operands));
    const stream = this.#objects.stream(found as PDFRawStream | undefined);
    if (stream === undefined) return;
    const kind = this.#objects.nameText(stream.dict.get(this.#objects.name('Subtype')));
    if (kind === 'Image') this.program.pictures.push({ stream, matrix });
    else if (kind === 'Form') this.#form(stream, resources, matrix, depth);
  }

  #form(stream: PDFRawStream, resources: PDFDict | undefined, matrix: Matrix, depth: number): void {
    const objects = this.#objects;
    const own = objects.numbers(stream.dict.get(objects.name('Matrix')));
    const inner = own.length === 6 && own.every(Number.isFinite) ? (own as unknown as Matrix) : IDENTITY;
    const local = objects.dictAt(stream.dict, 'Resources') ?? resources;
    this.content(this.#programs.of(stream), local, multiply(matrix, inner), depth + 1);
  }

  #softMask(
    content: Content,
    operands: readonly Token[],
    resources: PDFDict | undefined,
    matrix: Matrix,
    depth: number,
  ): void {
    const state = this.#resource(resources, 'ExtGState', this.#named(content, operands));
    const dict = this.#objects.dict(state as PDFDict | undefined);
    const group = this.#objects.dictAt(dict, 'SMask')?.get(this.#objects.name('G'));
    const stream = this.#objects.stream(group);
    if (stream !== undefined) this.#form(stream, resources, matrix, depth);
  }

  /** A pattern is run where it is first chosen, as the walker of glyphs does. */
  #pattern(
    content: Content,
    operands: readonly Token[],
    resources: PDFDict | undefined,
    seen: Set<PDFRawStream>,
    depth: number,
  ): void {
    const found = this.#resource(resources, 'Pattern', this.#named(content, operands));
    const stream = this.#objects.stream(found as PDFRawStream | undefined);
    if (stream === undefined || seen.has(stream) || this.#inPattern) return;
    seen.add(stream);
    this.#inPattern = true;
    const local = this.#objects.dictAt(stream.dict, 'Resources') ?? resources;
    const { pictures } = this.program;
    const count = pictures.length;
    this.content(this.#programs.of(stream), local, IDENTITY, depth + 1);
    pictures.length = count;
    this.#inPattern = false;
  }

  #properties(
    content: Content,
    operands: readonly Token[],
    resources: PDFDict | undefined,
  ): PDFDict | undefined {
    if (operands.length !== 2) return undefined;
    const found = this.#resource(resources, 'Properties', this.#named(content, operands));
    return this.#objects.dict(found as PDFDict | undefined);
  }
}

function stringsOf(bytes: Uint8Array, operands: readonly Token[]): Uint8Array[] {
  return operands.filter(({ kind }) => kind === 'string').map((token) => stringBytes(bytes, token));
}

function matrixOf(bytes: Uint8Array, operands: readonly Token[]): Matrix | undefined {
  const numbers = operands.slice(-6).map(({ start, end }) => Number(text(bytes, start, end)));
  return numbers.length === 6 && numbers.every(Number.isFinite) ? (numbers as unknown as Matrix) : undefined;
}

function text(bytes: Uint8Array, start: number, end: number): string {
  return String.fromCharCode(...bytes.subarray(start, Math.min(end, start + 64)));
}

/** Bounding box of the unit square under a matrix. */
export function pictureBox([a, b, c, d, e, f]: Matrix): Box {
  const xs = [e, e + a, e + c, e + a + c];
  const ys = [f, f + b, f + d, f + b + d];
  return [Math.min(...xs), Math.min(...ys), Math.max(...xs), Math.max(...ys)];
}
