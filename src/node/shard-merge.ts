/** Output of shards → one stream of results, each shard once, in the order of the plan. */
import { createHash } from 'node:crypto';
import fs from 'node:fs';
import path from 'node:path';
import type { ScanResult } from '../core/index.js';
import { type Marker, type Quarantine, shardState } from './shard-worker.js';
import { readPlan, type Shard } from './shards.js';
import { unreadResult } from './unread-result.js';

export interface MergeOptions {
  /** Shards that are not finished are told as unread instead of ending the merge. */
  readonly partial?: boolean;
}

/** @throws RangeError when a shard is not finished, or its output is not what its marker says. */
export function* mergeShards(plan: string, out: string, options: MergeOptions = {}): Generator<ScanResult> {
  const { shards, unread } = readPlan(plan);
  if (options.partial !== true) {
    const open = shards.filter(({ id }) => shardState(out, id) === 'open').length;
    if (open > 0) {
      throw new RangeError(
        `${open} of ${shards.length} shards are not finished: run workers, or merge with --partial`,
      );
    }
  }
  yield* unread;
  // The same file named twice in a plan is one shard.
  const seen = new Set<string>();
  for (const shard of shards) {
    if (seen.has(shard.id)) continue;
    seen.add(shard.id);
    switch (shardState(out, shard.id)) {
      case 'done':
        yield* results(shard, out);
        break;
      case 'quarantined': {
        const file = path.join(out, `${shard.id}.quarantine`);
        const { code, reason } = JSON.parse(fs.readFileSync(file, 'utf8')) as Quarantine;
        for (const { name } of shard.inputs) yield unreadResult(name, code, reason);
        break;
      }
      case 'open':
        for (const { name } of shard.inputs) {
          yield unreadResult(name, 'shard/missing', 'its shard is not finished; run workers and merge again');
        }
    }
  }
}

const CHUNK = 1024 * 1024;

function* results({ id }: Shard, out: string): Generator<ScanResult> {
  const marker = JSON.parse(fs.readFileSync(path.join(out, `${id}.done`), 'utf8')) as Marker;
  const file = path.join(out, `${id}.ndjson`);
  // Checked before anything is given out: a shard counts whole or not at all.
  if (digestOf(file) !== marker.digest) {
    throw new RangeError(
      `shard ${id}: its output is not what its marker says; remove ${id}.done and run a worker`,
    );
  }
  for (const line of linesOf(file)) yield JSON.parse(line) as ScanResult;
}

function* chunksOf(file: string): Generator<Buffer> {
  const fd = fs.openSync(file, 'r');
  try {
    for (;;) {
      const chunk = Buffer.alloc(CHUNK);
      const count = fs.readSync(fd, chunk, 0, CHUNK, null);
      if (count === 0) return;
      yield chunk.subarray(0, count);
    }
  } finally {
    fs.closeSync(fd);
  }
}

function digestOf(file: string): string {
  const hash = createHash('sha256');
  try {
    for (const chunk of chunksOf(file)) hash.update(chunk);
  } catch {
    return '';
  }
  return hash.digest('hex');
}

function* linesOf(file: string): Generator<string> {
  let rest = Buffer.alloc(0);
  for (const chunk of chunksOf(file)) {
    let data = rest.length === 0 ? chunk : Buffer.concat([rest, chunk]);
    for (let feed = data.indexOf(10); feed >= 0; feed = data.indexOf(10)) {
      yield data.toString('utf8', 0, feed);
      data = data.subarray(feed + 1);
    }
    rest = Buffer.from(data);
  }
}
