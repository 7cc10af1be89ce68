export * from './define.js';
export * from './detector.js';
export * from './limits.js';
export * from './line-index.js';
export * from './ocr.js';
export * from './segment-builder.js';
export * from './source-map.js';
export * from './types.js';
