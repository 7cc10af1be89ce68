import { beforeAll, describe, expect, test } from 'vitest';
import { loadTemplates, samples } from './corpus.js';
import type { Label, Sample } from './document.js';
import { hasGbk } from './gb18030.js';
import { parseInlines, parseTemplate } from './template.js';

const all = { dev: loadTemplates('dev'), test: loadTemplates('test') };
let corpus: Sample[] = [];

beforeAll(() => {
  corpus = [...samples([...all.dev, ...all.test], { seed: 11 })];
});

/** What a browser shows of a stretch of page source. */
function rendered(source: string): string {
  const names: Record<string, string> = {
    amp: '&',
    lt: '<',
    gt: '>',
    nbsp: '\u00a0',
    shy: '\u00ad',
    zwnj: '\u200c',
    zwj: '\u200d',
    ensp: '\u2002',
    thinsp: '\u2009',
  };
  return source
    .replace(/<!--.*?-->/g, '')
    .replace(/<br>/g, '\n')
    .replace(/<[^>]*>/g, '')
    .replace(/&#x([\da-f]+);/gi, (_, hex: string) => String.fromCodePoint(Number.parseInt(hex, 16)))
    .replace(/&#(\d+);/g, (_, code: string) => String.fromCodePoint(Number(code)))
    .replace(/&(\w+);/g, (_, name: string) => names[name]!);
}

const cut = (text: string, { place }: Label): string =>
  place.kind === 'text' ? text.slice(place.start, place.end) : '';

describe('labels cut what was written', () => {
  test('text', () => {
    const texts = corpus.filter((sample) => sample.format === 'text');
    expect(texts.length).toBeGreaterThan(40);
    for (const sample of texts) {
      for (const label of sample.labels) expect(cut(sample.text!, label), sample.id).toBe(label.text);
    }
  });

  test('HTML, markup taken out and references resolved', () => {
    const pages = corpus.filter((sample) => sample.format.startsWith('html'));
    expect(pages.length).toBeGreaterThan(80);
    for (const sample of pages) {
      for (const label of sample.labels)
        expect(rendered(cut(sample.text!, label)), sample.id).toBe(label.text);
    }
  });

  test('GBK pages decode to the text that the labels count in', () => {
    for (const sample of corpus.filter(({ format }) => format === 'html-gbk')) {
      expect(new TextDecoder('gb18030').decode(sample.bytes), sample.id).toBe(sample.text);
    }
  });

  test('DOCX, run markup taken out', () => {
    const decoder = new TextDecoder();
    for (const sample of corpus.filter(({ format }) => format === 'docx')) {
      const whole = decoder.decode(sample.bytes);
      const partOf = (name: string): string => {
        const from = whole.indexOf(`${name}<?xml`) + name.length;
        return whole.slice(from, whole.indexOf('PK\u0003\u0004', from) >>> 0);
      };
      for (const label of sample.labels) {
        const text = cut(partOf(label.place.kind === 'text' ? label.place.part : ''), label)
          .replace(/<w:br\/>/g, '\n')
          .replace(/<[^>]*>/g, '');
        expect(text.replace(/&amp;/g, '&'), sample.id).toBe(label.text);
      }
    }
  });

  test('PDF boxes are as wide as their text and lie on the page', () => {
    for (const sample of corpus.filter(({ format }) => format === 'pdf')) {
      for (const { place, text } of sample.labels) {
        if (place.kind !== 'page') throw new Error('a PDF label is a box');
        expect(place.boxes.length, `${sample.id} ${text}`).toBeGreaterThan(0);
        for (const { box } of place.boxes) {
          expect(box[0]).toBeGreaterThanOrEqual(0);
          expect(box[2]).toBeLessThanOrEqual(595 + 60);
          expect(box[2]).toBeGreaterThan(box[0]);
        }
      }
    }
  });
});

test('the same seed gives the same bytes', () => {
  const some = all.test.slice(0, 4);
  const again = [...samples(some, { seed: 11 })];
  const first = corpus.filter((sample) => some.some(({ id }) => id === sample.template));
  expect(again.map(({ bytes }) => Buffer.from(bytes).toString('base64'))).toEqual(
    first.map(({ bytes }) => Buffer.from(bytes).toString('base64')),
  );
});

test('dev and test share no template and hardly a sentence', () => {
  const lines = (split: 'dev' | 'test') =>
    new Set(
      all[split].flatMap((template) =>
        template.blocks.flatMap((block) =>
          'inlines' in block
            ? block.inlines.filter(
                (inline): inline is string => typeof inline === 'string' && inline.length > 24,
              )
            : [],
        ),
      ),
    );
  const dev = lines('dev');
  expect([...lines('test')].filter((line) => dev.has(line))).toEqual([]);
  expect(all.dev.filter(({ negative }) => !negative).length).toBeGreaterThanOrEqual(20);
  expect(all.test.filter(({ negative }) => !negative).length).toBeGreaterThanOrEqual(20);
  expect(new Set([...all.dev, ...all.test].map(({ id }) => id.split('/').at(-1))).size).toBe(
    all.dev.length + all.test.length,
  );
});

test('negatives hold no personal value', () => {
  for (const sample of corpus.filter(({ negative }) => negative)) {
    expect(
      sample.labels.filter(({ role }) => role === 'leak' || role === 'review'),
      sample.id,
    ).toEqual([]);
  }
});

test('template errors name the template and the line', () => {
  expect(() => parseTemplate('x', '@title a\n\n@tabel 3')).toThrow('x:3: unknown directive @tabel');
  expect(() => parseTemplate('x', '@title a\n@repeat 3\na')).toThrow('@repeat is not ended');
  expect(() => parseTemplate('x', 'a')).toThrow('@title');
  expect(() => parseInlines('{{Name}}')).toThrow('no slot');
});

test('GBK has the Chinese of the corpus and lacks the invisible characters', () => {
  expect(hasGbk('镇')).toBe(true);
  expect(hasGbk('\u200b')).toBe(false);
});
