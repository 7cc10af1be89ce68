/** What an action makes public. */
import { mergeStored } from '../../index.js';
import { type Data, type DocumentContext, populateOf, type Strapi } from './schema.js';

/** The documents that an action makes public, one a language; none for drafts. */
export async function publishedBy(
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
