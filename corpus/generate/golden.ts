/** The documents of `corpus/golden/`, labelled by hand: every label names its text and which occurrence it is. */
import { readdirSync, readFileSync } from 'node:fs';
import type { Label, Role, Sample } from './document.js';

interface HandLabel {
  readonly file: string;
  readonly entity: string;
  readonly text: string;
  readonly nth: number;
  readonly role: Role;
}

const folder = new URL('../golden/', import.meta.url);

function offsetOf(text: string, { file, text: part, nth }: HandLabel): number {
  let at = -1;
  for (let i = 0; i < nth; i++) at = text.indexOf(part, at + 1);
  if (at < 0)
    throw new RangeError(`golden/labels.json: ${file} does not hold its label ${nth} times: ${part}`);
  return at;
}

/** @throws RangeError when a label's text is not in its file. */
export function goldenSamples(): Sample[] {
  const labels = JSON.parse(readFileSync(new URL('labels.json', folder), 'utf8')) as HandLabel[];
  return readdirSync(folder)
    .filter((file) => /\.(txt|html)$/.test(file))
    .sort()
    .map((file): Sample => {
      const bytes = new Uint8Array(readFileSync(new URL(file, folder)));
      const text = new TextDecoder().decode(bytes);
      const own = labels.filter((label) => label.file === file);
      return {
        id: `golden/${file}`,
        template: `golden/${file}`,
        group: 'golden',
        format: file.endsWith('.html') ? 'html' : 'text',
        name: file,
        bytes,
        text,
        negative: own.length === 0,
        size: bytes.length,
        labels: own.map((label): Label => {
          const start = offsetOf(text, label);
          return {
            entity: label.entity,
            kind: 'golden',
            value: label.text,
            text: label.text,
            form: 'plain',
            role: label.role,
            bare: false,
            layout: 'prose',
            place: { kind: 'text', part: '', start, end: start + label.text.length },
          };
        }),
      };
    });
}
