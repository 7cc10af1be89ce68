import { describe, expect, test } from 'vitest';
import { createScanner } from '../../index.js';

const scanner = createScanner({ today: '2026-11-28', reveal: true });
const addresses = (text: string): (string | undefined)[] =>
  scanner
    .scanText(text)
    .findings.filter(({ entity }) => entity === 'address')
    .map(({ text }) => text);

describe('what is built and counted is no address', () => {
  test.each([
    'S312线改建工程　路基宽12米，新建大桥2座　2023—2025　6.72　市公路事务中心',
    '思源实验学校扩建　教学楼2栋、宿舍1栋，新增学位1200个',
    '修缮墙体1460米、城楼2座，整治环境4.5公顷',
    '清河水库除险加固　溢洪道1座　放水涵管2座　2022',
    '红星村　蔬菜大棚58座　冷库2座',
    '城北安置区　住宅楼18栋，地下车库1座，商业楼4栋',
    '胜利路社区 老旧小区改造 楼房21幢 1286户',
    '下降7.4%，新增公园127座，提前建成千座公园城市',
    '同一物业管理区域内有两幢以上房屋的，可以成立业主大会',
  ])('%s', (text) => {
    expect(addresses(text)).toEqual([]);
  });

  test.each([
    ['家庭住址：和平小区住宅楼12栋3单元201', '和平小区住宅楼12栋3单元201'],
    ['李四 住址：胜利路5号职工宿舍2栋', '胜利路5号职工宿舍2栋'],
    ['赵某，家住城北安置区住宅楼18栋', '城北安置区住宅楼18栋'],
    [
      '收货地址：深圳市南山区桃源街道平山村大园工业区厂房6栋502',
      '深圳市南山区桃源街道平山村大园工业区厂房6栋502',
    ],
    ['张某，住和平路18号　综合楼1栋', '和平路18号　综合楼'],
  ])('a home stays one: %s', (text, written) => {
    expect(addresses(text)).toEqual([written]);
  });
});

test.each([
  '全力稳住传统市场，精准定位细分市场',
  '市区居民居住区高速铁路为15米，其他铁路为12米',
  '转介患者至其现居住地社区开展随访管理',
  '通知其户籍所在地乡镇人民政府、街道办事处',
])('a word that holds 住 is no label: %s', (text) => {
  expect(addresses(text)).toEqual([]);
});
