import { expect, test } from 'vitest';
import { createScanner } from '../../src/index.js';
import type { ChannelDocument } from './catalogue.js';
import { markup } from './markup.js';
import { office } from './office.js';

const scanner = createScanner({ reveal: true, today: '2026-12-31', entities: ['resident-id'] });

/** What a scan found, by value. */
async function found({ name, bytes }: ChannelDocument): Promise<Map<string, string[]>> {
  const { findings } = await scanner.scan({ name, bytes });
  const values = new Map<string, string[]>();
  for (const { value = '', places } of findings) {
    values.set(value, [...(values.get(value) ?? []), ...places.map(({ channel }) => channel)]);
  }
  return values;
}

const documents = [...markup(), ...(await office())];

test.each(documents.map((document) => [document.name, document] as const))(
  '%s: every planted value is found where it was planted, and no other',
  async (_name, document) => {
    const values = await found(document);
    const wrong: string[] = [];
    for (const { place, value, channels } of document.planted) {
      const places = values.get(value);
      if (places === undefined) wrong.push(`${place}: missed`);
      else if (!channels.some((channel) => places.includes(channel)))
        wrong.push(`${place}: found as ${places}`);
      values.delete(value);
    }
    for (const places of values.values()) wrong.push(`invented: ${places}`);
    expect(wrong).toEqual([]);
  },
);
