/** What one value of a row, a line or a form says of another in it. */
import { addOwner, type Draft, has } from './draft.js';

/**
 * What another value of the same row or line says about this one.
 *
 * @param ofBody Its own label says that it is a body's.
 */
export function addMate(draft: Draft, mate: Draft, ofBody: boolean): void {
  const { entity } = mate.candidate;
  if (isApart(draft, mate)) return;
  // 公户账号 in a sentence about somebody.
  if (has(draft, 'label-official') && draft.candidate.entity === 'bank-account') return;
  if (entity === 'resident-id') {
    // 经销商电话, a column in a list of buyers.
    if (!ofBody || draft.cell === undefined) addOwner(draft, { code: 'beside-id' });
  } else if (entity === 'bank-card' || entity === 'bank-account') {
    if (mate.lean >= 1 && !ofBody) addOwner(draft, { code: 'beside-account' });
  } else if (entity === 'address') {
    if (mate.lean >= 1 && !ofBody) addOwner(draft, { code: 'beside-address' });
  } else if (entity === 'landline' && draft.candidate.entity !== 'landline' && mate.lean <= -1) {
    addOwner(draft, { code: 'landline-near' });
  }
  // The number of a service stands beside its door, not beside somebody's home.
  if (entity === 'mobile' && mate.lean <= -1 + ROUNDING) {
    if (!sentenceBetween(draft, mate)) addOwner(draft, { code: 'official-near' });
  } else if (entity === 'mobile' || entity === 'resident-id') addOwner(draft, { code: 'beside-person' });
}

/** Evidence that a number is a body's, however private what stands in other sentences. */
const OF_BODY: ReadonlySet<string> = new Set([
  'service-contact',
  'body-entry',
  'staff-title',
  'called-for',
  'contact-person',
]);

/** What the number itself is called. */
const LABELLED: ReadonlySet<string> = new Set(['service-contact', 'body-entry']);

/** What another sentence says of somebody says nothing of whom this one names. */
function isApart(draft: Draft, mate: Draft): boolean {
  if (draft.candidate.entity === 'address' || (draft.cell !== undefined && draft.cell !== mate.cell))
    return false;
  // 镇财政所账户 behind a semicolon: the ID before it is somebody else's.
  if (draft.evidence.some(({ code }) => LABELLED.has(code)) && /[。！？；\n]/.test(between(draft, mate)))
    return true;
  if (mate.candidate.entity === 'resident-id' || draft.candidate.entity !== 'mobile') return false;
  return draft.evidence.some(({ code }) => OF_BODY.has(code)) && sentenceBetween(draft, mate);
}

const sentenceBetween = (draft: Draft, mate: Draft): boolean => /[。！？\n]/.test(between(draft, mate));

function between(draft: Draft, mate: Draft): string {
  const [a, b] = draft.candidate.span.start < mate.candidate.span.start ? [draft, mate] : [mate, draft];
  return draft.view.text.slice(a.candidate.span.end, b.candidate.span.start);
}

/** Sums of decimal weights miss a bound by this much. */
const ROUNDING = 1e-6;
