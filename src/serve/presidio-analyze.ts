/** Presidio's analyzer over REST: `/analyze`, `/recognizers`, `/supportedentities`. Offsets are code points. */
import type { Finding } from '../core/index.js';
import { evidenceText, type Messages, messagesFor } from '../report/index.js';
import { convertSpans } from '../text/offsets.js';
import { jsonBody } from './body.js';
import { HttpError } from './http-error.js';
import { presidioName, supportedEntities, wantedNames } from './presidio-entities.js';
import { type Call, json, plain, type Reply, type Route } from './route.js';
import { spansOf } from './spans.js';

export interface AnalyzerResult {
  readonly entity_type: string;
  readonly start: number;
  readonly end: number;
  readonly score: number;
  /** Only where the caller asks for the decision process; the published schema knows no null here. */
  readonly analysis_explanation?: Readonly<Record<string, unknown>>;
}

interface Wishes {
  readonly names: ReadonlyMap<string, string> | undefined;
  readonly threshold: number;
  readonly explain: boolean;
  readonly allowed: ReadonlySet<string>;
}

const MAX_TEXTS = 10_000;

/** Presidio's own shape: the message alone. */
export const presidioError = (_status: number, _code: string, message: string): unknown => ({
  error: message,
});

export function analyzerRoutes(detected: readonly string[]): Route[] {
  const error = presidioError;
  return [
    { method: 'POST', path: '/analyze', handle: analyze, error },
    {
      method: 'GET',
      path: '/recognizers',
      handle: () => json(detected.map((entity) => `leaklint-${entity}`)),
      error,
    },
    {
      method: 'GET',
      path: '/supportedentities',
      handle: () => json(supportedEntities(detected)),
      error,
    },
    { method: 'GET', path: '/health', access: 'open', handle: () => plain('leaklint is up') },
  ];
}

async function analyze(call: Call): Promise<Reply> {
  const body = jsonBody(call.body, call.headers['content-type']);
  const { text } = body;
  const wishes = wishesOf(body);
  if (typeof text === 'string') return json(await analyzeText(call, text, wishes));
  if (!Array.isArray(text) || text.some((one) => typeof one !== 'string')) {
    throw new HttpError(
      400,
      'http/bad-request',
      'No text provided: "text" must be a string or a list of strings',
    );
  }
  if (text.length > MAX_TEXTS) {
    throw new HttpError(400, 'http/bad-request', `more than ${MAX_TEXTS} texts in one request`);
  }
  const lists: AnalyzerResult[][] = [];
  for (const one of text as string[]) lists.push(await analyzeText(call, one, wishes));
  return json(lists);
}

/** `language`, `context` and `correlation_id` change nothing here and are accepted as they are. */
function wishesOf(body: Readonly<Record<string, unknown>>): Wishes {
  const entities = texts(body.entities, 'entities');
  const names = wantedNames(entities);
  if (names?.size === 0) {
    throw new HttpError(400, 'http/bad-request', 'No matching recognizers were found to serve the request.');
  }
  const threshold = body.score_threshold ?? 0;
  if (typeof threshold !== 'number')
    throw new HttpError(400, 'http/bad-request', 'score_threshold must be a number');
  // Passing over what the client wants found would be an answer about a text that was not read so.
  if (Array.isArray(body.ad_hoc_recognizers) && body.ad_hoc_recognizers.length > 0) {
    throw new HttpError(400, 'http/bad-request', 'ad_hoc_recognizers are not supported by this server');
  }
  const allowed = texts(body.allow_list, 'allow_list');
  if (allowed !== undefined && (body.allow_list_match ?? 'exact') !== 'exact') {
    throw new HttpError(
      400,
      'http/bad-request',
      'allow_list_match: only "exact" is supported by this server',
    );
  }
  return { names, threshold, explain: body.return_decision_process === true, allowed: new Set(allowed) };
}

async function analyzeText(call: Call, text: string, wishes: Wishes): Promise<AnalyzerResult[]> {
  const result = await call.scan({ kind: 'text', name: 'text', text });
  const { unread } = result.coverage;
  // The shape has no word for it, and an empty list would say that the text is clean.
  if (unread.length > 0) {
    throw new HttpError(500, 'http/incomplete', `the text was not read to its end (${unread[0]!.code})`);
  }
  const { names, threshold, explain, allowed } = wishes;
  const found = spansOf(result).filter(
    ({ start, end, finding }) =>
      finding.score >= threshold &&
      (names === undefined || names.has(finding.entity)) &&
      !allowed.has(text.slice(start, end)),
  );
  const messages = messagesFor(call.locale);
  return convertSpans(text, found, 'utf-16', 'code-point').map(({ start, end, finding }) => ({
    entity_type: names?.get(finding.entity) ?? presidioName(finding.entity),
    start,
    end,
    score: finding.score,
    ...(explain ? { analysis_explanation: explanation(finding, messages) } : {}),
  }));
}

/** Members without a value are left out: of all of them the published schema lets only `validation_result` be null. */
function explanation(finding: Finding, messages: Messages): Readonly<Record<string, unknown>> {
  const { entity, subtype, score, evidence, disposition, status } = finding;
  return {
    recognizer: `leaklint-${entity}`,
    ...(subtype === undefined ? {} : { pattern_name: subtype }),
    original_score: score,
    score,
    textual_explanation: [disposition, ...evidence.map((one) => evidenceText(one, messages))].join('; '),
    score_context_improvement: 0,
    supportive_context_word: evidence.find(({ code }) => code === 'label')?.text ?? '',
    validation_result: status === 'unverifiable' ? null : status === 'valid',
  };
}

function texts(value: unknown, name: string): string[] | undefined {
  if (value === undefined || value === null) return undefined;
  if (!Array.isArray(value) || value.some((one) => typeof one !== 'string')) {
    throw new HttpError(400, 'http/bad-request', `${name} must be a list of strings`);
  }
  return value as string[];
}
