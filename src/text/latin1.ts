/** Bytes that are named, compared or searched as text: signatures, labels, the source of a mail. */
import { platform } from '#platform';

/** @returns The bytes as ISO-8859-1, a unit a byte; of any length. */
export function latin1(bytes: Uint8Array): string {
  return platform.latin1(bytes);
}
