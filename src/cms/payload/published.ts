/** What a save makes public: the document as it will stand, in all its languages, without what visitors never see. */
import { mergeStored } from '../../index.js';
import type { CmsDocument } from '../hook.js';
import { type ChangeArgs, labelsOf, otherLocales, type PayloadEntity } from './config.js';

export type EntityKind = 'collection' | 'global';

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

export interface PublishedDocument extends CmsDocument {
  /** The path that the form knows for one of ours: it has no languages, `layout.en.0.text` is `layout.0.text`. */
  fieldOf(path: string): string;
}

/** @param ignore Top-level fields to leave out. */
export async function publishedDocument(
  { data, originalDoc, req }: ChangeArgs,
  entity: PayloadEntity,
  kind: EntityKind,
  ignore: readonly string[],
): Promise<PublishedDocument> {
  const hidden = [...SYSTEM, ...(entity.upload ? UPLOAD : []), ...ignore];
  const fields = without(mergeStored(originalDoc ?? {}, data), hidden);
  const labels = labelsOf(entity.fields, req.i18n?.language ?? 'zh');
  const others: Record<string, unknown> = {};
  const { localization } = req.payload.config;
  if (localization && (kind === 'global' || originalDoc?.id !== undefined)) {
    // Not the request itself: the query would change its locale. The transaction is the same.
    const own = { transactionID: req.transactionID };
    const query = { depth: 0, draft: true, locale: 'all', overrideAccess: true, req: own };
    const { slug } = entity;
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
  return {
    fields: { ...fields, ...others },
    labels,
    fieldOf(path) {
      const localized = Object.keys(others).find((other) => path === other || path.startsWith(`${other}.`));
      return localized === undefined ? path : splitLast(localized)[0] + path.slice(localized.length);
    },
  };
}

function without(data: Readonly<Record<string, unknown>>, names: readonly string[]): Record<string, unknown> {
  return Object.fromEntries(Object.entries(data).filter(([name]) => !names.includes(name)));
}

function splitLast(path: string): [string, string] {
  const dot = path.lastIndexOf('.');
  return [path.slice(0, dot), path.slice(dot + 1)];
}
