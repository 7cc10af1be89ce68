import { describe, expect, test } from 'vitest';
import { createScanner } from '../../index.js';

const scanner = createScanner({ today: '2026-11-28', reveal: true });
const addresses = (text: string): (string | undefined)[] =>
  scanner
    .scanText(text)
    .findings.filter(({ entity }) => entity === 'address')
    .map(({ text }) => text);

describe('a text that is nothing but an address', () => {
  test.each([
    // Flats of an estate without a division.
    '天青名苑59号楼7单元8楼',
    '陶溪岭小区95幢5单元5楼',
    '青莲二区9栋3单元地下室',
    // One of the parts of an estate without its word.
    '凌河8区15栋4楼',
    '下陶A区748栋',
    '后陶遗安二区722栋',
    '春江花月二期13-1-2901',
    '陶湖人家6单元',
    '新陶跨贸小镇78幢',
    // Buildings of squares and towers below a division.
    '灵芝镇青高广场6号楼',
    '苍南县灵溪镇青时广场十四幢',
    '江汉区万松园创青大厦A座',
    // A name without its word before the road.
    '余杭区美好桂花金座星青路97号',
    '普陀区沈家门鲁家青青川路928号',
    '王青茶会所嵩青路1041号',
    '五常街道青达风科五常大道631号',
    '太原小店区坞青南路山青附小对面教师楼2单元5号',
    // Hamlets and groups.
    '晴隆县碧痕镇新青村干河组',
    '桃源县黄石镇青井村书房组',
    '大足县宝兴镇青竹三组',
    '永康市青西村48撞三单元',
    // Roads by their number.
    '下沙9号大街282号',
    '东青工业园区9号路787号',
    '四川省成都市双流区华阳街道青湾路88号天府青著十二栋二单元五零一',
    '浙江余姚朗霞天青764号',
    '福绥境大青胡同九号北屋',
    // Names before, between and behind: shops, markets, bodies.
    '宁波市海曙区青一百货松明东路649号',
    '青杏教育松沁路972号',
    '青峰项目管理公司松湖西路425号',
    '青堡镇杭现汽配仓库松下线450号',
    '余杭镇青贸西湖山景湾3期423幢二单元',
    '格兰青春三期铂园347幢',
    '鄞州区青湖天地AAAA96楼',
    '浙江省-金华市-市辖区松宁路608号',
    '青达美容店青山路56-8号',
    // A block by its letter or its side, below a division.
    '福田区青方时代A座',
    '湖州市青里镇凯东二路南幢',
    '萧山区青桥镇松兴村杭青河口组',
    // Markets, wards, boxes.
    '义乌青湖商贸城三区2楼21街1588店面',
    '广州市荔湾区青郊大厦A区5楼511档',
    '省青湖人民医院住院部内科楼14层23床',
    '北京市海淀区511信箱12分箱',
    '青湾镇松社区河东三路自建房6号',
  ])('%s', (text) => {
    expect(addresses(text)).toEqual([text]);
  });

  test.each([
    '远青国际C座',
    '青科大厦A座',
    '时代广场6座',
    '标准厂房5栋',
    '我住老小区',
    '住青县中医医院',
    '自诉人却拦住去路',
    '11791,长城0-20，好用',
    '第三组数据',
    '2号楼工程招标',
    '顾青镇N12-1101单元04-02地块动迁安置房项目',
    '兴和县团结乡二十三号地遗存',
    '丰镇市官青堡8号烽燧',
    '雨青毓秀小区 2室，已租',
    '青湖国际商贸城四区84街',
    '各场所座位：开标一室40、二室24、三室24；',
    // Lines about something else.
    '青湖市人民政府公告5号',
    '余杭区青湖街道燃气管理办法第3号',
    '青浦区徐泾镇青龙路站2号口',
    '杭州市西湖区青松队3比2',
    '杭州市余杭区2024',
    '余姚市黄家埠镇农业产值450',
  ])('silent: %s', (text) => {
    expect(addresses(text)).toEqual([]);
  });
});

test('lines that hold nothing but an address confirm each other', () => {
  const lines = ['新陶跨贸小镇78幢', '皇青名郡6栋', '春江花月二期13-1-2901', '佳青职业服人青西路55号'];
  expect(addresses(lines.join('\n'))).toEqual(lines);
});

test.each([
  ['楼主坐标昌平青观龙青苑二区23号楼，有没有拼车的', '昌平青观龙青苑二区23号楼'],
  ['那年冬天我们搬到机青厂宿舍九栋一单元五楼，窗户正对烟囱', '机青厂宿舍九栋一单元五楼'],
  ['由青山物业送到西湖区青联超市文三路88号，请查收', '西湖区青联超市文三路88号'],
])('in a sentence: %s', (text, address) => {
  expect(addresses(text)).toEqual([address]);
});

describe('a building of nothing that is named', () => {
  test.each(['执法记录仪,868000000000000,3号楼2层 A-4', '考场 001 明青楼1层101'])(
    'is a room of whoever writes: %s',
    (text) => {
      expect(addresses(text)).toEqual([]);
    },
  );

  test.each([
    ['5栋1601 户主 张三丰 电话13800138000', '5栋1601'],
    ['3栋2单元501室 李四平 13800138000', '3栋2单元501室'],
    // 四平 is a city, and the end of his name.
    ['李四平 锦绣人家6单元301 电话13800138000', '锦绣人家6单元301'],
  ])('beside a person is his: %s', (text, address) => {
    expect(addresses(text)).toEqual([address]);
  });
});
