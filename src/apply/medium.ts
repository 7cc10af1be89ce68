/** Files as the texts that can be edited in them: a page is one, a package (DOCX …) has one a part. */
import { platform } from '#platform';
import { type Artifact, DEFAULT_LIMITS, type ExtractContext, ScanBudget } from '../core/index.js';
import { readStructure } from '../formats/zip/central-directory.js';
import { readEntry } from '../formats/zip/entry-data.js';
import { rewriteZip } from '../formats/zip/rewrite-zip.js';
import { type DecodedText, decodeText } from '../text/decode.js';
import { ApplyError } from './errors.js';
import type { ScriptKind } from './script-edits.js';

/** One editable text of a file. */
export interface MediumText {
  readonly bytes: Uint8Array;
  readonly decoded: DecodedText;
}

export interface Medium {
  /** How scripts stand in its texts. */
  readonly kind: ScriptKind;
  /** Parts whose text is looked through for what is left; the names are `Place.part`. */
  readonly parts: readonly string[];
  /** undefined: there is no such part, or it can't be read. */
  text(part: string): Promise<MediumText | undefined>;
  /** The file with some parts replaced; the others are as they were. */
  write(parts: ReadonlyMap<string, Uint8Array>): Promise<Uint8Array>;
  /** Parts of a copy that differ though they were not to. */
  altered(copy: Uint8Array, replaced: ReadonlySet<string>): boolean;
}

const HTML = new Set(['text/html', 'application/xhtml+xml', 'application/xml', 'text/xml', 'image/svg+xml']);
const SCRIPT = /(?:javascript|json|ecmascript)$/;
const TEXT = /^(?:text\/(?!rtf$|richtext$)|application\/(?:json|ld\+json|x-ndjson|javascript|sql|yaml)$)/;
/** Word only: a value in a sheet or slide stands in caches and drawings too. */
const PACKAGE =
  /^application\/vnd\.(?:openxmlformats-officedocument\.wordprocessingml|ms-word)\.(?:document|template)/;

/** @returns undefined for types that can't be written. */
export function openMedium(artifact: Artifact, mediaType: string): Medium | undefined {
  const type = mediaType.split(';')[0]!.trim().toLowerCase();
  if (HTML.has(type) || TEXT.test(type)) return flat(artifact, type);
  return PACKAGE.test(type) ? packed(artifact.bytes) : undefined;
}

function flat(artifact: Artifact, type: string): Medium {
  const { bytes, charset, mediaType } = artifact;
  const html = HTML.has(type);
  let text: MediumText | undefined;
  return {
    kind: html ? 'html' : SCRIPT.test(type) ? 'script' : type === 'text/css' ? 'style' : 'none',
    parts: [''],
    async text(part) {
      if (part !== '') return undefined;
      text ??= {
        bytes,
        decoded: decodeText(bytes, {
          ...(html ? { html } : {}),
          ...(charset === undefined ? {} : { charset }),
          ...(mediaType === undefined ? {} : { mediaType }),
        }),
      };
      return text;
    },
    write: async (parts) => parts.get('') ?? bytes,
    altered: () => false,
  };
}

function packed(bytes: Uint8Array): Medium {
  const limits = DEFAULT_LIMITS;
  const context: ExtractContext = { limits, budget: new ScanBudget(limits, platform.now) };
  const entries = readStructure(bytes, limits.entries)?.entries.filter((entry) => !entry.directory) ?? [];
  return {
    kind: 'none',
    parts: entries.filter(({ name }) => /\.(?:xml|rels)$/i.test(name)).map(({ name }) => name),
    async text(part) {
      const entry = entries.find(({ name }) => name === part);
      const data = entry === undefined ? undefined : (await readEntry(bytes, entry, context)).bytes;
      return data === undefined ? undefined : { bytes: data, decoded: decodeText(data) };
    },
    async write(parts) {
      try {
        return await rewriteZip(bytes, parts);
      } catch (error) {
        if (!(error instanceof RangeError)) throw error;
        const message = 'the package is damaged or unusual; open and save it in Word, then scan the copy';
        throw new ApplyError('apply/format-not-writable', message);
      }
    },
    altered(copy, replaced) {
      const after = new Map(readStructure(copy, limits.entries)?.entries.map((entry) => [entry.name, entry]));
      return entries.some(({ name, crc, size, unlisted }) => {
        if (replaced.has(name) || unlisted) return false;
        const same = after.get(name);
        return same === undefined || (size >= 0 && (same.crc !== crc || same.size !== size));
      });
    },
  };
}
