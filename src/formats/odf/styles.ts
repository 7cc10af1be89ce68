/** Styles that hide what they apply to, and colours. Source: OpenDocument 1.3, part 3, clauses 16 and 20. */
import { letterColour } from '../ooxml/ground.js';
import { attributeText } from '../ooxml/xml-text.js';
import { walkXml } from '../ooxml/xml-walk.js';
import type { Unshown } from '../sheet/number-format.js';
import { DataStyles, isDataStyle } from './data-styles.js';

/** Colours as `RRGGBB`; undefined: of what is around. */
export interface Look {
  readonly letters: string | undefined;
  readonly ground: string | undefined;
  /** What of a cell its data style does not show. */
  readonly unshown?: Unshown | undefined;
}

/** A style that counts in place of another where a condition holds. */
export interface StyleMap {
  readonly condition: string;
  readonly style: string;
  /** Address of the cell that references count from. */
  readonly base: string;
}

export interface OdfStyles {
  /** Names of styles that hide text, a sheet, a slide, a row or a column. */
  readonly hiding: ReadonlySet<string>;
  /** Names of styles with a colour of their own or of a style that they go on from. */
  readonly looks: ReadonlyMap<string, Look>;
  /** Conditions of styles, by their names. */
  readonly maps: ReadonlyMap<string, readonly StyleMap[]>;
}

interface Style {
  parent: string | undefined;
  letters: string | undefined;
  ground: string | undefined;
  data: string | undefined;
}

const GROUNDS: ReadonlySet<string> = new Set([
  'table-properties',
  'table-row-properties',
  'text-properties',
  'paragraph-properties',
  'table-cell-properties',
]);
/** Styles go on from each other; a circle ends here as well. */
const MOST_PARENTS = 16;

export function readStyles(...sources: readonly string[]): OdfStyles {
  const hiding = new Set<string>();
  const known = new Map<string, Style>();
  const maps = new Map<string, StyleMap[]>();
  const data = new DataStyles();
  for (const source of sources) {
    const styles: { name: string; style: Style }[] = [];
    // The body, perhaps a million cells, applies styles and defines none.
    const body = source.search(/<(?:\w+:)?body[\s>]/);
    walkXml(body < 0 ? source : source.slice(0, body), {
      open(name, attributes) {
        const get = (wanted: string): string | undefined => attributeText(source, attributes, wanted);
        if (name === 'style') {
          const style = {
            parent: get('parent-style-name'),
            letters: undefined,
            ground: undefined,
            data: get('data-style-name'),
          };
          styles.push({ name: get('name') ?? '', style });
          known.set(styles.at(-1)!.name, style);
          // LibreOffice names styles in conditions as its user sees them.
          const shown = get('display-name');
          if (shown !== undefined && !known.has(shown)) known.set(shown, style);
        }
        if (isDataStyle(name)) data.begin(name, get('name') ?? '');
        else data.part(name, get);
        const open = styles.at(-1);
        if (name === 'map' && open !== undefined) addMap(maps, open.name, get);
        if (!name.endsWith('-properties') || open === undefined) return;
        const hides =
          (name === 'text-properties' && get('display') === 'none') ||
          (name === 'table-properties' && get('display') === 'false') ||
          (name === 'drawing-page-properties' && get('visibility') === 'hidden') ||
          isZero(get('column-width')) ||
          isZero(get('row-height'));
        if (hides) hiding.add(open.name);
        // Automatic letters turn white on dark; their own colour is what they were before.
        if (name === 'text-properties' && get('use-window-font-color') !== 'true')
          open.style.letters = colour(get('color')) ?? open.style.letters;
        if (GROUNDS.has(name)) open.style.ground = colour(get('background-color')) ?? open.style.ground;
      },
      close(name) {
        if (name === 'style') styles.pop();
        else if (isDataStyle(name)) data.end();
      },
      text() {},
      rest() {},
    });
  }
  return { hiding, looks: inherited(known, data), maps };
}

function addMap(
  maps: Map<string, StyleMap[]>,
  name: string,
  get: (name: string) => string | undefined,
): void {
  const list = maps.get(name) ?? [];
  maps.set(name, list);
  list.push({
    condition: get('condition') ?? '',
    style: get('apply-style-name') ?? '',
    base: get('base-cell-address') ?? '',
  });
}

function inherited(known: ReadonlyMap<string, Style>, data: DataStyles): Map<string, Look> {
  const looks = new Map<string, Look>();
  for (const name of known.keys()) {
    let letters: string | undefined;
    let ground: string | undefined;
    let shownBy: string | undefined;
    let at = known.get(name);
    for (let level = 0; at !== undefined && level < MOST_PARENTS; level++) {
      letters ??= at.letters;
      ground ??= at.ground;
      shownBy ??= at.data;
      at = at.parent === undefined ? undefined : known.get(at.parent);
    }
    const unshown = shownBy === undefined ? undefined : data.unshown(shownBy);
    if (letters !== undefined || ground !== undefined || unshown !== undefined)
      looks.set(name, { letters, ground, unshown });
  }
  return looks;
}

/** `#rrggbb`, or `transparent`. */
function colour(value: string | undefined): string | undefined {
  return value === 'transparent' ? undefined : letterColour(value?.replace('#', ''));
}

function isZero(length: string | undefined): boolean {
  return length !== undefined && Number.parseFloat(length) === 0;
}
