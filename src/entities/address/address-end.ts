/** Where an address really ends: behind words for the way, a remark that places it, the body or hall that it houses. */
import { passDistance } from './chain-links.js';
import { type Clause, GAP_NONE } from './clause.js';
import type { CueWords } from './cue-words.js';
import { FACILITY, HALL, NO_FACILITY, ORG_NAME } from './kinds.js';
import { UNIT, VILLAGE } from './levels.js';
import type { Lexicon } from './lexicon.js';

/** Longest remark in brackets. */
const REMARK = 26;
const HAN = /[\u4e00-\u9fff]/u;
/** Units read behind an address for the name of a body or a hall. */
const HOUSED_REACH = 20;
const HOUSED = /^\d{0,4}[\u4e00-\u9fff·]+/u;
/** What one does at a body. */
const ERRANDS =
  /^(?:办理|自提|领取|洽询|咨询|报到|报名|参加|就诊|集合|举行|召开|提交|接受|缴|查[询阅看]|取件|投递|签[订收到]|登记)/u;
/** A sentence, no name. */
const SENTENCE =
  /[的了是被将把在从由经为其该有无及或]|进行|开展|发生|涉嫌|经营|开设|新建|改造|门前|门口|附近|对面/u;

/** 往东第三家, 东头第二户, 后排平房: the way to a door without a number. */
const WAY =
  /^(?:[往向朝靠沿]?[街集庄屯]?正?[东西南北左右前后里上下]{1,2}(?:方向|边|侧|面|头|方|手边|手|首|转|拐|走|数|行)?|斜?对[面过]|旁边?|附近|隔壁|背后|进去|拐弯处?|[路街巷村]口|桥头|胡同里?|巷子里?|弄堂里?|院里|街上|约?\d{1,4}米(?:处|左右)?|的)*(?:(?:倒数)?第[一二三四五六七八九十\d]{1,2}(?:个?(?:大门|院子|院|门|巷子|胡同|单元)|[家户间排栋幢座层楼])(?:平房|瓦房|砖房|楼房|小楼|小院)?|[前后东西南北]排(?:平房|瓦房|楼房|[东西]头)?)/u;
/** Ends of names of hamlets, where the address ends too. */
const HAMLET =
  /^(?:[\u4e00-\u9fff]{1,4}[湾塆冲坪岭塘坳垸屋坑坝沟洼岗畈寮厝岙坞峁塬郢营圩墩埠堡坡]|[\u4e00-\u9fff]{1,3}家)(?![\u4e00-\u9fff])/u;

const BOX = /^\d{1,4}号?(?:分箱)?/u;
/** Ends of remarks that say where a place is. */
const PLACING = /(?:\d号|对面|旁边?|附近|隔壁|[侧内后前]|楼|[路街巷]|小区|广场|总部)$/u;

export class AddressEnd {
  readonly #lexicon: Lexicon;
  readonly #words: CueWords;

  constructor(lexicon: Lexicon, words: CueWords) {
    this.#lexicon = lexicon;
    this.#words = words;
  }

  /** Where an address from `start` to `end` of a clause really ends: behind 对面, 东侧, a remark that places it. */
  tail(clause: Clause, start: number, end: number, level: number): number {
    const { text } = clause;
    const last = this.#verbal(clause, this.#aside(text, end, level), level);
    const open = text.lastIndexOf('(', last - 1);
    const close = text.indexOf(')', Math.max(open, 0));
    // The chain went on inside brackets: they close behind it.
    if (open > start && close >= last && close - open <= REMARK) return close + 1;
    return withRemark(text, last);
  }

  /** 青山村委会 往东第三家, 剑霞村 江下胡家: words for the way, or a hamlet at the end of the address. */
  #verbal({ text, gap }: Clause, end: number, level: number): number {
    if (end >= text.length || gap[end] !== GAP_NONE) return end;
    const found =
      (level <= VILLAGE ? HAMLET.exec(text.slice(end, end + 8)) : null) ??
      WAY.exec(text.slice(end, end + 30));
    const length = found?.[0].length ?? 0;
    for (let i = end; i < end + length; i++) if (gap[i] !== GAP_NONE) return end;
    return end + length;
  }

  /**
   * Behind the body or hall that is named right behind `end` and says where it is: 天池路2号 政务大厅, 大厦1605 会议室,
   * 68号 城关派出所. Whose the address is, is read without it.
   */
  housed({ text, gap }: Clause, end: number): number {
    const run = HOUSED.exec(text.slice(end, end + HOUSED_REACH))?.[0] ?? '';
    let length = run.length;
    for (let i = 0; i < length; i++) if (gap[end + i] !== GAP_NONE) length = i;
    if (length < 2) return end;
    const hits = this.#words.find(run.slice(0, length));
    for (let i = hits.length - 1; i >= 0; i--) {
      const hit = hits[i]!;
      if ((hit.kinds & (FACILITY | ORG_NAME | HALL)) === 0 || hit.end < 2) continue;
      if (hits.some((other) => (other.kinds & NO_FACILITY) !== 0 && other.end === hit.end)) continue;
      if (hit.end < length && !ERRANDS.test(run.slice(hit.end))) continue;
      return SENTENCE.test(run.slice(0, hit.end)) ? end : withRemark(text, end + hit.end);
    }
    return end;
  }

  #aside(text: string, end: number, level: number): number {
    const open = !HAN.test(text[end + 1] ?? '');
    // 三楼左, 西段路北.
    if (open && '左右东西南北中'.includes(text[end] ?? '.')) {
      if (level >= UNIT || this.#lexicon.asides.includes(text.slice(end - 1, end + 1))) return end + 1;
    }
    // 5111信箱12分箱.
    const box = text.startsWith('信箱', end - 2) ? BOX.exec(text.slice(end, end + 8)) : null;
    if (box !== null) return end + box[0].length;
    const distance = end < text.length ? passDistance(text, end) : -1;
    if (distance > 0) return distance;
    for (const aside of this.#lexicon.asides) {
      // 601楼上漏水: whoever lives above is another one.
      if (aside === '楼上' || aside === '楼下' || !text.startsWith(aside, end)) continue;
      const next = text.charCodeAt(end + aside.length);
      if (aside.length > 1 || Number.isNaN(next) || next < 0x3400) return end + aside.length;
    }
    return end;
  }
}

/** Behind a remark in brackets at `end` that says where a place is. */
function withRemark(text: string, end: number): number {
  if (text[end] !== '(') return end;
  const shut = text.indexOf(')', end);
  return shut > end && shut - end <= REMARK && PLACING.test(text.slice(end + 1, shut)) ? shut + 1 : end;
}
