/**
 * Reads a template: a document skeleton with `{{slots}}`. The language is described in `corpus/README.md`.
 */
import type { AsideChannel } from './document.js';
import type { Format } from './forms.js';

export interface Slot {
  readonly name: string;
  readonly variant: string;
  /** Number of the person in the document; undefined: the person of the row or block. */
  readonly person: number | undefined;
  readonly role: string | undefined;
  readonly bare: boolean;
}

export type TemplateInline = string | Slot;

export type TemplateBlock =
  | {
      readonly kind: 'heading' | 'paragraph';
      readonly inlines: readonly TemplateInline[];
      readonly times: number;
    }
  | {
      readonly kind: 'table';
      readonly head: readonly (readonly TemplateInline[])[];
      readonly rows: readonly {
        readonly cells: readonly (readonly TemplateInline[])[];
        readonly times: number;
      }[];
      readonly style: string;
    }
  | { readonly kind: 'html' | 'script'; readonly inlines: readonly TemplateInline[] }
  | { readonly kind: 'aside'; readonly channel: AsideChannel; readonly inlines: readonly TemplateInline[] };

export interface Template {
  readonly id: string;
  readonly group: string;
  readonly title: readonly TemplateInline[];
  readonly formats: readonly Format[];
  /** Share of values that are disguised; undefined: drawn for each document. */
  readonly mix: number | undefined;
  readonly negative: boolean;
  /** How many documents to make of it in each format. */
  readonly copies: number;
  readonly blocks: readonly TemplateBlock[];
}

const SLOT = /\{\{([a-z][a-z0-9-]*)(?:\.([a-z0-9-]+))?(?:@(\d+))?(?:!([a-z]+))?(~)?\}\}/g;
const ASIDES: readonly string[] = ['comment', 'hidden', 'deleted', 'header'];
const ALL_FORMATS: readonly Format[] = ['text', 'html', 'html-gbk', 'docx', 'pdf'];

/** @throws SyntaxError when double braces hold something that is no slot. */
export function parseInlines(text: string): TemplateInline[] {
  const inlines: TemplateInline[] = [];
  let at = 0;
  const literal = (until: number): void => {
    const piece = text.slice(at, until);
    if (piece.includes('{{')) throw new SyntaxError(`no slot: ${piece}`);
    if (piece) inlines.push(piece);
  };
  for (const match of text.matchAll(SLOT)) {
    literal(match.index);
    at = match.index + match[0].length;
    const [, name, variant = '', person, role, bare] = match;
    inlines.push({
      name: name!,
      variant,
      person: person === undefined ? undefined : Number(person),
      role,
      bare: bare !== undefined,
    });
  }
  literal(text.length);
  return inlines;
}

const cellsOf = (line: string): TemplateInline[][] =>
  line
    .replace(/^\|/, '')
    .replace(/\|\s*$/, '')
    .split('|')
    .map((cell) => parseInlines(cell.trim()));

function table(lines: readonly string[], words: readonly string[], form: boolean): TemplateBlock {
  const [count = '6', style = ''] = words;
  const [first, pattern, ...fixed] = lines;
  if (form) {
    const rows = lines.map((line) => ({ cells: cellsOf(line), times: 1 }));
    return { kind: 'table', head: [], rows, style: words[0] ?? '' };
  }
  if (first === undefined || pattern === undefined) throw new SyntaxError('a table needs a header and a row');
  return {
    kind: 'table',
    head: cellsOf(first),
    rows: [
      { cells: cellsOf(pattern), times: Number(count) },
      ...fixed.map((line) => ({ cells: cellsOf(line), times: 1 })),
    ],
    style,
  };
}

/** @throws SyntaxError with the template's id and the line when a directive is unknown or not ended. */
export function parseTemplate(id: string, source: string): Template {
  const meta = new Map<string, string>();
  const blocks: TemplateBlock[] = [];
  const lines = source.split(/\r?\n/);
  const fail = (line: number, what: string): never => {
    throw new SyntaxError(`${id}:${line + 1}: ${what}`);
  };
  for (let i = 0; i < lines.length; i++) {
    const line = lines[i]!;
    if (line.trim() === '') continue;
    if (line.startsWith('# ')) {
      blocks.push({ kind: 'heading', inlines: parseInlines(line.slice(2)), times: 1 });
      continue;
    }
    if (!line.startsWith('@')) {
      blocks.push({ kind: 'paragraph', inlines: parseInlines(line), times: 1 });
      continue;
    }
    const [name = '', ...words] = line.slice(1).split(' ');
    if (['title', 'group', 'formats', 'mix', 'negative', 'copies'].includes(name)) {
      meta.set(name, words.join(' '));
      continue;
    }
    if (name === 'aside') {
      const channel = words.shift() ?? '';
      if (!ASIDES.includes(channel)) fail(i, `@aside is one of ${ASIDES.join(', ')}`);
      blocks.push({
        kind: 'aside',
        channel: channel as AsideChannel,
        inlines: parseInlines(words.join(' ')),
      });
      continue;
    }
    if (!['table', 'form', 'repeat', 'html', 'script'].includes(name)) fail(i, `unknown directive @${name}`);
    const body: string[] = [];
    if (name === 'table' || name === 'form') {
      while (lines[i + 1]?.startsWith('|')) body.push(lines[++i]!);
      if (lines[i + 1] === '@end') i++;
      blocks.push(table(body, words, name === 'form'));
      continue;
    }
    for (i++; lines[i] !== '@end'; i++) {
      if (i >= lines.length) fail(i, `@${name} is not ended`);
      if (name !== 'repeat' || lines[i]!.trim() !== '') body.push(lines[i]!);
    }
    if (name === 'repeat') {
      const inlines = parseInlines(body.join('\n'));
      blocks.push({ kind: 'paragraph', inlines, times: Number(words[0] ?? 3) });
    } else blocks.push({ kind: name as 'html' | 'script', inlines: parseInlines(body.join('\n')) });
  }
  return {
    id,
    group: meta.get('group') ?? 'notice',
    title: parseInlines(meta.get('title') ?? fail(0, 'a template needs a @title')),
    formats: (meta.get('formats')?.split(' ') as Format[] | undefined) ?? ALL_FORMATS,
    mix: meta.has('mix') ? Number(meta.get('mix')) : undefined,
    negative: meta.has('negative'),
    copies: Number(meta.get('copies') ?? 1),
    blocks,
  };
}
