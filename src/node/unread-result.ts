/** The report on a file of which nothing, or not the whole, was read. */
import type { Diagnostic, ScanResult } from '../core/index.js';

/**
 * @param name As the artifact is named in the report.
 * @param message English; what happened and what to do, without any text of the file.
 */
export function unreadResult(
  name: string,
  code: string,
  message: string,
  severity: Diagnostic['severity'] = 'error',
): ScanResult {
  return {
    artifact: name,
    mediaType: 'application/octet-stream',
    verdict: 'incomplete',
    findings: [],
    persons: [],
    diagnostics: [{ code, severity, message }],
    coverage: { units: 1, read: 0, unread: [{ place: { part: '' }, code }] },
  };
}

/** System error codes in words; other errors give their name only, since messages may quote a path or a text. */
export function systemReason(error: unknown): string {
  const code = (error as NodeJS.ErrnoException | undefined)?.code;
  switch (code) {
    case 'EACCES':
    case 'EPERM':
      return 'permission denied';
    case 'ENOENT':
      return 'no such file or directory';
    case 'ELOOP':
      return 'a loop of symbolic links';
    case 'EMFILE':
    case 'ENFILE':
      return 'too many open files';
    case 'EIO':
      return 'the device reports an error';
    case 'ESTALE':
      return 'it changed after it was listed';
    case 'ENAMETOOLONG':
      return 'the name is too long';
    case undefined:
      return error instanceof Error ? error.name : 'unknown error';
    default:
      return code;
  }
}
