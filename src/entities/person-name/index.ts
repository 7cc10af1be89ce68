/**
 * Names of persons, only beside another finding: in the column 姓名, behind a label, right before the value, or with
 * 先生, 女士, 同志. Alone a name is no secret, and a surname with two characters behind it is any word.
 */
import type {
  Candidate,
  Detector,
  Evidence,
  Neighbourhood,
  RowCell,
  Scoring,
  SegmentView,
  Span,
} from '../../core/index.js';
import { nameReader } from './names.js';

/** What `patterns/person-name/` compiles to. */
export interface PersonNamePatterns {
  /** Surnames of one character, joined. */
  readonly surnames: string;
  /** Surnames of two characters, parted by blanks. */
  readonly compound: string;
  /** Words that begin with a surname and are no name, parted by blanks. */
  readonly words: string;
  readonly scoring: Scoring;
}

const ENTITY = 'person-name';
/** Units before a value in which its holder's name stands. */
const REACH = 60;
/** A cell that holds a name is this short. */
const NAME_CELL = 16;

const HAN = '\\u3400-\\u4dbf\\u4e00-\\u9fff';
const SIMPLE = new RegExp(`^[${HAN}]{2,4}$`);
/** Names of other peoples in Chinese characters: 阿依古丽·麦麦提. */
const DOTTED = new RegExp(`^[${HAN}]{1,10}(?:[·•.．・][${HAN}]{1,10}){1,3}$`);
/** Fields of a person between the name and the value: sex, people, birth date, age. */
const FIELDS =
  /(?:[，,、；;\s（(]*(?:男|女|[\u4e00-\u9fff]{1,4}族|(?:19|20)\d{2}年\d{1,2}月(?:\d{1,2}日)?(?:出?生)?|\d{1,3}岁|住所地?|身份证|公民身份|证件|[:：]))+[，,、；;:：\s（(“"'【[]*$/;
const MARKS = /[\s，,、；;:：（(“"'【[\]|=>*]+$/;
/** Words right before a name in running text. */
const ROLE =
  /(?:被?告人?|原告|上诉人|被?申请人|申领人|当事人|被执行人|联系人|户主|户名|村民|居民|学生|学员|考生|患者|病人|业主|机主|车主|房主|持卡人|收款人|收件人|寄件人|领款人|监护人|代理人|职工|员工|同志|家长|司机|我叫|名叫|叫做|本人|姓名|为|由|给|向|与|和|及)$/;
const HONORIFIC = new RegExp(`([${HAN}]{2,4})(?:先生|女士|同志|小姐)`, 'g');

export function createDetector(patterns: PersonNamePatterns): Detector {
  const { known, words } = nameReader(patterns);
  const isWord = (name: string): boolean => {
    return words().has(name) || name.includes('某');
  };

  return {
    entity: ENTITY,
    scoring: patterns.scoring,
    detect: () => [],
    *beside(view: SegmentView, near: Neighbourhood): Generator<Candidate> {
      const { text } = view;
      const inCells = near.cells.length > 0 ? nameInRow(text, near, known, isWord) : undefined;
      if (inCells !== undefined) {
        yield inCells;
        return;
      }
      const seen = new Set<number>();
      for (const candidate of [
        ...labelled(text, near, isWord),
        ...before(text, near, known),
        ...addressed(text, near, known),
      ]) {
        if (seen.has(candidate.span.end)) continue;
        seen.add(candidate.span.end);
        yield candidate;
      }
    },
  };
}

function nameOf(text: string, span: Span, evidence: Evidence): Candidate | undefined {
  const at: number[] = [];
  let value = '';
  for (let i = span.start; i < span.end; i++) {
    const character = text.charAt(i);
    if (/[\s\u200b-\u200f\ufeff]/.test(character)) continue;
    value += character;
    at.push(i);
  }
  if (!SIMPLE.test(value) && !DOTTED.test(value)) return undefined;
  const own = { start: at[0]!, end: at.at(-1)! + 1 };
  return { entity: ENTITY, span: own, value, at, status: 'unverifiable', evidence: [evidence] };
}

/** The cell below 姓名, the cell beside it in a form, or a cell that holds nothing but what looks like a name. */
function nameInRow(
  text: string,
  { cells, values }: Neighbourhood,
  known: (name: string) => boolean,
  isWord: (name: string) => boolean,
): Candidate | undefined {
  const take = (cell: RowCell, code: string): Candidate | undefined => {
    if (cell.end - cell.start > NAME_CELL) return undefined;
    const name = nameOf(text, cell, { code });
    return name === undefined || isWord(name.value) ? undefined : name;
  };
  for (const cell of cells) {
    if (!cell.header.some(({ kind }) => kind === 'name')) continue;
    const name = take(cell, 'name-header');
    if (name !== undefined) return name;
  }
  for (let i = 0; i + 1 < cells.length; i++) {
    if (cells[i]!.label?.kind !== 'name') continue;
    const name = take(cells[i + 1]!, 'name-label');
    if (name !== undefined) return name;
  }
  const first = values[0]!.span.start;
  for (const cell of cells) {
    if (cell.start > first || cell.header.length > 0 || cell.label !== undefined) continue;
    const name = take(cell, 'surname');
    if (name !== undefined && known(name.value)) return name;
  }
  return undefined;
}

/** 姓名：张三, in the line or in the lines of a form. */
function* labelled(
  text: string,
  near: Neighbourhood,
  isWord: (name: string) => boolean,
): Generator<Candidate> {
  const labels = near.labels(near.area.start, near.area.end);
  for (const [i, label] of labels.entries()) {
    if (label.kind !== 'name') continue;
    const stop = Math.min(labels[i + 1]?.start ?? near.area.end, near.area.end, label.end + 30);
    const written = LABELLED.exec(text.slice(label.end, stop));
    if (written === null) continue;
    const start = label.end + written[1]!.length;
    const name = nameOf(text, { start, end: start + written[2]!.length }, { code: 'name-label' });
    if (name !== undefined && !isWord(name.value)) yield name;
  }
}

const LABELLED = new RegExp(
  `^((?:号?[\\s:：=“”"'、|]){1,6})([${HAN}](?:[ \\u3000]{0,4}[${HAN}·•.．・]){1,12})(?![${HAN}])`,
);

/** 张三，男，1980年1月1日出生，公民身份号码…; 张三 138…; 被告人张三（身份证号…）. */
function* before(text: string, near: Neighbourhood, known: (name: string) => boolean): Generator<Candidate> {
  let from = near.area.start;
  for (const { span } of near.values) {
    const start = Math.max(from, span.start - REACH);
    from = span.end;
    const labels = near.labels(start, span.start);
    const name = endingIn(text, start, span.start, labels, known) ?? behind(text, span.end, known);
    if (name !== undefined) yield name;
  }
}

function endingIn(
  text: string,
  start: number,
  end: number,
  labels: readonly Span[],
  known: (name: string) => boolean,
): Candidate | undefined {
  let at = end;
  for (let rounds = 0; rounds < 6; rounds++) {
    const rest = text.slice(start, at);
    const marks = (FIELDS.exec(rest) ?? MARKS.exec(rest))?.[0].length ?? 0;
    const label = labels.find((hit) => hit.end <= at && hit.end >= at - marks - 1 && hit.start < at - marks);
    const next = label === undefined ? at - marks : Math.min(label.start, at - marks);
    if (next === at) break;
    at = next;
  }
  const chunk = new RegExp(`[${HAN}·]+$`).exec(text.slice(start, at))?.[0];
  if (chunk === undefined) return undefined;
  const whole = { start: at - chunk.length, end: at };
  if (chunk.length <= 4 && known(chunk)) return nameOf(text, whole, { code: 'surname' });
  if (DOTTED.test(chunk)) return nameOf(text, whole, { code: 'surname' });
  for (const length of [4, 3, 2]) {
    if (chunk.length <= length || !known(chunk.slice(-length))) continue;
    if (ROLE.test(chunk.slice(0, -length)))
      return nameOf(text, { start: at - length, end: at }, { code: 'surname' });
  }
  return undefined;
}

/** 13800138000（张三）. */
function behind(text: string, end: number, known: (name: string) => boolean): Candidate | undefined {
  const written = BEHIND.exec(text.slice(end, end + 10));
  if (written === null || !known(written[2]!)) return undefined;
  const start = end + written[1]!.length;
  return nameOf(text, { start, end: start + written[2]!.length }, { code: 'surname' });
}

const BEHIND = new RegExp(`^(\\s?[（(])([${HAN}]{2,4})[）)]`);

/** 张三先生. */
function* addressed(
  text: string,
  { area }: Neighbourhood,
  known: (name: string) => boolean,
): Generator<Candidate> {
  for (const match of text.slice(area.start, area.end).matchAll(HONORIFIC)) {
    for (const length of [4, 3, 2]) {
      const name = match[1]!.slice(-length);
      if (name.length !== length || !known(name)) continue;
      const end = area.start + match.index + match[1]!.length;
      const found = nameOf(text, { start: end - length, end }, { code: 'honorific' });
      if (found !== undefined) yield found;
      break;
    }
  }
}
