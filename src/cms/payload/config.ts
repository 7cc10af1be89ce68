/** The parts of Payload's configuration and hooks that the plugin reads, by shape: Payload is no dependency. */

export interface PayloadField {
  readonly name?: string;
  readonly type?: string;
  readonly label?: unknown;
  readonly fields?: readonly PayloadField[];
  readonly tabs?: readonly PayloadField[];
}

export interface PayloadEntity {
  readonly slug: string;
  readonly auth?: unknown;
  readonly upload?: unknown;
  readonly fields: readonly PayloadField[];
  readonly hooks?: Readonly<Record<string, unknown>>;
}

export interface PayloadConfig {
  readonly collections?: readonly PayloadEntity[];
  readonly globals?: readonly PayloadEntity[];
}

export interface PayloadRequest {
  readonly user?: unknown;
  readonly transactionID?: unknown;
  readonly locale?: string | null;
  readonly i18n?: { readonly language?: string };
  readonly t?: unknown;
  readonly file?: { readonly name: string; readonly data: Uint8Array; readonly tempFilePath?: string };
  readonly payload: {
    readonly config: { readonly localization?: false | { readonly localeCodes?: readonly string[] } };
    findByID(args: object): Promise<Readonly<Record<string, unknown>>>;
    findGlobal(args: object): Promise<Readonly<Record<string, unknown>>>;
  };
}

export interface ChangeArgs {
  readonly data: Readonly<Record<string, unknown>>;
  readonly originalDoc?: Readonly<Record<string, unknown>>;
  readonly req: PayloadRequest;
}

export interface OperationArgs {
  readonly operation: string;
  readonly args: unknown;
  readonly req: PayloadRequest;
}

/** @returns Names that editors see, by path; rows, tabs and collapsibles without a name add nothing to it. */
export function labelsOf(
  fields: readonly PayloadField[],
  language: string,
  prefix = '',
  labels: Record<string, string> = {},
): Record<string, string> {
  for (const field of fields) {
    const path = field.name === undefined ? prefix : `${prefix}${field.name}.`;
    const label = textOf(field.label, language);
    if (field.name !== undefined && label !== undefined) labels[path.slice(0, -1)] = label;
    // Rows of lists have numbers in their paths: they are named by their field.
    if (field.type !== 'array' && field.type !== 'blocks')
      labelsOf(field.fields ?? field.tabs ?? [], language, path, labels);
  }
  return labels;
}

function textOf(label: unknown, language: string): string | undefined {
  if (typeof label === 'string') return label;
  if (typeof label !== 'object' || label === null) return undefined;
  const texts = label as Record<string, unknown>;
  const text = texts[language] ?? texts.zh ?? texts.en ?? Object.values(texts)[0];
  return typeof text === 'string' ? text : undefined;
}

/**
 * Texts of the other languages: a document is published in all of them, and the request holds one.
 *
 * @param all The document with `locale: 'all'`: localized values are objects with one key a language.
 * @returns Path with the language as its last part → value.
 */
export function otherLocales(
  all: unknown,
  codes: readonly string[],
  current: string | null | undefined,
  path = '',
  found: Record<string, unknown> = {},
): Record<string, unknown> {
  if (typeof all !== 'object' || all === null) return found;
  const entries = Object.entries(all);
  const localized =
    !Array.isArray(all) && entries.length > 0 && entries.every(([key]) => codes.includes(key));
  for (const [key, value] of entries) {
    const inward = path === '' ? key : `${path}.${key}`;
    if (!localized) otherLocales(value, codes, current, inward, found);
    else if (key !== current) found[inward] = value;
  }
  return found;
}
