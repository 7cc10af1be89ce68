/** `multipart/form-data` (RFC 7578, RFC 2046 § 5.1) from a body that is in memory and bounded. */
import { type ContentType, contentType, headerParameters } from './body.js';
import { badRequest } from './http-error.js';

export interface FormPart {
  readonly field: string;
  /** Present for a file; may be empty. */
  readonly fileName?: string;
  readonly type: ContentType;
  readonly bytes: Buffer;
}

const MAX_PARTS = 1000;
const MAX_HEADER = 8 * 1024;

/**
 * Strict where laxness would lose a part: no closing boundary or a part without a name is an error.
 *
 * @throws HttpError 400.
 */
export function formParts(body: Buffer, type: ContentType): FormPart[] {
  const boundary = type.parameters.get('boundary') ?? '';
  if (!/^[\x20-\x7e]{1,70}$/.test(boundary))
    throw badRequest('multipart: the boundary is missing or malformed');
  const mark = Buffer.from(`\r\n--${boundary}`, 'latin1');
  const first = mark.subarray(2);
  let at = body.subarray(0, first.length).equals(first) ? first.length : -1;
  if (at < 0) {
    const preamble = body.indexOf(mark);
    if (preamble < 0) throw badRequest('multipart: the boundary does not occur in the body');
    at = preamble + mark.length;
  }
  const parts: FormPart[] = [];
  for (;;) {
    if (body.toString('latin1', at, at + 2) === '--') return parts;
    at = afterLine(body, at);
    if (parts.length >= MAX_PARTS) throw badRequest(`multipart: more than ${MAX_PARTS} parts`);
    const end = nextMark(body, mark, at);
    parts.push(partOf(body.subarray(at, end)));
    at = end + mark.length;
  }
}

/** White space may stand behind a boundary; anything else would make it text that happens to begin like one. */
function afterLine(body: Buffer, at: number): number {
  let end = at;
  while (body[end] === 0x20 || body[end] === 0x09) end++;
  if (body[end] !== 0x0d || body[end + 1] !== 0x0a)
    throw badRequest('multipart: a boundary line is malformed');
  return end + 2;
}

/** The next boundary; `--boundaryX` is content. */
function nextMark(body: Buffer, mark: Buffer, from: number): number {
  for (let at = body.indexOf(mark, from); at >= 0; at = body.indexOf(mark, at + 1)) {
    const after = body[at + mark.length];
    if (after === 0x0d || after === 0x2d || after === 0x20 || after === 0x09) return at;
  }
  throw badRequest('multipart: the closing boundary is missing; the body was cut off');
}

function partOf(part: Buffer): FormPart {
  const end = part.indexOf('\r\n\r\n');
  if (end < 0 || end > MAX_HEADER)
    throw badRequest('multipart: the headers of a part are missing or too long');
  const headers = new Map<string, string>();
  // File names come as raw UTF-8 (HTML Standard, multipart/form-data encoding algorithm).
  for (const line of part.toString('utf8', 0, end).split('\r\n')) {
    const colon = line.indexOf(':');
    if (colon > 0) headers.set(line.slice(0, colon).trim().toLowerCase(), line.slice(colon + 1).trim());
  }
  const disposition = headers.get('content-disposition') ?? '';
  const parameters = headerParameters(disposition.slice(Math.max(0, disposition.indexOf(';'))));
  const field = parameters.get('name');
  if (!/^form-data\b/i.test(disposition) || field === undefined) {
    throw badRequest('multipart: a part has no Content-Disposition: form-data with a name');
  }
  const encoding = headers.get('content-transfer-encoding')?.toLowerCase() ?? 'binary';
  if (!['binary', '8bit', '7bit'].includes(encoding)) {
    throw badRequest('multipart: Content-Transfer-Encoding is not supported (RFC 7578 § 4.7)');
  }
  const fileName = fileNameOf(parameters);
  return {
    field: unescaped(field),
    type: contentType(headers.get('content-type')),
    bytes: part.subarray(end + 4),
    ...(fileName === undefined ? {} : { fileName }),
  };
}

/** `filename*` (.NET sends it, RFC 8187) before `filename`; folders are cut off. */
function fileNameOf(parameters: ReadonlyMap<string, string>): string | undefined {
  const extended = /^utf-8'[^']*'(.*)$/i.exec(parameters.get('filename*') ?? '')?.[1];
  let name = parameters.get('filename');
  if (extended !== undefined) {
    try {
      name = decodeURIComponent(extended);
    } catch {
      // Malformed escapes: the plain name is left.
    }
  } else if (name !== undefined) name = unescaped(name);
  return name?.replace(/^.*[/\\]/s, '').replace(/[\0-\x1f\x7f]/g, '');
}

/** Browsers escape quotes and line ends so (HTML Standard). */
function unescaped(text: string): string {
  return text.replace(/%(22|0D|0A)/gi, (_, code: string) => String.fromCharCode(Number.parseInt(code, 16)));
}
