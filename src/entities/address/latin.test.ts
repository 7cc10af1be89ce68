import { describe, expect, test } from 'vitest';
import { patterns } from '../../generated/address.js';
import { fakeView, sums } from './fixtures/fake-view.js';
import { createDetector } from './index.js';

const detector = createDetector(patterns);
const detect = (text: string) =>
  [...detector.detect(fakeView(text))].filter((candidate) => sums(detector, candidate).score >= 0);
const found = (text: string): string[] => detect(text).map(({ span }) => text.slice(span.start, span.end));

describe('English and pinyin', () => {
  test.each([
    [
      'Address: Room 502, Unit 3, Building 8, No. 16 Qingshan Road, Wuhou District, Chengdu, Sichuan Province',
      'Room 502, Unit 3, Building 8, No. 16 Qingshan Road, Wuhou District, Chengdu, Sichuan Province',
    ],
    [
      'Add: No.13 Songming Road, Jinshui District, Zhengzhou\nTel: 1',
      'No.13 Songming Road, Jinshui District, Zhengzhou',
    ],
    [
      'No.88, Qingshan East Road, Nanjing, Jiangsu 210000',
      'No.88, Qingshan East Road, Nanjing, Jiangsu 210000',
    ],
    [
      'Flat B, 12/F, 505 Nathan Road, Kowloon, Hong Kong',
      'Flat B, 12/F, 505 Nathan Road, Kowloon, Hong Kong',
    ],
    [
      'Li Lei lives at No. 3 Songming Lane, Gulou District, Nanjing.',
      'No. 3 Songming Lane, Gulou District, Nanjing',
    ],
    [
      'dizhi: hubei sheng wuhan shi hongshan qu qingshan lu 1037 hao 5 dong 302 shi',
      'hubei sheng wuhan shi hongshan qu qingshan lu 1037 hao 5 dong 302 shi',
    ],
    [
      'qingwan cun 3 zu 12 hao, songping zhen, wuhan shi, hubei sheng',
      'qingwan cun 3 zu 12 hao, songping zhen, wuhan shi, hubei sheng',
    ],
    [
      '3-2-501 Qingwan Xiaoqu, Songming Lu, Chaoyang Qu, Beijing',
      '3-2-501 Qingwan Xiaoqu, Songming Lu, Chaoyang Qu, Beijing',
    ],
    [
      'Home address: Rm 1203, Unit 2, Bldg 8, Qingwan Garden, Nanshan, Shenzhen',
      'Rm 1203, Unit 2, Bldg 8, Qingwan Garden, Nanshan, Shenzhen',
    ],
  ])('%s', (text, written) => {
    expect(found(text)).toEqual([written]);
  });

  test.each([
    'Take Line 2 to Renmin Road Station and walk 300 m along Zhongshan Road. Exit 4.',
    '1600 Amphitheatre Parkway, Mountain View, CA 94043',
    '10 Downing Street, London',
    'In 2019 the government of Chaoyang District, Beijing built 12 roads and 5 villages.',
    'The accident happened at Heping Road, Hexi District.',
    'Building 5 of the campus in Shenzhen was opened in 2019, Room 3 is closed.',
    'Building a Model, Part 3, with examples from Beijing and Hangzhou',
    'Article 12 of the Road Traffic Law, 2011 edition, Beijing: China Law Press',
  ])('is none: %s', (text) => {
    expect(found(text)).toEqual([]);
  });

  test('a company or an office makes it a body’s, a home or a recipient a person’s', () => {
    const lean = (text: string): number => sums(detector, detect(text)[0]!).lean;
    const place = 'No. 16 Qingshan Road, Wuhou District, Chengdu, Sichuan Province';
    expect(lean(`Foreign Affairs Office, ${place}`)).toBeLessThanOrEqual(-1);
    expect(lean(`Home address: ${place}`)).toBeGreaterThanOrEqual(1);
    expect(lean(`Ship to: Li Na, ${place}`)).toBeGreaterThanOrEqual(1);
  });

  test('offsets point at each character, in a text of both scripts', () => {
    const text =
      '住湖南省岳阳县新墙镇青岭村三组12号。\nAdd: 5 Songming Road,  Gulou District, Nanjing\n住青山路5号3栋201室';
    const all = detect(text);
    expect(all.map(({ span }) => span.start)).toEqual([1, 25, 68]);
    for (const { at, value, span } of all) {
      expect(at).toHaveLength(value.length);
      expect(at[0]).toBe(span.start);
      expect(at.at(-1)).toBe(span.end - 1);
    }
  });

  test.each(['Road, ', 'No.1 Road, District, ', 'a1 qu lu hao ', 'Beijing, '])(
    'a megabyte of %j takes no time',
    (piece) => {
      const text = piece.repeat((1 << 20) / piece.length);
      const start = process.cpuUsage();
      expect(() => detect(text)).not.toThrow();
      expect(process.cpuUsage(start).user).toBeLessThan(6e6);
    },
  );
});
