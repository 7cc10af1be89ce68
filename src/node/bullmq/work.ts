/** Takes shards from the queue, each in a child process of its own, until all of the plan have their markers. */
import fs from 'node:fs';
import { setTimeout as delay } from 'node:timers/promises';
import type { ScanPathsOptions } from '../scan-paths.js';
import { shardState } from '../shard-worker.js';
import { readPlan } from '../shards.js';
import {
  connectionOf,
  loadBullmq,
  noticesOf,
  type QueueOptions,
  queueName,
  type ShardJob,
} from './connection.js';

export interface WorkOptions extends QueueOptions {
  /** Shards at a time; default 1: a shard has child processes of its own (`scan.jobs`). */
  readonly concurrency?: number;
  /** How to scan; what the plan was made with. Must survive JSON, but for a `key` of bytes. */
  readonly scan: Omit<ScanPathsOptions, 'signal' | 'host' | 'onFile' | 'onInput' | 'detectors'>;
  /** Milliseconds without a sign of life after which another worker takes a shard; default 60,000. */
  readonly lock?: number;
  readonly onShard?: (id: string, outcome: string) => void;
}

/** What the child process of a shard is told, by its environment: the key must not go through Redis. */
export interface ProcessorSettings {
  readonly plan: string;
  readonly out: string;
  readonly scan: object;
  /** base64. */
  readonly key?: string;
}

export const SETTINGS = 'LEAKLINT_SHARDS';
const LOOK = 500;

/**
 * At least one run a shard, output exactly once: a shard that is taken twice writes the same files. Ends when all shards
 * are done or in quarantine, or on the signal: what is under way is broken off and counts as no attempt.
 *
 * @throws MissingPackage, RangeError.
 */
export async function workShards(options: WorkOptions): Promise<void> {
  const { plan, out, concurrency = 1, lock = 60_000, signal, onNotice, onShard } = options;
  const { Worker } = await loadBullmq();
  const { shards } = readPlan(plan);
  fs.mkdirSync(out, { recursive: true });
  const { key, ...scan } = options.scan;
  const settings: ProcessorSettings = {
    plan,
    out,
    scan,
    ...(key === undefined ? {} : { key: Buffer.from(key as Uint8Array).toString('base64') }),
  };
  const { LEAKLINT_KEY: _, ...env } = process.env;
  const worker = new Worker<ShardJob, string>(queueName(plan), new URL('./processor.js', import.meta.url), {
    connection: connectionOf(options.redis),
    concurrency,
    lockDuration: lock,
    stalledInterval: lock / 2,
    // How often a shard may be lost with its worker is counted beside its markers, not here.
    maxStalledCount: 100,
    removeOnComplete: { count: 1000 },
    removeOnFail: { count: 1000 },
    workerForkOptions: { env: { ...env, [SETTINGS]: JSON.stringify(settings) } },
  });
  worker.on('error', noticesOf(onNotice));
  worker.on('completed', ({ data }, outcome) => onShard?.(data.shard, outcome));
  worker.on('failed', (job) => void (job !== undefined && onShard?.(job.data.shard, 'failed')));
  try {
    let open = shards;
    while (signal?.aborted !== true) {
      open = open.filter(({ id }) => shardState(out, id) === 'open');
      if (open.length === 0) break;
      await delay(LOOK, undefined, signal === undefined ? {} : { signal }).catch(() => undefined);
    }
  } finally {
    worker.cancelAllJobs('stopped');
    const closed = worker.close().catch(() => undefined);
    await Promise.race([closed, delay(5000)]);
    await Promise.race([worker.close(true).catch(() => undefined), delay(1000)]);
    await worker.disconnect().catch(() => undefined);
  }
}
