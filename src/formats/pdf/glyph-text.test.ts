import { expect, test } from 'vitest';
import { glyphText, unprintable } from './glyph-text.js';

test.each([
  ['⼴', '广'],
  ['⺠', '民'],
  ['⻢', '马'],
  ['⻘', '青'],
  ['ﬁ', 'fi'],
  ['\u00a0', ' '],
  ['\u3000', ' '],
  ['①', '①'],
  ['１', '１'],
  ['身', '身'],
])('%s reads %s', (glyph, text) => expect(glyphText(glyph)).toBe(text));

test('no radical of the supplement is left', () => {
  for (let code = 0x2e80; code <= 0x2ef3; code++) {
    if (code === 0x2e80 || code === 0x2e9a) continue; // has no ideograph; is not assigned
    expect(glyphText(String.fromCodePoint(code)), code.toString(16)).not.toMatch(/[\u2e80-\u2ef3]/);
  }
});

test.each([
  ['\u0001', true],
  ['\ue123', true],
  ['1', false],
  ['号', false],
])('%j', (glyph, expected) => expect(unprintable(glyph)).toBe(expected));
