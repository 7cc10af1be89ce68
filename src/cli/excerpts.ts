/** Text around findings for the report, read again from the files that were scanned. */
import fs from 'node:fs';
import path from 'node:path';
import type { Finding, ScanResult } from '../core/index.js';
import { type Excerpt, Excerpts } from '../report/index.js';
import { decodeText } from '../text/decode.js';

/** Larger files are shown without context: decoding them again would hold them in memory once more. */
const MOST_BYTES = 8 * 1024 * 1024;
/** Characters of context in one report; what comes later is shown by place and evidence. */
const MOST_TEXT = 24 * 1024 * 1024;
const TEXTS = /^(?:text\/|application\/(?:xhtml\+xml|json|x-ndjson|xml|javascript))/;

/**
 * @param cwd What relative names count from.
 * @param reveal Show values as written.
 * @returns What gives a finding its excerpt; it keeps the last file only, so ask in the order of the results.
 */
export function excerptSource(
  cwd: string,
  reveal: boolean,
): (result: ScanResult, finding: Finding) => Excerpt | undefined {
  let last: { result: ScanResult; excerpts: Excerpts | undefined } | undefined;
  let given = 0;
  return (result, finding) => {
    if (given > MOST_TEXT) return undefined;
    if (last?.result !== result) {
      const text = textOf(result, cwd);
      last = { result, excerpts: text === undefined ? undefined : new Excerpts(text, result, reveal) };
    }
    const excerpt = last.excerpts?.of(finding);
    for (const part of excerpt?.parts ?? []) given += part.text.length;
    return excerpt;
  };
}

function textOf({ artifact, mediaType }: ScanResult, cwd: string): string | undefined {
  if (artifact.includes('!') || !TEXTS.test(mediaType)) return undefined;
  try {
    const file = path.resolve(cwd, artifact);
    const stat = fs.statSync(file);
    if (!stat.isFile() || stat.size > MOST_BYTES) return undefined;
    return decodeText(fs.readFileSync(file), { html: /html|xml/.test(mediaType), mediaType }).text;
  } catch {
    // Gone or closed since it was scanned: the report says that it has no text to show.
    return undefined;
  }
}
