import { HOW_TO_READ } from '../ocr/messages.js';

export type PdfCode =
  | 'pdf/attachment-limit'
  | 'pdf/damaged'
  | 'pdf/encrypted'
  | 'pdf/font-failed'
  | 'pdf/images-not-read'
  | 'pdf/no-cmaps'
  | 'pdf/no-text-layer'
  | 'pdf/no-unicode-map'
  | 'pdf/objects-encrypted'
  | 'pdf/objects-limit'
  | 'pdf/page-failed'
  | 'pdf/page-limit'
  | 'pdf/part-failed'
  | 'pdf/revision-failed'
  | 'pdf/time-limit'
  | 'pdf/unsafe';

/** What a diagnostic says: what is wrong and what to do about it. */
export const MESSAGES: Readonly<Record<PdfCode, string>> = {
  'pdf/attachment-limit':
    'an attached file passes the limits of this scan and was not opened; raise them or scan it by itself',
  'pdf/damaged':
    'the file is no valid PDF or was cut short; what could be read is reported, the rest is not: get the whole file',
  'pdf/encrypted': 'the file opens only with a password; scan a copy without one',
  'pdf/font-failed': `text in a font that could not be loaded was not read; ${HOW_TO_READ}`,
  'pdf/images-not-read': `the document holds images, and what they show was not read; ${HOW_TO_READ}`,
  'pdf/no-cmaps':
    'no character maps are at hand here, so that Chinese text in fonts that are not embedded is lost; scan the file on Node',
  'pdf/no-text-layer': `the page is a picture (a scan, or text turned into outlines) and was not read; ${HOW_TO_READ}`,
  'pdf/no-unicode-map': `text in a font without a map to Unicode was not read, as it would give wrong digits; ${HOW_TO_READ}`,
  'pdf/objects-encrypted':
    'what stands beside the pages (replacement texts, forms, left-over objects) is encrypted in a way that is not known here and was not read; save the file anew without protection',
  'pdf/objects-limit':
    'there are too many objects beside the pages, and not all of them were read; save the file anew and scan it again',
  'pdf/page-failed': 'the page is damaged and was not read; open it and read it by eye',
  'pdf/page-limit':
    'the document passes the limits of this scan; the rest was not read: raise the limit of pages',
  'pdf/part-failed':
    'annotations, metadata, bookmarks, scripts or attachments could not be read in full; save the file anew and scan it again',
  'pdf/revision-failed':
    'an earlier state of the document inside the file could not be read in full; save the file anew under another name',
  'pdf/time-limit': 'the time of the scan was over before this was read; raise the limit of time',
  'pdf/unsafe':
    'a font table of impossible size would use up all memory, so the file was not opened; have it made anew',
};
