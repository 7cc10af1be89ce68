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
    // Fields joined by a mark, and an address that a form wrote twice.
    '青墩县松坪镇青楼村_松街172号',
    '安徽省淮北市相山区中国浙江省宁波市镇海区青明路262号',
    '浙江省温州市null浙江省温州市瓯海区青坪路16号',
    '广西省河池市都安县青桥镇青坪路16号',
    // Bare numbers at the end, behind a hamlet.
    '余姚市陆埠镇青南村松家塔98',
    '杭州市余杭区青贤镇松洪庙1247-3',
    '西湖区转塘镇松城埭1115',
    '青港街道松山村后青新区56_52',
    // Blocks and storeys of markets without a division.
    '青泉地铁站松乐桂园10栋2656',
    '青贸名品港西北厅七楼1538号',
    // Numbers of shops, houses of six digits, doors behind a building.
    '义乌市青际商贸城四区松店街38087店',
    '青溪北路902812号',
    '青山路2-267号',
    '福田二区47幢2-9号',
    '五常街道青胜路2-6号9栋9楼',
    '将乐县青清镇松青街905号',
    '青泉区松上路食品公司综合楼20幢301-601号',
    '新都区青河街道互青社区安置房11栋',
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
    '余姚市黄家埠镇个体工商户及专家12',
    '从深圳青地区松亚迪4S店获悉',
    '更换于青北路安吉4S店',
    '这不仅仅局限于一房一户',
    '在208国道1203公里处发生一起交通事故',
    '据兴庆区交警二大队民警统计',
    '处理事故的合肥市交警支队高速公路一大队交警介绍',
    '珠海青实1-1战平广州松王',
    '辽宁青山剧场里1000余张坐席',
    '其中东城五门，西城三门',
    '设计师青戈别出心裁地将4门轿车',
    '新建农村公路12公里',
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

test.each([
  // The next line begins with what could be a unit of a count.
  ['邮寄资料到 温州市鹿城区青都大道翡翠湾4-1602\n台商 翁先生', '温州市鹿城区青都大道翡翠湾4-1602'],
  ['位于青河县松江东街碧桂华府9-2-1401房屋一套，建筑面积118㎡', '青河县松江东街碧桂华府9-2-1401'],
  ['在3栋2单元1101门口捡到某女士钥匙一串', '3栋2单元1101门口'],
  ['鹿城区松滨路168号路口', '鹿城区松滨路168号'],
  ['9.23 某女士 在5栋2单元1101门口捡到钥匙一串', '5栋2单元1101门口'],
  ['尊敬的业主 张三丰 先生：\n您购置的青溪云境22号楼2单元1901已竣工验收', '青溪云境22号楼2单元1901'],
  // Kilometre stones, where a label says so.
  ['住址：青桥镇国道107线1203公里处东侧', '青桥镇国道107线1203公里处东侧'],
  ['住址：巴城镇K12+300东侧', '巴城镇K12+300东侧'],
])('behind and between other words: %s', (text, address) => {
  expect(addresses(text)).toEqual([address]);
});

test('homes of a staff are no place in a column of homes, and a name before them is', () => {
  const rows = ['姓名\t住址', '张三\t部队家属院', '李四平\t青湖家属院'];
  expect(addresses(rows.join('\n'))).toEqual(['青湖家属院']);
});

test.each([
  ['张三丰13800138000青山县青桥镇松风路22号金松大厦一楼大堂', 'leak'],
  ['张三丰 13800138000 青山县青桥镇松风路22号金松大厦5楼前台', 'review'],
  ['会议定于3月5日在青山县松风路22号金松大厦一楼大堂举行', 'official'],
  ['青山路1-99号', 'official'],
])('parcels are left at a desk: %s', (text, disposition) => {
  const found = scanner.scanText(text).findings.filter(({ entity }) => entity === 'address');
  expect(found.map((finding) => finding.disposition)).toEqual([disposition]);
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
