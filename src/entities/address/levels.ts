/** Levels of address parts, coarse to fine, and how likely one follows another. */
import type { AddressLevel } from '../../core/index.js';

export const LEVELS: readonly AddressLevel[] = [
  'province',
  'prefecture',
  'county',
  'town',
  'village',
  'group',
  'road',
  'number',
  'estate',
  'building',
  'unit',
  'floor',
  'room',
];

export const LEVEL_COUNT = 13;
export const PROVINCE = 0;
export const PREFECTURE = 1;
export const COUNTY = 2;
export const TOWN = 3;
export const VILLAGE = 4;
export const GROUP = 5;
export const ROAD = 6;
export const NUMBER = 7;
export const ESTATE = 8;
export const BUILDING = 9;
export const UNIT = 10;
export const FLOOR = 11;
export const ROOM = 12;

const NEVER = -100;
const X = -1000;
/**
 * Tenths of a score for "row, then column". A repeated start (江苏省淮安市江苏省淮安市) is common in delivery
 * data, so the upper rows allow going back; below the road only fine parts follow.
 */
const FOLLOWS: readonly (readonly number[])[] = [
  [-5, 0, 0, -5, -10, X, -2, X, -5, X, X, X, X],
  [-15, -5, 0, 0, -3, X, 0, -15, -2, -8, X, -15, -15],
  [-15, -15, -3, 0, 0, -10, 0, -12, 0, -6, -10, -10, -10],
  [-20, -20, -12, -4, 0, -2, 0, -5, 0, -4, -6, -10, -10],
  [-25, X, X, -15, -2, 0, 0, 0, 0, -1, -3, -5, -3],
  [X, X, X, X, -5, -3, -5, 0, -3, -3, -5, -8, -5],
  [X, X, X, -12, -5, -4, -2, 0, 0, -2, -4, -6, -6],
  [X, X, X, X, -8, -4, -6, -2, 0, 0, 0, -1, 0],
  [X, X, -18, -10, -6, -4, -2, 0, -1, 0, 0, 0, 0],
  [X, X, X, X, X, X, X, -2, -5, -2, 0, 0, 0],
  [X, X, X, X, X, X, X, -2, -8, -3, -5, 0, 0],
  [X, X, X, X, X, X, X, -5, -6, -3, -4, -8, 0],
  [X, X, X, X, X, X, X, -8, X, X, X, -8, -4],
];

/** Score added when a part of level `next` follows one of level `level`; −100 when it can't. */
export const FOLLOW: Float64Array = Float64Array.from(FOLLOWS.flat(), (tenths) =>
  tenths === X ? NEVER : tenths / 10,
);
