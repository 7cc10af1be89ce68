/** Pages whose truth is known: tables and letters of invented people as HTML, printed by Chromium. */
import { homeAddress } from '../../../corpus/generate/address.js';
import { addressCode, bankCard, mobile, residentId } from '../../../corpus/generate/numbers.js';
import { drawPerson } from '../../../corpus/generate/person.js';
import { drawSetting } from '../../../corpus/generate/place.js';
import { Random } from '../../../corpus/generate/random.js';

export interface Row {
  readonly name: string;
  readonly id: string;
  readonly mobile: string;
  readonly card: string;
  readonly address: string;
}

export type Layout = 'ruled' | 'bare' | 'wrapped' | 'letter';

export interface PageOptions {
  readonly layout: Layout;
  readonly rows: number;
  /** A red seal over the middle of the table. */
  readonly seal?: boolean;
  /** CSS font family; the digits' shapes differ much. */
  readonly font?: string;
}

export function drawRows(seed: number, count: number): Row[] {
  const random = new Random(seed);
  return Array.from({ length: count }, () => {
    const person = drawPerson(random);
    const setting = drawSetting(random);
    return {
      name: person.name,
      id: residentId(random, person, addressCode(random, setting.county.code)),
      mobile: mobile(random),
      card: bankCard(random),
      address: homeAddress(random, setting).parts.join(''),
    };
  });
}

const STYLE = `
@page { size: A4; margin: 12mm 8mm }
body { font: 10pt/1.35 FONT; margin: 0; position: relative }
h1 { font-size: 15pt; text-align: center; margin: 0 0 8pt }
table { border-collapse: collapse; width: 100% }
td, th { padding: 2pt 3pt; text-align: left; font-weight: normal; vertical-align: middle }
.ruled td, .ruled th, .wrapped td, .wrapped th { border: 0.6pt solid #000 }
.wrapped td:nth-child(3) { width: 62pt; word-break: break-all } .wrapped td:nth-child(5) { width: 62pt; word-break: break-all }
.ruled td:nth-child(n+2):nth-child(-n+5), .bare td:nth-child(n+2):nth-child(-n+5) { white-space: nowrap }
p { text-indent: 2em; margin: 4pt 0 }
svg { position: absolute; left: 200pt; top: 130pt; width: 120pt; height: 120pt; mix-blend-mode: multiply }
`;

const SEAL = `<svg viewBox="0 0 120 120"><circle cx="60" cy="60" r="57" fill="none" stroke="#d00" stroke-width="4"/>
<polygon fill="#d00" points="60,32 67,52 88,52 71,65 77,86 60,73 43,86 49,65 32,52 53,52"/>
<text x="60" y="105" font-size="12" fill="#d00" text-anchor="middle">某某县民政局</text></svg>`;

/** One HTML document, one sheet a group of rows. */
export function html(rows: readonly Row[], { layout, seal, font }: PageOptions): string {
  const style = STYLE.replace('FONT', font ?? "'Liberation Sans', 'WenQuanYi Micro Hei', sans-serif");
  return `<!DOCTYPE html><meta charset="utf-8"><style>${style}</style><body class="${layout}">${
    layout === 'letter' ? letter(rows) : table(rows)
  }${seal === true ? SEAL : ''}</body>`;
}

function table(rows: readonly Row[]): string {
  const head = ['序号', '姓名', '身份证号', '联系电话', '银行卡号', '家庭住址'];
  const cells = (list: readonly string[], tag: string): string =>
    `<tr>${list.map((cell) => `<${tag}>${cell}</${tag}>`).join('')}</tr>`;
  return `<h1>2026年临时救助对象花名册</h1><table>${cells(head, 'th')}${rows
    .map((row, i) => cells([String(i + 1), row.name, row.id, row.mobile, row.card, row.address], 'td'))
    .join('')}</table>`;
}

function letter(rows: readonly Row[]): string {
  return `<h1>关于发放临时救助金的通知</h1>${rows
    .map(
      (row) =>
        `<p>${row.name}，身份证号：${row.id}，联系电话：${row.mobile}，银行卡号：${row.card}，家住${row.address}，因病致贫，经村民小组评议，同意给予临时救助。</p>`,
    )
    .join('')}`;
}
