/**
 * Payload 3: publishing and uploads go through the gate.
 *
 * `plugins: [leaklintPlugin()]`. Drafts save; publishing is refused with one message at each field. Collections and
 * globals without drafts are public as soon as they are saved. Uploads are scanned before they reach the disk.
 * Calls of the database layer (`payload.db`) run no hooks, in Payload as in every CMS.
 */
import {
  createScanner,
  type GateOptions,
  type GateResult,
  type LinkReader,
  mergeStored,
  type Override,
  type ScannerOptions,
} from '../../index.js';
import {
  type ChangeArgs,
  labelsOf,
  type OperationArgs,
  otherLocales,
  type PayloadConfig,
  type PayloadEntity,
  type PayloadRequest,
} from './config.js';

export interface LeaklintPluginOptions {
  /** Options of the scanner. Messages are Chinese where the admin panel is, unless `locale` says otherwise. */
  readonly scanner?: ScannerOptions;
  readonly gate?: GateOptions;
  /** Slugs of collections and globals that are not published: form submissions, orders. Users never are. */
  readonly exclude?: readonly string[];
  /** Top-level fields that no visitor sees. */
  readonly ignore?: readonly string[];
  /** Reads attachments that texts link to. */
  readonly linked?: LinkReader;
  /** The override of this request, if it carries one; from a field, a header, the context. */
  readonly override?: (args: ChangeArgs) => Override | undefined;
  /** Told of every result, for a log or a list of what is to be reviewed. */
  readonly onResult?: (
    result: GateResult,
    args: { readonly slug: string; readonly req: PayloadRequest },
  ) => void;
}

/** Fields that Payload keeps itself. */
const SYSTEM: readonly string[] = [
  'id',
  'createdAt',
  'updatedAt',
  'deletedAt',
  '_status',
  '_order',
  'globalType',
];
const UPLOAD: readonly string[] = ['filename', 'url', 'thumbnailURL', 'mimeType', 'filesize', 'sizes'];

/** Adds the hooks to every collection and global that is published. */
export function leaklintPlugin(options: LeaklintPluginOptions = {}): <C extends object>(config: C) => C {
  const scanners = new Map<string, ReturnType<typeof createScanner>>();
  const scannerFor = (req: PayloadRequest): ReturnType<typeof createScanner> => {
    const locale = options.scanner?.locale ?? (/^(?!zh)/.test(req.i18n?.language ?? 'zh') ? 'en' : 'zh-CN');
    const scanner = scanners.get(locale) ?? createScanner({ ...options.scanner, locale });
    scanners.set(locale, scanner);
    return scanner;
  };

  const guard = (entity: PayloadEntity, kind: 'collection' | 'global'): PayloadEntity => {
    const { slug } = entity;
    if (options.exclude?.includes(slug) === true || entity.auth) return entity;
    const hidden = [...SYSTEM, ...(entity.upload ? UPLOAD : []), ...(options.ignore ?? [])];

    const beforeChange = async (args: ChangeArgs): Promise<ChangeArgs['data']> => {
      const { data, originalDoc, req } = args;
      if (data._status === 'draft') return data;
      const fields = without(mergeStored(originalDoc ?? {}, data), hidden);
      const labels = labelsOf(entity.fields, req.i18n?.language ?? 'zh');
      const others: Record<string, unknown> = {};
      const { localization } = req.payload.config;
      if (localization && (kind === 'global' || originalDoc?.id !== undefined)) {
        // Not the request itself: the query would change its locale. The transaction is the same.
        const own = { transactionID: req.transactionID };
        const query = { depth: 0, draft: true, locale: 'all', overrideAccess: true, req: own };
        const all =
          kind === 'global'
            ? await req.payload.findGlobal({ ...query, slug })
            : await req.payload.findByID({ ...query, collection: slug, id: originalDoc?.id });
        Object.assign(others, otherLocales(without(all, hidden), localization.localeCodes ?? [], req.locale));
      }
      for (const path of Object.keys(others)) {
        const [field, code] = splitLast(path);
        labels[path] = `${labels[field] ?? field} (${code})`;
      }
      const override = options.override?.(args);
      const result = await scannerFor(req).scanFields(
        {
          fields: { ...fields, ...others },
          labels,
          ...(options.linked === undefined ? {} : { linked: options.linked }),
          ...(override === undefined ? {} : { override }),
        },
        options.gate,
      );
      options.onResult?.(result, { slug, req });
      if (result.publish) return data;
      const errors = result.fields
        .filter(({ refused }) => refused)
        .map(({ path, message }) => ({ path: fieldOf(path, others), message }));
      const { APIError, ValidationError } = await import('payload');
      if (errors.length === 0) throw new APIError(result.message, 422, null, true);
      throw new ValidationError({ [kind]: slug, errors, req }, req.t);
    };

    const beforeOperation = async ({ args, req }: OperationArgs): Promise<unknown> => {
      const { file } = req;
      if (file === undefined) return args;
      const bytes = file.tempFilePath ? await readFile(file.tempFilePath) : file.data;
      const result = await scannerFor(req).scanFields(
        { fields: {}, files: [{ name: file.name, bytes }] },
        options.gate,
      );
      options.onResult?.(result, { slug, req });
      if (result.publish) return args;
      const { APIError } = await import('payload');
      throw new APIError(result.message, 422, null, true);
    };

    const hooks = entity.hooks ?? {};
    const added = (name: string, hook: unknown): unknown[] => [...((hooks[name] as unknown[]) ?? []), hook];
    return {
      ...entity,
      hooks: {
        ...hooks,
        // Last, so that it sees what other hooks made of the document.
        beforeChange: added('beforeChange', beforeChange),
        ...(entity.upload ? { beforeOperation: added('beforeOperation', beforeOperation) } : {}),
      },
    };
  };

  return (config) => {
    const { collections = [], globals = [] } = config as PayloadConfig;
    return {
      ...config,
      collections: collections.map((entity) => guard(entity, 'collection')),
      globals: globals.map((entity) => guard(entity, 'global')),
    };
  };
}

async function readFile(path: string): Promise<Uint8Array> {
  const { readFile } = await import('node:fs/promises');
  return readFile(path);
}

function without(data: Readonly<Record<string, unknown>>, names: readonly string[]): Record<string, unknown> {
  return Object.fromEntries(Object.entries(data).filter(([name]) => !names.includes(name)));
}

function splitLast(path: string): [string, string] {
  const dot = path.lastIndexOf('.');
  return [path.slice(0, dot), path.slice(dot + 1)];
}

/** The form knows no languages in its paths: `layout.en.0.text` is marked at `layout.0.text`. */
function fieldOf(path: string, others: Readonly<Record<string, unknown>>): string {
  const localized = Object.keys(others).find((other) => path === other || path.startsWith(`${other}.`));
  return localized === undefined ? path : splitLast(localized)[0] + path.slice(localized.length);
}
