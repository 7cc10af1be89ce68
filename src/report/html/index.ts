/** Results → one HTML file for people: no network, masked unless the findings carry values. */
import type { Disposition, ScanResult } from '../../core/index.js';
import { displayName } from '../display-name.js';
import { fill, type Locale, messagesFor } from '../messages/index.js';
import { type PageWords, pageWords } from '../messages/page-words.js';
import { diagnosticText, leftOutText, unionText } from '../place-text.js';
import type { Summary } from '../summary.js';
import { client } from './client.js';
import { type ExcerptOf, type PageData, pageData } from './data.js';
import { document, html, jsonIn, Markup } from './markup.js';
import { PAGE_STYLE } from './style.js';

export type { ExcerptOf } from './data.js';

export interface HtmlOptions {
  readonly locale: Locale;
  readonly version: string;
  readonly summary: Summary;
  /** Day of the scan, ISO 8601. */
  readonly date?: string;
  /** Text around a finding; without it the report shows places and evidence. */
  readonly excerptOf?: ExcerptOf;
}

const MOST_UNREAD = 2000;
const MOST_ROWS = 500;
/** Bundlers that keep names wrap functions in a helper of theirs, `__name`, which the page would not know. */
const SCRIPT: string = `{const __name=(one)=>one;(${client.toString()})();}`;

/** One self-contained page in the language of `locale`. */
export function htmlReport(results: readonly ScanResult[], options: HtmlOptions): string {
  const { locale, version, summary, date, excerptOf } = options;
  const text = pageWords(locale);
  const messages = messagesFor(locale);
  const data = pageData(results, locale, text.topLevel, excerptOf);
  const revealed = data.rows.some((row) => row.original !== undefined);
  const input = { ...data, text, colon: messages.phrases.colon, clauseMark: messages.phrases.clauseMark };
  const body = html`<a class="skip" href="#findings-title">${text.skip}</a>
<header>
<h1>${text.title}</h1>
${date === undefined ? '' : html`<p class="hint">${text.date}${messages.phrases.colon}${date}</p>`}
<p class="verdict ${summary.verdict}">${summary.leftOut === undefined ? messages.phrases.verdict : messages.phrases.verdictOfRest}${messages.phrases.colon}${text.verdicts[summary.verdict]}</p>
${revealed ? html`<p class="loud" role="note"><strong>${text.revealWarning}</strong></p>` : ''}
${summary.interrupted === true ? html`<p class="loud" role="note"><strong>${messages.phrases.interrupted}</strong></p>` : ''}
</header>
<main>
${unreadSection(results, text, locale)}
<section aria-labelledby="totals-title">
<h2 id="totals-title">${text.totals}</h2>
${tiles(summary, text)}
${unionList(summary, locale)}
${summary.baselined === undefined ? '' : html`<p>${fill(messages.phrases.baselined, { count: summary.baselined })}</p>`}
${leftOutText(summary, messages).map((line) => html`<p>${line}</p>`)}
<div class="breakdown">${breakdowns(data, text)}</div>
</section>
<section aria-labelledby="findings-title">
<h2 id="findings-title">${text.findings}</h2>
<noscript><p class="loud"><strong>${text.noScript}</strong></p></noscript>
${filters(data, text)}
<div class="bar"><p id="status" role="status"></p><nav aria-label="${text.page}"><button type="button" id="previous">${text.previous}</button><button type="button" id="next">${text.next}</button></nav></div>
<div class="panes">
<ol id="list" aria-labelledby="findings-title" hidden></ol>
<section id="detail" tabindex="0" aria-label="${text.details}"><p class="hint">${text.choose}</p></section>
</div>
</section>
</main>
<footer><p>${fill(text.footer, { version })}</p></footer>
<script type="application/json" id="data">${jsonIn(input)}</script>`;
  return document({ locale, title: text.title, style: PAGE_STYLE, body, script: SCRIPT });
}

function tiles(summary: Summary, text: PageWords): Markup {
  const leaks = (['leak', 'weak-mask'] satisfies Disposition[]).reduce(
    (sum, one) => sum + (summary.findings.byDisposition[one] ?? 0),
    0,
  );
  const all: [keyof PageWords['tiles'], number, boolean][] = [
    ['files', summary.files, false],
    ['documents', summary.documents, false],
    ['read', summary.read, false],
    ['unread', summary.unread, summary.unread > 0],
    ['findings', summary.findings.total, false],
    ['leaks', leaks, leaks > 0],
    ['persons', summary.persons, false],
  ];
  const cells = all.map(
    ([name, count, bad]) =>
      html`<div class="${bad ? 'bad' : 'good'}"><dt>${text.tiles[name]}</dt><dd>${count}</dd></div>`,
  );
  return html`<dl class="tiles">${cells}</dl>`;
}

/** Masks in several documents that give values back together: no single finding tells them. */
function unionList({ maskUnions = [] }: Summary, locale: Locale): Markup {
  if (maskUnions.length === 0) return new Markup('');
  const messages = messagesFor(locale);
  const rows = maskUnions.slice(0, MOST_ROWS).map((union) => html`<li>${unionText(union, messages)}</li>`);
  return html`<ul class="loud">${rows}</ul>`;
}

function unreadSection(results: readonly ScanResult[], text: PageWords, locale: Locale): Markup {
  const messages = messagesFor(locale);
  const rows: Markup[] = [];
  let count = 0;
  for (const result of results) {
    for (const { place, code } of result.coverage.unread) {
      if (++count > MOST_UNREAD) continue;
      const message = result.diagnostics.find((one) => one.code === code)?.message;
      const where = [
        displayName(place.part),
        place.page === undefined ? '' : fill(messages.phrases.page, { page: place.page }),
      ]
        .filter((part) => part !== '')
        .join(' ');
      rows.push(
        html`<tr><td>${displayName(result.artifact)}${where === '' ? '' : html` <span class="hint">${where}</span>`}</td><td>${diagnosticText(code, messages, message)}</td></tr>\n`,
      );
    }
  }
  if (count === 0) return new Markup('');
  const more = count - rows.length;
  return html`<section class="loud" aria-labelledby="unread-title">
<h2 id="unread-title">${fill(text.unreadTitle, { count })}</h2>
<p>${text.unreadHint}</p>
<div class="scroll" tabindex="0" role="group" aria-label="${text.file}"><table><thead><tr><th scope="col">${text.file}</th><th scope="col">${text.reason}</th></tr></thead>
<tbody>${rows}</tbody></table></div>
${more > 0 ? html`<p><strong>${fill(text.unreadMore, { count: more })}</strong></p>` : ''}
</section>`;
}

function breakdowns(data: PageData, text: PageWords): Markup[] {
  const dispositions = data.dispositions.map(() => 0);
  const entities = data.entities.map(() => 0);
  const columns = data.columns.map(() => 0);
  const sites = data.sites.map(() => 0);
  const filesOf = data.columns.map(() => 0);
  for (const row of data.rows) {
    const { column } = data.files[row.file]!;
    dispositions[row.disposition]!++;
    entities[row.entity]!++;
    columns[column]!++;
    sites[data.siteOf[column]!]!++;
  }
  for (const file of data.files) filesOf[file.column]!++;
  const rows = (
    control: string,
    prefix: string,
    names: readonly string[],
    counts: readonly number[],
  ): Row[] =>
    names.map((name, index) => ({ control, value: `${prefix}${index}`, name, count: counts[index]! }));
  const byCount = (list: Row[]): Row[] =>
    list.filter((row) => row.count > 0).sort((a, b) => b.count - a.count);
  const kept = rows(
    'by-disposition',
    '',
    data.dispositions.map((one) => one.word),
    dispositions,
  ).filter((row) => row.count > 0);
  return [
    table(text.byDisposition, text.disposition, kept, text),
    table(
      text.byEntity,
      text.entity,
      byCount(
        rows(
          'by-entity',
          '',
          data.entities.map((one) => one.word),
          entities,
        ),
      ),
      text,
    ),
    ...(data.sites.length > 1 || (data.sites.length === 1 && data.sites[0] !== text.topLevel)
      ? [table(text.bySite, text.site, byCount(rows('by-column', 'site:', data.sites, sites)), text)]
      : []),
    table(text.byColumn, text.column, byCount(rows('by-column', 'column:', data.columns, columns)), text),
  ];
}

interface Row {
  readonly control: string;
  readonly value: string;
  readonly name: string;
  readonly count: number;
}

/** A table of counts; each name sets the filter. */
function table(title: string, head: string, rows: readonly Row[], text: PageWords): Markup {
  const body = rows
    .slice(0, MOST_ROWS)
    .map(
      (row) =>
        html`<tr><td><button type="button" class="link" data-set="${row.control}" data-value="${row.value}">${row.name}</button></td><td class="number">${row.count}</td></tr>\n`,
    );
  const more = rows.length - body.length;
  return html`<details open><summary>${title}</summary><div class="scroll" tabindex="0" role="group" aria-label="${title}"><table>
<thead><tr><th scope="col">${head}</th><th scope="col" class="number">${text.count}</th></tr></thead>
<tbody>${body}</tbody></table>${more > 0 ? html`<p class="hint">${fill(text.more, { count: more })}</p>` : ''}</div></details>`;
}

function filters(data: PageData, text: PageWords): Markup {
  const option = (value: string, name: string): Markup => html`<option value="${value}">${name}</option>`;
  const select = (id: string, name: string, options: readonly Markup[]): Markup =>
    html`<div><label for="${id}">${name}</label><select id="${id}"><option value="">${text.all}</option>${options}</select></div>`;
  const used = new Set(data.rows.map((row) => row.disposition));
  const sites = data.sites.map((name, index) => option(`site:${index}`, name));
  const columns = data.columns.slice(0, 5000).map((name, index) => option(`column:${index}`, name));
  const places = [
    ...(data.sites.length > 1 || data.sites[0] !== text.topLevel
      ? [html`<optgroup label="${text.site}">${sites}</optgroup>`]
      : sites.slice(0, 0)),
    html`<optgroup label="${text.column}">${columns}</optgroup>`,
  ];
  return html`<form id="filters" aria-label="${text.filters}">
${select(
  'by-disposition',
  text.disposition,
  data.dispositions.flatMap((one, index) => (used.has(index) ? [option(String(index), one.word)] : [])),
)}
${select(
  'by-entity',
  text.entity,
  data.entities.map((one, index) => option(String(index), one.word)),
)}
${select('by-column', `${text.site} / ${text.column}`, places)}
<div><label for="by-file">${text.fileFilter}</label><input id="by-file" type="search" autocomplete="off"></div>
<div><label for="by-text">${text.textFilter}</label><input id="by-text" type="search" autocomplete="off"></div>
<div class="check"><button type="reset">${text.reset}</button><label><input type="checkbox" id="keys" checked>${text.shortcuts}</label><p class="hint">${text.shortcutsHint}</p></div>
</form>`;
}
