// Compiled from src/formats by `npm run generate`. Do not edit.
import type { FormatEntry } from '../core/index.js';

/** Every format; its module is loaded when the first such file comes. */
export const formats: readonly FormatEntry[] = [
  {
    id: 'doc',
    mediaTypes: [
      'application/msword',
    ],
    load: async () => (await import('../formats/doc/index.js')).format,
  },
  {
    id: 'docx',
    mediaTypes: [
      'application/vnd.openxmlformats-officedocument.wordprocessingml.document',
      'application/vnd.openxmlformats-officedocument.wordprocessingml.template',
      'application/vnd.ms-word.document.macroEnabled.12',
      'application/vnd.ms-word.template.macroEnabled.12',
      'application/vnd.ms-office.flat-opc+xml',
      'application/vnd.ms-word.2003+xml',
      'application/vnd.ms-office.encrypted',
    ],
    load: async () => (await import('../formats/docx/index.js')).format,
  },
  {
    id: 'html',
    mediaTypes: [
      'text/html',
      'application/xhtml+xml',
    ],
    load: async () => (await import('../formats/html/index.js')).format,
  },
  {
    id: 'ofd',
    mediaTypes: [
      'application/ofd',
    ],
    load: async () => (await import('../formats/ofd/index.js')).format,
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
    id: 'xlsx',
    mediaTypes: [
      'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
      'application/vnd.openxmlformats-officedocument.spreadsheetml.template',
      'application/vnd.ms-excel.sheet.macroEnabled.12',
      'application/vnd.ms-excel.template.macroEnabled.12',
      'application/vnd.ms-excel.addin.macroEnabled.12',
    ],
    load: async () => (await import('../formats/xlsx/index.js')).format,
  },
  {
    id: 'zip',
    mediaTypes: [
      'application/zip',
    ],
    load: async () => (await import('../formats/zip/index.js')).format,
  },
];
