/**
 * Detailed Chinese addresses: from the village down to the room, with whatever stands above.
 *
 * Anchors (a numeral beside a unit word, the word 住, 址 or 籍) are found in one pass; only the clause
 * around one is folded and parsed. Sources: GB/T 23705-2009 (levels of an address); the gazetteer and
 * the unit words of `patterns/address/`.
 */
import type { AddressPart, Candidate, Detector, Evidence, SegmentView, Span } from '../../core/index.js';
import { AddressEnd } from './address-end.js';
import { BareCells } from './bare-cells.js';
import { type Chain, ChainFinder } from './chain.js';
import { type Clause, cutClause } from './clause.js';
import { CueWords } from './cue-words.js';
import { type Grain, grainOf, subtypeOf, trimmed } from './grain.js';
import { KINDS } from './kinds.js';
import { latinAddresses } from './latin.js';
import {
  BUILDING,
  COUNTY,
  ESTATE,
  FLOOR,
  GROUP,
  LEVELS,
  NUMBER,
  ROAD,
  ROOM,
  TOWN,
  UNIT,
  VILLAGE,
} from './levels.js';
import {
  CLASS_CUE,
  CLASS_DIGIT,
  CLASS_HEAD,
  CLASS_LEVEL,
  CLASS_NUMERAL,
  CLASS_PLACE,
  CLASS_STOP,
  CLASS_UNIT,
  GROUPS,
  isBlank,
  isHan,
  isLink,
  Lexicon,
  PAIR_LEFT,
  PAIR_RIGHT,
  PAIR_SHIFT,
} from './lexicon.js';
import { allowed } from './named-part.js';
import { Ownership } from './ownership.js';
import { BY_SHORT, type Part, STUMP } from './part.js';
import { pastedCells } from './pasted-list.js';
import type { AddressPatterns } from './patterns.js';
import { rowPieces } from './row.js';

export type { AddressPatterns } from './patterns.js';

/**
 * @param patterns `patterns/address` as compiled; its lists are split on the first text.
 * @returns A detector that yields candidates in the order of the text, which never overlap.
 */
export function createDetector(patterns: AddressPatterns): Detector {
  let tools: Tools | undefined;
  return {
    entity: 'address',
    scoring: patterns.scoring,
    detect(view) {
      if (tools === undefined) {
        const lexicon = new Lexicon(patterns);
        const words = new CueWords(new Map(KINDS.map(([kind, bit]) => [bit, lexicon.words(kind)])));
        tools = {
          lexicon,
          chains: new ChainFinder(lexicon),
          ends: new AddressEnd(lexicon, words),
          ownership: new Ownership(lexicon, words),
        };
      }
      const latin = latinAddresses(view);
      return latin.length === 0 ? detect(view, tools) : merged(detect(view, tools), latin);
    },
  };
}

/** Candidates of both scripts in the order of the text; where they meet, the one that begins first. */
function* merged(han: Iterable<Candidate>, latin: readonly Candidate[]): Generator<Candidate> {
  let next = 0;
  let end = 0;
  for (const candidate of han) {
    for (; next < latin.length && latin[next]!.span.start < candidate.span.start; next++) {
      if (latin[next]!.span.start < end) continue;
      end = latin[next]!.span.end;
      yield latin[next]!;
    }
    if (candidate.span.start < end) continue;
    end = candidate.span.end;
    yield candidate;
  }
  for (; next < latin.length; next++) if (latin[next]!.span.start >= end) yield latin[next]!;
}

interface Tools {
  readonly lexicon: Lexicon;
  readonly chains: ChainFinder;
  readonly ends: AddressEnd;
  readonly ownership: Ownership;
}

function* detect(view: SegmentView, tools: Tools): Generator<Candidate> {
  const { lexicon, chains } = tools;
  const { text } = view;
  const { classes } = lexicon;
  const table = view.segment.cells ?? pastedCells(text);
  const cells = table.length > 0;
  const bare = new BareCells(text, table);
  const forced = cells ? bare.anchors() : [];
  let floor = 0;
  let taken = 0;
  let next = 0;
  const after = (from: number): number => {
    while (next < forced.length && forced[next]! < from) next++;
    return nextAnchor(view, from, forced[next] ?? -1, lexicon, cells);
  };
  for (let i = after(0); i >= 0; i = after(i + 1)) {
    const bits = classes[text.charCodeAt(i)]!;
    const apart = cells && (bits & CLASS_UNIT) !== 0 && isGroupCell(text, i);
    const anchor = (bits & CLASS_CUE) !== 0 ? valueStart(text, i, classes) : i;
    if (anchor < 0) continue;
    const row = cells ? rowPieces(lexicon, text, table, anchor, taken, bare) : undefined;
    const clause =
      apart && row === undefined
        ? cutClause(lexicon, text, anchor, taken, ROW_CELLS)
        : cutClause(lexicon, text, anchor, floor, 0, row);
    // A clause cut short by its limit may hold the head of the next address: read its end again.
    const whole =
      clause.end >= text.length ||
      clause.end === row?.cell.end ||
      (classes[text.charCodeAt(clause.end)]! & CLASS_STOP) !== 0;
    let last = -1;
    let cut = -1;
    for (const chain of chains.find(clause)) {
      const start = clause.at[chain.parts[0]!.start]!;
      if (!whole && start > anchor && clause.text.length - chain.parts.at(-1)!.end < CUT_TAIL) {
        cut = start;
        break;
      }
      const candidate = candidateOf(view, clause, trimmed(lexicon, clause.text, chain), tools);
      if (candidate === undefined) continue;
      last = candidate.span.end;
      taken = last;
      yield candidate;
    }
    const end = Math.min(clause.end, row?.cell.end ?? text.length);
    floor = cut >= 0 ? cut : Math.max(anchor + 1, last, whole ? end : end - 45);
    i = floor - 1;
  }
}

/** The first anchor from `from` on, `forced` when none stands before it (−1: none at all): the one loop that reads every character, kept out of the generator. */
function nextAnchor(
  { text, units }: SegmentView,
  from: number,
  forced: number,
  lexicon: Lexicon,
  cells: boolean,
): number {
  const pairs = cells ? lexicon.cellPairs : lexicon.pairs;
  const end = forced < 0 ? text.length : forced;
  if (units === undefined) {
    for (let i = from; i < end; i++)
      if ((pairs[text.charCodeAt(i)]! & PAIR_RIGHT) !== 0 && isAnchor(text, i, lexicon, cells)) return i;
    return forced;
  }
  // What `isAnchor` would find out, for nearly all units: nothing before this one makes it an anchor.
  let before = from > 0 ? pairs[units[from - 1]!]! : PAIR_LEFT;
  for (let i = from; i < end; i++) {
    const pair = pairs[units[i]!]!;
    if (((before >> PAIR_SHIFT) & pair) !== 0 && isAnchor(text, i, lexicon, cells)) return i;
    before = pair;
  }
  return forced;
}

/** A chain that ends this near to where a clause was cut may go on behind the cut. */
const CUT_TAIL = 12;

/** Cells before the group's that may name its village and town. */
const ROW_CELLS = 3;

/** Whether the cell around the unit word at `i` holds nothing but a group: its village stands in the cell before. */
function isGroupCell(text: string, i: number): boolean {
  return (
    /\t[第0-9０-９一二三四五六七八九十百]{1,6}$/u.test(text.slice(Math.max(0, i - 7), i)) &&
    /^(?:[组組队隊社屯]|村民小[组組])(?:[\t\n]|$)/u.test(text.slice(i, i + 5))
  );
}

/** Where the value of a cue (住, 住址, 户籍地) begins: behind the rest of the label, a link and blanks; -1 for none. */
function valueStart(text: string, cue: number, classes: Uint8Array): number {
  let i = cue + 1;
  const limit = Math.min(text.length, cue + 14);
  while (i < limit && /[地址所在为是系于：:\s（(）)]/u.test(text[i]!)) i++;
  if (i >= limit || (classes[text.charCodeAt(i)]! & CLASS_STOP) !== 0) return -1;
  return i;
}

/** 住, 址, 籍, 户口: no 住宅, 入住, 网址. */
function isCue(text: string, i: number): boolean {
  const before = text[i - 1] ?? ' ';
  if (text[i] === '口') return before === '户' || before === '戶';
  if (text[i] === '址') return before !== '网' && before !== '網';
  return (
    text[i] !== '住' ||
    !('入忍按捂抓拦记盯拿'.includes(before) || '宅房院宿建保率客口'.includes(text[i + 1] ?? ' '))
  );
}

/** Units before a numeral in which the name of a place must end. */
const HEAD_REACH = 14;

/** Whether the character at `i` may belong to an address: a cheap look at its neighbours. */
function isAnchor(text: string, i: number, lexicon: Lexicon, cells: boolean): boolean {
  const { classes } = lexicon;
  const bits = classes[text.charCodeAt(i)]!;
  // 户口: the second character alone is a common one.
  if ((bits & CLASS_CUE) !== 0) return isCue(text, i);
  let before = i - 1;
  while (before >= 0 && before > i - 4 && isBlank(text.charCodeAt(before))) before--;
  if (before < 0) return false;
  const left = classes[text.charCodeAt(before)]!;
  if ((bits & CLASS_UNIT) !== 0 && (left & CLASS_NUMERAL) !== 0 && isUnit(text, i, before, lexicon))
    return true;
  if ((bits & CLASS_DIGIT) !== 0 && (left & CLASS_DIGIT) === 0) {
    let j = before;
    while (j >= 0 && j > before - 4 && isLink(text.charCodeAt(j))) j--;
    if (j >= 0 && (classes[text.charCodeAt(j)]! & CLASS_LEVEL) !== 0) return !isMeasure(text, i);
    if (j >= 0 && isHan(text.charCodeAt(j)) && isHyphened(text, i)) return true;
  }
  // 西关清真寺家属院 in a column of homes: a name at the end of its cell.
  if (cells && (bits & (CLASS_LEVEL | CLASS_PLACE)) === CLASS_LEVEL)
    return (
      i + 1 === text.length ||
      (classes[text.charCodeAt(i + 1)]! & CLASS_STOP) !== 0 ||
      isBlank(text.charCodeAt(i + 1))
    );
  if ((bits & CLASS_PLACE) === 0) return false;
  if (cells) return true;
  let j = i - 1;
  while (j >= 0 && j > i - 8 && text[j] !== '村' && text[j] !== '区') j--;
  // 区域经济社会, 振兴局组织: no group by its name.
  return j >= 0 && j > i - 8 && GROUPS.includes(text[i]!) && isGroup(text, i, lexicon);
}

/** A unit word for a group ends with the character at `i`. */
function isGroup(text: string, i: number, { named, fold }: Lexicon): boolean {
  const head = fold[text.charCodeAt(i)]!;
  return (
    named.get(head)?.some(({ word, not }) => {
      const start = i + 1 - word.length;
      for (let j = 0; j < word.length; j++)
        if (fold[text.charCodeAt(start + j)] !== word.charCodeAt(j)) return false;
      return allowed({ word, not, level: 0 }, text, i + 1);
    }) === true
  );
}

/** 公路7294公里, 小区12亩: digits behind the name of a place that count something. */
function isMeasure(text: string, i: number): boolean {
  let end = i + 1;
  while (end - i < MOST_DIGITS && isDigit(text.charCodeAt(end))) end++;
  return end - i > 1 && MEASURE.test(text.slice(end, end + 2));
}

const MOST_DIGITS = 9;
const MEASURE = /^(?:[亩㎡万亿%％‰℃元吨]|公[里顷斤]|平[方米]|千[米克瓦])/u;
/** Marks behind which a value may begin. */
const STARTS_VALUE = '\n\t：:，,（(';
const isDigit = (code: number): boolean =>
  (code >= 0x30 && code <= 0x39) || (code >= 0xff10 && code <= 0xff19);

/** 中路6-2, no 010-6…: area codes begin with 0. */
function isHyphened(text: string, i: number): boolean {
  const first = text.charCodeAt(i);
  if (!isDigit(first) || first === 0x30 || first === 0xff10) return false;
  for (let j = i + 1; j < i + 4; j++) {
    const code = text.charCodeAt(j);
    if (code === 0x2d || code === 0xff0d || code === 0x2014) return isDigit(text.charCodeAt(j + 1));
    if (!isDigit(code)) return false;
  }
  return false;
}

/** What an order or a letter is called before its number; no name of a place ends with it. */
const PAPERS = '令函文告';

/** A unit word behind a numeral that may follow the name of a place: no 一组织, no 〔2020〕7号. */
function isUnit(text: string, i: number, numeral: number, { classes, fold, numbered }: Lexicon): boolean {
  const head = fold[text.charCodeAt(i)]!;
  if (head === text.charCodeAt(i)) {
    const unit = numbered.get(head)?.find(({ word }) => text.startsWith(word, i));
    if (unit?.not.some((word) => text.startsWith(word, i + unit.word.length)) === true) return false;
    // A flat of a known house may be all that a cell or a line says: 3栋2单元501室.
    const next = unit === undefined ? 0 : classes[text.charCodeAt(i + unit.word.length)]!;
    if (unit !== undefined && unit.level >= BUILDING && head >= 0x80 && (next & CLASS_NUMERAL) !== 0)
      return true;
  }
  let j = numeral;
  while (j >= 0 && j > numeral - 8 && (classes[text.charCodeAt(j)]! & CLASS_NUMERAL) !== 0) j--;
  // 国务院令第711号: the number of a paper.
  if (text[j] === '第' && PAPERS.includes(text[j - 1] ?? '.')) return false;
  const start = j;
  for (const low = Math.max(-1, j - HEAD_REACH); j > low; j--) {
    const bits = classes[text.charCodeAt(j)]!;
    if ((bits & CLASS_HEAD) !== 0) return true;
    // 青岗3组 in a cell or behind a label: a village without its word.
    if (j < start && j >= start - 4 && STARTS_VALUE.includes(text[j]!) && GROUPS.includes(text[i]!))
      return true;
    if (text[j] === '\t') return isGroupCell(text, i);
    if ((bits & CLASS_STOP) !== 0 && text[j] !== '\n') return false;
  }
  return false;
}

function candidateOf(
  view: SegmentView,
  clause: Clause,
  chain: Chain,
  { lexicon, ends, ownership }: Tools,
): Candidate | undefined {
  const grain = grainOf(lexicon, clause.text, chain);
  if (grain === undefined) return undefined;
  const first = chain.parts[0]!;
  if (grain.hidden && BLANK_FORM.test(clause.text.slice(first.start, chain.parts.at(-1)!.end)))
    return undefined;
  const tail = ends.tail(clause, first.start, chain.parts.at(-1)!.end, chain.parts.at(-1)!.level);
  const span = {
    start: clause.at[first.start]!,
    end: spanEnd(view.text, clause.at[tail - 1]! + 1),
  };
  // In a row the last cell is the one whose header is about addresses.
  const last = clause.joined ? clause.at[chain.parts.at(-1)!.start]! : undefined;
  const evidence = ownership.evidence(view, span, grain, clause.text.slice(first.start, tail), last);
  if (evidence === undefined) return undefined;
  const stop = ends.housed(clause, tail);
  const at = clause.at.slice(first.start, stop);
  const address = chain.parts.map(
    (part, i): AddressPart => ({
      level: LEVELS[levelOf(part, chain.parts[i + 1])]!,
      start: clause.at[part.start]!,
      end: clause.at[part.end - 1]! + 1,
    }),
  );
  return {
    entity: 'address',
    subtype: subtypeOf(grain.level),
    span: stop === tail ? span : { ...span, end: spanEnd(view.text, clause.at[stop - 1]! + 1) },
    value: clause.text.slice(first.start, stop),
    at,
    status: grain.known ? 'valid' : 'unverifiable',
    evidence: [...shape(grain, clause.text, chain), ...use(lexicon, clause.text, chain), ...evidence],
    ...(grain.hidden || (!grain.detailed && isCut(view.text, span)) ? { masked: true } : {}),
    address,
  };
}

/** 幸福社区***, 北坊苏木***: the fine part was taken away. */
function isCut(text: string, { start, end }: Span): boolean {
  return (
    /[*＊]{2}/u.test(text.slice(start, end)) ||
    /^\p{Script=Han}{0,6}[*＊×●■█]/u.test(text.slice(end, end + 8))
  );
}

/** 龙湖世纪城, 南京西路: what may be the short name of a division belongs to the name behind it, which a suggestion must not keep. */
function levelOf(part: Part, next: Part | undefined): number {
  if (next === undefined || (part.flags & BY_SHORT) === 0) return part.level;
  const doubtful = (part.level === COUNTY && next.level > TOWN) || (next.flags & STUMP) !== 0;
  return doubtful ? next.level : part.level;
}

/** XX省XX市XX路XX号: how an address should be written. */
const BLANK_FORM =
  /^(?:[Xx*]+(?:省|自治区|市|区|县|镇|乡|街道|村|社区|组|路|街|巷|小区|号楼|号|栋|幢|单元|室|户))+$/u;

/** A reading behind the last character, `號(hào)`, goes with it. */
function spanEnd(text: string, end: number): number {
  return (
    end + (/^[(（][a-zāáǎàēéěèīíǐìōóǒòūúǔùüǖǘǚǜ]{2,6}[)）]/u.exec(text.slice(end, end + 9))?.[0].length ?? 0)
  );
}

/** What a place is used for, by its own words: a flat in an estate, a group of a village, a shop in a tower. */
function use(lexicon: Lexicon, text: string, chain: Chain): Evidence[] {
  // 溪苑路, 广场街: a road says nothing about the house.
  const value = chain.parts
    .filter(({ level }) => level >= ESTATE)
    .map(({ start, end }) => text.slice(start, end))
    .join(' ');
  const has = (level: number): boolean => chain.parts.some((part) => part.level === level);
  const home = lexicon.words('residential').find((word) => value.includes(word));
  const trade = lexicon.words('commercial').find((word) => value.includes(word));
  if (trade !== undefined && home === undefined) return [{ code: 'commercial-place', text: trade }];
  if (home !== undefined && trade === undefined) return [{ code: 'dwelling', text: home }];
  if (trade !== undefined) return [];
  if (has(GROUP) || (has(BUILDING) && (has(ROOM) || has(UNIT)))) return [{ code: 'dwelling' }];
  if (has(ROAD) && has(NUMBER) && !has(BUILDING) && !has(ROOM)) return [{ code: 'street-number' }];
  return [];
}

/** Evidence from the parts themselves. */
function shape(grain: Grain, text: string, chain: Chain): Evidence[] {
  const evidence: Evidence[] = [];
  const has = (level: number): boolean => chain.parts.some((part) => part.level === level);
  if (grain.known) evidence.push({ code: 'gazetteer' });
  if (grain.coarse >= 3) evidence.push({ code: 'levels', count: grain.coarse });
  if (!grain.detailed) evidence.push({ code: 'coarse' });
  else if (grain.level > NUMBER) evidence.push({ code: 'fine' });
  if (has(ROAD) && has(NUMBER)) evidence.push({ code: 'number-behind-road' });
  if (has(VILLAGE) && grain.detailed) evidence.push({ code: 'group-behind-village' });
  // 明德楼3楼: a storey of a named building, with nothing around it, is a place in a notice; D6-15楼 names the block too.
  if (
    grain.level === FLOOR &&
    !text.slice(chain.parts.at(-1)!.start).includes('-') &&
    !has(ROAD) &&
    !has(NUMBER) &&
    !has(TOWN) &&
    !has(COUNTY)
  )
    evidence.push({ code: 'storey-alone' });
  if (grain.loose === true) evidence.push({ code: 'name-without-unit' });
  if (grain.hidden) evidence.push({ code: 'redacted' });
  if (!chain.natural) evidence.push({ code: 'starts-in-word' });
  return evidence;
}
