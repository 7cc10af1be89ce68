/**
 * Strapi 5: publishing and uploads go through the gate.
 *
 * In `src/index.js`: `const gate = leaklint(); module.exports = { register: gate.register, bootstrap: gate.bootstrap }`.
 * Drafts save; publishing, alone, in bulk, by a release or together with saving, is refused with one message at each
 * field. Types without drafts are public as soon as they are saved. Uploads are scanned before a provider gets them.
 * Calls of the database layer (`strapi.db.query`) run no document middleware.
 */
import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import path from 'node:path';
import {
  type Artifact,
  createScanner,
  type FieldFormat,
  type GateOptions,
  type GateResult,
  type LinkReader,
  mergeStored,
  type Override,
  type ScannerOptions,
} from '../../index.js';
import {
  type Data,
  type DocumentContext,
  populateOf,
  type Strapi,
  textsOf,
  type UploadedFile,
  type UploadService,
} from './schema.js';

/** `errors.ValidationError` of `@strapi/utils`. */
export type ValidationErrorClass = new (message: string, details?: unknown) => Error;

export interface LeaklintStrapiOptions {
  readonly scanner?: ScannerOptions;
  readonly gate?: GateOptions;
  /** Content types that are not published: `api::order.order`. Those of plugins and of the admin panel never are. */
  readonly exclude?: readonly string[];
  /** Paths of attributes that no visitor sees; private ones are left out anyway. */
  readonly ignore?: readonly string[];
  /** Reads attachments that texts link to. */
  readonly linked?: LinkReader;
  /** The override of this request, if it carries one. */
  readonly override?: (context: DocumentContext) => Override | undefined;
  /** Told of every result; `uid` is `plugin::upload.file` for uploads. */
  readonly onResult?: (result: GateResult, about: { readonly uid: string }) => void;
  /** Where it can't be found from the application's folder. */
  readonly ValidationError?: ValidationErrorClass;
}

export interface LeaklintStrapi {
  register(args: { readonly strapi: object }): void;
  bootstrap(args: { readonly strapi: object }): void;
}

/** Makes the two functions that a Strapi application or plugin calls. */
export function leaklint(options: LeaklintStrapiOptions = {}): LeaklintStrapi {
  const scanner = createScanner(options.scanner);

  const refusal = (strapi: Strapi, result: GateResult): Error => {
    const errors = [
      ...result.fields
        .filter(({ refused }) => refused)
        .map(({ path, message }) => ({ path: path.split('.'), message })),
      ...result.files.filter(({ refused }) => refused).map(({ message }) => ({ path: ['files'], message })),
    ];
    const ErrorClass = options.ValidationError ?? validationErrorOf(strapi);
    const details = { errors: errors.map((error) => ({ ...error, name: 'ValidationError' })) };
    // The admin panel shows the first message; the others stand at their fields.
    return new ErrorClass(errors.map(({ message }) => message).join('\n') || result.message, details);
  };

  const judge = async (strapi: Strapi, context: DocumentContext, data: Data): Promise<void> => {
    const formats: Record<string, FieldFormat> = {};
    const fields = textsOf(strapi, context.contentType, data, options.ignore ?? [], formats);
    const override = options.override?.(context);
    const input = {
      fields,
      formats,
      ...(options.linked === undefined ? {} : { linked: options.linked }),
      ...(override === undefined ? {} : { override }),
    };
    const result = await scanner.scanFields(input, options.gate);
    options.onResult?.(result, { uid: context.uid });
    if (!result.publish) throw refusal(strapi, result);
  };

  const guardUpload = async (strapi: Strapi, files: readonly unknown[]): Promise<void> => {
    const artifacts = await Promise.all(
      (files as UploadedFile[]).map(
        async ({ filepath, originalFilename }): Promise<Artifact> => ({
          name: originalFilename ?? path.basename(filepath),
          bytes: await readFile(filepath),
        }),
      ),
    );
    const result = await scanner.scanFields({ fields: {}, files: artifacts }, options.gate);
    options.onResult?.(result, { uid: 'plugin::upload.file' });
    if (!result.publish) throw refusal(strapi, result);
  };

  return {
    register(args) {
      const strapi = args.strapi as Strapi;
      strapi.documents.use(async (context, next) => {
        if (context.uid.startsWith('api::') && options.exclude?.includes(context.uid) !== true) {
          for (const document of await publishedBy(strapi, context)) await judge(strapi, context, document);
        }
        return next();
      });
    },
    bootstrap(args) {
      const strapi = args.strapi as Strapi;
      const service = strapi.plugin('upload')?.service('upload') as UploadService | undefined;
      if (service === undefined) return;
      const { upload, replace } = service;
      service.upload = async (input, ...rest) => {
        await guardUpload(strapi, [input.files].flat());
        return upload.call(service, input, ...rest);
      };
      service.replace = async (id, input, ...rest) => {
        await guardUpload(strapi, [input.file].flat());
        return replace.call(service, id, input, ...rest);
      };
    },
  };
}

/** The documents that an action makes public, one a language; none for drafts. */
async function publishedBy(
  strapi: Strapi,
  { uid, action, contentType, params }: DocumentContext,
): Promise<Data[]> {
  const drafts = contentType.options?.draftAndPublish === true;
  const saves = action === 'create' || action === 'update' || action === 'clone';
  if (action !== 'publish' && !(saves && (!drafts || params.status === 'published'))) return [];
  const { documentId, data = {} } = params;
  if (documentId === undefined) return [data];
  const rows = await strapi.db.query(uid).findMany({
    where: { documentId, ...(drafts ? { publishedAt: null } : {}) },
    populate: populateOf(strapi, contentType),
  });
  const locale = params.locale ?? (await defaultLocale(strapi, rows));
  const wanted = rows.filter((row) => {
    if (locale === undefined || locale === '*' || row.locale === undefined || row.locale === null)
      return true;
    return Array.isArray(locale) ? locale.includes(row.locale) : row.locale === locale;
  });
  // A language that is saved for the first time has no row.
  const stored = wanted.length === 0 ? [{}] : wanted;
  return stored.map((row) => mergeStored(row, data));
}

/** The language of an action that names none; undefined, for all of them, where it is not to be had. */
async function defaultLocale(strapi: Strapi, rows: readonly Data[]): Promise<string | undefined> {
  if (rows.length < 2) return undefined;
  return strapi.plugin('i18n')?.service('locales').getDefaultLocale?.();
}

/** Strapi tells its errors by their class, so it has to be the class that Strapi itself loaded. */
function validationErrorOf(strapi: Strapi): ValidationErrorClass {
  const app = createRequire(path.join(strapi.dirs.app.root, 'package.json'));
  const find = (load: NodeJS.Require): ValidationErrorClass =>
    (load('@strapi/utils') as { errors: { ValidationError: ValidationErrorClass } }).errors.ValidationError;
  try {
    // From Strapi's own folder: package managers need not put it within reach of the application.
    return find(createRequire(app.resolve('@strapi/strapi')));
  } catch {
    return find(app);
  }
}
