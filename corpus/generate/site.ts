/**
 * `npm run site`: writes the bundled site `corpus/site/`, a small county's website as the demo scans it.
 *
 * The county is invented, so are its people; every number is hollow (births 1901 to 1909, zero-filled phones,
 * cards and accounts). The same bytes come out each time: a diff shows what a change did.
 */
import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';
import { write } from './corpus.js';
import { expand } from './expand.js';
import type { Format } from './forms.js';
import { writePdf } from './pdf.js';
import type { Setting } from './place.js';
import { Random } from './random.js';
import { parseTemplate } from './template.js';
import { writeXlsx } from './xlsx.js';
import { storeZip } from './zip.js';

const SEED = 20260630;

const SETTING: Setting = {
  county: {
    code: '431102',
    province: '湖南省',
    prefecture: '',
    county: '青禾县',
    trunk: '0746',
    localDigits: 7,
  },
  towns: ['柳溪镇', '石塘镇', '云岭乡', '大坪镇'],
  villages: ['白塘村', '李家湾村', '桐木村', '新桥村', '双井村', '杨柳坪村'],
  streets: ['城关街道', '东河街道', '北门街道'],
  year: 2026,
  month: 6,
  day: 30,
};

const folder = new URL('../templates/site/', import.meta.url);

/** One document of a site template; `copy` gives other people. */
function page(name: string, format: Format, copy = 0): Uint8Array {
  const template = parseTemplate(`site/${name}`, readFileSync(new URL(`${name}.txt`, folder), 'utf8'));
  const document = expand(template, format, SEED, copy, { setting: SETTING, hollow: true });
  return write(document, format, Random.of(SEED, name, String(copy), format)).bytes;
}

/** A page that only a picture fills: grey lines where text would stand. */
function scannedPdf(): Uint8Array {
  const [width, height] = [60, 85];
  const rgb = new Uint8Array(width * height * 3).fill(250);
  for (let y = 8; y < height - 8; y += 4) {
    for (let x = 6; x < width - 6 - ((y * 7) % 20); x++)
      rgb.fill((x * 13 + y) % 3 === 0 ? 90 : 160, (y * width + x) * 3, (y * width + x) * 3 + 3);
  }
  return writePdf([{ texts: [], image: { width, height, rgb } }], '扫描件');
}

function sheet(): Uint8Array {
  const csv = new TextDecoder()
    .decode(page('chuangye', 'text', 3))
    .split('\n')
    .slice(2);
  return writeXlsx(
    csv.filter((line) => line !== '').map((line) => line.split(',')),
    '发放明细',
  );
}

/** Path under `corpus/site/` → bytes. */
export function siteFiles(): Map<string, Uint8Array> {
  const docx = page('jiuzhu', 'docx');
  const inner = storeZip([
    { name: '值班表.docx', bytes: page('zhiban', 'docx', 1) },
    {
      name: '说明.txt',
      bytes: new TextEncoder().encode('本压缩包为2026年端午节值班安排，请各单位自行下载。\n'),
    },
  ]);
  return new Map([
    ['index.html', page('portal', 'html')],
    ['zwgk/dibao-2026q2.html', page('dibao', 'html')],
    ['zwgk/weifang-2026.html', page('weifang', 'html-gbk')],
    ['zwgk/gongzufang-2026.html', page('gongzufang', 'html')],
    ['zwgk/zhaobiao-0608.html', page('zhaobiao', 'html')],
    ['zwgk/xuke-data.html', page('xuke', 'html')],
    ['zwgk/banshi-zhinan.html', page('zhinan', 'html')],
    ['hudong/laixin-0612.html', page('laixin', 'html')],
    ['hudong/jielong.txt', page('jielong', 'text')],
    ['zwgk/fujian/chufa-2026-17.pdf', page('chufa', 'pdf')],
    ['zwgk/fujian/jiuzhu-shenpibiao.docx', docx],
    ['zwgk/fujian/zhiban-duanwu.docx', page('zhiban', 'docx')],
    ['zwgk/fujian/chuangye-butie.csv', page('chuangye', 'text')],
    ['zwgk/fujian/butie-mingxi.xlsx', sheet()],
    [
      'zwgk/fujian/gongshi-fujian.zip',
      storeZip([
        { name: '附件1 低保发放名单.docx', bytes: page('dibao', 'docx', 1) },
        { name: '附件2 处罚决定书.pdf', bytes: page('chufa', 'pdf', 1) },
        { name: '附件3 危房改造.html', bytes: page('weifang', 'html-gbk', 1) },
        { name: '附件4 值班表.zip', bytes: inner },
      ]),
    ],
    ['zwgk/fujian/saomiao-jian.pdf', scannedPdf()],
    ['zwgk/fujian/sunhuai.docx', docx.slice(0, Math.floor(docx.length * 0.6))],
  ]);
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const root = new URL('../site/', import.meta.url);
  mkdirSync(root, { recursive: true });
  for (const name of readdirSync(root)) rmSync(new URL(name, root), { recursive: true });
  let bytes = 0;
  for (const [path, content] of siteFiles()) {
    const file = new URL(path, root);
    mkdirSync(dirname(fileURLToPath(file)), { recursive: true });
    writeFileSync(file, content);
    bytes += content.length;
  }
  process.stdout.write(`corpus/site: ${siteFiles().size} files, ${bytes} bytes\n`);
}
