/** HTML, MHTML, XML, text and mail. */
import { type ChannelDocument, Planter } from './catalogue.js';

const utf8 = (text: string): Uint8Array => new TextEncoder().encode(text);
const references = (text: string): string =>
  [...text].map((character) => `&#${character.charCodeAt(0)};`).join('');
const escapes = (text: string): string =>
  [...text].map((character) => `\\u00${character.charCodeAt(0).toString(16)}`).join('');

function html(): ChannelDocument {
  const p = new Planter();
  const at = (place: string, ...channels: string[]): string => p.plant(place, ...channels);
  const split = at('text across tags', 'body');
  const page = `<!doctype html><html><head><meta charset="utf-8"><title>公示 ${at('title', 'title')}</title>
<meta name="description" content="身份证 ${at('meta', 'metadata', 'attribute')}">
<style>/* ${at('comment of a style sheet', 'style')} */ .h{display:none} #gone{visibility:hidden} .far{position:absolute;left:-9999px}
.white{color:#fff} .bar{background:#036} .bar p{color:white} .bar .deep{color:rgb(0,51,102)!important} .tiny{font-size:0} p.pale{opacity:0} td.x::after{content:"${at('content of a style sheet', 'style')}"}</style>
<script type="application/ld+json">{"taxID":"${at('JSON-LD', 'script')}"}</script>
<script>var rows=[{"id":"${at('script literal', 'script')}"}];var e="${escapes(at('script with escapes', 'script'))}";</script></head>
<body onload="show('${at('event handler', 'attribute', 'script')}')">
<p>身份证号：${split.slice(0, 6)}<b>${split.slice(6, 14)}</b><wbr>${split.slice(14)}</p>
<p>${references(at('character references', 'body'))}</p>
<!-- ${at('comment', 'comment')} -->
<!--[if gte mso 9]><p>${at('conditional comment', 'comment')}</p><![endif]-->
<div style="display:none">${at('display:none', 'hidden')}</div><div hidden>${at('hidden attribute', 'hidden')}</div>
<div style="visibility:hidden">${at('visibility:hidden', 'hidden')}</div><p style="color:#fff">${at('white text', 'hidden')}</p>
<p style="font-size:0">${at('size 0', 'hidden')}</p><p style="position:absolute;left:-9999px">${at('off the screen', 'hidden')}</p>
<p style="opacity:0">${at('opacity 0', 'hidden')}</p>
<p class="a h">${at('hidden by a class', 'hidden')}</p><p id="gone">${at('hidden by an id', 'hidden')}</p>
<p class="far">${at('off the screen by a class', 'hidden')}</p><p class="white">${at('white by a class', 'hidden')}</p>
<p class="tiny">${at('size 0 by a class', 'hidden')}</p><p class="pale">${at('opacity 0 by a class', 'hidden')}</p>
<div class="bar"><p>${at('white on a dark ground of a class', 'body')}</p><p class="deep">${at('the colour of a ground further out', 'hidden')}</p></div>
<table bgcolor="#eeeeee"><tr><td><font color="#eeeeee">${at('<font> in the colour of the table', 'hidden')}</font></td></tr></table>
<template><p>${at('template', 'hidden')}</p></template><noscript><p>${at('noscript', 'hidden', 'body')}</p></noscript>
<input type="hidden" value="${at('hidden input', 'attribute', 'hidden')}"><input value="${at('input value', 'attribute', 'field')}" placeholder="${at('placeholder', 'attribute')}">
<textarea>${at('text area', 'field', 'body', 'hidden')}</textarea><select><option value="${at('option value', 'attribute', 'field')}">x</option></select>
<img alt="${at('alt', 'attribute')}" title="${references(at('title attribute in references', 'attribute'))}" src="x.png">
<span data-id="${at('data attribute', 'attribute')}" aria-label="${at('aria-label', 'attribute')}">x</span>
<a href="/q?sfz=${at('query of a link', 'link')}">查询</a><a href="list.pdf">附件</a>
<svg><title>${at('SVG title', 'title', 'body', 'hidden', 'attribute')}</title><text>${at('SVG text', 'body')}</text></svg>
<iframe srcdoc="&lt;p&gt;${at('srcdoc', 'hidden', 'body', 'attribute')}&lt;/p&gt;"></iframe>
<object data="data:text/plain;base64,${btoa(at('data URI', 'link', 'attribute', 'hidden', 'residue', 'body'))}"></object>
<table><tr><th>身份证号</th></tr><tr><td>${at('table cell', 'body')}</td></tr></table>
<p id="a" id="${at('second attribute of a name', 'attribute', 'residue')}">x</p data-x="${at('attribute of an end tag', 'attribute', 'residue')}">
</body></html><p>${at('behind the end', 'body')}</p><p title="${at('tag cut by the end', 'attribute', 'residue')}`;
  return { name: 'page.html', bytes: utf8(page), planted: p.planted };
}

function mail(): ChannelDocument {
  const p = new Planter();
  const at = (place: string, ...channels: string[]): string => p.plant(place, ...channels);
  const uu = (name: string, text: string): string => {
    const lines = [`begin 644 ${name}`];
    const bytes = utf8(text);
    for (let i = 0; i < bytes.length; i += 45) {
      const part = bytes.subarray(i, i + 45);
      let line = String.fromCharCode(32 + part.length);
      for (let k = 0; k < part.length; k += 3) {
        const [a = 0, b = 0, c = 0] = part.subarray(k, k + 3);
        for (const six of [a >> 2, ((a & 3) << 4) | (b >> 4), ((b & 15) << 2) | (c >> 6), c & 63])
          line += six === 0 ? '`' : String.fromCharCode(32 + six);
      }
      lines.push(line);
    }
    return [...lines, '`', 'end', ''].join('\r\n');
  };
  const text = [
    'From: a@example.com',
    `Subject: =?utf-8?B?${Buffer.from(`公示 ${at('encoded subject', 'title')}`).toString('base64')}?=`,
    'MIME-Version: 1.0',
    `X-Note: ${at('header field', 'metadata')}`,
    'Content-Type: multipart/mixed; boundary="b1"',
    '',
    `preamble ${at('preamble', 'residue')}`,
    '--b1',
    'Content-Type: text/plain; charset=gb2312',
    '',
    `id ${at('plain body', 'body')}`,
    uu('list.txt', `身份证 ${at('uuencoded file', 'body')}`),
    '--b1',
    'Content-Type: text/html',
    'Content-Transfer-Encoding: quoted-printable',
    '',
    `<p>${[...at('quoted-printable HTML', 'body')].map((c) => `=3${c}`.replace('=3X', 'X')).join('')}</p>`,
    '--b1',
    `Content-Type: application/octet-stream; name="${at('file name', 'metadata', 'name')}.txt"`,
    'Content-Transfer-Encoding: base64',
    '',
    Buffer.from(`号码 ${at('base64 attachment', 'body')}`).toString('base64'),
    '--b1--',
    `epilogue ${at('epilogue', 'residue')}`,
  ].join('\r\n');
  return { name: 'mail.eml', bytes: utf8(text), planted: p.planted };
}

function card(): ChannelDocument {
  const p = new Planter();
  const at = (place: string, ...channels: string[]): string => p.plant(place, ...channels);
  const folded = at('folded line', 'body');
  const quoted = at('quoted-printable', 'body');
  const text = [
    'BEGIN:VCARD',
    'VERSION:3.0',
    'FN:张三',
    `NOTE:身份证号 ${folded.slice(0, 9)}`,
    ` ${folded.slice(9)}`,
    `X-ID:${at('extension', 'body')}`,
    `NOTE;ENCODING=QUOTED-PRINTABLE;CHARSET=UTF-8:=E8=BA=AB=E4=BB=BD=E8=AF=81${[...quoted].map((c) => (c === 'X' ? c : `=3${c}`)).join('')}`,
    `KEY;ENCODING=b:${Buffer.from(`身份证 ${at('base64', 'body')}`).toString('base64')}`,
    'END:VCARD',
    '',
  ].join('\r\n');
  return { name: 'contact.vcf', bytes: utf8(text), planted: p.planted };
}

function calendar(): ChannelDocument {
  const p = new Planter();
  const folded = p.plant('folded line', 'body');
  const text = [
    'BEGIN:VCALENDAR',
    'BEGIN:VEVENT',
    `SUMMARY:核验 ${p.plant('summary', 'body')}`,
    `DESCRIPTION:身份证号 ${folded.slice(0, 7)}`,
    `\t${folded.slice(7)}`,
    'END:VEVENT',
    'END:VCALENDAR',
    '',
  ].join('\r\n');
  return { name: 'dates.ics', bytes: utf8(text), planted: p.planted };
}

function xml(): ChannelDocument {
  const p = new Planter();
  const at = (place: string, ...channels: string[]): string => p.plant(place, ...channels);
  const text = `<?xml version="1.0"?><!DOCTYPE r [<!ENTITY e "${at('entity', 'residue')}">]><r><!-- ${at('comment', 'comment')} -->
<身份证号>${at('element', 'body')}</身份证号><p id="${at('attribute', 'attribute')}"/><![CDATA[${at('CDATA', 'body')}]]>
<n>${references(at('references', 'body'))}</n><?x ${at('processing instruction', 'residue')}?></r>`;
  return { name: 'data.xml', bytes: utf8(text), planted: p.planted };
}

function texts(): ChannelDocument[] {
  const json = new Planter();
  const csv = new Planter();
  const md = new Planter();
  return [
    {
      name: 'data.json',
      bytes: utf8(`{"id":"${json.plant('string', 'body')}","e":"${escapes(json.plant('escapes', 'body'))}"}`),
      planted: json.planted,
    },
    {
      name: 'list.csv',
      bytes: utf8(
        `姓名,身份证号\r\n张三,"=""${csv.plant('formula of text', 'body')}"""\r\n李四,'${csv.plant('apostrophe', 'body')}\r\n`,
      ),
      planted: csv.planted,
    },
    {
      name: 'notes.md',
      bytes: utf8(
        `# 名单\n\n<!-- ${md.plant('comment', 'body', 'comment')} -->\n\n| 身份证号 |\n| --- |\n| ${md.plant('table', 'body')} |\n`,
      ),
      planted: md.planted,
    },
  ];
}

export const markup = (): ChannelDocument[] => [html(), mail(), card(), calendar(), xml(), ...texts()];
