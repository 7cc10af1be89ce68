/** Schemas of the OpenAPI document (JSON Schema 2020-12). Objects are closed, so that a test shows what they miss. */

export type Schema = Readonly<Record<string, unknown>>;

const text = { type: 'string' } as const;
const count = { type: 'integer', minimum: 0 } as const;
const score = { type: 'number', minimum: 0, maximum: 1 } as const;
const list = (items: unknown): Schema => ({ type: 'array', items });
const oneOf = (...values: readonly string[]): Schema => ({ type: 'string', enum: values });
export const reference = (name: string): Schema => ({ $ref: `#/components/schemas/${name}` });

/** @param optional Names of properties that may be missing. */
function closed(properties: Schema, optional: readonly string[] = []): Schema {
  return {
    type: 'object',
    properties,
    required: Object.keys(properties).filter((name) => !optional.includes(name)),
    additionalProperties: false,
  };
}

const near = closed({ paragraph: count, table: count, row: count, column: count }, [
  'paragraph',
  'table',
  'row',
  'column',
]);

export const schemas: Readonly<Record<string, Schema>> = {
  Place: {
    oneOf: [
      closed(
        {
          kind: { const: 'text' },
          part: text,
          channel: text,
          start: count,
          end: count,
          line: count,
          column: count,
          near,
        },
        ['near'],
      ),
      closed({
        kind: { const: 'page' },
        part: text,
        channel: text,
        page: count,
        box: { type: 'array', items: { type: 'number' }, minItems: 4, maxItems: 4 },
      }),
      closed({ kind: { const: 'cell' }, part: text, channel: text, sheet: text, ref: text }),
    ],
  },
  Suggestion: closed(
    {
      action: oneOf('mask', 'generalize', 'remove', 'keep', 'pseudonymize', 'surrogate', 'encrypt'),
      replacement: text,
      rule: text,
      basis: text,
      edits: list(closed({ place: reference('Place'), replacement: text })),
      scope: oneOf('value', 'cell', 'row', 'column', 'item'),
      within: { ...text, description: 'Finding whose suggestion takes this value away too.' },
      remaining: {
        type: 'number',
        description: 'Values that still fit; only when the server runs with risk.',
      },
    },
    ['scope', 'within', 'remaining'],
  ),
  Finding: closed(
    {
      id: text,
      entity: text,
      subtype: text,
      masked: text,
      disposition: oneOf('leak', 'review', 'official', 'lawful', 'weak-mask', 'masked'),
      severity: oneOf('high', 'medium', 'low', 'info'),
      score,
      status: oneOf('valid', 'invalid', 'unverifiable'),
      evidence: list(closed({ code: text, text, count: { type: 'number' } }, ['text', 'count'])),
      places: list(reference('Place')),
      person: text,
      fingerprint: text,
      partial: text,
      suggestion: reference('Suggestion'),
      value: text,
      text,
    },
    ['subtype', 'person', 'fingerprint', 'partial', 'suggestion', 'value', 'text'],
  ),
  Verdict: oneOf('block', 'review', 'pass', 'incomplete'),
  ScanResult: closed(
    {
      artifact: text,
      policy: { ...text, description: 'The policy that judged it; absent where nothing was found.' },
      proposedPolicy: closed({ policy: text, text }),
      risk: { type: 'object', description: 'Only when the server runs with risk.' },
      references: {
        ...list(
          closed(
            { kind: oneOf('attachment', 'frame', 'style-sheet'), target: text, place: reference('Place') },
            ['target'],
          ),
        ),
        description: 'Files that the page leads to and that were not read with it.',
      },
      mediaType: text,
      verdict: reference('Verdict'),
      findings: list(reference('Finding')),
      persons: list(closed({ id: text, findings: list(text), place: reference('Place') })),
      diagnostics: list(
        closed(
          {
            code: text,
            severity: oneOf('error', 'warning', 'info'),
            message: text,
            detail: text,
            place: reference('Place'),
          },
          ['place', 'detail'],
        ),
      ),
      coverage: closed({
        units: count,
        read: count,
        unread: list(closed({ place: closed({ part: text, page: count }, ['page']), code: text })),
      }),
    },
    ['policy', 'proposedPolicy', 'risk', 'references'],
  ),
  File: closed(
    {
      name: text,
      bytes: { ...text, contentEncoding: 'base64' },
      mediaType: text,
      charset: text,
    },
    ['mediaType', 'charset'],
  ),
  ScanRequest: {
    ...closed(
      {
        text,
        html: text,
        name: text,
        fields: {
          type: 'object',
          description:
            'Field path → text (markup is recognised), { "text" } or { "html" }; null for an empty field.',
          additionalProperties: {
            oneOf: [text, { type: 'null' }, closed({ text }), closed({ html: text })],
          },
        },
        files: list(reference('File')),
      },
      ['text', 'html', 'name', 'fields', 'files'],
    ),
    minProperties: 1,
  },
  ScanResponse: closed({
    verdict: { ...reference('Verdict'), description: 'The worst of the results.' },
    results: { ...list(reference('ScanResult')), description: 'One for each text and file, in their order.' },
  }),
  RedactRequest: {
    ...closed({ text, html: text, file: reference('File'), force: { type: 'boolean' } }, [
      'text',
      'html',
      'file',
      'force',
    ]),
    oneOf: [{ required: ['text'] }, { required: ['html'] }, { required: ['file'] }],
  },
  RedactResponse: closed(
    {
      applied: count,
      refused: list(closed({ code: text, message: text, finding: text }, ['finding'])),
      clean: { type: 'boolean', description: 'No leak is left in the copy, and all of it was read.' },
      before: reference('ScanResult'),
      after: reference('ScanResult'),
      text,
      html: text,
      file: closed({ name: text, bytes: { ...text, contentEncoding: 'base64' } }),
      error: closed({ code: text, message: text }),
    },
    ['text', 'html', 'file', 'error'],
  ),
  Error: closed({ error: closed({ code: text, message: text }) }),
  AnalyzeRequest: {
    type: 'object',
    properties: {
      text: { oneOf: [text, list(text)] },
      language: text,
      entities: list(text),
      score_threshold: score,
      return_decision_process: { type: 'boolean' },
      correlation_id: text,
      context: list(text),
      allow_list: list(text),
    },
    required: ['text'],
  },
  AnalyzerResult: closed(
    {
      entity_type: text,
      start: { ...count, description: 'Code points.' },
      end: count,
      score,
      analysis_explanation: { type: 'object', description: 'Only with return_decision_process.' },
    },
    ['analysis_explanation'],
  ),
  AnalyzeResponse: {
    oneOf: [list(reference('AnalyzerResult')), list(list(reference('AnalyzerResult')))],
  },
  AnonymizeRequest: {
    type: 'object',
    properties: {
      text,
      analyzer_results: list({
        type: 'object',
        properties: { start: count, end: count, score, entity_type: text },
        required: ['start', 'end', 'entity_type'],
      }),
      anonymizers: {
        type: 'object',
        additionalProperties: {
          type: 'object',
          properties: {
            type: oneOf('replace', 'redact', 'mask', 'hash', 'keep', 'cn_mask'),
            new_value: text,
            masking_char: text,
            chars_to_mask: { type: 'integer' },
            from_end: { type: 'boolean' },
            hash_type: oneOf('sha256', 'sha512'),
            salt: text,
          },
          required: ['type'],
        },
      },
    },
    required: ['text', 'analyzer_results'],
  },
  AnonymizeResponse: closed({
    text,
    items: list(closed({ operator: text, entity_type: text, start: count, end: count, text })),
  }),
  PresidioError: closed({ error: text }),
  Names: list(text),
  CheckRequest: {
    type: 'object',
    properties: { userKey: text, content: text, sensitiveCodeList: {} },
    required: ['content'],
  },
  CheckResponse: closed({
    code: { type: 'integer', description: '0 checked; 3 not read to its end; else the HTTP status.' },
    message: text,
    content: list(
      closed({
        sentencePos: { ...count, description: 'UTF-16 code units, in content.' },
        termPos: { ...count, description: 'UTF-16 code units, in the sentence.' },
        wrongTerm: { ...text, description: 'Masked, unless the server runs with --reveal.' },
        expectTerms: list(text),
        errLevel: { type: 'integer', enum: [1, 2, 3] },
        type: text,
        newType: text,
        explain: text,
        sentence: text,
      }),
    ),
  }),
  Health: closed({ status: oneOf('ok', 'stopping') }),
};
