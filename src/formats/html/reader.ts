/**
 * Reads one HTML text in one pass over its tokens: exact offsets, linear on any nesting, and everything that a
 * standards-true parser hides (README, decision of 2026-11-24).
 */
import { platform } from '#platform';
import {
  append,
  type Channel,
  LineIndex,
  type Reference,
  type Segment,
  SegmentBuilder,
} from '../../core/index.js';
import { copyScript, copyStyle } from '../../text/decode-escapes.js';
import { SPAN } from './attribute-names.js';
import { type AttributeContext, readAttributes } from './attributes.js';
import { mediaHolds } from './css/rules.js';
import { Displays } from './displays.js';
import { ElementStack, type OpenElement } from './element-stack.js';
import {
  ASIDE,
  BLOCK,
  CELL,
  CONTROL,
  type ElementKind,
  FOREIGN,
  HIDDEN,
  PRE,
  RAW_MARKUP,
  ROW,
  ROW_GROUP,
  TABLE,
  VOID,
} from './elements.js';
import { MAX_DEPTH, nest } from './embedded.js';
import { Flow } from './flow.js';
import { holdsResidue, INTERESTING, interestOf } from './interest.js';
import { linear, linearSegment, type MappedText, type RangeMap, SeenMap } from './mapped-text.js';
import { sightOf } from './sight.js';
import type { StartTag } from './start-tag.js';
import { TableState } from './table-state.js';
import { Tokenizer, type TokenSink } from './tokenizer.js';

export interface ReaderOptions {
  readonly part: string;
  /** XHTML: `<div/>` is closed, CDATA is text. */
  readonly xhtml?: boolean;
  /** Documents around this one. */
  readonly depth?: number;
}

export interface Reading {
  readonly segments: Segment[];
  readonly links: string[];
  readonly references: Reference[];
  /** A reader sees some text. */
  readonly visible: boolean;
  readonly scripts: boolean;
}

type FlowName = 'body' | 'hidden' | 'title' | 'note';
type Raw = '' | 'script' | 'style' | 'markup' | 'template';

const CONDITIONAL_OR_TAG = /<[a-z!/]/i;
export function readHtml(source: string, options: ReaderOptions): Reading {
  return new Reader(source, options).read();
}

class Reader implements AttributeContext, TokenSink {
  readonly source: string;
  readonly units: Uint16Array;
  readonly options: { readonly part: string; readonly lines: LineIndex };
  segments: Segment[] = [];
  readonly links: string[] = [];
  readonly references: Reference[] = [];
  readonly #xhtml: boolean;
  readonly #depth: number;
  readonly #tokenizer: Tokenizer;
  /** Made when text comes: a page may be a comment of a few units. */
  readonly #flows: Partial<Record<FlowName, Flow>> = {};
  readonly #stack: ElementStack = new ElementStack((element) => this.#leave(element));
  readonly #tables: TableState[] = [];
  readonly #displays: Displays;
  #sight: ((offset: number) => boolean | undefined) | undefined;
  #flow: Flow;
  #tableCount = 0;
  #hidden = 0;
  #keep = 0;
  #foreign = 0;
  #aside = 0;
  #inTitle = false;
  #raw: Raw = '';
  /** The sheet that is being read holds on a screen. */
  #holds = false;
  #scripts = false;
  /** Everything before it was claimed by a token or looked at as residue. */
  #claimed = 0;

  constructor(source: string, { part, xhtml = false, depth = 0 }: ReaderOptions) {
    this.source = source;
    this.units = platform.units(source);
    this.options = { part, lines: new LineIndex(source) };
    this.#xhtml = xhtml;
    this.#depth = depth;
    this.#tokenizer = new Tokenizer(source, this.units, this, { xhtml });
    this.#displays = new Displays(source);
    this.#flow = this.#flowOf('body');
  }

  read(): Reading {
    this.#tokenizer.run();
    this.#finish();
    return {
      segments: this.segments,
      links: this.links,
      references: this.references,
      visible: this.#visible,
      scripts: this.#scripts,
    };
  }

  get foreign(): boolean {
    return this.#foreign > 0;
  }

  #visible = false;

  markup(mapped: MappedText, channelOf: (channel: Channel) => Channel): boolean {
    if (this.#depth >= MAX_DEPTH) return false;
    const inner = readHtml(mapped.text, { part: '', xhtml: this.#xhtml, depth: this.#depth + 1 });
    append(this.segments, nest(inner.segments, mapped, this.options, channelOf));
    append(this.links, inner.links);
    // Their places are those of the attribute that holds the markup.
    for (const one of inner.references) {
      const start = mapped.start(one.place.start);
      const { line, column } = this.options.lines.at(start);
      const end = mapped.end(one.place.end - 1);
      this.references.push({
        ...one,
        place: { ...one.place, part: this.options.part, start, end, line, column },
      });
    }
    return true;
  }

  /** A tag that the end of the text cut has its values read, and its last, unfinished one as residue. */
  #finish(): void {
    const { source } = this;
    if (this.#tokenizer.cut) this.#readTag(this.#tokenizer.tag);
    this.#tokenizer.odd = true;
    this.#claim(source.length, source.length);
    this.#stack.end();
    const { title, body, hidden, note } = this.#flows;
    this.#visible = body?.filled === true || note?.filled === true;
    const seen = [title?.flush(), this.#seen(body?.flush()), note?.flush(), this.#seen(hidden?.flush())];
    this.segments = [...seen.filter((segment) => segment !== undefined), ...this.segments];
  }

  /** Whether a reader sees a place is found out when somebody asks about it. */
  #seen(segment: Segment | undefined): Segment | undefined {
    if (segment === undefined) return undefined;
    const map = new SeenMap(segment.map as unknown as RangeMap, (offset) => this.#hides(offset));
    return { ...segment, map };
  }

  #hides(offset: number): boolean | undefined {
    if (this.#sight === undefined) {
      const linked = this.references.filter(({ kind }) => kind === 'style-sheet');
      const last = Math.max(-1, ...linked.map(({ place }) => place.start));
      this.#sight = sightOf(this.source, {
        xhtml: this.#xhtml,
        sheets: this.#displays.css.map(({ text, start }) => ({ text, last: start > last })),
        linked: linked.length > 0,
      });
    }
    return this.#sight(offset);
  }

  /** Marks a range as read. Markup before it that no token claimed is looked at for stray numbers. */
  #claim(start: number, end: number): void {
    const from = this.#claimed;
    if (start > from && this.#tokenizer.odd && holdsResidue(this.units, from, start)) {
      this.segments.push(linearSegment(this.source, from, start, 'residue', this.options));
    }
    if (end > from) this.#claimed = end;
  }

  text(start: number, end: number): void {
    this.#claim(start, end);
    this.#tokenizer.odd = false;
    const raw = this.#raw;
    if (raw === '') {
      this.#flow.text(start, end, true, this.#keep > 0);
      return;
    }
    if (raw === 'style' && this.#holds) this.#displays.sheet(this.source.slice(start, end), start);
    const interest = interestOf(this.units, start, end, raw === 'style');
    if (raw === 'script' && !this.#scripts) this.#scripts = this.source.slice(start, end).trim() !== '';
    if ((interest & INTERESTING) === 0) return;
    if (raw === 'markup' || raw === 'template') {
      const hide = (channel: Channel): Channel => (channel === 'body' ? 'hidden' : channel);
      if (this.markup(linear(this.source, start, end), hide)) return;
    }
    const builder = new SegmentBuilder({ source: this.source, ...this.options });
    if (raw === 'style') copyStyle(builder, this.source, start, end);
    else copyScript(builder, this.source, start, end);
    const segment = builder.flush(raw === 'style' ? 'style' : 'script');
    if (segment !== undefined) this.segments.push(segment);
  }

  /** Rows that were commented out, and conditional comments, are read as the tables that they were. */
  comment(start: number, end: number): void {
    this.#claim(start, end);
    this.#tokenizer.odd = false;
    if ((interestOf(this.units, start, end, false) & INTERESTING) === 0) return;
    const segment = linearSegment(this.source, start, end, 'comment', this.options);
    const mapped = linear(this.source, start, end);
    if (CONDITIONAL_OR_TAG.test(segment.text) && this.markup(mapped, () => 'comment')) return;
    this.segments.push(segment);
  }

  cdata(start: number, end: number): void {
    if (this.#foreign === 0 && !this.#xhtml) {
      this.comment(start, end);
      return;
    }
    this.#claim(start, end);
    this.#tokenizer.odd = false;
    this.#flow.text(start, end, false, this.#keep > 0);
  }

  open(tag: StartTag, selfClosing: boolean): void {
    const { kind } = tag;
    const foreign = this.#foreign > 0;
    const closed = selfClosing && (this.#xhtml || foreign);
    const own = this.#displays.of(tag);
    this.#readTag(tag);
    if (kind.name === 'script' || kind.name === 'style') {
      if (closed) return;
      const markup = /html|template/i.test(tag.value('type'));
      this.#holds =
        kind.name === 'style' &&
        mediaHolds(tag.value('media')) &&
        !this.#stack.has('noscript') &&
        !this.#stack.has('template');
      this.#raw = kind.name === 'style' ? 'style' : markup ? 'template' : 'script';
      if (kind.name === 'script' && tag.find('src') >= 0) this.#scripts = true;
      return;
    }
    let flags = kind.flags;
    if (own.hidden) flags |= HIDDEN;
    if (own.block) flags |= BLOCK;
    if (own.pre) flags |= PRE;
    if (foreign && (kind.name === 'title' || kind.name === 'desc' || kind.name === 'metadata'))
      flags |= HIDDEN;
    if (flags & VOID) {
      this.#void(kind);
      return;
    }
    if (flags === 0) return;
    if (flags & RAW_MARKUP && !closed) this.#raw = 'markup';
    this.#stack.prepare(kind);
    if (flags & (ROW | CELL | ROW_GROUP) && !this.#stack.inTable) this.#enter('table', TABLE | BLOCK, tag);
    this.#enter(kind.name, flags, tag);
    if (closed) this.#stack.close(kind);
  }

  #void({ name, flags }: ElementKind): void {
    if (name === 'br') this.#flow.lineBreak();
    else if (flags & BLOCK) this.#flow.block(this.#inCell());
    else if (flags & CONTROL) this.#flow.gap(Math.max(0, this.#claimed - 1));
  }

  #enter(name: string, flags: number, tag: StartTag): void {
    if (flags & BLOCK && (flags & (TABLE | ROW | CELL | HIDDEN)) === 0) this.#flow.block(this.#inCell());
    if (flags & CONTROL) this.#flow.gap(Math.max(0, this.#claimed - 1));
    this.#stack.push(name, flags);
    if (flags & FOREIGN) this.#foreign++;
    if (flags & PRE) this.#keep++;
    if (flags & ASIDE) this.#aside++;
    if (flags & HIDDEN) this.#hidden++;
    if (name === 'title' && this.#foreign === 0) this.#inTitle = true;
    this.#choose();
    if (flags & (HIDDEN | ASIDE)) this.#flow.block(false);
    if (flags & TABLE) {
      this.#tables.at(-1)?.markLayout();
      this.#tables.push(new TableState(this.#tableCount++));
      this.#flow.endBlock();
    } else if (flags & ROW) this.#tables.at(-1)?.startRow(this.#flow);
    else if (flags & CELL) {
      const spanned = (tag.flags & SPAN) !== 0;
      const rows = spanned ? Number.parseInt(tag.value('rowspan'), 10) : 1;
      const columns = spanned ? Number.parseInt(tag.value('colspan'), 10) : 1;
      const rowSpan = Number.isNaN(rows) ? 1 : rows;
      this.#tables.at(-1)?.startCell(this.#flow, name === 'th', rowSpan, columns || 1);
    }
  }

  #leave({ name, flags }: OpenElement): void {
    if (flags & TABLE) {
      this.#tables.pop()?.end();
      this.#flow.endBlock();
    } else if (flags & ROW) this.#tables.at(-1)?.endRow();
    else if (flags & CELL) this.#tables.at(-1)?.endCell();
    else if (flags & BLOCK) this.#flow.block(this.#inCell());
    if (flags & CONTROL) this.#flow.gap(Math.max(0, this.#claimed - 1));
    if (flags & (HIDDEN | ASIDE) && (flags & (CELL | ROW)) === 0) this.#flow.block(false);
    if (flags & FOREIGN) this.#foreign--;
    if (flags & PRE) this.#keep--;
    if (flags & ASIDE) this.#aside--;
    if (flags & HIDDEN) this.#hidden--;
    if (name === 'title') this.#inTitle = false;
    this.#choose();
  }

  close(kind: ElementKind): void {
    this.#raw = '';
    if (kind.name === 'script' || kind.name === 'style' || kind.name === 'body' || kind.name === 'html')
      return;
    if (this.#stack.close(kind)) return;
    // `</p>` without a start is an empty paragraph, `</br>` a line break.
    if (kind.name === 'br') this.#flow.lineBreak();
    else if (kind.flags & BLOCK) this.#flow.block(this.#inCell());
  }

  #inCell(): boolean {
    return this.#tables.at(-1)?.inCell === true;
  }

  #choose(): void {
    this.#flow = this.#flowOf(
      this.#inTitle ? 'title' : this.#hidden > 0 ? 'hidden' : this.#aside > 0 ? 'note' : 'body',
    );
  }

  #flowOf(name: FlowName): Flow {
    return (this.#flows[name] ??= new Flow(name, this.source, this.units, this.options));
  }

  #readTag(tag: StartTag): void {
    for (let i = 0; i < tag.count; i++) {
      if (tag.hasValue(i)) this.#claim(tag.starts[i]!, tag.ends[i]!);
    }
    if (tag.count > 0) readAttributes(this, tag);
  }
}
