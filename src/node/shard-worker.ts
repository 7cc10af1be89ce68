/**
 * Runs shards of a plan and leaves, in the output folder: `ID.ndjson` (results), then `ID.done` (the marker), each
 * written under another name and renamed. A shard may run twice, on two machines or after a kill: both write the same.
 */
import { createHash, randomUUID } from 'node:crypto';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { type ScanPathsOptions, scanSteps } from './scan-paths.js';
import { etagOf, fileOf, type Shard } from './shards.js';

/**
 * Starts of a shard after which it is put aside. Files are read by child processes, so that one which ends its process is
 * named and costs itself only; what ends the worker is mostly something else, a machine that goes down.
 */
export const ATTEMPTS = 5;
/** A claim that was not renewed for so long is a dead worker's. */
const LEASE = 120_000;
const RENEW = 20_000;

export interface Marker {
  readonly id: string;
  readonly results: number;
  /** Bytes and SHA-256 of `ID.ndjson`. */
  readonly bytes: number;
  readonly digest: string;
}

export interface Quarantine {
  readonly id: string;
  readonly code: 'shard/changed' | 'shard/failed';
  readonly reason: string;
}

export type ShardOutcome = 'done' | 'known' | 'quarantined' | 'claimed' | 'failed' | 'aborted';

/** What a shard left behind. */
export function shardState(out: string, id: string): 'done' | 'quarantined' | 'open' {
  if (fs.existsSync(path.join(out, `${id}.done`))) return 'done';
  return fs.existsSync(path.join(out, `${id}.quarantine`)) ? 'quarantined' : 'open';
}

/** Never throws for what goes wrong in a shard: that is counted, and after `ATTEMPTS` starts told by a quarantine. */
export async function runShard(shard: Shard, out: string, options: ScanPathsOptions): Promise<ShardOutcome> {
  const file = (suffix: string): string => path.join(out, `${shard.id}.${suffix}`);
  const state = shardState(out, shard.id);
  if (state !== 'open') return state === 'done' ? 'known' : 'quarantined';
  const claim = takeClaim(file('claim'));
  if (claim === undefined) return 'claimed';
  try {
    if (shardState(out, shard.id) !== 'open') return 'known';
    // The server checks the version of an object at each range that is fetched.
    const changed = shard.inputs.filter(
      (input) =>
        !input.etag.startsWith('etag:') &&
        etagOf(fileOf(input).path, input.etag.startsWith('sha256:')) !== input.etag,
    );
    if (changed.length > 0) {
      const reason = `${changed.length} of ${shard.inputs.length} inputs changed since the plan was made; make a new plan`;
      return quarantine(file('quarantine'), { id: shard.id, code: 'shard/changed', reason });
    }
    const attempts = lines(file('attempts'));
    if (attempts >= ATTEMPTS) {
      const reason = `the worker ended ${attempts} times before the shard was finished; read its inputs by eye`;
      return quarantine(file('quarantine'), { id: shard.id, code: 'shard/failed', reason });
    }
    fs.appendFileSync(file('attempts'), `${os.hostname()} ${process.pid}\n`);
    try {
      return await write(shard, out, options);
    } catch (error) {
      if (lines(file('attempts')) < ATTEMPTS) return 'failed';
      const name = (error as NodeJS.ErrnoException)?.code ?? (error as Error)?.name ?? 'error';
      const reason = `the shard failed ${ATTEMPTS} times (${name}); read its inputs by eye`;
      return quarantine(file('quarantine'), { id: shard.id, code: 'shard/failed', reason });
    }
  } finally {
    claim.release();
  }
}

async function write(shard: Shard, out: string, options: ScanPathsOptions): Promise<ShardOutcome> {
  const target = path.join(out, `${shard.id}.ndjson`);
  const draft = `${target}.${randomUUID()}.tmp`;
  const fd = fs.openSync(draft, 'wx', 0o600);
  const hash = createHash('sha256');
  let results = 0;
  let bytes = 0;
  try {
    // In order: two runs of a shard give the same bytes.
    for await (const step of scanSteps(shard.inputs.map(fileOf), {
      ...options,
      ordered: true,
      apart: true,
    })) {
      for (const result of step.results) {
        const line = Buffer.from(`${JSON.stringify(result)}\n`);
        fs.writeFileSync(fd, line);
        hash.update(line);
        bytes += line.length;
        results++;
      }
    }
    // An abort ends the iteration early: no marker then, and no attempt that counts.
    if (options.signal?.aborted === true) {
      fs.rmSync(path.join(out, `${shard.id}.attempts`), { force: true });
      return 'aborted';
    }
    fs.fdatasyncSync(fd);
    fs.renameSync(draft, target);
  } finally {
    fs.closeSync(fd);
    fs.rmSync(draft, { force: true });
  }
  const marker: Marker = { id: shard.id, results, bytes, digest: hash.digest('hex') };
  appear(path.join(out, `${shard.id}.done`), marker);
  return 'done';
}

function quarantine(file: string, record: Quarantine): 'quarantined' {
  appear(file, record);
  return 'quarantined';
}

function appear(file: string, value: object): void {
  const draft = `${file}.${randomUUID()}.tmp`;
  fs.writeFileSync(draft, `${JSON.stringify(value)}\n`, { flush: true } as fs.WriteFileOptions);
  fs.renameSync(draft, file);
}

function lines(file: string): number {
  try {
    return fs.readFileSync(file, 'latin1').split('\n').length - 1;
  } catch {
    return 0;
  }
}

/** Only to spare double work: two holders of one claim do no harm. */
function takeClaim(file: string): { release(): void } | undefined {
  const mine = `${os.hostname()} ${process.pid} ${randomUUID()}\n`;
  try {
    fs.writeFileSync(file, mine, { flag: 'wx' });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
    if (!isStale(file)) return undefined;
    fs.writeFileSync(file, mine);
  }
  const timer = setInterval(() => {
    const now = new Date();
    try {
      fs.utimesSync(file, now, now);
    } catch {
      // Someone took it for a dead worker's; the markers keep the output right.
    }
  }, RENEW);
  timer.unref();
  return {
    release() {
      clearInterval(timer);
      fs.rmSync(file, { force: true });
    },
  };
}

/** Its process on this machine is gone, or nobody renewed it. */
function isStale(file: string): boolean {
  try {
    const [host, pid] = fs.readFileSync(file, 'latin1').split(' ');
    if (host === os.hostname() && Number(pid) !== process.pid) {
      try {
        process.kill(Number(pid), 0);
      } catch (error) {
        if ((error as NodeJS.ErrnoException).code === 'ESRCH') return true;
      }
    }
    return Date.now() - fs.statSync(file).mtimeMs > LEASE;
  } catch {
    return true;
  }
}
