/** What the benchmarks work through: made from the corpus's dev templates by a seed, with the planted values counted. */
import { createHash } from 'node:crypto';
import { homeAddress } from '../corpus/generate/address.js';
import { loadTemplates, samples } from '../corpus/generate/corpus.js';
import type { Format } from '../corpus/generate/forms.js';
import * as numbers from '../corpus/generate/numbers.js';
import { drawPerson } from '../corpus/generate/person.js';
import { drawSetting } from '../corpus/generate/place.js';
import { Random } from '../corpus/generate/random.js';
import { Bulletin, type Planted } from './bulletin.js';
import { Site } from './site.js';

export interface Data {
  /** Bytes of every document. */
  readonly documents: readonly Uint8Array[];
  readonly bytes: number;
  /** Personal values in it. */
  readonly planted: number;
  /** What they are, document by document, where the generator says. */
  readonly values?: readonly (readonly Planted[])[];
  readonly digest: string;
}

const SEED = 20260101;
/** Documents of about this size: a government page. */
const PIECE = 32_768;
/** Bytes of a page of a site, half of a small one its frame. */
const PAGE = 24_000;

function pack(
  documents: readonly Uint8Array[],
  planted: number,
  values?: readonly (readonly Planted[])[],
): Data {
  const hash = createHash('sha256');
  for (const document of documents) hash.update(document);
  const bytes = documents.reduce((sum, document) => sum + document.length, 0);
  const digest = hash.digest('hex').slice(0, 16);
  return { documents, bytes, planted, digest, ...(values === undefined ? {} : { values }) };
}

function* endless(
  format: Format,
  groups: (group: string) => boolean,
): Generator<{ text: Uint8Array; planted: number }> {
  const templates = loadTemplates('dev').filter(
    ({ group, formats }) => groups(group) && formats.includes(format),
  );
  for (let seed = SEED; ; seed++) {
    for (const sample of samples(templates, { seed, formats: [format] })) {
      const planted = sample.labels.filter(({ role }) => role === 'leak' || role === 'review').length;
      yield { text: sample.bytes, planted };
    }
  }
}

/** Ordinary text of a site, a value in every two hundredth line. */
export function pageText(bytes: number): Data {
  const bulletin = new Bulletin(Random.of(SEED, 'page'));
  const encoder = new TextEncoder();
  const documents: Uint8Array[] = [];
  const values: Planted[][] = [];
  for (let total = 0; total < bytes; ) {
    const lines = [bulletin.next()];
    const planted: Planted[] = [];
    for (let length = 0; length < PIECE; ) {
      const line = bulletin.line(0.005);
      lines.push(line.text);
      planted.push(...line.planted);
      length += line.text.length * 2.6;
    }
    const document = encoder.encode(lines.join('\n'));
    documents.push(document);
    values.push(planted);
    total += document.length;
  }
  return pack(documents, values.flat().length, values);
}

/** Hard negatives: statistics, registers, logs, statutes, with a document in ten that leaks. */
export function denseText(bytes: number): Data {
  const plain = endless('text', (group) => group === 'negative');
  const leaky = endless('text', (group) =>
    ['letter', 'news', 'notice', 'court', 'tender', 'contact'].includes(group),
  );
  const documents: Uint8Array[] = [];
  let planted = 0;
  for (let total = 0, i = 0; total < bytes; ) {
    const pieces: Uint8Array[] = [];
    let length = 0;
    for (; length < PIECE; i++) {
      const { value } = (i % 10 === 9 ? leaky : plain).next();
      pieces.push(value.text);
      length += value.text.length;
      planted += value.planted;
    }
    documents.push(Buffer.concat(pieces));
    total += length;
  }
  return pack(documents, planted);
}

/**
 * Figures without end: codes, amounts, dates, order numbers in columns; a value in every two hundredth line. Four
 * characters in five are digits.
 */
export function numberText(bytes: number): Data {
  const random = Random.of(SEED, 'numbers');
  const bulletin = new Bulletin(random);
  const encoder = new TextEncoder();
  const documents: Uint8Array[] = [];
  const values: Planted[][] = [];
  for (let total = 0; total < bytes; ) {
    const lines = [bulletin.next()];
    const planted: Planted[] = [];
    for (let length = 0; length < PIECE; ) {
      const columns = Array.from({ length: random.int(5, 8) }, () => figure(random));
      const line = random.chance(0.005) ? bulletin.line(1) : { text: columns.join(' '), planted: [] };
      lines.push(line.text);
      planted.push(...line.planted);
      length += line.text.length;
    }
    const document = encoder.encode(lines.join('\n'));
    documents.push(document);
    values.push(planted);
    total += document.length;
  }
  return pack(documents, values.flat().length, values);
}

/** A number that is nobody's: order and docket numbers, counts, sums, dates, codes of goods. */
function figure(random: Random): string {
  return random.weighted([
    [`20${random.digits(16)}`, 3],
    [`4${random.digits(15)}`, 1],
    [random.digits(12), 3],
    [random.digits(10), 3],
    [`${random.digits(5)}.${random.digits(2)}`, 3],
    [`20${random.int(10, 26)}-${random.int(10, 12)}-${random.int(10, 28)}`, 2],
    [random.digits(8), 2],
    [random.digits(6), 2],
    [random.digits(20), 1],
  ]);
}

/** Rosters: name, ID, mobile, card, address in every row. */
export function listText(bytes: number): Data {
  const random = Random.of(SEED, 'list');
  const encoder = new TextEncoder();
  const documents: Uint8Array[] = [];
  let planted = 0;
  for (let total = 0; total < bytes; ) {
    const setting = drawSetting(random);
    const rows = ['序号\t姓名\t身份证号码\t联系电话\t一卡通账号\t家庭住址'];
    let length = 0;
    for (let row = 1; length < PIECE; row++) {
      const person = drawPerson(random);
      const id = numbers.residentId(random, person, numbers.addressCode(random, setting.county.code));
      const address = homeAddress(random, setting, 'rural').parts.join('');
      rows.push([row, person.name, id, numbers.mobile(random), numbers.bankCard(random), address].join('\t'));
      planted += 4;
      length += 62 + address.length * 3;
    }
    const document = encoder.encode(rows.join('\n'));
    documents.push(document);
    total += document.length;
  }
  return pack(documents, planted);
}

/** Pages of a crawled site: frame, navigation, an article of bulletins. */
export function sitePages(bytes: number): Data {
  const site = new Site('bench');
  const documents: Uint8Array[] = [];
  const planted: Planted[][] = [];
  for (let total = 0; total < bytes; ) {
    const { html, planted: own } = site.page(PAGE);
    const document = Buffer.from(html);
    documents.push(document);
    planted.push([...own]);
    total += document.length;
  }
  return pack(documents, planted.flat().length, planted);
}

/** Whole documents of a format, positives and negatives as the templates come. */
export function files(format: Format, count: number): Data {
  const source = endless(format, () => true);
  const documents: Uint8Array[] = [];
  let planted = 0;
  while (documents.length < count) {
    const { value } = source.next();
    documents.push(value.text);
    planted += value.planted;
  }
  return pack(documents, planted);
}

/** Texts that make careless code slow; `unit` is repeated up to the wanted length. */
export const HOSTILE: readonly { readonly name: string; readonly unit: string; readonly html?: boolean }[] = [
  { name: 'digits', unit: '1234567890' },
  { name: 'ones', unit: '1' },
  { name: 'digit space', unit: '1 ' },
  { name: 'mobiles unparted', unit: '13912345678' },
  { name: 'digit dash', unit: '1-' },
  { name: 'han digits', unit: '一二三四五六七八九〇' },
  { name: 'stars', unit: '*' },
  { name: 'zero-width', unit: '1\u200b' },
  { name: 'label words', unit: '身份证号' },
  { name: 'label and digit', unit: '电话1' },
  { name: 'divisions', unit: '省市区县镇村组' },
  { name: 'numerals and units', unit: '1号2栋3单元' },
  { name: 'units', unit: '号' },
  { name: 'tabs', unit: '1\t' },
  { name: 'line ends', unit: '1\n' },
  { name: 'full-width lines', unit: '１\n' },
  { name: 'one digit a bar', unit: '1|' },
  { name: 'one digit a comma', unit: '1，' },
  { name: 'digits of an ID', unit: '4\n3\n1\n1\n0\n2\n1\n9\n0\n3\n0\n5\n2\n7\n0\n4\n5\n0\n' },
  { name: 'groups of four', unit: '6217 0013 8000 1234 ' },
  { name: 'letters as digits', unit: '1l' },
  { name: 'brackets', unit: '（' },
  { name: 'han one', unit: '一' },
  { name: 'han numbers', unit: '一号' },
  { name: 'names', unit: '张三' },
  { name: 'dates', unit: '2024-03-05 ' },
  { name: 'base64', unit: 'UEsDBBQABgAIAAAAIQ7f1LlH9xKz' },
  { name: 'rows', unit: '张三\t431102190305270450\n' },
  // What follows holds findings without end: their price each.
  { name: 'mobiles', unit: '13812345678 ' },
  { name: 'names and mobiles', unit: '张三13812345678、' },
  { name: 'addresses', unit: '湖南省岳阳县新墙镇青山村三组12号' },
  { name: 'nested tags', unit: '<b>1', html: true },
  { name: 'references', unit: '&#49;', html: true },
  { name: 'unclosed tags', unit: '<a title="1', html: true },
  { name: 'table cells', unit: '<td>1', html: true },
  { name: 'cells of places', unit: '<td>三组<td>12号', html: true },
  { name: 'comments', unit: '<!--1-->', html: true },
];

export const hostileText = (unit: string, length: number): string =>
  unit.repeat(Math.ceil(length / unit.length)).slice(0, length);
