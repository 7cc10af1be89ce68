import { describe, expect, test } from 'vitest';
import { type Channel, DEFAULT_LIMITS, ScanBudget, type Segment, type TextPlace } from '../../core/index.js';
import { extractHtml, format } from './index.js';

/** Synthetic: a birth year of 1901, and the worked example of GB 11643-1999, annex A. */
const ID = '110101190103070018';
const SHANTOU = '440524188001010014';
const MOBILE = '13800138000';

const context = { limits: DEFAULT_LIMITS, budget: new ScanBudget(DEFAULT_LIMITS, () => 0) };
const body = (source: string): string =>
  extractHtml(source).segments.find((segment) => segment.channel === 'body')?.text ?? '';

/** Where `value` is found: its channel and the pieces of the source that it maps to. */
function find(source: string, value: string): { channel: Channel; label?: string; pieces: string[] }[] {
  return extractHtml(source).segments.flatMap((segment) => {
    const at = segment.text.indexOf(value);
    if (at < 0) return [];
    const pieces = segment.map
      .locate(at, at + value.length)
      .map((place) => source.slice((place as TextPlace).start, (place as TextPlace).end));
    const label = segment.label === undefined ? {} : { label: segment.label };
    return [{ channel: segment.channel, ...label, pieces }];
  });
}

const cells = (segment: Segment | undefined): string[] =>
  (segment?.cells ?? []).map(
    ({ table, row, column, start, end, header }) =>
      `${table}:${row}:${column}${header ? 'h' : ''}=${segment!.text.slice(start, end)}`,
  );

describe('visible text', () => {
  test('maps a number that markup and references split', () => {
    const source = '<p>号码：440524<b>1880</b>0101&#48;014。</p>';
    expect(find(source, SHANTOU)).toEqual([{ channel: 'body', pieces: ['440524', '1880', '0101&#48;014'] }]);
    const [segment] = extractHtml(source).segments;
    const at = segment!.text.indexOf('0014') + 0;
    const place = segment!.map.locate(at, at + 1)[0] as TextPlace;
    expect(source.slice(place.start, place.end)).toBe('&#48;');
    expect(place.line).toBe(1);
    expect(place.column).toBe(place.start + 1);
  });

  test.each([
    ['wbr', '138<wbr>0013<wbr/>8000'],
    ['a comment', '138<!-- x -->00138000'],
    ['nested inline elements', '<span><i>138</i><font color=red>0013</font></span>8000'],
    ['a script', '138<script>var a</script>00138000'],
    ['hidden text', '138<span style="display:none">99</span>00138000'],
    ['a NUL', '138\u000000138000'],
    ['hex and named references', '&#x31;&#x33;8&ZeroWidthSpace;00138000'],
    ['an image', '138<img src=a.gif alt="">00138000'],
  ])('joins a number over %s', (_name, markup) => {
    expect(body(`<p>电话${markup}</p>`).replace('\u200b', '')).toBe(`电话${MOBILE}\n`);
  });

  test.each([
    ['white space collapses', '<p>  a\n  b  <b> c</b>\t</p>', 'a b c\n'],
    ['blocks end lines', '<div>a<p>b</p>c</div>', 'a\nb\nc\n'],
    ['br is a line separator', '<p>a<br>b<br><br><br>c<br></p>', 'a\u2028b\u2028\u2028c\n'],
    ['nbsp stays', '<p>a&nbsp;&nbsp;b</p>', 'a\u00a0\u00a0b\n'],
    ['pre keeps lines', '<pre>a\n  b</pre>c', 'a\n  b\nc\n'],
    ['textarea keeps lines', '<textarea>a\nb</textarea>', 'a\nb\n'],
    ['unclosed paragraphs and items', '<p>a<p>b<ul><li>c<li>d</ul>e', 'a\nb\nc\nd\ne\n'],
    ['text after the end', '<html><body>a</body></html>b', 'ab\n'],
    ['a stray less-than', '<p>3 < 5 & 7</p>', '3 < 5 & 7\n'],
    ['controls part words', '<p>a<input>b<select><option>c<option>d</select></p>', 'a b\nc\nd\n'],
    ['inline block', 'a<span style="display:block">b</span>c', 'a\nb\nc\n'],
    ['an inline element around blocks', '<b>a<div>b</b>c</div>', 'a\nbc\n'],
  ])('%s', (_name, source, text) => {
    expect(body(source)).toBe(text);
  });
});

describe('tables', () => {
  test('cells, headers, spans', () => {
    const [segment] = extractHtml(
      `<table><tr><th>姓名<th> 身份证号 </tr>\n<tr><td rowspan=2>张三</td>\n<td>&nbsp;${ID}</td></tr>
      <tr><td><p>李</p><p>四</p></td></tr><tr><td colspan="2">合计</table>后`,
    ).segments;
    expect(segment!.text).toBe(`姓名\t身份证号\n张三\t\u00a0${ID}\n李\u2028四\n合计\n后\n`);
    expect(cells(segment)).toEqual([
      '0:0:0h=姓名',
      '0:0:1h=身份证号',
      '0:1:0=张三',
      `0:1:1=${ID}`,
      '0:2:1=李\u2028四',
      '0:3:0=合计',
    ]);
    expect(segment!.cells?.at(-1)).toMatchObject({ colSpan: 2 });
    expect(segment!.cells?.[2]).toMatchObject({ rowSpan: 2 });
  });

  test('nested tables keep their own cells, the frame has none', () => {
    const [segment] = extractHtml(
      '<table><tr><td>菜单<td>前<table><tr><td>a<td>b<tr><td>c<td>d</table>后</table>',
    ).segments;
    expect(cells(segment)).toEqual(['1:0:0=a', '1:0:1=b', '1:1:0=c', '1:1:1=d']);
    expect(segment!.text).toBe('菜单\t前\na\tb\nc\td\n后\n');
  });

  test('hidden columns stand in the hidden flow with their header', () => {
    const { segments } = extractHtml(
      `<table><tr><th>姓名</th><th style="display:none">身份证号</th></tr>
      <tr><td>张三</td><td style="display:none">${ID}</td></tr></table>`,
    );
    const hidden = segments.find((segment) => segment.channel === 'hidden');
    expect(cells(hidden)).toEqual(['0:0:1h=身份证号', `0:1:1=${ID}`]);
    expect(segments[0]!.text).toBe('姓名\n张三\n');
  });

  test('empty cells keep their place; rows without a table are one', () => {
    expect(cells(extractHtml('<tr><td>a<td><td>b<tr><td><td>c').segments[0])).toEqual([
      '0:0:0=a',
      '0:0:2=b',
      '0:1:1=c',
    ]);
  });
});

describe('channels', () => {
  test.each<[string, string, Channel, string?]>([
    ['title', `<title>${ID}</title>`, 'title'],
    ['meta content', `<meta name="description" content="张三 ${ID}">`, 'metadata', 'description'],
    ['comment', `<p>a</p><!-- ${ID} -->`, 'comment'],
    ['commented row', `<!-- <tr><td>身份证</td><td>${ID}</td></tr> -->`, 'comment'],
    [
      'conditional comment',
      `<!--[if gte mso 9]><xml><o:Author>${ID}</o:Author></xml><![endif]-->`,
      'comment',
    ],
    ['bogus comment', `<?php ${ID} ?>`, 'comment'],
    ['CDATA in HTML', `<![CDATA[${ID}]]>`, 'comment'],
    ['CDATA in SVG', `<svg><text><![CDATA[${ID}]]></text></svg>`, 'body'],
    ['SVG text', `<svg><text>${ID}</text></svg>`, 'body'],
    ['SVG title', `<svg><title>${ID}</title></svg>`, 'hidden'],
    ['SVG desc', `<svg><desc>${ID}</desc></svg>`, 'hidden'],
    ['script', `<script>var a = {"idCard":"${ID}"}</script>`, 'script'],
    ['JSON-LD', `<script type="application/ld+json">{"n":"${ID}"}</script>`, 'script'],
    ['template script', `<script type="text/html"><b>${ID}</b></script>`, 'hidden'],
    ['style', `<style>p::after{content:"${ID}"}</style>`, 'style'],
    ['style comment', `<style>/* ${ID} */</style>`, 'style'],
    ['display:none', `<div style="color:red; DISPLAY : none !important">${ID}</div>`, 'hidden'],
    ['hidden attribute', `<div hidden><p>${ID}</p></div>`, 'hidden'],
    ['visibility', `<i style=visibility:hidden>${ID}</i>`, 'hidden'],
    ['aria-hidden', `<i aria-hidden="true">${ID}</i>`, 'hidden'],
    ['off-screen', `<i style="position:absolute;left:-9999px">${ID}</i>`, 'hidden'],
    ['zero size', `<i style="font-size:0">${ID}</i>`, 'hidden'],
    ['same colour', `<i style="color:#FFF;background:white">${ID}</i>`, 'hidden'],
    [
      'colour of the attribute',
      `<table><tr><td bgcolor="#FFFFFF" style="color:white">${ID}</td></tr></table>`,
      'hidden',
    ],
    [
      'white on a dark attribute',
      `<table><tr><td bgcolor="#003366" style="color:white">${ID}</td></tr></table>`,
      'body',
    ],
    [
      'white on a dark style over a white attribute',
      `<div bgcolor="white" style="color:white;background:#036">${ID}</div>`,
      'body',
    ],
    [
      'white before a picture',
      `<table><tr><td bgcolor="white" background="a.png" style="color:white">${ID}</td></tr></table>`,
      'body',
    ],
    ['template', `<template><p>${ID}</p></template>`, 'hidden'],
    ['noscript', `<noscript><p>${ID}</p></noscript>`, 'hidden'],
    ['iframe fallback', `<iframe><p>${ID}</p></iframe>`, 'hidden'],
    ['hidden field', `<input type=hidden name=idCard value=${ID}>`, 'hidden', 'idCard'],
    ['text field', `<input value="${ID}" name="sfz">`, 'attribute', 'sfz'],
    ['title attribute', `<p title='${ID}'>a</p>`, 'attribute', 'title'],
    ['data attribute', `<p data-Id="${ID}">`, 'attribute', 'data-id'],
    ['event handler', `<p onclick="f('${ID}')">`, 'attribute', 'onclick'],
    ['second attribute of a name', `<p id=a id=${ID}>`, 'attribute', 'id'],
    ['href', `<a href="/q?id=${ID}">a</a>`, 'link', 'href'],
    ['srcdoc', `<iframe srcdoc="&lt;p&gt;${ID}&lt;/p&gt;"></iframe>`, 'body'],
    ['data URI', '<a href="data:text/plain;base64,SUQ6MTEwMTAxMTkwMTAzMDcwMDE4">a</a>', 'link', 'href'],
    ['after the end', `</html>${ID}`, 'body'],
    ['end tag', `<p>a</p data="${ID}">`, 'residue'],
    ['tag name', `<x${ID}>`, 'residue'],
    ['attribute name', `<p ${ID}>`, 'residue'],
    ['doctype', `<!DOCTYPE html "${ID}">`, 'residue'],
    ['tag cut in a value', `<p>a</p><p title="${ID}`, 'attribute', 'title'],
    ['tag cut in a name', `<p>a</p><p a=b ${ID}`, 'residue'],
    ['end tag cut', `<p>a</p ${ID}`, 'residue'],
    ['tag cut behind a value', `<p title="${ID}" `, 'attribute', 'title'],
    ['plaintext', `<plaintext>${ID}`, 'body'],
    ['frameset', `<frameset>${ID}</frameset>`, 'body'],
    ['unclosed comment', `<!-- ${ID}`, 'comment'],
    ['unclosed script', `<script>a=${ID}`, 'script'],
    ['ruby', `<ruby>a<rt>${ID}</rt></ruby>`, 'note'],
  ])('%s', (name, source, channel, label) => {
    const hits = find(source, ID);
    expect(hits.map((hit) => hit.channel)).toEqual([channel]);
    if (label !== undefined) expect(hits[0]!.label).toBe(label);
    if (name !== 'data URI') expect(hits[0]!.pieces).toEqual([ID]);
    else expect(hits[0]!.pieces).toEqual(['MTEwMTAxMTkwMTAzMDcwMDE4']);
  });

  test.each([
    ['attribute references', '<p title="&#49;3800&#x31;38000">', '&#49;3800&#x31;38000'],
    ['percent-encoding', '<a href="/q?t=%31380013800%30">a</a>', '%31380013800%30'],
    ['a reference to a percent sign', '<a href="/q?t=&#37;31380013800&#x25;30">', '&#37;31380013800&#x25;30'],
    ['script escapes', '<script>{"t":"\\u0031380013800\\x30"}</script>', '\\u0031380013800\\x30'],
    ['doubled escapes', '<script>"{\\\\u0031380013800\\\\u{30}"</script>', '\\\\u0031380013800\\\\u{30}'],
    ['escapes in a data attribute', '<p data-x="\\u0031380013800\\u0030">', '\\u0031380013800\\u0030'],
    ['style escapes', '<style>a{content:"\\31 380013800\\000030"}</style>', '\\31 380013800\\000030'],
    [
      'srcdoc',
      '<iframe srcdoc="&lt;p title=&amp;quot;&#49;380013&amp;#56;000&quot;">',
      '&#49;380013&amp;#56;000',
    ],
  ])('resolves %s exactly', (_name, source, written) => {
    expect(find(source, MOBILE)[0]!.pieces.join('')).toBe(written);
  });

  test('percent-encoded Chinese, UTF-8 and GBK', () => {
    expect(find('<a href="?n=%E5%BC%A0%E4%B8%89">', '三')[0]!.pieces).toEqual(['%E4%B8%89']);
    expect(find('<a href="?n=%D5%C5%C8%FD1">', '三')[0]!.pieces).toEqual(['%C8%FD']);
  });

  test('skips values that hold nothing', () => {
    const { segments } = extractHtml('<p class="a1" style="width:100px;height:2000px" width=100>a</p>');
    expect(segments.map((segment) => segment.channel)).toEqual(['body']);
  });

  test('names attachments and pages without text', () => {
    expect(extractHtml('<a href="/a/名单.xls">a</a><a href="b.html">').links).toEqual(['/a/名单.xls']);
    expect(extractHtml('<div id=app></div><script src=a.js></script>').unread).toEqual([
      { part: '', code: 'html/no-text' },
    ]);
    expect(extractHtml('<p>a</p><script>f()</script>').unread).toEqual([]);
    expect(extractHtml('').segments).toEqual([]);
  });

  test('nests no deeper than its bound', () => {
    let source = `<p>${ID}</p>`;
    for (let i = 0; i < 8; i++) {
      source = `<iframe srcdoc="${source.replaceAll('&', '&amp;').replaceAll('"', '&quot;')}"></iframe>`;
    }
    expect(find(source, ID).length).toBeGreaterThan(0);
  });
});

describe('bytes', () => {
  const gbk = (text: Uint8Array): Promise<string> =>
    format.extract({ name: 'a.html', bytes: text }, context).then(({ charset }) => charset ?? '');

  test('a GBK page, and a UTF-8 page that says gb2312', async () => {
    const zhang = Uint8Array.from([0xd5, 0xc5, 0xc8, 0xfd]);
    const head = new TextEncoder().encode('<meta charset=gb2312><p>');
    expect(await gbk(Uint8Array.from([...head, ...zhang]))).toBe('gb18030');
    const wrong = new TextEncoder().encode(`<meta charset=gb2312><p>张三${ID}`);
    const extraction = await format.extract({ name: 'a.html', bytes: wrong }, context);
    expect(extraction.charset).toBe('utf-8');
    expect(extraction.diagnostics.map(({ code }) => code)).toEqual(['html/encoding-mislabelled']);
    expect(extraction.segments[0]!.text).toContain(`张三${ID}`);
  });
});

describe('hostile pages stay linear', () => {
  test.each([
    ['formatting around tables', '<font><nobr><table>x'],
    ['unclosed paragraphs', '<b><p>'],
    ['nested blocks', '<div>1'],
    ['nested tables', '<table><tr><td>1'],
    ['unclosed items', '<li><span hidden>'],
    ['wide cells', '<tr><td rowspan=9 colspan=1000>1'],
    ['ampersands', '&<p title=&>'],
    ['scripts', '<script>1</script>'],
    ['comments', '<!--1a@<b>-->'],
    ['stray end tags', '</div></p></td>'],
    ['foreign content', '<svg><mi>'],
    ['references', '&#49'],
  ])('%s', (_name, unit) => {
    const started = process.cpuUsage();
    extractHtml(unit.repeat(40_000));
    expect(process.cpuUsage(started).user).toBeLessThan(3_000_000);
  });

  test('one cut attribute of a megabyte', () => {
    expect(extractHtml(`<p title="${'1'.repeat(1_000_000)}`).segments[0]!.channel).toBe('attribute');
  });
});
