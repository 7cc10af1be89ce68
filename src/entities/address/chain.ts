/**
 * Joins parts into addresses: the best chains of a clause by dynamic programming over its characters.
 *
 * A chain is worth the sum of its parts, of how likely each follows the one before, and of where it
 * starts. The work for a clause is bounded by its length, which is bounded.
 */
import { type Clause, GAP_LINE, GAP_NONE } from './clause.js';
import { BARE, BY_GAZETTEER, BY_POSITION, BY_SHORT, BY_SIDE, GLUED, listParts, type Part } from './components.js';
import { BUILDING, COUNTY, FOLLOW, GROUP, LEVEL_COUNT, NUMBER, ROAD, ROOM, TOWN, UNIT } from './levels.js';
import { KIND_DIGIT, KIND_HAN, KIND_HARD, KIND_LETTER, KIND_MAYBE, KIND_SOFT, type Lexicon } from './lexicon.js';

/** What a chain must be worth before it takes its text from others. */
const FLOOR_SCORE = 1.2;
const REMARK_LIMIT = 26;
const UNNATURAL = -1.2;
/** 住宅, 住房, 住院: no value begins behind this 住. */
const NO_VALUE = '宅房院户所址建保持宿校';

export interface Chain {
  readonly parts: readonly Part[];
  readonly score: number;
  /** The chain starts where a value starts: behind a stop, a gap, a cue word. */
  readonly natural: boolean;
}

interface State {
  score: number;
  part: Part;
  before: State | undefined;
  start: number;
  natural: boolean;
}

/** How good a place `i` is for an address to start. */
function startScore(lexicon: Lexicon, clause: Clause, i: number): number {
  if (i === 0 || clause.gap[i] !== GAP_NONE) return 0;
  const { text } = clause;
  const code = text.charCodeAt(i - 1);
  const kind = lexicon.kinds[code]!;
  if ((kind & (KIND_HAN | KIND_LETTER | KIND_DIGIT)) === 0) return code === 0x2d || code === 0x2f ? -0.6 : 0;
  if ((kind & KIND_DIGIT) !== 0) {
    let digits = 1;
    while (digits < 7 && i - 1 - digits >= 0 && (lexicon.kinds[text.charCodeAt(i - 1 - digits)]! & KIND_DIGIT) !== 0) {
      digits++;
    }
    return digits >= 6 ? 0 : -1.2;
  }
  for (const word of lexicon.starts.get(code) ?? []) {
    if (!text.startsWith(word, i - word.length)) continue;
    if (word === '住' && NO_VALUE.includes(text[i]!)) break;
    return word.length > 1 || word === '住' ? 0.3 : 0;
  }
  if ((kind & (KIND_SOFT | KIND_HARD)) !== 0) return -0.2;
  if ((kind & KIND_MAYBE) !== 0) return -0.5;
  return UNNATURAL;
}

/** @returns Chains that don't overlap, in the order of the text. */
export function findChains(lexicon: Lexicon, clause: Clause): Chain[] {
  const { text } = clause;
  const n = text.length;
  const states: (State | undefined)[] = new Array((n + 1) * LEVEL_COUNT).fill(undefined);
  const reached = new Uint8Array(n + 1);
  const parts: Part[] = [];
  for (let i = 0; i < n; i++) {
    if (reached[i] === 1) jump(lexicon, clause, states, reached, i);
    const kind = lexicon.kinds[text.charCodeAt(i)]!;
    if ((kind & (KIND_HAN | KIND_LETTER | KIND_DIGIT)) === 0) continue;
    parts.length = 0;
    listParts(lexicon, clause, i, parts);
    if (parts.length === 0) continue;
    const fresh = startScore(lexicon, clause, i);
    for (const part of parts) relax(clause, states, reached, part, i, fresh);
  }
  return choose(states, n);
}

function relax(
  clause: Clause,
  states: (State | undefined)[],
  reached: Uint8Array,
  part: Part,
  at: number,
  fresh: number,
): void {
  const { level, end, flags } = part;
  let best: State | undefined;
  let score = Number.NEGATIVE_INFINITY;
  if (reached[at] === 1) {
    const line = clause.gap[at] === GAP_LINE;
    for (let from = 0; from < LEVEL_COUNT; from++) {
      const state = states[at * LEVEL_COUNT + from];
      if (state === undefined || (line && level <= from)) continue;
      let follow = FOLLOW[from * LEVEL_COUNT + level]!;
      if (follow <= -100) continue;
      // Going back to a coarser level needs a name that the gazetteer knows.
      if (level < from && level <= TOWN && (flags & BY_GAZETTEER) === 0) continue;
      if ((state.part.flags & BY_POSITION) !== 0 && level < NUMBER) continue;
      if ((flags & BARE) !== 0 && (state.part.flags & BARE) !== 0) continue;
      if ((flags & GLUED) !== 0 && from !== NUMBER && from < BUILDING) continue;
      if ((flags & BY_SIDE) !== 0 && from >= BUILDING) follow += 0.5;
      if (line) follow -= 0.8;
      else if (clause.gap[at] !== GAP_NONE && level <= from) follow -= 0.6;
      const total = state.score + follow + part.score;
      if (total > score) {
        score = total;
        best = state;
      }
    }
  }
  let begin = fresh;
  if ((flags & BY_GAZETTEER) !== 0) begin = Math.max(begin, level === TOWN || end - at < 3 ? -0.7 : -0.2);
  if (level === NUMBER || level > UNIT || level === GROUP || (flags & BY_SIDE) !== 0) begin = -2;
  else if (level === BUILDING || level === UNIT) begin = begin >= 0 ? -0.9 : -2;
  else if ((flags & BY_POSITION) !== 0) begin = begin >= 0 ? begin - 0.6 : -3;
  else if ((flags & BY_SHORT) !== 0) begin = Math.max(begin, -1) - 0.1;
  const alone = begin + part.score;
  const slot = end * LEVEL_COUNT + level;
  const known = states[slot];
  const total = Math.max(score, alone);
  if (known !== undefined && known.score >= total) return;
  reached[end] = 1;
  states[slot] =
    score >= alone && best !== undefined
      ? { score, part, before: best, start: best.start, natural: best.natural }
      : { score: alone, part, before: undefined, start: part.start, natural: fresh >= -0.2 || (level <= COUNTY && (flags & BY_GAZETTEER) !== 0) };
}

/** Passes a remark in brackets, or a separator between levels, that ends the parts which end at `at`. */
function jump(
  lexicon: Lexicon,
  clause: Clause,
  states: (State | undefined)[],
  reached: Uint8Array,
  at: number,
): void {
  const { text } = clause;
  const code = text.charCodeAt(at);
  let to = -1;
  let cost = 0.3;
  let from = TOWN;
  if (code === 0x28 || code === 0x3010) {
    const close = text.indexOf(code === 0x28 ? ')' : '】', at + 1);
    if (close > at && close - at <= REMARK_LIMIT) to = close + 1;
    // What the remark holds by itself (广中路788号) must not win over the chain that goes on behind it.
    cost = -1.5;
    from = COUNTY;
  } else if (code === 0x2d || code === 0x2f || code === 0xb7) {
    to = at + 1;
  } else if (code === 0x2c || code === 0x3001) {
    to = at + 1;
    cost = 0.9;
    const next = lexicon.kinds[text.charCodeAt(at + 1)] ?? 0;
    from = (next & (KIND_DIGIT | KIND_LETTER)) !== 0 ? NUMBER : 0;
  } else if (code === 0x7684 && at > 0) {
    // 幸福小区的3栋: only between a place and its parts.
    to = at + 1;
    cost = 0.8;
    from = ROAD;
  } else {
    // 南环路南侧5号: a direction between a road and a number.
    for (const aside of lexicon.words('aside')) {
      if (aside.length > 1 && text.startsWith(aside, at)) {
        to = at + aside.length;
        from = ROAD;
        cost = 0.2;
        break;
      }
    }
  }
  if (to < 0 || to >= clause.text.length) return;
  for (let level = from; level < LEVEL_COUNT; level++) {
    const state = states[at * LEVEL_COUNT + level];
    if (state === undefined) continue;
    if (code === 0x2c && level > TOWN && level < NUMBER) continue;
    const slot = to * LEVEL_COUNT + level;
    const score = state.score - cost;
    const known = states[slot];
    if (known !== undefined && known.score >= score) continue;
    states[slot] = { ...state, score };
    reached[to] = 1;
  }
}

/** Picks the chains that together are worth most. */
function choose(states: readonly (State | undefined)[], n: number): Chain[] {
  const best = new Float64Array(n + 1);
  const pick: (State | undefined)[] = new Array(n + 1).fill(undefined);
  for (let end = 1; end <= n; end++) {
    best[end] = best[end - 1]!;
    for (let level = 0; level < LEVEL_COUNT; level++) {
      const state = states[end * LEVEL_COUNT + level];
      if (state === undefined || state.part.end !== end) continue;
      const total = best[state.start]! + state.score - FLOOR_SCORE;
      // Of equals the longer one: a bare room number behind a building is worth little but belongs to it.
      if (total > best[end]! || (total === best[end]! && total > 0)) {
        best[end] = total;
        pick[end] = state;
      }
    }
  }
  const chains: Chain[] = [];
  for (let end = n; end > 0; ) {
    const state = pick[end];
    if (state === undefined) {
      end--;
      continue;
    }
    const parts: Part[] = [];
    for (let at: State | undefined = state; at !== undefined; at = at.before) parts.push(at.part);
    chains.push({ parts: parts.reverse(), score: state.score, natural: state.natural });
    end = state.start;
  }
  return chains.reverse();
}

/** Level of the finest part that ends a chain. */
export function finest(chain: Chain): number {
  let level = 0;
  for (const part of chain.parts) if (part.level > level && part.level <= ROOM) level = part.level;
  return level;
}
