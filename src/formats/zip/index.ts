/** ZIP archives: the names are text, the entries are files of their own, opened one at a time. */
import {
  type Child,
  type Diagnostic,
  defineFormat,
  type ExtractContext,
  type Format,
  type Unread,
  unreadable,
} from '../../core/index.js';
import { readStructure, type ZipEntry, type ZipStructure } from './central-directory.js';
import { readEntry } from './entry-data.js';
import { entryTexts } from './entry-text.js';

export const format: Format = defineFormat({
  id: 'zip',
  mediaTypes: ['application/zip', 'application/wacz', 'application/epub+zip'],

  /** Nothing is written to disk; `..` in a name is only a name. */
  async extract({ bytes }, context) {
    const structure = readStructure(bytes, context.limits.entries);
    if (structure === undefined) {
      return unreadable('zip/damaged', 'no entry of the archive could be found; get a complete copy');
    }
    const diagnostics: Diagnostic[] = [];
    const unread: Unread[] = [];
    if (structure.truncated) {
      const message = 'the end of the archive is missing; entries were recovered from their own headers';
      diagnostics.push({ code: 'zip/truncated', severity: 'error', message });
      unread.push({ part: '', code: 'zip/truncated' });
    }
    if (structure.missing > 0) {
      const message = `${structure.missing} entries of the directory were not opened: over the limit, or cut off`;
      diagnostics.push({ code: 'zip/entries', severity: 'error', message });
      unread.push({ part: '', code: 'zip/entries' });
    }
    const hidden = structure.entries.filter((entry) => entry.unlisted).length;
    if (hidden > 0 && !structure.truncated) {
      const message = `${hidden} entries are hidden: the archive's directory does not list them; they were opened`;
      diagnostics.push({ code: 'zip/unlisted', severity: 'warning', message });
    }
    const files = structure.entries.filter((entry) => !entry.directory);
    return {
      segments: entryTexts(structure),
      units: 1 + (structure.truncated ? 1 : 0) + (structure.missing > 0 ? 1 : 0),
      unread,
      diagnostics,
      children: open(bytes, structure, files, context),
    };
  },
});

async function* open(
  bytes: Uint8Array,
  { gaps }: ZipStructure,
  files: readonly ZipEntry[],
  context: ExtractContext,
): AsyncGenerator<Child> {
  const names = new Map<string, number>();
  for (const entry of files) {
    const name = unique(entry.name, names);
    if (context.budget.expired()) {
      yield failed(name, 'zip/time', 'not opened: the time of the scan is over');
      continue;
    }
    const { bytes: data, fault } = await readEntry(bytes, entry, context);
    if (data !== undefined) yield { artifact: { name, bytes: data } };
    if (fault === undefined) continue;
    if (data === undefined) yield failed(name, fault.code, fault.message);
    else yield { diagnostic: diagnostic(name, fault.code, fault.message) };
  }
  for (const { start, end } of gaps) {
    yield { artifact: { name: `#bytes-${start}`, bytes: bytes.subarray(start, end) } };
  }
}

/** Several entries may share a name; each needs a path of its own. */
function unique(name: string, names: Map<string, number>): string {
  const count = (names.get(name) ?? 0) + 1;
  names.set(name, count);
  return count === 1 ? name : `${name}#${count}`;
}

function diagnostic(part: string, code: string, message: string): Diagnostic {
  const place = {
    kind: 'text' as const,
    part,
    channel: 'body' as const,
    start: 0,
    end: 0,
    line: 1,
    column: 1,
  };
  return { code, severity: code === 'zip/crc' ? 'warning' : 'error', message, place };
}

function failed(part: string, code: string, message: string): Child {
  return { diagnostic: diagnostic(part, code, message), unread: { part, code } };
}
