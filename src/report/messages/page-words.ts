/** Words of the HTML report, in every language. */
import type { Verdict } from '../../core/index.js';
import type { Locale } from './index.js';

export interface PageWords {
  readonly title: string;
  readonly date: string;
  readonly verdicts: Readonly<Record<Verdict, string>>;
  readonly skip: string;
  readonly revealWarning: string;
  readonly totals: string;
  readonly tiles: {
    readonly files: string;
    readonly documents: string;
    readonly read: string;
    readonly unread: string;
    readonly findings: string;
    readonly leaks: string;
    readonly persons: string;
  };
  readonly unreadTitle: string;
  readonly unreadHint: string;
  readonly unreadMore: string;
  readonly file: string;
  readonly files: string;
  readonly reason: string;
  readonly site: string;
  readonly column: string;
  readonly entity: string;
  readonly disposition: string;
  readonly count: string;
  readonly bySite: string;
  readonly byColumn: string;
  readonly byEntity: string;
  readonly byDisposition: string;
  readonly byFile: string;
  readonly topLevel: string;
  readonly noScript: string;
  readonly findings: string;
  readonly noFindings: string;
  readonly filters: string;
  readonly all: string;
  readonly textFilter: string;
  readonly fileFilter: string;
  readonly reset: string;
  readonly shortcuts: string;
  readonly shortcutsHint: string;
  readonly shown: string;
  readonly page: string;
  readonly previous: string;
  readonly next: string;
  readonly details: string;
  readonly where: string;
  readonly channel: string;
  readonly check: string;
  readonly score: string;
  readonly why: string;
  readonly suggestion: string;
  readonly basis: string;
  readonly original: string;
  readonly context: string;
  readonly contextFrom: string;
  readonly contextRaw: string;
  readonly noContext: string;
  readonly choose: string;
  readonly otherPlaces: string;
  readonly meaning: string;
  readonly footer: string;
  readonly more: string;
}

const zh: PageWords = {
  title: '个人信息检查报告',
  date: '检查日期',
  verdicts: {
    block: '不宜发布，请先处理清单中的泄露',
    review: '没有确定的泄露，但有内容需要人工判断',
    incomplete: '没有发现泄露，但有内容未能读取，不能视为没有问题',
    pass: '未发现应当处理的个人信息',
  },
  skip: '跳到问题清单',
  revealWarning: '本报告含有未遮盖的个人信息原值，只能由有权限的人员查看，不得外传或上网。',
  totals: '总体情况',
  tiles: {
    files: '检查文件',
    documents: '其中文档（含压缩包、附件内）',
    read: '完整读取的文档',
    unread: '未能完整读取',
    findings: '发现',
    leaks: '泄露（含遮盖不足）',
    persons: '涉及人员',
  },
  unreadTitle: '有 {count} 处内容未能读取，没有检查，不能视为没有问题',
  unreadHint: '请按下面的办法处理后重新检查，或者由人工查看。',
  unreadMore: '另有 {count} 处，见机器可读的报告（--format ndjson）。',
  file: '文件',
  files: '文件数',
  reason: '原因和办法',
  site: '网站',
  column: '栏目（目录）',
  entity: '信息种类',
  disposition: '认定',
  count: '处数',
  bySite: '按网站',
  byColumn: '按栏目（目录）',
  byEntity: '按信息种类',
  byDisposition: '按认定',
  byFile: '按文件',
  topLevel: '（根目录）',
  noScript: '问题清单需要在浏览器中启用脚本才能显示。本文件不连接网络。',
  findings: '问题清单',
  noFindings: '没有符合条件的内容。',
  filters: '筛选',
  all: '全部',
  textFilter: '文字（遮盖后的值、依据、位置）',
  fileFilter: '文件名包含',
  reset: '清除筛选',
  shortcuts: '启用单键快捷键',
  shortcutsHint: 'j 下一条，k 上一条，/ 搜索，[ 和 ] 翻页',
  shown: '共 {total} 处，显示第 {from} 至 {to} 处',
  page: '翻页',
  previous: '上一页',
  next: '下一页',
  details: '详情',
  where: '位置',
  channel: '载体',
  check: '校验',
  score: '把握',
  why: '依据',
  suggestion: '建议',
  basis: '规定',
  original: '原文',
  context: '原文片段',
  contextFrom: '从第{line}行起，其中的值已按建议遮盖',
  contextRaw: '从第{line}行起，值未遮盖',
  noContext: '这里没有可显示的文本片段，请按上面的位置打开文件查看。',
  choose: '从左边的清单中选择一条。',
  otherPlaces: '其他位置',
  meaning: '含义',
  footer: '由 leaklint {version} 生成。本文件可离线打开，不连接网络。',
  more: '另有 {count} 项未列出',
};

const en: PageWords = {
  title: 'Personal data report',
  date: 'Date',
  verdicts: {
    block: 'do not publish: first deal with the leaks in the list',
    review: 'no certain leak, but a person must decide about some findings',
    incomplete: 'no leak found, but something could not be read and must not be taken as clean',
    pass: 'no personal data found that needs treatment',
  },
  skip: 'Skip to the findings',
  revealWarning:
    'This report holds raw personal data. Keep it to those entitled to it; do not forward or publish it.',
  totals: 'Totals',
  tiles: {
    files: 'files checked',
    documents: 'documents, with those inside archives',
    read: 'documents read in full',
    unread: 'not read in full',
    findings: 'findings',
    leaks: 'leaks, weak masks included',
    persons: 'persons concerned',
  },
  unreadTitle: 'NOT READ: {count}. These were not checked and must not be taken as clean',
  unreadHint: 'Do what the list says and scan again, or have a person look at them.',
  unreadMore: '{count} more; see the machine-readable report (--format ndjson).',
  file: 'File',
  files: 'Files',
  reason: 'Reason and remedy',
  site: 'Site',
  column: 'Column (folder)',
  entity: 'Kind of data',
  disposition: 'Disposition',
  count: 'Count',
  bySite: 'By site',
  byColumn: 'By column (folder)',
  byEntity: 'By kind of data',
  byDisposition: 'By disposition',
  byFile: 'By file',
  topLevel: '(top folder)',
  noScript: 'The list of findings needs scripts to be on in the browser. This file uses no network.',
  findings: 'Findings',
  noFindings: 'Nothing matches the filters.',
  filters: 'Filters',
  all: 'All',
  textFilter: 'Text (masked value, evidence, place)',
  fileFilter: 'File name contains',
  reset: 'Clear filters',
  shortcuts: 'Single-key shortcuts',
  shortcutsHint: 'j next, k previous, / search, [ and ] turn the page',
  shown: '{total} findings, showing {from} to {to}',
  page: 'Pages',
  previous: 'Previous page',
  next: 'Next page',
  details: 'Details',
  where: 'Place',
  channel: 'Channel',
  check: 'Check',
  score: 'Confidence',
  why: 'Evidence',
  suggestion: 'Suggestion',
  basis: 'Basis',
  original: 'As written',
  context: 'Source text',
  contextFrom: 'from line {line}; values are masked as suggested',
  contextRaw: 'from line {line}; values are not masked',
  noContext: 'There is no text to show here; open the file at the place given above.',
  choose: 'Choose a finding from the list.',
  otherPlaces: 'Further places',
  meaning: 'Meaning',
  footer: 'Made by leaklint {version}. This file works offline and uses no network.',
  more: '{count} more not listed',
};

const WORDS: Readonly<Record<Locale, PageWords>> = { 'zh-CN': zh, en };

export function pageWords(locale: Locale): PageWords {
  return WORDS[locale];
}
