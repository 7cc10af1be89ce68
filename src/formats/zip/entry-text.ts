/** Names and comments as text: people name files after the person they are about. */
import { type Channel, type Place, pieceAt, type Segment, type SourceMap } from '../../core/index.js';

interface Line {
  readonly part: string;
  readonly text: string;
}

/** What archives of any kind say of their entries. */
export interface EntryNames {
  readonly entries: readonly { readonly name: string; readonly comment: string }[];
  /** Of the archive itself. */
  readonly comment: string;
}

/** One segment for all names, one for all comments; a line each, which maps into the name or comment itself. */
export function entryTexts({ entries, comment }: EntryNames): Segment[] {
  const names = entries.map(({ name }) => ({ part: name, text: name }));
  const comments = entries.map((entry) => ({ part: entry.name, text: entry.comment }));
  return [
    ...segment(names, 'name', 'file name'),
    ...segment([{ part: '', text: comment }, ...comments], 'comment', 'archive comment'),
  ];
}

function segment(lines: readonly Line[], channel: Channel, label: string): Segment[] {
  const kept = lines.filter(({ text }) => text.trim() !== '');
  if (kept.length === 0) return [];
  const text = kept.map((line) => `${line.text}\n`).join('');
  return [{ channel, part: '', text, label, map: new LineMap(kept, channel) }];
}

/** Places count within the line: `start` 0 is the first unit of the name. */
class LineMap implements SourceMap {
  readonly #lines: readonly Line[];
  readonly #starts: Uint32Array;
  readonly #channel: Channel;

  constructor(lines: readonly Line[], channel: Channel) {
    this.#lines = lines;
    this.#channel = channel;
    this.#starts = new Uint32Array(lines.length);
    let at = 0;
    for (const [i, line] of lines.entries()) {
      this.#starts[i] = at;
      at += line.text.length + 1;
    }
  }

  locate(start: number, end: number): Place[] {
    const places: Place[] = [];
    const first = Math.max(0, pieceAt(this.#starts, this.#starts.length, start));
    for (let i = first; i < this.#lines.length && this.#starts[i]! < end; i++) {
      const { part, text } = this.#lines[i]!;
      const from = Math.max(0, start - this.#starts[i]!);
      const until = Math.min(text.length, end - this.#starts[i]!);
      if (until <= from) continue;
      const channel = this.#channel;
      places.push({ kind: 'text', part, channel, start: from, end: until, line: 1, column: from + 1 });
    }
    return places;
  }
}
