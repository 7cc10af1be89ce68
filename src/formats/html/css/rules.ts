/**
 * The style rules of a sheet that hold on an ordinary screen.
 *
 * Sources: CSS Syntax Level 3, 5; CSS Conditional Rules Level 3; Media Queries Level 4.
 */

export interface SheetRule {
  readonly selectors: string;
  readonly declarations: string;
}

/** Longer sheets are libraries; only their start is read. */
const MAX_SHEET = 4 * 1024 * 1024;
/** Blocks inside blocks. */
const MAX_BLOCKS = 16;
/** CSS pixels of the narrowest screen that is asked about. */
const SCREEN = 1280;

/** @param css A sheet. @param import Called for every `@import`. Linear. */
export function* rulesOf(css: string, onImport?: () => void): Generator<SheetRule> {
  const source = css
    .slice(0, MAX_SHEET)
    .replace(/\/\*[\s\S]*?(?:\*\/|$)/g, ' ')
    .replace(/<!--|-->/g, ' ');
  /** Ends of the blocks around. */
  let depth = 0;
  let at = 0;
  while (at < source.length) {
    const open = source.indexOf('{', at);
    if (open < 0) {
      if (source.startsWith('@import', skipWhite(source, at))) onImport?.();
      return;
    }
    // Ends of blocks, and statements without one (`@import …;`), stand before the selector.
    let start = at;
    for (let i = at; i < open; i++) {
      const unit = source.charCodeAt(i);
      if (unit === 125 && depth > 0) depth--;
      if (unit !== 125 && unit !== 59) continue;
      if (unit === 59 && source.startsWith('@import', skipWhite(source, start))) onImport?.();
      start = i + 1;
    }
    const head = source.slice(start, open).trim();
    if (head.startsWith('@')) {
      if (holds(head) && depth < MAX_BLOCKS) {
        depth++;
        at = open + 1;
      } else at = blockEnd(source, open);
      continue;
    }
    const close = source.indexOf('}', open);
    const end = close < 0 ? source.length : close;
    yield { selectors: head, declarations: source.slice(open + 1, end) };
    at = end + 1;
  }
}

/** The rules inside an at-rule hold on a screen of ordinary width. */
function holds(head: string): boolean {
  const lower = head.toLowerCase();
  if (lower.startsWith('@media')) return mediaHolds(lower.slice(6));
  return /^@(?:layer|supports|scope|container)\b/.test(lower);
}

/** @param media A list of media queries; empty holds. */
export function mediaHolds(media: string): boolean {
  return media.split(',', 20).some((query) => {
    const words = query
      .toLowerCase()
      .split(/\band\b/)
      .map((word) => word.trim());
    return words.every((word) => {
      if (/^(?:|(?:only\s+)?(?:all|screen)|not\s+print)$/.test(word)) return true;
      const width = /^\(\s*min-width\s*:\s*(\d+(?:\.\d+)?)px\s*\)$/.exec(word);
      return width !== null && Number(width[1]) <= SCREEN;
    });
  });
}

function skipWhite(source: string, at: number): number {
  let from = at;
  while (from < source.length && source.charCodeAt(from) <= 32) from++;
  return from;
}

/** @param open Of a `{`. @returns The offset behind the `}` that closes it. */
function blockEnd(source: string, open: number): number {
  let depth = 0;
  for (let at = open; at < source.length; at++) {
    const unit = source.charCodeAt(at);
    if (unit === 123) depth++;
    else if (unit === 125 && --depth === 0) return at + 1;
  }
  return source.length;
}
