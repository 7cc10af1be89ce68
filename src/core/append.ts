/**
 * Adds every item to the end of a list.
 *
 * `list.push(...items)` lays each item on the stack and throws a `RangeError` beyond some 100,000, and a sheet has more
 * cells than that. A test keeps such calls out of the sources.
 */
export function append<T>(list: T[], items: Iterable<T>): void {
  for (const item of items) list.push(item);
}
