/** Where bytes come from: an open file or a buffer, read in ranges so that nothing large is held whole. */
import fs from 'node:fs';
import { isS3, openObject } from './s3.js';

/** A path, in bytes where it may not be UTF-8, or `s3://bucket/key`. */
export type FilePath = string | Uint8Array;

export interface ByteSource {
  /** Bytes in all; for a pipe or a device the bytes read so far, never more than the bound it was opened with. */
  readonly size: number;
  /** @returns Up to `length` bytes from `offset`; fewer at the end. The array is the caller's. */
  read(offset: number, length: number): Uint8Array;
  close(): void;
}

const CHUNK = 64 * 1024;

export function bufferSource(bytes: Uint8Array): ByteSource {
  return {
    size: bytes.length,
    read: (offset, length) => bytes.subarray(offset, offset + length),
    close: () => undefined,
  };
}

/** A range of another source; closing it leaves the other one open. */
export function sliceSource(source: ByteSource, start: number, end: number): ByteSource {
  const size = Math.max(0, end - start);
  return {
    size,
    read: (offset, length) =>
      source.read(start + Math.min(offset, size), Math.min(length, Math.max(0, size - offset))),
    close: () => undefined,
  };
}

/** What a listing said of a file. */
export interface Known {
  readonly size: number;
  /** Milliseconds since 1970. */
  readonly mtime: number;
  /** Of an object: its version. */
  readonly etag?: string;
}

/**
 * Opens a regular file or an object of S3, or drains a pipe.
 *
 * @param bound A pipe has no size: at most `bound + 1` bytes of it are read, so that the caller can see that it is too long.
 * @throws The system's error (`code` ENOENT, EACCES, EISDIR …).
 */
export function openSource(path: FilePath, bound: number, known?: Known): ByteSource {
  if (isS3(path))
    return openObject(path, known?.etag === undefined ? undefined : { ...known, etag: known.etag });
  const fd = fs.openSync(path as string | Buffer, 'r');
  try {
    const stat = fs.fstatSync(fd);
    if (stat.isDirectory()) throw Object.assign(new Error('is a directory'), { code: 'EISDIR' });
    // Files of /proc and pipes state no size.
    if (!stat.isFile() || stat.size === 0) {
      const bytes = drain(fd, bound);
      fs.closeSync(fd);
      return bufferSource(bytes);
    }
    return {
      size: stat.size,
      read: (offset, length) => readRange(fd, offset, Math.min(length, Math.max(0, stat.size - offset))),
      close: () => fs.closeSync(fd),
    };
  } catch (error) {
    try {
      fs.closeSync(fd);
    } catch {
      // Closed already: the first error is the one that tells.
    }
    throw error;
  }
}

function readRange(fd: number, offset: number, length: number): Uint8Array {
  const bytes = new Uint8Array(length);
  let filled = 0;
  while (filled < length) {
    const count = fs.readSync(fd, bytes, filled, length - filled, offset + filled);
    if (count === 0) break;
    filled += count;
  }
  return filled === length ? bytes : bytes.subarray(0, filled);
}

function drain(fd: number, bound: number): Uint8Array {
  const chunks: Uint8Array[] = [];
  let size = 0;
  while (size <= bound) {
    const chunk = new Uint8Array(Math.min(CHUNK, bound + 1 - size));
    const count = fs.readSync(fd, chunk, 0, chunk.length, null);
    if (count === 0) break;
    chunks.push(chunk.subarray(0, count));
    size += count;
  }
  return Buffer.concat(chunks);
}
