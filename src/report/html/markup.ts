/** HTML text from values: everything that is put in is escaped. */
import { sha256 } from '@noble/hashes/sha2.js';
import { utf8ToBytes } from '@noble/hashes/utils.js';
import { printable, wellFormed } from '../width.js';

/** Markup that is safe as it is. */
export class Markup {
  readonly text: string;
  constructor(text: string) {
    this.text = text;
  }
}

type Value = string | number | Markup | readonly Markup[];

/** A template whose values are escaped unless they are `Markup`; control characters in them are shown. */
export function html(strings: TemplateStringsArray, ...values: readonly Value[]): Markup {
  let out = strings[0]!;
  values.forEach((value, index) => {
    out += rendered(value) + strings[index + 1]!;
  });
  return new Markup(out);
}

function rendered(value: Value): string {
  if (value instanceof Markup) return value.text;
  if (typeof value === 'object') return value.map((one) => one.text).join('');
  return wellFormed(printable(String(value))).replace(/[&<>"']/g, (one) => `&#${one.charCodeAt(0)};`);
}

/** JSON that may stand in a script element: no `<`, and no line separators that older readers take for line ends. */
export function jsonIn(value: unknown): Markup {
  return new Markup(
    wellFormed(JSON.stringify(value)).replace(
      /[<\u2028\u2029]/g,
      (one) => `\\u${one.charCodeAt(0).toString(16).padStart(4, '0')}`,
    ),
  );
}

/** `'sha256-…'` of an inline script or style (CSP Level 3, § 2.3.1). */
export function cspHash(source: string): string {
  const bytes = sha256(utf8ToBytes(source));
  return `'sha256-${btoa(String.fromCharCode(...bytes))}'`;
}

/** A whole page that may load nothing and run nothing but what it holds. */
export function document(page: {
  readonly locale: string;
  readonly title: string;
  readonly style: string;
  readonly body: Markup;
  readonly script?: string;
}): string {
  const { locale, title, style, body, script } = page;
  const policy = [
    "default-src 'none'",
    `style-src ${cspHash(style)}`,
    ...(script === undefined ? [] : [`script-src ${cspHash(script)}`]),
    "base-uri 'none'",
    "form-action 'none'",
  ].join('; ');
  const end = script === undefined ? '' : `<script>${script}</script>\n`;
  return html`<!doctype html>
<html lang="${locale}">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="referrer" content="no-referrer">
<meta name="robots" content="noindex, nofollow">
<title>${title}</title>
<style>${new Markup(style)}</style>
</head>
<body>
${body}
${new Markup(end)}</body>
</html>
`.text;
}
