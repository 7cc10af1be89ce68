/** What an editor is told, one sentence a field or file. Built on the words of the reports; never quotes a value. */
import type { Diagnostic, Finding, Place } from '../core/index.js';
import { evidenceText, fill, type Locale, messagesFor, placeText, printable, word } from '../report/index.js';

/** `{name}` marks stand for values. */
export interface GateWords {
  /** One finding that stops the publication. */
  readonly one: string;
  /** One finding that a person should look at. */
  readonly oneToReview: string;
  readonly many: string;
  readonly manyToReview: string;
  readonly item: string;
  readonly itemWithout: string;
  readonly more: string;
  readonly change: string;
  readonly changeAndReview: string;
  readonly treat: string;
  readonly why: string;
  readonly hidden: string;
  readonly file: string;
  readonly linkedFile: string;
  readonly fileName: string;
  readonly inside: string;
  readonly line: string;
  readonly unread: string;
  readonly unreadMedia: string;
  readonly overrideRefused: string;
  readonly overrideUnrecorded: string;
  readonly refused: string;
  readonly separator: string;
  readonly end: string;
}

/** Codes of `incomplete` that the gate itself gives. */
export type GateCode =
  | 'gate/time-limit'
  | 'gate/too-deep'
  | 'gate/binary-field'
  | 'gate/link-unread'
  | 'gate/links-failed'
  | 'gate/scan-failed'
  | 'gate/media';

const zhCN: GateWords = {
  one: '{where}：{entity}（{masked}）{why}；{change}后再发布。',
  oneToReview: '{where}：{entity}（{masked}）{why}，请人工核对；如属个人信息，{change}。',
  many: '{name}有 {count} 处个人信息：{list}。请修改后再发布。',
  manyToReview: '{name}有 {count} 处内容需人工核对：{list}。',
  item: '{place}{entity}（{masked}）改为 {replacement}',
  itemWithout: '{place}{entity}（{masked}）须处理',
  more: '，其余 {count} 处略',
  change: '请改为 {replacement} ',
  changeAndReview: '请改为 {replacement}',
  treat: '请处理',
  why: '，{evidence}',
  hidden: '（{channel}）',
  file: '附件“{file}”',
  linkedFile: '链接的附件“{file}”',
  fileName: '附件“{file}”的文件名',
  inside: '中的“{part}”',
  line: '第{line}行',
  unread: '{where}没有检查，不能视为没有问题：{meaning}',
  unreadMedia: '{where}是图片、音视频或字体，其中的文字没有检查，请人工查看。',
  overrideRefused: '强制发布须填写理由（不少于4个字）和操作人。',
  overrideUnrecorded: '强制发布的记录未能保存，因此没有发布。',
  refused: '发布被拒绝：检查未通过。',
  separator: '',
  end: '。',
};

const en: GateWords = {
  one: '{where}: {entity} ({masked}){why}; {change} before publishing.',
  oneToReview: '{where}: {entity} ({masked}){why}. A person must check it; if it is private, {change}.',
  many: '{name} holds {count} pieces of personal data: {list}. Change them before publishing.',
  manyToReview: '{name} holds {count} places that a person must check: {list}.',
  item: '{place}{entity} ({masked}) → {replacement}',
  itemWithout: '{place}{entity} ({masked}) to be treated',
  more: ', and {count} more',
  change: 'change it to {replacement}',
  changeAndReview: 'change it to {replacement}',
  treat: 'treat it',
  why: ', {evidence}',
  hidden: ' ({channel})',
  file: 'Attachment "{file}"',
  linkedFile: 'Linked attachment "{file}"',
  fileName: 'Name of the attachment "{file}"',
  inside: ', "{part}"',
  line: 'line {line}',
  unread: '{where} was not checked and is not to be taken as clean: {meaning}',
  unreadMedia: '{where} is a picture, sound, video or font; text in it was not checked, look at it yourself.',
  overrideRefused: 'Publishing in spite of the verdict needs a reason (at least 4 characters) and a name.',
  overrideUnrecorded: 'The record of the override could not be kept, so nothing was published.',
  refused: 'Publication refused: the check did not pass.',
  separator: ' ',
  end: '.',
};

export const GATE_WORDS: Readonly<Record<Locale, GateWords>> = { 'zh-CN': zhCN, en };

export const GATE_CODES: Readonly<Record<Locale, Readonly<Record<GateCode, string>>>> = {
  'zh-CN': {
    'gate/time-limit': '检查超时，请稍后重试，或提高时间上限。',
    'gate/too-deep': '内容嵌套过深，请简化后重试。',
    'gate/binary-field': '字段中是二进制数据，请作为附件上传。',
    'gate/link-unread': '链接的附件没有取到，请确认附件存在后重试。',
    'gate/links-failed': '读取链接的附件时出错，请稍后重试。',
    'gate/scan-failed': '检查过程出错，请稍后重试或联系管理员。',
    'gate/media': '图片、音视频或字体中的文字没有检查，请人工查看。',
  },
  en: {
    'gate/time-limit': 'the time was over; try again, or raise the time limit.',
    'gate/too-deep': 'it is nested too deep; simplify it and try again.',
    'gate/binary-field': 'the field holds binary data; upload it as a file.',
    'gate/link-unread': 'the linked attachment could not be had; see that it exists and try again.',
    'gate/links-failed': 'the linked attachments could not be read; try again later.',
    'gate/scan-failed': 'the check itself failed; try again later or tell the administrator.',
    'gate/media': 'text in pictures, sound, video and fonts is not read; look at it yourself.',
  },
};

/** Findings that a message names one by one. */
const NAMED = 5;

/** Where something stands: a field's label, or a file. */
export interface Subject {
  readonly name: string;
  /** Parts that are the subject itself; deeper ones are named. */
  readonly inside?: boolean;
}

/** Makes the messages of one gate in one language. */
export class GateMessages {
  readonly words: GateWords;
  readonly #locale: Locale;

  constructor(locale: Locale) {
    this.#locale = locale;
    this.words = GATE_WORDS[locale];
  }

  file(name: string, url: string | undefined): string {
    return fill(url === undefined ? this.words.file : this.words.linkedFile, { file: printable(name) });
  }

  fileName(name: string): string {
    return fill(this.words.fileName, { file: printable(name) });
  }

  /** @param findings Those to be treated, gravest first. @param review None of them blocks. */
  findings(subject: Subject, findings: readonly Finding[], review: boolean): string {
    const { words } = this;
    const [first] = findings;
    if (first === undefined) return '';
    const messages = messagesFor(this.#locale);
    if (findings.length === 1) {
      const template = review ? words.oneToReview : words.one;
      const reason = first.evidence.find(({ code }) => code.startsWith('label')) ?? first.evidence[0];
      const why = reason === undefined ? '' : fill(words.why, { evidence: evidenceText(reason, messages) });
      const change = fill(review ? words.changeAndReview : words.change, {
        replacement: replacementOf(first),
      });
      return fillAll(template, {
        where: this.#where(subject, first),
        entity: word(messages.entities, first.entity),
        masked: printable(first.masked),
        why,
        change: replacementOf(first) === undefined ? words.treat : change,
      });
    }
    const list = findings.slice(0, NAMED).map((finding) => {
      const place = this.#place(finding, subject);
      return fillAll(replacementOf(finding) === undefined ? words.itemWithout : words.item, {
        place: place === '' ? '' : `${place} `,
        entity: word(messages.entities, finding.entity),
        masked: printable(finding.masked),
        replacement: replacementOf(finding) ?? '',
      });
    });
    const rest = findings.length - NAMED;
    const text = list.join(messages.phrases.clauseMark) + (rest > 0 ? fill(words.more, { count: rest }) : '');
    const template = review ? words.manyToReview : words.many;
    return fillAll(template, { name: printable(subject.name), count: String(findings.length), list: text });
  }

  /** Why something was not read. */
  unread(where: string, code: string, diagnostics: readonly Diagnostic[] = []): string {
    if (code === 'gate/media') return fillAll(this.words.unreadMedia, { where });
    return fillAll(this.words.unread, { where: printable(where), meaning: this.#meaning(code, diagnostics) });
  }

  #meaning(code: string, diagnostics: readonly Diagnostic[]): string {
    const own = GATE_CODES[this.#locale];
    if (Object.hasOwn(own, code)) return own[code as GateCode];
    const known = messagesFor(this.#locale).diagnostics;
    const gap = this.words.separator;
    if (Object.hasOwn(known, code)) {
      const { meaning, todo } = known[code]!;
      const end = /[。.；;]$/.test(meaning) ? '' : this.words.end;
      return `${meaning}${end}${gap}${todo}`;
    }
    return printable(diagnostics.find((diagnostic) => diagnostic.code === code)?.message ?? code);
  }

  #where(subject: Subject, finding: Finding): string {
    const place = this.#place(finding, subject);
    const gap = place === '' || this.#locale === 'zh-CN' ? '' : ', ';
    return `${printable(subject.name)}${gap}${place}`;
  }

  #place(finding: Finding, subject: Subject): string {
    const [place] = finding.places;
    if (place === undefined) return '';
    const messages = messagesFor(this.#locale);
    const part =
      subject.inside === true && place.part !== ''
        ? fill(this.words.inside, { part: printable(place.part) })
        : '';
    const channel =
      place.channel === 'body' || place.channel === 'name'
        ? ''
        : fill(this.words.hidden, { channel: word(messages.channels, place.channel) });
    return `${part}${this.#position(place)}${channel}`;
  }

  /** The line is enough in a field: columns of its source help nobody. */
  #position(place: Place): string {
    if (place.channel === 'name') return '';
    if (place.kind === 'text' && place.near === undefined) {
      return place.channel === 'body' ? fill(this.words.line, { line: place.line }) : '';
    }
    return placeText(place, messagesFor(this.#locale));
  }
}

function replacementOf({ suggestion }: Finding): string | undefined {
  if (suggestion === undefined || suggestion.action === 'keep' || suggestion.replacement === '')
    return undefined;
  return printable(suggestion.replacement);
}

/** `fill` for values that may be empty on purpose. */
function fillAll(template: string, values: Readonly<Record<string, string>>): string {
  return template.replace(/\{(\w+)\}/g, (_mark, name: string) => values[name] ?? '');
}
