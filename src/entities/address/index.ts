/**
 * Detailed Chinese addresses: from the village down to the room, with whatever stands above.
 *
 * Anchors (a numeral beside a unit word, the word 住, 址 or 籍) are found in one pass; only the clause
 * around one is folded and parsed. Sources: GB/T 23705-2009 (levels of an address); the gazetteer and
 * the unit words of `patterns/address/`.
 */
import type { AddressPart, Candidate, Detector, Evidence, SegmentView, Span } from '../../core/index.js';
import { AddressEnd } from './address-end.js';
import { isGroupCell, nextAnchor, valueStart } from './anchors.js';
import { BareCells } from './bare-cells.js';
import { type Chain, ChainFinder } from './chain.js';
import { type Clause, cutClause } from './clause.js';
import { uncounted } from './counts.js';
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
import { CLASS_CUE, CLASS_STOP, CLASS_UNIT, Lexicon } from './lexicon.js';
import { listed } from './line-list.js';
import { isCellOnly } from './line-stretch.js';
import { OwnLine } from './own-line.js';
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
        const chains = new ChainFinder(lexicon);
        const words = new CueWords(new Map(KINDS.map(([kind, bit]) => [bit, lexicon.words(kind)])));
        tools = {
          lexicon,
          chains,
          lines: new OwnLine(lexicon, chains),
          ends: new AddressEnd(lexicon, words),
          ownership: new Ownership(lexicon, words),
        };
      }
      const latin = latinAddresses(view);
      const han = listed(view.text, detect(view, tools));
      return latin.length === 0 ? han : merged(han, latin);
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
  readonly lines: OwnLine;
  readonly ends: AddressEnd;
  readonly ownership: Ownership;
}

function* detect(view: SegmentView, tools: Tools): Generator<Candidate> {
  const { lexicon, chains, lines } = tools;
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
    const stands = (chain: Chain): boolean => isDetailed(lexicon, clause, chain);
    for (const chain of lines.join(clause, chains.find(clause), text, stands)) {
      const start = clause.at[chain.parts[0]!.start]!;
      if (!whole && start > anchor && clause.text.length - chain.parts.at(-1)!.end < CUT_TAIL) {
        cut = start;
        break;
      }
      const candidate = candidateOf(view, clause, chain, tools);
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

/** A chain that ends this near to where a clause was cut may go on behind the cut. */
const CUT_TAIL = 12;

/** Cells before the group's that may name its village and town. */
const ROW_CELLS = 3;

/** Whether a chain is a detailed address as it is, and more than a numeral makes it one. */
function isDetailed(lexicon: Lexicon, clause: Clause, found: Chain): boolean {
  const chain = uncounted(lexicon, clause, trimmed(lexicon, clause, found));
  const grain = chain === undefined ? undefined : grainOf(lexicon, clause, chain);
  return grain?.detailed === true && grain.loose !== true;
}

function candidateOf(
  view: SegmentView,
  clause: Clause,
  found: Chain,
  { lexicon, ends, lines, ownership }: Tools,
): Candidate | undefined {
  const chain = uncounted(lexicon, clause, trimmed(lexicon, clause, found));
  if (chain === undefined) return undefined;
  const grain = grainOf(lexicon, clause, chain);
  if (grain === undefined) return undefined;
  const first = chain.parts[0]!;
  if (grain.hidden && BLANK_FORM.test(clause.text.slice(first.start, chain.parts.at(-1)!.end)))
    return undefined;
  const tail = ends.tail(clause, first.start, chain.parts.at(-1)!.end, chain.parts.at(-1)!.level);
  const span = {
    start: clause.at[first.start]!,
    end: spanEnd(view.text, clause.at[tail - 1]! + 1),
  };
  // 学府花园  14:00-17:30: a time of day in the next column.
  if (CLOCK.test(view.text.slice(span.end - 1, span.end + 3))) return undefined;
  // In a row the last cell is the one whose header is about addresses.
  const last = clause.joined ? clause.at[chain.parts.at(-1)!.start]! : undefined;
  const alone = lines.isAlone(clause, view.text);
  const value = clause.text.slice(first.start, tail);
  const evidence = ownership.evidence(view, span, grain, value, last, alone);
  if (evidence === undefined) return undefined;
  const parts = shape(grain, clause.text, chain);
  if (
    isCellOnly(clause, view.text) &&
    parts.some(({ code }) => code === 'name-without-unit') &&
    !evidence.some(({ code }) => code.startsWith('label-'))
  )
    return undefined;
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
    evidence: [...parts, ...use(lexicon, clause.text, chain), ...evidence],
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

const CLOCK = /^\d[:：]\d\d/u;

/** XX省XX市XX路XX号: how an address should be written. */
const BLANK_FORM =
  /^(?:[Xx*]+(?:省|自治区|市|区|县|镇|乡|街道|村|社区|组|路|街|巷|小区|号楼|号|栋|幢|单元|室|户))+$/u;

/** A reading behind the last character, `號(hào)`, goes with it. */
function spanEnd(text: string, end: number): number {
  return (
    end + (/^[(（][a-zāáǎàēéěèīíǐìōóǒòūúǔùüǖǘǚǜ]{2,6}[)）]/u.exec(text.slice(end, end + 9))?.[0].length ?? 0)
  );
}

/** Blocks of flats, by their unit word; 号楼 may be any building. */
const BLOCK = /[栋幢]/u;

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
  // 明德楼3楼: a storey of a named building, with nothing around it, is a place in a notice; 15栋4楼, D6-15楼 name the block too.
  if (
    grain.level === FLOOR &&
    !text.slice(chain.parts.at(-1)!.start).includes('-') &&
    !has(UNIT) &&
    !(has(BUILDING) && BLOCK.test(text)) &&
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
