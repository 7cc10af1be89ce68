/** What the adapters share: their options, and one call of the gate with the result told to the caller. */
import {
  type Artifact,
  createScanner,
  type FieldFormat,
  type GateOptions,
  type GateResult,
  type LinkReader,
  type Override,
  type ScannerOptions,
} from '../index.js';

/** `Change`: what the CMS gives about a document that is saved. `About`: what a result is about. */
export interface CmsOptions<Change, About> {
  /** Options of the scanner. */
  readonly scanner?: ScannerOptions;
  readonly gate?: GateOptions;
  /** Collections, globals and types that are not published: form submissions, orders. */
  readonly exclude?: readonly string[];
  /** Fields that no visitor sees. */
  readonly ignore?: readonly string[];
  /** Reads attachments that texts link to. */
  readonly linked?: LinkReader;
  /** The override of this request, if it carries one; from a field, a header, the context. */
  readonly override?: (change: Change) => Override | undefined;
  /** Told of every result, for a log or a list of what is to be reviewed. */
  readonly onResult?: (result: GateResult, about: About) => void;
}

export interface CmsDocument {
  readonly fields: Readonly<Record<string, unknown>>;
  readonly formats?: Readonly<Record<string, FieldFormat>>;
  readonly labels?: Readonly<Record<string, string>>;
}

export interface CmsGate<Change, About> {
  document(document: CmsDocument, change: Change, about: About, locale?: 'zh-CN' | 'en'): Promise<GateResult>;
  files(files: readonly Artifact[], about: About, locale?: 'zh-CN' | 'en'): Promise<GateResult>;
}

/** One scanner a language, the first at once. `options.scanner.locale` wins over the language of a request. */
export function cmsGate<Change, About>(options: CmsOptions<Change, About>): CmsGate<Change, About> {
  const scanners = new Map<string, ReturnType<typeof createScanner>>();
  const scannerFor = (wanted: 'zh-CN' | 'en' = 'zh-CN'): ReturnType<typeof createScanner> => {
    const locale = options.scanner?.locale ?? wanted;
    const scanner = scanners.get(locale) ?? createScanner({ ...options.scanner, locale });
    scanners.set(locale, scanner);
    return scanner;
  };
  // A wrong policy stops the start, not the first publication.
  scannerFor();
  const told = (result: GateResult, about: About): GateResult => {
    options.onResult?.(result, about);
    return result;
  };
  return {
    async document(document, change, about, locale) {
      const override = options.override?.(change);
      const input = {
        ...document,
        ...(options.linked === undefined ? {} : { linked: options.linked }),
        ...(override === undefined ? {} : { override }),
      };
      return told(await scannerFor(locale).scanFields(input, options.gate), about);
    },
    async files(files, about, locale) {
      return told(await scannerFor(locale).scanFields({ fields: {}, files }, options.gate), about);
    },
  };
}
