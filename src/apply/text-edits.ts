/** Edits of one decoded source: checked against it, sorted, then spliced into its bytes. */
import { type Edit, LineIndex, type TextPlace } from '../core/index.js';
import { byteOffsets } from '../text/byte-offsets.js';
import type { DecodedText } from '../text/decode.js';
import { encodeText } from './encode.js';
import { ApplyError } from './errors.js';

/** Replace `start`…`end` (UTF-16 code units of the decoded source, half-open). */
export interface TextEdit {
  readonly start: number;
  readonly end: number;
  readonly replacement: string;
  /** Markup as it is to be written; other replacements are text. */
  readonly raw?: boolean;
}

/**
 * Edits as ranges, in the order of the source.
 *
 * @param source The decoded source that the edits were made for.
 * @param part `Place.part` of that source; empty for a text or page itself.
 * @throws ApplyError `apply/place-not-text` for boxes, cells and file names, `apply/other-artifact` for
 *   another part, `apply/out-of-range`, `apply/other-source` when line and column say that the edit was made
 *   for another text, `apply/overlapping-edits`.
 */
export function checkEdits(edits: readonly Edit[], source: string, part: string): TextEdit[] {
  const lines = new LineIndex(source);
  for (const { place } of edits) {
    if (place.kind !== 'text' || place.channel === 'name') {
      throw new ApplyError(
        'apply/place-not-text',
        'the place is no range of the text; edit the file by hand',
        place,
      );
    }
    if (place.part !== part) {
      throw new ApplyError('apply/other-artifact', 'the edit belongs to another file or part', place);
    }
    const { start, end } = place;
    if (
      !Number.isSafeInteger(start) ||
      !Number.isSafeInteger(end) ||
      start < 0 ||
      end < start ||
      end > source.length
    ) {
      throw new ApplyError(
        'apply/out-of-range',
        'the edit lies outside the text; scan the file again',
        place,
      );
    }
    const { line, column } = lines.at(start);
    if (line !== place.line || column !== place.column) {
      throw new ApplyError(
        'apply/other-source',
        'line and column of the edit are not of this text; scan it again',
        place,
      );
    }
  }
  const sorted = edits
    .map(({ place, replacement }) => ({ place: place as TextPlace, replacement }))
    .sort((a, b) => a.place.start - b.place.start || a.place.end - b.place.end);
  for (let i = 1; i < sorted.length; i++) {
    const { place } = sorted[i]!;
    if (place.start < sorted[i - 1]!.place.end) {
      throw new ApplyError('apply/overlapping-edits', 'two edits touch the same characters', place);
    }
  }
  return sorted.map(({ place: { start, end }, replacement }) => ({ start, end, replacement }));
}

/** The text with its edits. @param edits Sorted, not overlapping. */
export function editText(text: string, edits: readonly TextEdit[]): string {
  const pieces: string[] = [];
  let at = 0;
  for (const { start, end, replacement } of edits) {
    pieces.push(text.slice(at, start), replacement);
    at = end;
  }
  pieces.push(text.slice(at));
  return pieces.join('');
}

/**
 * The bytes with their edits, in their own charset; every byte outside the edits is copied.
 *
 * @param decoded What `decodeText` made of `bytes`.
 * @param edits Sorted, not overlapping, in UTF-16 code units of `decoded.text`.
 * @throws ApplyError `apply/not-encodable` when the charset has no such character, `apply/offsets-unknown`
 *   when its characters can't be told apart in the bytes.
 */
export function editBytes(bytes: Uint8Array, decoded: DecodedText, edits: readonly TextEdit[]): Uint8Array {
  if (edits.length === 0) return bytes;
  if (
    decoded.charset === 'utf-8' &&
    !decoded.malformed &&
    !edits.some((edit) => splitsPair(decoded.text, edit))
  ) {
    // Valid UTF-8 has one spelling: what is encoded again is what stood there.
    const edited = new TextEncoder().encode(editText(decoded.text, edits));
    if (decoded.bomBytes === 0) return edited;
    const marked = new Uint8Array(decoded.bomBytes + edited.length);
    marked.set(bytes.subarray(0, decoded.bomBytes));
    marked.set(edited, decoded.bomBytes);
    return marked;
  }
  const offsets = byteOffsets(
    bytes,
    decoded,
    edits.flatMap(({ start, end }) => [start, end]),
  );
  if (offsets === undefined) {
    throw new ApplyError(
      'apply/offsets-unknown',
      `characters can't be told apart in the bytes (${decoded.charset}); save the file as UTF-8 first`,
    );
  }
  const encoded = new Map<string, Uint8Array>();
  let length = bytes.length;
  for (let i = 0; i < edits.length; i++) {
    const { replacement } = edits[i]!;
    let piece = encoded.get(replacement);
    if (piece === undefined) {
      piece = encodeText(replacement, decoded.charset);
      if (piece === undefined) {
        throw new ApplyError(
          'apply/not-encodable',
          `${decoded.charset} can't write the replacement; mask with "*"`,
        );
      }
      encoded.set(replacement, piece);
    }
    length += piece.length - (offsets[2 * i + 1]! - offsets[2 * i]!);
  }
  const result = new Uint8Array(length);
  let from = 0;
  let to = 0;
  const put = (piece: Uint8Array): void => {
    result.set(piece, to);
    to += piece.length;
  };
  for (let i = 0; i < edits.length; i++) {
    put(bytes.subarray(from, offsets[2 * i]!));
    put(encoded.get(edits[i]!.replacement)!);
    from = offsets[2 * i + 1]!;
  }
  put(bytes.subarray(from));
  return result;
}

/**
 * Applies edits to the bytes of one text or page.
 *
 * @param decoded What `decodeText` made of `bytes`, with the hints of the scan.
 * @param part `Place.part` of the edits.
 * @throws ApplyError Nothing is written then; see `checkEdits` and `editBytes`.
 */
export function applyEdits(
  bytes: Uint8Array,
  decoded: DecodedText,
  edits: readonly Edit[],
  part = '',
): Uint8Array {
  return editBytes(bytes, decoded, checkEdits(edits, decoded.text, part));
}

/** Whether an edit begins or ends inside a character beyond U+FFFF. */
function splitsPair(text: string, { start, end }: TextEdit): boolean {
  return [start, end].some((at) => {
    const unit = text.charCodeAt(at);
    const before = text.charCodeAt(at - 1);
    return unit >= 0xdc00 && unit < 0xe000 && before >= 0xd800 && before < 0xdc00;
  });
}
