/** What `--dry-run` shows: a diff of the values alone, both sides masked, because what stands around may be one too. */
import type { ScanResult } from '../core/index.js';
import type { RedactOutcome } from '../index.js';
import { type Locale, messagesFor, partText, placeText } from '../report/index.js';

/** @returns Empty when nothing would change. */
export function previewOf(
  { artifact, findings }: ScanResult,
  { applied }: RedactOutcome,
  locale: Locale,
): string {
  if (applied === 0) return '';
  const messages = messagesFor(locale);
  const lines = [`--- ${oneLine(artifact)}`, `+++ ${oneLine(artifact)}`];
  for (const { entity, masked, places, suggestion } of findings) {
    if (suggestion === undefined || suggestion.action === 'keep') continue;
    const [place] = places;
    const words = [
      place === undefined ? '' : partText(place),
      place === undefined ? '' : placeText(place, messages),
      messages.entities[entity] ?? entity,
      messages.actions[suggestion.action],
    ];
    lines.push(`@@ ${oneLine(words.filter((word) => word !== '').join(' '))} @@`);
    lines.push(`-${oneLine(masked)}`, `+${oneLine(suggestion.replacement)}`);
  }
  return `${lines.join('\n')}\n`;
}

/** Control characters of a document must not reach a terminal. */
function oneLine(text: string): string {
  return text.replace(/[\p{Cc}\p{Zl}\p{Zp}]/gu, ' ');
}
