/**
 * Content streams as operators with their byte ranges, so that some can be rewritten and the rest stays byte for byte.
 *
 * Source: ISO 32000-1:2008, 7.2 and 7.8.2. Damage is read as pdf.js reads it, whose glyphs are matched to these
 * operators: names of operators that touch are parted (`QBT`), unknown ones are passed over with their operands.
 */
import { latin1 } from '../../text/latin1.js';

export interface Token {
  readonly kind: 'number' | 'string' | 'name' | 'open' | 'close' | 'other';
  readonly start: number;
  readonly end: number;
}

export interface Operator {
  readonly name: string;
  /** Of the operator itself. */
  readonly start: number;
  readonly end: number;
  /** Flat: arrays and dictionaries are `open` and `close` tokens with what is between. */
  readonly operands: readonly Token[];
}

const OPERATORS = new Set(
  (
    'w J j M d ri i gs q Q cm m l c v y h re S s f F f* B B* b b* n W W* BT ET Tc Tw Tz TL Tf Tr Ts Td TD Tm T* Tj TJ ' +
    '\' " d0 d1 CS cs SC SCN sc scn G g RG rg K k sh BI ID EI Do MP DP BMC BDC EMC BX EX'
  ).split(' '),
);
/** Beginnings of words that pdf.js does not part. */
const PREFIXES = new Set('BM BD true fa fal fals false nu nul null'.split(' '));
const MAX_OPERANDS = 100_000;

/** 1 white space, 2 delimiter, 0 regular. ISO 32000-1:2008, tables 1 and 2. */
const CLASS = new Uint8Array(256);
for (const space of [0, 9, 10, 12, 13, 32]) CLASS[space] = 1;
for (const delimiter of '()<>[]{}/%') CLASS[delimiter.charCodeAt(0)] = 2;

/** Linear in the stream. */
export function* readOperators(bytes: Uint8Array): Generator<Operator> {
  let operands: Token[] = [];
  let at = 0;
  while (at < bytes.length) {
    const byte = bytes[at]!;
    if (CLASS[byte] === 1) {
      at++;
      continue;
    }
    const start = at;
    if (byte === 0x25) {
      while (at < bytes.length && bytes[at] !== 10 && bytes[at] !== 13) at++;
      continue;
    }
    const add = (kind: Token['kind'], end: number): void => {
      at = end;
      if (operands.length < MAX_OPERANDS) operands.push({ kind, start, end });
    };
    if (byte === 0x28) add('string', literalEnd(bytes, at));
    else if (byte === 0x3c && bytes[at + 1] === 0x3c) add('open', at + 2);
    else if (byte === 0x3e && bytes[at + 1] === 0x3e) add('close', at + 2);
    else if (byte === 0x3c) add('string', hexEnd(bytes, at));
    else if (byte === 0x5b) add('open', at + 1);
    else if (byte === 0x5d) add('close', at + 1);
    else if (byte === 0x2f) {
      let end = at + 1;
      while (end < bytes.length && CLASS[bytes[end]!] === 0) end++;
      add('name', end);
    } else if (CLASS[byte] === 2) at++;
    else if ((byte >= 0x30 && byte <= 0x39) || byte === 0x2b || byte === 0x2d || byte === 0x2e) {
      let end = at + 1;
      while (end < bytes.length && isNumeric(bytes[end]!)) end++;
      add('number', end);
    } else {
      const { word, end } = wordAt(bytes, at);
      at = end;
      if (word === 'true' || word === 'false' || word === 'null') {
        add('other', end);
        continue;
      }
      if (!OPERATORS.has(word)) {
        operands = [];
        continue;
      }
      if (word === 'ID') {
        at = imageEnd(bytes, end);
        operands = [];
        yield { name: 'EI', start: at, end: at, operands };
        continue;
      }
      yield { name: word, start, end, operands };
      operands = [];
    }
  }
}

function isNumeric(byte: number): boolean {
  return (byte >= 0x30 && byte <= 0x39) || byte === 0x2e || byte === 0x2d;
}

function wordAt(bytes: Uint8Array, start: number): { word: string; end: number } {
  let word = '';
  let end = start;
  let known = false;
  while (end < bytes.length && CLASS[bytes[end]!] === 0 && end - start < 128) {
    const longer = word + String.fromCharCode(bytes[end]!);
    if (known && !OPERATORS.has(longer) && !PREFIXES.has(longer)) break;
    word = longer;
    known = OPERATORS.has(word) || PREFIXES.has(word);
    end++;
  }
  return { word, end };
}

function literalEnd(bytes: Uint8Array, start: number): number {
  let depth = 0;
  for (let at = start; at < bytes.length; at++) {
    const byte = bytes[at];
    if (byte === 0x5c) at++;
    else if (byte === 0x28) depth++;
    else if (byte === 0x29 && --depth === 0) return at + 1;
  }
  return bytes.length;
}

function hexEnd(bytes: Uint8Array, start: number): number {
  const end = bytes.indexOf(0x3e, start);
  return end < 0 ? bytes.length : end + 1;
}

/** Behind `EI`: between white space, with text behind it, as binary data may hold these letters too. */
function imageEnd(bytes: Uint8Array, start: number): number {
  for (let at = bytes.indexOf(0x45, start); at >= 0; at = bytes.indexOf(0x45, at + 1)) {
    if (bytes[at + 1] !== 0x49 || CLASS[bytes[at - 1] ?? 32] !== 1) continue;
    if (at + 2 < bytes.length && CLASS[bytes[at + 2]!] !== 1) continue;
    const behind = bytes.subarray(at + 2, at + 17);
    if (behind.every((byte) => CLASS[byte] === 1 || (byte >= 0x20 && byte < 0x7f))) return at + 2;
  }
  return bytes.length;
}

/** The bytes of a string token. ISO 32000-1:2008, 7.3.4. */
export function stringBytes(bytes: Uint8Array, { start, end }: Token): Uint8Array {
  return bytes[start] === 0x3c ? hexBytes(bytes, start + 1, end) : literalBytes(bytes, start + 1, end);
}

function hexBytes(bytes: Uint8Array, start: number, end: number): Uint8Array {
  const out: number[] = [];
  let high = -1;
  for (let at = start; at < end; at++) {
    const digit = Number.parseInt(String.fromCharCode(bytes[at]!), 16);
    if (Number.isNaN(digit)) continue;
    if (high < 0) high = digit;
    else {
      out.push(high * 16 + digit);
      high = -1;
    }
  }
  if (high >= 0) out.push(high * 16);
  return Uint8Array.from(out);
}

const ESCAPES: Readonly<Record<string, number>> = { n: 10, r: 13, t: 9, b: 8, f: 12 };

function literalBytes(bytes: Uint8Array, start: number, end: number): Uint8Array {
  const out: number[] = [];
  const stop = bytes[end - 1] === 0x29 ? end - 1 : end;
  for (let at = start; at < stop; at++) {
    const byte = bytes[at]!;
    if (byte !== 0x5c) {
      // A line end in a string is a line feed, however it is written.
      if (byte === 13) {
        if (bytes[at + 1] === 10) at++;
        out.push(10);
      } else out.push(byte);
      continue;
    }
    const next = bytes[++at];
    if (next === undefined) break;
    if (next >= 0x30 && next <= 0x37) {
      let value = next - 0x30;
      for (let i = 0; i < 2 && bytes[at + 1]! >= 0x30 && bytes[at + 1]! <= 0x37; i++) {
        value = value * 8 + bytes[++at]! - 0x30;
      }
      out.push(value & 0xff);
    } else if (next === 13) {
      if (bytes[at + 1] === 10) at++;
    } else if (next !== 10) out.push(ESCAPES[String.fromCharCode(next)] ?? next);
  }
  return Uint8Array.from(out);
}

/** A name without its slash, `#xx` resolved. */
export function nameOf(bytes: Uint8Array, { start, end }: Token): string {
  return latin1(bytes.subarray(start + 1, end)).replace(/#([\da-f]{2})/gi, (_, code: string) =>
    String.fromCharCode(Number.parseInt(code, 16)),
  );
}

export function fromLatin1(text: string): Uint8Array {
  const bytes = new Uint8Array(text.length);
  for (let at = 0; at < text.length; at++) bytes[at] = text.charCodeAt(at);
  return bytes;
}

/** Replaces ranges; the rest is copied. @param edits Sorted, not overlapping. */
export function splice(
  bytes: Uint8Array,
  edits: readonly { readonly start: number; readonly end: number; readonly text: string }[],
): Uint8Array {
  const chunks: Uint8Array[] = [];
  let at = 0;
  for (const { start, end, text } of edits) {
    chunks.push(bytes.subarray(at, start), fromLatin1(text));
    at = end;
  }
  chunks.push(bytes.subarray(at));
  const whole = new Uint8Array(chunks.reduce((sum, chunk) => sum + chunk.length, 0));
  let to = 0;
  for (const chunk of chunks) {
    whole.set(chunk, to);
    to += chunk.length;
  }
  return whole;
}

export interface OpenStates {
  /** `q` without `Q`. */
  readonly saved: number;
  /** `Q` without `q`, which readers pass over. */
  readonly strays: readonly Operator[];
  readonly marks: number;
  /** A text object is open. */
  readonly text: boolean;
}

/** What a content stream leaves open. */
export function openStates(bytes: Uint8Array): OpenStates {
  let [saved, marks, text] = [0, 0, false];
  const strays: Operator[] = [];
  for (const operator of readOperators(bytes)) {
    const { name } = operator;
    if (name === 'q') saved++;
    else if (name === 'Q') {
      if (saved > 0) saved--;
      else strays.push(operator);
    } else if (name === 'BT' || name === 'ET') text = name === 'BT';
    else if (name === 'BMC' || name === 'BDC') marks++;
    else if (name === 'EMC') marks = Math.max(0, marks - 1);
  }
  return { saved, strays, marks, text };
}
