/** Names beside an address: a person's, or that of a body or a place open to the public. */
import type { CueHit } from './cue-words.js';
import { CONTACT_TITLE, FACILITY, NO_FACILITY, ORG_NAME } from './kinds.js';
import type { Lexicon } from './lexicon.js';
import type { Side, Token } from './surroundings.js';

const HAN = /^[\u4e00-\u9fff·某×*]+$/u;
/** Last characters of labels and places, seldom of a name. */
const NO_NAME =
  /[址点名号位人户所局处站店厅院校馆部区楼室村组镇乡县市省路街称话码收型别类族女男岁元月日年量额栋幢是在于为的物种河桥]$/u;
const HONORIFIC = /(?:先生|女士|小姐|大爷|大妈|阿姨|师傅|某某?)$/u;
/** 王老师, 李主任: whom to call, no dweller. */
const TITLED =
  /(?:老师|主任|科长|处长|局长|所长|经理|医生|警官|法官|律师|同志|书记|院长|校长|站长|部长|收|电话|地址)$/u;
/** What a document calls a person before it names him: 被告张三, 权利人李四. */
const PARTY =
  /^(?:(?:申请)?(?:再审)?(?:申请|被申请|上诉|被上诉|被执行|申请执行|被处罚|被征收|权利|承租|抵押|购房|共有|继承|受送达)人|原告|被告|被告人|第三人|当事人|户主|农户|业主|学生|家长|监护人|经营者|建房人|房主|户名|用户)(?=.{2})/u;
/** Units before a name in which a title makes it a contact's. */
const TITLE_REACH = 8;

export class Names {
  readonly #surnames: ReadonlySet<string>;
  readonly #compound: readonly string[];

  constructor(lexicon: Lexicon) {
    this.#surnames = lexicon.surnames;
    this.#compound = lexicon.words('compound-surname');
  }

  /** 张三, 欧阳某某, 王女士: by the surname, at most four characters with it. */
  isPerson(name: string): boolean {
    if (TITLED.test(name)) return false;
    if (HONORIFIC.test(name)) return name.length >= 3 && name.length <= 5;
    if (!HAN.test(name) || name.length < 2 || NO_NAME.test(name)) return false;
    if (name.includes('·')) return name.length >= 4 && name.length <= 16;
    if (this.#compound.some((surname) => name.startsWith(surname))) return name.length <= 4;
    return name.length <= 3 && this.#surnames.has(name[0]!);
  }

  /** The word is the name of a person who lives there, not of a contact. */
  isResident(side: Side, token: Token): boolean {
    if (!this.isPerson(token.text.replace(PARTY, ''))) return false;
    const from = token.start - TITLE_REACH;
    return !side.hits.some(
      ({ kinds, start, end }) => (kinds & CONTACT_TITLE) !== 0 && start >= from && end <= token.start,
    );
  }

  /** The word ends like the name of a body or of a place open to the public. */
  facility(hits: readonly CueHit[], { text, start, end }: Token): string | undefined {
    if (text.length < 2) return undefined;
    if (hits.some((hit) => (hit.kinds & NO_FACILITY) !== 0 && hit.end === end)) return undefined;
    const hit = hits.find(
      (each) => (each.kinds & (FACILITY | ORG_NAME)) !== 0 && each.end === end && each.start >= start,
    );
    // 3单元502室, 五队: no name.
    if (hit === undefined || /[\d一二三四五六七八九十]$/u.test(text.slice(0, -hit.word.length)))
      return undefined;
    return hit.word;
  }
}
