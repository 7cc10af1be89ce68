/** Files, folders and process isolation for Node: `leaklint/node`. */
export { type Host, type ScanPathsOptions, scanPaths } from './scan-paths.js';
export { type ResumableOptions, scanResumable } from './scan-resumable.js';
export { DEFAULT_EXCLUDE } from './walk.js';
