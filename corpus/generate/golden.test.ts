import { expect, test } from 'vitest';
import { goldenSamples } from './golden.js';

test('every label written by hand stands in its file', () => {
  const golden = goldenSamples();
  expect(golden.length).toBeGreaterThanOrEqual(3);
  for (const { text, labels } of golden) {
    for (const { place, text: written } of labels) {
      expect(place.kind === 'text' && text!.slice(place.start, place.end)).toBe(written);
    }
  }
});
