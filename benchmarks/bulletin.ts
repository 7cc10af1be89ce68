/**
 * Ordinary text of a government site: bulletins, reports, news, statutes. Nearly every line is harmless but full of
 * dates, counts, document numbers, links; one in two hundred holds a planted value, half of them disguised.
 *
 * Shares after real bulletins: digits 5–13 % of the characters, a numeral before 号, 栋, 组 … 12–16 times in 10,000.
 */
import { homeAddress, officeAddress } from '../corpus/generate/address.js';
import { formsOf, type NumberKind, rewrite } from '../corpus/generate/forms.js';
import * as numbers from '../corpus/generate/numbers.js';
import { drawPerson } from '../corpus/generate/person.js';
import { drawSetting, roadName, type Setting, villageName } from '../corpus/generate/place.js';
import type { Random } from '../corpus/generate/random.js';

/** A value put into a document. */
export interface Planted {
  readonly entity: NumberKind | 'address';
  /** As written; a substring of the document. */
  readonly written: string;
  /** Name of the written form, `plain` for none. */
  readonly form: string;
}

const SENTENCES: readonly string[] = [
  '按照《国务院办公厅关于印发政府网站与政务新媒体检查指标、监管工作年度考核指标的通知》（国办秘函〔{y}〕{n}号）要求，{o}组织开展了本年度第二季度检查工作',
  '{y}年第{h}季度，共检查网站{c}个、政务新媒体{c}个，总体合格率{p}，较上季度提高{p}',
  '{d}，{o}召开专题会议，研究部署安全生产和防汛抗旱工作，县委副书记、县长出席会议并讲话',
  '会议强调，要深入学习贯彻习近平新时代中国特色社会主义思想，坚持以人民为中心的发展思想，切实把各项惠民政策落到实处',
  '全年实现地区生产总值{c}.{n}亿元，同比增长{p}；一般公共预算收入{c}.{n}亿元，其中税收收入占{p}',
  '截至{d}，全县累计完成高标准农田建设{c}万亩，新建改建农村公路{c}公里，惠及群众{c}余户',
  '各乡镇人民政府、各街道办事处，县政府各部门、各直属机构：现将有关事项通知如下，请认真贯彻执行',
  '行政机关依照本法第{n}条的规定给予行政处罚，应当制作行政处罚决定书，并在七日内依照有关规定送达当事人',
  '当事人对行政处罚决定不服的，可以在收到决定书之日起六十日内申请行政复议，或者在六个月内提起行政诉讼',
  '本次公开招聘工作人员{c}名，报名时间为{d}至{d}，笔试成绩占{p}，面试成绩占{p}',
  '公示期为{d}至{d}，公示期间如有异议，请以书面形式向{o}反映，逾期不予受理',
  '{o}主要负责人介绍，下一步将持续优化营商环境，推动更多事项“一网通办”，让数据多跑路、群众少跑腿',
  '个别网站存在信息更新不及时、互动回应不到位、链接不可用等问题，已责令限期整改，整改情况于{d}前反馈',
  '网址：http://www.{w}.gov.cn/zwgk/{y}{m}/t{y}{m}{k}_{k}.html，检查时间{d}',
  '项目编号：{w}-{y}-{k}，采购预算{c}.{n}万元，开标时间为{d}上午{h}时30分',
  '经审核，同意将{v}等{n}个村列入{y}年乡村振兴示范村创建名单，每村补助资金{c}万元',
  '据统计，上半年共受理群众来信来访{c}件（次），按期办结率{p}，群众满意率{p}',
  '为进一步规范政府信息公开工作，依据《中华人民共和国政府信息公开条例》（国务院令第711号），制定本办法',
  '道路交通管制路段为{r}与{r}交叉口至{r}全段，管制时间为{d}零时至{d}二十四时',
  '记者在{v}看到，新建的文化广场上，村民们正在排练节目，孩子们在图书室里安静地看书',
  '昨日，{o}联合市场监管、应急管理等部门，对辖区内{c}家商场、超市、农贸市场开展了节前安全检查',
  '要加强组织领导，明确责任分工，细化工作措施，确保各项任务落地见效；对工作不力、推诿扯皮的，要严肃追究责任',
  '附件：{y}年度政府网站检查情况统计表（共{n}页），统一社会信用代码{u}',
  '该局原党组书记、局长因工作需要不再担任职务，由副局长临时主持工作，任职时间从{d}起计算',
  '天气预报：今天夜间到明天，多云转小雨，东北风2到3级，最低气温{n}℃，最高气温{n}℃，相对湿度{p}',
  '本工程总建筑面积{c}{n}平方米，地上{n}层，地下{h}层，容积率不大于{h}.5，绿地率不低于{p}',
];

/** A body's own contact: in as many lines as planted values. */
const CONTACTS: readonly string[] = [
  '{o}地址：{a}，邮政编码{z}，咨询电话{t}，传真{t}',
  '办理窗口设在{a}，工作日上午9:00至12:00、下午2:30至5:30受理，节假日除外',
];

/** Without numbers: two sentences in three are three to six of these. */
const PROSE: readonly string[] =
  '会议指出 全面推进乡村振兴是新时代建设农业强国的重要任务 要学习运用先进经验 因地制宜、分类施策、循序渐进、久久为功 要坚持问题导向 聚焦群众急难愁盼问题 逐项研究解决办法 明确整改时限 做到事事有回音、件件有着落 各级各部门要切实提高政治站位 充分认识做好此项工作的重要意义 主动担当作为 加强协调配合 形成工作合力 {o}将进一步加大宣传力度 通过广播、微信群、宣传栏等多种形式 引导广大群众积极参与 营造良好的社会氛围 任何单位和个人不得篡改、伪造或者指使篡改、伪造统计资料 违者依照有关法律法规追究责任 构成犯罪的 移送司法机关处理 活动现场气氛热烈 志愿者们耐心细致地为居民讲解防诈骗知识 发放宣传手册 并现场解答大家提出的疑问 该项目建成后 将有效改善周边居民的出行条件 缓解早晚高峰交通拥堵状况 对促进区域经济社会发展具有重要意义 申请人应当对申请材料的真实性负责 隐瞒有关情况或者提供虚假材料的 行政机关不予受理 并给予警告 近年来 我县大力发展特色种植养殖业 探索形成了党支部引领、合作社带动、农户参与的产业发展模式 村集体经济不断壮大 网站栏目设置基本规范 内容更新较为及时 但仍有少数单位对信息发布审核把关不严 存在错别字和表述不规范的问题 与会人员先后实地察看了产业园区、移民安置点和污水处理厂 详细了解项目进展、运行管理和群众生产生活情况 大家一致表示 要以此次培训为契机 把学到的理论知识转化为推动工作的实际能力 为全县高质量发展贡献力量'.split(
    ' ',
  );

const OFFICES =
  '县人民政府办公室 市场监督管理局 区住房和城乡建设局 市自然资源和规划局 县农业农村局 市人力资源和社会保障局 区教育体育局 县卫生健康委员会 市交通运输局 县乡村振兴局 区应急管理局 市生态环境局'.split(
    ' ',
  );
const SITES = 'qjx hengyang ycx jiangling lushan dongan tianmen pingyao'.split(' ');

/** One line of text and what is planted in it. */
export interface Line {
  readonly text: string;
  readonly planted: readonly Planted[];
}

const two = (value: number): string => String(value).padStart(2, '0');

export class Bulletin {
  readonly #random: Random;
  #setting: Setting;

  constructor(random: Random) {
    this.#random = random;
    this.#setting = drawSetting(random);
  }

  /** Starts the next document: another county. */
  next(): string {
    this.#setting = drawSetting(this.#random);
    return `${this.#setting.county.county}人民政府关于${this.#setting.year}年工作情况的通报`;
  }

  /** @param share Of the lines that hold a planted value. */
  line(share: number): Line {
    const random = this.#random;
    const sentences = Array.from({ length: random.int(1, 3) }, () => this.#sentence());
    if (random.chance(share)) sentences.push(this.#sentence(CONTACTS));
    if (!random.chance(share)) return { text: `${sentences.join('。')}。`, planted: [] };
    const { text, planted } = this.#plant();
    return { text: `${sentences.slice(1).join('。')}${text}。`, planted: [planted] };
  }

  #sentence(list: readonly string[] = SENTENCES): string {
    const random = this.#random;
    if (list === SENTENCES && random.chance(0.64))
      return this.#filled(Array.from({ length: random.int(3, 6) }, () => random.pick(PROSE)).join('，'));
    return this.#filled(random.pick(list));
  }

  #filled(sentence: string): string {
    const random = this.#random;
    const { year } = this.#setting;
    return sentence.replace(/\{(\w)\}/g, (_, slot: string): string => {
      switch (slot) {
        case 'y':
          return String(year);
        case 'm':
          return two(random.int(1, 12));
        case 'n':
          return String(random.int(3, 99));
        case 'h':
          return String(random.int(1, 4));
        case 'c':
          return String(random.int(100, 9999));
        case 'p':
          return `${random.int(1, 99)}.${random.int(0, 99)}%`;
        case 'k':
          return random.digits(6);
        case 'd':
          return random.chance(0.8)
            ? `${year}年${random.int(1, 12)}月${random.int(1, 28)}日`
            : `${year}-${two(random.int(1, 12))}-${two(random.int(1, 28))}`;
        case 'o':
          return random.pick(OFFICES);
        case 'w':
          return random.pick(SITES);
        case 'v':
          return villageName(random);
        case 'r':
          return roadName(random);
        case 'a':
          return officeAddress(random, this.#setting).parts.join('');
        case 'z':
          return `${random.int(1, 8)}${random.digits(5)}`;
        case 't':
          return `0${random.int(310, 999)}-${random.int(2, 8)}${random.digits(6)}`;
        default:
          return `1143${random.digits(4)}MB${random.digits(7)}X`;
      }
    });
  }

  #plant(): { text: string; planted: Planted } {
    const random = this.#random;
    const person = drawPerson(random);
    const { county } = this.#setting;
    const entity = random.pick(['resident-id', 'mobile', 'bank-card', 'address'] as const);
    if (entity === 'address') {
      const written = homeAddress(random, this.#setting).parts.join('');
      return {
        text: `${person.name}，男，家住${written}，申请危房改造补助`,
        planted: { entity, written, form: 'plain' },
      };
    }
    const value =
      entity === 'resident-id'
        ? numbers.residentId(random, person, numbers.addressCode(random, county.code))
        : entity === 'mobile'
          ? numbers.mobile(random)
          : numbers.bankCard(random);
    const form = random.chance(0.5) ? 'plain' : random.pick(formsOf(entity, 'text', value));
    const written = form === 'plain' ? value : rewrite(form, entity, value, random);
    const label = { 'resident-id': '身份证号', mobile: '联系电话', 'bank-card': '银行卡号' }[entity];
    return {
      text: `申请人${person.name}，${label}${random.chance(0.7) ? '：' : ''}${written}，经核实情况属实`,
      planted: { entity, written, form },
    };
  }
}
