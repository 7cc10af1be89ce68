import { expect, test } from 'vitest';
import type { Finding } from '../../src/core/index.js';
import type { Label, Role, Sample } from '../generate/document.js';
import { belowFloor, floorOf } from './floor.js';
import { match } from './match.js';
import { balancedAccuracy, entityScores, falseAlarmRate, ratio } from './tally.js';

const label = (entity: string, start: number, end: number, role: Role = 'leak'): Label => ({
  entity,
  kind: 'k',
  value: 'v',
  text: 'v',
  form: 'plain',
  role,
  bare: false,
  layout: 'prose',
  place: { kind: 'text', part: '', start, end },
});

const sample = (labels: readonly Label[], negative = false): Sample => ({
  id: 's',
  template: 't',
  group: 'g',
  format: 'text',
  name: 's.txt',
  bytes: new Uint8Array(),
  labels,
  negative,
  size: 100_000,
});

const finding = (
  entity: string,
  start: number,
  end: number,
  disposition: Finding['disposition'] = 'leak',
): Finding => ({
  id: 'f',
  entity,
  masked: '*',
  disposition,
  severity: 'high',
  score: 1,
  status: 'valid',
  evidence: [],
  value: 'v',
  places: [{ kind: 'text', part: '', channel: 'body', start, end, line: 1, column: 1 }],
});

const scores = (labels: readonly Label[], findings: readonly Finding[], entity: string) => {
  const { outcomes, falseAlarms } = match(sample(labels), findings);
  return entityScores(outcomes, falseAlarms).find((score) => score.entity === entity)!;
};

test('a hit, a miss and a false alarm', () => {
  const score = scores(
    [label('mobile', 0, 11), label('mobile', 20, 31)],
    [finding('mobile', 0, 11), finding('mobile', 50, 61)],
    'mobile',
  );
  expect(ratio(score.recall)).toBe(0.5);
  expect(ratio(score.precision)).toBe(0.5);
  expect(ratio(score.exact)).toBe(1);
});

test('another entity on the place is a miss and a false alarm', () => {
  const { outcomes, falseAlarms } = match(sample([label('resident-id', 0, 18)]), [
    finding('bank-card', 0, 18),
  ]);
  expect(outcomes[0]!.reported).toBe(false);
  expect(outcomes[0]!.otherEntity).toBe('bank-card');
  expect(falseAlarms).toHaveLength(1);
});

test('a card may be called an account', () => {
  expect(
    ratio(scores([label('bank-card', 0, 19)], [finding('bank-account', 0, 19)], 'bank-card').recall),
  ).toBe(1);
});

test('official contacts are neutral for precision and count for the disposition', () => {
  const labels = [label('mobile', 0, 11), label('landline', 20, 31, 'official')];
  const { outcomes, falseAlarms } = match(sample(labels), [
    finding('mobile', 0, 11),
    finding('landline', 20, 31, 'leak'),
  ]);
  expect(falseAlarms).toEqual([]);
  expect(balancedAccuracy(outcomes)).toBe(0.5);
});

test('a masked value reported as a leak is a false alarm, as a weak mask it is not', () => {
  const labels = [label('resident-id', 0, 18, 'masked')];
  expect(match(sample(labels), [finding('resident-id', 0, 18)]).falseAlarms).toHaveLength(1);
  expect(match(sample(labels), [finding('resident-id', 0, 18, 'weak-mask')]).falseAlarms).toEqual([]);
});

test('alarms on negatives are counted per 100 kB', () => {
  const document = sample([label('none', 0, 18, 'negative')], true);
  const { falseAlarms } = match(document, [finding('resident-id', 0, 18)]);
  expect(falseAlarms[0]!.on).toBe('k');
  expect(falseAlarmRate([document], falseAlarms)).toEqual({ bytes: 100_000, count: 1, rate: 1 });
});

test('an official finding is never a false alarm', () => {
  expect(match(sample([]), [finding('landline', 0, 5, 'official')]).falseAlarms).toEqual([]);
});

test('the floor is a little under what was measured and is enforced', () => {
  const floor = floorOf({
    'mobile/recall': 0.991,
    'negatives/alarms-per-100kB': 0.2,
    'x/recall': Number.NaN,
  });
  expect(floor).toEqual({ 'mobile/recall': 0.986, 'negatives/alarms-per-100kB': 0.31 });
  expect(belowFloor({ 'mobile/recall': 0.99, 'negatives/alarms-per-100kB': 0.2 }, floor)).toEqual([]);
  expect(belowFloor({ 'mobile/recall': 0.9, 'negatives/alarms-per-100kB': 0.9 }, floor)).toHaveLength(2);
  expect(belowFloor({}, floor)).toHaveLength(2);
});
