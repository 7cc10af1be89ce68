/** `/v1/scan` and `/v1/redact`: the library's own shapes. */
import { append, type ScanResult } from '../core/index.js';
import { base64Bytes, contentType, isObject, type JsonObject, jsonBody, onlyKeys } from './body.js';
import { badRequest, HttpError } from './http-error.js';
import { formParts } from './multipart.js';
import type { Redaction } from './redaction.js';
import { type Call, json, type Reply, type Route } from './route.js';
import { type Source, worstVerdict } from './scan-service.js';

/** Texts and files of one request. */
const MAX_SOURCES = 1000;
const MAX_NAME = 1024;
/** Sources of one request that are scanned at a time. */
const AT_A_TIME = 4;

export const v1Routes: readonly Route[] = [
  { method: 'POST', path: '/v1/scan', handle: scan },
  { method: 'POST', path: '/v1/redact', handle: redact },
];

async function scan(call: Call): Promise<Reply> {
  const sources = sourcesOf(call);
  const results = await inTurn(sources, call.scan);
  return json({ verdict: worstVerdict(results), results });
}

/** Results in the order of the sources, a few at a time, so that a request that is refused midway costs no more. */
async function inTurn(sources: readonly Source[], one: Call['scan']): Promise<ScanResult[]> {
  const results: ScanResult[] = [];
  let next = 0;
  const work = async (): Promise<void> => {
    while (next < sources.length) {
      const at = next++;
      results[at] = await one(sources[at]!);
    }
  };
  try {
    await Promise.all(Array.from({ length: Math.min(AT_A_TIME, sources.length) }, work));
  } finally {
    next = sources.length;
  }
  return results;
}

/** Every text and file of a request, in its order; never empty. */
function sourcesOf(call: Call): Source[] {
  const type = contentType(call.headers['content-type']);
  let sources: Source[];
  if (type.type === 'multipart/form-data') {
    sources = formParts(call.body, type).map(({ field, fileName, type: own, bytes }): Source => {
      if (fileName !== undefined) return fileSource(fileName || field, bytes, own.type);
      return textSource(
        field,
        new TextDecoder().decode(bytes),
        own.type === 'text/html' ? 'html' : undefined,
      );
    });
  } else if (/json$/.test(type.type)) {
    sources = jsonSources(jsonBody(call.body, call.headers['content-type']));
  } else {
    sources = [bareSource(call)];
  }
  if (sources.length === 0) {
    throw badRequest('nothing to scan: send text, html, fields or files');
  }
  if (sources.length > MAX_SOURCES)
    throw badRequest(`more than ${MAX_SOURCES} texts and files in one request`);
  return sources;
}

/** The body is the file itself; `?name=` names it. */
function bareSource({ headers, query, body }: Call): Source {
  if (body.length === 0) throw badRequest('nothing to scan: the body is empty');
  const { type, parameters } = contentType(headers['content-type']);
  if (type === '' || type === 'application/x-www-form-urlencoded') {
    throw new HttpError(
      415,
      'http/media-type',
      'send application/json, multipart/form-data, or a file with its own Content-Type',
    );
  }
  const charset = parameters.get('charset');
  const name = query.get('name') ?? (type === 'text/html' ? 'page.html' : 'file');
  return fileSource(name, body, type, charset);
}

function jsonSources(body: JsonObject): Source[] {
  onlyKeys(body, ['text', 'html', 'name', 'fields', 'files'], 'the body');
  const sources: Source[] = [];
  const name = body.name === undefined ? undefined : textOf(body.name, 'name');
  for (const kind of ['text', 'html'] as const) {
    if (body[kind] === undefined) continue;
    sources.push({ kind, name: nameOf(name ?? kind), text: textOf(body[kind], kind) });
  }
  if (body.fields !== undefined) {
    if (!isObject(body.fields)) throw badRequest('fields: must be an object of field path → text');
    for (const [path, value] of Object.entries(body.fields)) sources.push(fieldSource(path, value));
  }
  if (body.files !== undefined) {
    if (!Array.isArray(body.files)) throw badRequest('files: must be a list of { name, bytes }');
    append(
      sources,
      body.files.map((file, i) => jsonFile(file, `files[${i}]`)),
    );
  }
  return sources;
}

/** A field of a form or document: text, `{ text }`, `{ html }`, or null for one that is empty. */
function fieldSource(path: string, value: unknown): Source {
  if (value === null) return { kind: 'text', name: nameOf(path), text: '' };
  if (typeof value === 'string') return textSource(path, value);
  if (isObject(value)) {
    onlyKeys(value, ['text', 'html'], 'a field');
    if (value.html !== undefined && value.text === undefined) {
      return textSource(path, textOf(value.html, 'fields: html'), 'html');
    }
    if (value.html === undefined && value.text !== undefined) {
      return textSource(path, textOf(value.text, 'fields: text'), 'text');
    }
  }
  throw badRequest('fields: a value must be a text, { "text": … } or { "html": … }');
}

function jsonFile(value: unknown, where: string): Source {
  if (!isObject(value)) throw badRequest(`${where}: must be { name, bytes }`);
  onlyKeys(value, ['name', 'bytes', 'mediaType', 'charset'], where);
  const bytes = base64Bytes(textOf(value.bytes, `${where}.bytes`), `${where}.bytes`);
  const mediaType = value.mediaType === undefined ? '' : textOf(value.mediaType, `${where}.mediaType`);
  const charset = value.charset === undefined ? undefined : textOf(value.charset, `${where}.charset`);
  return fileSource(textOf(value.name, `${where}.name`), bytes, mediaType, charset);
}

/** Without a word from the caller a text with markup is read as a page: tags can part a number. */
export function textSource(name: string, text: string, kind?: 'text' | 'html'): Source {
  const seen = kind ?? (looksLikeMarkup(text) ? 'html' : 'text');
  return { kind: seen, name: nameOf(name), text };
}

/** HTML elements, comments or character references of digits. */
function looksLikeMarkup(text: string): boolean {
  return /<(?:!--|!doctype|\/?[a-z][a-z0-9]{0,15}(?:[\s/][^<>]{0,2000})?>)|&#x?[0-9a-f]{1,6};/i.test(text);
}

function fileSource(name: string, bytes: Uint8Array, mediaType: string, charset?: string): Source {
  const input = {
    name: nameOf(name),
    bytes,
    ...(mediaType === '' || mediaType === 'application/octet-stream' ? {} : { mediaType }),
    ...(charset === undefined ? {} : { charset }),
  };
  return { kind: 'file', input };
}

/** `!` parts the documents of a container. */
function nameOf(name: string): string {
  if (name.length > MAX_NAME) throw badRequest(`a name is longer than ${MAX_NAME}`);
  return name;
}

function textOf(value: unknown, where: string): string {
  if (typeof value !== 'string') throw badRequest(`${where}: must be a text`);
  return value;
}

/**
 * Text and pages come back as JSON, a file as its bytes (as JSON with base64 where `Accept` asks for JSON). What is not
 * proven clean is not given out (422), unless `force` is set.
 */
async function redact(call: Call): Promise<Reply> {
  const type = contentType(call.headers['content-type']);
  const isJson = /json$/.test(type.type);
  const body = isJson ? jsonBody(call.body, call.headers['content-type']) : {};
  const force = isJson ? body.force === true : call.query.get('force') === 'true';
  const source = isJson ? redactSource(body) : fileOf(sourcesOf(call));
  const redaction = await call.service.redact(source);
  call.metrics.result(redaction.after);
  const report = reportOf(redaction, source);
  if (!redaction.clean && !force) {
    const message = 'the copy is not proven clean and is not given out; see refused and after, or set force';
    return json({ error: { code: 'redact/not-clean', message }, ...report }, 422);
  }
  const bytes = redaction.bytes ?? bytesOf(source);
  if (source.kind !== 'file')
    return json({ ...report, [source.kind]: new TextDecoder('utf-8', { ignoreBOM: true }).decode(bytes) });
  if (isJson || /\bjson\b/.test(call.headers.accept ?? '')) {
    return json({
      ...report,
      file: { name: source.input.name, bytes: Buffer.from(bytes).toString('base64') },
    });
  }
  return {
    status: 200,
    headers: {
      'content-type': redaction.before.mediaType,
      // A redacted page must not run as one of this server's.
      'content-disposition': 'attachment',
      'leaklint-applied': String(redaction.applied),
      'leaklint-refused': String(redaction.refused.length),
      'leaklint-verdict': redaction.after.verdict,
    },
    body: bytes,
  };
}

function redactSource(body: JsonObject): Source {
  onlyKeys(body, ['text', 'html', 'file', 'force'], 'the body');
  const given = ['text', 'html', 'file'].filter((key) => body[key] !== undefined);
  if (given.length !== 1) throw badRequest('redact takes one of text, html, file');
  if (body.file !== undefined) return jsonFile(body.file, 'file');
  const kind = body.html === undefined ? 'text' : 'html';
  const text = textOf(body[kind], kind);
  // Half a surrogate pair has no UTF-8; writing something else would change more than was asked for.
  if (!text.isWellFormed()) throw badRequest(`${kind}: holds half a surrogate pair; repair the text`);
  return { kind, name: kind, text };
}

function fileOf(sources: readonly Source[]): Source {
  const only = sources[0]!;
  if (sources.length !== 1 || only.kind !== 'file') throw badRequest('redact takes one file');
  return only;
}

function bytesOf(source: Source): Uint8Array {
  if (source.kind !== 'file') return new TextEncoder().encode(source.text);
  return 'bytes' in source.input ? source.input.bytes : new Uint8Array();
}

function reportOf(redaction: Redaction, source: Source): Record<string, unknown> {
  const name = source.kind === 'file' ? source.input.name : source.name;
  const { applied, refused, clean, before, after } = redaction;
  return {
    applied,
    refused,
    clean,
    before: { ...before, artifact: name },
    after: { ...after, artifact: name },
  };
}
