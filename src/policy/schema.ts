/** JSON Schema (2020-12) of a policy file. The validator reads this very object, so the two can't differ. */

/** The subset of JSON Schema that `validate.ts` knows. */
export interface Schema {
  readonly $schema?: string;
  readonly $id?: string;
  readonly title?: string;
  readonly description?: string;
  readonly $ref?: string;
  readonly $defs?: Readonly<Record<string, Schema>>;
  readonly type?: string | readonly string[];
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly required?: readonly string[];
  readonly additionalProperties?: boolean;
  readonly items?: Schema;
  readonly minItems?: number;
  readonly maxItems?: number;
  readonly enum?: readonly unknown[];
  readonly anyOf?: readonly Schema[];
  readonly pattern?: string;
  readonly minLength?: number;
  readonly maxLength?: number;
  readonly minimum?: number;
  readonly maximum?: number;
}

const DISPOSITIONS = ['leak', 'review', 'official', 'lawful', 'weak-mask', 'masked'];
const CHANNELS = [
  'body',
  'title',
  'header',
  'footer',
  'note',
  'comment',
  'annotation',
  'field',
  'attribute',
  'link',
  'script',
  'style',
  'hidden',
  'deleted',
  'covered',
  'metadata',
  'name',
  'ocr',
  'residue',
];
const LEVELS = [
  'province',
  'prefecture',
  'county',
  'town',
  'village',
  'group',
  'road',
  'number',
  'estate',
  'building',
  'unit',
  'floor',
  'room',
  'year',
  'age-band',
  'surname',
];

const dispositions: Schema = { type: 'array', items: { enum: DISPOSITIONS } };

export const policySchema: Schema = {
  $schema: 'https://json-schema.org/draft/2020-12/schema',
  $id: 'urn:leaklint:policy',
  title: 'leaklint policy',
  description: 'Rules that turn findings into actions; the first rule whose conditions hold decides.',
  type: 'object',
  required: ['id', 'rules'],
  additionalProperties: false,
  properties: {
    $schema: { type: 'string' },
    id: { type: 'string', pattern: '^[a-z0-9][a-z0-9-]{0,63}$' },
    title: { $ref: '#/$defs/text' },
    extends: { type: ['string', 'null'] },
    verdict: {
      type: 'object',
      additionalProperties: false,
      properties: { block: dispositions, review: dispositions },
    },
    rules: { type: 'array', items: { $ref: '#/$defs/rule' }, maxItems: 1000 },
    source: { anyOf: [{ type: 'string' }, { type: 'array', items: { type: 'string' } }] },
    edition: { type: 'string' },
    taken: { type: 'string' },
    licence: { type: 'string' },
  },
  $defs: {
    text: {
      type: 'object',
      required: ['zh-CN', 'en'],
      additionalProperties: false,
      properties: {
        'zh-CN': { type: 'string', minLength: 1, maxLength: 400 },
        en: { type: 'string', minLength: 1, maxLength: 400 },
      },
    },
    rule: {
      type: 'object',
      required: ['id', 'entity', 'action', 'basis', 'message'],
      additionalProperties: false,
      properties: {
        id: { type: 'string', pattern: '^[a-z0-9][a-z0-9/-]{0,79}$' },
        entity: {
          type: 'array',
          items: { type: 'string', pattern: '^(?:\\*|[a-z][a-z0-9-]*)$' },
          minItems: 1,
        },
        subtype: { type: 'array', items: { type: 'string' }, minItems: 1 },
        channel: { type: 'array', items: { enum: CHANNELS }, minItems: 1 },
        disposition: { type: 'array', items: { enum: DISPOSITIONS }, minItems: 1 },
        action: { enum: ['mask', 'generalize', 'remove', 'keep', 'pseudonymize', 'surrogate', 'encrypt'] },
        mask: { $ref: '#/$defs/mask' },
        level: { enum: LEVELS },
        label: {
          type: 'string',
          description:
            'Neither digits nor characters that mean something in HTML, XML, JSON, CSV or scripts.',
          pattern: '^[^\\p{Cc}\\p{Nd}<>&"\'`\\\\,;/]{0,40}$',
        },
        scope: { enum: ['value', 'cell', 'row', 'column', 'item'] },
        basis: { $ref: '#/$defs/basis' },
        message: { $ref: '#/$defs/text' },
      },
    },
    mask: {
      type: 'object',
      required: ['keepStart', 'keepEnd'],
      additionalProperties: false,
      properties: {
        keepStart: { anyOf: [{ type: 'integer', minimum: 0, maximum: 32 }, { enum: ['area-code'] }] },
        keepEnd: { anyOf: [{ type: 'integer', minimum: 0, maximum: 32 }, { enum: ['domain'] }] },
        character: {
          type: 'string',
          description: 'One character: a mark, a symbol or 某, × …; no letter or digit of ASCII.',
          pattern: '^[^\\p{Cc}\\p{Cs}\\p{Z}\\p{N}A-Za-z<>&"\'`\\\\,;/=]$',
        },
        keepSeparators: { type: 'boolean' },
      },
    },
    basis: {
      type: 'object',
      required: ['document', 'confidence'],
      additionalProperties: false,
      properties: {
        document: { type: 'string', minLength: 1, maxLength: 200 },
        number: { type: 'string', maxLength: 100 },
        clause: { type: 'string', maxLength: 100 },
        confidence: { enum: ['R', 'S', 'U'] },
        source: { type: 'string', maxLength: 400 },
      },
    },
  },
};
