/**
 * Patches. A hook often sees no document but a change of one: `{ "status": "published" }` publishes a text that is
 * not in it. These two say when the stored document is needed, and what will be published.
 */
import { isRichText } from './rich-text.js';

type Data = Readonly<Record<string, unknown>>;

/**
 * @param patch What the request changes.
 * @param fields Top-level names of the fields that hold text.
 * @returns Whether a field's text is not in the patch, so that the stored document has to be read before the gate.
 */
export function needsStoredDocument(patch: Data, fields: readonly string[]): boolean {
  return fields.some((name) => !Object.hasOwn(patch, name) || patch[name] === undefined);
}

/**
 * The document as it will stand: groups are merged, lists and everything else are replaced, `undefined` changes
 * nothing. Pure.
 */
export function mergeStored(stored: Data, patch: Data): Record<string, unknown> {
  const merged: Record<string, unknown> = { ...stored };
  for (const [name, value] of Object.entries(patch)) {
    if (value === undefined) continue;
    const old = Object.hasOwn(stored, name) ? stored[name] : undefined;
    merged[name] = isGroup(old) && isGroup(value) ? mergeStored(old, value) : value;
  }
  return merged;
}

/** A group of fields; rich text is one value and is replaced as a whole. */
function isGroup(value: unknown): value is Data {
  if (typeof value !== 'object' || value === null) return false;
  const prototype: unknown = Object.getPrototypeOf(value);
  if (prototype !== Object.prototype && prototype !== null) return false;
  return !isRichText(value);
}
