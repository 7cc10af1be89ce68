/** Keeps the queue of a plan filled until every shard has left its marker. */
import fs from 'node:fs';
import { setTimeout as delay } from 'node:timers/promises';
import type { Queue } from 'bullmq';
import { readPlan } from '../shards.js';
import {
  connectionOf,
  loadBullmq,
  noticesOf,
  type QueueOptions,
  queueName,
  type ShardJob,
} from './connection.js';

export interface FeedOptions extends QueueOptions {
  /** Jobs that may wait at a time: Redis holds every one of them in memory. Default 256. */
  readonly waiting?: number;
  /** Milliseconds between two looks; default 1000. */
  readonly interval?: number;
  readonly onState?: (state: FeedState) => void;
}

export interface FeedState {
  readonly shards: number;
  readonly done: number;
  readonly quarantined: number;
  readonly waiting: number;
  readonly active: number;
}

const UNDER_WAY: readonly string[] = ['waiting', 'active', 'delayed', 'prioritized', 'waiting-children'];

/**
 * Markers are the truth: a shard without one that has no job under way gets a job, whatever Redis remembers of it, also
 * after Redis lost everything. Ends when all shards are done or in quarantine, or on the signal.
 *
 * @throws MissingPackage, RangeError.
 */
export async function feedShards(options: FeedOptions): Promise<FeedState> {
  const { plan, out, waiting = 256, interval = 1000, signal, onNotice, onState } = options;
  const bullmq = await loadBullmq();
  const { shards } = readPlan(plan);
  const ids = [...new Set(shards.map(({ id }) => id))];
  const queue = new bullmq.Queue<ShardJob>(queueName(plan), {
    connection: connectionOf(options.redis),
    defaultJobOptions: { removeOnComplete: { count: 1000 }, removeOnFail: { count: 1000 } },
  });
  queue.on('error', noticesOf(onNotice));
  const aborted = new Promise<undefined>((resolve) => {
    if (signal?.aborted === true) resolve(undefined);
    signal?.addEventListener('abort', () => resolve(undefined), { once: true });
  });
  let state: FeedState = { shards: ids.length, done: 0, quarantined: 0, waiting: 0, active: 0 };
  try {
    for (;;) {
      const closed = closedIn(out);
      const open = ids.filter((id) => !closed.done.has(id) && !closed.quarantined.has(id));
      state = {
        ...state,
        done: ids.filter((id) => closed.done.has(id)).length,
        quarantined: ids.filter((id) => closed.quarantined.has(id) && !closed.done.has(id)).length,
      };
      if (open.length > 0 && signal?.aborted !== true) {
        const counts = await Promise.race([fill(queue, open, waiting), aborted]);
        if (counts !== undefined) state = { ...state, ...counts };
      }
      onState?.(state);
      if (open.length === 0 || signal?.aborted === true) return state;
      await delay(interval, undefined, signal === undefined ? {} : { signal }).catch(() => undefined);
    }
  } finally {
    // A connection that is not there would be waited for.
    await Promise.race([queue.close(), delay(1000)]);
    await queue.disconnect().catch(() => undefined);
  }
}

async function fill(
  queue: Queue<ShardJob>,
  open: readonly string[],
  most: number,
): Promise<{ waiting: number; active: number }> {
  const counts = await queue.getJobCounts('waiting', 'delayed', 'active');
  let waiting = (counts.waiting ?? 0) + (counts.delayed ?? 0);
  const active = counts.active ?? 0;
  for (const shard of open) {
    if (waiting >= most) break;
    const job = await queue.getJob(shard);
    if (job !== undefined && job !== null) {
      if (UNDER_WAY.includes(await job.getState())) continue;
      // It ended without a marker: the claim of a worker that is gone, or a folder that was emptied.
      await job.remove().catch(() => undefined);
    }
    await queue.add('shard', { shard }, { jobId: shard });
    waiting++;
  }
  return { waiting, active };
}

function closedIn(out: string): { done: Set<string>; quarantined: Set<string> } {
  const done = new Set<string>();
  const quarantined = new Set<string>();
  for (const name of fs.existsSync(out) ? fs.readdirSync(out) : []) {
    if (name.endsWith('.done')) done.add(name.slice(0, -'.done'.length));
    else if (name.endsWith('.quarantine')) quarantined.add(name.slice(0, -'.quarantine'.length));
  }
  return { done, quarantined };
}
