/** Presidio's anonymizer over REST: `/anonymize`, `/anonymizers`. Offsets are code points. */
import { createHash, createHmac, randomBytes } from 'node:crypto';
import { maskValue } from '../policy/index.js';
import { convertOffsets, convertSpans } from '../text/offsets.js';
import { isObject, type JsonObject, jsonBody } from './body.js';
import { badRequest } from './http-error.js';
import { presidioError } from './presidio-analyze.js';
import { entityOf } from './presidio-entities.js';
import { type Call, json, type Reply, type Route } from './route.js';
import { type FoundSpan, maskedAsWritten, spansOf, suggested } from './spans.js';

/** What a client found, here or elsewhere; offsets in UTF-16 code units. */
interface Marked {
  readonly start: number;
  readonly end: number;
  readonly score: number;
  readonly type: string;
}

type Operator = (written: string, mark: Marked) => { readonly text: string; readonly name: string };

const OPERATORS = ['replace', 'redact', 'mask', 'hash', 'keep', 'cn_mask'];
const MAX_RESULTS = 100_000;

/** @param key Makes hashes comparable between requests; without one every request has its own salt. */
export function anonymizerRoutes(key: string | Uint8Array | undefined): Route[] {
  return [
    { method: 'POST', path: '/anonymize', handle: (call) => anonymize(call, key), error: presidioError },
    { method: 'GET', path: '/anonymizers', handle: () => json(OPERATORS), error: presidioError },
  ];
}

async function anonymize(call: Call, key: string | Uint8Array | undefined): Promise<Reply> {
  const body = jsonBody(call.body, call.headers['content-type']);
  const { text } = body;
  if (typeof text !== 'string') throw badRequest('No text provided: "text" must be a string');
  const marks = merged(marksOf(text, body.analyzer_results));
  const anonymizers = body.anonymizers ?? {};
  if (!isObject(anonymizers)) throw badRequest('anonymizers must be an object of entity type → operator');
  const salt = key ?? randomBytes(32);
  const own = await ownMask(call, text, marks);
  const operators = new Map<string, Operator>();
  for (const [type, config] of Object.entries(anonymizers)) {
    operators.set(type, operatorOf(config, type, salt, own));
  }
  const standard = operators.get('DEFAULT') ?? own;
  let out = '';
  let at = 0;
  const items: { operator: string; entity_type: string; start: number; end: number; text: string }[] = [];
  for (const mark of marks) {
    out += text.slice(at, mark.start);
    const { text: put, name } = (operators.get(mark.type) ?? standard)(
      text.slice(mark.start, mark.end),
      mark,
    );
    items.push({
      operator: name,
      entity_type: mark.type,
      start: out.length,
      end: out.length + put.length,
      text: put,
    });
    out += put;
    at = mark.end;
  }
  out += text.slice(at);
  // Presidio works, and lists, from the end of the text.
  return json({ text: out, items: convertSpans(out, items, 'utf-16', 'code-point').reverse() });
}

function marksOf(text: string, results: unknown): Marked[] {
  if (!Array.isArray(results)) throw badRequest('analyzer_results must be a list');
  if (results.length > MAX_RESULTS) throw badRequest(`more than ${MAX_RESULTS} analyzer_results`);
  const offsets: number[] = [];
  for (const result of results as unknown[]) {
    if (!isObject(result) || typeof result.entity_type !== 'string') {
      throw badRequest('analyzer_results: an entry needs entity_type, start, end, score');
    }
    const { start, end } = result;
    if (typeof start !== 'number' || typeof end !== 'number' || !(start <= end)) {
      throw badRequest('analyzer_results: start and end must be code points of the text, start first');
    }
    offsets.push(start, end);
  }
  let units: number[];
  try {
    units = convertOffsets(text, offsets, 'code-point', 'utf-16');
  } catch {
    throw badRequest('analyzer_results: start and end must lie inside the text');
  }
  return (results as JsonObject[]).map((result, i) => ({
    start: units[2 * i]!,
    end: units[2 * i + 1]!,
    score: typeof result.score === 'number' ? result.score : 0,
    type: result.entity_type as string,
  }));
}

/** No two overlap: of those that do, one that covers both, by the name of the better (then the longer) one. */
function merged(marks: readonly Marked[]): Marked[] {
  const sorted = marks
    .filter(({ start, end }) => start < end)
    .sort((a, b) => a.start - b.start || b.end - a.end);
  const out: Marked[] = [];
  for (const mark of sorted) {
    const last = out.at(-1);
    if (last === undefined || mark.start >= last.end) {
      out.push(mark);
      continue;
    }
    const better = mark.score > last.score ? mark : last;
    out[out.length - 1] = { ...better, start: last.start, end: Math.max(last.end, mark.end) };
  }
  return out;
}

/** What the policy suggests where the scan finds the same; else the display mask of the kind, else `<TYPE>`. */
async function ownMask(call: Call, text: string, marks: readonly Marked[]): Promise<Operator> {
  const known = new Map<string, FoundSpan>();
  if (marks.length > 0) {
    for (const span of spansOf(await call.scan({ kind: 'text', name: 'text', text }))) {
      known.set(`${span.start}-${span.end}`, span);
    }
  }
  return (written, { start, end, type }) => {
    const span = known.get(`${start}-${end}`);
    if (span !== undefined) {
      const put = suggested(text, span) ?? maskedAsWritten(written, span.finding.masked);
      return { text: put, name: 'cn_mask' };
    }
    const entity = entityOf(type);
    if (entity === undefined) return { text: `<${type}>`, name: 'replace' };
    const value = written.normalize('NFKC').replace(/[^\p{L}\p{N}*]/gu, '');
    return { text: maskedAsWritten(written, maskValue(entity, undefined, value)), name: 'cn_mask' };
  };
}

function operatorOf(config: unknown, type: string, salt: string | Uint8Array, own: Operator): Operator {
  if (!isObject(config)) throw badRequest('anonymizers: an operator must be an object with a type');
  switch (config.type) {
    case 'replace': {
      const value = optional(config.new_value, 'string', 'new_value') as string | undefined;
      // An empty new_value is none (Presidio's Replace operator).
      return (_written, mark) => ({ text: value || `<${mark.type}>`, name: 'replace' });
    }
    case 'redact':
      return () => ({ text: '', name: 'redact' });
    case 'keep':
      return (written) => ({ text: written, name: 'keep' });
    case 'mask':
      return maskOperator(config);
    case 'hash': {
      const algorithm = config.hash_type ?? 'sha256';
      if (algorithm !== 'sha256' && algorithm !== 'sha512') {
        throw badRequest('hash_type must be sha256 or sha512');
      }
      const given = optional(config.salt, 'string', 'salt') as string | undefined;
      // Every mobile number there is can be tried against an unsalted hash.
      return (written) => ({
        text:
          given === undefined
            ? createHmac(algorithm, salt).update(written).digest('hex')
            : createHash(algorithm).update(given).update(written).digest('hex'),
        name: 'hash',
      });
    }
    case 'cn_mask':
      return own;
    default:
      throw badRequest(
        `anonymizers: the operator for ${/^\w{1,40}$/.test(type) ? type : 'a type'} is not supported; supported: ${OPERATORS.join(', ')}`,
      );
  }
}

/** Presidio's Mask operator: characters are code points. */
function maskOperator(config: JsonObject): Operator {
  const character = (optional(config.masking_char, 'string', 'masking_char') as string | undefined) ?? '*';
  if ([...character].length !== 1) throw badRequest('masking_char must be one character');
  const wanted = optional(config.chars_to_mask, 'number', 'chars_to_mask') as number | undefined;
  const fromEnd = config.from_end === true;
  return (written) => {
    const characters = [...written];
    const count = Math.min(characters.length, Math.max(0, Math.trunc(wanted ?? characters.length)));
    const first = fromEnd ? characters.length - count : 0;
    const text = characters.map((one, i) => (i >= first && i < first + count ? character : one)).join('');
    return { text, name: 'mask' };
  };
}

function optional(value: unknown, type: 'string' | 'number', name: string): unknown {
  if (value === undefined || value === null) return undefined;
  if (typeof value !== type) throw badRequest(`${name} must be a ${type}`);
  return value;
}
