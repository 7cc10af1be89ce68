export { maskCandidate, maskValue } from './display-mask.js';
export { combineMasks, type MaskContext, remainingCandidates } from './mask-strength.js';
export { DEFAULT_POLICY, resolvePolicy } from './resolve.js';
export { citeBasis, findRule, type RuleSubject, ruleMessage } from './rules.js';
export { policySchema, type Schema } from './schema.js';
export { cutRange, generalizedEnd, shownAfter, suggest } from './suggest.js';
export { surnameLength } from './surname.js';
export type * from './types.js';
export { decideVerdict } from './verdict.js';
