/**
 * WeChat IDs, only right behind their label: 6 to 20 letters, digits, `_` and `-`, a letter first. A mobile number or
 * QQ number that serves as one is found as what it is.
 */
import type { Candidate, Detector, Scoring, SegmentView } from '../../core/index.js';
import { latinStretches } from '../../text/latin-stretches.js';

const LABEL = /信|wechat|weixin|vx/gi;
const LABELLED =
  /(?:(?<![\w@/.-])(?:wechat|weixin|vx)|[微薇威]\s?信|[vV]信)(\s?(?:号码?|账号|帐号|ID|id))?\s{0,2}([:：=为是]\s{0,2}|[（(]\s?|\s)?(?![A-Za-z]{0,4}\s?公众)([A-Za-z][-_A-Za-z0-9]{5,19})(?![-_A-Za-z0-9@.:/])/iy;
/** Units of the shortest ID. */
const SHORTEST = 6;
/** Units from the beginning of a label to its ID at most. */
const LABEL_REACH = 24;
/** What stands before 信 in a label. */
const BEFORE = '微薇威vV';

export function createDetector(patterns: { readonly scoring: Scoring }): Detector {
  return {
    entity: 'wechat',
    scoring: patterns.scoring,
    needsLabel: true,
    *detect(view: SegmentView): Generator<Candidate> {
      const { text } = view;
      for (const at of labelPlaces(view)) {
        LABELLED.lastIndex = labelStart(text, at);
        const match = LABELLED.exec(text);
        if (match === null) continue;
        const value = match[3]!;
        if (isPhrase(match) || isNextLine(text, match)) continue;
        const end = match.index + match[0].length;
        const start = end - value.length;
        yield {
          entity: 'wechat',
          span: { start, end },
          value,
          at: Array.from({ length: value.length }, (_, i) => start + i),
          status: 'unverifiable',
          evidence: [{ code: 'label' }],
        };
      }
    },
  };
}

/** 微信 Markdown 编辑器, WeChat Download API, vxiaozhi: a word behind the app's name, not announced as an ID. */
function isPhrase([whole, number, mark, value]: RegExpExecArray): boolean {
  if (number !== undefined || (mark !== undefined && mark.trim() !== '')) return false;
  // A Latin label that goes on is a name of its own.
  if (mark === undefined && /^[a-z]{2}/i.test(whole)) return true;
  return /^[A-Za-z]+$/.test(value!);
}

/** 都不怎么玩微信, and the next line begins with a key: only a label that is all of its line stands above its ID. */
function isNextLine(text: string, { 0: whole, index, 3: value }: RegExpExecArray): boolean {
  if (!whole.slice(0, -value!.length).includes('\n')) return false;
  return /[^\s\d.、-]/u.test(text.slice(text.lastIndexOf('\n', index - 1) + 1, index));
}

/** Where labels may stand, in order: all that an ID may follow. */
function labelPlaces({ text, units }: SegmentView): number[] {
  const places: number[] = [];
  let done = 0;
  const find = (start: number, end: number): void => {
    const from = Math.max(done, start - LABEL_REACH);
    for (const { index } of text.slice(from, end).matchAll(LABEL)) places.push(from + index);
    done = end;
  };
  if (units === undefined) find(0, text.length);
  else latinStretches(units, SHORTEST, 1, find);
  return places;
}

/** Where the label begins whose 信, or first letter, stands at `at`. */
function labelStart(text: string, at: number): number {
  if (text[at] !== '信') return at;
  return at - (BEFORE.includes(text[at - 1] ?? '.') ? 1 : 2);
}
