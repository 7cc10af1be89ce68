/**
 * An Open Packaging Conventions package (ISO/IEC 29500-2): parts, types, relationships.
 *
 * Types and relationships only label parts; every part is read by what it holds, because orphans leak too.
 */
import { XMLParser } from 'fast-xml-parser';
import type { Diagnostic, ExtractContext, Place, Unread } from '../../core/index.js';
import { decodeText } from '../../text/decode.js';
import { readStructure, type ZipEntry, type ZipStructure } from '../zip/central-directory.js';
import { readEntry } from '../zip/entry-data.js';

/** Larger ones are not parsed into objects; the walk still reads their text. */
const SMALL = 1024 * 1024;

/**
 * XML that is read whatever its ratio: a sheet of a million equal rows unpacks a thousandfold. Its walk is linear and the
 * total of a scan bounds what many such parts cost.
 */
const XML_FREE = 160 * 1024 * 1024;

export interface Part {
  /** Without leading slash, as in the archive. */
  readonly name: string;
  readonly bytes: Uint8Array;
}

export interface Package {
  readonly structure: ZipStructure;
  readonly entries: readonly ZipEntry[];
  /** Filled while parts are read. */
  readonly diagnostics: Diagnostic[];
  readonly unread: Unread[];
  read(entry: ZipEntry): Promise<Part | undefined>;
}

/** Bytes of a part that are unpacked whatever their ratio; undefined: as of any archive. */
export function freeBytes(part: string): number | undefined {
  return /\.xml$/i.test(part) ? XML_FREE : undefined;
}

/** @returns undefined when the bytes are no archive. */
export function openPackage(bytes: Uint8Array, context: ExtractContext): Package | undefined {
  const structure = readStructure(bytes, context.limits.entries);
  if (structure === undefined) return undefined;
  const diagnostics: Diagnostic[] = [];
  const unread: Unread[] = [];
  if (structure.truncated || structure.missing > 0) {
    const code = structure.truncated ? 'zip/truncated' : 'zip/entries';
    const message = structure.truncated
      ? 'the end of the package is missing; parts were recovered from their own headers'
      : 'some parts of the package were not opened: over the limit, or cut off';
    diagnostics.push({ code, severity: 'error', message });
    unread.push({ part: '', code });
  }
  const entries = structure.entries.filter((entry) => !entry.directory);
  const fail = (part: string, code: string, message: string): void => {
    diagnostics.push({ code, severity: 'error', message, place: partPlace(part) });
    unread.push({ part, code });
  };
  return {
    structure,
    entries,
    diagnostics,
    unread,
    async read(entry) {
      if (context.budget.expired()) {
        fail(entry.name, 'zip/time', 'not read: the time of the scan is over');
        return undefined;
      }
      const { bytes: data, fault } = await readEntry(bytes, entry, context, freeBytes(entry.name));
      if (fault !== undefined && data === undefined) fail(entry.name, fault.code, fault.message);
      else if (fault !== undefined) {
        const { code, message } = fault;
        diagnostics.push({ code, severity: 'warning', message, place: partPlace(entry.name) });
      }
      return data === undefined ? undefined : { name: entry.name, bytes: data };
    },
  };
}

/** A place that names a whole part. */
export function partPlace(part: string, offset: number = 0): Place {
  return { kind: 'text', part, channel: 'body', start: offset, end: offset, line: 1, column: 1 };
}

/** @returns Part name (lower case, no leading slash) or `.extension` → content type. */
export function contentTypes(bytes: Uint8Array): Map<string, string> {
  const types = new Map<string, string>();
  for (const { name, attributes } of smallXml(bytes)) {
    const type = attributes.ContentType ?? '';
    if (name === 'Default') types.set(`.${(attributes.Extension ?? '').toLowerCase()}`, type);
    if (name === 'Override') types.set((attributes.PartName ?? '').replace(/^\//, '').toLowerCase(), type);
  }
  return types;
}

export interface Relationship {
  readonly id: string;
  /** Last word of the type URI: `worksheet`, `hyperlink`. */
  readonly kind: string;
  /** Path inside the package, or the target as it is when external. */
  readonly target: string;
  readonly external: boolean;
}

/** @param part The part that the relationships belong to; targets are resolved against it. */
export function relationships(bytes: Uint8Array, part: string): Relationship[] {
  const folder = part.split('/').slice(0, -1);
  return smallXml(bytes)
    .filter(({ name }) => name === 'Relationship')
    .map(({ attributes }) => {
      const external = attributes.TargetMode === 'External';
      const target = attributes.Target ?? '';
      return {
        id: attributes.Id ?? '',
        kind: (attributes.Type ?? '').split('/').at(-1)!,
        target: external ? target : resolve(folder, target),
        external,
      };
    });
}

/** @returns The relationship part of `part`. */
export function relationshipsOf(part: string): string {
  const at = part.lastIndexOf('/') + 1;
  return `${part.slice(0, at)}_rels/${part.slice(at)}.rels`;
}

function resolve(folder: readonly string[], target: string): string {
  const path = target.startsWith('/') ? [] : [...folder];
  for (const step of target.split('/')) {
    if (step === '..') path.pop();
    else if (step !== '' && step !== '.') path.push(step);
  }
  return path.join('/');
}

interface SmallElement {
  readonly name: string;
  readonly attributes: Readonly<Record<string, string>>;
}

const parser = new XMLParser({
  preserveOrder: true,
  ignoreAttributes: false,
  attributeNamePrefix: '',
  parseTagValue: false,
  parseAttributeValue: false,
  trimValues: false,
  htmlEntities: true,
  removeNSPrefix: true,
});

/** The children of the root. An empty list for what can't be parsed: their labels are lost, not their text. */
function smallXml(bytes: Uint8Array): SmallElement[] {
  if (bytes.length > SMALL) return [];
  const { text } = decodeText(bytes);
  // No DTD is legal here (ISO/IEC 29500-2, 8.1.4), and entities are how parsers are made to explode.
  if (/<!DOCTYPE/i.test(text)) return [];
  try {
    const tree = parser.parse(text) as Record<string, unknown>[];
    const root = tree.map((node) => Object.entries(node).find(([name]) => !/^[?:#]/.test(name))?.[1]);
    const children = (root.find((value) => Array.isArray(value)) ?? []) as Record<string, unknown>[];
    return children.flatMap((node) => {
      const name = Object.keys(node).find((key) => !/^[:#]/.test(key));
      if (name === undefined) return [];
      return [{ name, attributes: (node[':@'] ?? {}) as Record<string, string> }];
    });
  } catch {
    return [];
  }
}
