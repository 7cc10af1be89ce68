/** What readers of archives give, whatever the kind of archive: results in steps, and where to take it up again. */
import type { Limits, ScanResult } from '../core/index.js';
import type { RecordPosition } from '../formats/warc/index.js';
import type { CaptureTally, CaptureWish } from './captures.js';
import type { ScanRoots } from './other-archives.js';

/** Results of one record or entry. After a kill the scan goes on at `next`. */
export interface ArchiveStep {
  readonly at: RecordPosition;
  readonly next: RecordPosition;
  readonly results: readonly ScanResult[];
  /** Bytes of the file that are read, where `next` counts others (those that it unpacks to). */
  readonly read?: number;
  /** Where captures are counted (`ArchiveRange.captures`). */
  readonly captures?: CaptureTally;
}

export interface ArchiveRange {
  readonly from?: RecordPosition;
  /** `from` is any offset; the first record that begins at or behind it comes first. */
  readonly seek?: boolean;
  /** Offset at or behind which no record begins that is read. */
  readonly until?: number;
  /** Records from there that are passed over. */
  readonly skip?: number;
  /** ISO 8601: captures before this moment are left out. */
  readonly since?: string;
  readonly captures?: CaptureWish;
}

export interface ArchiveOptions extends ArchiveRange {
  readonly name: string;
  readonly limits: Limits;
  readonly signal?: AbortSignal;
  /** Where originals of revisits are looked for that the archive itself does not hold. */
  readonly among?: ScanRoots;
  readonly onBusy?: (milliseconds: number) => void;
  /** Steps without results too. */
  readonly all?: boolean;
}

/** A step whose results are known already. */
export const passedOver = ({ at, next, read }: ArchiveStep): ArchiveStep => ({
  at,
  next,
  results: [],
  ...(read === undefined ? {} : { read }),
});

/** Entries that share a name are told apart. */
export class UniqueNames {
  /** Beyond this many names a repeated one is no longer noticed; it is read all the same. */
  static readonly #most = 200_000;
  readonly #seen = new Map<string, number>();

  of(name: string): string {
    const count = (this.#seen.get(name) ?? 0) + 1;
    if (count > 1 || this.#seen.size < UniqueNames.#most) this.#seen.set(name, count);
    return count === 1 ? name : `${name}#${count}`;
  }
}
