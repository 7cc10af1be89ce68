/** What both rules share: options to a scanner, a source to spans with words for people. */
import { createScanner, type ScannerOptions } from '../index.js';
import { messagesFor, word } from '../report/index.js';
import { type FoundSpan, spansOf } from '../serve/spans.js';

/** Options of a rule: those of the scanner, as JSON can hold them. */
export type LintOptions = Omit<ScannerOptions, 'detectors' | 'reveal' | 'key'> & {
  /** Dispositions that are reported; `leak`, `weak-mask` and `review` by default. */
  readonly dispositions?: readonly ('leak' | 'weak-mask' | 'review')[];
};

export interface Found {
  readonly spans: readonly FoundSpan[];
  /** Codes of what was not read. */
  readonly unread: readonly string[];
}

/** Scanners are made once for options that are the same object: linters call a rule for each file. */
export class LintScanner {
  readonly #scan: (text: string, file: string | undefined) => Found;

  /** @throws TypeError on unknown options or values. */
  constructor({ dispositions = ['leak', 'weak-mask', 'review'], ...options }: LintOptions = {}) {
    const scanner = createScanner(options);
    const wanted = new Set<string>(dispositions);
    this.#scan = (text, file) => {
      const result = scanner.scanText(text, {
        format: isMarkup(text, file) ? 'html' : 'text',
        name: file ?? '',
      });
      return {
        spans: spansOf(result).filter(({ finding }) => wanted.has(finding.disposition)),
        unread: result.coverage.unread.map(({ code }) => code),
      };
    };
  }

  /** @param file Path or name; its extension tells pages from texts. */
  scan(text: string, file?: string): Found {
    return this.#scan(text, file);
  }
}

const scanners = new Map<string, LintScanner>();

export function lintScanner(options: LintOptions): LintScanner {
  const key = JSON.stringify(options);
  let scanner = scanners.get(key);
  if (scanner === undefined) {
    scanner = new LintScanner(options);
    if (scanners.size >= 16) scanners.clear();
    scanners.set(key, scanner);
  }
  return scanner;
}

/** Pages and templates; tags in Markdown stand between words, not in numbers. */
function isMarkup(text: string, file: string | undefined): boolean {
  return (
    /\.(?:x?html?|xht|shtml?|jsp|aspx?|php|vue|svelte|ftl|xml|svg)$/i.test(file ?? '') ||
    /^\s*(?:<!doctype html|<html\b)/i.test(text.slice(0, 1024))
  );
}

/** `mobile number 138****8000`; no raw value. */
export function describe({ finding }: FoundSpan, locale: 'zh-CN' | 'en'): string {
  return `${word(messagesFor(locale).entities, finding.entity)} ${finding.masked}`;
}
