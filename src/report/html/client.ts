/**
 * The script inside the HTML report: filters, list, details.
 *
 * The function is written into the page as its source text, so it names nothing from outside itself but what a browser
 * has. It puts text into the page by `textContent` alone.
 */
import type { PageWords } from '../messages/page-words.js';
import type { PageData, PageRow } from './data.js';

export interface ClientInput extends PageData {
  readonly text: PageWords;
  readonly colon: string;
  readonly clauseMark: string;
}

/** Reads `#data`, fills `#list` and `#detail`. */
export function client(): void {
  const PAGE = 100;
  const byId = <T extends HTMLElement>(id: string): T => document.getElementById(id) as T;
  const data = JSON.parse(byId('data').textContent ?? '') as ClientInput;
  const { text } = data;
  const list = byId('list');
  const detail = byId('detail');
  const status = byId('status');
  const byDisposition = byId<HTMLSelectElement>('by-disposition');
  const byEntity = byId<HTMLSelectElement>('by-entity');
  const byColumn = byId<HTMLSelectElement>('by-column');
  const byFile = byId<HTMLInputElement>('by-file');
  const byText = byId<HTMLInputElement>('by-text');
  const keys = byId<HTMLInputElement>('keys');
  const previous = byId<HTMLButtonElement>('previous');
  const next = byId<HTMLButtonElement>('next');

  const element = (name: string, className: string, content = ''): HTMLElement => {
    const made = document.createElement(name);
    if (className !== '') made.className = className;
    if (content !== '') made.textContent = content;
    return made;
  };
  const filled = (template: string, values: Record<string, string | number>): string =>
    template.replace(/\{(\w+)\}/g, (mark, name: string) => (name in values ? String(values[name]) : mark));
  const why = (row: PageRow): string => row.why.map((one) => data.words[one]).join(data.clauseMark);
  const fileOf = (row: PageRow): string => {
    const { name } = data.files[row.file]!;
    return row.part === undefined ? name : `${name}!${row.part}`;
  };

  const haystacks: string[] = [];
  const haystack = (index: number): string => {
    const known = haystacks[index];
    if (known !== undefined) return known;
    const row = data.rows[index]!;
    const all = [
      data.words[row.kind],
      data.dispositions[row.disposition]!.word,
      row.masked,
      row.where,
      data.words[row.channel],
      why(row),
      row.suggestion ?? '',
      row.original ?? '',
      fileOf(row),
    ];
    return (haystacks[index] = all.join('\n').toLowerCase());
  };

  let shown: number[] = [];
  let first = 0;
  let selected = -1;

  const card = (index: number): HTMLElement => {
    const row = data.rows[index]!;
    const item = element('li', `card ${data.dispositions[row.disposition]!.code}`);
    const button = element('button', 'open');
    button.setAttribute('type', 'button');
    button.setAttribute('aria-controls', 'detail');
    button.dataset.row = String(index);
    button.append(
      element('span', 'badge', data.dispositions[row.disposition]!.word),
      ' ',
      element('span', 'kind', data.words[row.kind]),
      ' ',
      element('span', 'value', row.masked),
    );
    if (index === selected) button.setAttribute('aria-current', 'true');
    item.append(button);
    item.append(
      element('p', 'file', fileOf(row)),
      element('p', 'meta', [row.where, data.words[row.channel]].filter((part) => part !== '').join(' · ')),
    );
    if (row.why.length > 0) item.append(element('p', 'why', text.why + data.colon + why(row)));
    if (row.suggestion !== undefined)
      item.append(element('p', 'suggestion', text.suggestion + data.colon + row.suggestion));
    return item;
  };

  const draw = (): void => {
    const page = shown.slice(first, first + PAGE);
    list.replaceChildren(...page.map(card));
    list.hidden = page.length === 0;
    status.textContent =
      page.length === 0
        ? text.noFindings
        : filled(text.shown, { total: shown.length, from: first + 1, to: first + page.length });
    previous.disabled = first === 0;
    next.disabled = first + PAGE >= shown.length;
  };

  const filter = (): void => {
    const disposition = byDisposition.value === '' ? -1 : Number(byDisposition.value);
    const entity = byEntity.value === '' ? -1 : Number(byEntity.value);
    const [kind, place] = byColumn.value.split(':');
    const number = Number(place);
    const name = byFile.value.trim().toLowerCase();
    const words = byText.value
      .toLowerCase()
      .split(/\s+/)
      .filter((word) => word !== '');
    shown = [];
    data.rows.forEach((row, index) => {
      if (disposition >= 0 && row.disposition !== disposition) return;
      if (entity >= 0 && row.entity !== entity) return;
      const column = data.files[row.file]!.column;
      if (kind === 'column' && column !== number) return;
      if (kind === 'site' && data.siteOf[column] !== number) return;
      if (name !== '' && !fileOf(row).toLowerCase().includes(name)) return;
      if (words.length > 0 && !words.every((word) => haystack(index).includes(word))) return;
      shown.push(index);
    });
    first = 0;
    draw();
  };

  const describe = (row: PageRow): void => {
    const terms = element('dl', '');
    const term = (name: string, ...values: readonly (string | undefined)[]): void => {
      const given = values.filter((value) => value !== undefined && value !== '');
      if (given.length === 0) return;
      terms.append(element('dt', '', name));
      for (const value of given) terms.append(element('dd', '', value));
    };
    const disposition = data.dispositions[row.disposition]!;
    const title = element('h3', disposition.code);
    title.append(
      element('span', 'badge', disposition.word),
      ' ',
      element('span', 'kind', data.words[row.kind]),
      ' ',
      element('span', 'value', row.masked),
    );
    term(text.meaning, disposition.meaning);
    term(text.file, fileOf(row));
    term(text.where, row.where);
    term(text.channel, data.words[row.channel]);
    term(text.otherPlaces, ...(row.others ?? []));
    term(text.original, row.original);
    term(text.check, data.words[row.check]);
    term(text.score, `${Math.round(row.score * 100)}%`);
    term(text.why, ...row.why.map((one) => data.words[one]));
    term(text.suggestion, row.suggestion);
    term(text.basis, row.basis === undefined ? undefined : data.words[row.basis]);
    const parts: HTMLElement[] = [title];
    const { excerpt } = row;
    if (excerpt === undefined) {
      parts.push(terms, element('p', 'hint', text.noContext));
    } else {
      const heading = element('h4', '', text.context);
      heading.id = 'context-title';
      const code = element('pre', 'context');
      code.tabIndex = 0;
      code.setAttribute('role', 'region');
      code.setAttribute('aria-labelledby', 'context-title');
      for (const [piece, mark] of excerpt.parts) {
        if (mark === 0) code.append(piece);
        else code.append(element('mark', mark === 2 ? 'this' : 'other', piece));
      }
      parts.push(
        heading,
        element(
          'p',
          'hint',
          filled(row.original === undefined ? text.contextFrom : text.contextRaw, { line: excerpt.line }),
        ),
        code,
        terms,
      );
    }
    detail.replaceChildren(...parts);
  };

  const select = (position: number, focus: boolean): void => {
    const index = shown[position];
    if (index === undefined) return;
    if (position < first || position >= first + PAGE) {
      first = position - (position % PAGE);
      draw();
    }
    list.querySelector('[aria-current]')?.removeAttribute('aria-current');
    selected = index;
    const button = list.querySelector<HTMLElement>(`[data-row="${index}"]`);
    button?.setAttribute('aria-current', 'true');
    describe(data.rows[index]!);
    if (focus) {
      button?.focus({ preventScroll: true });
      button?.closest('li')?.scrollIntoView({ block: 'nearest' });
    }
  };

  const turn = (to: number): void => {
    if (to < 0 || to >= shown.length) return;
    first = to;
    draw();
    list.scrollTop = 0;
    select(first, true);
  };

  let waiting = 0;
  const soon = (): void => {
    window.clearTimeout(waiting);
    waiting = window.setTimeout(filter, 120);
  };
  for (const control of [byDisposition, byEntity, byColumn]) control.addEventListener('change', filter);
  for (const control of [byFile, byText]) control.addEventListener('input', soon);
  byId('filters').addEventListener('submit', (event) => event.preventDefault());
  byId('filters').addEventListener('reset', () => window.setTimeout(filter, 0));
  previous.addEventListener('click', () => turn(first - PAGE));
  next.addEventListener('click', () => turn(first + PAGE));
  list.addEventListener('click', (event) => {
    // Selecting text of a card is no click on it.
    if (String(window.getSelection() ?? '') !== '') return;
    const button = (event.target as Element).closest('li')?.querySelector<HTMLElement>('[data-row]');
    if (button) select(shown.indexOf(Number(button.dataset.row)), true);
  });
  for (const button of document.querySelectorAll<HTMLElement>('[data-set]')) {
    button.addEventListener('click', () => {
      byId<HTMLFormElement>('filters').reset();
      byId<HTMLSelectElement>(button.dataset.set!).value = button.dataset.value!;
      window.setTimeout(() => {
        filter();
        byId('findings-title').scrollIntoView();
        select(0, true);
      }, 0);
    });
  }
  document.addEventListener('keydown', (event) => {
    const target = event.target as HTMLElement;
    if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
    if (target.matches('input:not([type="checkbox"]), select, textarea')) {
      if (event.key === 'Escape') target.blur();
      return;
    }
    if (!keys.checked) return;
    const at = shown.indexOf(selected);
    if (event.key === 'j') select(at < 0 ? first : at + 1, true);
    else if (event.key === 'k') select(at < 0 ? first : at - 1, true);
    else if (event.key === ']') turn(first + PAGE);
    else if (event.key === '[') turn(first - PAGE);
    else if (event.key === '/') byText.focus();
    else return;
    event.preventDefault();
  });
  // On paper there is nothing to turn.
  window.addEventListener('beforeprint', () => {
    list.replaceChildren();
    for (const index of shown) list.append(card(index));
  });
  window.addEventListener('afterprint', draw);
  filter();
  if (shown.length > 0) select(0, false);
  document.documentElement.classList.add('ready');
}
