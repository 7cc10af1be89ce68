/** The fields of a document → leaves: single texts and rich-text documents, each with its path and its segments. */
import { append, LineIndex, type Segment, wholeSource } from '../core/index.js';
import { extractHtml } from '../formats/html/index.js';
import { extractText } from '../formats/text/index.js';
import { withNear } from './joined-map.js';
import { markdownSegments } from './markdown.js';
import {
  ATTACHMENT,
  isRichText,
  MARKUP,
  type ReadSink,
  readAside,
  readRichText,
  worthwhile,
} from './rich-text.js';
import type { FieldFormat, FieldValue, GateInput } from './types.js';

/** A field, or one value of a nested one. */
export interface Leaf {
  readonly path: string;
  readonly label: string;
  /** Keys from `fields` to the value. */
  readonly keys: readonly string[];
  readonly value: FieldValue;
  readonly kind: 'text' | 'html' | 'markdown' | 'number' | 'json' | 'json-text';
  readonly segments: Segment[];
  readonly links: string[];
  readonly unread: Set<string>;
  /** `Place.part` → keys from the value to the string; empty keys for the value itself. */
  readonly parts: Map<string, readonly string[]>;
}

export interface ReadOptions {
  /** UTF-16 code units that a text may have. */
  readonly units: number;
  expired(): boolean;
}

/** Groups inside groups. */
const MAX_DEPTH = 100;
/** Values of one document: a value that holds itself must end. */
const MAX_VALUES = 1_000_000;

/** Never throws on a bad value: what can't be read stands in `unread` of its leaf. */
export function readFields(input: GateInput, options: ReadOptions): Leaf[] {
  const reader = new FieldReader(input, options);
  for (const [name, value] of Object.entries(input.fields)) reader.field(name, value);
  return reader.leaves;
}

class FieldReader {
  readonly leaves: Leaf[] = [];
  readonly #input: GateInput;
  readonly #options: ReadOptions;
  readonly #parts = new Set<string>();
  readonly #above = new Set<unknown>();
  #left = MAX_VALUES;
  #stopped = false;

  constructor(input: GateInput, options: ReadOptions) {
    this.#input = input;
    this.#options = options;
  }

  field(name: string, value: FieldValue): void {
    if (isFormatted(value)) this.#text(value.value, name, [name, 'value'], value.format);
    else this.#value(value, name, [name], 0);
  }

  #value(value: FieldValue, path: string, keys: readonly string[], depth: number): void {
    if (typeof value === 'string') {
      this.#text(value, path, keys, this.#input.formats?.[path]);
      return;
    }
    if (typeof value === 'number' || typeof value === 'bigint') {
      const text = String(value);
      if (!worthwhile(text)) return;
      const leaf = this.#leaf(path, keys, value, 'number');
      const segment = wholeSource(text, 'body', this.#part(leaf, []), new LineIndex(text));
      leaf.segments.push({ ...segment, label: leaf.label });
      return;
    }
    if (typeof value !== 'object' || value === null || value instanceof Date) return;
    if (ArrayBuffer.isView(value) || value instanceof ArrayBuffer) {
      this.#leaf(path, keys, value, 'json').unread.add('gate/binary-field');
      return;
    }
    if (depth > MAX_DEPTH || this.#left-- <= 0 || this.#above.has(value)) {
      if (!this.#stopped) this.#leaf(path, keys, value, 'json').unread.add('gate/too-deep');
      this.#stopped = true;
      return;
    }
    if (isRichText(value)) {
      this.#json(value, path, keys, 'json', value);
      return;
    }
    this.#above.add(value);
    for (const [key, inner] of Object.entries(value)) {
      this.#name(key, path, keys);
      this.#value(inner, `${path}.${key}`, [...keys, key], depth + 1);
    }
    this.#above.delete(value);
  }

  #text(source: string, path: string, keys: readonly string[], format: FieldFormat | undefined): void {
    if (source.trim() === '') return;
    const rich = format === undefined ? richTextIn(source) : undefined;
    if (rich !== undefined) {
      this.#json(rich, path, keys, 'json-text', source);
      return;
    }
    const kind = format ?? (MARKUP.test(source) ? 'html' : 'text');
    const leaf = this.#leaf(path, keys, source, kind);
    if (!this.#allowed(leaf, source.length)) return;
    const part = this.#part(leaf, []);
    const add = (segments: readonly Segment[], near: boolean): void => {
      for (const segment of segments) {
        const told =
          segment.channel === 'body' && segment.label === undefined
            ? { ...segment, label: leaf.label }
            : segment;
        leaf.segments.push(near && told.channel === 'body' ? withNear(told) : told);
      }
    };
    if (kind === 'html' || kind === 'markdown') {
      // A field is a piece of a page: one without running text, only a script, has been read.
      const { segments, links } =
        kind === 'html' ? extractHtml(source, { part }) : markdownSegments(source, part);
      add(segments, kind === 'html');
      append(leaf.links, links.map(unescapeReference));
    } else {
      add(extractText(source, { part }).segments, false);
      if (/^\S+$/.test(source) && ATTACHMENT.test(source)) leaf.links.push(source);
    }
  }

  #json(
    json: unknown,
    path: string,
    keys: readonly string[],
    kind: 'json' | 'json-text',
    value: FieldValue,
  ): void {
    const leaf = this.#leaf(path, keys, value, kind);
    if (!this.#allowed(leaf, kind === 'json-text' ? (value as string).length : 0)) return;
    const sink: ReadSink = {
      segments: [],
      links: leaf.links,
      part: (inward) => this.#part(leaf, inward),
      unread: (code) => leaf.unread.add(code),
    };
    readRichText(json, [], sink);
    for (const segment of sink.segments)
      leaf.segments.push(segment.channel === 'body' ? withNear(segment) : segment);
  }

  /** Data in the names of a group's fields. */
  #name(key: string, path: string, keys: readonly string[]): void {
    if (key.length < 7 || !/\d{7}/.test(key)) return;
    const leaf = this.#leaf(path, keys, key, 'json');
    readAside(key, [], {
      segments: leaf.segments,
      links: [],
      part: () => this.#part(leaf, ['#']),
      unread: (code) => leaf.unread.add(code),
    });
  }

  #allowed(leaf: Leaf, length: number): boolean {
    const code =
      length > this.#options.units
        ? 'engine/too-large'
        : this.#options.expired()
          ? 'gate/time-limit'
          : undefined;
    if (code !== undefined) leaf.unread.add(code);
    return code === undefined;
  }

  #leaf(path: string, keys: readonly string[], value: FieldValue, kind: Leaf['kind']): Leaf {
    const label = this.#input.labels?.[path] ?? path.slice(path.lastIndexOf('.') + 1);
    const leaf: Leaf = {
      path,
      label,
      keys,
      value,
      kind,
      segments: [],
      links: [],
      unread: new Set(),
      parts: new Map(),
    };
    this.leaves.push(leaf);
    return leaf;
  }

  /** Parts are unique, also where names hold dots: an edit must not go to another string. */
  #part(leaf: Leaf, inward: readonly string[]): string {
    let part = inward.length === 0 ? leaf.path : `${leaf.path}!${inward.join('.')}`;
    while (this.#parts.has(part)) part += "'";
    this.#parts.add(part);
    leaf.parts.set(part, inward);
    return part;
  }
}

function isFormatted(value: unknown): value is { format: FieldFormat; value: string } {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return false;
  const { format, value: text } = value as { format?: unknown; value?: unknown };
  return (
    typeof text === 'string' &&
    (format === 'text' || format === 'html' || format === 'markdown') &&
    Object.keys(value).length === 2
  );
}

/** Editors are often stored as JSON in a text column. */
function richTextIn(source: string): unknown {
  if (!/^\s*(?:\{\s*"|\[\s*\{)/.test(source)) return undefined;
  try {
    const value: unknown = JSON.parse(source);
    return isRichText(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

function unescapeReference(url: string): string {
  return url.replaceAll('&amp;', '&');
}
