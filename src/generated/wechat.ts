// Compiled from patterns/wechat by `npm run generate`. Do not edit.
import type { Scoring } from '../core/index.js';

export const patterns: { readonly scoring: Scoring } = { scoring: {"base":1,"lean":0,"labels":{"wechat":"label"},"codes":{"label":{"score":2},"organisation-near":{"private":-1.2},"contact-block":{"private":-1},"landline-near":{"private":-1},"beside-id":{"private":3},"beside-person":{"private":1},"natural-person-near":{"private":1.2},"person-table":{"private":1},"list-of-persons":{"private":0.5}}} };
