/** What the elements and attributes of OpenDocument are to a reader of text. */
import type { Channel } from '../../core/index.js';

/** Elements whose text nobody reads. */
export const SKIP: ReadonlySet<string> = new Set(['binary-data', 'bookmark', 'soft-page-break']);
/** Attributes that hold geometry and values that are read elsewhere. */
export const TECHNICAL: ReadonlySet<string> = new Set([
  ...[
    'style-name',
    'd',
    'viewBox',
    'points',
    'transform',
    'enhanced-path',
    'value',
    'width',
    'height',
    'x',
    'y',
  ],
  ...[
    'cell-range-address',
    'end-cell-address',
    'date-value',
    'time-value',
    'base-cell-address',
    'type',
    'version',
  ],
]);
/** Flows of their own: element → channel. */
export const FLOWS: ReadonlyMap<string, Channel> = new Map([
  ['annotation', 'annotation'],
  ['note', 'note'],
  ['notes', 'note'],
  ['tracked-changes', 'deleted'],
  ['header', 'header'],
  ['header-left', 'header'],
  ['header-first', 'header'],
  ['footer', 'footer'],
  ['footer-left', 'footer'],
  ['footer-first', 'footer'],
]);
