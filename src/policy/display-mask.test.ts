import fc from 'fast-check';
import { expect, test } from 'vitest';
import { maskCandidate, maskValue } from './index.js';

test.each<[string, string, string]>([
  ['resident-id', '110101190103070018', '110101********0018'],
  ['resident-id', '110101010307001', '110101*****7001'],
  ['mobile', '13800138000', '138****8000'],
  ['mobile', '138****8000', '138****8000'],
  ['bank-card', '6228480000000000000', '622848*********0000'],
  ['bank-card', '6221480000000004', '622148******0004'],
  ['bank-account', '80000000000123456', '800000*******3456'],
  ['bank-account', '800000123', '80*****23'],
  ['landline', '073180000000', '0731******00'],
  ['landline', '80000000', '******00'],
  ['passport', 'E12345678', 'E1*****78'],
  ['email', 'zhangsan@example.com', 'z*******@example.com'],
  ['birth-date', '19010307', '1901****'],
  ['person-name', '张三', '张*'],
  ['person-name', '欧阳明', '欧阳*'],
  ['qq', '1234', '****'],
  ['address', '湖南省岳阳县张谷英镇大峰村3组12号', '湖南省岳阳县张谷英镇***'],
  ['address', '长沙市岳麓区桐梓坡路1号', '长沙市岳麓区***'],
  ['address', '桐梓坡路1号2栋', '***'],
])('%s %s → %s', (entity, value, masked) => {
  expect(maskValue(entity, undefined, value)).toBe(masked);
});

test('the parts of an address decide where its town ends', () => {
  const value = '城关镇镇中街道口村5组';
  const candidate = {
    entity: 'address',
    span: { start: 10, end: 10 + value.length },
    value,
    at: Array.from(value, (_, i) => 10 + i),
    status: 'unverifiable' as const,
    evidence: [],
    address: [
      { level: 'town' as const, start: 10, end: 13 },
      { level: 'village' as const, start: 13, end: 19 },
    ],
  };
  expect(maskCandidate(candidate)).toBe('城关镇***');
});

test('four characters are always hidden, of shorter values all', () => {
  fc.assert(
    fc.property(
      fc.constantFrom(
        'resident-id',
        'mobile',
        'bank-card',
        'bank-account',
        'landline',
        'passport',
        'plate',
        'new',
      ),
      fc.stringMatching(/^\d{1,30}$/),
      (entity, value) => {
        const masked = maskValue(entity, undefined, value);
        expect(masked).toHaveLength(value.length);
        expect(masked.split('*').length - 1).toBeGreaterThanOrEqual(Math.min(4, value.length));
      },
    ),
  );
});
