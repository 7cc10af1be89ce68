/** What the tests of this folder share. */
import type { Budget, Channel, Extraction, PagePlace, Segment } from '../../core/index.js';
import { DEFAULT_LIMITS } from '../../core/index.js';
import { buildPdf, type PdfDocumentOptions, type PdfPage } from './build-pdf.js';
import { format } from './index.js';

const FREE: Budget = { expired: () => false, claim: () => true };

export function extract(
  bytes: Uint8Array,
  budget: Budget = FREE,
  limits: Partial<typeof DEFAULT_LIMITS> = {},
): Promise<Extraction> {
  return format.extract({ name: 'a.pdf', bytes }, { limits: { ...DEFAULT_LIMITS, ...limits }, budget });
}

/** Builds and reads pages. */
export function read(
  pages: readonly PdfPage[],
  options: Omit<PdfDocumentOptions, 'pages'> = {},
): Promise<Extraction> {
  return extract(buildPdf({ pages, ...options }));
}

export function inChannel(extraction: Extraction, channel: Channel): Segment[] {
  return extraction.segments.filter((segment) => segment.channel === channel);
}

/** The texts of a channel, one after the other. */
export function textOf(extraction: Extraction, channel: Channel): string {
  return inChannel(extraction, channel)
    .map((segment) => segment.text)
    .join('\n');
}

/** Where a value of the first segment that holds it is printed. */
export function placesOf(extraction: Extraction, value: string, channel: Channel = 'body'): PagePlace[] {
  for (const segment of inChannel(extraction, channel)) {
    const start = segment.text.indexOf(value);
    if (start >= 0) return segment.map.locate(start, start + value.length) as PagePlace[];
  }
  return [];
}
