/** Results → text. */

export { junit } from './junit.js';
export { fill, type Locale, type Messages, messagesFor, word } from './messages/index.js';
export { evidenceText, placeText } from './place-text.js';
export { type PrettyOptions, PrettyReport } from './pretty.js';
export { sarif } from './sarif.js';
export { exitCode, type FailOn, GRAVITY, type Summary, SummaryBuilder } from './summary.js';
export { displayWidth, padEnd, printable } from './width.js';
