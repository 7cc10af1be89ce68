/** A command as a whole: CPU time and peak memory of it and its children, from /proc (Linux). */
import { spawn } from 'node:child_process';
import fs from 'node:fs';

export interface Spent {
  /** User and system time of every process, seconds; up to 20 ms a process are missed. */
  readonly cpu: number;
  /** Of the command itself, and of its costliest child: what no further processor would make shorter. */
  readonly critical: number;
  readonly wall: number;
  /** Resident bytes of all processes at once, at most. */
  readonly peak: number;
  readonly code: number | null;
}

/** Ticks of the CPU clock a second: a constant of the Linux ABI. */
const TICKS = 100;
const POLL = 10;

/** Standard output is thrown away, or goes to `output`. */
export function spend(command: string, args: readonly string[], output?: string): Promise<Spent> {
  const out = output === undefined ? 'ignore' : fs.openSync(output, 'w');
  const start = performance.now();
  const child = spawn(command, args, { stdio: ['ignore', out, 'ignore'] });
  const ticks = new Map<number, number>();
  let peak = 0;
  const poll = setInterval(() => {
    let resident = 0;
    for (const pid of tree(child.pid)) {
      const { cpu, bytes } = look(pid);
      ticks.set(pid, Math.max(cpu, ticks.get(pid) ?? 0));
      resident += bytes;
    }
    peak = Math.max(peak, resident);
  }, POLL);
  return new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('close', (code) => {
      clearInterval(poll);
      if (typeof out === 'number') fs.closeSync(out);
      const wall = (performance.now() - start) / 1000;
      const sum = [...ticks.values()].reduce((a, b) => a + b, 0);
      const own = ticks.get(child.pid ?? 0) ?? 0;
      const critical = own + Math.max(0, ...[...ticks].map(([pid, one]) => (pid === child.pid ? 0 : one)));
      resolve({ cpu: sum / TICKS, critical: critical / TICKS, wall, peak, code });
    });
  });
}

function read(file: string): string {
  try {
    return fs.readFileSync(file, 'latin1');
  } catch {
    return '';
  }
}

function tree(pid: number | undefined): number[] {
  if (pid === undefined) return [];
  const children = read(`/proc/${pid}/task/${pid}/children`).trim().split(' ').filter(Boolean).map(Number);
  return [pid, ...children.flatMap(tree)];
}

function look(pid: number): { cpu: number; bytes: number } {
  // proc(5): the name in brackets may hold blanks; behind it stand the fields from the third on.
  const stat = read(`/proc/${pid}/stat`);
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  return {
    cpu: Number(fields[11] ?? 0) + Number(fields[12] ?? 0),
    bytes: Number(fields[21] ?? 0) * 4096,
  };
}
