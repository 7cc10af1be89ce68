/** Projects of macros (`vbaProject.bin`), as Office Open XML packages hold them. */
import { append, defineFormat, type Format, unreadable } from '../../core/index.js';
import { CompoundFile } from '../cfb/compound.js';
import { macroSegments } from '../cfb/macros.js';
import { Report, residueSegments } from '../cfb/report.js';
import { SeenText } from '../cfb/residue.js';

export const format: Format = defineFormat({
  id: 'vba',
  mediaTypes: ['application/vnd.ms-office.vbaProject'],

  /** Never rejects. What is no source (names of forms, traces of compiled code) is read as `residue`. */
  async extract({ bytes }, context) {
    const file = CompoundFile.open(bytes);
    if (file === undefined) {
      return unreadable('vba/damaged', 'the macros could not be found in the file; get a complete copy');
    }
    const report = new Report();
    const segments = macroSegments(file);
    const seen = new SeenText();
    for (const { text } of segments) seen.add(text);
    const options = { file, bytes, seen, context, objects: [], unreadRanges: () => undefined };
    append(segments, residueSegments(options));
    if (file.damaged)
      report.unreadPart('vba/damaged', 'the macros are damaged; what could be reached was read');
    return { segments, units: 1, unread: report.unread, diagnostics: report.diagnostics };
  },
});
