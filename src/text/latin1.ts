/** Bytes that are named or compared as text: signatures, labels. */

/** @returns The bytes as ISO-8859-1, a unit a byte. @param bytes At most a few thousand. */
export function latin1(bytes: Uint8Array): string {
  // Spreading an array of bytes takes eight times as long.
  return String.fromCharCode.apply(null, bytes as unknown as number[]);
}
