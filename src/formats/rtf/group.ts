/** What a group of RTF keeps for its text, and the words that change it. Source: RTF 1.9.1, "Font (Character) Formatting Properties". */
import type { Destination } from './destinations.js';

/** `\fs` counts half points. */
const TINY = 3;

export interface Group {
  readonly destination: Destination | undefined;
  /** Inside a table of fonts or colours, hex digits: no text. */
  readonly data: boolean;
  /** Repeats the picture before it. */
  twin: boolean;
  /** Ends with `leave`. */
  entered: boolean;
  hidden: boolean;
  deleted: boolean;
  inserted: boolean;
  tiny: boolean;
  colour: number;
  shaded: boolean;
  font: number;
  wideFont: number;
  side: '' | 'loch' | 'hich' | 'dbch';
  /** Fallback characters after `\u`. */
  fallback: number;
  inTable: boolean;
  nesting: number;
}

const PLAIN = {
  hidden: false,
  deleted: false,
  inserted: false,
  tiny: false,
  colour: 0,
  shaded: false,
  font: -1,
  wideFont: -1,
  side: '',
} as const;

export const OUTERMOST: Group = {
  ...PLAIN,
  destination: undefined,
  data: false,
  twin: false,
  entered: false,
  fallback: 1,
  inTable: false,
  nesting: 0,
};

/** `\plain`: the character properties of the default. */
export function plain(group: Group): void {
  Object.assign(group, PLAIN);
}

/** Words that change how characters look. @returns Whether the word is one. */
export function setCharacter(group: Group, word: string, parameter: number | undefined): boolean {
  const on = parameter !== 0;
  switch (word) {
    case 'v':
    case 'webhidden':
      group.hidden = on;
      return true;
    case 'deleted':
      group.deleted = on;
      return true;
    case 'revised':
      group.inserted = on;
      return true;
    case 'fs':
      group.tiny = (parameter ?? 24) < TINY;
      return true;
    case 'cf':
      group.colour = parameter ?? 0;
      return true;
    case 'cb':
    case 'highlight':
    case 'chcbpat':
    case 'cbpat':
    case 'chshdng':
    case 'shading':
      group.shaded = on;
      return true;
    case 'uc':
      group.fallback = parameter ?? 1;
      return true;
    case 'af':
      if (group.side === 'dbch') group.wideFont = parameter ?? 0;
      return true;
    case 'loch':
    case 'hich':
    case 'dbch':
      group.side = word;
      return true;
    default:
      return false;
  }
}

/** @param white Its colour is that of paper, and nothing lies under it. */
export function stateOf(
  { deleted, hidden, inserted, tiny, shaded }: Group,
  white: boolean,
): 'deleted' | 'hidden' | 'inserted' | 'shown' {
  if (deleted) return 'deleted';
  if (hidden || tiny || (white && !shaded)) return 'hidden';
  return inserted ? 'inserted' : 'shown';
}
