import type { Scoring } from '../../core/index.js';

/** What `patterns/address/` compiles to. Lists are one text, a fact a line: they are split on first use. */
export interface AddressPatterns {
  /** `level<TAB>name` of provinces, prefectures and counties. */
  readonly divisions: string;
  /** Names of towns, townships and streets. */
  readonly towns: string;
  /** Base names of divisions that prove nothing without their unit word. */
  readonly common: string;
  /** Pairs of a traditional character and its simplified form, without separators. */
  readonly traditional: string;
  /** `level<TAB>named|numbered|both<TAB>word[<TAB>guard|guard…]`. */
  readonly units: string;
  /** `kind<TAB>word`. */
  readonly cues: string;
  readonly scoring: Scoring;
}
