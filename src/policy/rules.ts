/** Which rule decides, and how its basis is cited. */
import type { Candidate, Channel, Disposition } from '../core/index.js';
import { UNLISTED } from './resolve.js';
import type { Basis, LocalText, Policy, PolicyRule } from './types.js';

/** What a rule asks about. */
export interface RuleSubject {
  readonly entity: Candidate['entity'];
  readonly subtype?: string | undefined;
  readonly channel: Channel;
  readonly disposition: Disposition;
}

/** The first rule whose conditions all hold; what no rule covers is masked whole. */
export function findRule(policy: Policy, subject: RuleSubject): PolicyRule {
  for (const rule of policy.rules) {
    if (!rule.entity.includes(subject.entity) && !rule.entity.includes('*')) continue;
    if (rule.disposition !== undefined && !rule.disposition.includes(subject.disposition)) continue;
    if (rule.channel !== undefined && !rule.channel.includes(subject.channel)) continue;
    if (
      rule.subtype !== undefined &&
      (subject.subtype === undefined || !rule.subtype.includes(subject.subtype))
    ) {
      continue;
    }
    return rule;
  }
  return UNLISTED;
}

const cited = new WeakMap<Basis, string>();

/** `《中华人民共和国政府信息公开条例》（国令第711号）第十五条`; a clause whose wording was not checked says so. */
export function citeBasis(basis: Basis): string {
  let citation = cited.get(basis);
  if (citation === undefined) cited.set(basis, (citation = citationOf(basis)));
  return citation;
}

function citationOf(basis: Basis): string {
  const number = basis.number === undefined ? '' : `（${basis.number}）`;
  const doubt = basis.confidence === 'U' ? '（条文未核对）' : '';
  return `《${basis.document}》${number}${basis.clause ?? ''}${doubt}`;
}

/** What a clerk is told about a suggestion, by its rule id; undefined when the policy has no such rule. */
export function ruleMessage(policy: Policy, rule: string): LocalText | undefined {
  return (
    policy.rules.find((candidate) => candidate.id === rule) ?? (rule === UNLISTED.id ? UNLISTED : undefined)
  )?.message;
}
