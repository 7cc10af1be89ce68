export type { GateEngine } from './engine.js';
export { readFields } from './fields.js';
export { GATE_CODES, GATE_WORDS, type GateCode } from './messages.js';
export { isRichText } from './rich-text.js';
export { scanFields } from './scan-fields.js';
export { mergeStored, needsStoredDocument } from './stored.js';
export type {
  FieldFormat,
  FieldValue,
  FormattedText,
  GateField,
  GateFile,
  GateInput,
  GateLink,
  GateOptions,
  GateResult,
  GateUnread,
  LinkReader,
  Override,
  OverrideRecord,
} from './types.js';
