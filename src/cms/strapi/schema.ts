/** The parts of Strapi 5 that the adapter reads, by shape, and which attributes of a document hold published text. */
import type { FieldFormat } from '../../index.js';

export interface Attribute {
  readonly type: string;
  readonly private?: boolean;
  readonly repeatable?: boolean;
  readonly component?: string;
  readonly components?: readonly string[];
}

export interface Schema {
  readonly uid: string;
  readonly kind?: string;
  readonly options?: { readonly draftAndPublish?: boolean };
  readonly attributes: Readonly<Record<string, Attribute>>;
}

export type Data = Readonly<Record<string, unknown>>;

interface Documents {
  findOne(params: object): Promise<Data | null>;
}

export interface DocumentContext {
  readonly uid: string;
  readonly action: string;
  readonly contentType: Schema;
  readonly params: {
    readonly documentId?: string;
    readonly locale?: string | readonly string[] | null;
    readonly status?: string;
    readonly data?: Data;
  };
}

export interface UploadedFile {
  readonly filepath: string;
  readonly originalFilename?: string | null;
}

export interface UploadService {
  upload(input: { readonly data?: unknown; readonly files: unknown }, options?: unknown): Promise<unknown>;
  replace(
    id: unknown,
    input: { readonly data?: unknown; readonly file: unknown },
    options?: unknown,
  ): Promise<unknown>;
}

interface Service extends UploadService {
  getDefaultLocale?(): Promise<string>;
}

export interface Strapi {
  readonly documents: ((uid: string) => Documents) & {
    use(middleware: (context: DocumentContext, next: () => Promise<unknown>) => Promise<unknown>): unknown;
  };
  readonly db: { query(uid: string): { findMany(params: object): Promise<readonly Data[]> } };
  readonly dirs: { readonly app: { readonly root: string } };
  getModel(uid: string): Schema | undefined;
  plugin(name: string): { service(name: string): Service } | undefined;
}

const TEXT: ReadonlySet<string> = new Set([
  'string',
  'text',
  'richtext',
  'blocks',
  'json',
  'customField',
  'email',
  'uid',
  'biginteger',
  'integer',
  'decimal',
  'float',
]);

/** Components inside components; Strapi nests them freely, people do not. */
const MAX_DEPTH = 8;

/** What `findOne` has to load: components and dynamic zones, at every depth. */
export function populateOf(strapi: Strapi, schema: Schema, depth = 0): Record<string, unknown> {
  const populate: Record<string, unknown> = {};
  if (depth >= MAX_DEPTH) return populate;
  const inner = (uid: string): object => {
    const component = strapi.getModel(uid);
    const fields = component === undefined ? {} : populateOf(strapi, component, depth + 1);
    return Object.keys(fields).length === 0 ? {} : { populate: fields };
  };
  for (const [name, { type, component, components = [] }] of Object.entries(schema.attributes)) {
    if (type === 'component' && component !== undefined) {
      const query = inner(component);
      populate[name] = Object.keys(query).length === 0 ? true : query;
    } else if (type === 'dynamiczone') {
      populate[name] = { on: Object.fromEntries(components.map((uid) => [uid, inner(uid)])) };
    }
  }
  return populate;
}

/**
 * The texts of a document that the API gives out. Relations and media are documents of their own; private attributes
 * and passwords are not given out.
 *
 * @param formats Filled with the paths of Markdown: rich text of Strapi 4 kind.
 */
export function textsOf(
  strapi: Strapi,
  schema: Schema,
  data: Data,
  ignore: readonly string[],
  formats: Record<string, FieldFormat>,
  prefix = '',
  depth = 0,
): Record<string, unknown> {
  const texts: Record<string, unknown> = {};
  for (const [name, attribute] of Object.entries(schema.attributes)) {
    const value = data[name];
    const path = prefix + name;
    if (value === undefined || value === null || attribute.private === true || ignore.includes(path))
      continue;
    const read = (item: unknown, uid: string | undefined, at: string): unknown => {
      const component = uid === undefined ? undefined : strapi.getModel(uid);
      if (typeof item !== 'object' || item === null) return undefined;
      if (component === undefined || depth >= MAX_DEPTH) return item;
      return textsOf(strapi, component, item as Data, ignore, formats, `${at}.`, depth + 1);
    };
    if (attribute.type === 'component' || attribute.type === 'dynamiczone') {
      const uidOf = (item: unknown): string | undefined =>
        attribute.component ?? ((item as Data | null)?.__component as string | undefined);
      texts[name] = Array.isArray(value)
        ? value.map((item, i) => read(item, uidOf(item), `${path}.${i}`))
        : read(value, uidOf(value), path);
    } else if (TEXT.has(attribute.type)) {
      texts[name] = value;
      if (attribute.type === 'richtext') formats[path] = 'markdown';
    }
  }
  return texts;
}
