// Compiled from patterns/passport by `npm run generate`. Do not edit.
import type { Scoring } from '../core/index.js';

export const patterns: { readonly scoring: Scoring } = { scoring: {"base":-3.5,"lean":3,"labels":{"passport":"label","resident-id.weak":"label-weak","resident-id":"label-weak","lookalike":"label-lookalike","number":"label-lookalike","phone":"label-other","phone.official":"label-other","mobile":"label-other","bank-account":"label-other","bank-account.weak":"label-other","qq":"label-other"},"codes":{"label":{"score":5},"label-weak":{"score":3},"adjoins-letters":{"score":-3},"channel-link":{"score":-1},"channel-code":{"score":-1},"label-lookalike":{"score":-4},"label-other":{"score":-2},"person-table":{"private":1},"list-of-persons":{"private":0.5}}} };
