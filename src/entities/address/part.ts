/** One part of an address, as read from a clause, and what it is known by. */

/** Flags of a part: what it is known by. */
export const BY_GAZETTEER = 1;
export const BY_DIGITS = 2;
export const BY_UNIT = 4;
/** A name without a unit word before a building number (皇庭名郡6栋), which must follow something. */
export const BY_POSITION = 8;
export const HIDDEN = 16;
/** A numeral without a unit word (B座2708). */
export const BARE = 32;
/** A short division name (湖南, 成都): needs something behind it. */
export const BY_SHORT = 64;
export const REDACTED = 128;
/** A part of a compound (西区, 东塔, C座): only behind something. */
export const BY_SIDE = 256;
/** A bare numeral with a word right behind it (里院1903客栈): only behind a building. */
export const GLUED = 512;
/** Begins with its numeral (3栋, A区, 二期): places nothing by itself. */
export const NUMBERED = 1024;
/** 15户: a count of households, unless a building or a number stands before it. */
export const HOUSEHOLD = 2048;
/** 中路, 园小区: one character and a unit word, the end of a longer name rather than one of its own. */
export const STUMP = 4096;

/** 12档, 23床: a stand or a bed, behind a storey, a block or a zone. */
export const STALL = 8192;

export interface Part {
  readonly start: number;
  readonly end: number;
  readonly level: number;
  readonly score: number;
  readonly flags: number;
}
