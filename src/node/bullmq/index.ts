/** One scan on many machines with BullMQ on Redis: `leaklint/engine/bullmq`. Needs the packages bullmq and ioredis. */
export { MissingPackage, type QueueOptions, queueName, type ShardJob } from './connection.js';
export { type FeedOptions, type FeedState, feedShards } from './feed.js';
export { type WorkOptions, workShards } from './work.js';
