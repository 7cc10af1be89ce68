/** Which archives are read from the disk in steps, and by what reader. */
import zlib from 'node:zlib';
import { innerName, readHeader } from '../formats/gzip/index.js';
import { BLOCK, isHeader } from '../formats/tar/header.js';
import { archiveKind } from './archive-members.js';
import type { ArchiveOptions, ArchiveStep } from './archive-step.js';
import { scanTar } from './scan-tar.js';
import { scanWebArchive } from './scan-web-archive.js';
import { isPlainZip, readDirectory, scanZip } from './scan-zip.js';
import type { ByteSource } from './source.js';
import type { ArtifactScanner } from './types.js';

export type ArchiveType = 'warc' | 'zip' | 'tar' | 'tar.gz';

/** Bytes of the start of a file that tell. */
const HEAD = 4096;
/** ZIP and tar up to this many bytes (unpacked, for a packed tar) are read by the engine, whole. */
export const STREAMED: number = 32 * 1024 * 1024;

/** @returns undefined when the file is no archive, or one that is small enough to be read whole. */
export function archiveTypeOf(source: ByteSource): ArchiveType | undefined {
  const head = source.read(0, HEAD);
  if (archiveKind(head) !== undefined) return 'warc';
  if (head[0] === 0x1f && head[1] === 0x8b) return isTarInside(source, head) ? 'tar.gz' : undefined;
  if (source.size <= STREAMED) return undefined;
  if (head[0] === 0x50 && head[1] === 0x4b) {
    const directory = readDirectory(source);
    return directory !== undefined && isPlainZip(directory) ? 'zip' : undefined;
  }
  return startsTar(head) ? 'tar' : undefined;
}

/** Steps of an archive that `archiveTypeOf` knows. Never throws for what is wrong with it. */
export function archiveStepsOf(
  type: ArchiveType,
  source: ByteSource,
  scanner: ArtifactScanner,
  options: ArchiveOptions,
): AsyncGenerator<ArchiveStep> {
  switch (type) {
    case 'warc':
      return scanWebArchive(source, scanner, options);
    case 'zip':
      return scanZip(source, scanner, options);
    case 'tar':
      return scanTar(source, scanner, options);
    case 'tar.gz': {
      const stated = readHeader(source.read(0, HEAD), 0)?.name ?? '';
      return scanTar(source, scanner, {
        ...options,
        inner: stated === '' ? innerName(options.name) : stated,
      });
    }
  }
}

const startsTar = (bytes: Uint8Array): boolean => bytes.length >= BLOCK && isHeader(bytes.subarray(0, BLOCK));

function isTarInside(source: ByteSource, head: Uint8Array): boolean {
  const header = readHeader(head, 0);
  if (header === undefined) return false;
  // RFC 1952 § 2.3.1: the last four bytes state the unpacked size modulo 2^32.
  const trailer = source.read(Math.max(0, source.size - 4), 4);
  const stated =
    trailer.length < 4 ? 0 : new DataView(trailer.buffer, trailer.byteOffset, 4).getUint32(0, true);
  if (source.size <= STREAMED && stated <= STREAMED) return false;
  try {
    const options = { finishFlush: zlib.constants.Z_SYNC_FLUSH, maxOutputLength: 8 * 1024 * 1024 };
    return startsTar(zlib.inflateRawSync(head.subarray(header.dataStart), options));
  } catch {
    return false;
  }
}
