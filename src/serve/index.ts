/** `leaklint/serve`: the HTTP sidecar. */
export { type OpenApiDocument, openApi } from './openapi.js';
export type { LogEntry, ServeOptions, Shape } from './options.js';
export { createServer, type LeakServer } from './server.js';
