/** Why edits were not applied. Codes are permanent; messages never quote the text. */
import type { Place } from '../core/index.js';

export const APPLY_CODES = [
  'apply/ambiguous-place',
  'apply/duplicate-finding',
  'apply/element-place',
  'apply/encoded-text',
  'apply/format-not-writable',
  'apply/formula-literal',
  'apply/formula-recomputes',
  'apply/name-taken',
  'apply/no-suggestion',
  'apply/not-encodable',
  'apply/nothing-to-edit',
  'apply/offsets-unknown',
  'apply/other-artifact',
  'apply/other-source',
  'apply/out-of-range',
  'apply/outside-changed',
  'apply/overlapping-edits',
  'apply/pdf-damaged',
  'apply/pdf-encrypted',
  'apply/pdf-library-missing',
  'apply/pdf-page-differs',
  'apply/pdf-picture',
  'apply/place-not-text',
  'apply/rescan-failed',
  'apply/signed',
  'apply/thumbnail',
  'apply/typed-value',
  'apply/unread',
  'apply/value-remains',
] as const;

export type ApplyCode = (typeof APPLY_CODES)[number];

/** Which cause a code has here; `code/reason` has words of its own. */
export type ApplyReason =
  | 'archive'
  | 'archive-note'
  | 'damaged'
  | 'doc'
  | 'file-name'
  | 'inside'
  | 'msg'
  | 'ofd'
  | 'part-name'
  | 'picture'
  | 'ppt'
  | 'xls';

/** Thrown before anything was written. */
export class ApplyError extends Error {
  override readonly name = 'ApplyError';
  readonly code: ApplyCode;
  readonly place: Place | undefined;
  readonly reason: ApplyReason | undefined;

  constructor(code: ApplyCode, message: string, place?: Place, reason?: ApplyReason) {
    super(message);
    this.code = code;
    this.place = place;
    this.reason = reason;
  }
}

/** A page of a PDF, not a box of it. */
export function wholePage(page: number): Place {
  return { kind: 'page', part: '', channel: 'body', page, box: [0, 0, 0, 0] };
}
