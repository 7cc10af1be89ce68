/** What `--dry-run` shows: a diff of the values alone, both sides masked, because what stands around may be one too. */
import type { Place, ScanResult } from '../core/index.js';
import type { RedactOutcome } from '../index.js';

/** @returns Empty when nothing would change. */
export function previewOf({ artifact, findings }: ScanResult, { applied }: RedactOutcome): string {
  if (applied === 0) return '';
  const lines = [`--- ${artifact}`, `+++ ${artifact}`];
  for (const { entity, masked, places, suggestion } of findings) {
    if (suggestion === undefined || suggestion.action === 'keep') continue;
    const place = places[0];
    lines.push(`@@ ${place === undefined ? '' : `${placeText(place)} `}${entity} ${suggestion.action} @@`);
    lines.push(`-${oneLine(masked)}`, `+${oneLine(suggestion.replacement)}`);
  }
  return `${lines.join('\n')}\n`;
}

function placeText(place: Place): string {
  const part = place.part === '' ? '' : `${place.part} `;
  if (place.kind === 'cell') return `${part}${place.sheet}!${place.ref}`;
  if (place.kind === 'page') return `${part}page ${place.page}`;
  return `${part}${place.line}:${place.column}`;
}

/** Control characters of a document must not reach a terminal. */
function oneLine(text: string): string {
  return text.replace(/[\p{Cc}\p{Zl}\p{Zp}]/gu, ' ');
}
