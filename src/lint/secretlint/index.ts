/**
 * `leaklint/lint/secretlint`: a rule for secretlint 11 (`{ "id": "leaklint/lint/secretlint" }`).
 *
 * The types are secretlint's (SecretLintRuleCreator), written out so that nothing has to be installed for them.
 */
import { describe, type LintOptions, lintScanner } from '../found.js';

type Say = () => string;

interface Translated {
  readonly message: string;
  readonly messageId: string;
  readonly data: unknown;
}

interface RuleContext {
  // biome-ignore lint/suspicious/noExplicitAny: secretlint's own signature is generic in the messages.
  createTranslator(messages: any): (id: any) => Translated;
  report(descriptor: { readonly message: Translated; readonly range: readonly [number, number] }): void;
}

interface SourceCode {
  readonly content: string;
  readonly filePath?: string | undefined;
}

export interface SecretlintRule {
  readonly messages: Readonly<Record<string, { readonly en: Say; readonly 'zh-CN': Say }>>;
  readonly meta: {
    readonly id: string;
    readonly type: 'scanner';
    readonly recommended: boolean;
    readonly supportedContentTypes: 'text'[];
    readonly docs: { readonly url: string };
  };
  create(context: RuleContext, options?: LintOptions): { file(source: SourceCode): void };
}

const words = (en: string, zh: string): { en: Say; 'zh-CN': Say } => ({ en: () => en, 'zh-CN': () => zh });

/** What the rule says in general; a report adds the kind of value, masked. */
const messages = {
  leak: words('personal data', '个人信息'),
  'weak-mask': words('personal data whose mask can be undone', '遮盖不足的个人信息'),
  review: words('possible personal data', '疑似个人信息'),
  unread: words('the text was not read to its end', '内容没有读完'),
} as const;

export const creator: SecretlintRule = {
  messages,
  meta: {
    id: 'leaklint/lint/secretlint',
    type: 'scanner',
    recommended: false,
    supportedContentTypes: ['text'],
    docs: { url: 'https://www.npmjs.com/package/leaklint' },
  },
  create(context, options = {}) {
    const scanner = lintScanner(options);
    // Values that a message takes as properties are starred out by secretlint, as secrets; these are masked already.
    const say = (id: keyof typeof messages, en: string, zh: string): Translated => {
      const { [id]: general } = messages;
      const own = words(`${general.en()}: ${en}`, `${general['zh-CN']()}：${zh}`);
      return context.createTranslator({ [id]: own })(id);
    };
    return {
      file({ content, filePath }) {
        const { spans, unread } = scanner.scan(content, filePath);
        for (const span of spans) {
          const id = span.finding.disposition as keyof typeof messages;
          const message = say(id, describe(span, 'en'), describe(span, 'zh-CN'));
          context.report({ message, range: [span.start, span.end] });
        }
        for (const code of unread) context.report({ message: say('unread', code, code), range: [0, 0] });
      },
    };
  },
};
