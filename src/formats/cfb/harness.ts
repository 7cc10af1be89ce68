/** What tests of these formats share: a context, extraction with children, damaged copies. */
import {
  type Child,
  DEFAULT_LIMITS,
  type ExtractContext,
  type Extraction,
  type Format,
  type Limits,
  type Place,
  ScanBudget,
} from '../../core/index.js';

export function testContext(limits: Partial<Limits> = {}): ExtractContext {
  const all = { ...DEFAULT_LIMITS, ...limits };
  return { limits: all, budget: new ScanBudget(all, () => 0) };
}

export interface Opened extends Extraction {
  readonly opened: readonly Child[];
}

export async function open(format: Format, bytes: Uint8Array): Promise<Opened> {
  const extraction = await format.extract({ name: 'a', bytes }, testContext());
  const opened: Child[] = [];
  if (extraction.children) for await (const child of extraction.children) opened.push(child);
  return { ...extraction, opened };
}

/** Channel and label of every segment that holds a value, with its places. */
export function whereIs(
  extraction: Extraction,
  value: string,
): { channel: string; label: string; places: Place[] }[] {
  return extraction.segments.flatMap(({ channel, label = '', text, map }) => {
    const at = text.indexOf(value);
    return at < 0 ? [] : [{ channel, label, places: map.locate(at, at + value.length) }];
  });
}

/** Copies with a few bytes changed; most changes hit the first kilobytes, where tables and headers stand. */
export function* mutations(bytes: Uint8Array, count: number): Generator<Uint8Array> {
  let state = 0x2545f491;
  const random = (below: number): number => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return (state >>> 0) % below;
  };
  for (let i = 0; i < count; i++) {
    const copy = i % 10 === 9 ? bytes.slice(0, random(bytes.length)) : bytes.slice();
    for (let j = 0; j <= random(8) && copy.length > 0; j++) {
      const at = random(i % 3 === 0 ? Math.min(512, copy.length) : copy.length);
      copy[at] = [0, 255, random(256), copy[at]! ^ (1 << random(8))][random(4)]!;
    }
    yield copy;
  }
}
