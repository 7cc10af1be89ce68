/** Flags that serve and filter share with scan → options of a scanner, by the same rules and configuration file. */
import type { NodeScannerOptions } from '../node/ocr/choose.js';
import type { Io } from './io.js';
import { scanSettings } from './settings.js';

const PASSED = [
  'policy',
  'entities',
  'config',
  'locale',
  'today',
  'timeout',
  'max-bytes',
  'max-depth',
  'key-file',
  'ocr',
  'ocr-pages',
  'ocr-timeout',
] as const;

export type ScannerFlags = { readonly [Name in (typeof PASSED)[number]]?: string | undefined } & {
  readonly reveal?: boolean | undefined;
};

/** @throws UsageError. */
export function scannerArguments(flags: ScannerFlags, io: Io): NodeScannerOptions {
  // `-` stands for "no path": nothing that is scanned can hold the configuration.
  const args = ['-'];
  for (const name of PASSED) {
    const value = flags[name];
    if (value !== undefined) args.push(`--${name}=${value}`);
  }
  if (flags.reveal === true) args.push('--reveal');
  const settings = scanSettings(args, io);
  return settings === 'help' ? {} : settings.scanner;
}
