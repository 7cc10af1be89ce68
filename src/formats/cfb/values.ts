/** Short values (properties, names, field codes) as segments: one source text a part, a line each. */
import { type Channel, LineIndex, type NearPlace, type Segment, SegmentBuilder } from '../../core/index.js';

interface Value {
  readonly channel: Channel;
  readonly label: string;
  readonly start: number;
  readonly end: number;
  readonly near: NearPlace | undefined;
}

/** Values of one part. Places count in UTF-16 units of the part's values, one after the other, a line each. */
export class Values {
  readonly #part: string;
  readonly #values: Value[] = [];
  readonly #chunks: string[] = [];
  #length = 0;

  constructor(part: string) {
    this.#part = part;
  }

  /** Values of one channel and label become one segment. Tabs and line ends are no structure here. */
  add(channel: Channel, label: string, text: string, near?: NearPlace): void {
    const clean = text.replace(/[\0-\x08\x0e-\x1f]/g, '').replace(/\r\n?|\n|[\t\x0b\x0c]/g, ' ');
    if (clean.trim() === '') return;
    this.#values.push({ channel, label, start: this.#length, end: this.#length + clean.length, near });
    this.#chunks.push(clean, '\n');
    this.#length += clean.length + 1;
  }

  segments(): Segment[] {
    const source = this.#chunks.join('');
    const lines = new LineIndex(source);
    const groups = new Map<string, Value[]>();
    for (const value of this.#values) {
      const key = `${value.channel} ${groups.size > 500 ? '' : value.label}`;
      const group = groups.get(key);
      if (group === undefined) groups.set(key, [value]);
      else group.push(value);
    }
    return [...groups.values()].flatMap((group) => {
      const builder = new SegmentBuilder({ source, part: this.#part, lines });
      const starts: number[] = [];
      for (const { start, end } of group) {
        starts.push(builder.length);
        builder.copy(start, end);
        builder.insert('\n');
      }
      const { channel, label } = group[0]!;
      const hasNear = group.some(({ near }) => near !== undefined);
      const near = (offset: number): NearPlace | undefined => group[indexAt(starts, offset)]?.near;
      const segment = builder.flush(channel, {
        ...(label === '' ? {} : { label }),
        ...(hasNear ? { near } : {}),
      });
      return segment === undefined ? [] : [segment];
    });
  }
}

/** Index of the last start at or before `offset`. */
export function indexAt(starts: ArrayLike<number>, offset: number): number {
  let low = 0;
  let high = starts.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (starts[middle]! <= offset) low = middle + 1;
    else high = middle;
  }
  return low - 1;
}
