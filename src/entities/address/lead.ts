/** Names that no unit word closes, between the start of a line, or its divisions, and a road: they go with the address. */
import type { Chain } from './chain.js';
import { type Clause, GAP_LINE } from './clause.js';
import { BUILDING, ESTATE, NUMBER, ROAD, TOWN } from './levels.js';
import { KIND_DIGIT, KIND_HAN, KIND_HARD, KIND_LETTER, KIND_SOFT, type Lexicon } from './lexicon.js';
import { BY_POSITION, BY_SHORT, type Part } from './part.js';

/** Longest name. */
const LIMIT = 16;
const WORDS = KIND_HAN | KIND_LETTER | KIND_DIGIT;
const VERBS = KIND_HARD | KIND_SOFT;

/**
 * 佳顺职业服人民西路55号, 余杭区美好桂花星韵路97号: in a line that holds nothing else, what stands before the road is a name.
 *
 * @param chains Of one clause, in the order of the text.
 * @param text The text that the clause was cut from.
 */
export function withLead(lexicon: Lexicon, clause: Clause, chains: Chain[], text: string): Chain[] {
  const last = chains.at(-1);
  if (last === undefined || last.natural) return chains;
  const road = last.parts.findIndex(({ level, flags }) => (flags & BY_SHORT) === 0 && level >= ROAD);
  if (road < 0 || last.parts.slice(0, road).some(({ flags }) => (flags & BY_SHORT) === 0)) return chains;
  if (!last.parts.slice(road).some(({ level }) => level === NUMBER || level === BUILDING)) return chains;
  const line = clause.gap.lastIndexOf(GAP_LINE, last.parts[0]!.start);
  const end = last.parts.at(-1)!.end;
  if ((end < clause.text.length && clause.text[end] !== ',') || !fillsLine(text, clause, line > 0))
    return chains;
  const before = chains.at(-2);
  const head = before !== undefined && before.parts[0]!.start >= line ? before : undefined;
  if (head !== undefined && !isHead(head)) return chains;
  const lead: Part = {
    start: head?.parts.at(-1)?.end ?? Math.max(0, line),
    end: last.parts[road]!.start,
    level: ESTATE,
    score: 0,
    flags: BY_POSITION,
  };
  if (!isName(lexicon, clause, lead)) return chains;
  const joined = {
    parts: [...(head?.parts ?? []), ...(lead.end > lead.start ? [lead] : []), ...last.parts.slice(road)],
    score: (head?.score ?? 0) + last.score,
    natural: true,
  };
  return [...chains.slice(0, head === undefined ? -1 : -2), joined];
}

/** Divisions, and perhaps their road. */
const isHead = ({ natural, parts }: Chain): boolean =>
  natural && parts.every(({ level }) => level <= TOWN || level === ROAD);

function isName({ kinds }: Lexicon, { text, gap }: Clause, { start, end }: Part): boolean {
  if (end - start > LIMIT) return false;
  for (let i = start; i < end; i++) {
    const kind = kinds[text.charCodeAt(i)]!;
    if ((kind & WORDS) === 0 || (kind & VERBS) !== 0 || (i > start && gap[i] === GAP_LINE)) return false;
  }
  return true;
}

/** The clause is all that its line or cell holds, at least up to a comma; `begun`: another line of it stands before. */
function fillsLine(text: string, { start, end }: Clause, begun: boolean): boolean {
  if (!/^[^\S\n\t]*(?:$|[\n\t,，])/u.test(text.slice(end, end + 4))) return false;
  return begun || /(?:^|[\n\t])[^\S\n\t]*$/u.test(text.slice(Math.max(0, start - 4), start));
}
