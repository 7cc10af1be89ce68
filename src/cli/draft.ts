/**
 * Files while they are not complete. A run that is killed can't take its draft away: the next one that writes into the
 * folder does.
 */
import { createHash } from 'node:crypto';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';

const digest = (text: string): string => createHash('sha256').update(text).digest('hex');

/**
 * Processes of other machines and containers write to shared disks, and their numbers say nothing here. Two containers
 * may have the name of their machine; what numbers their processes have is told by the kernel, where it is Linux.
 */
const HOST = digest(`${os.hostname()} ${numbering()}`).slice(0, 8);

function numbering(): string {
  try {
    return fs.readlinkSync('/proc/self/ns/pid');
  } catch {
    return '';
  }
}

const DRAFT = /\.leaklint-([0-9a-f]{8})-(\d+)\.tmp$/;

/** Bytes of a name that leave room for the rest: file systems take 255. */
const LONGEST = 200;

/** Folders that this process has looked through. */
const cleaned = new Set<string>();

/** @param hidden For a folder that people look into. @returns Path of a draft beside a file. */
export function draftOf(file: string, hidden = false): string {
  const folder = path.dirname(file);
  if (!cleaned.has(folder)) {
    cleaned.add(folder);
    dropLeftovers(folder);
  }
  const name = path.basename(file);
  const stem = Buffer.byteLength(name) > LONGEST ? digest(name) : name;
  return path.join(folder, `${hidden ? '.' : ''}${stem}.leaklint-${HOST}-${process.pid}.tmp`);
}

/** Takes drafts away whose process has ended. */
export function dropLeftovers(folder: string): void {
  let names: string[];
  try {
    names = fs.readdirSync(folder);
  } catch {
    // That the folder can't be read is told by who writes into it.
    return;
  }
  for (const name of names) {
    const [, host, pid] = DRAFT.exec(name) ?? [];
    if (host !== HOST || isAlive(Number(pid))) continue;
    try {
      fs.unlinkSync(path.join(folder, name));
    } catch {
      // Another run was faster, or it is somebody else's.
    }
  }
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    // A process of another user is one.
    return (error as NodeJS.ErrnoException).code !== 'ESRCH';
  }
}
