// Compiled from patterns/birth-date by `npm run generate`. Do not edit.
import type { Scoring } from '../core/index.js';

export const patterns: { readonly scoring: Scoring } = { scoring: {"base":-1,"lean":0,"labels":{},"codes":{"label":{"score":3},"born":{"score":3}}} };
