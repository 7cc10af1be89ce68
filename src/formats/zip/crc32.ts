/** CRC-32 as ZIP uses it. */
import { platform } from '#platform';

/** @returns An unsigned 32-bit number. */
export function crc32(bytes: Uint8Array): number {
  return platform.crc32(bytes);
}
