/**
 * This scan against an earlier one: what was rectified, what remains, what is new.
 *
 * Values are compared by keyed fingerprint where both scans have one under the same key, else by the masked value:
 * artifact, entity and what is compared must agree, one to one.
 */
import type { Finding } from '../../core/index.js';
import { withoutArchive } from '../units.js';

/** A finding with what comparing needs. */
export interface Item {
  readonly artifact: string;
  readonly finding: Finding;
}

export interface Matches {
  /** Current item → the earlier one that it is. */
  readonly earlier: ReadonlyMap<Item, Item>;
  /** Earlier item → the current one that it is. */
  readonly current: ReadonlyMap<Item, Item>;
  /** Both scans have fingerprints, and none agrees although masked values do: they were made under different keys. */
  readonly otherKey: boolean;
}

/** @param current Every finding of this scan, whatever its disposition. @param earlier The earlier problems. */
export function matchItems(current: readonly Item[], earlier: readonly Item[]): Matches {
  const byPrint = pair(current, earlier, (one) => one.finding.fingerprint);
  const bare = (list: readonly Item[]): boolean => list.some((one) => one.finding.fingerprint === undefined);
  const keyed = !bare(current) && !bare(earlier);
  const byMask = pair(
    current.filter((one) => !byPrint.earlier.has(one)),
    earlier.filter((one) => !byPrint.current.has(one)),
    (one) => one.finding.masked,
  );
  const otherKey = keyed && byPrint.earlier.size === 0 && byMask.earlier.size > 0;
  // Under one key, a value whose fingerprint differs is another value, though its mask may look the same.
  const used =
    otherKey || !keyed ? byMask : { earlier: new Map<Item, Item>(), current: new Map<Item, Item>() };
  return {
    earlier: new Map([...byPrint.earlier, ...used.earlier]),
    current: new Map([...byPrint.current, ...used.current]),
    otherKey,
  };
}

function pair(
  current: readonly Item[],
  earlier: readonly Item[],
  mark: (item: Item) => string | undefined,
): { earlier: Map<Item, Item>; current: Map<Item, Item> } {
  const waiting = new Map<string, Item[]>();
  const keyOf = (item: Item): string | undefined => {
    const own = mark(item);
    return own === undefined
      ? undefined
      : JSON.stringify([withoutArchive(item.artifact), item.finding.entity, own]);
  };
  // From the end, so that `pop` gives them in their order.
  for (const item of [...earlier].reverse()) {
    const key = keyOf(item);
    if (key === undefined) continue;
    const list = waiting.get(key);
    if (list === undefined) waiting.set(key, [item]);
    else list.push(item);
  }
  const found = { earlier: new Map<Item, Item>(), current: new Map<Item, Item>() };
  for (const item of current) {
    const key = keyOf(item);
    const other = key === undefined ? undefined : waiting.get(key)?.pop();
    if (other === undefined) continue;
    found.earlier.set(item, other);
    found.current.set(other, item);
  }
  return found;
}

/** Where an earlier scan's files lie now: names that begin with `from` begin with `to`. */
export interface Moved {
  readonly from: string;
  readonly to: string;
}

/**
 * Two mirrors of a site lie in two folders (`2026q3/www.example.gov.cn`, `2026q4/www.example.gov.cn`): then no name agrees,
 * though names below what each has in common do.
 *
 * @returns Undefined when some page has the same name in both, or none has the same place below its folder.
 */
export function movedFolder(current: readonly string[], earlier: readonly string[]): Moved | undefined {
  const names = new Set(current);
  if (earlier.some((name) => names.has(name))) return undefined;
  const to = commonFolder(current);
  const from = commonFolder(earlier);
  const places = new Set(current.filter((name) => !isUrl(name)).map((name) => name.slice(to.length)));
  const agrees = earlier.some((name) => !isUrl(name) && places.has(name.slice(from.length)));
  return agrees ? { from, to } : undefined;
}

export const isUrl = (name: string): boolean => /^[a-z][a-z0-9+.-]*:\/\//i.test(name);

/** With its last slash, or ''. */
function commonFolder(names: readonly string[]): string {
  let common: string | undefined;
  for (const name of names) {
    if (isUrl(name)) continue;
    if (common === undefined) common = name;
    let same = 0;
    while (same < common.length && common[same] === name[same]) same++;
    common = common.slice(0, same);
  }
  return common?.replace(/[^/\\]*$/, '') ?? '';
}
