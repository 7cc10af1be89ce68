/** Where a report goes: standard output, or a file that appears only when it is complete. */
import fs from 'node:fs';
import path from 'node:path';
import { type Io, UsageError } from './io.js';

export interface Output {
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
  const target = path.resolve(io.cwd, file);
  const draft = `${target}.${process.pid}.tmp`;
  let fd: number;
  try {
    fd = fs.openSync(draft, 'w', 0o600);
  } catch (error) {
    throw new UsageError(`${file}: can't be written (${(error as NodeJS.ErrnoException).code ?? 'error'})`);
  }
  let open = true;
  const close = (): void => {
    if (open) fs.closeSync(fd);
    open = false;
  };
  return {
    async write(data) {
      fs.writeFileSync(fd, data);
    },
    finish() {
      close();
      fs.renameSync(draft, target);
    },
    close() {
      if (!open) return;
      close();
      fs.rmSync(draft, { force: true });
    },
  };
}
