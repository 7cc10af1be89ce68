/** Node without a bundler: the scanner comes with the first call that needs it. */
// Loaded by then, so that the script below finds it finished.
import '#platform';
import type * as Module from './index.js';

let loaded: typeof Module | undefined;

/** @returns The scanner's module, from the one script that the build makes of it. */
export function scanner(): typeof Module {
  loaded ??= process.getBuiltinModule('node:module').createRequire(import.meta.url)(
    './scanner.cjs',
  ) as typeof Module;
  return loaded;
}
