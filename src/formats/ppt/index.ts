/**
 * PowerPoint 97 to 2003 presentations (.ppt, .pps, .pot, .dps of WPS Office).
 *
 * Source: [MS-PPT] v20240416, 2.1.2 (PowerPoint Document stream): the newest edit lists where each slide stands;
 * slides of earlier saves stay in the stream and are read as residue.
 */
import {
  append,
  type Child,
  defineFormat,
  type ExtractContext,
  type Format,
  type Segment,
  unreadable,
} from '../../core/index.js';
import { storedPictures } from '../cfb/blips.js';
import { Bytes } from '../cfb/bytes.js';
import { CompoundFile } from '../cfb/compound.js';
import type { EmbeddedObject } from '../cfb/embedded.js';
import { propertySegments } from '../cfb/property-set.js';
import { embeddedObjects, Report, residueSegments, withPictures } from '../cfb/report.js';
import { type ByteRange, gapsBetween, SeenText } from '../cfb/residue.js';
import { oleObjects } from './objects.js';
import { readPresentation } from './presentation.js';

export const format: Format = defineFormat({
  id: 'ppt',
  mediaTypes: ['application/vnd.ms-powerpoint'],

  /** Never rejects. `ppt/encrypted`: nothing was read; `ppt/damaged`: what could be reached was. */
  async extract({ bytes }, context) {
    const file = CompoundFile.open(bytes);
    // A file for PowerPoint 95 as well keeps the newer half apart.
    const stream =
      file?.find('PP97_DUALSTORAGE/PowerPoint Document') ??
      file?.find('PowerPoint Document') ??
      file?.streams.find(({ name }) => name === 'PowerPoint Document');
    if (file === undefined || stream === undefined) {
      return unreadable(
        'ppt/damaged',
        'the presentation could not be found in the file; get a complete copy',
      );
    }
    const report = new Report();
    const objects = embeddedObjects(file);
    const segments: Segment[] = propertySegments(file);
    const data = file.read(stream);
    const user = file.find(stream.path.replace(/[^/]*$/, 'Current User'));
    const current = new Bytes(user === undefined ? new Uint8Array(0) : file.read(user).bytes);
    const used: ByteRange[] = [];
    const read = readPresentation(new Bytes(data.bytes), current, used);
    if (read.encrypted) {
      const message =
        'the presentation is encrypted with a password; open it, save it without one and scan it again';
      return { ...unreadable('ppt/encrypted', message), segments };
    }
    append(segments, read.segments);
    if (read.damaged || data.damaged) {
      report.unreadPart('ppt/damaged', 'parts of the presentation are damaged or cut off; the rest was read');
    }
    if (read.pictures > 0) {
      const message = `${read.pictures} pictures were not read; look at them for scanned documents and certificates`;
      report.note('ppt/picture', 'info', message);
    }
    if (file.damaged) {
      report.note(
        'ppt/damaged-directory',
        'warning',
        'the directory of the file is damaged; all streams found were read',
      );
    }
    const seen = new SeenText();
    for (const { text } of segments) seen.add(text);
    append(
      segments,
      residueSegments({
        file,
        bytes,
        seen,
        context,
        objects,
        unreadRanges: (entry, all) => {
          if (entry === stream) return gapsBetween(used, all.length);
          return entry.name === 'Pictures' ? [] : undefined;
        },
      }),
    );
    if (context.budget.expired())
      report.unreadPart('ppt/time', 'the time of the scan is over; not all was read');
    return {
      segments,
      units: Math.max(1, read.slides),
      unread: report.unread,
      diagnostics: report.diagnostics,
      children: children(objects, data.bytes, read.objects, file, context),
    };
  },
});

async function* children(
  objects: readonly EmbeddedObject[],
  bytes: Uint8Array,
  records: readonly ByteRange[],
  file: CompoundFile,
  context: ExtractContext,
): AsyncGenerator<Child> {
  yield* oleObjects(bytes, records, context);
  yield* withPictures(objects, storedPictures(file, /^Pictures$/), context);
}
