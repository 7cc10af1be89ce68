/** Source: technical note of RAR 4.11 (techinfo.txt); "RAR 5.0 archive format" (rarlab.com, technote.htm). */

const MARK = [0x52, 0x61, 0x72, 0x21, 0x1a, 7];
const ARCHIVE_4 = 0x73;
const SOLID_4 = 8;
const SOLID_5 = 4;

/** Whether the files of a RAR archive can be unpacked one without the other: it is RAR, and not solid. */
export function isLooseRar(bytes: Uint8Array): boolean {
  if (!MARK.every((byte, i) => bytes[i] === byte)) return false;
  if (bytes[6] === 0) return bytes[9] === ARCHIVE_4 && ((bytes[10] ?? 0) & SOLID_4) === 0;
  // Behind the mark and a checksum: size, kind, flags, size of the extra area where there is one, flags of the archive.
  let at = 12;
  const number = (): number => {
    let value = 0;
    for (let shift = 0; shift < 35; shift += 7) {
      const byte = bytes[at++] ?? 0;
      value += (byte & 0x7f) * 2 ** shift;
      if (byte < 0x80) break;
    }
    return value;
  };
  number();
  const kind = number();
  const flags = number();
  if ((flags & 1) !== 0) number();
  return kind === 1 && (number() & SOLID_5) === 0;
}
