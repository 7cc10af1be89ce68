/** Results → text. */

export { type Affected, type Breakdown, BreakdownBuilder, type Tally } from './breakdown.js';
export { displayName } from './display-name.js';
export { type Excerpt, type ExcerptPart, Excerpts } from './excerpt.js';
export { type GitlabIssue, gitlab } from './gitlab.js';
export { type ExcerptOf, type HtmlOptions, htmlReport } from './html/index.js';
export { junit } from './junit.js';
export { FindingList } from './list.js';
export { fill, type Locale, type Messages, messagesFor, word } from './messages/index.js';
export { diagnosticText, evidenceText, partText, placeText } from './place-text.js';
export { type PrettyOptions, PrettyReport } from './pretty.js';
export { sarif } from './sarif.js';
export { exitCode, type FailOn, GRAVITY, type Summary, SummaryBuilder } from './summary.js';
export { outermost, Places, parseUnitRules, type UnitRule, unitFinder } from './units.js';
export { displayWidth, padEnd, printable } from './width.js';
