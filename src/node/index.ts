/** Files, folders and process isolation for Node: `leaklint/node`. */
export { rulesOf } from './checkpoint.js';
export { type NodeScannerOptions, OCR_MODES, type OcrMode, withEngine } from './ocr/choose.js';
export { isInstalled as isOcrInstalled, OcrNotInstalledError } from './ocr/tesseract.js';
export { type Host, type ScanPathsOptions, scanPaths } from './scan-paths.js';
export { type ResumableOptions, scanResumable, version } from './scan-resumable.js';
export { type MergeOptions, mergeShards } from './shard-merge.js';
export { ATTEMPTS, runShard, type ShardOutcome, shardState } from './shard-worker.js';
export { type PlanLine, type PlanOptions, plan, readPlan, type Shard } from './shards.js';
export { DEFAULT_EXCLUDE } from './walk.js';
