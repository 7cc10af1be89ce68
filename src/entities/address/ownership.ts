/** Whose address is it? Evidence from the words around a candidate; bounded reads, for candidates only. */
import type { Evidence, SegmentView, Span, ValueContext } from '../../core/index.js';
import { type Add, parties, surroundings, TABLE_BODY, TABLE_PERSON, tables } from './circumstances.js';
import { type CueHit, CueWords } from './cue-words.js';
import type { Grain } from './grain.js';
import {
  BLOCK_BODY,
  BLOCK_PERSON,
  BODY,
  DWELLER,
  HALL,
  HOME_WORD,
  LIVES,
  ORG_NAME,
  PERSON,
  PERSONAL,
  PLACE_NOUN,
  POSTCODE,
  PROPERTY,
  RECIPIENT,
  TRADE,
} from './kinds.js';
import { type AddressLabel, labelBefore, labelOfHeader } from './label.js';
import type { Lexicon } from './lexicon.js';
import { LooseHeaders } from './loose-header.js';
import { Names } from './names.js';
import { isRange } from './ranges.js';
import { first, headWord, lineEnd, lineStart, readSide, type Side, tokenBefore } from './surroundings.js';

/** Longest words around an address that its own line may hold. */
const OWN_WORDS = 16;
/** Where parcels are left. */
const PARCEL_DESK = /^(?:前台|大堂)$/u;
/** A mobile number, and perhaps a name, that touches an address. */
const PHONE_BEFORE = /(?<!\d)1[3-9]\d{9}[，,]?([\u4e00-\u9fff·]{0,4})[，,]?$/u;
const PHONE_AFTER = /^[\u4e00-\u9fff]{0,4}[，,]?([\u4e00-\u9fff·]{0,4})[，,]?1[3-9]\d{9}(?!\d)/u;
/** Units above the line, for what the block is about. */
const BLOCK = 70;
const HAN = /[\u4e00-\u9fff]/u;

export class Ownership {
  readonly #lexicon: Lexicon;
  readonly #words: CueWords;
  readonly #tableWords: CueWords;
  readonly #names: Names;
  readonly #headers: LooseHeaders;

  constructor(lexicon: Lexicon, words: CueWords) {
    this.#lexicon = lexicon;
    this.#names = new Names(lexicon);
    this.#tableWords = new CueWords(
      new Map([
        [TABLE_PERSON, lexicon.words('table-person')],
        [TABLE_BODY, lexicon.words('table-body')],
      ]),
    );
    this.#words = words;
    this.#headers = new LooseHeaders((raw) => this.#side(raw));
  }

  /**
   * @param value The address as folded.
   * @param last Where its last part begins, when it is spread over cells.
   * @param alone Its line holds nothing but words that may belong to the address.
   * @returns Undefined when nothing around a village or a bare road makes it somebody's address.
   */
  evidence(
    view: SegmentView,
    span: Span,
    grain: Grain,
    value: string,
    last: number | undefined,
    alone: boolean,
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
    if (!grain.detailed && !grain.stone && !mayBeLabelled(view, before)) return undefined;
    const context = view.context(last === undefined ? span : { start: last, end: span.end });
    const header = (context.columnText ?? '') === '' ? this.#headers.of(view, span) : undefined;
    const label = this.#label(context, before, header, add);
    const lived = LIVED.exec(text.slice(span.end, span.end + 8))?.[1];
    if (label === undefined && lived !== undefined && /[在于]$/u.test(before.text)) add('lives-at', lived);
    const personal = codes.has('label-personal') || codes.has('lives-at');
    const coarse = !grain.detailed && !(grain.stone === true && alone && grain.known);
    if (coarse && (!personal || isWordOfLiving(before.text, value))) return undefined;
    const after = this.#side(text.slice(span.end, lineEnd(text, span.end)));
    const desk = (word: string | undefined): boolean =>
      word !== undefined && PARCEL_DESK.test(word) && this.#isParcels(before, after);
    const behind = bodyBehind(after);
    const inOrganisation = desk(behind) ? undefined : behind;
    if (coarse && inOrganisation !== undefined) return undefined;
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
    if (hall !== undefined && !personal && !desk(hall)) add('hall-or-window', hall);
    const organisation = inside.find((hit) => namesBody(hit, bare))?.word;
    if (organisation !== undefined) add('organisation-inside', organisation);
    else if (inOrganisation !== undefined)
      add(personal ? 'organisation-inside' : 'body-behind', inOrganisation);
    if (!personal) {
      const receiver = this.#bodyNext(after);
      if (receiver !== undefined) add('body-behind', receiver);
      const block = this.#side(text.slice(Math.max(0, left - BLOCK), left)).hits;
      const ownLine =
        ((!HAN.test(before.text.replace(/^中国/u, '')) && headWord(after).length === after.text.length) ||
          (alone &&
            label === undefined &&
            before.text.length <= OWN_WORDS &&
            after.text.length <= OWN_WORDS)) &&
        context.cell === undefined;
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
      const start = lineStart(text, end);
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

  /** 13800138000张三青山路6号前台: a person's phone number touches the address. */
  #isParcels(before: Side, after: Side): boolean {
    const name = PHONE_BEFORE.exec(before.text)?.[1] ?? PHONE_AFTER.exec(after.text)?.[1];
    return name !== undefined && (name === '' || this.#names.isPerson(name));
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
    const side = readSide(this.#lexicon, this.#words, raw);
    const hits = side.hits.filter((hit) => (hit.kinds & OF_PERSONS) === 0 || !insideBody(side, hit));
    return hits.length === side.hits.length ? side : { ...side, hits };
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

/** Words that describe persons and their homes. */
const OF_PERSONS = PERSON | BLOCK_PERSON | PROPERTY | HOME_WORD | RECIPIENT | DWELLER;
/** Behind a word, the rest of the name of a body: 残疾人 联合会, 住房 和城乡建设局, 学生 资助管理中心. */
const REST_OF_BODY =
  /^(?![\u4e00-\u9fff]{0,8}[到在向从至去往由被把将请找为是的])[\u4e00-\u9fff]{0,9}?(?:联合会|委员会|协会|基金会|管理处|服务站|服务中心|管理中心|中心|局|厅|办公室)/u;

function insideBody({ text, gaps }: Side, hit: CueHit): boolean {
  if (hit.end - hit.start < 2) return false;
  const gap = gaps.find((at) => at >= hit.end) ?? text.length;
  return REST_OF_BODY.test(text.slice(hit.end, Math.min(gap, hit.end + 14)));
}

/** What is said behind it is said of somebody else. */
const NEXT_PARTY = /[。；;]|被告|原告|第三人|被?申请人|被?上诉人/u;
/** Lines above that belong to an entry. */
const BLOCK_LINES = 3;
/** 名称：某县医院, "name": "某营业厅". */
const BLOCK_LINE = /^\s*["']?([^:：\n]{1,12})["']?\s*[:：]\s*["']?([^:：\n]{4,30})$/u;
const WORKPLACE = /单位$|学校|职业|职务|经办|受理|审批|发证|监督/u;
/** Words of an entry that are read back for a name, and how long one may be. */
const ENTRY_WORDS = 5;
const ENTRY_WORD = 12;
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
/** 在某村东头第二家住。 */
/** 稳住传统市场; 居住区高速铁路, 租住用房: the word of living is part of another one. */
const HOLDS = /[拦捂忍拿稳抓记留守挡顶占保拉困盯按堵抵扛站]住$/u;
const LIVING_WORD = /^[地区用院房所址]/u;
/** 住陇县中医医院: a patient. */
const WARD = /(?:医院|卫生院|医疗中心|病房|病区|院区)$/u;
/** 户籍所在地乡镇人民政府: who has to do with it, in running text. */
const AUTHORITY = /(?:政府|办事处|委员会|学校|[小中]学|派出所|机关|单位|部门|法院)$/u;

function isWordOfLiving(before: string, value: string): boolean {
  if (HOLDS.test(before)) return true;
  if (before.endsWith('住') && (LIVING_WORD.test(value) || WARD.test(value))) return true;
  return /[地住]$/u.test(before) && AUTHORITY.test(value);
}

const LIVED = /^(?:一直|独自|长期)?(居住|租住|暂住|住|生活)(?![院宿房宅建持])/u;
/** End of a side without the words that lead to a place: 位于, 在. */
function trimLink(text: string): number {
  return text.length - (/(?:坐落于|位于|地处|就在|在|于)?[：:（(“"]*$/u.exec(text)?.[0].length ?? 0);
}

/** A1栋的“瑞美容”: a name in quotation marks is no dweller's. */
const QUOTED = /^的?[“「『"][^”」』"]{2,14}[”」』"]/u;

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
