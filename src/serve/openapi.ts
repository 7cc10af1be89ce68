/** The OpenAPI 3.1 document of the sidecar, served at `/openapi.json`. Tests hold real answers against it. */
import { reference, type Schema, schemas } from './openapi-schemas.js';

export interface OpenApiDocument {
  readonly openapi: '3.1.0';
  readonly info: { readonly title: string; readonly version: string; readonly description: string };
  readonly paths: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
  readonly components: Schema;
  readonly security: readonly unknown[];
}

const BINARY = { type: 'string', format: 'binary' } as const;
const jsonOf = (name: string): Schema => ({ 'application/json': { schema: reference(name) } });
const answer = (description: string, name: string): Schema => ({ description, content: jsonOf(name) });

function errors(name: string, ...statuses: readonly number[]): Schema {
  const words: Readonly<Record<number, string>> = {
    400: 'Malformed request',
    401: 'Token missing or wrong',
    403: 'Host or Origin not allowed',
    413: 'Body larger than the limit',
    415: 'Media type, charset or encoding not supported',
    500: 'Not read to its end, or an internal error',
    503: 'Busy; see Retry-After',
  };
  return Object.fromEntries(statuses.map((status) => [status, answer(words[status]!, name)]));
}

const USUAL = [400, 401, 403, 413, 415, 503];

function post(summary: string, request: Schema, good: Schema, errorName: string, extra: Schema = {}): Schema {
  return {
    post: {
      summary,
      requestBody: { required: true, content: request },
      responses: { 200: good, ...errors(errorName, ...USUAL, 500), ...extra },
    },
  };
}

function get(summary: string, content: Schema, extra: Schema = {}): Schema {
  return { get: { summary, responses: { 200: { description: summary, content }, ...extra } } };
}

const form = (properties: Schema): Schema => ({ schema: { type: 'object', properties } });
const language = {
  parameters: [{ name: 'language', in: 'query', required: false, schema: { type: 'string' } }],
};

/** @param version Of the package. */
export function openApi(version: string): OpenApiDocument {
  return {
    openapi: '3.1.0',
    info: {
      title: 'leaklint sidecar',
      version,
      description:
        'Finds resident IDs, mobile numbers, bank cards and accounts and home addresses in texts, pages and files. Offsets of /v1 are UTF-16 code units, those of the Presidio endpoints code points.',
    },
    paths: {
      '/v1/scan': post(
        'Scan texts, fields of a form, and files',
        {
          ...jsonOf('ScanRequest'),
          'multipart/form-data': form({ files: { type: 'array', items: BINARY } }),
          '*/*': { schema: BINARY },
        },
        answer('One result for each text and file', 'ScanResponse'),
        'Error',
      ),
      '/v1/redact': post(
        'Apply the suggestions; the copy comes back only when it is proven clean',
        {
          ...jsonOf('RedactRequest'),
          'multipart/form-data': form({ file: BINARY }),
          '*/*': { schema: BINARY },
        },
        {
          description: 'The copy: JSON for JSON requests, else the bytes of the file',
          content: { ...jsonOf('RedactResponse'), '*/*': { schema: BINARY } },
        },
        'Error',
        { 422: answer('Not proven clean; without the copy', 'RedactResponse') },
      ),
      '/analyze': post(
        'Presidio analyzer',
        jsonOf('AnalyzeRequest'),
        answer(
          'Findings with offsets in code points; a list of lists for a list of texts',
          'AnalyzeResponse',
        ),
        'PresidioError',
      ),
      '/anonymize': post(
        'Presidio anonymizer; without anonymizers the policy masks',
        jsonOf('AnonymizeRequest'),
        answer('The text and what was put where', 'AnonymizeResponse'),
        'PresidioError',
      ),
      '/recognizers': { ...get('Names of the recognizers', jsonOf('Names')), ...language },
      '/supportedentities': { ...get('Entity types', jsonOf('Names')), ...language },
      '/anonymizers': get('Names of the operators', jsonOf('Names')),
      '/health': get('Presidio health check', { 'text/plain': { schema: { type: 'string' } } }),
      '/api/safeguard/check': post(
        'Content check of Chinese sites',
        jsonOf('CheckRequest'),
        answer('Terms to be changed', 'CheckResponse'),
        'CheckResponse',
      ),
      '/healthz': get('Liveness', jsonOf('Health'), { 503: answer('Stopping', 'Health') }),
      '/metrics': get('Prometheus metrics', { 'text/plain': { schema: { type: 'string' } } }),
      '/openapi.json': get('This document', { 'application/json': { schema: { type: 'object' } } }),
    },
    components: { schemas, securitySchemes: { bearer: { type: 'http', scheme: 'bearer' } } },
    security: [{}, { bearer: [] }],
  };
}
