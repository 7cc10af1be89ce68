import { describe, expect, test } from 'vitest';
import {
  type AddressPart,
  type Candidate,
  type Disposition,
  type Edit,
  LineIndex,
  type Place,
  type Segment,
  SegmentBuilder,
  wholeSource,
} from '../core/index.js';
import { patterns as policies } from '../generated/policies.js';
import { resolvePolicy, suggest as suggestWith } from './index.js';
import type { Policy, PolicyRule } from './types.js';

const suggest = (candidate: Candidate, disposition: Disposition, segment: Segment, policy: Policy) =>
  suggestWith(candidate, disposition, segment, policy, { today: '2026-11-27' });

const policy = resolvePolicy('default', policies);
const ID = '110101190103070018';

function candidateOf(text: string, entity: string, written: string, skip = /[^0-9Xx*０-９]/): Candidate {
  const start = text.indexOf(written);
  const at: number[] = [];
  let value = '';
  for (let i = start; i < start + written.length; i++) {
    if (skip.test(text.charAt(i))) continue;
    at.push(i);
    value += text.charAt(i).normalize('NFKC');
  }
  return { entity, span: { start, end: start + written.length }, value, at, status: 'valid', evidence: [] };
}
const plain = (text: string, channel: 'body' | 'deleted' = 'body'): Segment =>
  wholeSource(text, channel, '', new LineIndex(text));
const apply = (source: string, edits: readonly Edit[]): string => {
  let result = '';
  let at = 0;
  for (const { place, replacement } of edits) {
    if (place.kind !== 'text') throw new Error('no text place');
    expect(place.start).toBeGreaterThanOrEqual(at);
    result += source.slice(at, place.start) + replacement;
    at = place.end;
  }
  return result + source.slice(at);
};
const rule = (change: Partial<PolicyRule>) =>
  resolvePolicy(
    {
      id: 'own',
      rules: [
        {
          id: 'own/rule',
          entity: ['*'],
          action: 'mask',
          basis: { document: '规定', number: '1号', clause: '第二条', confidence: 'U' },
          message: { 'zh-CN': '说明', en: 'note' },
          ...(change.action === undefined || change.action === 'mask'
            ? { mask: { keepStart: 0, keepEnd: 0 } }
            : {}),
          ...change,
        },
      ],
    },
    policies,
  );

describe('masks', () => {
  test.each<[string, string, string, string]>([
    ['resident-id', ID, '110101************', '110101************'],
    ['resident-id', '110101 19010307 0018', '110101 ******** ****', '110101 ******** ****'],
    [
      'resident-id',
      '１１０１０１１９０１０３０７００１８',
      '１１０１０１************',
      '１１０１０１************',
    ],
    ['resident-id', '110101010307001', '110101*********', '110101*********'],
    ['resident-id', '110101********0018', '110101************', '110101************'],
    ['mobile', '13800138000', '138********', '138********'],
    ['mobile', '138-0013-8000', '138-****-****', '138-****-****'],
    ['mobile', '138****8000', '138********', '138********'],
    ['landline', '0731-80000000', '0731-********', '0731-********'],
    ['landline', '(010)80000000', '(010)********', '(010)********'],
    ['landline', '80000000', '********', '********'],
    ['bank-card', '6228 4800 0000 0000 000', '6228 48** **** **** ***', '6228 48** **** **** ***'],
    ['bank-account', '80000000000123456', '*****************', '*****************'],
    ['passport', '14000000', '14******', '14******'],
    ['qq', '12345', '*****', '*****'],
    ['something-new', '123', '***', '***'],
  ])('%s %s → %s', (entity, written, expected, replacement) => {
    const text = `前${written}后`;
    const { edits, ...suggestion } = suggest(candidateOf(text, entity, written), 'leak', plain(text), policy);
    expect(apply(text, edits)).toBe(`前${expected}后`);
    expect(suggestion.replacement).toBe(replacement);
    expect(suggestion.action).toBe('mask');
    expect(suggestion.basis).toMatch(/^《/);
  });

  test('the nationality of a foreigner is not shown', () => {
    const text = '911840190802030018';
    const candidate = { ...candidateOf(text, 'resident-id', text), subtype: 'foreign-permanent-resident' };
    expect(suggest(candidate, 'leak', plain(text), policy).replacement).toBe('911***************');
    const old = {
      ...candidateOf('USA110008020309', 'resident-id', 'USA110008020309', /-/),
      subtype: 'foreign-permanent-resident-old',
    };
    expect(suggest(old, 'leak', plain('USA110008020309'), policy).replacement).toBe('***************');
  });

  test('mail addresses keep first character and domain', () => {
    const text = 'zhangsan@example.com';
    expect(suggest(candidateOf(text, 'email', text, /\s/), 'leak', plain(text), policy).replacement).toBe(
      'z*******@example.com',
    );
  });

  test('separators may be masked away, characters chosen', () => {
    const text = '号138-0013-8000。';
    const own = rule({ mask: { keepStart: 3, keepEnd: 0, character: '×', keepSeparators: false } });
    const { edits, replacement, basis } = suggest(
      candidateOf(text, 'mobile', '138-0013-8000'),
      'leak',
      plain(text),
      own,
    );
    expect(apply(text, edits)).toBe('号138××××××××。');
    expect(replacement).toBe('138××××××××');
    expect(basis).toBe('《规定》（1号）第二条（条文未核对）');
  });

  test('at least four characters are hidden, whatever a rule says', () => {
    const own = rule({ mask: { keepStart: 6, keepEnd: 6 } });
    expect(
      suggest(candidateOf('12345678', 'qq', '12345678'), 'leak', plain('12345678'), own).replacement,
    ).toBe('1234****');
    expect(suggest(candidateOf('1234', 'qq', '1234'), 'leak', plain('1234'), own).replacement).toBe('****');
  });
});

describe('what stays', () => {
  test.each(['official', 'lawful', 'masked'] as const)(
    '%s: no edits, and the value is not repeated',
    (disposition) => {
      const text = `电话13800138000`;
      const suggestion = suggest(
        candidateOf(text, 'mobile', '13800138000'),
        disposition,
        plain(text),
        policy,
      );
      expect(suggestion).toMatchObject({ action: 'keep', edits: [], replacement: '138****8000' });
      expect(suggestion.basis).not.toBe('');
    },
  );
});

describe('removal', () => {
  const strict = resolvePolicy('strict', policies);
  test('takes the value with its separators, leaves line breaks', () => {
    const text = '号 138-0013\n8000 完';
    const { edits, replacement } = suggest(
      candidateOf(text, 'mobile', '138-0013\n8000'),
      'leak',
      plain(text),
      strict,
    );
    expect(apply(text, edits)).toBe('号 \n 完');
    expect(replacement).toBe(' ');
  });

  test('puts a label in its place, once', () => {
    const text = '号138-0013\n8000完';
    const own = rule({ action: 'remove', label: '[已删除]' });
    const { edits } = suggest(candidateOf(text, 'mobile', '138-0013\n8000'), 'leak', plain(text), own);
    expect(apply(text, edits)).toBe('号[已删除]\n完');
  });

  test('is the default for deleted text', () => {
    const text = '号13800138000';
    const candidate = candidateOf(text, 'mobile', '13800138000');
    expect(suggest(candidate, 'leak', plain(text, 'deleted'), policy).action).toBe('remove');
  });
});

describe('addresses', () => {
  const text = '家住湖南省岳阳县张谷英镇大峰村3组12号。';
  const parts = (...list: [AddressPart['level'], string][]): AddressPart[] =>
    list.map(([level, written]) => ({
      level,
      start: text.indexOf(written),
      end: text.indexOf(written) + written.length,
    }));
  const all = parts(
    ['province', '湖南省'],
    ['county', '岳阳县'],
    ['town', '张谷英镇'],
    ['village', '大峰村'],
    ['group', '3组'],
    ['number', '12号'],
  );
  const of = (address: AddressPart[], from = 2): Candidate => {
    const at = Array.from({ length: text.length - 1 - from }, (_, i) => from + i);
    return {
      entity: 'address',
      span: { start: from, end: text.length - 1 },
      value: text.slice(from, -1),
      at,
      status: 'unverifiable',
      evidence: [],
      address,
    };
  };

  test('keep the town; courts keep the county', () => {
    const { edits, ...suggestion } = suggest(of(all), 'leak', plain(text), policy);
    expect(apply(text, edits)).toBe('家住湖南省岳阳县张谷英镇***。');
    expect(suggestion).toMatchObject({ action: 'generalize', replacement: '湖南省岳阳县张谷英镇***' });
    const court = suggest(of(all), 'leak', plain(text), resolvePolicy('court', policies));
    expect(court.replacement).toBe('湖南省岳阳县***');
  });

  test('without a part that may stay all of it goes', () => {
    const fine = of(all.slice(3), text.indexOf('大峰村'));
    const { edits, replacement } = suggest(fine, 'leak', plain(text), policy);
    expect(replacement).toBe('***');
    expect(apply(text, edits)).toBe('家住湖南省岳阳县张谷英镇***。');
    const { address: _address, ...without } = of(all);
    expect(suggest(without, 'leak', plain(text), policy).replacement).toBe('***');
  });

  test('a town behind a finer part does not bring that part back', () => {
    const mixed = of([all[0]!, all[3]!, all[2]!]);
    expect(suggest(mixed, 'leak', plain(text), policy).replacement).toBe('湖南省***');
  });

  test('kept ones show the town only', () => {
    expect(suggest(of(all), 'official', plain(text), policy).replacement).toBe('湖南省岳阳县张谷英镇***');
  });
});

describe('names and dates', () => {
  test('birth dates keep the year', () => {
    const text = '1901年03月07日';
    expect(suggest(candidateOf(text, 'birth-date', text), 'leak', plain(text), policy).replacement).toBe(
      '1901年**月**日',
    );
  });

  test('surname and 某, compound surnames too', () => {
    const own = rule({ action: 'generalize', level: 'surname' });
    const name = (text: string) =>
      suggest(candidateOf(text, 'person-name', text, /\s/), 'leak', plain(text), own).replacement;
    expect(name('张小明')).toBe('张某');
    expect(name('欧阳明')).toBe('欧阳某');
    expect(name('欧阳')).toBe('欧某');
  });
});

describe('sources', () => {
  const build = (source: string, fill: (builder: SegmentBuilder) => void): Segment => {
    const builder = new SegmentBuilder({ source, part: '', lines: new LineIndex(source) });
    fill(builder);
    return builder.flush('body')!;
  };

  test('markup between the digits is not touched, a reference is one character', () => {
    const source = '<p>440524<b>1880</b>0101&#48;014</p>';
    const segment = build(source, (b) => {
      b.copy(3, 9);
      b.copy(12, 16);
      b.copy(20, 24);
      b.replace('0', 24, 29);
      b.copy(29, 32);
    });
    const { edits } = suggest(
      candidateOf(segment.text, 'resident-id', segment.text),
      'leak',
      segment,
      policy,
    );
    expect(apply(source, edits)).toBe('<p>440524<b>****</b>********</p>');
    expect(edits).toHaveLength(2);
  });

  test('an escape that holds a shown and a hidden digit is written again', () => {
    const source = 'x13[800]138000y';
    const segment = build(source, (b) => {
      b.copy(1, 3);
      b.replace('800', 3, 8);
      b.copy(8, 14);
    });
    const { edits } = suggest(candidateOf(segment.text, 'mobile', '13800138000'), 'leak', segment, policy);
    expect(apply(source, edits)).toBe('x138********y');
  });

  test('marks without source are passed over', () => {
    const source = '138\n00138000';
    const segment = build(source, (b) => {
      b.copy(0, 3);
      b.insert('\u2028');
      b.copy(4, 12);
    });
    const { edits, replacement } = suggest(
      candidateOf(segment.text, 'mobile', segment.text),
      'leak',
      segment,
      policy,
    );
    expect(apply(source, edits)).toBe('138\n********');
    expect(replacement).toBe('138 ********');
  });

  test('astral digits are two units', () => {
    const text = '\u{1d7cf}3800138000';
    const candidate: Candidate = {
      entity: 'mobile',
      span: { start: 0, end: 12 },
      value: '13800138000',
      at: [0, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11],
      status: 'valid',
      evidence: [],
    };
    const { edits } = suggest(candidate, 'leak', plain(text), rule({}));
    expect(apply(text, edits)).toBe('***********');
  });

  test('ranges that share characters become one edit', () => {
    const place = (start: number, end: number): Place => ({
      kind: 'text',
      part: '',
      channel: 'body',
      start,
      end,
      line: 1,
      column: start + 1,
    });
    const segment: Segment = {
      ...plain('13800138000'),
      map: { locate: (start, end) => [place(Math.floor((start * 4) / 3), Math.ceil((end * 4) / 3))] },
    };
    const { edits } = suggest(candidateOf('13800138000', 'mobile', '13800138000'), 'leak', segment, policy);
    expect(edits).toHaveLength(1);
    expect(edits[0]?.replacement).toBe('********');
  });

  test('boxes and cells', () => {
    const page = (x: number): Place => ({
      kind: 'page',
      part: '',
      channel: 'body',
      page: 1,
      box: [x, 0, x + 1, 1],
    });
    const cell: Place = { kind: 'cell', part: '', channel: 'body', sheet: '名单', ref: 'B2' };
    const text = '13800138000';
    const on = (locate: (start: number, end: number) => Place[]) =>
      suggest(candidateOf(text, 'mobile', text), 'leak', { ...plain(text), map: { locate } }, policy).edits;
    expect(on((start) => [page(start)])).toEqual([{ place: page(3), replacement: '********' }]);
    expect(on((start, end) => (end - start > 1 ? [page(start), page(99)] : [page(start)]))).toHaveLength(8);
    expect(on(() => [cell])).toEqual([{ place: cell, replacement: '********' }]);
  });

  test('a megabyte in one value is linear', () => {
    const text = '1'.repeat(200_000);
    const started = process.cpuUsage();
    suggest(candidateOf(text, 'bank-account', text), 'leak', plain(text), policy);
    const { user } = process.cpuUsage(started);
    expect(user / 1000).toBeLessThan(2000);
  });
});
