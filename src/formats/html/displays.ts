/** How elements are shown by their own attributes and by the page's sheets, told while the page is read. */
import { DISPLAY } from './attribute-names.js';
import { StyleSheets } from './css/style-sheet.js';
import { type Display, readStyle, SHOWN } from './css/visibility.js';
import { resolveReferences } from './references.js';
import type { StartTag } from './start-tag.js';

/** Styles repeat on a page; the table is emptied when a page makes up new ones without end. */
const MAX_STYLES = 1000;

export class Displays {
  /** The page's own sheets that hold on a screen, in order. */
  readonly css: { readonly text: string; readonly start: number }[] = [];
  readonly #source: string;
  readonly #sheets = new StyleSheets();
  #styles: Map<string, Display> | undefined;

  constructor(source: string) {
    this.#source = source;
  }

  /** @param start Offset of the sheet. */
  sheet(text: string, start: number): void {
    this.css.push({ text, start });
    this.#sheets.add(text);
  }

  of(tag: StartTag): Display {
    if ((tag.flags & DISPLAY) === 0 && this.#sheets.empty) return SHOWN;
    let display = SHOWN;
    for (let i = 0; i < tag.count; i++) {
      if ((tag.flagsOf(i) & DISPLAY) === 0) continue;
      const name = tag.nameOf(i);
      const start = tag.starts[i]!;
      const end = tag.ends[i]!;
      if (name === 'hidden') display = { ...display, hidden: true };
      else if (name === 'style') {
        const style = this.#style(start, end, tag.value('background') === '' ? tag.value('bgcolor') : '');
        display = display.hidden ? { ...style, hidden: true } : style;
      } else if (name === 'aria-hidden' && this.#source.slice(start, end).trim().toLowerCase() === 'true') {
        display = { ...display, hidden: true };
      }
    }
    if (display.hidden || this.#sheets.empty) return display;
    const { name } = tag.kind;
    // A whole page that starts hidden is shown by its script.
    if (name === 'html' || name === 'body') return display;
    return this.#sheets.hides(name, tag.value('id'), tag.value('class'))
      ? { ...display, hidden: true }
      : display;
  }

  #style(start: number, end: number, bgcolor: string): Display {
    const style = this.#source.slice(start, end);
    const key = bgcolor === '' ? style : `${bgcolor}\0${style}`;
    const styles = (this.#styles ??= new Map());
    const known = styles.get(key);
    if (known !== undefined) return known;
    const display = readStyle(
      style.includes('&') ? resolveReferences(this.#source, start, end).text : style,
      bgcolor,
    );
    if (styles.size >= MAX_STYLES) styles.clear();
    styles.set(key, display);
    return display;
  }
}
