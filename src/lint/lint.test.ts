import { expect, test } from 'vitest';
import type { LintOptions } from './found.js';
import { creator } from './secretlint/index.js';
import textlint from './textlint/index.js';

const ID = '110101190103070018';
const OPTIONS: LintOptions = { today: '2026-01-01', locale: 'en' };

interface Report {
  readonly message: { readonly message: string };
  readonly range: readonly [number, number];
}

function secretlint(content: string, filePath: string, options: LintOptions = OPTIONS): Report[] {
  const reports: Report[] = [];
  const context = {
    createTranslator: (messages: Record<string, { en: () => string }>) => (id: string) => ({
      message: messages[id]!.en(),
      messageId: id,
      data: undefined,
    }),
    report: (report: Report) => void reports.push(report),
  };
  creator.create(context, options).file({ content, filePath });
  return reports;
}

/** Messages, and the text with the fixes applied from its end. */
function lint(
  source: string,
  file: string,
  options: LintOptions = OPTIONS,
): { said: string[]; fixed: string } {
  const said: string[] = [];
  let fixed = source;
  const fixes: { range: readonly [number, number]; text: string }[] = [];
  class RuleError {
    readonly message: string;
    constructor(message: string, { fix }: { fix?: (typeof fixes)[number] } = {}) {
      this.message = message;
      if (fix !== undefined) fixes.push(fix);
    }
  }
  const visitors = textlint.linter(
    {
      Syntax: { Document: 'Document' },
      RuleError,
      locator: { range: (range) => range },
      fixer: { replaceTextRange: (range, text) => ({ range, text }) },
      getSource: () => source,
      getFilePath: () => file,
      report: (_node, error) => void said.push((error as RuleError).message),
    },
    options,
  );
  visitors.Document!({ range: [0, source.length] });
  for (const { range, text } of fixes.sort((a, b) => b.range[0] - a.range[0])) {
    fixed = fixed.slice(0, range[0]) + text + fixed.slice(range[1]);
  }
  return { said, fixed };
}

test('secretlint: ranges are UTF-16, messages hold no value', () => {
  const content = `𠮷先生，身份证号：${ID}。`;
  const [report, ...others] = secretlint(content, 'a.md');
  expect(others).toEqual([]);
  expect(content.slice(...report!.range)).toBe(ID);
  expect(report!.message.message).toBe('personal data: resident ID number 110101********0018');
  expect(JSON.stringify(report)).not.toContain(ID);
});

test('secretlint: clean texts, pages by their extension, options', () => {
  expect(secretlint('关于放假的通知', 'a.txt')).toEqual([]);
  const page = `<p>身份证号：<b>110101</b>190103070018</p>`;
  expect(page.slice(...secretlint(page, 'a.html')[0]!.range)).toBe('110101</b>190103070018');
  expect(secretlint(`身份证号：${ID}`, 'a.txt', { ...OPTIONS, entities: ['mobile'] })).toEqual([]);
  expect(secretlint(`身份证号：${ID}`, 'a.txt', { ...OPTIONS, dispositions: ['review'] })).toEqual([]);
  expect(() => secretlint('', 'a.txt', { entities: ['nobody'] })).toThrow(/unknown entity/);
});

test('textlint: the fix lays the mask over the value and nothing else', () => {
  const source = `# 公示\n\n- **身份证号**：${ID}\n- 手机：13800138000（张三）\n`;
  const { said, fixed } = lint(source, 'a.md');
  expect(said).toEqual([
    'resident ID number 110101********0018: leak',
    expect.stringMatching(/^mobile number 138\*{4}8000: /),
    'name of a person 张*: to review',
  ]);
  expect(fixed).toBe(source.replace('190103070018', '*'.repeat(12)).replace('00138000', '*'.repeat(8)));
  expect(lint(fixed, 'a.md').said).toEqual([]);
});

test('textlint: a number that tags part is masked around them', () => {
  const { fixed } = lint(`<p>身份证号：<b>110101</b>190103<i>070018</i></p>`, 'a.html');
  expect(fixed).toBe('<p>身份证号：<b>110101</b>******<i>******</i></p>');
});
