// Compiled from patterns/plate by `npm run generate`. Do not edit.
import type { Scoring } from '../core/index.js';

export const patterns: { readonly scoring: Scoring } = { scoring: {"base":1,"lean":1,"labels":{},"codes":{"adjoins-letters":{"score":-4}}} };
