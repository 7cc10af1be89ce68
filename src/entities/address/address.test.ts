import { describe, expect, test } from 'vitest';
import { patterns } from '../../generated/address.js';
import { fakeView, sums } from './fixtures/fake-view.js';
import { createDetector } from './index.js';
import { sample } from './sample.js';

const detector = createDetector(patterns);
const detect = (text: string, headers?: readonly string[]) =>
  [...detector.detect(fakeView(text, headers))].filter((candidate) => sums(detector, candidate).score >= 0);
const found = (text: string, headers?: readonly string[]): string[] =>
  detect(text, headers).map(({ span }) => text.slice(span.start, span.end));
const owner = (text: string): string => {
  const candidate = detect(text)[0];
  if (candidate === undefined) return 'nothing';
  const { lean } = sums(detector, candidate);
  return lean >= 1 ? 'person' : lean <= -1 ? 'body' : 'open';
};

describe('finds the address as written', () => {
  test.each([
    ['rural, group and number', '住湖南省岳阳县新墙镇高桥村三组12号。', '湖南省岳阳县新墙镇高桥村三组12号'],
    ['village down', '贫困户彭某，青云村8组，低保', '青云村8组'],
    ['named group', '家庭住址：毛田镇青溪村上屋组', '毛田镇青溪村上屋组'],
    ['村民小组', '现住新开镇青松村第8村民小组', '新开镇青松村第8村民小组'],
    ['屯', '住吉林省公主岭市范家屯镇松岭村四屯', '吉林省公主岭市范家屯镇松岭村四屯'],
    ['社', '住甘肃省定西市安定区凤翔镇柳塘村二社18号', '甘肃省定西市安定区凤翔镇柳塘村二社18号'],
    [
      '嘎查',
      '住址：内蒙古自治区通辽市科尔沁左翼中旗宝龙山镇青云嘎查',
      '内蒙古自治区通辽市科尔沁左翼中旗宝龙山镇青云嘎查',
    ],
    ['corps', '住新疆维吾尔自治区石河子市北泉镇三连12栋5号', '新疆维吾尔自治区石河子市北泉镇三连12栋5号'],
    ['road and number', '寄到瑞溪路397号，谢谢', '瑞溪路397号'],
    ['Shanghai', '我家住上海市徐汇区青溪路1118弄25号301室，', '上海市徐汇区青溪路1118弄25号301室'],
    ['estate, building, unit, room', '地址：明湾花园B区5幢2单元1403室', '明湾花园B区5幢2单元1403室'],
    ['estate without unit word', '江苏省南京市江宁区松岭名郡6栋A737', '江苏省南京市江宁区松岭名郡6栋A737'],
    ['hyphens', '辽宁省沈阳市铁西区嘉禾中路26号4-5-2', '辽宁省沈阳市铁西区嘉禾中路26号4-5-2'],
    [
      '# for the building',
      '甘肃省兰州市七里河区青溪东路571号瑞泰家属院14#2-301',
      '甘肃省兰州市七里河区青溪东路571号瑞泰家属院14#2-301',
    ],
    ['附号', '重庆市万州区嘉陵街道青岩路126号附3号', '重庆市万州区嘉陵街道青岩路126号附3号'],
    [
      'Chinese numerals',
      '天津市南开区青津路九十四号十二号楼三门五百零二',
      '天津市南开区青津路九十四号十二号楼三门',
    ],
    [
      'full-width',
      '住址：济南市历下区青山路１２３号６号楼３单元１０２室',
      '济南市历下区青山路１２３号６号楼３单元１０２室',
    ],
    [
      '院 and 号楼',
      '河南省郑州市金水区青山路85号院6号楼2单元11号',
      '河南省郑州市金水区青山路85号院6号楼2单元11号',
    ],
    ['tower', '北京市朝阳区松明路26号锦华大厦东塔22 F', '北京市朝阳区松明路26号锦华大厦东塔22 F'],
    [
      'letter block and bare room',
      '北京市海淀区松明路2号锦华大厦B座2708',
      '北京市海淀区松明路2号锦华大厦B座2708',
    ],
    [
      'list of rooms',
      '北京市海淀区松明路9号楼3A10、3A12、3A14室',
      '北京市海淀区松明路9号楼3A10、3A12、3A14室',
    ],
    ['甲', '北京市朝阳区大松路甲11号', '北京市朝阳区大松路甲11号'],
    ['beside', '石景山区松鲁东街永乐东区74号楼南侧', '石景山区松鲁东街永乐东区74号楼南侧'],
    [
      'remark inside',
      '上海市闸北区松延路383号（青中路788号）秋明楼11层',
      '上海市闸北区松延路383号（青中路788号）秋明楼11层',
    ],
    [
      'comma before the room',
      '河北省石家庄市长安区青山道17号，761室',
      '河北省石家庄市长安区青山道17号，761室',
    ],
    ['spaces between levels', '北京市 朝阳区 松明路 8号 3号楼 402', '北京市 朝阳区 松明路 8号 3号楼 402'],
    [
      'spaces at numerals',
      '家庭住址：湖北省黄冈市蕲春县漕河镇青坡村 3 组',
      '湖北省黄冈市蕲春县漕河镇青坡村 3 组',
    ],
    ['line break inside a cell', '湖南省岳阳县新墙镇\u2028青岭村三组', '湖南省岳阳县新墙镇\u2028青岭村三组'],
    [
      'wrapped line',
      '被告李某，男，汉族，初中文化，农民，住湖南省岳阳县新墙镇\n青岭村三组12号，',
      '湖南省岳阳县新墙镇\n青岭村三组12号',
    ],
    [
      'traditional',
      '住廣東省汕頭市潮陽區谷饒鎮青堡村西門3巷5號。',
      '廣東省汕頭市潮陽區谷饒鎮青堡村西門3巷5號',
    ],
    ['Taiwan', '台灣省台北市大安區青孝東路四段170號5樓', '台灣省台北市大安區青孝東路四段170號5樓'],
    [
      'inserted reading',
      '住湖南省岳陽縣新墻鎮青橋村三組12號(hào)。',
      '湖南省岳陽縣新墻鎮青橋村三組12號(hào)',
    ],
    ['zero-width characters', '住瑞溪\u200b路39\u200b7号。', '瑞溪\u200b路39\u200b7号'],
    [
      'name and phone glued',
      '张三13800138000湖南省长沙市岳麓区青谷街道青天路8号',
      '湖南省长沙市岳麓区青谷街道青天路8号',
    ],
    ['short province and city', '四川成都武侯区青府大道北段1700号', '四川成都武侯区青府大道北段1700号'],
    [
      'repeated head',
      '江苏省淮安市清江浦区江苏省淮安市清江浦区青金路永和苑1单元438',
      '江苏省淮安市清江浦区江苏省淮安市清江浦区青金路永和苑1单元438',
    ],
    ['redacted names', '住址：某某县某某镇某某村三组', '某某县某某镇某某村三组'],
    [
      'letter-spaced',
      '住湖 南 省 岳 阳 县 新 墙 镇 青 水 村 三 组。',
      '湖 南 省 岳 阳 县 新 墙 镇 青 水 村 三 组',
    ],
    ['numerals of cheques', '住址：青山路拾贰号叁单元伍零贰室', '青山路拾贰号叁单元伍零贰室'],
    [
      'digits in a name',
      '宁夏银川市兴庆区青和北街明地21城D区7-2-602',
      '宁夏银川市兴庆区青和北街明地21城D区7-2-602',
    ],
    ['之 behind the floor', '新北市板橋區文青路一段266號15樓之3', '新北市板橋區文青路一段266號15樓之3'],
    [
      'JSON',
      '{"name":"张三","address":"浙江省杭州市西湖区青三路478号明星大厦A座1201"}',
      '浙江省杭州市西湖区青三路478号明星大厦A座1201',
    ],
    [
      'log',
      'addr=北京市海淀区青华园街道明清苑12号楼3单元502 amount=12.00',
      '北京市海淀区青华园街道明清苑12号楼3单元502',
    ],
    [
      'address in brackets',
      '住所地:甘肃省酒泉市肃州区南青工业园区(先青东路2号)。',
      '甘肃省酒泉市肃州区南青工业园区(先青东路2号)',
    ],
    [
      'a name unknown between divisions',
      '安徽省池州市贵池区火车站站前区明玉天城6号楼2557室',
      '安徽省池州市贵池区火车站站前区明玉天城6号楼2557室',
    ],
    ['estate alone', '住址：某某小区3栋2单元501室', '某某小区3栋2单元501室'],
  ])('%s', (_name, text, written) => {
    expect(found(text)).toEqual([written]);
  });

  test('a village or a road only behind a personal label', () => {
    expect(found('家庭住址：湖南省平江县三阳乡甲山村')).toEqual(['湖南省平江县三阳乡甲山村']);
    expect(found('居住于石家庄市藁城区增村镇青果村，1月2日确诊。')).toEqual(['石家庄市藁城区增村镇青果村']);
    expect(found('现住址：青山路')).toEqual(['青山路']);
    expect(found('平江县三阳乡甲山村开展人居环境整治。')).toEqual([]);
    expect(found('家庭住址：岳阳县新墙镇')).toEqual([]);
    expect(found('户籍地址：河南省商丘市梁园区平原路街道')).toEqual([]);
  });

  test('a village in a column of home addresses', () => {
    const text = '1\t张三\t新墙镇青岭村\n2\t李四\t新墙镇松溪村三组';
    expect(found(text, ['', 'name', 'address'])).toEqual(['新墙镇青岭村', '新墙镇松溪村三组']);
    expect(found(text, ['', 'name', ''])).toEqual(['新墙镇松溪村三组']);
  });
});

test('a group in a cell of its own belongs to the village in the cell before', () => {
  const text = '新墙镇\t青岭村\t三组\t张三\n新墙镇\t松溪村\t5组\t李四';
  expect(found(text, ['', '', '', 'name'])).toEqual(['新墙镇\t青岭村\t三组', '新墙镇\t松溪村\t5组']);
  expect(detect(text, ['', '', '', 'name']).map(({ value }) => value)).toEqual([
    '新墙镇青岭村三组',
    '新墙镇松溪村5组',
  ]);
  expect(found('第一季\t三组\t张三\n教育局\t5组\t李四', ['', '', 'name'])).toEqual([]);
});

describe('an address spread over the cells of a row', () => {
  test('is one find from the first cell to the last, its value without separators', () => {
    const text =
      '张三\t湖南省\t长沙市\t岳麓区\t青马路8号3栋501室\n李四\t湖南\t岳阳\t岳阳县\t新墙镇青桥村三组';
    const headers = ['name', '', '', '', 'address'];
    expect(detect(text, headers).map(({ value }) => value)).toEqual([
      '湖南省长沙市岳麓区青马路8号3栋501室',
      '湖南岳阳岳阳县新墙镇青桥村三组',
    ]);
    expect(found(text, headers)[0]).toBe('湖南省\t长沙市\t岳麓区\t青马路8号3栋501室');
  });

  test('estate, building and room', () => {
    expect(found('张三\t明湾花园\t3栋\t2单元501室', ['name', '', '', ''])).toEqual([
      '明湾花园\t3栋\t2单元501室',
    ]);
  });

  test('a name that ends like a place stays outside, and so does a bare number', () => {
    expect(found('王楼\t青马路8号3栋501室', ['name', 'address'])).toEqual(['青马路8号3栋501室']);
    expect(found('张三\t新墙镇\t松溪村\t3\t500', ['name', '', '', '', ''])).toEqual([]);
  });
});

describe('villages named by numerals, hamlets, long names of towns', () => {
  test.each([
    ['户口所在地：湖南省岳阳市汨罗市桃林寺镇三新村', '湖南省岳阳市汨罗市桃林寺镇三新村'],
    ['家庭住址：八一村', '八一村'],
    ['户籍地：四川省绵阳市安州区五里村', '四川省绵阳市安州区五里村'],
    ['住址：岳阳县新墙镇青前村大路头31号', '岳阳县新墙镇青前村大路头31号'],
    ['住址：岳阳县青木哈纳斯蒙古族乡青木村1组18号', '岳阳县青木哈纳斯蒙古族乡青木村1组18号'],
  ])('%s', (text, written) => {
    expect(found(text)).toEqual([written]);
  });
});

test.each([
  ['住岳阳县青山路241号门前路段', '岳阳县青山路241号'],
  ['位于岳阳县青山路32号院3号楼1单元602号房产', '岳阳县青山路32号院3号楼1单元602号'],
  ['地址：岳阳县青山路90号 24小时急诊', '岳阳县青山路90号'],
  ['民宿 岳阳县青山村27号 房东', '岳阳县青山村27号'],
  ['岳阳县青山路141号岳阳县中心医院', '岳阳县青山路141号岳阳县中心医院'],
  ['请到岳阳县青山路68号城关派出所办理', '岳阳县青山路68号城关派出所'],
  ['面试在岳阳县青山路8号明月大厦1605会议室', '岳阳县青山路8号明月大厦1605会议室'],
  ['岳阳县青山路8号发生火灾', '岳阳县青山路8号'],
  ['岳阳县青山路8号的一家饭店', '岳阳县青山路8号'],
  ['岳阳县青山路72号三新大厦', '岳阳县青山路72号三新大厦'],
])('where it ends: %s', (text, written) => {
  expect(found(text)).toEqual([written]);
});

describe('where it begins and how it goes on', () => {
  test.each([
    ['a name glued to a phone', '13800138000汪华春青桂花园3号楼1单元1303', '青桂花园3号楼1单元1303'],
    [
      'a town with a word of everyday speech',
      '贵州省黔西南州册亨县丫他镇板万村12组',
      '贵州省黔西南州册亨县丫他镇板万村12组',
    ],
    [
      'the next line begins with a unit word',
      '现住址：青山路1103号6单元1-4\n户籍地址：略',
      '青山路1103号6单元1-4',
    ],
    ['a word behind a blank', '张三　青山路16号4幢1504　户号531083586', '青山路16号4幢1504'],
    [
      'the next line begins with a date',
      '收件：青山路102号明月大厦21层\n2024-03-11 09:12 INFO',
      '青山路102号明月大厦21层',
    ],
    ['a seat', '某物业公司，住所青乐路86号写字楼604，', '青乐路86号写字楼604'],
    ['a dormitory', '住某某大学南区宿舍5号楼1306寝室', '某某大学南区宿舍5号楼1306寝室'],
    ['a number in brackets', '原住青山门外大街（门牌50号）', '青山门外大街（门牌50号）'],
    ['a neighbour in brackets', '张三住大松村2组（老支书家隔壁46号）；', '大松村2组（老支书家隔壁46号）'],
    ['a side of the stairs', '李四住县水泥厂生活区43栋东单元三楼左；', '县水泥厂生活区43栋东单元三楼左'],
    ['a side of the road', '住青山镇松明街西段路北。', '青山镇松明街西段路北'],
    [
      'a crossing and a distance',
      '住青山路与松明街交口往南200米90号院6排7户。',
      '青山路与松明街交口往南200米90号院6排7户',
    ],
    [
      'a line end behind a division',
      '地址：江苏省如皋市长江镇\n二案社区23组23号',
      '江苏省如皋市长江镇\n二案社区23组23号',
    ],
    [
      'the corps',
      '住新疆生产建设兵团第八师石河子市一四三团八连37栋2号',
      '新疆生产建设兵团第八师石河子市一四三团八连37栋2号',
    ],
    ['two places in a clause', '住青山家园26号楼1单元，对面建设路47号的店', '青山家园26号楼1单元'],
    [
      'a zone in a zone',
      '苏州青山工业园区松明湖创新区青城路188号',
      '苏州青山工业园区松明湖创新区青城路188号',
    ],
  ])('%s', (_name, text, written) => {
    expect(found(text)[0]).toBe(written);
  });

  test('an address behind the reach of a clause is read whole', () => {
    const text = `${'青山，'.repeat(40)}住湖南省岳阳县新墙镇青岭村十二组118号`;
    for (let cut = 0; cut < 110; cut += 7) {
      const padded = `张三 13800138000${'青'.repeat(cut)}，${text}`;
      expect(found(padded)).toContain('湖南省岳阳县新墙镇青岭村十二组118号');
    }
  });

  test.each([
    '岳阳县青山路与松明路交叉口新增规上企业15户',
    '青山镇红松村18栋安置房封顶',
    '地址应填写到门牌号，如“XX省XX市XX区XX路XX号”',
  ])('a count or a form is none: %s', (text) => {
    expect(found(text)).toEqual([]);
  });
});

describe('parts, value and offsets', () => {
  test('parts cover the levels, value has no white space, `at` points at each character', () => {
    const text = '住址：湖北省 蕲春县漕河镇青坡村 3 组１2号';
    const [candidate] = detect(text);
    expect(candidate?.value).toBe('湖北省蕲春县漕河镇青坡村3组12号');
    expect(candidate?.address?.map(({ level, start, end }) => [level, text.slice(start, end)])).toEqual([
      ['province', '湖北省'],
      ['county', '蕲春县'],
      ['town', '漕河镇'],
      ['village', '青坡村'],
      ['group', '3 组'],
      ['number', '１2号'],
    ]);
    expect(candidate?.status).toBe('valid');
    expect(candidate?.at).toHaveLength(candidate!.value.length);
    expect(candidate?.at.map((offset) => text[offset]).join('')).toBe('湖北省蕲春县漕河镇青坡村3组１2号');
  });

  test.each([
    ['青坡村3组', 'group'],
    ['青坡村3组12号', 'number'],
    ['明湾花园3栋', 'building'],
    ['明湾花园3栋2单元', 'unit'],
    ['明湾花园3栋2单元501', 'room'],
  ])('%s is as fine as %s', (text, subtype) => {
    expect(detect(`寄到${text}。`).map((candidate) => candidate.subtype)).toEqual([subtype]);
  });

  test.each([
    ['what a suggestion leaves', '家庭住址：幸福社区***，电话', true],
    ['a name between', '住正蓝旗北坊苏木***', true],
    ['a whole home', '家庭住址：幸福社区', false],
    ['something hidden behind a comma', '家庭住址：幸福社区，***', false],
    ['a group that is left', '家庭住址：和平村2组***', false],
  ])('coarse, and the rest is hidden: %s', (_name, text, masked) => {
    expect(detect(text).map((candidate) => candidate.masked === true)).toEqual([masked]);
  });

  test('a hidden number is masked', () => {
    expect(detect('住址：瑞溪路**号').map((candidate) => candidate.masked)).toEqual([true]);
  });
});

describe('stays silent', () => {
  test.each([
    '岳县政办发〔2020〕2号',
    '中共中央国务院2004年1号文件强调，要促进农民增收。',
    '湖南省人民政府令第13号',
    '财政部公告2020年第17号',
    '武汉市指挥部通告（第7号）',
    '行政许可决定书文号：岳县水许〔2021〕第12号',
    '地铁1号线在人民广场站与2号线换乘。',
    '2号机组并网发电，市民可从3号门进入展馆。',
    '本项目包括1号楼、2号楼及地下室。',
    '小区新建住宅楼12栋，标准厂房5栋。',
    '安置房共 5 栋 18 层，1 梯 4 户。',
    '本楼共3单元，2梯6户，每户一个车位。',
    '52平方公里内有24幢楼宇、近1000家企业',
    '南京西路商圈聚集着30幢商务楼宇，包括大型商务综合体5座',
    '全县共有24个乡镇、312个行政村，总户数12万户。',
    '更多人加入这一队伍，逐一组织物业部门',
    '第三小组讨论由王主任主持。',
    '三年级（2）班、五(3)班获得优秀班集体称号。',
    '“上甘岭镇”,230719 "红星街道",230701',
    '乘坐102路、7路公交车到火车站下车。',
    '岳麓大道至麓景路段K3+200至K5+600段改造工程。',
    '四至范围：东至麓景路，西至雷高路，南至岳麓大道，北至桐梓坡路。',
    '青年路支行开展宣传，新华街道办事处负责实施。',
    '房屋建筑面积120平方米，3室2厅，总价85万元。',
    '根据第五百零二条第三款，处5年以下有期徒刑。',
    '湖南省长沙市、湘潭县城塘社区、库尔勒市祥和镇',
    '远洋国际C座',
    '吉林大路与吉林街交汇处办公楼',
    '住房公积金、住院医疗费用、住宅小区管理。',
    '吉林公主岭经济开发区2018',
    '四川省农村信用社联合社、福建省农村信用社',
    '值班：办公楼301室，本标段包括1#、2#、3#楼',
    '2组5号选手夺得冠军；三组组长刘某某，五组组长李某某',
    '1组、2组、3组的村民都到村部开会',
    '共团路小学三年级一班，湖南路支行、北京东路小学',
    '病区：5楼东区 床号：3床 住院号：123456',
    '银川物流港五号路（十号路-燕庆路）道路工程',
    '实现2020年目标，G6102次列车5号车厢12A座。',
  ])('%s', (text) => {
    expect(found(text)).toEqual([]);
  });
});

describe('whose address it is', () => {
  test.each([
    ['原告：张某，男，1975年3月12日出生，汉族，住湖南省岳阳县新墙镇青桥村三组12号。', 'person'],
    ['被告人陈某，家住四川省绵竹市孝德镇大青村7组。', 'person'],
    ['当事人：李四，身份证号码：430621198001010011，住址：岳阳县荣家湾镇青方路12号', 'person'],
    ['张三13800138000湖南省长沙市岳麓区青天路8号', 'person'],
    ['涉案房屋位于北京市丰台区方青芳星园三区16号楼1701号，登记在原告名下。', 'person'],
    ['这是我的新地址：宁波江东区百青街道演青街26弄7号403', 'person'],
    ['住所地:湖南省长沙市天心区青府路22号\n法定代表人:王某', 'body'],
    ['房屋坐落：岳阳县城关镇青鹅北路36号2栋301室', 'person'],
    ['被告：湖南某某建设有限公司，住所地湖南省长沙市雨花区青山中路489号。法定代表人：王某，总经理。', 'body'],
    ['办公地址：岳阳县荣家湾镇荣新路8号5楼', 'body'],
    ['地址：长沙市芙蓉区青一大道89号，邮编：410011，联系人：王女士', 'body'],
    ['采购人：岳阳县教育局\n地址：岳阳县荣家湾镇长丰路3号\n联系方式：0730-7777777', 'body'],
    ['受理地点：平江县汉昌街道天岳大道1号市民之家一楼', 'body'],
    ['项目地点：岳阳县新墙镇清水村5组', 'body'],
    ['岳阳县人民医院，地址：岳阳县荣家湾镇青方路1号', 'body'],
    ['记者来到河东区大直沽街道汇贤里小区12号楼采访。', 'body'],
    ['反映人地址：岳阳县荣家湾镇青方路5号', 'person'],
    ['退回仓库地址：岳阳县荣家湾镇青方路5号', 'body'],
    ['请携带身份证到市民之家（岳阳县青方路117号）办理', 'body'],
    ['民宿：云上人家 岳阳县青方路27号', 'body'],
    ['执法人员在岳阳县青方路27号该店内进行检查', 'body'],
    ['我是岳阳县青方花园17栋的业主', 'person'],
    ['群聊“青方花园17栋业主群”的记录', 'open'],
    ['包小燕 岳阳县荣家湾镇青方路5号', 'person'],
  ])('%s', (text, expected) => {
    expect(owner(text)).toBe(expected);
  });
});

describe('sample', () => {
  test('every sample is found whole, with its subtype', () => {
    let seed = 20261124;
    const random = (): number => {
      seed = (Math.imul(seed, 1664525) + 1013904223) >>> 0;
      return seed / 2 ** 32;
    };
    const wrong: string[] = [];
    for (let i = 0; i < 400; i++) {
      const { text, subtype } = sample(random);
      const line = `家庭住址：${text}，联系`;
      const [candidate, ...rest] = detect(line);
      const got = candidate === undefined ? '' : line.slice(candidate.span.start, candidate.span.end);
      if (got !== text || candidate?.subtype !== subtype || rest.length > 0)
        wrong.push(`${text} → ${got} ${candidate?.subtype}`);
    }
    expect(wrong).toEqual([]);
  });
});
