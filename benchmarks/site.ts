/** A crawled site on disk: pages with navigation, links and an article of bulletins, loose, in web archives, as lists. */
import { createHash } from 'node:crypto';
import fs from 'node:fs';
import path from 'node:path';
import zlib from 'node:zlib';
import { homeAddress } from '../corpus/generate/address.js';
import * as numbers from '../corpus/generate/numbers.js';
import { drawPerson } from '../corpus/generate/person.js';
import { drawSetting } from '../corpus/generate/place.js';
import { Random } from '../corpus/generate/random.js';
import { writeXlsx } from '../corpus/generate/xlsx.js';
import { page, warcRecord } from '../src/node/fixtures/build-warc.js';
import { Bulletin, type Planted } from './bulletin.js';

const SEED = 20260102;
const SECTIONS =
  '政务公开 新闻中心 通知公告 办事服务 互动交流 数据发布 部门动态 乡镇传真 政策解读 公示公告'.split(' ');

/** Pages of some `bytes` each in UTF-8; one line in two hundred holds a planted value. */
export class Site {
  readonly #random: Random;
  readonly #bulletin: Bulletin;
  #count = 0;

  constructor(name: string) {
    this.#random = Random.of(SEED, name);
    this.#bulletin = new Bulletin(this.#random);
  }

  page(bytes: number): { url: string; html: string; planted: readonly Planted[] } {
    const random = this.#random;
    const number = this.#count++;
    const day = `20${random.int(14, 25)}${String(random.int(1, 12)).padStart(2, '0')}`;
    const url = `http://www.example.gov.cn/zwgk/${day}/t${day}_${number}.html`;
    const title = this.#bulletin.next();
    const links = (from: number, to: number, text: () => string): string =>
      Array.from(
        { length: random.int(from, to) },
        () =>
          `<li><a href="/zwgk/${day}/t${day}_${random.digits(6)}.html" target="_blank">${text()}</a></li>`,
      ).join('\n');
    const lines: string[] = [];
    const planted: Planted[] = [];
    // Half of a page is its frame.
    for (let length = 1500; length < bytes; ) {
      const { text, planted: own } = this.#bulletin.line(0.005);
      planted.push(...own);
      lines.push(`<p style="text-indent: 2em">${text}</p>`);
      length += 40 + text.length * 2.6;
    }
    const html = `<!DOCTYPE html>
<html><head><meta charset="utf-8"><title>${title}</title>
<meta name="keywords" content="政务公开,${random.pick(SECTIONS)}"><link rel="stylesheet" href="/css/style.css">
<script src="/js/jquery.min.js"></script></head>
<body><div class="header"><ul class="nav">${links(6, 9, () => random.pick(SECTIONS))}</ul></div>
<div class="position">当前位置：<a href="/">首页</a> &gt; <a href="/zwgk/">政务公开</a></div>
<div class="article"><h1>${title}</h1><div class="info">发布时间：${day.slice(0, 4)}-${day.slice(4)}-01&nbsp;&nbsp;浏览次数：<span id="hits">${random.int(10, 9999)}</span></div>
${lines.join('\n')}
</div>
<div class="footer">版权所有：某县人民政府办公室　备案号：湘ICP备05000618号　网站标识码：4311250001</div>
</body></html>
`;
    return { url, html, planted };
  }
}

/** @returns Bytes in all. */
export function writeFolder(folder: string, files: number, bytes: number): number {
  const site = new Site('files');
  let total = 0;
  for (let i = 0; i < files; i++) {
    const { html } = site.page(bytes);
    const under = path.join(folder, String(i % 100));
    if (i < 100) fs.mkdirSync(under, { recursive: true });
    const data = Buffer.from(html);
    fs.writeFileSync(path.join(under, `t${i}.html`), data);
    total += data.length;
  }
  return total;
}

/** One gzip member a record, or not compressed. @returns Bytes unpacked, records. */
export function writeWarc(file: string, bytes: number, packed: boolean): { bytes: number; records: number } {
  const site = new Site('warc');
  const out = fs.openSync(file, 'w');
  let total = 0;
  let records = 0;
  for (; total < bytes; records++) {
    const { url, html } = site.page(24_000);
    const sha1 = createHash('sha1').update(html).digest('hex').toUpperCase();
    const record = warcRecord({ ...page(url, html), fields: { 'WARC-Payload-Digest': `sha1:${sha1}` } });
    total += record.length;
    fs.writeSync(out, packed ? zlib.gzipSync(record) : record);
  }
  fs.closeSync(out);
  return { bytes: total, records };
}

/** `times` copies of a file one behind the other. */
export function repeatFile(from: string, to: string, times: number): void {
  const bytes = fs.readFileSync(from);
  const out = fs.openSync(to, 'w');
  for (let i = 0; i < times; i++) fs.writeSync(out, bytes);
  fs.closeSync(out);
}

/** Rows of a roster: name, ID, mobile, card, address. */
export function* roster(rows: number): Generator<string[]> {
  const random = Random.of(SEED, 'roster');
  let setting = drawSetting(random);
  yield ['序号', '姓名', '身份证号码', '联系电话', '一卡通账号', '家庭住址'];
  for (let row = 1; row <= rows; row++) {
    if (row % 500 === 0) setting = drawSetting(random);
    const person = drawPerson(random);
    const id = numbers.residentId(random, person, numbers.addressCode(random, setting.county.code));
    const address = homeAddress(random, setting, 'rural').parts.join('');
    yield [String(row), person.name, id, numbers.mobile(random), numbers.bankCard(random), address];
  }
}

/** A register without persons: code, name of goods, count, sum, date; one row in two hundred names one. */
export function* register(rows: number): Generator<string[]> {
  const random = Random.of(SEED, 'register');
  const people = roster(Math.ceil(rows / 200) + 1);
  people.next();
  yield ['编号', '项目', '数量', '金额', '日期', '备注'];
  for (let row = 1; row <= rows; row++) {
    const [, name = '', id = ''] = row % 200 === 0 ? people.next().value! : [];
    yield [
      `HY${random.digits(8)}`,
      random.pick(['复合肥', '有机肥', '农用薄膜', '早稻种子', '电动喷雾器', '抗旱水泵']),
      String(random.int(1, 500)),
      `${random.int(10, 99999)}.${random.digits(2)}`,
      `20${random.int(14, 25)}-${random.int(1, 12)}-${random.int(1, 28)}`,
      id === '' ? '合格' : `领取人${name}，身份证号${id}`,
    ];
  }
}

/** @returns Bytes. */
export function writeCsv(file: string, rows: Iterable<readonly string[]>): number {
  const out = fs.openSync(file, 'w');
  let held = '';
  let total = 0;
  const flush = (): void => {
    total += fs.writeSync(out, held);
    held = '';
  };
  for (const row of rows) {
    held += `${row.join(',')}\n`;
    if (held.length > 1e6) flush();
  }
  flush();
  fs.closeSync(out);
  return total;
}

/** @returns Bytes. */
export function writeSheet(file: string, rows: Iterable<readonly string[]>): number {
  const bytes = writeXlsx([...rows], '名单');
  fs.writeFileSync(file, bytes);
  return bytes.length;
}
