/** What is missing of LibreOffice: a machine may have Writer and no Impress, and `soffice` is there all the same. */
import { spawnSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';

export type OfficeModule = 'writer' | 'calc' | 'impress' | 'draw';

/** The library that reads the files of each. */
const LIBRARIES: Readonly<Record<OfficeModule, string>> = {
  writer: 'libswlo.so',
  calc: 'libsclo.so',
  impress: 'libsdlo.so',
  draw: 'libsdlo.so',
};

/** @returns Packages of Debian to install. */
export function missingOffice(modules: readonly OfficeModule[]): string[] {
  const found = spawnSync('which', ['soffice'], { encoding: 'utf8' }).stdout?.trim() ?? '';
  const folder = found === '' ? undefined : path.dirname(fs.realpathSync(found));
  const missing = modules.filter(
    (name) => folder === undefined || !fs.existsSync(path.join(folder, LIBRARIES[name])),
  );
  // The packages without windows can't stand beside those with them.
  const windows = spawnSync('dpkg', ['-s', 'libreoffice-core'], { stdio: 'ignore' }).status === 0;
  return missing.map((name) => `libreoffice-${name}${windows ? '' : '-nogui'}`);
}

/** @throws Error when LibreOffice is not there afterwards. @returns The program. */
export function installOffice(modules: readonly OfficeModule[], others: readonly string[] = []): string {
  const packages = [...missingOffice(modules), ...others];
  if (packages.length > 0) {
    console.log(`installing ${packages.join(' ')}`);
    spawnSync('apt-get', ['update', '-qq'], { stdio: 'ignore' });
    spawnSync('apt-get', ['install', '-y', '-qq', '--no-install-recommends', ...packages], {
      stdio: 'ignore',
    });
  }
  const missing = missingOffice(modules);
  if (missing.length > 0) throw new Error(`needs LibreOffice: install ${missing.join(' ')}`);
  return 'soffice';
}
