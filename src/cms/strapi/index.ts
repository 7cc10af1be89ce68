/**
 * Strapi 5: publishing and uploads go through the gate.
 *
 * In `src/index.js`: `const gate = leaklint(); module.exports = { register: gate.register, bootstrap: gate.bootstrap }`.
 * Drafts save; publishing, alone, in bulk, by a release or together with saving, is refused with one message at each
 * field. Types without drafts are public as soon as they are saved. Uploads are scanned before a provider gets them.
 * Calls of the database layer (`strapi.db.query`) run no document middleware.
 */
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import type { Artifact, FieldFormat } from '../../index.js';
import { type CmsOptions, cmsGate } from '../hook.js';
import { publishedBy } from './published.js';
import { refusal, type ValidationErrorClass } from './refusal.js';
import {
  type Data,
  type DocumentContext,
  type Strapi,
  textsOf,
  type UploadedFile,
  type UploadService,
} from './schema.js';

export type { ValidationErrorClass } from './refusal.js';

/**
 * `exclude` holds content types (`api::order.order`); those of plugins and of the admin panel never are guarded.
 * `ignore` holds paths of attributes; private ones are left out anyway. `uid` is `plugin::upload.file` for uploads.
 */
export interface LeaklintStrapiOptions extends CmsOptions<DocumentContext, { readonly uid: string }> {
  /** Where it can't be found from the application's folder. */
  readonly ValidationError?: ValidationErrorClass;
}

export interface LeaklintStrapi {
  register(args: { readonly strapi: object }): void;
  bootstrap(args: { readonly strapi: object }): void;
}

/** Makes the two functions that a Strapi application or plugin calls. */
export function leaklint(options: LeaklintStrapiOptions = {}): LeaklintStrapi {
  const gate = cmsGate(options);

  const guardDocument = async (strapi: Strapi, context: DocumentContext, data: Data): Promise<void> => {
    const formats: Record<string, FieldFormat> = {};
    const fields = textsOf(strapi, context.contentType, data, options.ignore ?? [], formats);
    const result = await gate.document({ fields, formats }, context, { uid: context.uid });
    if (!result.publish) throw refusal(strapi, result, options.ValidationError);
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
    const result = await gate.files(artifacts, { uid: 'plugin::upload.file' });
    if (!result.publish) throw refusal(strapi, result, options.ValidationError);
  };

  return {
    register(args) {
      const strapi = args.strapi as Strapi;
      strapi.documents.use(async (context, next) => {
        if (context.uid.startsWith('api::') && options.exclude?.includes(context.uid) !== true) {
          for (const document of await publishedBy(strapi, context))
            await guardDocument(strapi, context, document);
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
