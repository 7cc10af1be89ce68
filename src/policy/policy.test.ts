import { describe, expect, test } from 'vitest';
import { patterns as policies } from '../generated/policies.js';
import { citeBasis, decideVerdict, findRule, policySchema, resolvePolicy, ruleMessage } from './index.js';
import type { Policy, PolicyRule, PolicySource } from './types.js';
import { validate } from './validate.js';

const RULE: PolicyRule = {
  id: 'mine/mobile',
  entity: ['mobile'],
  action: 'mask',
  mask: { keepStart: 3, keepEnd: 4 },
  basis: { document: '本市规定', confidence: 'R' },
  message: { 'zh-CN': '隐去中间四位', en: 'hide the middle' },
};
const OWN: PolicySource = { id: 'mine', rules: [RULE] };
const subject = (entity: string, disposition: 'leak' | 'review' | 'official' | 'masked' = 'leak') =>
  ({ entity, disposition, channel: 'body' }) as const;

describe('built-in policies', () => {
  const names = [
    'default',
    'strict',
    'publicity-list',
    'student-aid',
    'court',
    'penalty',
    'contact-notice',
    'bank-display',
  ];
  test('are all there, and every rule has a basis and a message in both languages', () => {
    expect(Object.keys(policies)).toEqual(names);
    for (const name of names) {
      for (const rule of resolvePolicy(name, policies).rules) {
        expect(citeBasis(rule.basis)).toMatch(/^《.+》/);
        expect(rule.message['zh-CN']).toMatch(/\p{Script=Han}/u);
        expect(rule.message.en).not.toMatch(/\p{Script=Han}{3}/u);
      }
    }
  });

  test.each(names)(
    '%s: official contact data and lawful disclosure are left alone (but accounts in decisions)',
    (name) => {
      const policy = resolvePolicy(name, policies);
      expect(findRule(policy, subject('landline', 'official')).action).toBe('keep');
      expect(findRule(policy, { ...subject('resident-id'), disposition: 'lawful' }).action).toBe('keep');
    },
  );

  test.each(names)('%s: no leak of an identity number, telephone or account is kept', (name) => {
    const policy = resolvePolicy(name, policies);
    for (const entity of [
      'resident-id',
      'mobile',
      'bank-card',
      'bank-account',
      'address',
      'passport',
      'never-heard-of',
    ]) {
      for (const disposition of ['leak', 'weak-mask'] as const) {
        expect(findRule(policy, { ...subject(entity), disposition }).action, entity).not.toBe('keep');
      }
    }
  });

  test('the special policies differ from the default where their document does', () => {
    const rule = (name: string, entity: string) => findRule(resolvePolicy(name, policies), subject(entity));
    expect(rule('default', 'resident-id').mask).toEqual({ keepStart: 6, keepEnd: 0 });
    expect(rule('strict', 'address').action).toBe('remove');
    expect(rule('publicity-list', 'resident-id').action).toBe('remove');
    expect(citeBasis(rule('student-aid', 'mobile').basis)).toContain('教财厅函〔2017〕28号');
    expect(rule('court', 'address').level).toBe('county');
    expect(citeBasis(rule('court', 'bank-account').basis)).toContain('法释〔2016〕19号');
    expect(findRule(resolvePolicy('court', policies), subject('bank-account', 'official')).action).toBe(
      'remove',
    );
    expect(rule('penalty', 'address').action).toBe('remove');
    expect(findRule(resolvePolicy('contact-notice', policies), subject('mobile', 'review')).action).toBe(
      'keep',
    );
    expect(rule('bank-display', 'bank-card').mask).toEqual({ keepStart: 6, keepEnd: 4 });
  });
});

describe('own policies', () => {
  test('come before the default ones, which they may replace by id', () => {
    const policy = resolvePolicy(OWN, policies);
    expect(findRule(policy, subject('mobile')).id).toBe('mine/mobile');
    expect(findRule(policy, subject('resident-id')).id).toBe('resident-id/number');
    expect(policy.verdict.block).toEqual(['leak']);
    const replaced = resolvePolicy({ id: 'x', rules: [{ ...RULE, id: 'mobile/number' }] }, policies);
    expect(replaced.rules.filter((rule) => rule.id === 'mobile/number')).toHaveLength(1);
  });

  test('alone, they mask what they do not list', () => {
    const policy = resolvePolicy({ ...OWN, extends: null }, policies);
    expect(findRule(policy, subject('resident-id')).id).toBe('unlisted');
    expect(ruleMessage(policy, 'unlisted')?.en).toContain('hidden as a whole');
    expect(ruleMessage(policy, 'nothing')).toBeUndefined();
  });

  test.each<[string, unknown, string]>([
    ['no object', 3, '$ must be object'],
    ['null', null, '$ must be object'],
    ['no rules', { id: 'x' }, '$.rules is missing'],
    ['unknown field', { id: 'x', rules: [], rulez: [] }, '$["rulez"] is not known'],
    [
      'bad action',
      { id: 'x', rules: [{ ...RULE, action: 'blur' }] },
      '$.rules[0].action must be one of "mask"',
    ],
    [
      'bad number',
      { id: 'x', rules: [{ ...RULE, mask: { keepStart: -1, keepEnd: 0 } }] },
      '$.rules[0].mask.keepStart must be one of',
    ],
    [
      'fraction',
      { id: 'x', rules: [{ ...RULE, mask: { keepStart: 1.5, keepEnd: 0 } }] },
      '$.rules[0].mask.keepStart',
    ],
    [
      'digit as mask',
      { id: 'x', rules: [{ ...RULE, mask: { keepStart: 1, keepEnd: 0, character: '0' } }] },
      '$.rules[0].mask.character',
    ],
    [
      'markup as mask',
      { id: 'x', rules: [{ ...RULE, mask: { keepStart: 1, keepEnd: 0, character: '<' } }] },
      '$.rules[0].mask.character',
    ],
    ['no mask', { id: 'x', rules: [{ ...RULE, mask: undefined }] }, '$.rules[0].mask'],
    [
      'mask missing',
      {
        id: 'x',
        rules: [{ id: 'a', entity: ['*'], action: 'mask', basis: RULE.basis, message: RULE.message }],
      },
      '$.rules[0].mask is missing',
    ],
    [
      'no level',
      {
        id: 'x',
        rules: [{ id: 'a', entity: ['*'], action: 'generalize', basis: RULE.basis, message: RULE.message }],
      },
      '$.rules[0].level is missing',
    ],
    ['id twice', { id: 'x', rules: [RULE, RULE] }, '$.rules[1].id is used by an earlier rule'],
    [
      'markup in label',
      { id: 'x', rules: [{ ...RULE, action: 'remove', mask: undefined, label: '<b>' }] },
      '$.rules[0].label',
    ],
    ['no basis', { id: 'x', rules: [{ ...RULE, basis: {} }] }, '$.rules[0].basis.document is missing'],
    ['bad parent', { id: 'x', extends: 'nothing', rules: [] }, '$.extends must be one of "default"'],
    ['prototype as parent', { id: 'x', extends: 'constructor', rules: [] }, '$.extends must be one of'],
    ['prototype field', JSON.parse('{"id":"x","rules":[],"__proto__":{}}'), '$["__proto__"] is not known'],
    [
      'language missing',
      { id: 'x', rules: [{ ...RULE, message: { en: 'x' } }] },
      '$.rules[0].message.zh-CN is missing',
    ],
  ])('%s: the error names the path', (_name, policy, message) => {
    const resolve = () => resolvePolicy(policy as PolicySource, policies);
    expect(resolve).toThrow(TypeError);
    expect(resolve).toThrow(message);
  });

  test('an unknown name lists the known ones', () => {
    expect(() => resolvePolicy('defualt', policies)).toThrow(/policy must be one of "default", "strict"/);
  });

  test('circles are found', () => {
    const circle = { a: { id: 'a', extends: 'b', rules: [] }, b: { id: 'b', extends: 'a', rules: [] } };
    expect(() => resolvePolicy('a', circle)).toThrow('circle');
  });

  test('a hostile policy costs little', () => {
    const rules = Array.from({ length: 100_000 }, () => ({}));
    expect(() => resolvePolicy({ id: 'x', rules } as unknown as PolicySource, policies)).toThrow(
      'at most 1000 items',
    );
  });

  test('the schema accepts every built-in policy', () => {
    for (const policy of Object.values(policies)) expect(validate(policy, policySchema)).toEqual([]);
  });
});

describe('verdict', () => {
  const policy: Policy = resolvePolicy('default', policies);
  const unread = [{ place: { part: '' }, code: 'pdf/no-text-layer' }];
  test.each<[string, ('leak' | 'review' | 'official' | 'weak-mask' | 'masked')[], boolean, string]>([
    ['nothing', [], false, 'pass'],
    ['nothing, but something unread', [], true, 'incomplete'],
    ['a leak', ['official', 'leak'], true, 'block'],
    ['a contact', ['review'], true, 'review'],
    ['a weak mask', ['weak-mask'], false, 'review'],
    ['only official', ['official', 'masked'], false, 'pass'],
    ['only official, something unread', ['official', 'masked'], true, 'incomplete'],
  ])('%s', (_name, dispositions, open, verdict) => {
    const findings = dispositions.map((disposition) => ({ disposition }));
    expect(decideVerdict(findings, open ? unread : [], policy)).toBe(verdict);
  });
});
