import { expect, test } from 'vitest';
import { compoundWithMacro } from '../../../corpus/channels/macro.js';
import { CompoundFile } from './compound.js';
import { macroSegments, macroSource } from './macros.js';

/** [MS-OVBA] 3.2.3, the container of the specification's example with copy tokens, behind the source's usual head. */
function container(tokens: readonly number[]): Uint8Array {
  const header = 0xb000 | (tokens.length + 2 - 3);
  return Uint8Array.from([0, 0, 0, 1, header & 255, header >> 8, ...tokens]);
}

test('undoes copy tokens', () => {
  const literal = (text: string): number[] => [...text].map((letter) => letter.charCodeAt(0));
  // "Attribute " as literals, then 8 units from 10 back twice over: "Attribut" again.
  const bytes = container([
    0,
    ...literal('Attribut'),
    4,
    ...literal('e '),
    (9 << 12) | 5,
    ((9 << 12) | 5) >> 8,
  ]);
  expect(macroSource(bytes)).toBe('Attribute Attribut');
});

test('reads the source of each module', () => {
  const file = CompoundFile.open(compoundWithMacro('Const A = "x"\r\n'))!;
  expect(macroSegments(file).map(({ channel, part, text }) => [channel, part, text.slice(-15)])).toEqual([
    ['script', 'VBA/Module1', 'Const A = "x"\r\n'],
  ]);
});

test('something comes back, without an error, for every cut and changed byte', () => {
  const whole = compoundWithMacro('Const A = "12345678"\r\n');
  for (let at = 512; at < whole.length; at += 7) {
    const changed = whole.slice();
    changed[at] = changed[at]! ^ 0xff;
    for (const bytes of [changed, whole.slice(0, at)]) {
      const file = CompoundFile.open(bytes);
      if (file !== undefined) expect(macroSegments(file).length).toBeLessThanOrEqual(1);
    }
  }
});
