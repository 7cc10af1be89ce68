/**
 * The shape of the content checkers that Chinese sites call before publishing: `POST /api/safeguard/check`.
 *
 * Positions are UTF-16 code units, as Java counts: `sentencePos` of the sentence in `content`, `termPos` of the term
 * in the sentence. `wrongTerm` and `sentence` are masked, at equal length, unless the server runs with `--reveal`.
 */
import type { Finding } from '../core/index.js';
import { evidenceText, messagesFor, word } from '../report/index.js';
import { jsonBody } from './body.js';
import { badRequest } from './http-error.js';
import { type Call, json, type Reply, type Route } from './route.js';
import { type FoundSpan, maskedAsWritten, maskText, spansOf, suggested } from './spans.js';
import { textSource } from './v1.js';

export interface CheckItem {
  readonly sentencePos: number;
  readonly termPos: number;
  readonly wrongTerm: string;
  /** What the term should become; empty where only a person can say. */
  readonly expectTerms: readonly string[];
  /** 1 a leak, 2 a mask that can be undone, 3 to be looked at. */
  readonly errLevel: 1 | 2 | 3;
  /** Entity id, `resident-id`. */
  readonly type: string;
  readonly newType: string;
  readonly explain: string;
  readonly sentence: string;
}

const LEVELS: Readonly<Record<string, 1 | 2 | 3>> = { leak: 1, 'weak-mask': 2, review: 3 };
/** A sentence without a mark is cut at this many units on either side. */
const REACH = 200;

export const checkRoutes: readonly Route[] = [
  {
    method: 'POST',
    path: '/api/safeguard/check',
    access: 'own',
    handle: check,
    error: (status, _code, message) => ({ code: status, message, content: [] }),
  },
];

async function check(call: Call): Promise<Reply> {
  const { content, userKey } = jsonBody(call.body, call.headers['content-type']);
  if (!call.allowed(typeof userKey === 'string' ? userKey : undefined)) {
    return json({ code: 401, message: 'userKey is wrong', content: [] }, 401);
  }
  if (typeof content !== 'string') throw badRequest('content must be a text');
  const result = await call.scan(textSource('content', content));
  const spans = spansOf(result);
  const { unread } = result.coverage;
  const shown = call.reveal ? content : maskText(content, spans);
  const items = spans.map((span) => itemOf(span, content, shown, call));
  // 0 means checked; a text that was not read to its end was not.
  return unread.length === 0
    ? json({ code: 0, message: 'ok', content: items })
    : json({ code: 3, message: `not read to its end: ${unread[0]!.code}`, content: items });
}

function itemOf(span: FoundSpan, content: string, shown: string, call: Call): CheckItem {
  const { start, end, finding } = span;
  const from = sentenceStart(content, start);
  const to = sentenceEnd(content, end);
  const expected = suggested(content, span) ?? finding.suggestion?.replacement;
  const written = content.slice(start, end);
  return {
    sentencePos: from,
    termPos: start - from,
    wrongTerm: call.reveal ? written : maskedAsWritten(written, finding.masked),
    expectTerms: expected === undefined || finding.suggestion?.action === 'keep' ? [] : [expected],
    errLevel: LEVELS[finding.disposition] ?? 3,
    type: finding.entity,
    newType: finding.subtype ?? finding.entity,
    explain: explain(finding, call),
    sentence: shown.slice(from, to),
  };
}

function explain(finding: Finding, { locale }: Call): string {
  const messages = messagesFor(locale);
  const [clause, stop] = locale === 'en' ? ['; ', '. '] : ['；', '。'];
  const what = `${word(messages.entities, finding.entity)}${messages.phrases.colon}${word(messages.dispositions, finding.disposition)}`;
  const why = finding.evidence.map((one) => evidenceText(one, messages)).join(clause);
  const basis = finding.suggestion?.basis ?? '';
  return [what, why, basis].filter((one) => one !== '').join(stop);
}

const ENDS = /[。！？!?；;\n\r<>]/;

function sentenceStart(text: string, at: number): number {
  let from = at;
  while (from > 0 && at - from < REACH && !ENDS.test(text[from - 1]!)) from--;
  return whole(text, from);
}

function sentenceEnd(text: string, at: number): number {
  let to = at;
  while (to < text.length && to - at < REACH && !ENDS.test(text[to]!)) to++;
  return whole(text, to);
}

/** Not between the halves of a surrogate pair. */
function whole(text: string, at: number): number {
  const low = text.charCodeAt(at);
  return low >= 0xdc00 && low <= 0xdfff && at > 0 ? at - 1 : at;
}
