export { encodeText } from './encode.js';
export { type ApplyCode, ApplyError } from './errors.js';
export type { Note, NoteCode } from './notes.js';
export {
  applySuggestions,
  isCut,
  MOST_FINDINGS,
  type RedactOutcome,
  type RedactProof,
  type Refusal,
} from './redact.js';
export { applyEdits, checkEdits, editBytes, editText, type TextEdit } from './text-edits.js';
