import { describe, expect, test } from 'vitest';
import { type ScriptKind, safeScriptEdits } from './script-edits.js';
import { ScriptLexer } from './script-lexer.js';
import { editText, type TextEdit } from './text-edits.js';

const NUMBER = '13800138000';
/** Masks the last eight digits of every mobile in `text`. */
const masked = (text: string, kind: ScriptKind): string => {
  const edits: TextEdit[] = [...text.matchAll(/13800138000/g)].map(({ index }) => ({
    start: index + 3,
    end: index + 11,
    replacement: '********',
  }));
  return editText(text, safeScriptEdits(text, edits, kind));
};
const MASK = '138********';

test.each<[string, ScriptKind, string, string]>([
  ['a string', 'script', `{"tel":"${NUMBER}"}`, `{"tel":"${MASK}"}`],
  ['a number', 'script', `{"tel":${NUMBER}}`, `{"tel":"${MASK}"}`],
  ['numbers in an array', 'script', `[${NUMBER},${NUMBER}]`, `["${MASK}","${MASK}"]`],
  ['text that looks like code', 'script', `{"a":"电话: ${NUMBER}, 其他"}`, `{"a":"电话: ${MASK}, 其他"}`],
  ['behind an escaped quote', 'script', `{"a":"\\"${NUMBER}\\""}`, `{"a":"\\"${MASK}\\""}`],
  ['a line comment', 'script', `// ${NUMBER}\nvar a=1`, `// ${MASK}\nvar a=1`],
  ['a block comment', 'script', `/* ${NUMBER}*/var a`, `/* ${MASK}*/var a`],
  ['a block comment that must not end', 'script', `/* ${NUMBER}/x */`, `/* 138*******#/x */`],
  [
    'behind a regular expression with a quote',
    'script',
    `x=/["']/.test(y);t=${NUMBER};`,
    `x=/["']/.test(y);t="${MASK}";`,
  ],
  ['behind a division', 'script', `x=a/b;t='${NUMBER}'`, `x=a/b;t='${MASK}'`],
  ['a template', 'script', `\`${NUMBER}\``, `\`${MASK}\``],
  ['a quote in HTML text is no string', 'html', `<p>it's ${NUMBER}</p>`, `<p>it's ${MASK}</p>`],
  [
    'a script in a page',
    'html',
    `<p>'</p><script>a=${NUMBER}</script>${NUMBER}`,
    `<p>'</p><script>a="${MASK}"</script>${MASK}`,
  ],
  [
    'JSON in a page',
    'html',
    `<script type="application/json">{"a":${NUMBER}}</script>`,
    `<script type="application/json">{"a":"${MASK}"}</script>`,
  ],
  [
    'a script inside a comment is no script',
    'html',
    `<!-- <script>a=${NUMBER} -->`,
    `<!-- <script>a=${MASK} -->`,
  ],
  [
    'a tag with > in a value',
    'html',
    `<script data-x="a>b">a=${NUMBER}</script>`,
    `<script data-x="a>b">a="${MASK}"</script>`,
  ],
  [
    'JSON in an attribute',
    'html',
    `<p data-u='{"tel":${NUMBER},"x":1}'>`,
    `<p data-u='{"tel":&quot;${MASK}&quot;,"x":1}'>`,
  ],
  [
    'escaped JSON in an attribute',
    'html',
    `<p data-u="{&quot;tel&quot;:${NUMBER}}">`,
    `<p data-u="{&quot;tel&quot;:&quot;${MASK}&quot;}">`,
  ],
  [
    'an attribute',
    'html',
    `<a href="tel:${NUMBER}" title='${NUMBER}' data-n=${NUMBER}>`,
    `<a href="tel:${MASK}" title='${MASK}' data-n=${MASK}>`,
  ],
  ['a style', 'html', `<style>/* ${NUMBER}*/</style>`, `<style>/* ${MASK}*/</style>`],
  ['a script that never ends', 'html', `<script>a=${NUMBER}`, `<script>a="${MASK}"`],
  ['a tag that never ends', 'html', `<p title="${NUMBER}`, `<p title="${MASK}`],
  ['plain text', 'none', `a=${NUMBER};`, `a=${MASK};`],
])('%s', (_name, kind, text, expected) => {
  expect(masked(text, kind)).toBe(expected);
});

test('what is JSON stays JSON', () => {
  const text = `{"a":[${NUMBER}, ${NUMBER} ],"b":{"c":${NUMBER}},"d":"\\\\","e":"${NUMBER}","f":1}`;
  expect(JSON.parse(masked(text, 'script'))).toEqual({
    a: [MASK, MASK],
    b: { c: MASK },
    d: '\\',
    e: MASK,
    f: 1,
  });
});

test('a number that is removed leaves an empty string', () => {
  const text = `{"a":${NUMBER}}`;
  const edits = safeScriptEdits(text, [{ start: 5, end: 16, replacement: '' }], 'script');
  expect(editText(text, edits)).toBe('{"a":""}');
});

describe('hostile input is linear', () => {
  test.each<[string, string, ScriptKind]>([
    ['open tags', `${'<a "'.repeat(200_000)}`, 'html'],
    ['open quotes', `${'<a b="'.repeat(200_000)}`, 'html'],
    ['open scripts', `${'<script>'.repeat(200_000)}`, 'html'],
    ['brackets', `${'<'.repeat(1_000_000)}`, 'html'],
    ['slashes', `${'/='.repeat(500_000)}`, 'script'],
  ])('%s', (_name, text, kind) => {
    const edits = Array.from({ length: 1000 }, (_, i) => ({
      start: i * 100 + 1,
      end: i * 100 + 2,
      replacement: '*',
    }));
    const started = performance.now();
    safeScriptEdits(text, edits, kind);
    expect(performance.now() - started).toBeLessThan(1500);
  });
});

test('states', () => {
  const text = `a='x';/*c*/b/2;// d\n/[/'"]/;`;
  const lexer = new ScriptLexer(text, 0);
  const states = Array.from({ length: text.length }, (_, i) => lexer.stateAt(i)[0]).join('');
  expect(states).toBe('cccssccbbbccccccllllcrrrrrrc');
});
