import fs from 'node:fs';
import path from 'node:path';
import ts from 'typescript';
import { expect, test } from 'vitest';
import { FILTER_HELP } from './filter-command.js';
import { helpText } from './help.js';
import { FILTER_ZH, SERVE_ZH, SHARDS_ZH } from './help-zh.js';
import { SERVE_HELP } from './serve-command.js';
import { SHARDS_HELP } from './shard-commands.js';
import { english, inWords, saidOf, say, spokenLocale } from './words.js';
import { ZH } from './words-zh.js';

/** Every sentence that a file of this folder says: say`…` and new UsageError('…'). */
function sentences(file: string): string[] {
  const found: string[] = [];
  const source = ts.createSourceFile(file, fs.readFileSync(file, 'utf8'), ts.ScriptTarget.ESNext, true);
  const visit = (node: ts.Node): void => {
    if (ts.isTaggedTemplateExpression(node) && node.tag.getText() === 'say') {
      const { template } = node;
      found.push(
        ts.isNoSubstitutionTemplateLiteral(template)
          ? template.text
          : template.head.text +
              template.templateSpans.map(({ literal }, index) => `{${index}}${literal.text}`).join(''),
      );
    }
    if (ts.isNewExpression(node) && node.expression.getText() === 'UsageError') {
      const [argument] = node.arguments ?? [];
      if (argument !== undefined && ts.isStringLiteralLike(argument)) found.push(argument.text);
      // A bare template would never be found in the catalogue.
      expect(argument !== undefined && ts.isTemplateExpression(argument), `${file}: ${node.getText()}`).toBe(
        false,
      );
    }
    ts.forEachChild(node, visit);
  };
  visit(source);
  return found;
}

const said = new Set(
  fs
    .readdirSync(import.meta.dirname)
    .filter((name) => name.endsWith('.ts') && !name.endsWith('.test.ts'))
    .flatMap((name) => sentences(path.join(import.meta.dirname, name)))
    // Values alone need no words.
    .filter((sentence) => /\p{L}/u.test(sentence.replace(/\{\d+\}/g, ''))),
);

test('every sentence of the command has its Chinese words, with the same values', () => {
  expect(said.size).toBeGreaterThan(60);
  expect([...said].filter((sentence) => !Object.hasOwn(ZH, sentence))).toEqual([]);
  for (const [template, words] of Object.entries(ZH)) {
    const marks = (text: string): string[] => [...new Set(text.match(/\{\d+\}/g) ?? [])].sort();
    expect(marks(words), template).toEqual(marks(template));
  }
});

test('a sentence in a sentence, and a text that is one, are translated with it', () => {
  const file = 'a{0}.json';
  const whole = say`${file}: ${say`could not be read (${'EACCES'})`}`;
  expect(english(whole)).toBe('a{0}.json: could not be read (EACCES)');
  expect(inWords(whole, 'zh-CN')).toBe('a{0}.json：读不出来（EACCES）');
  expect(inWords(say`${file}: "${'jobs'}" ${'must be a text'}`, 'zh-CN')).toBe(
    'a{0}.json："jobs" 应当是一段文字',
  );
});

let count = 0;
/** Messages of errors that a command passes on: what went wrong with a plan, a journal, a queue. */
const passedOn = ['shard-merge', 'checkpoint', 'shards', 's3', 'bullmq/connection'].flatMap((name) => {
  const file = path.join(import.meta.dirname, '../node', `${name}.ts`);
  const source = fs.readFileSync(file, 'utf8');
  return [...source.matchAll(/new (?:RangeError|MissingPackage)\(\s*(['`])([\s\S]*?)\1/g)].map((match) =>
    match[2]!.replaceAll(/\$\{id\}/g, 'ab'.repeat(16)).replaceAll(/\$\{[^}]*\}/g, () => String(++count)),
  );
});

test('what the library says about its files is said in Chinese too', () => {
  expect(passedOn.length).toBeGreaterThan(9);
  for (const message of passedOn) {
    expect(inWords(saidOf(message), 'zh-CN'), message).toMatch(/\p{Script=Han}/u);
    expect(english(saidOf(message))).toBe(message);
  }
  expect(
    inWords(saidOf('12 of 12 shards are not finished: run workers, or merge with --partial'), 'zh-CN'),
  ).toBe('12 片中还有 12 片没有完成：请运行 leaklint worker，或用 --partial 合并');
});

test.each([
  [[], {}, 'zh-CN'],
  [['--locale', 'en'], {}, 'en'],
  [['x', '--locale=en'], {}, 'en'],
  [['--locale'], { LEAKLINT_LOCALE: 'en' }, 'zh-CN'],
  [['x'], { LEAKLINT_LOCALE: 'en' }, 'en'],
  [['--locale=zh-CN'], { LEAKLINT_LOCALE: 'en' }, 'zh-CN'],
])('the language of %j under %j is %s', (args, env, locale) => {
  expect(spokenLocale(args, env as Record<string, string>)).toBe(locale);
});

const options = (text: string): string[] => [...new Set(text.match(/--[a-z][a-z-]+/g))].sort();

test.each([
  ['leaklint', helpText(['--locale', 'en'], {}), helpText([], {})],
  ['serve', SERVE_HELP, SERVE_ZH],
  ['filter', FILTER_HELP, FILTER_ZH],
  ['plan, worker, merge', SHARDS_HELP, SHARDS_ZH],
])('help of %s names the same options in both languages', (_name, en, zh) => {
  expect(options(zh)).toEqual(options(en));
  expect(zh).toMatch(/\p{Script=Han}/u);
});
