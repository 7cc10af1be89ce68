export { encodeText } from './encode.js';
export { APPLY_CODES, type ApplyCode, ApplyError, type ApplyReason } from './errors.js';
export type { Note, NoteCode } from './notes.js';
export type { RedactOutcome, RedactProof, Refusal } from './outcome.js';
export { isCut, MOST_FINDINGS } from './plan.js';
export { applySuggestions } from './redact.js';
export { applyEdits, checkEdits, editBytes, editText, type TextEdit } from './text-edits.js';
