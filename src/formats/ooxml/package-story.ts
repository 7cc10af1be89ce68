/** The parts of a package that every office format has: XML as stories, the rest as files or pictures. */
import type { Diagnostic, Segment, Unread } from '../../core/index.js';
import { decodeText } from '../../text/decode.js';
import type { ZipEntry, ZipStructure } from '../zip/central-directory.js';
import { entryTexts } from '../zip/entry-text.js';
import { isInteresting } from './interest.js';
import { contentTypes, type Package, type Part, partPlace } from './package.js';
import { readStory, type StoryOptions } from './story.js';

/** `raster`: a picture or a drawing (EMF, WMF) that has a reader; `picture`: one without, or an icon. */
export type PartKind = 'xml' | 'raster' | 'picture' | 'technical' | 'file';

/** Fonts and printer settings (a DEVMODE structure) hold no text of the document. */
const TECHNICAL = /\.(?:odttf|ttf|otf|fntdata)$|\/printerSettings\/|printerSettings\d*\.bin$/i;
const RASTER = /\.(?:png|jpe?g|jfif|gif|bmp|tiff?|webp|emf|wmf|emz|wmz)$/i;
const PICTURE = /\.(?:dib|wdp|ico|pict?)$/i;
const XML = /\.(?:xml|rels|vml)$/i;

/**
 * What a part is, by its name, else by the type that the package states: producers may call XML anything.
 *
 * @param types From `contentTypes`.
 */
export function partKind({ name }: ZipEntry, types: ReadonlyMap<string, string>): PartKind {
  if (TECHNICAL.test(name)) return 'technical';
  if (RASTER.test(name)) return 'raster';
  if (PICTURE.test(name)) return 'picture';
  if (XML.test(name)) return 'xml';
  const lower = name.toLowerCase();
  const type = types.get(lower) ?? types.get(lower.slice(lower.lastIndexOf('.')));
  return type !== undefined && /^application\/(?:[\w.-]+\+)?xml$/.test(type) ? 'xml' : 'file';
}

/** Reads the types ahead of all parts; a package without them is read by names. */
export async function partTypes(pkg: Package): Promise<Map<string, string>> {
  const entry = pkg.entries.find(({ name }) => name.toLowerCase() === '[content_types].xml');
  const part = entry === undefined ? undefined : await pkg.read(entry);
  return part === undefined ? new Map() : contentTypes(part.bytes);
}

/** Reads an XML part. @param area Names the diagnostic: `docx` gives `docx/malformed-xml`. */
export function readXmlPart(
  part: Part,
  options: Omit<StoryOptions, 'part'>,
  area: string,
): { segments: Segment[]; diagnostics: Diagnostic[] } {
  const { text, malformed } = decodeText(part.bytes);
  const { segments, fault } = readStory(text, { ...options, part: part.name });
  const diagnostics: Diagnostic[] = [];
  if (fault !== undefined) {
    diagnostics.push({
      code: `${area}/malformed-xml`,
      severity: 'warning',
      message:
        'the XML of a part is broken; the text before and after the fault was read, what stands at it was not; mend the file in Office and scan again',
      place: partPlace(part.name, fault),
    });
  }
  if (malformed) {
    diagnostics.push({
      code: `${area}/encoding-malformed`,
      severity: 'warning',
      message: 'some bytes of a part are no characters; they were read as replacement characters',
      place: partPlace(part.name),
    });
  }
  return { segments, diagnostics };
}

/** Parts that broke off: what the fault swallowed was not read, so that nothing found there means little. */
export function brokenParts(diagnostics: readonly Diagnostic[]): Unread[] {
  return diagnostics
    .filter(({ code }) => code.endsWith('/malformed-xml'))
    .map(({ code, place }) => ({ part: place?.part ?? '', code }));
}

/** Properties of a document and data that it carries: all of their text counts. */
export function looseChannel(name: string): 'metadata' | undefined {
  return /^(?:docProps|customXml)\//i.test(name) ? 'metadata' : undefined;
}

/** @returns One `area/picture` when there are pictures. */
export function pictureNote(count: number, area: string): Diagnostic[] {
  if (count === 0) return [];
  const message = `${count} pictures were not read; look at them for scanned documents and certificates`;
  return [{ code: `${area}/picture`, severity: 'info', message }];
}

/** Part names that a person may have chosen, and comments of the archive. */
export function packageNames(structure: ZipStructure): Segment[] {
  const entries = structure.entries.filter(
    ({ name, comment }) => comment !== '' || isInteresting('name', name),
  );
  return entryTexts({ ...structure, entries });
}
