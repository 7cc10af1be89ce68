/** Residue of all streams of a file, and what its parts share: one way to say what was not read. */
import type { Child, Diagnostic, ExtractContext, Segment, Unread } from '../../core/index.js';
import { openPicture, type Picture } from './blips.js';
import type { CompoundEntry, CompoundFile } from './compound.js';
import { type EmbeddedObject, embeddedObjects } from './embedded.js';
import { isPropertySet, readPropertySet } from './property-set.js';
import { type ByteRange, residueSegment, type SeenText } from './residue.js';

/** Diagnostics and unread parts of one artifact. */
export class Report {
  readonly diagnostics: Diagnostic[] = [];
  readonly unread: Unread[] = [];

  /** Something was not read. */
  unreadPart(code: string, message: string, part = ''): void {
    this.unread.push({ part, code });
    this.note(code, 'error', message, part);
  }

  note(code: string, severity: Diagnostic['severity'], message: string, part = ''): void {
    if (this.diagnostics.some((known) => known.code === code && (known.place?.part ?? '') === part)) return;
    const place = { kind: 'text', part, channel: 'body', start: 0, end: 0, line: 1, column: 1 } as const;
    this.diagnostics.push({ code, severity, message, ...(part === '' ? {} : { place }) });
  }
}

export interface ResidueOptions {
  readonly file: CompoundFile;
  readonly bytes: Uint8Array;
  readonly seen: SeenText;
  readonly context: ExtractContext;
  readonly objects: readonly EmbeddedObject[];
  /** Byte ranges that still have to be searched; undefined for the whole stream, none for a stream that was read. */
  unreadRanges(entry: CompoundEntry, bytes: Uint8Array): readonly ByteRange[] | undefined;
}

/** Searches every stream and the sectors that belong to none. */
export function residueSegments(options: ResidueOptions): Segment[] {
  const { file, bytes, seen, context } = options;
  const expired = (): boolean => context.budget.expired();
  // Objects that become files of their own search themselves.
  const apart = new Set<CompoundEntry>();
  for (const { storage, open } of options.objects) {
    const child = open();
    if (child !== undefined && 'artifact' in child) claim(file, storage, apart);
  }
  const segments: (Segment | undefined)[] = [];
  for (const entry of file.streams) {
    if (expired()) break;
    if (apart.has(entry)) continue;
    const data = file.read(entry).bytes;
    // Numbers and dates of a property set look like characters; its strings were read.
    if (isPropertySet(entry) && readPropertySet(data).length > 0) continue;
    const ranges = options.unreadRanges(entry, data) ?? [{ start: 0, end: data.length }];
    segments.push(residueSegment(entry.path, data, ranges, seen, expired));
  }
  segments.push(residueSegment('', bytes, file.unclaimed(), seen, expired));
  return segments.filter((segment) => segment !== undefined);
}

/** Reads all of a storage, so that its sectors don't count as free. */
function claim(file: CompoundFile, storage: CompoundEntry, streams: Set<CompoundEntry>): void {
  for (const entry of storage.children) {
    if (entry.kind === 'stream') {
      file.read(entry);
      streams.add(entry);
    } else claim(file, entry, streams);
  }
}

/** Embedded objects as children. */
async function* objectChildren(objects: readonly EmbeddedObject[]): AsyncGenerator<Child> {
  for (const { open } of objects) {
    const child = open();
    if (child !== undefined) yield child;
  }
}

/** Embedded files, then pictures. */
export async function* withPictures(
  objects: readonly EmbeddedObject[],
  pictures: readonly Picture[],
  context: ExtractContext,
): AsyncGenerator<Child> {
  yield* objectChildren(objects);
  for (const picture of pictures) yield await openPicture(picture, context);
}

export { embeddedObjects };
