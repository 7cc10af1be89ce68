/** Web pages: every channel through which a page gives text away, with exact places in its source. */
import {
  type Diagnostic,
  defineFormat,
  type Extraction,
  type Format,
  type Unread,
} from '../../core/index.js';
import { decodeText } from '../../text/decode.js';
import { childrenOf, dataPictures } from './data-pictures.js';
import { readHtml } from './reader.js';

export interface ExtractHtmlOptions {
  /** Path inward; empty for the artifact itself. */
  readonly part?: string;
  /** `application/xhtml+xml`: self-closing tags and CDATA count. */
  readonly mediaType?: string;
}

/** What a page gives besides its text. */
export interface HtmlExtraction extends Extraction {
  /** Targets of links that look like attachments (`.doc`, `.xls`, `.zip` …), as written. */
  readonly links: readonly string[];
}

/**
 * The page's visible text as one `body` segment in reading order, and one segment for every other value that
 * may matter: titles, metadata, attributes, links, comments, scripts, styles, hidden text, residue.
 *
 * Never throws on bad markup, linear in its length. `html/no-text`: only scripts would fill the page.
 *
 * @param source The decoded page. All places are UTF-16 offsets into it.
 */
export function extractHtml(source: string, options: ExtractHtmlOptions = {}): HtmlExtraction {
  const { part = '' } = options;
  const xhtml = /xhtml|\bxml\b/i.test(options.mediaType ?? '');
  const { segments, links, references, visible, scripts } = readHtml(source, { part, xhtml });
  const diagnostics: Diagnostic[] = [];
  const unread: Unread[] = [];
  if (!visible && scripts) {
    const code = 'html/no-text';
    const message = 'the page has no running text, only scripts; scan it as it stands after they ran';
    diagnostics.push({ code, severity: 'warning', message });
    unread.push({ part, code });
  }
  return { segments, units: 1, unread, diagnostics, links, ...(references.length > 0 ? { references } : {}) };
}

export const format: Format = defineFormat({
  id: 'html',
  mediaTypes: ['text/html', 'application/xhtml+xml'],

  /**
   * Never rejects. `html/encoding-malformed`: bytes that are no characters; `html/encoding-mislabelled`: the
   * bytes prove another charset than the page states.
   */
  async extract(artifact) {
    const { bytes, charset, mediaType } = artifact;
    const decoded = decodeText(bytes, {
      html: true,
      ...(charset === undefined ? {} : { charset }),
      ...(mediaType === undefined ? {} : { mediaType }),
    });
    const extraction = extractHtml(decoded.text, mediaType === undefined ? {} : { mediaType });
    const diagnostics: Diagnostic[] = [...extraction.diagnostics];
    if (decoded.malformed) {
      diagnostics.push({
        code: 'html/encoding-malformed',
        severity: 'warning',
        message: `some bytes of the page are no characters of ${decoded.charset}; check its charset and scan again`,
      });
    }
    if (decoded.mislabelled !== undefined) {
      diagnostics.push({
        code: 'html/encoding-mislabelled',
        severity: 'info',
        message: `the page is labelled ${decoded.mislabelled} but is ${decoded.charset}; correct its label`,
      });
    }
    const pictures = dataPictures(decoded.text);
    const children = pictures.length === 0 ? {} : { children: childrenOf(pictures) };
    return { ...extraction, diagnostics, charset: decoded.charset, ...children };
  },
});
