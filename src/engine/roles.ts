/**
 * Who a word says that a value belongs to. Labels and titles are made anew in every document (线路服务手机, 园林股股长,
 * 欠款人), so that their parts are read, not lists of whole words.
 */

/** `contact`: somebody whom a body or a person names to be called. */
export type Role = 'private' | 'spoken' | 'duty' | 'body' | 'service' | 'contact';

export interface RoleWord {
  readonly role: Role;
  /** The word of the list that told it, or '' for a form without a word. */
  readonly word: string;
}

/** Longest word of the lists. */
const LONGEST = 7;
/** A clause names what it ends with; only short words say what a number is for. */
const LONGEST_LABEL = 12;
/** A number that is called so may be described at length: 请先致电本处预约专线. */
const LONGEST_CALL = 20;
const SURE = /专线|热线|值班/;
/** 县局, 南厂: a name that ends in a syllable that many words end in must be longer. */
const SHORTEST_BODY = 4;
/** Labels are built of few nouns: 服务 联系 电话. */
const NOUNS = 3;
/** 户籍民警高娃: a name of two or three characters may follow without a blank. */
const NAMES = [3, 2];

/** Where a word stands in two lists the first wins. */
const ORDER = [
  'place',
  'phone',
  'account',
  'where',
  'go-between',
  'private',
  'kin',
  'duty',
  'body',
  'body.short',
  'service',
  'actor',
  'pronoun',
] as const;

type Kind = (typeof ORDER)[number];

interface Ending {
  readonly kind: Kind;
  readonly word: string;
}

/** Words of a document come again and again: labels, heads of columns, titles. */
const REMEMBERED = 4096;

const isNoun = (kind: Kind): boolean => kind === 'phone' || kind === 'account' || kind === 'where';

export class Roles {
  readonly #kinds = new Map<string, Kind>();
  readonly #exact: ReadonlySet<string>;
  readonly #surnames: ReadonlySet<string>;
  /** By the last unit of a word: the longest of the lists that ends with it. */
  readonly #longest = new Map<number, number>();
  readonly #known = new Map<string, RoleWord | undefined>();

  /** @param words `role.` and kind → words, of `patterns/documents/roles.tsv`. */
  constructor(words: Readonly<Record<string, readonly string[]>>) {
    for (const kind of ORDER) {
      for (const word of words[`role.${kind}`] ?? []) if (!this.#kinds.has(word)) this.#kinds.set(word, kind);
    }
    for (const word of this.#kinds.keys()) {
      const last = word.charCodeAt(word.length - 1);
      const longest = Math.max(this.#longest.get(last) ?? 0, word.length);
      this.#longest.set(last, Math.min(LONGEST, longest));
    }
    this.#exact = new Set(words['role.exact']);
    this.#surnames = new Set(words['role.surname']);
  }

  /** What a word or short clause, in simplified characters, says by how it ends. */
  of(written: string): RoleWord | undefined {
    const known = this.#known.get(written);
    if (known !== undefined || this.#known.has(written)) return known;
    const role = this.#read(written);
    if (this.#known.size >= REMEMBERED) this.#known.clear();
    this.#known.set(written, role);
    return role;
  }

  #read(written: string): RoleWord | undefined {
    let text = written.replace(PARTICLE, '');
    if (SALUTATION.test(text)) return undefined;
    if (ADDRESSEE.test(text)) return { role: 'spoken', word: '' };
    if (this.#exact.has(text)) return { role: 'private', word: text };
    let isLabel = false;
    for (let i = 0; i < NOUNS; i++) {
      const noun = this.#ending(text, isNoun);
      if (noun === undefined) break;
      isLabel = true;
      text = text.slice(0, -noun.word.length).replace(PARTICLE, '');
    }
    if (text === '') return undefined;
    return this.#byEnd(text, isLabel) ?? this.#byForm(text, isLabel) ?? this.#beforeName(text, isLabel);
  }

  /** A clause in which the number is named and something is said of it: 项目部值班手机昼夜有人接听. */
  within(clause: string): RoleWord | undefined {
    let at = -1;
    let length = 0;
    for (const noun of NUMBER_NOUNS) {
      const found = clause.lastIndexOf(noun);
      if (found > at) [at, length] = [found, noun.length];
    }
    return at < 1 || at + length === clause.length || CALLING.test(clause.slice(at + length))
      ? undefined
      : this.of(clause.slice(0, at + length));
  }

  /** The word for a body that what a field is called ends with: 门店名称, 投票站, shopName. */
  nounOf(head: string): string | undefined {
    const name = head.replace(/[（(][^（）()]*[)）]$/, '').replace(/(?:名\s?称|全称|简称)$/, '');
    const latin = LATIN_BODY.exec(name)?.[0] ?? BODY_NAME.exec(name)?.[0];
    if (latin !== undefined) return latin;
    const end = this.#ending(name);
    return end?.kind === 'body' ? end.word : undefined;
  }

  #byEnd(text: string, isLabel: boolean): RoleWord | undefined {
    const end = this.#ending(text);
    if (end === undefined) return undefined;
    const { word } = end;
    switch (end.kind) {
      case 'private':
      case 'kin': {
        // 接机司机: somebody does it for those who call.
        const before = this.#ending(text.slice(0, -word.length));
        return before?.kind === 'service' && !isLabel
          ? { role: 'service', word: before.word }
          : { role: 'private', word };
      }
      case 'duty':
        // 前项目经理: who was one no longer answers for it.
        return FORMER.test(text) ? undefined : { role: 'duty', word };
      case 'pronoun':
        return isLabel && !text.endsWith('其他') ? { role: 'spoken', word: '' } : undefined;
      case 'body':
        return text.length > word.length || isLabel ? { role: 'body', word } : undefined;
      case 'body.short':
        return text.length >= SHORTEST_BODY ? { role: 'body', word } : undefined;
      case 'service':
      case 'actor':
        if (!isLabel && (DONE.test(text.slice(0, -word.length)) || WORKING.test(text))) return undefined;
        return text.length <= (isLabel || SURE.test(word) ? LONGEST_CALL : LONGEST_LABEL)
          ? { role: 'service', word }
          : undefined;
      case 'go-between': {
        // 县林草局联系人.
        const whose = this.#byEnd(text.slice(0, -word.length), true);
        // 报名联系人 is named as much as 联系人 is.
        return whose === undefined || whose.role === 'spoken' || whose.role === 'service'
          ? { role: 'contact', word }
          : whose;
      }
      default:
        return undefined;
    }
  }

  #byForm(text: string, isLabel: boolean): RoleWord | undefined {
    const team = TEAM.test(text) ? this.#ending(text.slice(0, -1)) : undefined;
    if (team?.kind === 'service') return { role: 'service', word: team.word };
    if (LATIN_FIELD.test(text)) return { role: 'body', word: '' };
    if (TITLE.test(text)) return { role: 'duty', word: '' };
    if (isLabel && (UNIT.test(text) || OWN_BODY.test(text))) return { role: 'body', word: '' };
    if (text.length === 2 && COLLEAGUE.test(text) && this.#surnames.has(text[0]!))
      return { role: 'duty', word: '' };
    if (KIN.test(text)) return { role: 'private', word: '' };
    if (SPOKEN.test(text.slice(-SPOKEN_REACH))) return { role: 'spoken', word: '' };
    if (text.length > LONGEST_LABEL || this.#ending(text) !== undefined) return undefined;
    return /.[人者]$/.test(text) ? { role: 'private', word: '' } : undefined;
  }

  #beforeName(text: string, isLabel: boolean): RoleWord | undefined {
    for (const length of NAMES) {
      const rest = text.slice(0, -length);
      const called = this.#calling(text.slice(rest.length));
      if (rest.length < 2 || called === undefined) continue;
      const role =
        this.#byEnd(rest, false) ?? (/.[人者]$/.test(rest) ? this.#byForm(rest, false) : undefined);
      // 住院总小伍: who has a nickname among those who call stands for something.
      if (
        role === undefined &&
        called === 'nickname' &&
        !isLabel &&
        /^[\u4e00-\u9fff]{2,12}$/.test(rest) &&
        this.#byForm(rest, false) === undefined
      )
        return { role: 'contact', word: '' };
      // 工作单位或住址 names nobody.
      if (role !== undefined && !(isLabel && role.role === 'service')) return role;
    }
    return undefined;
  }

  /** How somebody is called: 符师傅, 小廖 (surnames stand behind 小, 老 and 阿), 张三. */
  #calling(name: string): 'honorific' | 'nickname' | 'name' | undefined {
    // 在某社区看见: no Ou is named.
    if (name[0] === '区') return undefined;
    if (HONORIFIC.test(name.slice(1))) return 'honorific';
    if (
      name.length === 2 &&
      !NO_NICKNAME.test(name) &&
      (name[0] === '阿' || ('小老'.includes(name[0]!) && this.#surnames.has(name[1]!)))
    )
      return 'nickname';
    return this.#surnames.has(name[0]!) ? 'name' : undefined;
  }

  /** The longest word of the lists that the text ends with. */
  #ending(text: string, wanted?: (kind: Kind) => boolean): Ending | undefined {
    const longest = this.#longest.get(text.charCodeAt(text.length - 1)) ?? 0;
    for (let length = Math.min(longest, text.length); length > 0; length--) {
      const word = text.slice(-length);
      const kind = this.#kinds.get(word);
      if (kind !== undefined && (wanted === undefined || wanted(kind))) return { kind, word };
    }
    return undefined;
  }
}

const LATIN_BODY =
  /^(?:shop|store|org|dept|company|merchant|hospital|school|branch|seller|supplier|station|agency|enterprise|vendor)(?=[A-Z_]|$)/;
/** shopTel, company_phone, orgAddr. */
const LATIN_FIELD =
  /^(?:shop|store|org|dept|company|merchant|hospital|school|branch|supplier|station|agency|enterprise|vendor)_?(?:tel|phone|mobile|addr|address|account|acct|bank)/i;
/** 店名, 校名. */
const BODY_NAME = /^[店校院厂站所馆社园]名$/;
/** Between a label and what it announces. */
const PARTICLE = /(?:[的为是：:\s]|(?<![联关])系)+$/;
/** 接待组, 抢修队: who does it. */
const TEAM = /..[组队岗台班机线]$/;
/** 网格长: heads of anything are called so. */
const TITLE =
  /^[\u4e00-\u9fff]{0,8}(?:[格组队站所科股处室部院校园店厂矿排楼街路片段区域线点场馆舰桥渠闸警村社会]长)$/;
/** 客堂手机, 场部电话, 所里手机: a part of a body that no list names. */
const UNIT = /^[\u4e00-\u9fff]{0,7}(?<![住寝卧厕处])[部处室堂科所馆](?:里|内)?$/;
/** 本厂账户, 我院手机. */
const OWN_BODY =
  /^[\u4e00-\u9fff]{0,8}[本我](?:[院局厂社村校店寺庙办队站镇乡区县市行司]|公司|单位|中心|街道|医院)(?:对公)?$/;
const FORMER = /^(?:前|原|曾任|前任|原任)/;
/** 已挂失, 不对外: what somebody did, not what a number is for. */
const DONE = /(?:[已曾被未经不]|办理|申请|口头)$/;
/** 女儿在外地工作. */
const WORKING = /(?:[在去往从][\u4e00-\u9fff]{0,5}|外出|参加)工作$/;
/** 您的手机, 您留的号码: of the one who is written to; not 您致电, 您拨打. */
const ADDRESSEE =
  /[您你](?:本人|家里?)?(?:的|(?:所)?(?:留|预留|提供|登记|绑定)(?:下|过)?的?)?(?:的[\u4e00-\u9fff]{2,4})?(?:手机号?码?|电话|号码|卡号?|账[号户])$/;
/** How a number is called inside a clause. */
const NUMBER_NOUNS = ['手机', '电话', '号码', '专线', '热线', '座机', '工作号', '小灵通'];
/** 本院电话联系张三: the number is his who was called. */
const CALLING = /^(?:联系|通知|告知|回访|询问|核实|沟通|催[告缴促])/;
/** Whom a letter greets. */
const SALUTATION = /^(?:尊敬的|亲爱的|各位|敬爱的|@)/;
const NO_NICKNAME = /^(?:小[学区组时型店厅吃]|老[家师板人伴年乡])$/;
/** 符师傅, 卢小姐. */
const HONORIFIC = /^(?:师傅|先生|女士|小姐|老师|医生|大夫|同志|姐|哥|叔|姨)$/;
/** 向工, 李总. */
const COLLEAGUE = /[总工局处科所队]$/;
/** 我妈, 他爸: one syllable is a relative only behind whose it is. */
const KIN = /[我俺他她其的](?:[大二三小老]?[爸妈爹娘哥弟姐妹叔伯舅姑姨嫂]|爱人|孩子|娃)$/;
const SPOKEN_REACH = 14;
/** A person who speaks or is spoken of; not 我局, 其他, 他们单位. */
const SPOKEN =
  /(?:(?<!自)[我俺](?![院局校司们办所站部处社村厂店县市区镇乡委会省国单公中科馆队室庭团刊报行园大分总企方组班台])|(?<!其)[他她](?!们)|对方|其(?![他它余中实次]))[\u4e00-\u9fff]{0,10}$/;
