/**
 * Reads the passages: texts whose values are placeholders that say whose they are. `{m:L}` is a mobile of a private
 * person, `{m:O}` one of a body, `{m:R}` one of a named contact; `{a:L|…}` an address as written; `b` stands for an
 * account or card, `i` for an ID number, `t` for a landline. Lines that begin with `====` part the passages.
 */
import fs from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { luhnCheck, residentCheck } from '../generate/check-characters.js';
import { mobile } from '../generate/numbers.js';
import { Random } from '../generate/random.js';

export type Owner = 'person' | 'body' | 'contact';

export interface Passage {
  readonly id: string;
  /** Who wrote it: the first part of the file's name. */
  readonly author: string;
  readonly text: string;
  readonly html: boolean;
  readonly labels: readonly Label[];
}

export interface Label {
  readonly group: 'm' | 'a' | 'b';
  readonly owner: Owner;
  readonly start: number;
  readonly end: number;
}

const OWNERS: Readonly<Record<string, Owner>> = { L: 'person', O: 'body', R: 'contact' };
const PLACEHOLDER = /\{([mabit]):([LOR])(?:\|([^{}]*))?\}/g;
const MARKUP = /<(?:table|ul|div|p|tr|li|h\d|dl|span)\b/i;

export const folder: string = fileURLToPath(new URL('passages', import.meta.url));

/** All passages of `passages/`, filled with values that are the same in every run. */
export function passages(): Passage[] {
  return fs
    .readdirSync(folder)
    .sort()
    .flatMap((file) =>
      readPassages(path.basename(file, '.txt'), fs.readFileSync(path.join(folder, file), 'utf8')),
    );
}

export function readPassages(name: string, source: string): Passage[] {
  return source
    .split(/^====.*$/m)
    .map((raw) => raw.replace(/^\n+|\n+$/g, ''))
    .flatMap((raw, i): Passage[] => (raw.trim() === '' ? [] : [readPassage(`${name}-${i}`, name, raw)]));
}

function readPassage(id: string, name: string, raw: string): Passage {
  const random = Random.of(1, id);
  const labels: Label[] = [];
  let text = '';
  let last = 0;
  for (const found of raw.matchAll(PLACEHOLDER)) {
    const [whole, kind, owner, written] = found;
    text += raw.slice(last, found.index);
    last = found.index + whole.length;
    const value = written ?? drawn(kind!, owner === 'L', random);
    if (kind === 'm' || kind === 'a' || kind === 'b')
      labels.push({
        group: kind,
        owner: OWNERS[owner!]!,
        start: text.length,
        end: text.length + value.length,
      });
    text += value;
  }
  text += raw.slice(last);
  return { id, author: name.replace(/\d+$/, ''), text, html: MARKUP.test(text), labels };
}

function drawn(kind: string, isPerson: boolean, random: Random): string {
  switch (kind) {
    case 'm':
      return mobile(random);
    case 't':
      return `0${random.int(311, 996)}-${random.int(2, 8)}${random.digits(6)}`;
    case 'i': {
      const birth = `${random.int(1945, 2004)}${pad(random.int(1, 12))}${pad(random.int(1, 28))}`;
      const digits = `${random.pick(['420984', '510723', '341126', '130521', '620422'])}${birth}${random.digits(3)}`;
      return digits + residentCheck(digits);
    }
    default: {
      if (!isPerson)
        return `${random.pick(['1', '8', '3', '4'])}${random.digits(random.pick([15, 16, 17, 18]))}`;
      const digits = `${random.pick(['622848', '621799', '622202', '621700', '623059'])}${random.digits(12)}`;
      return digits + luhnCheck(digits);
    }
  }
}

const pad = (number: number): string => String(number).padStart(2, '0');
