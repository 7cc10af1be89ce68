/** Data styles that keep cells from the reader: `;;;`, stars in place of numbers. Source: OpenDocument 1.3, part 3, clause 16.29. */
import type { Unshown } from '../sheet/number-format.js';

/** Parts of a style that show nothing of the value. */
const WORDS: ReadonlySet<string> = new Set(['text', 'fill-character', 'currency-symbol', 'text-properties']);
/** A part's condition is tried with a number as long as a mobile. */
const SAMPLE = 13_000_000_000;

export function isDataStyle(name: string): boolean {
  return /^(?:number|currency|percentage|date|time|boolean|text)-style$/.test(name);
}

interface Parts {
  readonly ofText: boolean;
  /** Something of a number or a text is shown. */
  value: boolean;
  /** Styles that count in its place, with their conditions. */
  readonly maps: { readonly condition: string; readonly style: string }[];
}

export class DataStyles {
  readonly #known = new Map<string, Parts>();
  #open: Parts | undefined;

  /** @param element Local name, `number-style` … */
  begin(element: string, name: string): void {
    this.#open = { ofText: element === 'text-style', value: false, maps: [] };
    this.#known.set(name, this.#open);
  }

  /** An element inside. @param get Its attributes by local name. */
  part(element: string, get: (name: string) => string | undefined): void {
    if (this.#open === undefined) return;
    if (element === 'map')
      this.#open.maps.push({ condition: get('condition') ?? '', style: get('apply-style-name') ?? '' });
    // Divided by a thousand, the last digits are not shown.
    else if (!WORDS.has(element) && Number(get('display-factor') ?? 1) <= 1) this.#open.value = true;
  }

  end(): void {
    this.#open = undefined;
  }

  unshown(name: string): Unshown | undefined {
    const style = this.#known.get(name);
    if (style === undefined) return undefined;
    const mapped = style.maps.find(({ condition }) => holds(condition));
    const ofNumbers = mapped === undefined ? style : (this.#known.get(mapped.style) ?? style);
    const texts = style.ofText && !style.value;
    if (!ofNumbers.value) return texts ? 'all' : 'numbers';
    return texts ? 'texts' : undefined;
  }
}

function holds(condition: string): boolean {
  const match = /^value\(\)\s*(<=|>=|!=|=|<|>)\s*(-?[\d.]+)$/.exec(condition.trim());
  if (match === null) return false;
  const limit = Number(match[2]);
  switch (match[1]) {
    case '<':
      return SAMPLE < limit;
    case '<=':
      return SAMPLE <= limit;
    case '>':
      return SAMPLE > limit;
    case '>=':
      return SAMPLE >= limit;
    case '!=':
      return SAMPLE !== limit;
    default:
      return SAMPLE === limit;
  }
}
