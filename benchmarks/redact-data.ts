/** Long lists to redact: a page of running text with a table, and office files of 5,000 rows. */
import { homeAddress } from '../corpus/generate/address.js';
import * as numbers from '../corpus/generate/numbers.js';
import { drawPerson } from '../corpus/generate/person.js';
import { drawSetting } from '../corpus/generate/place.js';
import { Random } from '../corpus/generate/random.js';
import { buildDocx } from '../src/formats/docx/build-docx.js';
import { buildXlsx } from '../src/formats/xlsx/build-xlsx.js';
import { Bulletin } from './bulletin.js';

const SEED = 20260101;
const HEADER = ['姓名', '身份证号码', '联系电话', '一卡通账号', '家庭住址'];

function people(count: number): string[][] {
  const random = Random.of(SEED, 'redact');
  const setting = drawSetting(random);
  return Array.from({ length: count }, () => {
    const person = drawPerson(random);
    const id = numbers.residentId(random, person, numbers.addressCode(random, setting.county.code));
    const address = homeAddress(random, setting, 'rural').parts.join('');
    return [person.name, id, numbers.mobile(random), numbers.bankCard(random), address];
  });
}

/** A page of about `bytes`: nine tenths text of a site, one tenth a list of persons. */
export function listPage(bytes: number): Uint8Array {
  const bulletin = new Bulletin(Random.of(SEED, 'redact-page'));
  const lines: string[] = [];
  for (let length = 0; length < bytes * 0.9; ) {
    const line = `<p>${bulletin.line(0).text}</p>`;
    lines.push(line);
    length += Buffer.byteLength(line);
  }
  const rows = [HEADER, ...people(Math.round(bytes / 4000))];
  const table = rows.map((row) => `<tr>${row.map((cell) => `<td>${cell}</td>`).join('')}</tr>`);
  const page = `<!DOCTYPE html>\n<meta charset="utf-8"><title>公示</title>\n<table>${table.join('\n')}</table>\n${lines.join('\n')}\n`;
  return new TextEncoder().encode(page);
}

export function listDocx(rows: number): Promise<Uint8Array> {
  const cell = (text: string): string => `<w:tc><w:p><w:r><w:t>${text}</w:t></w:r></w:p></w:tc>`;
  const table = [HEADER, ...people(rows)].map((row) => `<w:tr>${row.map(cell).join('')}</w:tr>`);
  return buildDocx(`<w:tbl>${table.join('')}</w:tbl>`);
}

export function listXlsx(rows: number): Promise<Uint8Array> {
  const strings: string[] = [];
  const list = [HEADER, ...people(rows)].map((row, r) => {
    const cells = row.map((text, c) => {
      const index = strings.push(`<t>${text}</t>`) - 1;
      return `<c r="${'ABCDE'[c]}${r + 1}" t="s"><v>${index}</v></c>`;
    });
    return `<row r="${r + 1}">${cells.join('')}</row>`;
  });
  const xml = `<worksheet><sheetData>${list.join('')}</sheetData></worksheet>`;
  return buildXlsx({ sheets: [{ name: '公示', xml }], strings });
}
