/** Whose address is it? Evidence from the words around a candidate; bounded reads, for candidates only. */
import type { Evidence, SegmentView, Span, ValueContext } from '../../core/index.js';
import { passDistance } from './chain.js';
import { type Clause, GAP_NONE } from './clause.js';
import { type CueHit, CueWords } from './cue-words.js';
import type { Grain } from './grain.js';
import {
  BLOCK_BODY,
  BLOCK_PERSON,
  BODY,
  CONTACT,
  DWELLER,
  ESTABLISHMENT,
  FACILITY,
  HALL,
  HOME_WORD,
  KINDS,
  LIVES,
  LOCATED,
  NO_FACILITY,
  NOTICE_AFTER,
  ORG_NAME,
  ORGANISATION,
  PERSON,
  PERSONAL,
  PLACE_NOUN,
  POSTCODE,
  PROJECT,
  PROPERTY,
  RECIPIENT,
  SCENE,
  TRADE,
  VISIT,
} from './kinds.js';
import { type AddressLabel, labelBefore, labelOfHeader } from './label.js';
import { UNIT, VILLAGE } from './levels.js';
import type { Lexicon } from './lexicon.js';
import { Names } from './names.js';
import { headWord, readSide, type Side, tokenBefore } from './surroundings.js';

/** Units of text read on each side, in the line. */
const BEFORE = 90;
const AFTER = 70;
/** Units above the line, for what the block is about. */
const BLOCK = 70;
const REMARK = 26;

const NATURAL =
  /[，,、（(\s][男女][，,、）)\s]|\d{4}年\d{1,2}月\d{1,2}日(?:出)?生|出生于?|[\u4e00-\u9fa5]族[，,]|公民身份号|身份证号|现年\d|\d{2}岁/u;
/** Papers that somebody brings along say nothing about where he goes. */
const BRINGS = /(?:携带|凭|持|提供|出示|复印)[^，。；]{0,8}$/u;
const HAN = /[\u4e00-\u9fff]/u;
const MOBILE = /(?<!\d)1[3-9]\d{9}(?!\d)/u;

/** 新华路1号—35号, 一、二、三组: several houses or groups, nobody's home. */
const RANGE_AFTER =
  /^(?:[-—–~～－]+|至|到)\d{1,5}(?:号|弄|栋|幢|组)|^[、和及与]第?[\d一二三四五六七八九十]{1,4}(?:号楼|号|栋|幢|座|组|社|队|单元|弄|排)(?![\d一二三四五六七八九十])/u;
const RANGE_INSIDE =
  /\d号(?:楼|院)?[-至到]\d{1,4}号|(号楼|栋|幢|座|单元|组|社|队)、第?[\d一二三四五六七八九十]{1,4}\1|[\d一二三四五六七八九十](?:[、-][一二三四五六七八九十]{1,3})+[组社队]$|\d、\d{1,2}[组社队]$/u;

/** 1-12栋, 1-99号: from one number to another, not number 12 of block 1. */
const FROM_TO = /(?<![\d-])(\d{1,4})[-至到](\d{1,4})(号楼|号|栋|幢|座|组|社|队|弄|排)(?!\d|楼)/u;
/** Numbers apart that make a range: 3-5号 is one plot as often as not, and 8-88号 a number with a hyphen. */
const PLOTS = 5;

function isRange(value: string, after: string, personal: boolean): boolean {
  if (RANGE_AFTER.test(after) || RANGE_INSIDE.test(value)) return true;
  // 住青岗村2-18号: a number with a hyphen.
  if (personal) return false;
  const found = FROM_TO.exec(value);
  if (found === null) return false;
  const [low, high] = [Number(found[1]), Number(found[2])];
  return found[3] === '号' ? (found[1] === '1' || found[1] === '2') && high - low >= PLOTS : high > low;
}

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

/** Ends of remarks that say where a place is. */
const PLACING = /(?:\d号|对面|旁边?|附近|隔壁|[侧内后前]|楼|[路街巷]|小区|广场|总部)$/u;

/** Kinds of words in the headers of a table. */
const TABLE_PERSON = 1;
const TABLE_BODY = 2;

type Add = (code: string, word?: string) => void;

export class Ownership {
  readonly #lexicon: Lexicon;
  readonly #words: CueWords;
  readonly #tableWords: CueWords;
  readonly #names: Names;
  /** How far a text has been read for header lines, and the last of them. */
  readonly #headers = new WeakMap<SegmentView, { read: number; line: string }>();

  constructor(lexicon: Lexicon) {
    this.#lexicon = lexicon;
    this.#names = new Names(lexicon);
    this.#tableWords = new CueWords(
      new Map([
        [TABLE_PERSON, lexicon.words('table-person')],
        [TABLE_BODY, lexicon.words('table-body')],
      ]),
    );
    this.#words = new CueWords(new Map(KINDS.map(([kind, bit]) => [bit, lexicon.words(kind)])));
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
    const distance = end < text.length ? passDistance(text, end) : -1;
    if (distance > 0) return distance;
    for (const aside of this.#lexicon.asides) {
      if (!text.startsWith(aside, end)) continue;
      const next = text.charCodeAt(end + aside.length);
      if (aside.length > 1 || Number.isNaN(next) || next < 0x3400) return end + aside.length;
    }
    return end;
  }

  /**
   * @param value The address as folded.
   * @param last Where its last part begins, when it is spread over cells.
   * @returns Undefined when nothing around a village or a bare road makes it somebody's address.
   */
  evidence(
    view: SegmentView,
    span: Span,
    grain: Grain,
    value: string,
    last: number | undefined,
  ): Evidence[] | undefined {
    const { text } = view;
    const left = lineStart(text, span.start);
    const before = this.#side(text.slice(left, span.start));
    const evidence: Evidence[] = [];
    const codes = new Set<string>();
    const add: Add = (code, word) => {
      if (codes.has(code)) return;
      codes.add(code);
      evidence.push(word === undefined ? { code } : { code, text: word });
    };
    // A label above, or a header, can only speak for what begins its line or cell: most names of places do not.
    if (!grain.detailed && !mayBeLabelled(view, before)) return undefined;
    const context = view.context(last === undefined ? span : { start: last, end: span.end });
    const header = (context.columnText ?? '') === '' ? this.#looseHeader(view, span) : undefined;
    const label = this.#label(context, before, header, add);
    const lived = LIVED.exec(text.slice(span.end, span.end + 8))?.[1];
    if (label === undefined && lived !== undefined && /[在于]$/u.test(before.text)) add('lives-at', lived);
    const personal = codes.has('label-personal') || codes.has('lives-at');
    if (!grain.detailed && !personal) return undefined;
    const after = this.#side(text.slice(span.end, lineEnd(text, span.end)));
    const inOrganisation = bodyBehind(after);
    if (!grain.detailed && inOrganisation !== undefined) return undefined;
    const official = codes.has('label-official');
    if (!official) parties(before, after, add);
    // 法定代表人 stands in the line below in many judgments.
    const below = this.#side(text.slice(span.end, span.end + 30).split(NEXT_PARTY, 1)[0]!);
    const body = below.hits.find((hit) => (hit.kinds & BODY) !== 0 && hit.start < 22);
    if (body !== undefined && (!personal || AMBIGUOUS.has(label?.word ?? ''))) add('party-body', body.word);
    const bare = value.replace(/\([^)]*\)?/gu, '');
    const inside = this.#words.find(bare);
    if (isRange(bare, after.text, personal)) add('number-range');
    const hall = first(inside, HALL, bare.length) ?? first(after.hits, HALL, 12);
    if (hall !== undefined && !personal) add('hall-or-window', hall);
    const organisation = inside.find((hit) => namesBody(hit, bare))?.word;
    if (organisation !== undefined) add('organisation-inside', organisation);
    else if (inOrganisation !== undefined)
      add(personal ? 'organisation-inside' : 'body-behind', inOrganisation);
    if (!personal) {
      const receiver = this.#bodyNext(after);
      if (receiver !== undefined) add('body-behind', receiver);
      const block = this.#side(text.slice(Math.max(0, left - BLOCK), left)).hits;
      const ownLine =
        !HAN.test(before.text) && headWord(after).length === after.text.length && context.cell === undefined;
      if (
        ownLine &&
        !official &&
        !codes.has('number-range') &&
        !block.some((hit) => (hit.kinds & (BLOCK_BODY | POSTCODE)) !== 0)
      )
        add('own-line');
      const dwelt = this.#beside(before, label, after, official, add);
      const bare = before.text === '' && header !== undefined;
      const above = codes.has('facility-entry') ? undefined : this.#bodyAbove(text, left, bare);
      if (above !== undefined) add('body-above', above);
      surroundings(before, after, block, { official, dwelt, hall: hall !== undefined }, add);
      if (header !== undefined) tables(this.#tableWords.find(header.line), official, add);
      if (context.tableText !== undefined) tables(this.#tableWords.find(context.tableText), official, add);
    }
    return evidence;
  }

  /**
   * 采购人：某县医院, and its address in one of the next lines; a person's name between them ends the block.
   *
   * @param bare Lines have no labels: a list pasted one cell a line.
   */
  #bodyAbove(text: string, left: number, bare: boolean): string | undefined {
    let end = left - 1;
    for (let lines = 0; lines < BLOCK_LINES && end > 0; lines++) {
      const start = Math.max(text.lastIndexOf('\n', end - 1) + 1, end - BEFORE);
      const raw = text.slice(start, end);
      end = start - 1;
      if (!bare && !/[:：]/u.test(raw)) continue;
      const line = raw.replace(/["'’”,，;；。\s]+$/u, '');
      const [, label = '', named = ''] = BLOCK_LINE.exec(line) ?? [];
      const value = named === '' && bare ? line : named;
      if (value === '' || WORKPLACE.test(label)) continue;
      const side = this.#side(value.trim());
      const token = { text: side.text, start: 0, end: side.text.length };
      if (this.#names.isPerson(side.text)) {
        if (bare) continue;
        return undefined;
      }
      const facility = side.text.length > 24 ? undefined : this.#names.facility(side.hits, token);
      if (facility !== undefined) return facility;
    }
    return undefined;
  }

  /** 建设街88号，某县民政局，张三收: the word behind the comma is the name of a body. */
  #bodyNext({ text, hits }: Side): string | undefined {
    if (!/^[，,]/u.test(text)) return undefined;
    const stop = text.slice(1).search(/[，,。；;：:（(\s]/u);
    const end = stop < 0 ? text.length : stop + 1;
    if (end < 5 || end > 24) return undefined;
    return hits.find((hit) => (hit.kinds & ORG_NAME) !== 0 && hit.end === end && hit.start > 2)?.word;
  }

  #side(raw: string): Side {
    return readSide(this.#lexicon, this.#words, raw);
  }

  /** The label right before the value, else the one above it or in the head of its column. */
  #label(
    context: ValueContext,
    before: Side,
    header: { readonly label?: AddressLabel | undefined } | undefined,
    add: Add,
  ): AddressLabel | undefined {
    const label =
      labelBefore(before) ??
      (context.columnText === undefined ? undefined : labelOfHeader(this.#side(context.columnText)));
    if (label !== undefined) {
      add(label.code, label.word);
      return label;
    }
    if (header?.label !== undefined) {
      add(header.label.code, header.label.word);
      return undefined;
    }
    for (const hit of [...context.above, ...context.header]) {
      const code = HEADER_CODES[hit.kind];
      if (code === undefined) continue;
      add(code, hit.word);
      return undefined;
    }
    return undefined;
  }

  /**
   * The header of the column that the address stands in, where no table was recognised: the last line above that is nothing
   * but a header (lists pasted one cell a line), or whose words are parted like those of the address's own line.
   */
  #looseHeader(
    view: SegmentView,
    span: Span,
  ): { label?: AddressLabel | undefined; line: string } | undefined {
    const { text } = view;
    const known = this.#headers.get(view) ?? { read: 0, line: '' };
    const from = Math.max(known.read, span.start - HEADER_REACH);
    if (from > known.read) known.line = '';
    known.line = lastHeaderLine(text, from, span.start) ?? known.line;
    known.read = Math.max(from, text.lastIndexOf('\n', span.start - 1));
    this.#headers.set(view, known);
    if (known.line === '') return undefined;
    const start = text.lastIndexOf('\n', span.start - 1) + 1;
    if (span.start - start > BEFORE) return undefined;
    const before = text.slice(start, span.start);
    if (!PARTED.test(known.line)) {
      const alone = before.trim() === '' && /^\s*(?:\n|$)/u.test(text.slice(span.end, span.end + 8));
      return alone ? { label: labelOfHeader(this.#side(known.line)), line: known.line } : undefined;
    }
    const separator = COLUMNS.find((one) => one.test(known.line));
    if (separator === undefined) return undefined;
    const heads = known.line.split(separator);
    // A line with other columns belongs to another list.
    const columns = text
      .slice(start, lineEnd(text, span.end, '\n'))
      .trim()
      .split(separator).length;
    if (Math.abs(columns - heads.length) > 1) return undefined;
    const head = heads[before.trimStart().split(separator).length - 1];
    if (head === undefined || !PLACE_HEAD.test(head)) return undefined;
    return { label: labelOfHeader(this.#side(head)), line: known.line };
  }

  /**
   * Names right before and right behind.
   *
   * @returns Whether somebody's home is named right behind: 罗某家中无人.
   */
  #beside(before: Side, label: AddressLabel | undefined, after: Side, official: boolean, add: Add): boolean {
    const end = label === undefined ? trimLink(before.text) : label.start;
    const token =
      tokenBefore(before, end) ??
      (end < before.text.length ? tokenBefore({ ...before, gaps: [end] }, end) : undefined);
    let facility = false;
    // The nearest name decides: 民宿：云上人家 …, 隐水山庄 三星 …, 张三 男 …
    for (let each = token, steps = 0; each !== undefined && steps < ENTRY_WORDS; steps++) {
      const body = this.#names.facility(before.hits, each);
      if (body !== undefined) {
        facility = steps === 0;
        add(facility ? 'facility-entry' : 'facility-before', body);
        break;
      }
      if (this.#names.isResident(before, each)) {
        if (!official) add('person-name');
        break;
      }
      if (each.text.length > ENTRY_WORD || /\d{7}/.test(each.text)) break;
      each = tokenBefore(before, each.start);
    }
    if (official || facility) return false;
    const dweller = AT_HOME.exec(after.text)?.[1];
    const dwelt = dweller !== undefined && this.#names.isPerson(dweller);
    if (dwelt) add('home-property', '家');
    const behind = RECEIVER.exec(after.text)?.[1];
    if (behind !== undefined && after.gaps[0] === 0 && this.#names.isPerson(behind)) add('person-name');
    return dwelt;
  }
}

/** What is said behind it is said of somebody else. */
const NEXT_PARTY = /[。；;]|被告|原告|第三人|被?申请人|被?上诉人/u;
/** Units read back for the header of a list pasted one cell a line. */
const HEADER_REACH = 20_000;
/** Units of a header line at most. */
const LONGEST_HEADER = 102;
const NO_HEADER = /[\d:：。；]/u;
/** What parts the words of a header line. */
const COLUMNS: readonly RegExp[] = [/\t/u, /\s*[|｜]\s*/u, /[,，]/u, /\s+/u];
const PARTED = /[\t|｜,， \u3000]/u;
const PLACE_HEAD = /地址|住[址所]|场所|地点|坐落|位置/gu;

/** The last whole line of a stretch that names a place and is no sentence and no entry; undefined for none. */
function lastHeaderLine(text: string, from: number, to: number): string | undefined {
  let found: string | undefined;
  const stretch = text.slice(from, to);
  PLACE_HEAD.lastIndex = 0;
  for (let match = PLACE_HEAD.exec(stretch); match !== null; match = PLACE_HEAD.exec(stretch)) {
    const newline = stretch.indexOf('\n', match.index);
    if (newline < 0) break;
    PLACE_HEAD.lastIndex = newline + 1;
    const start = stretch.lastIndexOf('\n', match.index) + 1;
    if (newline - start > LONGEST_HEADER) continue;
    const line = stretch.slice(start, newline);
    if (!NO_HEADER.test(line)) found = line.trim();
  }
  return found;
}
/** Lines above that belong to an entry. */
const BLOCK_LINES = 3;
/** 名称：某县医院, "name": "某营业厅". */
const BLOCK_LINE = /^\s*["']?([^:：\n]{1,12})["']?\s*[:：]\s*["']?([^:：\n]{4,30})$/u;
const WORKPLACE = /单位$|学校|职业|职务|经办|受理|审批|发证|监督/u;
/** Words of an entry that are read back for a name, and how long one may be. */
const ENTRY_WORDS = 5;
const ENTRY_WORD = 12;
/** 请…到, 请…送达: where the public is sent. */
const ASKED = /(?:(?<![申邀聘提])请|凭|持)[^。，；：寄]{0,16}(?:到|至|往|于|在|达|赴)$/u;
/** 或至…洽询, 3月5日前送至…: the public, or whoever delivers, is told where. */
const TOLD =
  /(?:或|也可|可以|直接|均可|可)(?:到|至|去|赴|前往)$|日前[^，。；]{0,10}(?:送|交|寄|报|投递|送达)(?:至|到)$/u;
/** What somebody reports about his home is no notice to the public: 内容 停水. */
const REPORTED = /内容|诉求|反映|问题|[：:]/u;
/** 到…反映, 到…更新: an errand to a body. */
const SENT = /(?:到|至|前往|赴)$/u;
const ERRAND = /^(?:反映|更新|办理|领取|咨询|缴纳|缴费|报到|提交|递交|登记|集合|投诉|面谈)/u;
/** What an authority does at a place. */
const HANDLED = /^[^。；]{0,24}进行(?:了)?(?:现场|依法|突击)?(?:检查|查处|调查|核查|整治|勘验|执法|抽检)/u;
/** 今早7时，: an event, not somebody's home. */
const HOUR = /\d{1,2}[时点](?:许|左右|\d{1,2}分许?)?[，,]?(?:在|位于)?$/u;
/** Whether anything can make a village or a bare road somebody's address. */
function mayBeLabelled(view: SegmentView, before: Side): boolean {
  if (view.segment.cells !== undefined || !HAN.test(before.text)) return true;
  return before.hits.some((hit) => (hit.kinds & (PERSONAL | LIVES)) !== 0 || (hit.kinds & PLACE_NOUN) !== 0);
}

/** Labels that stand for a person's home and a body's seat. */
const AMBIGUOUS: ReadonlySet<string> = new Set(['住址', '住', '门牌号', '住所']);
const HEADER_CODES: Readonly<Record<string, string>> = {
  address: 'label-personal',
  'address.official': 'label-official',
  'address.weak': 'label-weak',
};
/** A name behind a blank: 谭某某 收, 张三 138…, 李女士, or the end of the line. */
const RECEIVER = /^[（(]?([\u4e00-\u9fff·]{2,4}?)(?:[）)]|亲?收|亲启|转交|[（(\d，,。；]|$)/u;

/** 罗某家中无人 behind the place. */
const AT_HOME = /^[，,、；）)]?([\u4e00-\u9fff·]{2,4}?)的?(?:家中|家里|家属|家|户|老人|夫妇|夫妻)/u;
/** 共有12栋: a count, no joint owners. */
const COUNT = /^\d/u;
/** 房产中介, 房屋管理局. */
const DEALER = /^(?:中介|公司|经纪|局|交易|登记|开发|管理|销售|租赁公司|置业)/u;
/** ，该房屋自2017年起无人居住. */
const THIS_HOUSE = /^[，,]?(?:该|此|上述|涉案)处?(房屋|房产|房|住宅|住房|住所)/u;
/** 在某村东头第二家住。 */
const LIVED = /^(?:一直|独自|长期)?(居住|租住|暂住|住|生活)(?![院宿房宅建持])/u;
/** The place is what a project is called by. */
const PROJECT_LABEL = /(?:项目|工程|标段|标的|地块)(?:名称|概况)?[：:]$/u;

/** End of a side without the words that lead to a place: 位于, 在. */
function trimLink(text: string): number {
  return text.length - (/(?:坐落于|位于|地处|就在|在|于)?[：:（(“"]*$/u.exec(text)?.[0].length ?? 0);
}

/** Parties of court and penalty documents, rows with a person's other data. */
function parties(before: Side, after: Side, add: Add): void {
  const { text } = before;
  const from = Math.max(text.lastIndexOf('。'), text.lastIndexOf('；')) + 1;
  const clause = text.slice(from);
  const stop = after.text.search(/[。；]/u);
  const next = stop < 0 ? after.text : after.text.slice(0, stop);
  const natural = NATURAL.exec(clause) ?? NATURAL.exec(next.slice(0, 40));
  if (natural !== null) add('party-natural-person', natural[0].replace(/[\d，,、（）()\s]/gu, ''));
  const person =
    before.hits.find(
      (hit) => hit.start >= from && (hit.kinds & PERSON) !== 0 && !BRINGS.test(text.slice(0, hit.start)),
    )?.word ?? first(after.hits, PERSON, Math.min(30, next.length));
  if (person !== undefined) add('beside-person', person);
  else if (MOBILE.test(clause.slice(-40)) || MOBILE.test(next.slice(0, 24))) add('beside-person');
}

/** Bodies, meetings and contact blocks around an address that has no personal label. */
function surroundings(
  { text, hits, gaps }: Side,
  after: Side,
  block: readonly CueHit[],
  { official, dwelt, hall }: { readonly official: boolean; readonly dwelt: boolean; readonly hall: boolean },
  add: Add,
): void {
  const from = text.lastIndexOf('。') + 1;
  const behind = after.hits;
  const head = headWord(after);
  const near = (kind: number, reach: number): string | undefined =>
    hits.findLast((hit) => (hit.kinds & kind) !== 0 && hit.start >= Math.max(from, text.length - reach))
      ?.word;
  const nearest = (kind: number, reach: number): CueHit | undefined =>
    hits.findLast((hit) => (hit.kinds & kind) !== 0 && hit.start >= Math.max(from, text.length - reach));
  const body = nearest(ORGANISATION, 60);
  const holder = nearest(RECIPIENT, 60);
  // Of a body and a person the one named last is meant: 某局公示：农户张三家，位于….
  const organisation =
    body !== undefined && (holder === undefined || holder.start < body.start) ? body.word : undefined;
  if (organisation !== undefined) add('organisation-before', organisation);
  const sent = SENT.test(text) && ERRAND.test(after.text);
  const asked = sent || ASKED.test(text) || TOLD.test(text) || HANDLED.test(after.text) ? '请' : undefined;
  const visit =
    asked ??
    near(VISIT, 40) ??
    behind.find(
      (hit) => (hit.kinds & VISIT) !== 0 && hit.start < 16 && !REPORTED.test(after.text.slice(0, hit.start)),
    )?.word;
  if (visit !== undefined) add('visited', visit);
  const establishment = near(ESTABLISHMENT, 24) ?? first(behind, ESTABLISHMENT, 24);
  if (establishment !== undefined) add('establishment', establishment);
  if (!official) {
    const dweller = behind.find(
      (hit) => (hit.kinds & (DWELLER | PROPERTY)) !== 0 && hit.end <= head.length && hit.start < 8,
    );
    const owned = nearest(PROPERTY, 24);
    const property =
      (owned === undefined || DEALER.test(text.slice(owned.end)) ? undefined : owned.word) ??
      THIS_HOUSE.exec(after.text)?.[1] ??
      dweller?.word ??
      (/^人(?:$|一)/u.test(head) ? '人' : dwelt ? '家' : undefined);
    if (property !== undefined) add('home-property', property);
    const home =
      near(HOME_WORD, 60) ??
      first(
        behind.filter(({ end }) => !COUNT.test(after.text.slice(end))),
        HOME_WORD,
        24,
      );
    if (home !== undefined) add('home-word', home);
    if (holder !== undefined && organisation === undefined && !BRINGS.test(text.slice(0, holder.start)))
      add('recipient', holder.word);
    const scene = HOUR.test(text) ? '时' : (near(SCENE, 40) ?? first(behind, SCENE, 8));
    if (scene !== undefined && property === undefined) add('scene', scene);
    const meeting =
      PROJECT_LABEL.exec(text)?.[0] ??
      behind.find((hit) => hit.start === 0 && (hit.kinds & NOTICE_AFTER) !== 0 && hit.end <= head.length)
        ?.word ??
      near(PROJECT, Math.min(20, text.length - pieceStart(text, gaps))) ??
      behind.find((hit) => hit.start < 3 && hit.end <= head.length && (hit.kinds & PROJECT) !== 0)?.word;
    if (meeting !== undefined && property === undefined) add('meeting-or-project', meeting);
  }
  const located = near(LOCATED, 6);
  if (located !== undefined) add('located', located);
  const postcode = near(POSTCODE, 50) ?? first(behind, POSTCODE, 50);
  if (postcode !== undefined) add('postcode-contact', postcode);
  const contact = near(CONTACT, 50) ?? first(behind, CONTACT, 50);
  if (contact !== undefined) add('contact-near', contact);
  const last = block.findLast((hit) => (hit.kinds & (BLOCK_PERSON | BLOCK_BODY)) !== 0);
  const apart = official || hall || organisation !== undefined;
  if (last !== undefined && !(apart && (last.kinds & BLOCK_PERSON) !== 0))
    add((last.kinds & BLOCK_PERSON) !== 0 ? 'person-block' : 'body-block', last.word);
}

/** Where the last stretch without a blank or a mark begins: words before it are about something else. */
function pieceStart(text: string, gaps: readonly number[]): number {
  const gap = gaps.findLast((at) => at < text.length) ?? 0;
  return Math.max(gap, text.search(/[^，。；：、,;:]*$/u));
}

/** What the headers of a table say about its rows: persons, or bodies with their heads. */
function tables(hits: readonly CueHit[], official: boolean, add: Add): void {
  const person = hits.find((hit) => (hit.kinds & TABLE_PERSON) !== 0)?.word;
  const body = hits.find((hit) => (hit.kinds & TABLE_BODY) !== 0)?.word;
  if (body !== undefined && person === undefined) add('table-of-bodies', body);
  else if (person !== undefined && !official) add('table-of-persons', person);
}

/** A1栋的“瑞美容”: a name in quotation marks is no dweller's. */
const QUOTED = /^的?[“「『"][^”」』"]{2,14}[”」』"]/u;

/** Behind a remark in brackets at `end` that says where a place is. */
function withRemark(text: string, end: number): number {
  if (text[end] !== '(') return end;
  const shut = text.indexOf(')', end);
  return shut > end && shut - end <= REMARK && PLACING.test(text.slice(end + 1, shut)) ? shut + 1 : end;
}

/** A body named right behind the address: 天津路141号黄石市中心医院. */
function bodyBehind(after: Side): string | undefined {
  if (QUOTED.test(after.text)) return after.text.slice(0, 1) === '的' ? '的' : '“';
  const bracket = /^[（(]/u.test(after.text) ? after.text.search(/[）)]/u) : -1;
  const limit = bracket > 0 && bracket < 24 ? bracket : after.gaps[0] === 0 ? 0 : headWord(after).length;
  return after.hits.find((hit) => (hit.kinds & (ORG_NAME | TRADE)) !== 0 && hit.end <= limit)?.word;
}

/** 大学路 is a road, 人民医院家属区 a home: the name of a body in them says nothing. */
function namesBody({ kinds, end, word }: CueHit, value: string): boolean {
  if ((kinds & ORG_NAME) === 0) return false;
  const rest = value.slice(end);
  // 广西大学西校园12栋A502: a block of a school with a room is a dormitory.
  if (/[学校院]$/u.test(word) && /[栋舍寝]/u.test(rest)) return false;
  if (word.length === 1) return rest === '' || /^[\d内]/u.test(rest);
  return !/^(?:[东南西北中]?[路街巷道]|大[道街])|家属|宿舍|公寓|教工|小区|社区|生活区|校区/u.test(rest);
}

function first(hits: readonly CueHit[], kind: number, limit: number): string | undefined {
  return hits.find((hit) => (hit.kinds & kind) !== 0 && hit.start < limit)?.word;
}

function lineStart(text: string, start: number): number {
  const low = Math.max(0, start - BEFORE);
  return low + text.slice(low, start).lastIndexOf('\n') + 1;
}

function lineEnd(text: string, end: number, stops = '\n\t'): number {
  const high = Math.min(text.length, end + AFTER);
  let cut = 0;
  while (end + cut < high && !stops.includes(text[end + cut]!)) cut++;
  if (end + cut === high) cut = -1;
  return cut < 0 ? high : end + cut;
}
