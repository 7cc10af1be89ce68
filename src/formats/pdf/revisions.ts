/** Earlier states of a file: saving in place leaves what was deleted or changed in front of the new end. */
import { append, type Budget, type Segment, type SourceMap } from '../../core/index.js';
import { openDocument } from './load.js';
import { readPage } from './page.js';

/**
 * Reads the state that ended at byte `end` and keeps the lines that no later state shows.
 *
 * @param known Lines of later states, without white space; gets those of this state too.
 * @throws What pdf.js throws when that state can't be opened.
 */
export async function readRevision(
  bytes: Uint8Array,
  end: number,
  known: Set<string>,
  options: { readonly budget: Budget; readonly pages: number },
): Promise<Segment[]> {
  const { pdfjs, document, close } = await openDocument(bytes.subarray(0, end), {
    pictures: false,
  });
  const segments: Segment[] = [];
  try {
    const layers = await document.getOptionalContentConfig();
    const count = Math.min(document.numPages, options.pages);
    for (let number = 1; number <= count && !options.budget.expired(); number++) {
      try {
        const page = await document.getPage(number);
        const reading = await readPage({ pdfjs, page, layers, number, part: '' });
        for (const segment of reading.segments) {
          append(segments, newLines(segment, known));
        }
        page.cleanup();
      } catch {
        // A page that the cut took away is no loss: later states are read in full.
      }
    }
  } finally {
    await close();
  }
  for (const segment of segments) noteLines(segment, known);
  return segments;
}

function bare(line: string): string {
  return line.replace(/\s+/g, '');
}

/** Adds the lines of a segment to those known. */
export function noteLines(segment: Segment, known: Set<string>): void {
  for (const line of segment.text.split('\n')) known.add(bare(line));
}

function newLines(segment: Segment, known: ReadonlySet<string>): Segment[] {
  const segments: Segment[] = [];
  let at = 0;
  for (const line of segment.text.split('\n')) {
    const start = at;
    at += line.length + 1;
    const content = bare(line);
    if (content === '' || known.has(content)) continue;
    const map: SourceMap = {
      locate: (from, to) =>
        segment.map
          .locate(start + from, start + to)
          .map((place) => ({ ...place, channel: 'deleted' as const })),
    };
    segments.push({ channel: 'deleted', part: segment.part, text: line, map });
  }
  return segments;
}
