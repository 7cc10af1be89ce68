import fs from 'node:fs';
import zlib from 'node:zlib';
import { expect, test } from 'vitest';
import { createScanner } from '../../index.js';
import { buildOfd, textObject } from '../ofd/build-ofd.js';
import { buildZip } from '../zip/build-zip.js';

const ID = '110101190103070018';
const scanner = createScanner({ reveal: true, today: '2026-11-24' });
const enc = new TextEncoder();
const dir = '/tmp/lo/';
async function run(name: string, bytes: Uint8Array) {
  const r = await scanner.scan({ name, bytes });
  console.log(name, r.mediaType, r.verdict, JSON.stringify(r.findings.map((f) => [f.entity, f.value, f.disposition, f.places.map((p) => `${p.kind} ${p.part} ${p.channel} ${'ref' in p ? p.ref : 'box' in p ? p.box.map(Math.round) : p.start}`).join('|'), f.evidence.map((e)=>e.code).join()])), r.diagnostics.map((d) => d.code).join(), JSON.stringify(r.coverage.unread));
  return r;
}
test('all', async () => {
  const ofd = await buildOfd({ pages: [textObject(20, 50, `身份证号：${ID}`)] });
  await run('a.ofd', ofd);
  await run('a.zip', await buildZip([{ name: 'x/a.ofd', bytes: ofd }]));
  for (const f of fs.readdirSync(dir).filter((n) => /^[st]\.(rtf|odt|ods|odp|fodt|xml|docx)$/.test(n))) await run(f, fs.readFileSync(dir + f));
  await run('t.doc', fs.readFileSync(`${dir}t.rtf`));
  await run('a.csv.gz', zlib.gzipSync(`姓名,身份证号\n张三,${ID}\n`));
  for (const f of ['a.tar', 'a.tar.gz'].filter((n) => fs.existsSync(dir + n))) await run(f, fs.readFileSync(dir + f));
  await run('a.eml', enc.encode(`From: a@b.cn\r\nSubject: =?utf-8?B?${Buffer.from(`身份证${ID}`).toString('base64')}?=\r\nMIME-Version: 1.0\r\nContent-Type: multipart/mixed; boundary=x\r\n\r\n--x\r\nContent-Type: text/html; charset=utf-8\r\n\r\n<p title="${ID}">身份证号 ${ID}</p>\r\n--x\r\nContent-Type: application/x-ofd; name=a.ofd\r\nContent-Transfer-Encoding: base64\r\n\r\n${Buffer.from(ofd).toString('base64')}\r\n--x--\r\n`));
  await run('a.xml', enc.encode(`<?xml version="1.0"?><list><p><姓名>张三</姓名><身份证号>${ID}</身份证号><联系电话>13800138000</联系电话></p></list>`));
  await run('a.svg', enc.encode(`<svg xmlns="x"><text>身份证号 ${ID}</text></svg>`));
  expect(1).toBe(1);
});
