/** The child process of a worker: runs one shard at a time. What kills it costs an attempt of this shard and no other. */
import type { SandboxedJob } from 'bullmq';
import type { ScanPathsOptions } from '../scan-paths.js';
import { runShard } from '../shard-worker.js';
import { readPlan, type Shard } from '../shards.js';
import type { ShardJob } from './connection.js';
import { type ProcessorSettings, SETTINGS } from './work.js';

const { plan, out, scan, key } = JSON.parse(process.env[SETTINGS] ?? '{}') as ProcessorSettings;
// Child processes of the scan have no use for it.
delete process.env[SETTINGS];
const EVERY = 2000;

let shards: Map<string, Shard> | undefined;

// The worker is gone: another one takes the shard.
process.once('disconnect', () => process.exit());

export default async function processor(
  job: SandboxedJob<ShardJob>,
  _token: string,
  signal?: AbortSignal,
): Promise<string> {
  shards ??= new Map(readPlan(plan).shards.map((shard) => [shard.id, shard]));
  const shard = shards.get(job.data.shard);
  if (shard === undefined) throw new RangeError('the plan does not hold this shard');
  let files = 0;
  let told = performance.now();
  const outcome = await runShard(shard, out, {
    ...(scan as ScanPathsOptions),
    ...(key === undefined ? {} : { key: Buffer.from(key, 'base64') }),
    ...(signal === undefined ? {} : { signal }),
    onFile() {
      files++;
      if (performance.now() - told < EVERY) return;
      told = performance.now();
      void job.updateProgress(Math.round((100 * files) / shard.inputs.length)).catch(() => undefined);
    },
  });
  if (outcome === 'failed' || outcome === 'aborted') throw new Error(`shard ${outcome}`);
  return outcome;
}
