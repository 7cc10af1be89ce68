/** Texts of a drawing → lines: pieces of one baseline in the order of their places, cells parted by tabs. */
import type { DrawnText } from './drawing.js';

/** In heights of the font: baselines nearer than this are one, pieces nearer than this touch. */
const SAME_LINE = 0.4;
const TOUCH = 0.35;

export function textOf(texts: readonly DrawnText[]): string {
  const order = [...texts].filter(({ text }) => text !== '').sort((a, b) => a.y - b.y);
  const lines: DrawnText[][] = [];
  let base = 0;
  for (const one of order) {
    const line = lines.at(-1);
    if (line !== undefined && Math.abs(one.y - base) <= SAME_LINE * Math.abs(one.size || line[0]!.size))
      line.push(one);
    else {
      lines.push([one]);
      base = one.y;
    }
  }
  return lines.map(lineOf).join('');
}

function lineOf(pieces: DrawnText[]): string {
  // A stable sort: pieces without places of their own stay in the order they are drawn in.
  pieces.sort((a, b) => a.x - b.x);
  let out = '';
  let end: number | undefined;
  for (const { text, x, width, size } of pieces) {
    const em = Math.abs(size) || 1;
    if (end !== undefined) {
      const gap = x - end;
      if (gap > 1.5 * em) out += '\t';
      else if (gap > TOUCH * em) out += ' ';
    }
    out += text.replace(/[\t\n\r]/g, ' ');
    end = x + (width || advanceOf(text) * em);
  }
  return `${out.trimEnd()}\n`;
}

/** In em, where a record does not say: half for ASCII. */
function advanceOf(text: string): number {
  let sum = 0;
  for (let i = 0; i < text.length; i++) sum += text.charCodeAt(i) < 0x80 ? 0.5 : 1;
  return sum;
}
