/** Formats that are read and not written, with the way out. */
import type { Place } from '../core/index.js';
import { ApplyError, type ApplyReason } from './errors.js';

/** @param place Of a value in it. */
export function unwritable(mediaType: string, place?: Place): ApplyError {
  const [, reason, todo] = WAYS_OUT.find(([type]) => type.test(mediaType)) ?? [];
  const message = `${mediaType} can't be written; ${todo ?? 'make the changes in the program that made the file'}`;
  return new ApplyError('apply/format-not-writable', message, place, reason);
}

const WAYS_OUT: readonly (readonly [type: RegExp, reason: ApplyReason, todo: string])[] = [
  [/^application\/ofd$/, 'ofd', 'redact the source document and export it again'],
  [/^application\/msword$/, 'doc', 'save it as DOCX, then redact that'],
  [/^application\/vnd\.ms-excel$/, 'xls', 'save it as XLSX, then redact that'],
  [/^application\/vnd\.ms-powerpoint$/, 'ppt', 'save it as PPTX, then redact that'],
  [/^application\/vnd\.ms-outlook$/, 'msg', 'save it as EML, then redact that'],
  [/^image\/(?!svg)/, 'picture', 'black the value out in a picture editor'],
  [
    /^application\/(?:x-)?(?:7z-compressed|rar(?:-compressed)?|vnd\.rar|bzip2?|xz|zstd|lz4|cab|warc)/,
    'archive',
    'unpack it, redact the files, and pack them as ZIP or TAR',
  ],
];
