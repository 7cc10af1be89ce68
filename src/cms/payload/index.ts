/**
 * Payload 3: publishing and uploads go through the gate.
 *
 * `plugins: [leaklintPlugin()]`. Drafts save; publishing is refused with one message at each field. Collections and
 * globals without drafts are public as soon as they are saved. Uploads are scanned before they reach the disk.
 * Calls of the database layer (`payload.db`) run no hooks, in Payload as in every CMS.
 */
import type { GateResult } from '../../index.js';
import { type CmsOptions, cmsGate } from '../hook.js';
import type { ChangeArgs, OperationArgs, PayloadConfig, PayloadEntity, PayloadRequest } from './config.js';
import { type EntityKind, publishedDocument } from './published.js';

/** What a result is about. */
export interface PayloadAbout {
  readonly slug: string;
  readonly req: PayloadRequest;
}

/**
 * `exclude` holds slugs; collections with `auth` never are guarded. `ignore` holds top-level fields. Messages are
 * Chinese where the admin panel is, unless `scanner.locale` says otherwise.
 */
export type LeaklintPluginOptions = CmsOptions<ChangeArgs, PayloadAbout>;

/** Adds the hooks to every collection and global that is published. */
export function leaklintPlugin(options: LeaklintPluginOptions = {}): <C extends object>(config: C) => C {
  const gate = cmsGate(options);

  const guard = (entity: PayloadEntity, kind: EntityKind): PayloadEntity => {
    const { slug } = entity;
    if (options.exclude?.includes(slug) === true || entity.auth) return entity;

    const beforeChange = async (args: ChangeArgs): Promise<ChangeArgs['data']> => {
      const { data, req } = args;
      if (data._status === 'draft') return data;
      const document = await publishedDocument(args, entity, kind, options.ignore ?? []);
      const result = await gate.document(document, args, { slug, req }, localeOf(req));
      if (result.publish) return data;
      const errors = result.fields
        .filter(({ refused }) => refused)
        .map(({ path, message }) => ({ path: document.fieldOf(path), message }));
      const { ValidationError } = await import('payload');
      if (errors.length === 0) throw await refusal(result);
      throw new ValidationError({ [kind]: slug, errors, req }, req.t);
    };

    const beforeOperation = async ({ args, req }: OperationArgs): Promise<unknown> => {
      const { file } = req;
      if (file === undefined) return args;
      const bytes = file.tempFilePath ? await readFile(file.tempFilePath) : file.data;
      const result = await gate.files([{ name: file.name, bytes }], { slug, req }, localeOf(req));
      if (!result.publish) throw await refusal(result);
      return args;
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

function localeOf(req: PayloadRequest): 'zh-CN' | 'en' {
  return (req.i18n?.language ?? 'zh').startsWith('zh') ? 'zh-CN' : 'en';
}

async function refusal(result: GateResult): Promise<Error> {
  const { APIError } = await import('payload');
  return new APIError(result.message, 422, null, true);
}

async function readFile(path: string): Promise<Uint8Array> {
  const { readFile } = await import('node:fs/promises');
  return readFile(path);
}
