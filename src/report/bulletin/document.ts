/** A bulletin as a document for people (HTML, DOCX) and as sheets (XLSX). */
import { append } from '../../core/index.js';
import { html, type Markup, document as page } from '../html/markup.js';
import { BULLETIN_STYLE } from '../html/style.js';
import { type BulletinWords, bulletinWords } from '../messages/bulletin-words.js';
import { fill, messagesFor, word } from '../messages/index.js';
import { type Block, type Column, cellText, percentText, type Sheet, type Table } from '../ooxml/document.js';
import { writeDocx } from '../ooxml/docx-writer.js';
import { writeXlsx } from '../ooxml/xlsx-writer.js';
import type { Bulletin, BulletinProblem, BulletinUnit } from './bulletin.js';

/** Rows of one list in a document for reading; the spreadsheet holds all. */
const MOST_ROWS = 300;

/** One self-contained page without scripts. */
export function bulletinHtml(bulletin: Bulletin): string {
  return page({
    locale: bulletin.locale,
    title: bulletin.title,
    style: BULLETIN_STYLE,
    body: html`<main>\n${bulletinBlocks(bulletin).map(blockMarkup)}</main>`,
  });
}

function blockMarkup(block: Block): Markup {
  switch (block.kind) {
    case 'title':
      return html`<h1>${block.text}</h1>\n`;
    case 'heading':
      return block.level === 1 ? html`<h2>${block.text}</h2>\n` : html`<h3>${block.text}</h3>\n`;
    case 'paragraph':
      return html`<p>${block.text}</p>\n`;
    case 'loud':
    case 'note':
      return html`<p class="${block.kind}">${block.text}</p>\n`;
    case 'table':
      return table(block, block.name);
  }
}

function table({ columns, rows }: Table, name: string): Markup {
  const kind = (column: Column): string =>
    column.kind === 'number' || column.kind === 'percent' ? 'number' : 'text';
  const total = columns.reduce((sum, column) => sum + column.width, 0);
  const widths = columns.map((column) => html`<col class="w${Math.round((100 * column.width) / total)}">`);
  const head = columns.map((column) => html`<th scope="col" class="${kind(column)}">${column.title}</th>`);
  const lines = rows.map((row) => {
    const cells = columns.map(
      (column, index) => html`<td class="${kind(column)}">${cellText(row[index], column)}</td>`,
    );
    return html`<tr>${cells}</tr>\n`;
  });
  return html`<div class="scroll" tabindex="0" role="group" aria-label="${name}"><table><colgroup>${widths}</colgroup><thead><tr>${head}</tr></thead>\n<tbody>\n${lines}</tbody></table></div>\n`;
}

export function bulletinDocx(bulletin: Bulletin): Promise<Uint8Array> {
  return writeDocx(bulletinBlocks(bulletin), { title: bulletin.title, locale: bulletin.locale });
}

/** All rows, none left out. @throws RangeError when a list has more rows than a sheet can hold. */
export function bulletinXlsx(bulletin: Bulletin): Promise<Uint8Array> {
  const words = bulletinWords(bulletin.locale);
  const { columns } = words;
  const problems = bulletin.units.flatMap((unit) => unit.problems);
  const named = (sheet: Table, name: string): Sheet => ({ ...sheet, name });
  const text = summaryTexts(bulletin, words);
  return writeXlsx(
    [
      named(unitTable(bulletin, words), words.byUnit),
      named(problemTable(problems, bulletin, words, true), words.problems),
      ...(bulletin.recheck === undefined
        ? []
        : [named(problemTable(bulletin.recheck.gone, bulletin, words, true), words.recheck)]),
      named(unreadTable(bulletin, words), words.unread),
      {
        name: words.notes,
        columns: [{ title: columns.text, width: 110 }],
        rows: [...text.map((one) => one.text), ...notes(bulletin, words)].map((one) => [one]),
      },
    ],
    { title: bulletin.title },
  );
}

/** Headings, paragraphs and tables in the order of a bulletin. */
export function bulletinBlocks(bulletin: Bulletin): Block[] {
  const words = bulletinWords(bulletin.locale);
  const blocks: Block[] = [{ kind: 'title', text: bulletin.title }];
  let section = 0;
  const heading = (text: string): void => {
    const number = words.numerals[section] ?? String(section + 1);
    section++;
    blocks.push({ kind: 'heading', level: 1, text: fill(words.heading, { number, text }) });
  };
  const listed = (name: string, list: Table, total: number): void => {
    blocks.push({ kind: 'table', name, ...list });
    if (total > list.rows.length)
      blocks.push({ kind: 'loud', text: fill(words.more, { count: total - list.rows.length }) });
  };
  heading(words.overall);
  append(blocks, summaryTexts(bulletin, words));
  heading(words.byUnit);
  blocks.push({ kind: 'table', name: words.byUnit, ...unitTable(bulletin, words) });
  heading(words.problems);
  const failing = bulletin.units.filter((unit) => unit.problems.length > 0);
  if (failing.length === 0) blocks.push({ kind: 'paragraph', text: words.none });
  for (const unit of failing) {
    blocks.push({ kind: 'heading', level: 2, text: unit.unit }, { kind: 'paragraph', text: unit.phrase });
    listed(
      unit.unit,
      problemTable(unit.problems.slice(0, MOST_ROWS), bulletin, words, false),
      unit.problems.length,
    );
  }
  if (bulletin.recheck !== undefined) {
    const { gone } = bulletin.recheck;
    heading(words.recheck);
    blocks.push({ kind: 'paragraph', text: recheckText(bulletin.recheck, words) });
    if (gone.length > 0) listed(words.recheck, goneTable(gone.slice(0, MOST_ROWS), words), gone.length);
  }
  heading(words.unread);
  if (bulletin.unread.length === 0) blocks.push({ kind: 'paragraph', text: words.none });
  else {
    const all = unreadTable(bulletin, words);
    listed(words.unread, { ...all, rows: all.rows.slice(0, MOST_ROWS) }, all.rows.length);
  }
  heading(words.notes);
  append(
    blocks,
    notes(bulletin, words).map((text): Block => ({ kind: 'note', text })),
  );
  return blocks;
}

type Paragraph = Extract<Block, { readonly text: string }> & { readonly kind: 'paragraph' | 'loud' };

function summaryTexts(bulletin: Bulletin, words: BulletinWords): Paragraph[] {
  const { totals, recheck } = bulletin;
  const { pagesNotRead, reviews } = totals;
  const text = fill(words.totals, {
    ...totals,
    passRate: percentText(totals.passRate),
    unitPassRate: percentText(totals.unitPassRate),
  });
  const list: (Paragraph | undefined)[] = [
    ...bulletin.warnings.map((warning): Paragraph => ({ kind: 'loud', text: warning })),
    { kind: 'paragraph', text: fill(words.date, { date: bulletin.date }) },
    { kind: 'paragraph', text },
    totals.problems === 0 ? { kind: 'paragraph', text: words.noProblems } : undefined,
    pagesNotRead > 0 ? { kind: 'loud', text: fill(words.unreadTotals, { count: pagesNotRead }) } : undefined,
    reviews > 0 ? { kind: 'paragraph', text: fill(words.reviewTotals, { count: reviews }) } : undefined,
    recheck === undefined ? undefined : { kind: 'paragraph', text: recheckText(recheck, words) },
  ];
  return list.filter((one) => one !== undefined);
}

const recheckText = (recheck: NonNullable<Bulletin['recheck']>, { recheckTotals }: BulletinWords): string => {
  const { rectified, remaining, added, unchecked } = recheck;
  return fill(recheckTotals, { rectified, remaining, added, unchecked });
};

const notes = (bulletin: Bulletin, words: BulletinWords): readonly string[] =>
  bulletin.recheck === undefined ? words.noteList : [...words.noteList, ...words.recheckNotes];

function unitTable(bulletin: Bulletin, words: BulletinWords): Table {
  const { columns } = words;
  return {
    columns: [
      { title: columns.number, width: 6, kind: 'number' },
      { title: columns.unit, width: 26 },
      { title: columns.pages, width: 10, kind: 'number' },
      { title: columns.leaking, width: 9, kind: 'number' },
      { title: columns.notRead, width: 9, kind: 'number' },
      { title: columns.review, width: 9, kind: 'number' },
      { title: columns.passRate, width: 9, kind: 'percent' },
      { title: columns.verdict, width: 10 },
      { title: columns.problem, width: 34 },
    ],
    rows: bulletin.units.map((unit: BulletinUnit, index) => [
      index + 1,
      unit.unit,
      unit.pages,
      unit.pagesWithLeaks,
      unit.pagesNotRead,
      unit.reviews,
      unit.passRate,
      words.verdicts[unit.verdict],
      unit.phrase,
    ]),
  };
}

/** @param full With unit, channel and basis, for a spreadsheet. */
function problemTable(
  problems: readonly BulletinProblem[],
  bulletin: Bulletin,
  words: BulletinWords,
  full: boolean,
): Table {
  const { columns, statuses } = words;
  const { dispositions } = messagesFor(bulletin.locale);
  const all: readonly (readonly [
    Column,
    (problem: BulletinProblem, index: number) => string | number,
    boolean,
  ])[] = [
    [{ title: columns.number, width: 6, kind: 'number' }, (_, index) => index + 1, true],
    [{ title: columns.unit, width: 24 }, (problem) => problem.unit, full],
    [{ title: columns.page, width: full ? 46 : 32 }, (problem) => problem.page, true],
    [{ title: columns.place, width: 17 }, (problem) => problem.place, true],
    [{ title: columns.channel, width: 14 }, (problem) => problem.channel, full],
    [{ title: columns.entity, width: 13 }, (problem) => problem.entityName, true],
    [{ title: columns.masked, width: 20 }, (problem) => problem.masked, true],
    [{ title: columns.disposition, width: 13 }, (problem) => word(dispositions, problem.disposition), true],
    [{ title: columns.suggestion, width: 22 }, (problem) => problem.suggestion, true],
    [{ title: columns.basis, width: 40 }, (problem) => problem.basis, full],
    [
      { title: columns.status, width: 12 },
      (problem) => (problem.status === undefined ? '' : statuses[problem.status]),
      bulletin.recheck !== undefined,
    ],
  ];
  const shown = all.filter(([, , wanted]) => wanted);
  return {
    columns: shown.map(([column]) => column),
    rows: problems.map((problem, index) => shown.map(([, value]) => value(problem, index))),
  };
}

function goneTable(gone: readonly BulletinProblem[], words: BulletinWords): Table {
  const { columns, statuses } = words;
  return {
    columns: [
      { title: columns.number, width: 6, kind: 'number' },
      { title: columns.unit, width: 20 },
      { title: columns.page, width: 34 },
      { title: columns.entity, width: 13 },
      { title: columns.masked, width: 20 },
      { title: columns.status, width: 24 },
    ],
    rows: gone.map((one, index) => [
      index + 1,
      one.unit,
      one.page,
      one.entityName,
      one.masked,
      one.status === undefined ? '' : statuses[one.status],
    ]),
  };
}

function unreadTable(bulletin: Bulletin, words: BulletinWords): Table {
  const { columns } = words;
  return {
    columns: [
      { title: columns.number, width: 6, kind: 'number' },
      { title: columns.unit, width: 20 },
      { title: columns.page, width: 36 },
      { title: columns.part, width: 16 },
      { title: columns.reason, width: 50 },
    ],
    rows: bulletin.unread.map((one, index) => [index + 1, one.unit, one.page, one.part, one.text]),
  };
}
