/**
 * `leaklint/lint/textlint`: a rule for textlint 15 (`"leaklint/lint/textlint": true`); `--fix` lays the suggested masks
 * over the values.
 *
 * The whole source is scanned at once, not node by node: a label and its value may stand in different ones, and inline
 * markup may part a number. The types are textlint's, written out so that nothing has to be installed for them.
 */

import { messagesFor, word } from '../../report/index.js';
import { type FoundSpan, suggested } from '../../serve/spans.js';
import { describe, type LintOptions, lintScanner } from '../found.js';

interface TextNode {
  readonly range: readonly [number, number];
}

interface RuleContext {
  readonly Syntax: { readonly Document: string };
  readonly RuleError: new (message: string, details?: object) => object;
  readonly locator: { range(range: readonly [number, number]): unknown };
  readonly fixer: { replaceTextRange(range: readonly [number, number], text: string): unknown };
  getSource(): string;
  getFilePath(): string | undefined;
  report(node: TextNode, error: object): void;
}

type Reporter = (
  context: RuleContext,
  options?: LintOptions,
) => Readonly<Record<string, (node: TextNode) => void>>;

export interface TextlintRule {
  readonly linter: Reporter;
  readonly fixer: Reporter;
}

function sayOf(span: FoundSpan, locale: 'zh-CN' | 'en'): string {
  const { dispositions, phrases } = messagesFor(locale);
  return `${describe(span, locale)}${phrases.colon}${word(dispositions, span.finding.disposition)}`;
}

const reporter: Reporter = (context, options = {}) => {
  const { RuleError, fixer, locator } = context;
  const scanner = lintScanner(options);
  const locale = options.locale ?? 'zh-CN';
  return {
    [context.Syntax.Document](node) {
      const text = context.getSource();
      const { spans, unread } = scanner.scan(text, context.getFilePath());
      // Ranges count from the node's start.
      const [base] = node.range;
      const range = (start: number, end: number): readonly [number, number] => [
        Math.max(0, start - base),
        Math.max(0, end - base),
      ];
      for (const span of spans) {
        const at = range(span.start, span.end);
        const replacement = span.start < base ? undefined : suggested(text, span);
        const fix = replacement === undefined ? {} : { fix: fixer.replaceTextRange(at, replacement) };
        context.report(node, new RuleError(sayOf(span, locale), { padding: locator.range(at), ...fix }));
      }
      for (const code of unread) {
        context.report(
          node,
          new RuleError(`not read to its end: ${code}`, { padding: locator.range([0, 0]) }),
        );
      }
    },
  };
};

const rule: TextlintRule = { linter: reporter, fixer: reporter };
export default rule;
