/** Is the rest of the pages as it was? Glyph by glyph: what each says, and where it stands. */
import type { Glyph } from '../../formats/pdf/ink.js';
import { ApplyError, wholePage } from '../errors.js';
import { openPages, type PageTrace } from './pages.js';

/** Points by which a glyph may move: rounding of kerning. */
const SAME = 0.05;

/** What a page has to show. */
export interface KeptGlyphs {
  readonly text: readonly string[];
  /** x and y by turns. */
  readonly at: Float32Array;
  /** Text operators of the page itself: those behind them in the copy are covers. */
  readonly shows: number;
  /** Annotations that are drawn anew. */
  readonly renewed: ReadonlySet<string>;
}

/** @param gone Glyphs that go. @param renewed Ids of annotations that don't count. */
export function keptGlyphs(
  { shows }: PageTrace,
  gone: ReadonlySet<Glyph>,
  renewed: ReadonlySet<string>,
  own: number = Number.POSITIVE_INFINITY,
): KeptGlyphs {
  const text: string[] = [];
  const at: number[] = [];
  let count = 0;
  for (const { annotation, glyphs } of shows) {
    if (annotation === undefined && ++count > own) continue;
    if (annotation !== undefined && renewed.has(annotation)) continue;
    for (const { ink } of glyphs) {
      if (ink === undefined || gone.has(ink)) continue;
      text.push(ink.text);
      at.push(ink.x, ink.y);
    }
  }
  return { text, at: Float32Array.from(at), shows: count, renewed };
}

/**
 * @param bytes The copy.
 * @throws ApplyError `apply/outside-changed` when a page shows anything else than it has to.
 */
export async function comparePages(bytes: Uint8Array, pages: readonly KeptGlyphs[]): Promise<void> {
  const copy = await openPages(bytes).catch(() => undefined);
  if (copy === undefined) throw changed();
  try {
    if (copy.count !== pages.length) throw changed();
    for (const [i, kept] of pages.entries()) {
      const trace = await copy.trace(i + 1).catch(() => {
        throw changed(i + 1);
      });
      const after = keptGlyphs(trace, new Set(), kept.renewed, kept.shows);
      if (after.text.length !== kept.text.length) throw changed(i + 1);
      for (let k = 0; k < kept.text.length; k++) {
        const moved =
          Math.abs(after.at[2 * k]! - kept.at[2 * k]!) > SAME ||
          Math.abs(after.at[2 * k + 1]! - kept.at[2 * k + 1]!) > SAME;
        if (moved || after.text[k] !== kept.text[k]) throw changed(i + 1);
      }
    }
  } finally {
    await copy.close();
  }
}

function changed(page?: number): ApplyError {
  return new ApplyError(
    'apply/outside-changed',
    `${page === undefined ? 'the pages' : `page ${page}`} of the copy would show something else than before; redact the source document and export it again`,
    page === undefined ? undefined : wholePage(page),
  );
}
