/**
 * Rich-text JSON → segments. Read by shape, not by product: Lexical (`root.children`), Slate and Strapi Blocks
 * (lists of nodes with `children`), ProseMirror and TipTap (`type: 'doc'`, `content`), Portable Text (`_type:
 * 'block'`), Editor.js (`blocks` with `data`, strings of HTML), Quill (`ops` with `insert`).
 *
 * The text nodes of a document make one flow; a number that marks split over nodes stands in one piece in it. Every
 * other string and number of the JSON (links, alternative texts, attributes, unknown nodes) is a segment of its own.
 * Places have the JSON path of the string as `part` and offsets into that string.
 */
import { append, type Channel, LineIndex, type Segment, wholeSource } from '../core/index.js';
import { extractHtml } from '../formats/html/index.js';
import { type CellShape, Flow } from './flow.js';

/** What was read, and what edits need to find the strings again. */
export interface ReadSink {
  readonly segments: Segment[];
  /** Targets of links that look like attachments. */
  readonly links: string[];
  /** Registers a string of the value. @returns The `part` of its places. */
  part(path: readonly string[]): string;
  /** Something in the value was not read. */
  unread(code: string): void;
}

type Node = Readonly<Record<string, unknown>>;

/** Nodes inside nodes: far more than any editor makes, far less than the stack holds. */
const MAX_DEPTH = 200;
/** A value that holds itself must end. */
const MAX_NODES = 1_000_000;
const INLINE = /^(?:auto)?(?:link|mention|inline.*|hashtag|a|span|mark|strong|em|b|i|u)$/i;
const BLOCK =
  /paragraph|heading|list|item|quote|table|row|cell|code|block|section|layout|column|^(?:p|h[1-6]|ul|ol|li|tr|td|th|div)$/i;
const TABLE = /^table$/i;
const ROW = /^(?:table[-_ ]?row|tr)$/i;
const CELL = /^(?:table[-_ ]?(?:cell|header|head|data|headercell|header[-_]cell)|td|th)$/i;
const BREAK = /^(?:linebreak|line[-_]break|hard[-_]?break|br)$/i;
const URL_KEY = /^(?:href|url|src|link|uri|target)$/i;
export const ATTACHMENT: RegExp =
  /\.(?:docx?|xlsx?|pptx?|wps|et|dps|pdf|ofd|rtf|txt|csv|zip|rar|7z|tar|gz|tgz)(?:[?#]|$)/i;
/** A tag, comment or character reference. */
export const MARKUP: RegExp = /<[a-z!/][^<>]*>|<!--|&(?:#\d+|#x[\da-f]+|[a-z]{2,8});/i;

const isNode = (value: unknown): value is Node =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
const nodesOf = (value: unknown): readonly unknown[] | undefined =>
  Array.isArray(value) ? value : undefined;
const typeOf = (node: Node): string =>
  typeof node.type === 'string' ? node.type : typeof node._type === 'string' ? node._type : '';

/** Whether a value is a rich-text document, not a group or list of fields. */
export function isRichText(value: unknown): boolean {
  if (Array.isArray(value)) {
    return value.length > 0 && value.every(isNode) && value.some((node) => isElement(node) || isInsert(node));
  }
  if (!isNode(value)) return false;
  if (isNode(value.root)) return nodesOf(value.root.children) !== undefined;
  if (value.type === 'doc') return nodesOf(value.content) !== undefined;
  if (nodesOf(value.ops)?.some(isInsert)) return true;
  const blocks = nodesOf(value.blocks);
  if (blocks !== undefined && blocks.length > 0)
    return blocks.every((block) => isNode(block) && typeof block.type === 'string' && isNode(block.data));
  return isElement(value);
}

const isElement = (node: unknown): boolean =>
  isNode(node) && nodesOf(node.children) !== undefined && (typeOf(node) !== '' || hasText(node.children));
const isInsert = (node: unknown): boolean =>
  isNode(node) && (typeof node.insert === 'string' || isNode(node.insert)) && !('type' in node);
const hasText = (nodes: unknown): boolean =>
  nodesOf(nodes)?.some((node) => isNode(node) && typeof node.text === 'string') === true;

/** Reads a document that `isRichText` knows. */
export function readRichText(value: unknown, path: readonly string[], sink: ReadSink): void {
  new Reader(sink).document(value, path, 0);
}

/** Reads a value that is no running text: a string, number, or anything that holds them. */
export function readAside(value: unknown, path: readonly string[], sink: ReadSink): void {
  new Reader(sink).aside(value, path, 0);
}

/** Nothing that is looked for is shorter than five digits, or all in Latin letters without an `@`. */
export function worthwhile(text: string): boolean {
  if (/[^\x00-\x7f]|@|&#|%[0-9a-f]{2}/i.test(text)) return true;
  let digits = 0;
  for (let i = 0; i < text.length; i++) {
    const unit = text.charCodeAt(i);
    if (unit >= 48 && unit <= 57 && ++digits >= 5) return true;
  }
  return false;
}

class Reader {
  readonly #sink: ReadSink;
  #left = MAX_NODES;

  constructor(sink: ReadSink) {
    this.#sink = sink;
  }

  document(value: unknown, path: readonly string[], depth: number): void {
    const flow = new Flow(path.join('.'));
    if (Array.isArray(value)) this.#children(value, path, flow, depth);
    else if (isNode(value)) {
      const at = isNode(value.root) ? 'root' : undefined;
      const top = at === undefined ? value : (value.root as Node);
      const inward = at === undefined ? path : [...path, at];
      const key = ['children', 'content', 'blocks', 'ops'].find((name) => nodesOf(top[name]) !== undefined);
      if (key !== undefined) this.#children(nodesOf(top[key])!, [...inward, key], flow, depth);
      this.#rest(top, inward, depth, [key]);
      if (at !== undefined) this.#rest(value, path, depth, [at]);
    }
    const segment = flow.finish();
    if (segment !== undefined) this.#sink.segments.push(segment);
  }

  aside(value: unknown, path: readonly string[], depth: number): void {
    if (typeof value === 'string' || typeof value === 'number' || typeof value === 'bigint') {
      this.#string(String(value), path);
      return;
    }
    if (typeof value !== 'object' || value === null || value instanceof Date) return;
    if (depth > MAX_DEPTH || this.#left-- <= 0) {
      this.#sink.unread('gate/too-deep');
      return;
    }
    if (ArrayBuffer.isView(value) || value instanceof ArrayBuffer) {
      this.#sink.unread('gate/binary-field');
      return;
    }
    if (isRichText(value)) {
      this.document(value, path, depth + 1);
      return;
    }
    for (const [key, inner] of Object.entries(value)) {
      this.#key(key, path);
      this.aside(inner, [...path, key], depth + 1);
    }
  }

  #children(nodes: readonly unknown[], path: readonly string[], flow: Flow, depth: number): void {
    if (depth > MAX_DEPTH || (this.#left -= nodes.length) <= 0) {
      this.#sink.unread('gate/too-deep');
      return;
    }
    const running = hasText(nodes);
    for (const [i, node] of nodes.entries()) this.#node(node, [...path, String(i)], flow, depth + 1, running);
  }

  #node(node: unknown, path: readonly string[], flow: Flow, depth: number, running: boolean): void {
    if (typeof node === 'string') {
      this.#markup(node, path, flow);
      flow.endBlock();
      return;
    }
    if (!isNode(node)) {
      this.aside(node, path, depth);
      return;
    }
    if (typeof node.insert === 'string' && !('type' in node)) {
      this.#insert(node, path, flow, depth);
      return;
    }
    if (typeof node.text === 'string' && nodesOf(node.children) === undefined) {
      flow.text(node.text, this.#sink.part([...path, 'text']));
      this.#rest(node, path, depth, ['text']);
      return;
    }
    const type = typeOf(node);
    if (BREAK.test(type)) flow.break();
    if (type !== '' && isNode(node.data) && !('children' in node) && !('content' in node)) {
      this.#editorBlock(node.data, [...path, 'data'], flow, depth);
      this.#rest(node, path, depth, ['data']);
      return;
    }
    const key = ['children', 'content'].find((name) => nodesOf(node[name]) !== undefined);
    const read = (): void => {
      if (key !== undefined) this.#children(nodesOf(node[key])!, [...path, key], flow, depth);
    };
    if (TABLE.test(type)) flow.table(read);
    else if (ROW.test(type)) flow.row(read);
    else if (CELL.test(type)) flow.cell(cellShape(node, type), read);
    else if (INLINE.test(type) || BREAK.test(type) || (running && !BLOCK.test(type))) read();
    else {
      flow.endBlock();
      read();
      flow.endBlock();
    }
    this.#rest(node, path, depth, [key]);
  }

  /** Quill: text with its own line ends; a line end closes a block. */
  #insert(node: Node, path: readonly string[], flow: Flow, depth: number): void {
    const text = node.insert as string;
    const part = this.#sink.part([...path, 'insert']);
    const whole = wholeSource(text, 'body', part, new LineIndex(text));
    flow.segment({ ...whole, text: text.replaceAll('\t', ' ') });
    this.#rest(node, path, depth, ['insert']);
  }

  /** Editor.js: every string of a block's data is HTML; `content` of a table is a list of rows. */
  #editorBlock(data: Node, path: readonly string[], flow: Flow, depth: number): void {
    if (depth > MAX_DEPTH) {
      this.#sink.unread('gate/too-deep');
      return;
    }
    for (const [key, value] of Object.entries(data)) {
      const at = [...path, key];
      const rows = key === 'content' ? nodesOf(value) : undefined;
      if (rows !== undefined && rows.length > 0 && rows.every(Array.isArray)) {
        flow.table(() => this.#rows(rows, at, flow, depth, data.withHeadings === true));
      } else if (typeof value === 'string' && !URL_KEY.test(key)) {
        flow.endBlock();
        this.#markup(value, at, flow);
        flow.endBlock();
      } else if (Array.isArray(value)) {
        value.forEach((item, i) => {
          const inward = [...at, String(i)];
          if (isNode(item)) this.#editorBlock(item, inward, flow, depth + 1);
          else this.#node(item, inward, flow, depth + 1, false);
        });
      } else this.aside(value, at, depth + 1);
    }
  }

  #rows(
    rows: readonly (readonly unknown[])[],
    path: readonly string[],
    flow: Flow,
    depth: number,
    headings: boolean,
  ): void {
    for (const [r, row] of rows.entries()) {
      flow.row(() => {
        for (const [c, cell] of row.entries()) {
          const inward = [...path, String(r), String(c)];
          const shape = { rowSpan: 1, colSpan: 1, header: headings && r === 0 };
          flow.cell(shape, () => this.#node(cell, inward, flow, depth + 1, false));
        }
      });
    }
  }

  /** Text with inline markup. */
  #markup(source: string, path: readonly string[], flow: Flow): void {
    const part = this.#sink.part(path);
    if (!MARKUP.test(source)) {
      flow.text(source, part);
      return;
    }
    const { segments, links } = extractHtml(source, { part });
    append(this.#sink.links, links);
    for (const segment of segments) {
      if (segment.channel === 'body') flow.segment(segment);
      else this.#sink.segments.push(segment);
    }
  }

  /** Everything of a node but its text and its children. */
  #rest(node: Node, path: readonly string[], depth: number, done: readonly (string | undefined)[]): void {
    for (const [key, value] of Object.entries(node)) {
      if (done.includes(key)) continue;
      this.#key(key, path);
      this.aside(value, [...path, key], depth + 1);
    }
  }

  #string(text: string, path: readonly string[]): void {
    const key = path.at(-1) ?? '';
    const url = URL_KEY.test(key) || /^(?:https?:|tel:|sms:|mailto:|\/)\S+$/i.test(text);
    if (url && ATTACHMENT.test(text)) this.#sink.links.push(text.trim());
    if (!worthwhile(text)) return;
    const part = this.#sink.part(path);
    if (!url && MARKUP.test(text)) {
      const { segments, links } = extractHtml(text, { part });
      append(this.#sink.links, links);
      append(this.#sink.segments, segments);
      return;
    }
    const channel: Channel = url ? 'link' : 'attribute';
    this.#sink.segments.push({ ...wholeSource(text, channel, part, new LineIndex(text)), label: key });
  }

  /** Data that stands in the names of an object. */
  #key(key: string, path: readonly string[]): void {
    if (key.length < 7 || !/\d{7}/.test(key)) return;
    const part = this.#sink.part([...path, `${key}#`]);
    this.#sink.segments.push(wholeSource(key, 'metadata', part, new LineIndex(key)));
  }
}

function cellShape(node: Node, type: string): CellShape {
  const attributes = isNode(node.attrs) ? node.attrs : node;
  const span = (...names: string[]): number => {
    const value = Number(names.map((name) => attributes[name]).find((found) => found !== undefined) ?? 1);
    return Number.isSafeInteger(value) ? value : 1;
  };
  const header =
    /head|^th$/i.test(type) ||
    node.header === true ||
    (typeof node.headerState === 'number' && node.headerState > 0);
  return { rowSpan: span('rowSpan', 'rowspan'), colSpan: span('colSpan', 'colspan'), header };
}
