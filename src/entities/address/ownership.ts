/** Whose address is it? Evidence from the words around a candidate; bounded reads, for candidates only. */
import type { Evidence, LabelHit, SegmentView, Span } from '../../core/index.js';
import type { Clause } from './clause.js';
import type { Grain } from './grain.js';
import type { Lexicon } from './lexicon.js';

/** Units of text read on each side. */
const BEFORE = 90;
const AFTER = 70;
/** Units above the line, for what the block is about. */
const BLOCK = 70;
const REMARK = 26;

/** One alternation of literal words, longest first. */
function anyOf(words: readonly string[], shape: (source: string) => string = (source) => source): RegExp {
  const literal = [...words].sort((a, b) => b.length - a.length);
  const source = literal.map((word) => word.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&')).join('|');
  return new RegExp(shape(`(?:${source})`), 'u');
}

/** What may stand between a label and its value. */
const LINK = '(?:[：:=＝\\-—|｜\\]】)）"“\']|为|是|在|于|系|地(?=[：:]))?[：:]?$';

export class Ownership {
  readonly #lexicon: Lexicon;
  readonly #personal: RegExp;
  readonly #neutral: RegExp;
  readonly #mailing: RegExp;
  readonly #official: RegExp;
  readonly #lives: RegExp;
  readonly #project: RegExp;
  readonly #projectAfter: RegExp;
  readonly #organisation: RegExp;
  readonly #inside: RegExp;
  readonly #behind: RegExp;
  readonly #hall: RegExp;
  readonly #contact: RegExp;
  readonly #postcode: RegExp;
  readonly #blockPerson: RegExp;
  readonly #blockBody: RegExp;
  readonly #person: RegExp;
  readonly #body: RegExp;
  readonly #asides: readonly string[];

  constructor(lexicon: Lexicon) {
    this.#lexicon = lexicon;
    const words = (kind: string): readonly string[] => lexicon.words(kind);
    const label = (source: string): string => `${source}[（(]?[^（()）：:，,。]{0,6}[）)]?${LINK}`;
    this.#personal = anyOf(words('personal'), label);
    this.#neutral = anyOf(words('neutral'), label);
    this.#mailing = anyOf(words('mailing'), label);
    this.#official = anyOf(words('official'), label);
    this.#lives = anyOf(words('lives'), (source) => `(?<![办居不入记])${source}[：:]?$`);
    this.#project = anyOf(words('project'));
    this.#projectAfter = anyOf(words('notice-after'), (source) => `^${source}`);
    this.#organisation = anyOf(words('organisation'));
    this.#inside = anyOf(words('org-name'));
    this.#behind = anyOf(words('org-name'), (source) => `^[（(]?[^，。；：、,;:\\s\\d]{0,16}?${source}`);
    this.#hall = anyOf(words('hall'));
    this.#contact = anyOf(words('contact'));
    this.#postcode = anyOf(words('postcode'));
    this.#blockPerson = anyOf(words('block-person'));
    this.#blockBody = anyOf(words('block-body'));
    this.#person = anyOf(words('person'));
    this.#body = anyOf(words('body'));
    this.#asides = [...words('aside')].sort((a, b) => b.length - a.length);
  }

  /** Where an address that ends at `end` of a clause really ends: behind 对面, 东侧, a remark that places it. */
  tail(clause: Clause, end: number): number {
    const { text } = clause;
    for (const aside of this.#asides) {
      if (!text.startsWith(aside, end)) continue;
      const next = text.charCodeAt(end + aside.length);
      if (aside.length > 1 || Number.isNaN(next) || next < 0x3400) return end + aside.length;
    }
    if (text[end] === '(') {
      const close = text.indexOf(')', end);
      const remark = text.slice(end + 1, close);
      if (close > end && close - end <= REMARK && /(?:对面|旁边?|附近|隔壁|[侧内后前]|楼|[路街巷]|小区|广场|总部)$/u.test(remark)) {
        return close + 1;
      }
    }
    return end;
  }

  /** @returns Undefined when nothing around a village or a bare road makes it somebody's address. */
  evidence(view: SegmentView, span: Span, grain: Grain, value: string): Evidence[] | undefined {
    const { text } = view;
    const context = view.context(span);
    const left = lineStart(text, span.start);
    const before = this.#fold(text.slice(left, span.start));
    const right = lineEnd(text, span.end);
    const after = this.#fold(text.slice(span.end, right));
    const evidence: Evidence[] = [];
    const codes = new Set<string>();
    const add = (code: string, word?: string): void => {
      if (codes.has(code)) return;
      codes.add(code);
      evidence.push(word === undefined ? { code } : { code, text: word });
    };
    this.#labels(context, before, add);
    const personal = codes.has('label-personal') || codes.has('lives-at');
    if (!grain.detailed && !personal) return undefined;
    if (!grain.detailed && this.#behind.test(after)) return undefined;
    this.#parties(before, after, add);
    const block = this.#fold(text.slice(Math.max(0, left - BLOCK), left));
    this.#bodies(before, after, value.replace(/\([^)]*\)?/gu, ''), personal, block, add);
    return evidence;
  }

  #labels(
    context: { before: readonly LabelHit[]; above: readonly LabelHit[]; header: readonly LabelHit[] },
    before: string,
    add: (code: string, word?: string) => void,
  ): void {
    const near = before.slice(-24);
    const lives = this.#lives.exec(near);
    const official = this.#official.exec(near);
    const personal = this.#personal.exec(near);
    const mailing = this.#mailing.exec(near);
    const neutral = this.#neutral.exec(near);
    if (official !== null && (personal === null || official.index <= personal.index)) {
      add('label-official', official[0]);
    } else if (personal !== null) add('label-personal', personal[0]);
    else if (lives !== null) add('lives-at', lives[0]);
    else if (mailing !== null) add('label-mailing', mailing[0]);
    else if (neutral !== null) add('label-neutral', neutral[0]);
    else {
      for (const hit of [...context.above, ...context.header]) {
        if (hit.kind === 'address') return add('label-personal', hit.word);
        if (hit.kind === 'address.official') return add('label-official', hit.word);
        if (hit.kind === 'address.weak') return add('label-neutral', hit.word);
      }
    }
  }

  /** Parties of court and penalty documents, rows with a person's other data. */
  #parties(before: string, after: string, add: (code: string, word?: string) => void): void {
    const clause = before.slice(Math.max(before.lastIndexOf('。'), before.lastIndexOf('；')) + 1);
    const next = after.slice(0, sentenceEnd(after));
    const body = this.#body.exec(next);
    if (body !== null && body.index < 20) add('party-body', body[0]);
    const natural = /[，,、（(\s][男女][，,、）)\s]|\d{4}年\d{1,2}月\d{1,2}日(?:出)?生|出生于?|[\u4e00-\u9fa5]族[，,]|公民身份|身份证|现年\d|\d{2}岁/u;
    const hit = natural.exec(clause) ?? natural.exec(next.slice(0, 40));
    if (hit !== null) add('party-natural-person', hit[0].replace(/[\d，,、（）()\s]/gu, ''));
    const person = this.#person.exec(clause) ?? this.#person.exec(next.slice(0, 30));
    if (person !== null) add('beside-person', person[0]);
    else if (/(?<!\d)1[3-9]\d{9}(?!\d)/u.test(before.slice(-40) + next.slice(0, 24))) add('beside-person');
  }

  #bodies(
    before: string,
    after: string,
    value: string,
    personal: boolean,
    block: string,
    add: (code: string, word?: string) => void,
  ): void {
    const hall = this.#hall.exec(value) ?? this.#hall.exec(after.slice(0, 12));
    if (hall !== null) add('hall-or-window', hall[0]);
    const inside = this.#inside.exec(value) ?? this.#behind.exec(after.slice(0, 26).trimStart());
    if (inside !== null) add('organisation-inside', wordOf(inside[0], this.#inside));
    const project = this.#projectAfter.exec(after);
    if (project !== null) add('meeting-or-project', project[0]);
    if (personal) return;
    const clause = before.slice(before.lastIndexOf('。') + 1);
    const organisation = lastOf(this.#organisation, clause.slice(-60));
    if (organisation !== undefined) add('organisation-before', organisation);
    const meeting = lastOf(this.#project, clause.slice(-20));
    if (meeting !== undefined) add('meeting-or-project', meeting);
    const postcode = this.#postcode.exec(clause.slice(-50)) ?? this.#postcode.exec(after.slice(0, 50));
    if (postcode !== null) add('postcode-contact', postcode[0]);
    const contact = this.#contact.exec(clause.slice(-50)) ?? this.#contact.exec(after.slice(0, 50));
    if (contact !== null) add('contact-near', contact[0]);
    const person = lastAt(this.#blockPerson, block);
    const body = lastAt(this.#blockBody, block);
    if (person > body) add('person-block');
    else if (body > person) add('body-block');
  }

  /** Words are compared in simplified script without blanks. */
  #fold(text: string): string {
    const { fold } = this.#lexicon;
    let folded = '';
    for (let i = 0; i < text.length; i++) {
      const code = text.charCodeAt(i);
      if (code === 0x20 || code === 0x3000 || code === 0xa0) continue;
      folded += String.fromCharCode(code < 0x3400 && code !== 0xff1a ? code : fold[code]!);
    }
    return folded;
  }
}

function lineStart(text: string, start: number): number {
  const low = Math.max(0, start - BEFORE);
  const line = text.lastIndexOf('\n', start - 1) + 1;
  return start > 0 && line > low ? line : low;
}

function lineEnd(text: string, end: number): number {
  const high = Math.min(text.length, end + AFTER);
  const cut = text.slice(end, high).search(/[\n\t]/u);
  return cut < 0 ? high : end + cut;
}

function sentenceEnd(text: string): number {
  const at = text.search(/[。；]/u);
  return at < 0 ? text.length : at;
}

function wordOf(text: string, pattern: RegExp): string {
  return pattern.exec(text)?.[0] ?? '';
}

/** Offset of the last match, -1 when there is none. */
function lastAt(pattern: RegExp, text: string): number {
  let at = -1;
  let rest = 0;
  for (let match = pattern.exec(text); match !== null; match = pattern.exec(text.slice(rest))) {
    at = rest + match.index;
    rest = at + 1;
  }
  return at;
}

function lastOf(pattern: RegExp, text: string): string | undefined {
  let found: string | undefined;
  let rest = text;
  for (let match = pattern.exec(rest); match !== null; match = pattern.exec(rest)) {
    found = match[0];
    rest = rest.slice(match.index + match[0].length);
  }
  return found;
}
