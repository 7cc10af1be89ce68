/** What feeder and workers share: the name of a plan's queue, and how Redis is reached. */
import { createHash } from 'node:crypto';
import fs from 'node:fs';
import type { RedisOptions } from 'bullmq';

/** Data of a job. The shard itself stands in the plan; nothing about its inputs goes to Redis. */
export interface ShardJob {
  readonly shard: string;
}

export interface QueueOptions {
  /** The manifest that `plan` wrote, and the folder of markers and results. */
  readonly plan: string;
  readonly out: string;
  /** `redis://[user:password@]host[:port][/db]`, `rediss:` for TLS. Redis must run `noeviction`. */
  readonly redis: string;
  /** The code of what went wrong on the way to Redis, once a kind; the work goes on when it is back. */
  readonly onNotice?: (code: string) => void;
  readonly signal?: AbortSignal;
}

/** Each plan has a queue of its own: a worker can't be given a shard that is not in its manifest. */
export function queueName(plan: string): string {
  return `leaklint-${createHash('sha256').update(fs.readFileSync(plan)).digest('hex').slice(0, 12)}`;
}

/** @throws RangeError for an address that is none. The message does not quote it: it may hold a password. */
export function connectionOf(redis: string): RedisOptions {
  let url: URL;
  try {
    url = new URL(redis);
  } catch {
    throw new RangeError('the address of Redis must be redis://host:port');
  }
  if (url.protocol !== 'redis:' && url.protocol !== 'rediss:') {
    throw new RangeError('the address of Redis must be redis://host:port');
  }
  const db = url.pathname.slice(1);
  if (!/^\d{0,4}$/.test(db)) throw new RangeError('the database of Redis must be a number');
  return {
    host: url.hostname.replace(/^\[(.*)\]$/, '$1') || '127.0.0.1',
    port: url.port === '' ? 6379 : Number(url.port),
    ...(url.username === '' ? {} : { username: decodeURIComponent(url.username) }),
    ...(url.password === '' ? {} : { password: decodeURIComponent(url.password) }),
    ...(db === '' ? {} : { db: Number(db) }),
    ...(url.protocol === 'rediss:' ? { tls: {} } : {}),
    // A Redis that is away for a while holds the work up and ends nothing.
    maxRetriesPerRequest: null,
    retryStrategy: (times) => Math.min(2000, 50 * 2 ** Math.min(times, 6)),
  };
}

export class MissingPackage extends Error {
  readonly code = 'engine/bullmq-missing';
  override readonly name: string = 'MissingPackage';
}

/** @throws MissingPackage. */
export async function loadBullmq(): Promise<typeof import('bullmq')> {
  try {
    await import('ioredis');
    return await import('bullmq');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ERR_MODULE_NOT_FOUND') throw error;
    throw new MissingPackage(
      'engine/bullmq-missing: the packages bullmq and ioredis are not installed: npm install bullmq ioredis',
    );
  }
}

/** Tells each kind of error once until it is over. */
export function noticesOf(onNotice: QueueOptions['onNotice']): (error: Error) => void {
  let last = '';
  return (error) => {
    const code = (error as NodeJS.ErrnoException).code ?? error.name;
    if (code === last) return;
    last = code;
    onNotice?.(code);
  };
}
