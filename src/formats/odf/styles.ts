/** Styles that hide what they apply to. Source: OpenDocument 1.3, part 3, clauses 16 and 20. */
import { attributeText } from '../ooxml/xml-text.js';
import { walkXml } from '../ooxml/xml-walk.js';

/** @returns Names of styles that hide text, a sheet, a slide, a row or a column. */
export function hidingStyles(...sources: readonly string[]): ReadonlySet<string> {
  const hiding = new Set<string>();
  for (const source of sources) {
    const styles: string[] = [];
    // The body, perhaps a million cells, applies styles and defines none.
    const body = source.search(/<(?:\w+:)?body[\s>]/);
    walkXml(body < 0 ? source : source.slice(0, body), {
      open(name, attributes) {
        const get = (wanted: string): string | undefined => attributeText(source, attributes, wanted);
        if (name === 'style') styles.push(get('name') ?? '');
        if (!name.endsWith('-properties')) return;
        const hides =
          (name === 'text-properties' && get('display') === 'none') ||
          (name === 'table-properties' && get('display') === 'false') ||
          (name === 'drawing-page-properties' && get('visibility') === 'hidden') ||
          isZero(get('column-width')) ||
          isZero(get('row-height'));
        const style = styles.at(-1);
        if (hides && style !== undefined) hiding.add(style);
      },
      close(name) {
        if (name === 'style') styles.pop();
      },
      text() {},
      rest() {},
    });
  }
  return hiding;
}

function isZero(length: string | undefined): boolean {
  return length !== undefined && Number.parseFloat(length) === 0;
}
