/** Addresses through the whole engine: where one begins and ends, whose it is, what is none. All names are invented. */
import { describe, expect, test } from 'vitest';
import { createScanner } from './index.js';

const scanner = createScanner({ today: '2026-11-24', entities: ['address'] });

interface Found {
  readonly written: string;
  readonly disposition: string;
}

function scan(text: string): Found[] {
  const format = /<\w+[^>]*>/u.test(text) ? 'html' : 'text';
  return scanner.scanText(text, { format }).findings.map(({ places, disposition }) => {
    const spans = places.flatMap((place) => (place.kind === 'text' ? [place] : []));
    const start = Math.min(...spans.map((span) => span.start));
    const end = Math.max(...spans.map((span) => span.end));
    return { written: text.slice(start, end), disposition };
  });
}

/** «…» marks what is to be found. */
function marked(line: string): { text: string; written: string[] } {
  return {
    text: line.replace(/[«»]/gu, ''),
    written: [...line.matchAll(/«([^»]*)»/gu)].map((match) => match[1]!),
  };
}

const leaks = (line: string): void => {
  const { text, written } = marked(line);
  expect(scan(text)).toEqual(written.map((each) => ({ written: each, disposition: 'leak' })));
};

/** Nothing in the text is told as a person's; what is found is called official. */
const noAlarm = (text: string): void => {
  expect(scan(text).filter(({ disposition }) => disposition !== 'official')).toEqual([]);
};

describe('forms of addresses of all regions', () => {
  test.each([
    '住«青山县岭溪镇岭下村田背小组»。',
    '住«广西壮族自治区河池市都安瑶族自治县青岭镇龙塘村弄上屯12号»。',
    '现住«云南省红河哈尼族彝族自治州元阳县青街镇青寨村委会松口村52号»',
    '住«内蒙古自治区锡林郭勒盟苏尼特右旗额仁青苏木阿尔青嘎查»，',
    '住«新疆伊犁哈萨克自治州尼勒克县青拉斯台乡加哈青斯台村 12组 33号»',
    '住«黑龙江省虎林市青山农场第三管理区第12作业站»',
    '住«青山农场九分场七队»。',
    '住«第七师胡杨河市130团12连»。',
    '住«河南省周口市太康县青厂镇前青村三组»',
    '住«山东省菏泽市鄄城县青山镇后青楼行政村青楼村126号»。',
    '住«青山区经三路纬四路289号内4户»',
    '住«上海市虹口区青平路青泰里16号后楼»',
    '住«哈尔滨市南岗区青直大街118号副3号»',
    '住«广州市荔湾区青华路太保直街31号地下»',
    '住«天津市南开区青水道青水西里9-2-301»。',
    '住«香港湾仔青诗道302号青成中心5字楼»',
    '住«澳门黑沙环斜路青添新邨第二座8楼B»',
    '住«台湾地区新北市板桥区青生路三段30巷12弄4号3楼»',
    '住«臺灣省高雄市鳳山區青甲二路128巷7弄9號3樓之2»。',
    '住«高新区科技一路12号3栋501»',
    '暂住«开发区青康宿舍E区B12栋608»',
    '户籍所在地：«青山县青塘镇青霞村江下胡家»；',
    '两箱，送到«弥渡县青坪农场第八作业区3号»，张大明 13800138000',
    '住«北京市东城区青渡四条甲67号»。',
    '住«青塘镇青桥村长河组»。',
  ])('%s', leaks);
});

describe('places without a number of their own', () => {
  test.each([
    '家住«青山村委会往东第三家»，门口有棵大槐树',
    '他住«青庄村东头第二户»，',
    '家住«北关小学东侧胡同里第二家»',
    '住«县医院家属院后排平房»。',
    '家庭住址：«县供销社院内3号»',
    '住«火车站货场东平房7号»。',
    '家庭住址：«老粮站院内»',
  ])('%s', leaks);
});

describe('names, phones and verbs right behind', () => {
  test.each([
    '«江苏省徐州市泉山区青山街道青园小区18号楼2单元601»张伟13800138000',
    '民警来到«青阳小区8栋2单元501»张大明家中',
    '申请人于«青山县湖寮镇岭下村田背小组»建房一栋',
    '社区矫正对象李某，执行地青水镇，现住«建设街88号1幢402室»',
  ])('%s', leaks);

  test('the next column of a row is no number of the group', () => {
    const text = '序号 姓名 地址 面积\n1 张大明 青水镇青岗村3组 120\n2 李秀兰 青水镇青岗村4组 98';
    expect(scan(text).map(({ written }) => written)).toEqual(['青水镇青岗村3组', '青水镇青岗村4组']);
  });

  test('a village without its word, under a header of addresses', () => {
    expect(scan('户主\t村组\n张大明\t青岗3组\n李秀兰\t双河5社').map(({ written }) => written)).toEqual([
      '青岗3组',
      '双河5社',
    ]);
    expect(scan('队员\t名次\n青岗3组\t1\n双河5组\t2')).toEqual([]);
  });
});

describe('parties of decisions', () => {
  test.each([
    '被告张大明，住所地«青水镇青岗村三组»。',
    '当事人：张大明（个体工商户） 住址：«青水镇青岗村三组» 字号：某某小吃店',
    '农村宅基地审批：申请人张大明，宅基地位置：«青水镇青岗村三组»，面积120平方米',
  ])('a person: %s', leaks);

  test('what is said of the next party is not said of this one', () => {
    const text =
      '仲裁申请人：李秀兰，住建设街88号1幢402室；被申请人：某某酒店，地址：滨江路18号，法定代表人：王某';
    expect(scan(text)).toEqual([
      { written: '建设街88号1幢402室', disposition: 'leak' },
      { written: '滨江路18号', disposition: 'official' },
    ]);
  });
});

describe('bodies, things, stretches and counts', () => {
  test.each([
    '核酸检测点位：1.青山路12号菜市场门口；2.幸福小区3号门。',
    '故居位于文昌街12号，1997年被列为省级文物保护单位。',
    '旧址在解放路56号，现为博物馆。',
    '第三投票站：幸福小区12号楼前',
    '本次供电范围：人民路1-99号、建设街2号至56号、幸福小区1-12栋。',
    '停水区域：阳光花园1—15栋、建设路12号院、和平里小区全部。',
    '停电范围：青山村1组、2组、3组、5组及松岭村部分区域。',
    '青岗村3组、5组、8组共发放补贴32户。',
    '新建安置房12栋，其中A区6栋、B区6栋，共360套。',
    '1#楼2单元、3单元外墙维修工程',
    '取水口位于青水镇青岗村三组河段',
    '排污口设在青山村3组小河边。',
    '水源地：青水镇青岗村三组山泉水',
    '地质灾害隐患点：青山镇松岭村三组滑坡，威胁12户45人。',
    '河长公示牌：起点青山村一组，终点松岭村五组，河长：张大明',
    '和平社区第5网格党支部',
    '和平社区第一网格（1号楼至6号楼）',
    '网格长：李秀兰；网格范围：幸福小区1—5栋',
    '路灯编号：人民路12号杆',
    '本公寓共有3栋，每栋18层，每层6户。',
    '消防栓位置：幸福小区5号楼东侧、和平路12号门前。',
    '充电桩：阳光花园3号楼北侧20个',
    '第三人民医院5号楼、行政楼3层、外科大楼8楼',
    '招生范围：幸福小区、和平里1-36号、建设路单号1-99号、东风巷全部。',
    '娱乐场所许可：某某KTV，地址：滨江路18号3楼',
    '青岗村卫生室：青水镇青岗村三组',
  ])('%s', noAlarm);

  test('a body before a comma or a blank is no part of the address', () => {
    expect(scan('卫生许可：某某美容院，城关镇建设街88号，负责人：王丽')).toEqual([
      { written: '城关镇建设街88号', disposition: 'official' },
    ]);
    expect(scan('家庭农场：青岗家庭农场，青水镇青岗村三组，主营水稻')[0]?.written).toBe('青水镇青岗村三组');
  });

  test('a number with a hyphen is no range', () => {
    leaks('住«湖北省荆州市监利县青河镇三叉村2-18号»。');
    expect(scan('张大明 青城镇青辰东路08-88号 13800138000')[0]?.disposition).toBe('leak');
  });
});

describe('lists pasted one cell a line', () => {
  const rows = (text: string): string[] => scan(text).map(({ written }) => written);

  test('village and group of a row come together, with bare numbers too', () => {
    expect(
      rows(
        '公示\n序号\n乡镇\n村\n组\n户主\n1\n青水镇\n青岗村\n三组\n张大明\n2\n青水镇\n青岗村\n四组\n李秀兰',
      ),
    ).toEqual(['青水镇\n青岗村\n三组', '青水镇\n青岗村\n四组']);
    expect(
      rows(
        '公示\n序号\n村\n组\n姓名\n金额\n1\n青岗村\n3\n张大明\n1200\n2\n双河村\n11\n李秀兰\n1300\n合计\n2户',
      ),
    ).toEqual(['青岗村\n3', '双河村\n11']);
    expect(
      rows('姓名\n小区\n楼栋\n单元\n房号\n张大明\n锦绣江南\n3\n2\n501\n李秀兰\n锦绣江南\n12\n1\n1203'),
    ).toEqual(['锦绣江南\n3\n2\n501', '锦绣江南\n12\n1\n1203']);
  });

  test('other lists are none', () => {
    expect(rows('序号\n项目\n组\n分数\n1\n跳远\n3\n98\n2\n跳高\n4\n97')).toEqual([]);
    expect(rows('年级\n班\n组\n组长\n一年级\n3班\n2组\n张大明')).toEqual([]);
  });
});

describe('entries of bodies, with the name and phone of somebody', () => {
  test.each([
    '1. 康泰大药房，建设街88号附3号，13800138000\n2. 仁和大药房，青岗村三组，13800138001',
    '药店名称 地址 负责人 电话\n仁和大药房 青岗村三组12号 李秀兰 13800138001\n康泰大药房 建设街88号 张大明 13800138000',
    '商户字号\t经营者\t经营场所\n大明副食店\t张大明\t青水镇青岗村三组\n秀兰理发店\t李秀兰\t向阳小区8栋1单元101',
    '名  称：青山县医院\n地  址：青山县城关镇文昌路16号\n联系人：张大明 13800138000',
    '村名\n负责人\n电话\n站点地址\n青岗村\n张大明\n13800138000\n青岗村2组15号\n双河村\n李秀兰\n13800138001\n双河村7组34号',
    '{"name": "城关营业厅",\n "addr": "青山县城关镇文昌路37号"}',
    '投标保函原件送达地址更正为：青山县荔城中路2169号运营大厦B幢1705，收件人：小范，电话13800138000',
  ])('%s', noAlarm);

  test('the same shapes of persons', () => {
    for (const text of [
      '{"name":"张大明","mobile":"13800138000","address":"建设街88号1幢402"}',
      '户主\t地址\n张大明\t青水镇青岗村三组',
      '蔡大明 13800138000，3箱，送东方丽景7-1-1503',
    ])
      expect(
        scan(text).map(({ disposition }) => disposition),
        text,
      ).toEqual(['leak']);
  });
});

describe('a suggestion keeps whole divisions only', () => {
  const kept = (text: string): string | undefined =>
    scanner.scanText(text, { format: 'text' }).findings[0]?.suggestion?.replacement;

  test.each([
    ['住沈阳市皇姑区昆山中路33-2号432', '沈阳市皇姑区***'],
    ['住天津市河西区平江道青波里6门502号。', '天津市河西区***'],
    ['住上海市普陀区石泉二村88号601室', '上海市普陀区***'],
    ['我住龙湖世纪城3期12-1-803', '***'],
    ['住南京西路388号12楼1203室', '***'],
    ['住青山县英额门镇长春屯村三组', '青山县英额门镇***'],
    ['住新疆五家渠市一〇三团六连3栋4号', '新疆五家渠市一〇三团***'],
    ['住成都高新区天府三街218号2栋1单元2306号', '成都高新区***'],
    ['家住青山村委会往东第三家', '***'],
    ['户籍地：青山县青塘镇青霞村江下胡家', '青山县青塘镇***'],
  ])('%s', (text, expected) => {
    expect(kept(text)).toBe(expected);
  });
});
