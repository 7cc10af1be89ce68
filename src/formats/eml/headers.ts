/**
 * Header fields. Sources: RFC 5322 (folding), RFC 2047 (encoded words), RFC 2231 (parameters), RFC 6532 (UTF-8).
 *
 * The source is the mail as Latin-1: one UTF-16 code unit is one byte.
 */

import { decodeText } from '../../text/decode.js';
import type { TextSink } from '../ooxml/xml-text.js';
import { bytesOf, decodeBase64, decodeQuoted } from './transfer.js';

export interface Field {
  /** Lower case. */
  readonly name: string;
  /** The value, folded, without the colon. */
  readonly start: number;
  readonly end: number;
}

export interface FieldBlock {
  readonly fields: readonly Field[];
  /** Where the body starts. */
  readonly bodyStart: number;
}

/** Reads fields from `start` to the blank line; lines that are no field go on with the one before. */
export function readFields(source: string, start: number, end: number): FieldBlock {
  const fields: { name: string; start: number; end: number }[] = [];
  let at = start;
  while (at < end) {
    const newline = source.indexOf('\n', at);
    const stop = newline < 0 || newline >= end ? end : newline + 1;
    const lineEnd =
      newline < 0 || newline >= end ? end : source.charCodeAt(newline - 1) === 13 ? newline - 1 : newline;
    if (lineEnd <= at) {
      at = stop;
      break;
    }
    const unit = source.charCodeAt(at);
    const head =
      unit === 32 || unit === 9 ? null : /^[!-9;-~]{1,200}(?=[ \t]{0,8}:)/.exec(source.slice(at, at + 220));
    const last = fields.at(-1);
    if (head !== null) {
      const value = source.indexOf(':', at) + 1;
      fields.push({
        name: head[0].toLowerCase(),
        start: Math.min(value, lineEnd),
        end: lineEnd,
      });
    } else if (last !== undefined) last.end = lineEnd;
    else fields.push({ name: '', start: at, end: lineEnd });
    at = stop;
  }
  return { fields, bodyStart: at };
}

const WORD = /=\?([^?\s]{1,40})\?([bBqQ])\?([^?\s]*)\?=/g;

/** Sends a field's value to the sink: encoded words decoded, neighbours of one charset as one piece. */
export function writeValue(source: string, { start, end }: Field, sink: TextSink): void {
  const value = source.slice(start, end);
  let at = start;
  const words = [...value.matchAll(WORD)].map((match) => ({
    start: start + match.index,
    end: start + match.index + match[0].length,
    charset: match[1]!.replace(/\*.*$/, '').toLowerCase(),
    bytes: match[2]!.toLowerCase() === 'b' ? decodeBase64(match[3]!) : decodeQuoted(match[3]!, true),
  }));
  for (let i = 0; i < words.length; ) {
    const first = words[i]!;
    const chunks = [first.bytes];
    let stop = first.end;
    // A character may be split over words; white space between two of them is not text (RFC 2047, 6.2).
    for (i++; i < words.length && words[i]!.charset === first.charset; i++) {
      if (source.slice(stop, words[i]!.start).trim() !== '') break;
      chunks.push(words[i]!.bytes);
      stop = words[i]!.end;
    }
    writePlain(source, at, first.start, sink);
    sink.replace(
      decodeText(joined(chunks), { charset: first.charset }).text.replace(/[\r\n\t]/g, ' '),
      first.start,
      stop,
    );
    at = stop;
  }
  writePlain(source, at, end, sink);
}

/** Copies ASCII; decodes stretches of 8-bit bytes, UTF-8 or what a Chinese system would have written. */
export function writePlain(source: string, start: number, end: number, sink: TextSink): void {
  let at = start;
  for (const { index, 0: run } of source
    .slice(start, end)
    .matchAll(/[\x80-\xff](?:[\x40-\xff]*[\x80-\xff])?/g)) {
    sink.copy(at, start + index);
    const from = start + index;
    at = from + run.length;
    sink.replace(decodeText(bytesOf(run)).text, from, at);
  }
  sink.copy(at, end);
}

function joined(chunks: readonly Uint8Array[]): Uint8Array {
  const whole = new Uint8Array(chunks.reduce((sum, chunk) => sum + chunk.length, 0));
  let at = 0;
  for (const chunk of chunks) {
    whole.set(chunk, at);
    at += chunk.length;
  }
  return whole;
}

/** `text/html; charset="gbk"` and its kin. */
export interface Parameterised {
  /** Lower case. */
  readonly value: string;
  parameter(name: string): string | undefined;
}

export function readParameters(source: string, field: Field | undefined): Parameterised {
  const text = field === undefined ? '' : source.slice(field.start, field.end).replace(/\r?\n/g, ' ');
  const value = text.split(';', 1)[0]!.trim().toLowerCase();
  const parameters = new Map<string, string>();
  for (const match of text
    .slice(0, 20_000)
    .matchAll(/;\s*([\w.*'%-]+)\s*=\s*(?:"((?:[^"\\]|\\.)*)"|([^;\s]*))/g)) {
    const name = match[1]!.toLowerCase();
    if (!parameters.has(name)) parameters.set(name, match[2]?.replace(/\\(.)/g, '$1') ?? match[3] ?? '');
  }
  return {
    value,
    parameter(name) {
      return extended(parameters, name) ?? plain(parameters.get(name));
    },
  };
}

function plain(value: string | undefined): string | undefined {
  if (value === undefined) return undefined;
  let text = '';
  const sink = {
    copy: (start: number, end: number): void => void (text += value.slice(start, end)),
    replace: (piece: string): void => void (text += piece),
  };
  writeValue(value, { name: '', start: 0, end: value.length }, sink);
  return text;
}

/** RFC 2231: `name*=charset'language'%XX`, and `name*0*`, `name*1` … joined. */
function extended(parameters: ReadonlyMap<string, string>, name: string): string | undefined {
  const whole = parameters.get(`${name}*`);
  let raw = '';
  if (whole !== undefined) raw = whole;
  else {
    for (let i = 0; i < 100; i++) {
      const piece = parameters.get(`${name}*${i}*`) ?? parameters.get(`${name}*${i}`);
      if (piece === undefined) break;
      raw += piece;
    }
  }
  if (raw === '') return undefined;
  const [, charset = '', rest = raw] = /^([\w-]*)'[^']*'([\s\S]*)$/.exec(raw) ?? [];
  const bytes = decodeQuoted(rest.replace(/=/g, '=3D').replace(/%([0-9a-f]{2})/gi, '=$1'), false);
  return decodeText(bytes, charset === '' ? {} : { charset }).text;
}
