/**
 * Excel 5 to 2003 workbooks (.xls, .xlt, .et of WPS Office).
 *
 * Source: [MS-XLS] v20240416, [MS-CFB]. Values are taken as stored; every place is a cell.
 */
import { append, defineFormat, type Format, type Segment, unreadable } from '../../core/index.js';
import type { Picture } from '../cfb/blips.js';
import { type CompoundEntry, CompoundFile } from '../cfb/compound.js';
import { macroSegments } from '../cfb/macros.js';
import { propertySegments } from '../cfb/property-set.js';
import { embeddedObjects, Report, residueSegments, withPictures } from '../cfb/report.js';
import { type ByteRange, residueSegment, SeenText } from '../cfb/residue.js';
import { workbookPictures } from './drawings.js';
import { readWorkbook } from './workbook.js';

export const format: Format = defineFormat({
  id: 'xls',
  mediaTypes: ['application/vnd.ms-excel'],

  /**
   * Never rejects. `xls/encrypted`: the cells were not read; `xls/damaged`: the records before the fault were;
   * `xls/rounded-number`: Excel dropped the last digits of long numbers.
   */
  async extract({ bytes }, context) {
    const file = CompoundFile.open(bytes);
    const books = file === undefined ? [] : workbooks(file);
    if (file === undefined || books.length === 0) {
      return unreadable('xls/damaged', 'the workbook could not be found in the file; get a complete copy');
    }
    const report = new Report();
    const objects = embeddedObjects(file);
    const seen = new SeenText();
    const segments: Segment[] = [...propertySegments(file), ...macroSegments(file)];
    const rest = new Map<CompoundEntry, readonly ByteRange[]>();
    let units = 0;
    const pictures: Picture[] = [];
    for (const entry of books) {
      const data = file.read(entry);
      const read = readWorkbook(data.bytes, entry.path, () => context.budget.expired());
      units += Math.max(1, read.sheets);
      append(pictures, workbookPictures(data.bytes, entry.path));
      append(segments, read.segments);
      rest.set(entry, read.encrypted || read.plain !== undefined ? [] : read.rest);
      if (read.plain !== undefined) {
        for (const { text } of read.segments) seen.add(text);
        const hidden = residueSegment(entry.path, read.plain, read.rest, seen, () =>
          context.budget.expired(),
        );
        if (hidden !== undefined) segments.push(hidden);
        const message =
          "the workbook is encrypted with Excel's default password, which hides nothing; it was read";
        report.note('xls/default-password', 'info', message);
      }
      if (read.encrypted) {
        const message =
          'the workbook is encrypted with a password; open it, save it without one and scan it again';
        report.unreadPart('xls/encrypted', message);
      }
      if (!read.encrypted && (read.damaged || data.damaged || read.sheets === 0)) {
        report.unreadPart(
          'xls/damaged',
          'the workbook is damaged or cut off; what stands before the fault was read',
        );
      }
      if (read.overflow) {
        report.unreadPart(
          'xls/cells',
          'the workbook has more cells or text than are read; split it to read the rest',
        );
      }
      if (read.rounded > 0) {
        const message = `${read.rounded} cells hold numbers of more than 15 digits; Excel replaced the digits behind by zeros`;
        report.note('xls/rounded-number', 'info', message);
      }
      if (read.pictures > 0 && pictures.length === 0) {
        const message = `${read.pictures} pictures were not read; look at them for scanned documents and certificates`;
        report.note('xls/picture', 'info', message);
      }
    }
    if (file.damaged) {
      report.note(
        'xls/damaged-directory',
        'warning',
        'the directory of the file is damaged; all streams found were read',
      );
    }
    for (const { text } of segments) seen.add(text);
    append(
      segments,
      residueSegments({ file, bytes, seen, context, objects, unreadRanges: (entry) => rest.get(entry) }),
    );
    if (context.budget.expired())
      report.unreadPart('xls/time', 'the time of the scan is over; not all was read');
    return {
      segments,
      units,
      unread: report.unread,
      diagnostics: report.diagnostics,
      children: withPictures(objects, pictures, context),
    };
  },
});

/** `Workbook`, and `Book` for Excel 5: a file for both versions has both. */
function workbooks(file: CompoundFile): CompoundEntry[] {
  return file.streams.filter(({ path }) => /^(?:workbook|book)$/i.test(path));
}
