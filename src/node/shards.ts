/**
 * The plan of a scan that runs on many machines: shards, each a web archive, a range of one, or a batch of files.
 *
 * A manifest is NDJSON: a head, then a line a shard. The id of a shard is a hash of what is read and of the rules, so a
 * finished one is never taken for another. Truth is what workers leave in the output folder: shards may run more than
 * once, their output counts once.
 */
import { createHash } from 'node:crypto';
import fs from 'node:fs';
import type { Capture, ScanResult } from '../core/index.js';
import { archiveKind } from './archive-members.js';
import type { ArchiveRange } from './archive-step.js';
import { fileDigest, stampOf } from './checkpoint.js';
import { isS3, statObject } from './s3.js';
import type { FileInput } from './scan-source.js';
import { type FilePath, type Known, openSource } from './source.js';
import { DEFAULT_EXCLUDE, walk } from './walk.js';

export interface ShardInput {
  readonly name: string;
  /** As the plan was given it; in base64 where the name is not UTF-8. */
  readonly path?: string;
  readonly pathBytes?: string;
  /** `size-mtime`, `sha256:…`, or `etag:…` of an object. */
  readonly etag: string;
  readonly range?: ArchiveRange;
  readonly capture?: Capture;
  /** Of an object of S3. */
  readonly known?: Known;
}

export interface Shard {
  readonly id: string;
  readonly bytes: number;
  readonly inputs: readonly ShardInput[];
}

export interface PlanHead {
  readonly kind: 'leaklint-plan';
  readonly version: 1;
  /** Of `rulesOf`. */
  readonly rules: string;
  /** The files and folders that were asked for. */
  readonly roots: readonly string[];
}

export type PlanLine = PlanHead | Shard | { readonly unread: ScanResult };

export interface PlanOptions {
  readonly rules: string;
  readonly exclude?: readonly string[];
  /** Files of one shard; default 500. */
  readonly files?: number;
  /** Bytes of one shard of files; default 64 MiB. */
  readonly bytes?: number;
  /** Archives of gzip members above this many bytes become ranges of this size; default: no ranges. */
  readonly split?: number;
  /** Content decides whether a file is the same, not its size and time: copies on other machines keep their ids. */
  readonly digest?: boolean;
}

const HEAD_BYTES = 4096;
const LARGE = 8 * 1024 * 1024;

/** @returns The lines of a manifest, the head first. Nothing is left out: what can't be had is a line as well. */
export function* plan(paths: readonly string[], options: PlanOptions): Generator<PlanLine> {
  const { rules, exclude = DEFAULT_EXCLUDE, files = 500, bytes = 64 * 1024 * 1024 } = options;
  yield { kind: 'leaklint-plan', version: 1, rules, roots: paths };
  let batch: ShardInput[] = [];
  let size = 0;
  const flush = function* (): Generator<Shard> {
    if (batch.length > 0) yield shardOf(batch, size, rules);
    batch = [];
    size = 0;
  };
  for (const root of paths) {
    for (const file of walk(root, { exclude })) {
      if ('result' in file) {
        yield { unread: file.result };
        continue;
      }
      const stamp = stampOf(file.path, file.known);
      const etag = etagOf(file.path, options.digest === true, file.known);
      const input: ShardInput = {
        ...pathOf(file.path),
        name: file.name,
        etag,
        ...(file.known === undefined ? {} : { known: file.known }),
        ...(file.capture === undefined ? {} : { capture: file.capture }),
      };
      const length = stamp?.size ?? 0;
      const kind = mayBeArchive(file.name, length) ? kindOfArchive(file.path) : undefined;
      if (kind !== undefined) {
        for (const range of kind === 'gzip' ? rangesOf(length, options.split) : [undefined]) {
          const ranged = range === undefined ? input : { ...input, range };
          const end = Math.min(length, range?.until ?? length);
          yield shardOf([ranged], end - (range?.from?.offset ?? 0), rules);
        }
        continue;
      }
      batch.push(input);
      size += length;
      if (batch.length >= files || size >= bytes) yield* flush();
    }
  }
  yield* flush();
}

function shardOf(inputs: readonly ShardInput[], bytes: number, rules: string): Shard {
  const id = createHash('sha256')
    .update(JSON.stringify([rules, inputs]))
    .digest('hex')
    .slice(0, 32);
  return { id, bytes, inputs };
}

/** Each range reads the records that begin in it. */
function rangesOf(size: number, split: number | undefined): (ArchiveRange | undefined)[] {
  if (split === undefined || size <= split) return [undefined];
  const ranges: ArchiveRange[] = [];
  for (let start = 0; start < size; start += split) {
    ranges.push({
      from: { offset: start, index: 0 },
      ...(start > 0 ? { seek: true } : {}),
      ...(start + split < size ? { until: start + split } : {}),
    });
  }
  return ranges;
}

function mayBeArchive(name: string, size: number): boolean {
  return /\.w?arc(?:\.gz)?$/i.test(name) || size > LARGE;
}

function kindOfArchive(path: FilePath): 'gzip' | 'plain' | undefined {
  // Fetching the start of every object is what a plan is to spare.
  if (isS3(path)) return /\.w?arc\.gz$/i.test(path) ? 'gzip' : /\.w?arc$/i.test(path) ? 'plain' : undefined;
  try {
    const source = openSource(path, HEAD_BYTES);
    try {
      return archiveKind(source.read(0, HEAD_BYTES));
    } finally {
      source.close();
    }
  } catch {
    return undefined;
  }
}

function pathOf(path: FilePath): Pick<ShardInput, 'path' | 'pathBytes'> {
  return typeof path === 'string' ? { path } : bytesPath(Buffer.from(path));
}

function bytesPath(bytes: Buffer): Pick<ShardInput, 'path' | 'pathBytes'> {
  const text = bytes.toString('utf8');
  return Buffer.from(text).equals(bytes) ? { path: text } : { pathBytes: bytes.toString('base64') };
}

/** @returns `missing` when the file can't be had. */
export function etagOf(path: FilePath, digest: boolean, known?: Known): string {
  if (isS3(path)) return `etag:${known?.etag ?? statObject(path)?.etag ?? ''}`;
  if (digest) {
    const found = fileDigest(path);
    return found === undefined ? 'missing' : `sha256:${found}`;
  }
  const stamp = stampOf(path);
  return stamp === undefined ? 'missing' : `${stamp.size}-${Math.round(stamp.mtime)}`;
}

export function fileOf({ path, pathBytes, name, range, capture, known }: ShardInput): FileInput {
  const file = path ?? Buffer.from(pathBytes ?? '', 'base64');
  return {
    path: file,
    name,
    ...(range === undefined ? {} : { range }),
    ...(known === undefined ? {} : { known }),
    ...(capture === undefined ? {} : { capture }),
  };
}

/** @throws RangeError when the file is no manifest, or is cut off. */
export function readPlan(file: string): { head: PlanHead; shards: Shard[]; unread: ScanResult[] } {
  const lines = fs.readFileSync(file, 'utf8').split('\n');
  if (lines.pop() !== '') throw new RangeError('the plan is cut off: make it again');
  const values = lines.map((line) => {
    try {
      return JSON.parse(line) as PlanLine;
    } catch {
      throw new RangeError('the plan is damaged: make it again');
    }
  });
  const head = values[0];
  if (head === undefined || !('kind' in head) || head.kind !== 'leaklint-plan' || head.version !== 1) {
    throw new RangeError('the file is no plan: make one with "leaklint plan"');
  }
  return {
    head,
    shards: values.filter((value): value is Shard => 'id' in value),
    unread: values.flatMap((value) => ('unread' in value ? [value.unread] : [])),
  };
}
