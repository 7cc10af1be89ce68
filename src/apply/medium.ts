/** Files as the texts that can be edited in them: a page is one, a package has one a part, an archive its members'. */
import type { Artifact, Place } from '../core/index.js';
import { type DecodedText, decodeText } from '../text/decode.js';
import { ApplyError } from './errors.js';
import { openGzip } from './gzip-medium.js';
import { latin1Text } from './latin1.js';
import { openMail } from './mail-medium.js';
import type { Note } from './notes.js';
import { openPackage } from './package-medium.js';
import type { ScriptKind } from './script-edits.js';
import { openTar } from './tar-medium.js';

/** What has to be kept right around an edit. */
export type Markup = 'word' | 'sheet' | 'slide' | 'odf' | 'rtf' | 'mail' | 'none';

/** One editable text of a file. */
export interface MediumText {
  readonly bytes: Uint8Array;
  readonly decoded: DecodedText;
  /** How scripts stand in it. */
  readonly kind: ScriptKind;
  readonly markup: Markup;
}

/** New content by part, and new names of archive members by part. */
export interface Changes {
  readonly texts: ReadonlyMap<string, Uint8Array>;
  readonly names: ReadonlyMap<string, string>;
}

export interface Medium {
  /** Parts whose text is looked through for what is left; the names are `Place.part`. */
  parts(): Promise<readonly string[]>;
  /** Whether there is such a part, or one around it, writable or not. */
  has(part: string): boolean;
  /** undefined: there is no such part, or it can't be written. `dropped`: a copy does not keep it. */
  text(part: string): Promise<MediumText | 'dropped' | undefined>;
  /** The file inside that a part leads into, when it is redacted as a whole (PDF), with its own part. */
  inner(part: string): Promise<InnerFile | undefined>;
  /** The name of an archive's member, when it can be changed. */
  nameOf(part: string): Promise<string | undefined>;
  /** Where a part is in a copy whose members have other names. */
  moved(part: string, names: ReadonlyMap<string, string>): Promise<string>;
  /** The file with some parts replaced; the others are as they were. */
  write(changes: Changes): Promise<Uint8Array>;
  /** What a person has to know of the copy that was written. */
  notes?(): readonly Note[];
  /** Whether parts of a copy differ though they were not to. */
  altered(copy: Uint8Array, changes: Changes): Promise<boolean>;
}

export interface InnerFile {
  readonly part: string;
  readonly artifact: Artifact;
}

/** What the caller knows of file types: magic bytes first, the name second. */
export type TypeOf = (artifact: Artifact) => string;

const HTML = new Set(['text/html', 'application/xhtml+xml', 'application/xml', 'text/xml', 'image/svg+xml']);
const SCRIPT = /(?:javascript|json|ecmascript)$/;
const TEXT = /^(?:text\/(?!rtf$|richtext$)|application\/(?:json|ld\+json|x-ndjson|javascript|sql|yaml)$)/;
const MAIL = new Set(['message/rfc822', 'multipart/related']);
const GZIP = /^application\/(?:x-)?gzip$/;
const RTF = /^(?:text|application)\/(?:rtf|x-rtf|richtext)$/;

/**
 * @param typeOf For the members of archives and the files in packages; without it they can't be written.
 * @returns undefined for types that can't be written.
 */
export function openMedium(artifact: Artifact, mediaType: string, typeOf?: TypeOf): Medium | undefined {
  const type = mediaType.split(';')[0]!.trim().toLowerCase();
  if (type === PDF) return whole(artifact);
  if (HTML.has(type) || TEXT.test(type) || RTF.test(type)) return flat(artifact, type);
  const open = (child: Artifact): Medium | undefined => {
    const inner = typeOf?.(child);
    return inner === undefined ? undefined : openMedium(child, inner, typeOf);
  };
  if (MAIL.has(type)) return openMail(artifact.bytes, open);
  if (type === 'application/x-tar') return openTar(artifact.bytes, open);
  if (GZIP.test(type)) return openGzip(artifact, open);
  return openPackage(artifact.bytes, type, open);
}

export const PDF = 'application/pdf';

/** A file that is no set of texts: its new content is that of the part ''. */
function whole(artifact: Artifact): Medium {
  return {
    parts: async () => [],
    has: () => true,
    text: async () => undefined,
    inner: async () => ({ part: '', artifact }),
    nameOf: async () => undefined,
    moved: async (part) => part,
    write: async ({ texts }) => texts.get('') ?? artifact.bytes,
    altered: async () => false,
  };
}

function flat(artifact: Artifact, type: string): Medium {
  const { bytes, charset, mediaType } = artifact;
  const html = HTML.has(type);
  let text: MediumText | undefined;
  return {
    parts: async () => [''],
    has: (part) => part === '',
    async text(part) {
      if (part !== '') return undefined;
      text ??= RTF.test(type)
        ? { bytes, decoded: latin1Text(bytes), kind: 'none', markup: 'rtf' }
        : {
            bytes,
            kind: html ? 'html' : SCRIPT.test(type) ? 'script' : type === 'text/css' ? 'style' : 'none',
            markup: 'none',
            decoded: decodeText(bytes, {
              ...(html ? { html } : {}),
              ...(charset === undefined ? {} : { charset }),
              ...(mediaType === undefined ? {} : { mediaType }),
            }),
          };
      return text;
    },
    inner: async () => undefined,
    nameOf: async () => undefined,
    moved: async (part) => part,
    write: async ({ texts }) => texts.get('') ?? bytes,
    altered: async () => false,
  };
}

/** Why an edit of a part can't be made: it is not there, or its type can't be written. */
export function noSuchText(medium: Medium, part: string, place: Place | undefined): ApplyError {
  return medium.has(part)
    ? new ApplyError(
        'apply/format-not-writable',
        'a file inside can not be written; take it out, redact its source, and put it back',
        place,
        place?.channel === 'ocr' ? 'picture' : 'inside',
      )
    : new ApplyError('apply/other-artifact', 'the edit belongs to another file or part', place);
}
