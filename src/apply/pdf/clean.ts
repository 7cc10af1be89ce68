/**
 * What a PDF carries beside its pages and strings: metadata, forms of XFA, attachments, private data, signatures.
 * Source: ISO 32000-1:2008, 7.11.4, 12.7.8, 12.8, 14.3, 14.5.
 */
import type { Artifact } from '../../core/index.js';
import type { Note } from '../notes.js';
import type { PDFDict, PDFRawStream, PdfObjects } from './document.js';

/** Redacts a file inside; undefined: it can't be done. Unchanged bytes: there is nothing to do. */
export type RedactChild = (child: Artifact) => Promise<Uint8Array | undefined>;

/** Entries that hold what programs keep for themselves, or pictures of pages as they were. */
const PRIVATE = ['PieceInfo', 'Thumb', 'SpiderInfo', 'LastModified'];

export interface CleanOptions {
  readonly name: string;
  readonly redactChild: RedactChild;
}

/** @returns What a person has to know of the copy. */
export async function cleanBeside(objects: PdfObjects, { name, redactChild }: CleanOptions): Promise<Note[]> {
  const notes: Note[] = [];
  if (removeSignatures(objects)) {
    notes.push({
      code: 'apply/pdf-signature-void',
      message:
        'the document was signed; the copy is another document and carries no signature: sign it again',
    });
  }
  if (removePrivate(objects)) {
    notes.push({
      code: 'apply/pdf-private-data-removed',
      message: 'data that programs keep in the file for themselves (PieceInfo, thumbnails) were removed',
    });
  }
  await redactXml(objects, redactChild);
  let removed = 0;
  for (const file of embeddedFiles(objects)) {
    const bytes = objects.decode(file.stream);
    const clean = await redactChild({ name: `${name}!${file.name}`, bytes });
    if (clean === undefined) {
      file.remove();
      removed++;
    } else if (clean !== bytes) {
      objects.setContent(file.stream, clean);
      const parameters = objects.dictAt(file.stream.dict, 'Params');
      parameters?.set(objects.name('Size'), objects.lib.PDFNumber.of(clean.length));
      parameters?.delete(objects.name('CheckSum'));
    }
  }
  if (removed > 0) {
    notes.push({
      code: 'apply/pdf-attachment-removed',
      message: `${removed} attached ${removed === 1 ? 'file' : 'files'} could not be redacted and ${removed === 1 ? 'was' : 'were'} removed`,
    });
  }
  return notes;
}

function removeSignatures(objects: PdfObjects): boolean {
  let found = false;
  for (const key of ['Perms', 'DSS']) found = objects.root.delete(objects.name(key)) || found;
  objects.walk((object) => {
    if (!(object instanceof objects.lib.PDFDict)) return;
    if (objects.nameText(object.get(objects.name('FT'))) !== 'Sig') return;
    found = object.delete(objects.name('V')) || found;
    object.delete(objects.name('Lock'));
    object.delete(objects.name('SV'));
  });
  objects.dictAt(objects.root, 'AcroForm')?.delete(objects.name('SigFlags'));
  return found;
}

function removePrivate(objects: PdfObjects): boolean {
  let found = false;
  objects.walk((object) => {
    const dict = object instanceof objects.lib.PDFArray ? undefined : objects.dict(object);
    if (dict === undefined) return;
    for (const key of PRIVATE) found = (dict.delete(objects.name(key)) && key !== 'LastModified') || found;
  });
  return found;
}

/** XMP packets, of the document and of single objects, and the parts of an XFA form. */
async function redactXml(objects: PdfObjects, redactChild: RedactChild): Promise<void> {
  const { lib } = objects;
  const jobs: { stream: PDFRawStream; drop: () => void }[] = [];
  const form = objects.dictAt(objects.root, 'AcroForm');
  const dropForm = (): void => void form?.delete(objects.name('XFA'));
  objects.walk((object) => {
    if (object instanceof lib.PDFArray) return;
    const dict = objects.dict(object)!;
    const metadata = objects.stream(dict.get(objects.name('Metadata')));
    if (metadata !== undefined) {
      jobs.push({ stream: metadata, drop: () => void dict.delete(objects.name('Metadata')) });
    }
    if (dict !== form) return;
    const xfa = dict.get(objects.name('XFA'));
    const parts = objects.array(xfa)?.asArray() ?? [xfa];
    for (const part of parts) {
      const stream = objects.stream(part);
      if (stream !== undefined) jobs.push({ stream, drop: dropForm });
    }
  });
  for (const { stream, drop } of jobs) {
    const bytes = objects.decode(stream);
    const clean = await redactChild({ name: 'metadata.xml', bytes, mediaType: 'application/xml' });
    if (clean === undefined) drop();
    else if (clean !== bytes) {
      objects.setContent(stream, clean);
      // Metadata are left unpacked, for programs that look for them without reading the file (XMP, part 3).
      stream.updateContents(clean);
      stream.dict.delete(objects.name('Filter'));
    }
  }
}

interface EmbeddedFile {
  readonly name: string;
  readonly stream: PDFRawStream;
  remove(): void;
}

/** Every file that a specification embeds, wherever that stands. */
function embeddedFiles(objects: PdfObjects): EmbeddedFile[] {
  const files = new Map<PDFRawStream, EmbeddedFile & { readonly owners: PDFDict[] }>();
  let count = 0;
  objects.walk((object) => {
    if (!(object instanceof objects.lib.PDFDict)) return;
    const embedded = objects.dictAt(object, 'EF');
    for (const key of embedded?.keys() ?? []) {
      const stream = objects.stream(embedded!.get(key));
      if (stream === undefined) continue;
      const known = files.get(stream);
      if (known !== undefined) {
        known.owners.push(object);
        continue;
      }
      const owners = [object];
      const named = objects.get(object, 'UF') ?? objects.get(object, 'F');
      const name = objects.isString(named) ? named.decodeText() : '';
      files.set(stream, {
        name: name === '' ? `attachment-${++count}` : name,
        stream,
        owners,
        remove() {
          for (const owner of owners) {
            owner.delete(objects.name('EF'));
            owner.delete(objects.name('RF'));
          }
        },
      });
    }
  });
  return [...files.values()];
}

/**
 * Text that is read in place of glyphs, in the tags of the document: what was taken off the pages must not stay there,
 * also not a piece an element.
 *
 * @param removed Texts of the glyphs that were taken out.
 */
export function silenceStructure(objects: PdfObjects, removed: readonly string[]): void {
  if (removed.length === 0) return;
  objects.walk((object) => {
    if (!(object instanceof objects.lib.PDFDict)) return;
    for (const key of ['ActualText', 'E']) {
      const value = objects.get(object, key);
      if (!objects.isString(value)) continue;
      const text = value.decodeText().trim();
      if (/\d/.test(text) || (text !== '' && removed.some((one) => one.includes(text)))) {
        object.delete(objects.name(key));
      }
    }
  });
}
