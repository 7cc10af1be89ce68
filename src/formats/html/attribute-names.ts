/** What the reader must know of an attribute by its name. */
import { NameTable } from './names.js';

/** Its value is a URL, or several. */
export const URLS = 1;
/** Full of short numbers. */
export const NUMERIC = 2;
/** Says something about how the element is shown. */
export const DISPLAY = 4;

/** Its value is a page. */
export const MARKUP = 8;

/** How many rows or columns a cell takes. */
export const SPAN = 16;

/** Says something about how text in the element looks. */
export const PAINT = 32;

export interface AttributeName {
  readonly name: string;
  readonly flags: number;
}

const NAMES: NameTable<AttributeName> = build();

function build(): NameTable<AttributeName> {
  const flags = new Map<string, number>();
  const mark = (flag: number, names: string): void => {
    for (const name of names.split(' ')) flags.set(name, (flags.get(name) ?? 0) | flag);
  };
  mark(
    URLS,
    'href src action formaction data poster background cite longdesc srcset xlink:href codebase classid',
  );
  mark(NUMERIC, 'style class d points viewbox transform coords srcset sizes width height integrity');
  mark(DISPLAY, 'hidden style aria-hidden class id');
  mark(PAINT, 'hidden style aria-hidden class id bgcolor color text link background');
  mark(MARKUP, 'srcdoc');
  mark(SPAN, 'rowspan colspan');
  mark(0, 'media type name value content property itemprop http-equiv placeholder title alt');
  mark(0, 'target lang align border cellspacing cellpadding valign face size rel charset onclick role');
  return new NameTable([...flags].map(([name, value]) => [name, { name, flags: value }]));
}

/** @returns undefined for a name of which nothing is known. */
export function knownAttribute(units: Uint16Array, start: number, end: number): AttributeName | undefined {
  return NAMES.get(units, start, end);
}
