/** Made-up values of forms and manuals: 例如：138…, 13800000000（示例）. Weighed before the threshold: alone they are no finding. */
import type { Cues } from './cues.js';
import { add, type Draft } from './draft.js';

/** A made-up value is announced right before it. */
const REACH = 24;
/** Or called one in brackets right behind it. */
const BEHIND = /^\s?[（(【[]([^）)】\]\n]{1,8})/;
/** 例：, 如： at the start of what is shown. */
const SHORT = /(?:^|[\s（(，,。；;：:、])(?:例|如|eg)[：:]/i;

export function weighExample(draft: Draft, cues: Cues): void {
  const { candidate, context, view } = draft;
  const { text } = view;
  const { start, end } = candidate.span;
  const before = text.slice(Math.max(context.line.start, start - REACH), start);
  const behind = BEHIND.exec(text.slice(end, end + REACH))?.[1] ?? '';
  const word = (cues.example.exec(before) ?? cues.example.exec(behind) ?? SHORT.exec(before))?.[0];
  if (word !== undefined) add(draft, { code: 'example-near', text: word.replace(/[^\p{L}.]/gu, '') });
}
