/** Templates on disk → samples: bytes, decoded source and labels, one document at a time. */
import { readdirSync, readFileSync } from 'node:fs';
import type { Document, Sample } from './document.js';
import { expand } from './expand.js';
import type { Format } from './forms.js';
import { encodeGbk } from './gb18030.js';
import { Random } from './random.js';
import { parseTemplate, type Template } from './template.js';
import { writeDocx } from './write-docx.js';
import { writeHtml } from './write-html.js';
import { writePdfDocument } from './write-pdf.js';
import { writeText } from './write-text.js';

export type Split = 'dev' | 'test';

/** Every template of a split, positives first, in the order of their names. */
export function loadTemplates(split: Split): Template[] {
  const templates: Template[] = [];
  for (const folder of ['templates', 'negatives']) {
    const url = new URL(`../${folder}/${split}/`, import.meta.url);
    for (const file of readdirSync(url).sort()) {
      if (!file.endsWith('.txt')) continue;
      const id = `${folder}/${split}/${file.slice(0, -4)}`;
      const template = parseTemplate(id, readFileSync(new URL(file, url), 'utf8'));
      templates.push(folder === 'negatives' ? { ...template, negative: true } : template);
    }
  }
  return templates;
}

const EXTENSIONS: Readonly<Record<Format, string>> = {
  text: 'txt',
  html: 'html',
  'html-gbk': 'html',
  docx: 'docx',
  pdf: 'pdf',
};

type Written = Pick<Sample, 'bytes' | 'labels' | 'text'>;

export function write(document: Document, format: Format, random: Random): Written {
  switch (format) {
    case 'docx':
      return writeDocx(document, random);
    case 'pdf':
      return writePdfDocument(document, random);
    case 'text': {
      const { text, labels } = writeText(document);
      return { bytes: new TextEncoder().encode(text), text, labels };
    }
    default: {
      const gbk = format === 'html-gbk';
      const { text, labels } = writeHtml(document, random, gbk);
      return { bytes: gbk ? encodeGbk(text) : new TextEncoder().encode(text), text, labels };
    }
  }
}

export interface CorpusOptions {
  readonly seed: number;
  /** Multiplies the copies of every template. */
  readonly times?: number;
  readonly formats?: readonly Format[];
}

/** The documents of a split; the same options give the same bytes. */
export function* samples(templates: readonly Template[], options: CorpusOptions): Generator<Sample> {
  for (const template of templates) {
    for (let copy = 0; copy < template.copies * (options.times ?? 1); copy++) {
      for (const format of template.formats) {
        if (options.formats !== undefined && !options.formats.includes(format)) continue;
        const document = expand(template, format, options.seed, copy);
        const random = Random.of(options.seed, template.id, String(copy), format, 'write');
        const name = `${template.id.split('/').at(-1)!}-${copy}.${EXTENSIONS[format]}`;
        const written = write(document, format, random);
        yield {
          id: `${template.id}#${copy}.${format}`,
          template: template.id,
          group: template.group,
          format,
          name,
          negative: template.negative,
          size:
            written.text === undefined
              ? new TextEncoder().encode(writeText(document).text).length
              : written.bytes.length,
          ...written,
        };
      }
    }
  }
}
