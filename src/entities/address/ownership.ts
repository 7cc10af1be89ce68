/** Whose address is it? Evidence from the words around a candidate; bounded reads, for candidates only. */
import type { Evidence, SegmentView, Span, ValueContext } from '../../core/index.js';
import type { Clause } from './clause.js';
import { type CueHit, CueWords } from './cue-words.js';
import type { Grain } from './grain.js';
import type { Lexicon } from './lexicon.js';

/** Units of text read on each side, in the line. */
const BEFORE = 90;
const AFTER = 70;
/** Units above the line, for what the block is about. */
const BLOCK = 70;
const REMARK = 26;

const PERSONAL = 1;
const NEUTRAL = 2;
const MAILING = 4;
const OFFICIAL = 8;
const LIVES = 16;
const PROJECT = 32;
const NOTICE_AFTER = 64;
const ORGANISATION = 128;
const ORG_NAME = 256;
const HALL = 512;
const CONTACT = 1024;
const POSTCODE = 2048;
const PERSON = 4096;
const BODY = 8192;
const BLOCK_PERSON = 16384;
const BLOCK_BODY = 32768;
const LOCATED = 65536;
const SCENE = 131072;
const PROPERTY = 262144;
const RECIPIENT = 524288;
const KINDS: readonly (readonly [string, number])[] = [
  ['personal', PERSONAL],
  ['neutral', NEUTRAL],
  ['mailing', MAILING],
  ['official', OFFICIAL],
  ['lives', LIVES],
  ['project', PROJECT],
  ['notice-after', NOTICE_AFTER],
  ['organisation', ORGANISATION],
  ['org-name', ORG_NAME],
  ['hall', HALL],
  ['contact', CONTACT],
  ['postcode', POSTCODE],
  ['person', PERSON],
  ['body', BODY],
  ['block-person', BLOCK_PERSON],
  ['block-body', BLOCK_BODY],
  ['located', LOCATED],
  ['scene', SCENE],
  ['property', PROPERTY],
  ['recipient', RECIPIENT],
];
const LABELS = PERSONAL | NEUTRAL | MAILING | OFFICIAL;

/** What may stand between a label and its value. */
const LINK =
  /^(?:[（(][^（()）：:，,。]{0,8}[）)])?(?:[：:=＝\-—|｜\]】)）"“'、]|为|是|在|于|系|地)?[：:"“]?$/u;
/** 办住, 居住: no 住 that says where somebody lives. */
const NOT_LIVING = /[办入记拥]$/u;
const NATURAL =
  /[，,、（(\s][男女][，,、）)\s]|\d{4}年\d{1,2}月\d{1,2}日(?:出)?生|出生于?|[\u4e00-\u9fa5]族[，,]|公民身份|身份证|现年\d|\d{2}岁/u;
const MOBILE = /(?<!\d)1[3-9]\d{9}(?!\d)/u;

/** Ends of remarks that say where a place is. */
const PLACING = /(?:对面|旁边?|附近|隔壁|[侧内后前]|楼|[路街巷]|小区|广场|总部)$/u;

type Add = (code: string, word?: string) => void;

export class Ownership {
  readonly #lexicon: Lexicon;
  readonly #words: CueWords;

  constructor(lexicon: Lexicon) {
    this.#lexicon = lexicon;
    this.#words = new CueWords(new Map(KINDS.map(([kind, bit]) => [bit, lexicon.words(kind)])));
  }

  /** Where an address from `start` to `end` of a clause really ends: behind 对面, 东侧, a remark that places it. */
  tail(clause: Clause, start: number, end: number): number {
    const { text } = clause;
    const last = this.#aside(text, end);
    const open = text.lastIndexOf('(', last - 1);
    const close = text.indexOf(')', Math.max(open, 0));
    // The chain went on inside brackets: they close behind it.
    if (open > start && close >= last && close - open <= REMARK) return close + 1;
    if (text[last] !== '(') return last;
    const shut = text.indexOf(')', last);
    return shut > last && shut - last <= REMARK && PLACING.test(text.slice(last + 1, shut)) ? shut + 1 : last;
  }

  #aside(text: string, end: number): number {
    for (const aside of this.#lexicon.asides) {
      if (!text.startsWith(aside, end)) continue;
      const next = text.charCodeAt(end + aside.length);
      if (aside.length > 1 || Number.isNaN(next) || next < 0x3400) return end + aside.length;
    }
    return end;
  }

  /**
   * @param value The address as folded.
   * @returns Undefined when nothing around a village or a bare road makes it somebody's address.
   */
  evidence(view: SegmentView, span: Span, grain: Grain, value: string): Evidence[] | undefined {
    const { text } = view;
    const left = lineStart(text, span.start);
    const before = this.#fold(text.slice(left, span.start));
    const hits = this.#words.find(before);
    const evidence: Evidence[] = [];
    const codes = new Set<string>();
    const add: Add = (code, word) => {
      if (codes.has(code)) return;
      codes.add(code);
      evidence.push(word === undefined ? { code } : { code, text: word });
    };
    labels(view.context(span), before, hits, add);
    const personal = codes.has('label-personal') || codes.has('lives-at');
    if (!grain.detailed && !personal) return undefined;
    const after = this.#fold(text.slice(span.end, lineEnd(text, span.end)));
    const behind = this.#words.find(after);
    const inOrganisation = bodyBehind(after, behind);
    if (!grain.detailed && inOrganisation !== undefined) return undefined;
    parties(before, hits, after, behind, add);
    // 法定代表人 stands in the line below in many judgments.
    const below = this.#words.find(this.#fold(text.slice(span.end, span.end + 30)));
    const body = below.find((hit) => (hit.kinds & BODY) !== 0 && hit.start < 22);
    if (body !== undefined) add('party-body', body.word);
    const bare = value.replace(/\([^)]*\)?/gu, '');
    const inside = this.#words.find(bare);
    const hall = first(inside, HALL, bare.length) ?? first(behind, HALL, 12);
    if (hall !== undefined) add('hall-or-window', hall);
    const organisation = inside.find((hit) => namesBody(hit, bare))?.word ?? inOrganisation;
    if (organisation !== undefined) add('organisation-inside', organisation);
    const project = behind.find((hit) => hit.start === 0 && (hit.kinds & NOTICE_AFTER) !== 0);
    if (project !== undefined) add('meeting-or-project', project.word);
    if (!personal) {
      const block = this.#words.find(this.#fold(text.slice(Math.max(0, left - BLOCK), left)));
      surroundings(before, hits, behind, block, add);
    }
    return evidence;
  }

  /** Words are compared in simplified script without blanks. */
  #fold(text: string): string {
    const { fold } = this.#lexicon;
    let folded = '';
    for (let i = 0; i < text.length; i++) {
      const code = text.charCodeAt(i);
      if (code === 0x20 || code === 0x3000 || code === 0xa0) continue;
      folded += code < 0x3400 ? text[i]! : String.fromCharCode(fold[code]!);
    }
    return folded;
  }
}

/** The label right before the value, else the one above it or in the head of its column. */
function labels(context: ValueContext, before: string, hits: readonly CueHit[], add: Add): void {
  let label: CueHit | undefined;
  for (const hit of hits) {
    if ((hit.kinds & (LABELS | LIVES)) === 0 || !LINK.test(before.slice(hit.end))) continue;
    const living = (hit.kinds & LABELS) === 0;
    if (living && NOT_LIVING.test(before.slice(0, hit.start))) continue;
    // The longest word wins; hits come by start, so the first that reaches the value is the longest.
    label ??= hit;
  }
  if (label !== undefined) {
    const { kinds, word } = label;
    if ((kinds & OFFICIAL) !== 0) add('label-official', word);
    else if ((kinds & PERSONAL) !== 0) add('label-personal', word);
    else if ((kinds & LIVES) !== 0) add('lives-at', word);
    else add((kinds & MAILING) !== 0 ? 'label-mailing' : 'label-neutral', word);
    return;
  }
  for (const hit of [...context.above, ...context.header]) {
    if (hit.kind === 'address') {
      add('label-personal', hit.word);
      return;
    }
    if (hit.kind === 'address.official') {
      add('label-official', hit.word);
      return;
    }
    if (hit.kind === 'address.weak') {
      add('label-weak', hit.word);
      return;
    }
  }
}

/** Parties of court and penalty documents, rows with a person's other data. */
function parties(
  before: string,
  hits: readonly CueHit[],
  after: string,
  behind: readonly CueHit[],
  add: Add,
): void {
  const from = Math.max(before.lastIndexOf('。'), before.lastIndexOf('；')) + 1;
  const clause = before.slice(from);
  const stop = after.search(/[。；]/u);
  const next = stop < 0 ? after : after.slice(0, stop);
  const natural = NATURAL.exec(clause) ?? NATURAL.exec(next.slice(0, 40));
  if (natural !== null) add('party-natural-person', natural[0].replace(/[\d，,、（）()\s]/gu, ''));
  const person =
    hits.find((hit) => hit.start >= from && (hit.kinds & PERSON) !== 0)?.word ??
    first(behind, PERSON, Math.min(30, next.length));
  if (person !== undefined) add('beside-person', person);
  else if (MOBILE.test(before.slice(-40)) || MOBILE.test(next.slice(0, 24))) add('beside-person');
}

/** Bodies, meetings and contact blocks around an address that has no personal label. */
function surroundings(
  before: string,
  hits: readonly CueHit[],
  behind: readonly CueHit[],
  block: readonly CueHit[],
  add: Add,
): void {
  const from = before.lastIndexOf('。') + 1;
  const near = (kind: number, reach: number): string | undefined =>
    hits.findLast((hit) => (hit.kinds & kind) !== 0 && hit.start >= Math.max(from, before.length - reach))
      ?.word;
  const organisation = near(ORGANISATION, 60);
  if (organisation !== undefined) add('organisation-before', organisation);
  const property =
    near(PROPERTY, 24) ?? behind.find((hit) => hit.start < 2 && (hit.kinds & PROPERTY) !== 0)?.word;
  if (property !== undefined) add('home-property', property);
  const located = near(LOCATED, 6);
  if (located !== undefined) add('located', located);
  const scene = near(SCENE, 40) ?? behind.find((hit) => hit.start < 8 && (hit.kinds & SCENE) !== 0)?.word;
  if (scene !== undefined && property === undefined) add('scene', scene);
  const recipient = near(RECIPIENT, 60);
  if (recipient !== undefined) add('recipient', recipient);
  const meeting =
    near(PROJECT, 20) ?? behind.find((hit) => hit.start < 3 && (hit.kinds & PROJECT) !== 0)?.word;
  if (meeting !== undefined) add('meeting-or-project', meeting);
  const postcode = near(POSTCODE, 50) ?? first(behind, POSTCODE, 50);
  if (postcode !== undefined) add('postcode-contact', postcode);
  const contact = near(CONTACT, 50) ?? first(behind, CONTACT, 50);
  if (contact !== undefined) add('contact-near', contact);
  const last = block.findLast((hit) => (hit.kinds & (BLOCK_PERSON | BLOCK_BODY)) !== 0);
  if (last !== undefined) add((last.kinds & BLOCK_PERSON) !== 0 ? 'person-block' : 'body-block', last.word);
}

/** A body named right behind the address: 天津路141号黄石市中心医院. */
function bodyBehind(after: string, behind: readonly CueHit[]): string | undefined {
  const stop = after.search(/[，。；：、,;:\s\d]/u);
  const limit = Math.min(stop < 0 ? after.length : stop, 24);
  return behind.find((hit) => (hit.kinds & ORG_NAME) !== 0 && hit.end <= limit)?.word;
}

/** 大学路 is a road, 人民医院家属区 a home: the name of a body in them says nothing. */
function namesBody({ kinds, end, word }: CueHit, value: string): boolean {
  if ((kinds & ORG_NAME) === 0) return false;
  const rest = value.slice(end);
  if (word.length === 1) return rest === '' || /^[\d内]/u.test(rest);
  return !/^(?:[东南西北中]?[路街巷道]|大[道街])|家属|宿舍|公寓|教工|小区|社区/u.test(rest);
}

function first(hits: readonly CueHit[], kind: number, limit: number): string | undefined {
  return hits.find((hit) => (hit.kinds & kind) !== 0 && hit.start < limit)?.word;
}

function lineStart(text: string, start: number): number {
  const low = Math.max(0, start - BEFORE);
  return low + text.slice(low, start).lastIndexOf('\n') + 1;
}

function lineEnd(text: string, end: number): number {
  const high = Math.min(text.length, end + AFTER);
  const cut = text.slice(end, high).search(/[\n\t]/u);
  return cut < 0 ? high : end + cut;
}
