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
    id: 'eml',
    mediaTypes: [
      'message/rfc822',
      'multipart/related',
    ],
    load: async () => (await import('../formats/eml/index.js')).format,
  },
  {
    id: 'gzip',
    mediaTypes: [
      'application/gzip',
      'application/x-gzip',
    ],
    load: async () => (await import('../formats/gzip/index.js')).format,
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
    id: 'image',
    mediaTypes: [
      'image/png',
      'image/jpeg',
      'image/gif',
      'image/bmp',
      'image/webp',
      'image/tiff',
    ],
    load: async () => (await import('../formats/image/index.js')).format,
  },
  {
    id: 'metafile',
    mediaTypes: [
      'image/emf',
      'image/wmf',
    ],
    load: async () => (await import('../formats/metafile/index.js')).format,
  },
  {
    id: 'msg',
    mediaTypes: [
      'application/vnd.ms-outlook',
      'application/ms-tnef',
    ],
    load: async () => (await import('../formats/msg/index.js')).format,
  },
  {
    id: 'odf',
    mediaTypes: [
      'application/vnd.oasis.opendocument.text',
      'application/vnd.oasis.opendocument.spreadsheet',
      'application/vnd.oasis.opendocument.presentation',
      'application/vnd.oasis.opendocument.graphics',
      'application/vnd.oasis.opendocument.chart',
      'application/vnd.oasis.opendocument.formula',
      'application/vnd.oasis.opendocument.database',
      'application/vnd.oasis.opendocument.text-template',
      'application/vnd.oasis.opendocument.spreadsheet-template',
      'application/vnd.oasis.opendocument.presentation-template',
      'application/vnd.oasis.opendocument.graphics-template',
      'application/vnd.oasis.opendocument.text-master',
      'application/vnd.oasis.opendocument.text-web',
      'application/vnd.oasis.opendocument.text-flat-xml',
      'application/vnd.oasis.opendocument.spreadsheet-flat-xml',
      'application/vnd.oasis.opendocument.presentation-flat-xml',
    ],
    load: async () => (await import('../formats/odf/index.js')).format,
  },
  {
    id: 'ofd',
    mediaTypes: [
      'application/ofd',
    ],
    load: async () => (await import('../formats/ofd/index.js')).format,
  },
  {
    id: 'packed',
    mediaTypes: [
      'application/vnd.rar',
      'application/x-7z-compressed',
      'application/vnd.ms-cab-compressed',
      'application/x-lzh-compressed',
      'application/x-bzip2',
      'application/x-xz',
      'application/x-lzma',
      'application/zstd',
    ],
    load: async () => (await import('../formats/packed/index.js')).format,
  },
  {
    id: 'pdf',
    mediaTypes: [
      'application/pdf',
    ],
    load: async () => (await import('../formats/pdf/index.js')).format,
  },
  {
    id: 'ppt',
    mediaTypes: [
      'application/vnd.ms-powerpoint',
    ],
    load: async () => (await import('../formats/ppt/index.js')).format,
  },
  {
    id: 'pptx',
    mediaTypes: [
      'application/vnd.openxmlformats-officedocument.presentationml.presentation',
      'application/vnd.openxmlformats-officedocument.presentationml.slideshow',
      'application/vnd.openxmlformats-officedocument.presentationml.template',
      'application/vnd.ms-powerpoint.presentation.macroEnabled.12',
      'application/vnd.ms-powerpoint.slideshow.macroEnabled.12',
      'application/vnd.ms-powerpoint.template.macroEnabled.12',
    ],
    load: async () => (await import('../formats/pptx/index.js')).format,
  },
  {
    id: 'rtf',
    mediaTypes: [
      'application/rtf',
      'text/rtf',
    ],
    load: async () => (await import('../formats/rtf/index.js')).format,
  },
  {
    id: 'tar',
    mediaTypes: [
      'application/x-tar',
    ],
    load: async () => (await import('../formats/tar/index.js')).format,
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
    id: 'vba',
    mediaTypes: [
      'application/vnd.ms-office.vbaProject',
    ],
    load: async () => (await import('../formats/vba/index.js')).format,
  },
  {
    id: 'warc',
    mediaTypes: [
      'application/warc',
      'application/x-arc',
      'application/warc+gzip',
    ],
    load: async () => (await import('../formats/warc/index.js')).format,
  },
  {
    id: 'xls',
    mediaTypes: [
      'application/vnd.ms-excel',
    ],
    load: async () => (await import('../formats/xls/index.js')).format,
  },
  {
    id: 'xlsb',
    mediaTypes: [
      'application/vnd.ms-excel.sheet.binary.macroEnabled.12',
    ],
    load: async () => (await import('../formats/xlsb/index.js')).format,
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
    id: 'xml',
    mediaTypes: [
      'application/xml',
      'text/xml',
      'image/svg+xml',
      'application/vnd.ms-excel.2003+xml',
    ],
    load: async () => (await import('../formats/xml/index.js')).format,
  },
  {
    id: 'zip',
    mediaTypes: [
      'application/zip',
      'application/wacz',
      'application/epub+zip',
    ],
    load: async () => (await import('../formats/zip/index.js')).format,
  },
];
