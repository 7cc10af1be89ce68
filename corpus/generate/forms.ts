/**
 * Written forms: how people write a number, besides plainly.
 *
 * A *text form* changes the characters and works in every format; a *markup form* leaves the characters
 * alone and lets the writer of one format split or encode them.
 */
import type { Random } from './random.js';

export type Format = 'text' | 'html' | 'html-gbk' | 'docx' | 'pdf';

export type NumberKind = 'resident-id' | 'mobile' | 'bank-card' | 'bank-account';

/** Forms made by the writer of a format. */
export const MARKUP_FORMS: Readonly<Record<string, readonly Format[]>> = {
  'html-tags': ['html', 'html-gbk'],
  'html-digit-spans': ['html', 'html-gbk'],
  'html-references': ['html', 'html-gbk'],
  'html-comment': ['html', 'html-gbk'],
  'html-wbr': ['html', 'html-gbk'],
  'docx-runs': ['docx'],
  'docx-marks': ['docx'],
  'pdf-items': ['pdf'],
  'pdf-kerned': ['pdf'],
};

const GROUPS: Readonly<Record<NumberKind, readonly (readonly number[])[]>> = {
  'resident-id': [
    [6, 8, 4],
    [6, 4, 4, 4],
    [3, 3, 4, 4, 4],
    [6, 12],
  ],
  mobile: [
    [3, 4, 4],
    [7, 4],
    [3, 8],
    [4, 3, 4],
  ],
  'bank-card': [
    [4, 4, 4, 4, 4],
    [6, 13],
    [4, 4, 4, 8],
  ],
  'bank-account': [
    [4, 4, 4, 4, 4, 4],
    [5, 5, 5, 5, 5],
  ],
}; // prettier-ignore

function grouped(random: Random, kind: NumberKind, value: string, separator: string): string {
  const out: string[] = [];
  let at = 0;
  for (const size of random.pick(GROUPS[kind])) {
    if (at >= value.length) break;
    out.push(value.slice(at, at + size));
    at += size;
  }
  if (at < value.length) out.push(value.slice(at));
  return out.join(separator);
}

/** Puts `mark` behind one to three characters inside the value. */
function sprinkled(random: Random, value: string, mark: string): string {
  const spots = new Set(Array.from({ length: random.int(1, 3) }, () => random.int(1, value.length - 1)));
  return [...value].map((character, i) => (spots.has(i) ? mark + character : character)).join('');
}

const mapped = (value: string, digits: string): string => {
  const list = [...digits];
  return value.replace(/\d/g, (digit) => list[Number(digit)]!);
};

const fullWidth = (value: string): string =>
  value.replace(/[!-~]/g, (character) => String.fromCharCode(character.charCodeAt(0) + 0xfee0));

/** Groups as they are printed, with slashes between them. */
function inGroups(value: string, _random: Random, kind: NumberKind): string {
  const sizes = kind === 'mobile' ? [3, 4, 4] : kind === 'resident-id' ? [6, 8, 4] : [4, 4, 4, 4, 4];
  let at = 0;
  return sizes
    .map((size) => value.slice(at, (at += size)))
    .filter((group) => group !== '')
    .join('/');
}

type Rewrite = (value: string, random: Random, kind: NumberKind) => string;

interface TextForm {
  readonly kinds: readonly NumberKind[];
  readonly formats?: readonly Format[];
  /** The form fits only some values. */
  readonly fits?: (value: string) => boolean;
  readonly write: Rewrite;
}

const ALL: readonly NumberKind[] = ['resident-id', 'mobile', 'bank-card', 'bank-account'];
const NUMBERED: readonly NumberKind[] = ['resident-id', 'mobile', 'bank-card'];
/** The PDF's font has no glyph for the invisible and the rarer ones. */
const FLOWING: readonly Format[] = ['text', 'html', 'html-gbk', 'docx'];
const endsInX = (value: string): boolean => value.endsWith('X');

export const TEXT_FORMS: Readonly<Record<string, TextForm>> = {
  'full-width': { kinds: ALL, write: fullWidth },
  spaced: { kinds: ALL, write: (value, random, kind) => grouped(random, kind, value, ' ') },
  'ideographic-space': { kinds: ALL, write: (value, random, kind) => grouped(random, kind, value, '\u3000') },
  nbsp: {
    kinds: ALL,
    formats: FLOWING,
    write: (value, random, kind) => grouped(random, kind, value, '\u00a0'),
  },
  'thin-space': {
    kinds: NUMBERED,
    formats: FLOWING,
    write: (value, random, kind) => grouped(random, kind, value, random.pick(['\u2009', '\u2002', '\u202f'])),
  },
  hyphens: { kinds: NUMBERED, write: (value, random, kind) => grouped(random, kind, value, '-') },
  dashes: {
    kinds: NUMBERED,
    write: (value, random, kind) => grouped(random, kind, value, random.pick(['–', '—', '－', '‐'])),
  },
  dots: {
    kinds: NUMBERED,
    write: (value, random, kind) => grouped(random, kind, value, random.pick(['.', '·', '．'])),
  },
  'every-character': { kinds: NUMBERED, write: (value) => [...value].join(' ') },
  'zero-width': {
    kinds: ALL,
    formats: FLOWING,
    write: (value, random) =>
      sprinkled(random, value, random.pick(['\u200b', '\u200c', '\u200d', '\ufeff', '\u2060'])),
  },
  'soft-hyphen': {
    kinds: ALL,
    formats: FLOWING,
    write: (value, random) => sprinkled(random, value, '\u00ad'),
  },
  han: {
    kinds: NUMBERED,
    fits: (value) => !endsInX(value),
    write: (value, random) =>
      mapped(value, random.pick(['〇一二三四五六七八九', '零一二三四五六七八九', '零幺二三四五六七八九'])),
  },
  'han-capital': {
    kinds: NUMBERED,
    fits: (value) => !endsInX(value),
    write: (value) => mapped(value, '零壹贰叁肆伍陆柒捌玖'),
  },
  circled: {
    kinds: NUMBERED,
    fits: (value) => !endsInX(value),
    formats: FLOWING,
    write: (value) => mapped(value, '⓪①②③④⑤⑥⑦⑧⑨'),
  },
  superscript: {
    kinds: ['mobile', 'resident-id'],
    fits: (value) => !endsInX(value),
    formats: ['text', 'html', 'docx'],
    write: (value) => mapped(value, '⁰¹²³⁴⁵⁶⁷⁸⁹'),
  },
  'mixed-han': {
    kinds: ['mobile'],
    write: (value) => value.slice(0, 3) + mapped(value.slice(3, 7), '零一二三四五六七八九') + value.slice(7),
  },
  slashes: { kinds: NUMBERED, write: inGroups },
  bracketed: {
    kinds: ['mobile'],
    write: (value, random) => {
      const [open, close] = random.pick(['()', '（）']);
      return `${open}${value.slice(0, 3)}${close}${value.slice(3, 7)}${random.pick(['-', ' '])}${value.slice(7)}`;
    },
  },
  'mobile-letters': {
    kinds: ['mobile'],
    fits: (value) => value.slice(3).includes('0'),
    write: (value, random) => value.slice(0, 3) + value.slice(3).replace(/0/g, random.pick(['O', 'o'])),
  },
  'x-lower': { kinds: ['resident-id'], fits: endsInX, write: (value) => `${value.slice(0, -1)}x` },
  'x-times': { kinds: ['resident-id'], fits: endsInX, write: (value) => `${value.slice(0, -1)}×` },
  'x-cyrillic': {
    kinds: ['resident-id'],
    fits: endsInX,
    write: (value, random) => value.slice(0, -1) + random.pick(['Х', 'х']),
  },
  'x-roman': { kinds: ['resident-id'], fits: endsInX, write: (value) => `${value.slice(0, -1)}Ⅹ` },
  'x-wide': {
    kinds: ['resident-id'],
    fits: endsInX,
    write: (value, random) => value.slice(0, -1) + random.pick(['Ｘ', 'ｘ']),
  },
  'letter-o': {
    kinds: ['resident-id', 'bank-card'],
    fits: (value) => value.includes('0'),
    write: (value, random) => value.replace(/0/g, random.pick(['O', 'o'])),
  },
  'letter-l': {
    kinds: ['resident-id'],
    fits: (value) => value.slice(1).includes('1'),
    write: (value, random) => value.slice(0, 1) + value.slice(1).replace(/1/, random.pick(['l', 'I'])),
  },
  'country-code': {
    kinds: ['mobile'],
    write: (value, random, kind) =>
      random.pick(['+86', '+86 ', '0086', '0086-', '86-', '(86)', '（+86）', '+86-']) +
      (random.chance(0.4) ? grouped(random, kind, value, '-') : value),
  },
  'trunk-zero': { kinds: ['mobile'], write: (value) => `0${value}` },
  'line-break': {
    kinds: NUMBERED,
    formats: ['text', 'html', 'docx'],
    write: (value, random, kind) => {
      const at = random.pick(kind === 'mobile' ? [3, 7] : kind === 'resident-id' ? [6, 14, 10] : [8, 12, 6]);
      return `${value.slice(0, at)}\n${value.slice(at)}`;
    },
  },
}; // prettier-ignore

/** Forms of an address; `\u0001` between its parts is replaced by the writer of the form. */
const ADDRESS_FORMS: Readonly<
  Record<string, { formats?: readonly Format[]; write: (parts: readonly string[], random: Random) => string }>
> = {
  'full-width': { write: (parts) => fullWidth(parts.join('')) },
  spaced: { write: (parts) => parts.join(' ') },
  'one-space': {
    write: (parts, random) => {
      const at = random.int(1, Math.max(1, parts.length - 1));
      return `${parts.slice(0, at).join('')} ${parts.slice(at).join('')}`;
    },
  },
  'zero-width': { formats: FLOWING, write: (parts) => parts.join('\u200b') },
  'line-break': {
    formats: ['text', 'html', 'docx'],
    write: (parts) => `${parts.slice(0, -1).join('')}\n${parts.at(-1)!}`,
  },
};

/** Every form that `kind` can take in `format`, `plain` left out. */
export function formsOf(kind: NumberKind | 'address', format: Format, value: string): string[] {
  const markup = Object.keys(MARKUP_FORMS).filter((form) => MARKUP_FORMS[form]!.includes(format));
  if (kind === 'address') {
    const text = Object.keys(ADDRESS_FORMS).filter(
      (form) => ADDRESS_FORMS[form]!.formats?.includes(format) ?? true,
    );
    return [...text, ...markup.filter((form) => form !== 'html-digit-spans')];
  }
  const text = Object.keys(TEXT_FORMS).filter((name) => {
    const form = TEXT_FORMS[name]!;
    return (
      form.kinds.includes(kind) && (form.formats?.includes(format) ?? true) && (form.fits?.(value) ?? true)
    );
  });
  return [...text, ...markup];
}

/** The characters of `value` in `form`; a markup form leaves them as they are. */
export function rewrite(form: string, kind: NumberKind, value: string, random: Random): string {
  return TEXT_FORMS[form]?.write(value, random, kind) ?? value;
}

export function rewriteAddress(form: string, parts: readonly string[], random: Random): string {
  return ADDRESS_FORMS[form]?.write(parts, random) ?? parts.join('');
}
