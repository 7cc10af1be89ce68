import type { Scoring } from '../../core/index.js';

/** What `patterns/address/` compiles to. Lists are one text: they are split on first use. */
export interface AddressPatterns {
  /** `entry<TAB>name name …` of provinces, prefectures and counties with their short forms; entries: see `SHORT`. */
  readonly divisions: string;
  /** Names of towns, townships and streets. */
  readonly towns: string;
  /** Pairs of a traditional character and its simplified form, without separators. */
  readonly traditional: string;
  /** `level<TAB>named|numbered|both<TAB>word[<TAB>guard|guard…]`. */
  readonly units: string;
  /** `kind<TAB>word word …`. */
  readonly cues: string;
  readonly scoring: Scoring;
}
