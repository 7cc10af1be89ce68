/** Redact, then scan: nothing is left to do, for documents of every kind and every policy. */
import { describe, expect, test } from 'vitest';
import { loadTemplates, samples } from '../../corpus/generate/corpus.js';
import type { Format } from '../../corpus/generate/forms.js';
import { formatPreserving } from '../encrypt/index.js';
import { createScanner, type PolicySource, redact, type ScannerOptions } from '../index.js';

const KEY = 'a key of sixteen bytes or more';
const BUILT_IN = [
  ...['default', 'strict', 'publicity-list', 'student-aid', 'court', 'penalty', 'contact-notice'],
  'bank-display',
];
const own = (action: 'pseudonymize' | 'surrogate' | 'encrypt'): PolicySource => ({
  id: action,
  rules: [
    {
      id: `${action}/all`,
      entity: ['resident-id', 'mobile', 'landline', 'bank-card', 'bank-account', 'passport'],
      disposition: ['leak', 'review', 'weak-mask'],
      action,
      ...(action === 'pseudonymize' ? { label: '代号' } : {}),
      basis: { document: '内部规定', confidence: 'S' },
      message: { 'zh-CN': '换掉', en: 'put something else there' },
    },
  ],
});
const POLICIES: readonly ScannerOptions[] = [
  ...BUILT_IN.map((policy) => ({ policy })),
  { policy: own('pseudonymize'), key: KEY },
  { policy: own('surrogate'), key: KEY },
  { policy: own('encrypt'), key: KEY, encryption: formatPreserving(KEY) },
].map((options) => ({ ...options, today: '2026-11-27' }));

const TEMPLATES = [...loadTemplates('dev'), ...loadTemplates('test')];

describe.each<[formats: readonly Format[], share: number]>([
  [['text'], 0.5],
  [['html'], 0.5],
  [['html-gbk'], 0.3],
  [['docx'], 0.3],
  [['pdf'], 0.15],
])('%j', (formats, share) => {
  test.each([11])(
    'seed %d',
    async (seed) => {
      const scanners = POLICIES.map((options) => createScanner(options));
      let documents = 0;
      let number = 0;
      for (const { id, name, bytes } of samples(TEMPLATES, { seed, formats })) {
        number++;
        if ((number * share) % 1 >= share) continue;
        // Each document under one policy, so that all policies meet all kinds over the formats and seeds.
        const at = (number + formats[0]!.length) % POLICIES.length;
        const artifact = { name, bytes };
        const plan = await scanners[at]!.scan(artifact);
        if (plan.findings.every(({ suggestion }) => suggestion?.action === 'keep')) continue;
        documents++;
        const { refused, proof, after } = await redact(artifact, plan, POLICIES[at]);
        const left = after?.findings.filter(
          ({ disposition, suggestion }) =>
            !['masked', 'official', 'lawful'].includes(disposition) && suggestion?.action !== 'keep',
        );
        const what = left?.map(({ entity, disposition, masked }) => `${entity} ${disposition} ${masked}`);
        expect({ id, policy: at, refused, verified: proof.verified, left: what }).toEqual({
          id,
          policy: at,
          refused: [],
          verified: true,
          left: [],
        });
      }
      expect(documents).toBeGreaterThan(5);
    },
    300_000,
  );
});
