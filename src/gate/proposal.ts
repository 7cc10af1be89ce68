/** Findings of a leaf → the same value with only the masked characters changed. */
import { checkEdits, editText } from '../apply/index.js';
import { safeScriptEdits } from '../apply/script-edits.js';
import type { Edit, Finding } from '../core/index.js';
import type { Leaf } from './fields.js';
import type { FieldValue } from './types.js';

/**
 * @param findings Those that are to be treated.
 * @returns undefined when an edit can't be made: half a proposal looks like a whole one.
 */
export function proposalOf(leaf: Leaf, findings: readonly Finding[]): FieldValue | undefined {
  const byPart = new Map<string, Edit[]>();
  for (const { suggestion } of findings) {
    if (suggestion === undefined || suggestion.action === 'keep' || suggestion.edits.length === 0)
      return undefined;
    for (const edit of suggestion.edits) {
      const { part } = edit.place;
      if (!leaf.parts.has(part)) return undefined;
      const edits = byPart.get(part);
      if (edits === undefined) byPart.set(part, [edit]);
      else edits.push(edit);
    }
  }
  if (byPart.size === 0) return undefined;
  try {
    const json = leaf.kind === 'json-text' ? JSON.parse(leaf.value as string) : leaf.value;
    const kind = leaf.kind === 'html' || leaf.kind === 'markdown' ? 'html' : 'none';
    let edited: unknown = structuredClone(json);
    for (const [part, edits] of byPart) {
      const keys = leaf.parts.get(part)!;
      const source = valueAt(json, keys);
      if (source === undefined) return undefined;
      const text = String(source);
      const sorted = checkEdits(edits, text, part);
      edited = put(edited, keys, editText(text, safeScriptEdits(text, sorted, kind)));
    }
    return leaf.kind === 'json-text' ? JSON.stringify(edited) : edited;
  } catch {
    return undefined;
  }
}

function valueAt(value: unknown, keys: readonly string[]): string | number | bigint | undefined {
  let at = value;
  for (const key of keys) {
    if (typeof at !== 'object' || at === null || !Object.hasOwn(at, key)) return undefined;
    at = (at as Record<string, unknown>)[key];
  }
  return typeof at === 'string' || typeof at === 'number' || typeof at === 'bigint' ? at : undefined;
}

/** Puts a string into a tree that holds one at that place. */
function put(tree: unknown, keys: readonly string[], text: string): unknown {
  if (keys.length === 0) return text;
  let at = tree as Record<string, unknown>;
  for (const key of keys.slice(0, -1)) at = at[key] as Record<string, unknown>;
  at[keys.at(-1)!] = text;
  return tree;
}
