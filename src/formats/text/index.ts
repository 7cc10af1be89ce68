/** Plain text, Markdown, delimited values, JSON, logs: the source is the text. */
import {
  type Child,
  type Diagnostic,
  defineFormat,
  type Extraction,
  type Format,
  LineIndex,
  SegmentBuilder,
  wholeSource,
} from '../../core/index.js';
import { decodeText } from '../../text/decode.js';
import { copyScript } from '../../text/decode-escapes.js';
import { unitsOf } from '../../text/units.js';
import { contentLines, embeddedFiles } from './content-lines.js';
import { findTables, type TableKind } from './tables.js';

export interface ExtractTextOptions {
  /** Path inward; empty for the artifact itself. */
  readonly part?: string;
  readonly mediaType?: string;
}

/**
 * One segment for the whole text, unit for unit, with the cells of its tables. JSON with escapes is the
 * exception: `\uXXXX` is resolved, and still maps to its place.
 *
 * @param source The decoded text.
 */
export function extractText(source: string, options: ExtractTextOptions = {}): Extraction {
  const { part = '' } = options;
  const type = (options.mediaType ?? 'text/plain').split(';')[0]!.trim().toLowerCase();
  const lines = new LineIndex(source);
  const extraction = { units: 1, unread: [], diagnostics: [] };
  if (/[/+]json|ndjson|javascript/.test(type)) {
    if (source.includes('\\')) {
      const builder = new SegmentBuilder({ source, part, lines });
      copyScript(builder, source, 0, source.length);
      const segment = builder.flush('body');
      return { ...extraction, segments: segment === undefined ? [] : [segment] };
    }
    return { ...extraction, segments: [wholeSource(source, 'body', part, lines)] };
  }
  if (type === 'text/vcard' || type === 'text/calendar') {
    const segment = contentLines(source, part, lines);
    return { ...extraction, segments: segment === undefined ? [] : [segment] };
  }
  const kind: TableKind =
    type === 'text/csv' ? 'csv' : type === 'text/tab-separated-values' ? 'tsv' : 'mixed';
  const units = unitsOf(source);
  const cells = findTables(source, kind, units);
  return { ...extraction, segments: [wholeSource(source, 'body', part, lines, cells, units)] };
}

const BY_EXTENSION: ReadonlyMap<string, string> = new Map([
  ['csv', 'text/csv'],
  ['tsv', 'text/tab-separated-values'],
  ['tab', 'text/tab-separated-values'],
  ['json', 'application/json'],
  ['ndjson', 'application/x-ndjson'],
  ['js', 'text/javascript'],
  ['vcf', 'text/vcard'],
  ['ics', 'text/calendar'],
]);

export const format: Format = defineFormat({
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

  /** Never rejects. `text/encoding-malformed`: some bytes are no characters of the charset that fits best. */
  async extract(artifact, { budget }) {
    const decoded = decodeText(artifact.bytes, {
      ...(artifact.charset === undefined ? {} : { charset: artifact.charset }),
      ...(artifact.mediaType === undefined ? {} : { mediaType: artifact.mediaType }),
    });
    const extension = /\.([a-z0-9]+)$/i.exec(artifact.name)?.[1]?.toLowerCase() ?? '';
    const plain = artifact.mediaType === undefined || artifact.mediaType.startsWith('text/plain');
    const card = /^\s{0,20}BEGIN:V(CARD|CALENDAR)\s/i.exec(decoded.text.slice(0, 64))?.[1];
    const byHead = card === undefined ? undefined : /card/i.test(card) ? 'text/vcard' : 'text/calendar';
    const mediaType =
      byHead ?? (plain ? BY_EXTENSION.get(extension) : undefined) ?? artifact.mediaType ?? 'text/plain';
    const extraction = extractText(decoded.text, { mediaType });
    const diagnostics: Diagnostic[] = [];
    if (decoded.malformed) {
      diagnostics.push({
        code: 'text/encoding-malformed',
        severity: 'warning',
        message: `some bytes are no characters of ${decoded.charset}; check the text's charset and scan again`,
      });
    }
    const whole = { ...extraction, diagnostics, charset: decoded.charset };
    if (mediaType !== 'text/vcard' && mediaType !== 'text/calendar') return whole;
    const children = async function* (): AsyncGenerator<Child> {
      for (const artifact of embeddedFiles(decoded.text)) {
        if (budget.claim(artifact.bytes.length)) yield { artifact };
      }
    };
    return { ...whole, children: children() };
  },
});
