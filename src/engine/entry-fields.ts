/**
 * The fields of the entry that a value stands in, whatever writes them: a row of a table, a form of cells, lines of
 * `label: value`, labels and values on lines of their own, an object of data, or an item of a list with its first word.
 */
import { append } from '../core/index.js';
import { CellEntries } from './cell-entry.js';
import type { Draft } from './draft.js';
import {
  always,
  differ,
  type Entry,
  type Field,
  isLabel,
  LONGEST_FIELD,
  plain,
  unmarked,
} from './entry-text.js';
import { LooseRows } from './loose-rows.js';
import type { View } from './view.js';

const ofCells = new WeakMap<View, CellEntries>();

/** @returns undefined where the value stands in running text. */
export function entryOf(draft: Draft): Entry | undefined {
  const { cell, view } = draft;
  if (cell === undefined) return objectOf(draft) ?? looseRow(draft) ?? recordOf(draft) ?? itemOf(draft);
  let entries = ofCells.get(view);
  if (entries === undefined) ofCells.set(view, (entries = new CellEntries(view)));
  return entries.entryOf(cell);
}

/** Units around a value in which its object of data begins and ends. */
const OBJECT_REACH = 500;
const OBJECT_FIELD =
  /["']([\w\u4e00-\u9fff-]{1,24})["']\s{0,2}:\s{0,2}(?:["']([^"'\n]{0,60})["']|([^"'{}\n,[\]]{1,24}))/g;

function objectOf({ candidate, view }: Draft): Entry | undefined {
  const { start, end } = candidate.span;
  const { text } = view;
  const low = Math.max(0, start - OBJECT_REACH);
  const open = low + text.slice(low, start).lastIndexOf('{');
  if (open < low) return undefined;
  const rest = text.slice(end, end + OBJECT_REACH);
  const shut = rest.indexOf('}');
  const to = end + (shut < 0 ? rest.length : shut);
  const fields: Field[] = [];
  let own = '';
  for (const found of text.slice(open, to).matchAll(OBJECT_FIELD)) {
    const at = open + found.index;
    if (at < start && at + found[0].length >= start) own = found[1]!;
    else fields.push({ head: found[1]!, value: found[2] ?? found[3]!.trim() });
  }
  return own === '' ? undefined : { fields, own, row: false, distinct: always };
}

const loose = new WeakMap<View, LooseRows>();

function looseRow({ candidate, view }: Draft): Entry | undefined {
  let rows = loose.get(view);
  if (rows === undefined) loose.set(view, (rows = new LooseRows(view.text)));
  const row = rows.around(candidate.span);
  if (row === undefined) return undefined;
  const { cells, heads, column } = row;
  const others = cells.map((_, i) => i).filter((i) => i !== column);
  const fields = others.map(
    (i): Field => ({
      head: plain(view, heads[i]?.start ?? 0, heads[i]?.end ?? 0),
      value: plain(view, cells[i]!.start, cells[i]!.end),
    }),
  );
  const own = heads[column];
  return {
    fields,
    own: own === undefined ? '' : plain(view, own.start, own.end),
    row: heads.length > 0,
    distinct: (field) => differ(row.sample(others[field]!)),
  };
}

/** Lines of an entry above and below a value. */
const RECORD_UP = 10;
const RECORD_DOWN = 8;
const RECORD_LINE = 90;
const PAIR =
  /^[\s\-•·◆●■▲*＊>]*(?:[（(]?[\d一二三四五六七八九十]{1,3}[.、)）]\s*)?([^:：\d]{1,14})[:：]\s*(\S.*)?$/;

/** Lines of `label: value`, or of labels and values by turns. */
function recordOf({ candidate, view, context }: Draft): Entry | undefined {
  const { text } = view;
  const { start, end } = candidate.span;
  const line = { start: lineStart(text, start), end: lineEnd(text, end) };
  if (start - line.start > RECORD_LINE || context.line.end - context.line.start > 2 * RECORD_LINE)
    return undefined;
  const before = view.simplified(line.start, start);
  if (before.trim() === '') return pastedOf(view, line.start, line.end);
  const pieces = pairsOf(before);
  const own = pieces.at(-1);
  if (own === undefined || !/[:：]\s*[^:：]{0,12}$/.test(before)) return undefined;
  let fields: Field[] = pieces.slice(0, -1);
  const behind = pairsOf(view.simplified(end, line.end).replace(/^[^\s;；，,|]{0,20}/, ''));
  let lines = 0;
  const seen = new Set([own.head]);
  for (let at = line.start; at > 1 && lines < RECORD_UP; lines++) {
    const from = lineStart(text, at - 1);
    if (at - from > 2 * RECORD_LINE) break;
    const pairs = pairsOf(view.simplified(from, at - 1));
    at = from;
    if (pairs.length === 0 || pairs.some(({ head }) => seen.has(head))) break;
    for (const { head } of pairs) seen.add(head);
    fields = [...pairs, ...fields];
  }
  const first = fields[0]?.head;
  append(fields, behind);
  lines = 0;
  for (let at = line.end + 1; at < text.length && lines < RECORD_DOWN; lines++) {
    const to = lineEnd(text, at);
    if (to - at > 2 * RECORD_LINE) break;
    const pairs = pairsOf(view.simplified(at, to));
    at = to + 1;
    // The next entry begins as this one did.
    if (pairs.length === 0 || pairs[0]!.head === first || pairs[0]!.head === own.head) break;
    append(fields, pairs);
  }
  return fields.length === 0 ? undefined : { fields, own: own.head, row: false, distinct: always };
}

/** 建筑面积：612㎡　补偿方式：货币: one line, several fields. */
function pairsOf(line: string): Field[] {
  const found: Field[] = [];
  for (const piece of line.split(
    /[ \t]{2,}|\u3000+|[;；|｜‖¦│┃]|[,，] ?(?=[^,，:：\s]{2,8}[:：])| (?=[^\s:：]{2,8}[:：])/,
  )) {
    const pair = PAIR.exec(piece);
    if (pair !== null)
      found.push({ head: unmarked(pair[1]!), value: (pair[2] ?? '').trim().slice(0, LONGEST_FIELD) });
  }
  return found;
}

/** A label on every other line: 机构名称 ⏎ 养老社 ⏎ 机构电话 ⏎ 138…. */
function pastedOf(view: View, from: number, to: number): Entry | undefined {
  const { text } = view;
  const up: string[] = [];
  for (let at = from; at > 1 && up.length < 2 * RECORD_UP; ) {
    const start = lineStart(text, at - 1);
    if (at - start > RECORD_LINE) break;
    const line = plain(view, start, at - 1);
    at = start;
    if (line === '') continue;
    up.push(line);
  }
  const label = up[0];
  if (label === undefined || !isLabel(label)) return undefined;
  const own = unmarked(label);
  const fields: Field[] = [];
  for (let i = 2; i < up.length; i += 2) {
    const head = unmarked(up[i]!);
    if (!isLabel(up[i]!) || head === own) break;
    fields.unshift({ head, value: up[i - 1]! });
  }
  const below: string[] = [];
  for (let at = to + 1; at < text.length && below.length < RECORD_DOWN; ) {
    const end = lineEnd(text, at);
    if (end - at > RECORD_LINE) break;
    const line = plain(view, at, end);
    at = end + 1;
    if (line !== '') below.push(line);
  }
  for (let i = 0; i + 1 < below.length; i += 2) {
    const head = unmarked(below[i]!);
    if (!isLabel(below[i]!) || head === fields[0]?.head || head === own) break;
    fields.push({ head, value: below[i + 1]! });
  }
  return fields.length === 0 ? undefined : { fields, own, row: false, distinct: always };
}

/** What an item of a list begins with. */
const ITEM_START =
  /^[\s\-•·◆●■▲*＊>☆★]*(?:(?:[（(]?[\d一二三四五六七八九十]{1,3}[.、)）．]|第[一二三四五六七八九十\d]{1,3}[、：:])\s*)?[【[]?([\u4e00-\u9fff（）()·]{2,24})(?=[】\]\s:：,，、;；|｜/]|\d|$)/;

function itemOf({ candidate, view }: Draft): Entry | undefined {
  const { text } = view;
  const { start } = candidate.span;
  const line = lineStart(text, start);
  if (start - line > 2 * RECORD_LINE) return undefined;
  const before = view.simplified(line, start);
  if (/[。！？]/.test(before)) return undefined;
  const word = ITEM_START.exec(before)?.[1];
  // What only announces the number names nobody: 银行卡号.
  return word === undefined || /(?:电话|手机|号码?|账户|帐户|方式|[地住]址)$/.test(word)
    ? undefined
    : { fields: [{ head: '', value: word }], own: '', row: false, distinct: always };
}

/** A line is looked for so far and no further: one of a megabyte must not be walked for every value on it. */
const LINE_REACH = 4 * RECORD_LINE;

/** Start of the line that holds what stands before `at`, or of its last `LINE_REACH` units. */
function lineStart(text: string, at: number): number {
  const low = Math.max(0, at - LINE_REACH);
  return low + text.slice(low, Math.max(low, at)).lastIndexOf('\n') + 1;
}

function lineEnd(text: string, from: number): number {
  const reach = text.slice(from, from + LINE_REACH);
  const at = reach.indexOf('\n');
  return from + (at < 0 ? reach.length : at);
}
