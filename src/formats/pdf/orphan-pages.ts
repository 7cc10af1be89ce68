/** Pages that the tree of pages does not list: an editor took them out and left their objects in the file. */
import { concat } from '../zip/concat.js';

/** Pages read; whoever has more keeps a whole old document, which its revisions show. */
const MAX_PAGES = 200;

/**
 * The file with a new tree of pages that lists only `pages`, for a reader of documents to open.
 *
 * Objects in the open get new entries in the table of offsets: those of removed pages are marked as free.
 *
 * @param offsets Object number → bytes from the start of the file.
 */
export function withPages(
  bytes: Uint8Array,
  pages: readonly number[],
  offsets: ReadonlyMap<number, number>,
): Uint8Array {
  const listed = pages.slice(0, MAX_PAGES);
  const next = Math.max(0, ...offsets.keys(), ...listed) + 1;
  const catalog = `${next} 0 obj\n<< /Type /Catalog /Pages ${next + 1} 0 R >>\nendobj\n`;
  const kids = listed.map((page) => `${page} 0 R`).join(' ');
  const tree = `${next + 1} 0 obj\n<< /Type /Pages /Kids [${kids}] /Count ${listed.length} >>\nendobj\n`;
  const all = new Map(offsets);
  all.set(next, bytes.length + 1);
  all.set(next + 1, bytes.length + 1 + catalog.length);
  const table = [...all]
    .sort((a, b) => a[0] - b[0])
    .map(([number, offset]) => `${number} 1\n${String(offset).padStart(10, '0')} 00000 n \n`)
    .join('');
  const start = bytes.length + 1 + catalog.length + tree.length;
  const before = previousTable(bytes);
  const previous = before === undefined ? '' : ` /Prev ${before}`;
  const end = `xref\n${table}trailer\n<< /Size ${next + 2} /Root ${next} 0 R${previous} >>\nstartxref\n${start}\n%%EOF\n`;
  return concat([bytes, new TextEncoder().encode(`\n${catalog}${tree}${end}`)]);
}

/** Where the last table of offsets stands, as the file says. */
function previousTable(bytes: Uint8Array): number | undefined {
  const tail = new TextDecoder('latin1').decode(bytes.subarray(-2048));
  const match = [...tail.matchAll(/startxref\s{1,8}(\d{1,12})/g)].at(-1);
  return match === undefined ? undefined : Number(match[1]);
}
