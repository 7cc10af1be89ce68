import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { luhn } from '../../checks/luhn.js';
import { patterns } from '../../generated/bank-card.js';
import { createScanner } from '../../index.js';

const scanner = createScanner({ today: '2026-11-24', reveal: true, entities: ['bank-card', 'bank-account'] });
const bins = patterns.bins.split(' ').map((pair) => pair.split('/') as [string, string]);
const unionPay = bins.filter(
  ([bin, length]) => bin.length >= 6 && bin.startsWith('62') && Number(length) >= 16,
);

/** Completes a number with its check digit. */
function card(bin: string, length: number, filler: number): string {
  const head = (
    bin +
    String(filler)
      .padStart(20, '0')
      .slice(-(length - bin.length - 1))
  ).slice(0, length - 1);
  for (let digit = 0; digit < 10; digit++) if (luhn(head + digit)) return head + digit;
  throw new Error('unreachable');
}

const pan = fc
  .tuple(fc.constantFrom(...unionPay), fc.integer({ min: 123_456_789, max: 987_654_321 }))
  .map(([[bin, length], filler]) => card(bin, Number(length), filler));

test('a number of an issuer, of the right length and with its check digit needs no label', () => {
  fc.assert(
    fc.property(pan, (value) => {
      expect(scanner.scanText(`退款至 ${value}。`).findings.map((finding) => finding.value)).toEqual([value]);
    }),
  );
});

test('printed in groups of four it is the same number', () => {
  fc.assert(
    fc.property(pan, fc.constantFrom(' ', '-', '\u00a0'), (value, gap) => {
      const printed = value.match(/.{1,4}/g)!.join(gap);
      const [finding] = scanner.scanText(`卡号：${printed}`).findings;
      expect(finding).toMatchObject({ value, text: printed });
    }),
  );
});

test.each([
  ['a wrong check digit and no label', '转至6228480000000000001。'],
  ['an order number', '订单号：6228480000000000000'],
  ['a decimal', '占比0.6228480000000000000'],
  ['inside a longer number', '62284800000000000001234'],
])('finds nothing: %s', (_name, text) => {
  expect(scanner.scanText(text).findings).toEqual([]);
});

test('an account of a body is official, by its holder or its label', () => {
  for (const text of ['户名：岳阳县财政局 账号：80000000000123456', '对公账户：80000000000123456']) {
    expect(
      scanner.scanText(text).findings.map((finding) => finding.disposition),
      text,
    ).toEqual(['official']);
  }
});

describe('an issuer that no list knows', () => {
  // 625000 is nobody's in the list; the check digit is right.
  const CARD = '6250123456789012342';

  test.each([
    [1, `误转至师父私人卡（${CARD}）`],
    [1, `仰青全 110101190103070018 ${CARD} 6200`],
    [0, `流水 ${CARD} 已归档`],
  ])('%i: %s', (count, text) => {
    const cards = scanner.scanText(text).findings.filter(({ entity }) => entity === 'bank-card');
    expect(cards).toHaveLength(count);
  });
});
