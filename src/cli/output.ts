/** Where a report goes: standard output, or a file that appears only when it is complete. */
import fs from 'node:fs';
import path from 'node:path';
import { draftOf } from './draft.js';
import { type Io, UsageError } from './io.js';
import { type Said, say } from './words.js';

export interface Output {
  /** Absolute path of the file while it is not complete; it may lie in what is scanned. */
  readonly draft?: string;
  write(data: string | Uint8Array): Promise<void>;
  /** Makes a file appear under its name. */
  finish(): void;
  close(): void;
}

/** @throws UsageError when the file can't be written. */
export function openOutput(file: string | undefined, io: Io): Output {
  if (file === undefined || file === '-') {
    return {
      write: (data) => (data === '' ? Promise.resolve() : io.out(data)),
      finish: () => undefined,
      close: () => undefined,
    };
  }
  const target = targetOf(path.resolve(io.cwd, file));
  if (fs.statSync(target, { throwIfNoEntry: false })?.isDirectory() === true) {
    throw new UsageError(say`${file} is a folder; name a file to write`);
  }
  const draft = isSpecial(target) ? undefined : draftOf(target);
  let fd: number;
  try {
    fd = fs.openSync(draft ?? target, 'w', 0o600);
  } catch (error) {
    throw unwritable(file, error);
  }
  let open = true;
  const drop = (): void => {
    if (draft !== undefined) fs.rmSync(draft, { force: true });
  };
  const attempt = (action: () => void): void => {
    try {
      action();
    } catch (error) {
      drop();
      throw unwritable(file, error);
    }
  };
  const close = (): void => {
    if (open) fs.closeSync(fd);
    open = false;
  };
  return {
    ...(draft === undefined ? {} : { draft }),
    async write(data) {
      attempt(() => fs.writeFileSync(fd, data));
    },
    finish() {
      attempt(() => {
        close();
        if (draft !== undefined) fs.renameSync(draft, target);
      });
    },
    close() {
      if (!open) return;
      close();
      drop();
    },
  };
}

/** A symbolic link stays one. */
export function targetOf(file: string): string {
  try {
    return fs.realpathSync(file);
  } catch {
    return file;
  }
}

/** A device or a named pipe is written to: a file renamed over it would take its place, `/dev/null` included. */
export function isSpecial(file: string): boolean {
  const stats = fs.statSync(file, { throwIfNoEntry: false });
  return stats !== undefined && !stats.isFile() && !stats.isDirectory();
}

/** What a person can do about it is told where the system's code would not tell them. */
export function unwritable(file: string, error: unknown): UsageError {
  const code = (error as NodeJS.ErrnoException).code ?? 'error';
  const why = Object.hasOwn(REASONS, code) ? REASONS[code]! : code;
  return new UsageError(say`${file}: can't be written (${why})`);
}

const REASONS: Readonly<Record<string, Said>> = {
  ENOSPC: say`the disk is full`,
  EDQUOT: say`the disk is full`,
  EROFS: say`the disk is read-only`,
  EACCES: say`no permission`,
  EPERM: say`no permission`,
  ENOENT: say`the folder does not exist`,
  ENOTDIR: say`the folder does not exist`,
  EISDIR: say`it is a folder`,
};
