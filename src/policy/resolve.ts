/** A policy name or a user's policy object to the policy that the scanner uses. */
import { policySchema } from './schema.js';
import type { Policies, Policy, PolicyRule, PolicySource } from './types.js';
import { validate } from './validate.js';

/** The policy of a scan that names none, and the one that user policies build on. */
export const DEFAULT_POLICY = 'default';

/** What no rule covers is masked whole: an entity that a policy forgot must not pass. */
export const UNLISTED: PolicyRule = {
  id: 'unlisted',
  entity: ['*'],
  action: 'mask',
  mask: { keepStart: 0, keepEnd: 0 },
  basis: { document: '个人信息保护法', clause: '第六条', confidence: 'R' },
  message: {
    'zh-CN': '未列入规则的个人信息，整体隐去。',
    en: 'Personal information that no rule covers is hidden as a whole.',
  },
};

/**
 * @param chosen The name of a policy in `policies`, or a policy object (see `policySchema`).
 * @param policies The policies that can be named and extended, `patterns` of `generated/policies`.
 * @throws TypeError A name that is not there, or a policy that breaks the schema; the message names the
 *   JSON path (`$.rules[2].mask.keepStart`) and what is expected there.
 */
export function resolvePolicy(chosen: string | PolicySource, policies: Policies): Policy {
  if (typeof chosen === 'string') {
    const source = own(policies, chosen);
    if (source === undefined) throw unknownName('policy', policies);
    return complete(source, policies, true, [chosen]);
  }
  return complete(chosen, policies, false, []);
}

function complete(
  source: PolicySource,
  policies: Policies,
  builtIn: boolean,
  path: readonly string[],
): Policy {
  const problems = validate(source, policySchema);
  if (problems.length > 0) {
    throw new TypeError(
      `invalid policy: ${problems.map((problem) => `${problem.path} ${problem.message}`).join('; ')}`,
    );
  }
  checkRules(source.rules);
  const parentName = source.extends === undefined ? (builtIn ? null : DEFAULT_POLICY) : source.extends;
  let parent: Policy | undefined;
  if (parentName !== null) {
    const parentSource = own(policies, parentName);
    if (parentSource === undefined) throw unknownName('invalid policy: $.extends', policies);
    if (path.includes(parentName)) throw new TypeError('invalid policy: $.extends goes in a circle');
    parent = complete(parentSource, policies, true, [...path, parentName]);
  }
  const ids = new Set(source.rules.map((rule) => rule.id));
  const inherited = (parent?.rules ?? [UNLISTED]).filter((rule) => !ids.has(rule.id));
  return {
    id: source.id,
    title: source.title ?? { 'zh-CN': source.id, en: source.id },
    verdict: {
      block: source.verdict?.block ?? parent?.verdict.block ?? ['leak'],
      review: source.verdict?.review ?? parent?.verdict.review ?? ['review', 'weak-mask'],
    },
    rules: [...source.rules, ...inherited],
  };
}

function checkRules(rules: readonly PolicyRule[]): void {
  const ids = new Set<string>();
  rules.forEach((rule, i) => {
    const fail = (field: string, message: string): never => {
      throw new TypeError(`invalid policy: $.rules[${i}]${field} ${message}`);
    };
    if (ids.has(rule.id)) fail('.id', 'is used by an earlier rule');
    ids.add(rule.id);
    if (rule.action === 'mask' && rule.mask === undefined) fail('.mask', 'is missing: action mask needs it');
    if (rule.action === 'generalize' && rule.level === undefined) {
      fail('.level', 'is missing: action generalize needs it');
    }
    if (rule.action !== 'mask' && rule.mask !== undefined) fail('.mask', 'belongs to action mask only');
    if (rule.action !== 'generalize' && rule.level !== undefined)
      fail('.level', 'belongs to action generalize only');
    const labelled =
      rule.action === 'generalize' || rule.action === 'remove' || rule.action === 'pseudonymize';
    if (rule.label !== undefined && !labelled)
      fail('.label', 'belongs to actions generalize, remove and pseudonymize only');
    if (rule.scope !== undefined && rule.action !== 'remove') fail('.scope', 'belongs to action remove only');
    if (rule.label !== undefined && (rule.scope ?? 'value') !== 'value')
      fail('.label', 'belongs to scope value only');
  });
}

function own(policies: Policies, name: string): PolicySource | undefined {
  return Object.hasOwn(policies, name) ? policies[name] : undefined;
}

function unknownName(subject: string, policies: Policies): TypeError {
  const names = Object.keys(policies).map((name) => JSON.stringify(name));
  return new TypeError(
    `${subject} must be one of ${names.join(', ')}${subject === 'policy' ? ', or a policy object' : ''}`,
  );
}
