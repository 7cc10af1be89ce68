/** Words of the inspector's bulletin, in every language. `{name}` marks stand for values. */
import type { Locale } from './index.js';

export interface BulletinWords {
  readonly title: string;
  readonly overall: string;
  readonly date: string;
  readonly totals: string;
  readonly noProblems: string;
  readonly unreadTotals: string;
  readonly reviewTotals: string;
  readonly recheckTotals: string;
  readonly partial: string;
  readonly baselined: string;
  readonly leftOut: string;
  readonly repeated: string;
  readonly otherKey: string;
  readonly moved: string;
  readonly byUnit: string;
  readonly problems: string;
  readonly recheck: string;
  readonly unread: string;
  readonly notes: string;
  readonly noteList: readonly string[];
  readonly recheckNotes: readonly string[];
  /** The finding in the words of a bulletin; `{list}` are kinds of data. */
  readonly phrase: string;
  readonly clean: string;
  readonly unclear: string;
  readonly noUnit: string;
  readonly none: string;
  readonly more: string;
  readonly heading: string;
  readonly numerals: readonly string[];
  readonly columns: {
    readonly number: string;
    readonly unit: string;
    readonly pages: string;
    readonly leaking: string;
    readonly notRead: string;
    readonly passRate: string;
    readonly problem: string;
    readonly page: string;
    readonly place: string;
    readonly entity: string;
    readonly masked: string;
    readonly disposition: string;
    readonly channel: string;
    readonly suggestion: string;
    readonly basis: string;
    readonly status: string;
    readonly reason: string;
    readonly part: string;
    readonly verdict: string;
    readonly review: string;
    readonly text: string;
  };
  readonly verdicts: { readonly fail: string; readonly pass: string; readonly unclear: string };
  readonly statuses: {
    readonly rectified: string;
    readonly remaining: string;
    readonly new: string;
    readonly 'page-missing': string;
    readonly 'not-read': string;
    readonly 'to-decide': string;
  };
}

const zh: BulletinWords = {
  title: '关于网站发布信息涉个人隐私检查情况的通报',
  overall: '总体情况',
  date: '检查日期：{date}',
  totals:
    '本次共检查单位{units}个、网页和附件{pages}个，网页和附件合格率{passRate}，单位合格率{unitPassRate}。其中{pagesWithLeaks}个网页和附件发布信息涉个人隐私，共{problems}处，涉及单位{unitsWithLeaks}个。',
  noProblems: '在已读取的内容中未发现发布信息涉个人隐私的问题。',
  unreadTotals:
    '有{count}个网页和附件未能完整读取，其中没有读取的内容没有检查，不能视为没有问题，不计入合格。',
  reviewTotals: '另有{count}处内容需要人工判断是否可以公开，没有计入上述问题。',
  recheckTotals:
    '与上次检查相比：已整改{rectified}处，未整改{remaining}处，新增{added}处，未能复查{unchecked}处。',
  partial: '检查结果“{file}”不完整（扫描被中断，或者没有写完），本通报只反映其中已完成的部分。',
  baselined: '检查结果“{file}”使用了基线，基线中已登记的问题没有列出，也没有计入。',
  leftOut: '检查结果“{file}”只检查了有变动或较新的部分，其余的没有列出，也没有计入。',
  repeated: '有{count}个文档在多份检查结果中重复出现，以后一份为准。',
  otherKey: '两次检查使用的密钥不同，复查按“文件、信息种类、遮盖后的值”比对。',
  moved: '上次检查的文件在另一个文件夹“{from}”，复查按它们与本次文件夹“{to}”中的相对位置比对。',
  byUnit: '各单位情况',
  problems: '问题清单',
  recheck: '整改复查情况',
  unread: '未能读取的内容',
  notes: '说明',
  noteList: [
    '发布信息涉个人隐私，指公开的网页、附件中含有可以直接得到的身份证号码、手机号码、银行账号、详细住址等个人信息，包括页面上看不见但可以获取的内容，以及遮盖不足、可以推算出原值的内容。',
    '合格率为合格的网页和附件数除以检查数；存在上述问题的，或者未能完整读取的，不计入合格。单位的全部网页和附件都合格，该单位为合格。',
    '本通报中的值均已遮盖。整改时应当同时删除服务器上的旧附件、历史版本和缓存。',
  ],
  recheckNotes: [
    '已整改，指上次发现的内容所在网页在本次检查中已完整读取，其中不再有该内容。网页不在本次检查范围的，可能已经删除或移动，由人工核实。',
  ],
  phrase: '发布信息涉个人隐私，如{list}。',
  clean: '未发现问题。',
  unclear: '部分内容未能读取，待核查。',
  noUnit: '（未划分单位）',
  none: '无。',
  more: '另有{count}处未列出，见电子表格（--format xlsx）。',
  heading: '{number}、{text}',
  numerals: ['一', '二', '三', '四', '五', '六', '七', '八'],
  columns: {
    number: '序号',
    unit: '单位',
    pages: '检查数',
    leaking: '问题网页数',
    notRead: '未完整读取',
    passRate: '合格率',
    problem: '存在的问题',
    page: '网页或附件',
    place: '位置',
    entity: '信息种类',
    masked: '内容（已遮盖）',
    disposition: '认定',
    channel: '载体',
    suggestion: '处理建议',
    basis: '规定',
    status: '复查情况',
    reason: '原因和办法',
    part: '部分',
    verdict: '结论',
    review: '待人工判断',
    text: '内容',
  },
  verdicts: { fail: '不合格', pass: '合格', unclear: '待核查' },
  statuses: {
    rectified: '已整改',
    remaining: '未整改',
    new: '新增',
    'page-missing': '未能复查（网页不在本次检查范围，须核实是否已删除）',
    'not-read': '未能复查（网页未能完整读取）',
    'to-decide': '未能复查（内容仍在，本次认定为需人工判断）',
  },
};

const en: BulletinWords = {
  title: 'Bulletin: personal privacy in published information',
  overall: 'Overview',
  date: 'Date of the check: {date}',
  totals:
    'Checked: {units} units with {pages} pages and attachments. Pass rate of pages and attachments {passRate}, of units {unitPassRate}. {pagesWithLeaks} pages and attachments of {unitsWithLeaks} units publish personal data, in {problems} places.',
  noProblems: 'In what was read, no published personal data were found.',
  unreadTotals:
    '{count} pages and attachments could not be read in full. What was not read was not checked, must not be taken as clean, and does not count as passed.',
  reviewTotals:
    'For {count} further places a person must decide whether they may be public; they are not counted above.',
  recheckTotals:
    'Compared with the earlier check: {rectified} rectified, {remaining} not rectified, {added} new, {unchecked} could not be re-checked.',
  partial:
    'The results “{file}” are incomplete (interrupted, or not written to the end); this bulletin shows only the finished part.',
  baselined: 'The results “{file}” were made with a baseline; what it knows is neither listed nor counted.',
  leftOut: 'The results “{file}” are of what had changed or was new; the rest is neither listed nor counted.',
  repeated: '{count} documents occur in more than one file of results; the later one counts.',
  otherKey: 'The two checks used different keys; they are compared by file, kind of data and masked value.',
  moved:
    'The files of the earlier check lay in another folder, “{from}”; they are compared by their place in it with those of “{to}”.',
  byUnit: 'Units',
  problems: 'Problems',
  recheck: 'Re-check',
  unread: 'Not read',
  notes: 'Notes',
  noteList: [
    'Published personal data means that public pages or attachments hold resident ID numbers, mobile numbers, bank accounts, detailed home addresses or the like that anyone can obtain, whether visible on the page or not, or masked so weakly that the value can be worked out.',
    'The pass rate is the number of pages and attachments that passed, divided by the number checked; those with such a problem, and those not read in full, have not passed. A unit passes when all of its pages and attachments do.',
    'All values in this bulletin are masked. Old attachments, earlier versions and caches on the server must be removed too.',
  ],
  recheckNotes: [
    'Rectified means that the page was read in full this time and no longer holds what was found. A page that is not in this check may have been deleted or moved; a person must verify.',
  ],
  phrase: 'Personal data are published, such as {list}.',
  clean: 'No problem found.',
  unclear: 'Some content could not be read; to be verified.',
  noUnit: '(no unit)',
  none: 'None.',
  more: '{count} more are not listed; see the spreadsheet (--format xlsx).',
  heading: '{number}. {text}',
  numerals: ['1', '2', '3', '4', '5', '6', '7', '8'],
  columns: {
    number: 'No.',
    unit: 'Unit',
    pages: 'Checked',
    leaking: 'With leaks',
    notRead: 'Not read',
    passRate: 'Pass rate',
    problem: 'Problem',
    page: 'Page or attachment',
    place: 'Place',
    entity: 'Kind of data',
    masked: 'Value (masked)',
    disposition: 'Disposition',
    channel: 'Channel',
    suggestion: 'Suggestion',
    basis: 'Basis',
    status: 'Re-check',
    reason: 'Reason and remedy',
    part: 'Part',
    verdict: 'Verdict',
    review: 'To decide',
    text: 'Text',
  },
  verdicts: { fail: 'failed', pass: 'passed', unclear: 'to be verified' },
  statuses: {
    rectified: 'rectified',
    remaining: 'not rectified',
    new: 'new',
    'page-missing': 'not re-checked (page not in this check; verify that it was deleted)',
    'not-read': 'not re-checked (page not read in full)',
    'to-decide': 'not re-checked (still there; a person must decide)',
  },
};

const WORDS: Readonly<Record<Locale, BulletinWords>> = { 'zh-CN': zh, en };

export function bulletinWords(locale: Locale): BulletinWords {
  return WORDS[locale];
}
