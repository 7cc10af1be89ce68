// Compiled from src/formats by `npm run generate`. Do not edit.
import type { FormatEntry } from '../core/index.js';

/** Every format; its module is loaded when the first such file comes. */
export const formats: readonly FormatEntry[] = [
  {
    id: 'html',
    mediaTypes: [
      'text/html',
      'application/xhtml+xml',
    ],
    load: async () => (await import('../formats/html/index.js')).format,
  },
  {
    id: 'pdf',
    mediaTypes: [
      'application/pdf',
    ],
    load: async () => (await import('../formats/pdf/index.js')).format,
  },
  {
    id: 'text',
    mediaTypes: [
      'text/plain',
      'text/markdown',
      'text/csv',
      'text/tab-separated-values',
      'text/css',
      'text/javascript',
      'application/javascript',
      'application/json',
      'application/ld+json',
      'application/x-ndjson',
      'application/sql',
      'application/yaml',
      'text/yaml',
      'text/calendar',
      'text/vcard',
    ],
    load: async () => (await import('../formats/text/index.js')).format,
  },
  {
    id: 'zip',
    mediaTypes: [
      'application/zip',
    ],
    load: async () => (await import('../formats/zip/index.js')).format,
  },
];
