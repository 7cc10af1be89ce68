/** Writing redacted files: whole or not at all. */
import fs from 'node:fs';
import path from 'node:path';
import { draftOf } from './draft.js';
import { UsageError } from './io.js';
import { isSpecial, targetOf, unwritable } from './output.js';
import { say } from './words.js';

export interface ReplaceOptions {
  /** Keeps the original as `FILE.bak`; another backup is never overwritten. */
  readonly backup: boolean;
  /** What was read; a file that changed since is left alone. */
  readonly read: fs.Stats;
}

/**
 * Puts new content in the place of a file: a draft beside it, then one rename. Mode, owner (where allowed) and times
 * stay; a symbolic link stays one, its target is replaced.
 *
 * @throws UsageError The original is untouched then, and no draft is left.
 */
export function replaceFile(named: string, bytes: Uint8Array, shown: string, options: ReplaceOptions): void {
  guarded(shown, () => {
    const file = fs.realpathSync(named);
    const { mode, uid, gid, atime, mtime } = options.read;
    // An administrator may write to it all the same; whoever made it read-only did not want that.
    if ((mode & 0o222) === 0) throw new UsageError(say`${shown}: is read-only; nothing was changed`);
    const draft = draftOf(file, true);
    const backup = `${file}.bak`;
    // A run that was killed may have left one: the same bytes are as good as a new one.
    const kept = options.backup && fs.existsSync(backup);
    if (kept && !fs.readFileSync(backup).equals(fs.readFileSync(file))) {
      throw new UsageError(
        say`${shown}: ${path.basename(backup)} exists; move it away or use --no-backup; nothing was changed`,
      );
    }
    let made = false;
    try {
      writeThrough(draft, bytes, mode & 0o7777);
      try {
        fs.chownSync(draft, uid, gid);
        fs.chmodSync(draft, mode & 0o7777);
      } catch (error) {
        if ((error as NodeJS.ErrnoException).code !== 'EPERM') throw error;
      }
      fs.utimesSync(draft, atime, mtime);
      const now = fs.statSync(file);
      if (now.mtimeMs !== options.read.mtimeMs || now.size !== options.read.size) {
        throw new UsageError(
          say`${shown}: was changed by somebody else meanwhile; nothing was changed, run again`,
        );
      }
      if (options.backup && !kept) {
        made = true;
        fs.copyFileSync(file, backup, fs.constants.COPYFILE_EXCL);
        fs.chmodSync(backup, mode & 0o7777);
        fs.utimesSync(backup, atime, mtime);
      }
      fs.renameSync(draft, file);
    } catch (error) {
      fs.rmSync(draft, { force: true });
      if (made) fs.rmSync(backup, { force: true });
      throw error;
    }
  });
}

/** Writes a copy at another place, whole or not at all. @throws UsageError */
export function writeCopy(named: string, bytes: Uint8Array, shown: string, like?: fs.Stats): void {
  const file = targetOf(named);
  if (isSpecial(file)) {
    guarded(shown, () => fs.writeFileSync(file, bytes));
    return;
  }
  const draft = draftOf(file);
  guarded(shown, () => {
    try {
      if (like !== undefined) fs.mkdirSync(path.dirname(file), { recursive: true });
      writeThrough(draft, bytes, like === undefined ? undefined : like.mode & 0o777);
      if (like !== undefined) fs.utimesSync(draft, like.atime, like.mtime);
      fs.renameSync(draft, file);
    } catch (error) {
      fs.rmSync(draft, { force: true });
      throw error;
    }
  });
}

function writeThrough(file: string, bytes: Uint8Array, mode: number | undefined): void {
  const handle = fs.openSync(file, 'wx', mode);
  try {
    fs.writeFileSync(handle, bytes);
    // The rename must not reach the disk before the content does.
    fs.fsyncSync(handle);
  } finally {
    fs.closeSync(handle);
  }
}

function guarded(shown: string, action: () => void): void {
  try {
    action();
  } catch (error) {
    if (error instanceof UsageError) throw error;
    throw unwritable(shown, error);
  }
}
