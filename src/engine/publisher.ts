/**
 * The county or prefecture that a document speaks for: most people in its lists got their numbers there. An assumption,
 * and told as one in evidence.
 */
import type { Segment } from '../core/index.js';

/** A place with the six-digit address codes that its people's numbers may carry. */
export interface PublisherPlace {
  readonly name: string;
  readonly codes: readonly string[];
}

/** Titles stand at the top, who signs at the end. */
const HEAD_REACH = 300;
const SIGNATURE_REACH = 200;
/** Metadata of a page that names who publishes it. */
const META = /^(?:site ?name|title|articletitle|contentsource|author|source|og:site_name|publisher)$/i;
/** Lines that name who publishes a page. */
const OWNER_LINE =
  /(?:主办|承办|发布(?:机构|单位)|制作单位|信息来源|来\s?源|发文机关|版权所有|网站标识)[^\n]{0,40}/g;
const OWNER_LINES = 20;
/** Characters of the longest name, and of the shortest. */
const LONGEST_NAME = 12;
const SHORTEST_NAME = 2;
const LAST = /[县区市旗州盟]/g;

/** Codes of one county, that of today first. */
type County = readonly string[];

export class Publishers {
  readonly #table: string;
  #names: ReadonlyMap<string, string | readonly County[]> | undefined;

  readonly #known: () => readonly string[];

  /**
   * @param table Names with their codes, `patterns` of `generated/divisions`.
   * @param known All address codes that there are.
   */
  constructor(table: string, known: () => readonly string[]) {
    this.#table = table;
    this.#known = known;
  }

  placeOf(segments: readonly Segment[]): PublisherPlace | undefined {
    // What is called by its title is that; a body's name at the end counts only where nothing before tells.
    for (const texts of sources(segments)) {
      const place = this.#in(texts);
      if (place !== undefined) return place;
    }
    return undefined;
  }

  #in(texts: readonly string[]): PublisherPlace | undefined {
    const counties = new Map<string, readonly County[]>();
    const prefectures = new Map<string, string>();
    for (const text of texts) {
      for (const { index } of text.matchAll(LAST)) {
        for (let length = Math.min(LONGEST_NAME, index + 1); length >= SHORTEST_NAME; length--) {
          const name = text.slice(index + 1 - length, index + 1);
          const place = this.#places().get(name);
          if (place === undefined) continue;
          if (typeof place === 'string') prefectures.set(name, place);
          else counties.set(name, place);
          break;
        }
      }
    }
    // 市中区 of many cities: the one whose city is named too.
    const inNamed = ([today]: County): boolean =>
      [...prefectures.values()].some((prefix) => today?.startsWith(prefix));
    const named = [...counties];
    const fitting = named.filter(([, all]) => all.some(inNamed));
    const [chosen, another] = fitting.length > 0 ? fitting : named;
    if (chosen !== undefined && another === undefined) {
      const [name, all] = chosen;
      const own = all.filter(inNamed);
      return { name, codes: (own.length > 0 ? own : all).flat() };
    }
    const [only, further] = prefectures;
    if (only === undefined || further !== undefined) return undefined;
    return { name: only[0], codes: this.#codesOf(only[1]) };
  }

  /** Codes of a prefecture's counties, the former ones too. */
  #codesOf(prefix: string): readonly string[] {
    const codes = new Set(this.#known().filter((code) => code.startsWith(prefix)));
    for (const place of this.#places().values()) {
      if (typeof place === 'string') continue;
      for (const county of place)
        if (county[0]?.startsWith(prefix) === true) for (const code of county) codes.add(code);
    }
    return [...codes];
  }

  /** Name → prefix of a prefecture, or the counties of that name. */
  #places(): ReadonlyMap<string, string | readonly County[]> {
    if (this.#names !== undefined) return this.#names;
    const names = new Map<string, string | readonly County[]>();
    for (const entry of this.#table.split(',')) {
      const [, name = '', digits = ''] = /^(\D+)(\d+)$/.exec(entry) ?? [];
      const before = names.get(name);
      if (digits.length === 4) names.set(name, digits);
      else names.set(name, [...(typeof before === 'object' ? before : []), digits.match(/\d{6}/g) ?? []]);
    }
    this.#names = names;
    return names;
  }
}

/** Texts that may name who publishes a document, the most telling first. */
function* sources(segments: readonly Segment[]): Generator<readonly string[]> {
  const of = (...channels: string[]): Segment[] =>
    segments.filter(({ channel }) => channels.includes(channel));
  const bodies = of('body', 'ocr').map(({ text }) => text);
  yield of('title').map(({ text }) => text.slice(0, HEAD_REACH));
  yield bodies.slice(0, 1).map((text) => text.slice(0, HEAD_REACH).replace(/[\t ]+/g, ''));
  yield of('metadata')
    .filter(({ label }) => label !== undefined && META.test(label))
    .map(({ text }) => text.slice(0, HEAD_REACH));
  yield bodies.flatMap((text) => ownerLines(text));
  yield bodies.slice(-1).map((text) => text.trimEnd().slice(-SIGNATURE_REACH));
}

function ownerLines(text: string): string[] {
  const lines: string[] = [];
  for (const [line] of text.matchAll(OWNER_LINE)) {
    if (lines.push(line) >= OWNER_LINES) break;
  }
  return lines;
}
