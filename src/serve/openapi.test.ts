import { Ajv2020 } from 'ajv/dist/2020.js';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { ID, type Running, running, TEXT } from './harness.js';
import { type OpenApiDocument, openApi } from './openapi.js';

let one: Running;
beforeAll(async () => {
  one = await running({ token: 'abcdefghijklmnop', scanner: { key: 'k'.repeat(16) } });
});
afterAll(() => one.server.stop());

const document: OpenApiDocument = openApi('0');
const ajv = new Ajv2020({ strict: false, allErrors: true });
ajv.addSchema({ $id: 'api', ...document });
const authorization = 'Bearer abcdefghijklmnop';

interface Operation {
  readonly responses: Readonly<
    Record<string, { content?: Readonly<Record<string, { schema: { $ref?: string } }>> }>
  >;
}

/** Errors of a real answer against what the document says of this path and status. */
async function faults(method: 'get' | 'post', path: string, response: Response): Promise<unknown> {
  const operation = document.paths[path]?.[method] as Operation;
  const content = operation.responses[String(response.status)]?.content;
  expect(content, `${path} ${response.status} is not in the document`).toBeDefined();
  const type = response.headers.get('content-type')!.split(';')[0]!;
  const schema = (content![type] ?? content!['*/*'])!.schema;
  const body = type === 'application/json' ? await response.json() : await response.text();
  const validate = ajv.compile(schema.$ref === undefined ? schema : { $ref: `api${schema.$ref}` });
  validate(body);
  return validate.errors;
}

const FILES = [{ name: 'a.pdf', bytes: Buffer.from('%PDF-1.4 broken').toString('base64') }];
const DOCX_LIKE = [{ name: 'a.zip', bytes: Buffer.from('PK\x03\x04 cut off').toString('base64') }];

test.each([
  [
    '/v1/scan',
    {
      text: TEXT,
      html: `<p>${TEXT}</p>`,
      fields: { a: `手机：13800138000 张三，住北京市东城区景山前街4号2号楼301室` },
    },
    200,
  ],
  ['/v1/scan', { files: [...FILES, ...DOCX_LIKE] }, 200],
  ['/v1/scan', {}, 400],
  ['/v1/redact', { text: TEXT }, 200],
  ['/v1/redact', { html: TEXT }, 200],
  ['/v1/redact', { file: { name: 'a.txt', bytes: Buffer.from(TEXT).toString('base64') } }, 200],
  ['/v1/redact', { file: FILES[0] }, 422],
  ['/v1/redact', {}, 400],
  ['/analyze', { text: TEXT, language: 'zh' }, 200],
  ['/analyze', { text: [TEXT, 'x'], language: 'zh', return_decision_process: true }, 200],
  ['/analyze', { text: TEXT, entities: ['NOBODY'] }, 400],
  [
    '/anonymize',
    { text: TEXT, analyzer_results: [{ entity_type: 'CN_ID_CARD', start: 9, end: 27, score: 1 }] },
    200,
  ],
  ['/anonymize', { text: TEXT }, 400],
  ['/api/safeguard/check', { content: TEXT }, 200],
  ['/api/safeguard/check', { content: 1 }, 400],
])('%s %#', async (path, body, status) => {
  const response = await one.post(path, body, { authorization });
  expect(response.status).toBe(status);
  expect(await faults('post', path, response)).toBeNull();
});

test.each(['/v1/scan', '/v1/redact', '/analyze', '/anonymize', '/api/safeguard/check'])(
  '%s without a token, and as no JSON',
  async (path) => {
    const refused = await one.post(path, { content: ID });
    expect(refused.status).toBe(401);
    expect(await faults('post', path, refused)).toBeNull();
    const foreign = await one.post(path, 'a=1', {
      authorization,
      'content-type': 'application/x-www-form-urlencoded',
    });
    expect(foreign.status).toBe(415);
    expect(await faults('post', path, foreign)).toBeNull();
  },
);

test.each(Object.keys(document.paths).filter((path) => document.paths[path]!.get !== undefined))(
  'GET %s',
  async (path) => {
    expect(await faults('get', path, await one.get(path, { authorization }))).toBeNull();
  },
);

test('the document is served, every reference in it resolves, every endpoint stands in it', async () => {
  const served = await (await one.get('/openapi.json', { authorization })).json();
  expect(served).toEqual(JSON.parse(JSON.stringify(document)));
  const text = JSON.stringify(document);
  for (const [, name] of text.matchAll(/#\/components\/schemas\/(\w+)/g)) {
    expect((document.components.schemas as Record<string, unknown>)[name!], name).toBeDefined();
  }
});

/**
 * Presidio's own shapes, from its published OpenAPI document (analyzer and anonymizer), reduced to what a client reads.
 */
const recognizerResult = {
  type: 'object',
  required: ['start', 'end', 'score', 'entity_type'],
  properties: {
    start: { type: 'integer' },
    end: { type: 'integer' },
    score: { type: 'number', minimum: 0, maximum: 1 },
    entity_type: { type: 'string' },
    analysis_explanation: {
      type: 'object',
      properties: {
        recognizer: { type: 'string' },
        pattern_name: { type: 'string' },
        pattern: { type: 'string' },
        original_score: { type: 'number' },
        score: { type: 'number' },
        textual_explanation: { type: 'string' },
        score_context_improvement: { type: 'number' },
        supportive_context_word: { type: 'string' },
        validation_result: { type: ['boolean', 'null'] },
      },
    },
  },
};
const PRESIDIO = {
  analyze: { type: 'array', items: recognizerResult },
  analyzeMany: { type: 'array', items: { type: 'array', items: recognizerResult } },
  anonymize: {
    type: 'object',
    required: ['text', 'items'],
    properties: {
      text: { type: 'string' },
      items: {
        type: 'array',
        items: {
          type: 'object',
          required: ['start', 'end', 'entity_type', 'text', 'operator'],
          properties: {
            operator: { type: 'string' },
            entity_type: { type: 'string' },
            start: { type: 'integer' },
            end: { type: 'integer' },
            text: { type: 'string' },
          },
        },
      },
    },
  },
  names: { type: 'array', items: { type: 'string' } },
} as const;

test('Presidio clients read what they are used to', async () => {
  const valid = async (schema: object, response: Response) => {
    const validate = ajv.compile(schema);
    const body = await response.json();
    validate(body);
    expect(validate.errors).toBeNull();
    return body as never;
  };
  const post = (path: string, body: unknown) => one.post(path, body, { authorization });
  const results: object[] = await valid(
    PRESIDIO.analyze,
    await post('/analyze', { text: TEXT, language: 'en', return_decision_process: true }),
  );
  expect(results).toHaveLength(2);
  await valid(PRESIDIO.analyzeMany, await post('/analyze', { text: [TEXT, TEXT], language: 'en' }));
  await valid(PRESIDIO.anonymize, await post('/anonymize', { text: TEXT, analyzer_results: results }));
  for (const path of ['/recognizers?language=en', '/supportedentities?language=en', '/anonymizers']) {
    await valid(PRESIDIO.names, await one.get(path, { authorization }));
  }
});
