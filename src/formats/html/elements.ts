/** What the reader must know of an element. Sources: HTML Standard § 15 (rendering), § 13.1.2.4 (optional tags). */
import { NameTable } from './names.js';

export const BLOCK = 1;
/** Has no content and no end tag. */
export const VOID = 2;
export const CELL = 4;
export const ROW = 8;
export const TABLE = 16;
/** Keeps white space. */
export const PRE = 32;
/** Its content is not shown. */
export const HIDDEN = 64;
/** Content is raw text to the tokenizer, but markup to a reader of the source. */
export const RAW_MARKUP = 128;
/** Ends an open cell and row: `tr`, `tbody` … */
export const ROW_GROUP = 256;
/** Nothing outside it is ended by a tag inside it. */
export const BARRIER = 512;
/** A form control: it parts the words beside it. */
export const CONTROL = 1024;
/** Content is SVG or MathML. */
export const FOREIGN = 2048;
/** Ends at the next of its kind (`li`, `dt`, `option`). */
export const ITEM = 4096;
export const LIST = 8192;
/** Small text set beside other text: ruby. */
export const ASIDE = 16384;
/** Its content is text up to its own end tag; § 13.2.5.2–4. */
export const RAW_TEXT = 32768;

export interface ElementKind {
  readonly name: string;
  readonly flags: number;
}

const KINDS: NameTable<ElementKind> = build();

function build(): NameTable<ElementKind> {
  const flags = new Map<string, number>();
  const mark = (flag: number, names: string): void => {
    for (const name of names.split(' ')) flags.set(name, (flags.get(name) ?? 0) | flag);
  };
  mark(
    BLOCK,
    'address article aside blockquote body caption center dd details dialog dir div dl dt fieldset figcaption figure footer form frameset h1 h2 h3 h4 h5 h6 header hgroup hr html legend li listing main menu nav ol optgroup option p plaintext pre search section summary table tbody tfoot thead tr td th title ul xmp foreignobject',
  );
  mark(
    VOID,
    'area base basefont bgsound br col embed frame hr img input keygen link meta param source track wbr',
  );
  mark(CELL, 'td th');
  mark(ROW, 'tr');
  mark(TABLE, 'table');
  mark(ROW_GROUP, 'tbody thead tfoot');
  mark(PRE, 'pre textarea listing xmp plaintext');
  mark(HIDDEN, 'template noscript datalist noembed noframes iframe');
  mark(RAW_MARKUP, 'iframe noembed noframes');
  mark(BARRIER, 'table td th caption html object template foreignobject button');
  mark(CONTROL, 'button input select textarea');
  mark(FOREIGN, 'svg math');
  mark(ITEM, 'li dt dd option optgroup');
  mark(LIST, 'ul ol dl select menu dir datalist');
  mark(ASIDE, 'rt rp');
  mark(RAW_TEXT, 'script style title textarea xmp iframe noembed noframes plaintext');
  mark(0, 'a b br i em span font strong u small sub sup img nobr script style label o:p st1:chsdate');
  return new NameTable([...flags].map(([name, value]) => [name, { name, flags: value }]));
}

/** The kind of the element whose name stands at `start`…`end`; undefined for one that nothing is known of: inline. */
export function knownElement(units: Uint16Array, start: number, end: number): ElementKind | undefined {
  return KINDS.get(units, start, end);
}
