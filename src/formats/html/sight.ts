/**
 * Which text of a page a reader can't see, whatever hides it: rules of the page's sheets, letters in the colour of a ground
 * that is painted further out. Made only when somebody asks about a place, in a second pass over the source.
 */
import { platform } from '#platform';
import { NumberList, pieceAt } from '../../core/index.js';
import { PAINT } from './attribute-names.js';
import { Cascade, type Subject } from './css/cascade.js';
import { declarationsOf, MAYBE } from './css/declarations.js';
import { firstLook, hides, type Look, lookIn } from './css/look.js';
import { ElementStack } from './element-stack.js';
import { BLOCK, CELL, type ElementKind, FOREIGN, ROW, ROW_GROUP, TABLE, VOID } from './elements.js';
import { type Facts, factsOf, NO_FACTS } from './facts.js';
import type { StartTag } from './start-tag.js';
import { Tokenizer, type TokenSink } from './tokenizer.js';

export interface SightOptions {
  readonly xhtml: boolean;
  /** The page's own sheets, in order. */
  readonly sheets: readonly {
    readonly text: string /** No sheet that was not read stands behind it. */;
    readonly last: boolean;
  }[];
  /** The page has sheets that stand elsewhere. */
  readonly linked: boolean;
}

/** An element with all that are around it; elements that look alike share one. */
interface Node extends Subject {
  readonly parent: Node | undefined;
  readonly facts: Facts;
  look: Look;
  /** The child that was asked for last; all of them when there are several kinds. */
  last: Node | undefined;
  children: Map<Facts, Node> | undefined;
}

/** An open element. */
interface Instance {
  readonly node: Node;
  /** Something that was moved may lie behind its text. */
  murky: boolean;
}

/** Kinds of elements in kinds of elements, of one page. */
const MAX_NODES = 100_000;
/** Attributes that were read are kept. */
const MAX_FACTS = 5000;
/** What sheets that stand elsewhere hardly ever paint by name alone. */
const PLAIN = new Set('p div span font b strong i em u s small big center sub sup o:p label'.split(' '));

/**
 * Without sheets, a page that holds none of these hides nothing but what elements hide by themselves, which the reader of the
 * page knows.
 */
const TELLING = /color|visibility|!\s*important|\btext\s*=|font-size\s*:\s*(?:0|\.|1px|\d{1,2}%)/i;

/** @returns Whether the text at an offset is hidden; undefined for every offset when that was too much to find out. */
export function sightOf(source: string, options: SightOptions): (offset: number) => boolean | undefined {
  if (options.sheets.length === 0 && !TELLING.test(source)) return () => undefined;
  const pass = new SightPass(source, options);
  if (!pass.run()) return () => undefined;
  const { starts, states } = pass;
  const table = starts.values;
  return (offset) => {
    const at = pieceAt(table, starts.length, offset);
    return at >= 0 && states[at] === true;
  };
}

class SightPass implements TokenSink {
  readonly starts = new NumberList();
  readonly states: boolean[] = [];
  readonly #source: string;
  readonly #xhtml: boolean;
  readonly #quirks: boolean;
  readonly #cascade = new Cascade();
  readonly #unread: boolean;
  readonly #facts = new Map<string, Facts>();
  readonly #open: Instance[] = [];
  readonly #root: Instance;
  readonly #stack = new ElementStack((_element, index, stays) => this.#leave(index, stays));
  #nodes = 0;
  #foreign = 0;
  #state = false;
  #link = '#0000ee';

  constructor(source: string, { xhtml, sheets, linked }: SightOptions) {
    this.#source = source;
    this.#xhtml = xhtml;
    this.#quirks = !/^[^<]*(?:<(?:\?|!--)[^>]*>[^<]*){0,4}<!doctype/i.test(source.slice(0, 4096)) && !xhtml;
    for (const { text, last } of sheets) this.#cascade.add(text, last);
    this.#unread = linked || this.#cascade.imports;
    const look = firstLook(this.#unread);
    this.#root = {
      node: {
        name: '',
        id: '',
        classes: [],
        parent: undefined,
        facts: NO_FACTS,
        look,
        children: undefined,
        last: undefined,
      },
      murky: false,
    };
  }

  /** @returns False when it was given up. */
  run(): boolean {
    const units = platform.units(this.#source);
    new Tokenizer(this.#source, units, this, { xhtml: this.#xhtml }).run();
    return !this.#cascade.exhausted && this.#nodes <= MAX_NODES;
  }

  get foreign(): boolean {
    return this.#foreign > 0;
  }

  comment(): void {}

  cdata(start: number): void {
    this.text(start);
  }

  text(start: number): void {
    const { node, murky } = this.#open.at(-1) ?? this.#root;
    const hidden = this.#foreign > 0 ? node.look.gone || node.look.invisible : hides(node.look, murky);
    if (hidden === this.#state) return;
    this.#state = hidden;
    this.starts.push(start);
    this.states.push(hidden);
  }

  open(tag: StartTag, selfClosing: boolean): void {
    const { kind } = tag;
    const { flags, name } = kind;
    if (flags & VOID) {
      if (tag.flags & PAINT) this.#enter(this.#factsOf(tag), false);
      return;
    }
    if (name === 'script' || name === 'style') return;
    if (name === 'body' && tag.value('link') !== '') this.#link = tag.value('link');
    const closed = selfClosing && (this.#xhtml || this.#foreign > 0);
    this.#stack.prepare(kind);
    if (flags & (ROW | CELL | ROW_GROUP) && !this.#stack.inTable) {
      this.#stack.push('table', TABLE | BLOCK);
      this.#enter(this.#plain('table'), true);
    }
    this.#stack.push(name, flags);
    this.#enter(this.#factsOf(tag), true);
    if (flags & FOREIGN) this.#foreign++;
    if (closed) this.#stack.close(kind);
  }

  close(kind: ElementKind): void {
    const { name } = kind;
    if (name === 'script' || name === 'style' || name === 'body' || name === 'html') return;
    this.#stack.close(kind);
  }

  #leave(index: number, stays: boolean): void {
    const { node } = this.#open[index]!;
    if (node.facts.foreign) this.#foreign--;
    if (!stays) {
      this.#open.length = index;
      return;
    }
    // What is in it goes on without it.
    let parent = index === 0 ? this.#root : this.#open[index - 1]!;
    this.#open[index] = { node: { ...parent.node, facts: NO_FACTS }, murky: parent.murky };
    for (let i = index + 1; i < this.#open.length; i++) {
      const { node: old, murky } = this.#open[i]!;
      if (old.facts === NO_FACTS) {
        this.#open[i] = { node: { ...parent.node, facts: NO_FACTS }, murky: parent.murky };
        continue;
      }
      const next = this.#child(parent.node, old.facts);
      parent = { node: next, murky: murky || (parent.murky && !next.look.own) };
      this.#open[i] = parent;
    }
  }

  /** @param stays The element holds others. */
  #enter(facts: Facts, stays: boolean): void {
    const parent = this.#open.at(-1) ?? this.#root;
    const node = this.#child(parent.node, facts);
    const { look } = node;
    if (look.floats && !look.gone) parent.murky = true;
    if (stays) this.#open.push({ node, murky: parent.murky && !look.own });
  }

  #child(parent: Node, facts: Facts): Node {
    const { last } = parent;
    if (last?.facts === facts) return last;
    this.#cascade.spend(1);
    let node = parent.children?.get(facts);
    if (node === undefined) {
      const { name, id, classes } = facts;
      node = { name, id, classes, parent, facts, look: parent.look, last: undefined, children: undefined };
      if (!this.#cascade.exhausted) node.look = this.#look(node);
      if (++this.#nodes > MAX_NODES) return node;
      if (last !== undefined) (parent.children ??= new Map([[last.facts, last]])).set(facts, node);
    }
    parent.last = node;
    return node;
  }

  #look(node: Node): Look {
    const { name, facts } = node;
    const around = node.parent!.look;
    const values = new Map(facts.hints);
    if (name === 'a' && facts.leads) values.set('color', this.#link);
    else if (name === 'table' && this.#quirks) values.set('color', 'initial');
    const { usual, strong, settled } = this.#cascade.of(node);
    for (const [property, value] of usual) values.set(property, value);
    if (this.#unread && (facts.named || !PLAIN.has(name))) {
      for (const property of ['color', 'background-color'])
        if (!settled.has(property)) values.set(property, MAYBE);
    }
    const own = new Map<string, string>();
    const inline = facts.style === '' ? [] : declarationsOf(facts.style);
    for (const { property, value } of inline) own.set(property, value);
    for (const [property, value] of own) values.set(property, value);
    for (const [property, value] of strong) values.set(property, value);
    for (const { property, value, important } of inline) {
      if (important) values.set(property, value);
    }
    // A whole page that starts hidden is shown by its script.
    const box = name === 'html' || name === 'body' ? own : values;
    const look = lookIn(around, values, box);
    return facts.gone && !look.gone ? { ...look, gone: true } : look;
  }

  #plain(name: string): Facts {
    let facts = this.#facts.get(name);
    if (facts === undefined) {
      facts = { ...NO_FACTS, key: name, name };
      this.#facts.set(name, facts);
    }
    return facts;
  }

  #factsOf(tag: StartTag): Facts {
    let key = tag.kind.name;
    if (this.#foreign > 0 && (key === 'title' || key === 'desc' || key === 'metadata')) key = ` ${key}`;
    else if (key === 'a' && tag.find('href') >= 0) key = 'a href';
    if (tag.flags & PAINT) {
      for (let i = 0; i < tag.count; i++) {
        if (tag.flagsOf(i) & PAINT)
          key += `\n${tag.nameOf(i)}\n${this.#source.slice(tag.starts[i], tag.ends[i])}`;
      }
    }
    const known = this.#facts.get(key);
    if (known !== undefined) return known;
    const read = factsOf(tag, this.#source, this.#cascade, key.startsWith(' '));
    // Tags that say the same have the same facts, whatever else they say.
    const facts = this.#facts.get(read.key) ?? read;
    if (this.#facts.size >= MAX_FACTS) this.#facts.clear();
    this.#facts.set(key, facts);
    this.#facts.set(read.key, facts);
    return facts;
  }
}
