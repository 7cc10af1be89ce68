/** Projects of macros for fixtures: a module stream with its source, stored as literals ([MS-OVBA] 2.4.1). */
import { writeCompound } from '../../src/formats/cfb/write-compound.js';

/** @param source Behind the attribute that every module begins with. */
export function compoundWithMacro(source: string): Uint8Array {
  const plain = new TextEncoder().encode(`Attribute VB_Name = "Module1"\r\n${source}`);
  const tokens: number[] = [];
  for (let at = 0; at < plain.length; at += 8) tokens.push(0, ...plain.subarray(at, at + 8));
  const header = 0xb000 | (tokens.length + 2 - 3);
  const module = Uint8Array.from([...new Array(40).fill(0), 1, header & 255, header >> 8, ...tokens]);
  const text = new TextEncoder();
  return writeCompound([
    {
      name: 'VBA',
      children: [
        { name: 'dir', bytes: text.encode('x') },
        { name: 'Module1', bytes: module },
      ],
    },
    { name: 'PROJECT', bytes: text.encode('ID="{0}"\r\nModule=Module1\r\n') },
  ]);
}
