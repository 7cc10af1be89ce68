import { describe, expect, test } from 'vitest';
import { extractHtml } from './index.js';

/** Synthetic: a birth year of 1901. */
const ID = '110101190103070018';

/** Channels of the places where the value stands in running text. */
function channels(source: string): string[] {
  return extractHtml(source).segments.flatMap(({ text, map }) => {
    const at = text.indexOf(ID);
    return at < 0 ? [] : map.locate(at, at + ID.length).map(({ channel }) => channel);
  });
}

const sheet = (css: string, body: string): string => `<!doctype html><style>${css}</style><body>${body}`;

describe('letters in the colour of their ground', () => {
  test.each([
    ['on the page', `<p style="color:#fff">${ID}`],
    ['nearly', `<p style="color:#fefefe">${ID}`],
    ['in other words', `<p style="color:RGB(255, 255, 255)">${ID}`],
    ['as hue', `<p style="color:hsl(0,0%,100%)">${ID}`],
    ['of <font>', `<font color=white>a<b>${ID}</b></font>`],
    ['of <font> without a mark', `<font color=FFFFFF>${ID}</font>`],
    ['on the ground of a row', `<table><tr bgcolor="#003366"><td><font color="#036">${ID}</font>`],
    ['on the ground of a table', `<table bgcolor=navy><tr><td style="color:navy">${ID}`],
    ['on the ground of the body', `<body bgcolor="#eeeeee"><div><p style="color:#eee">${ID}`],
    ['of the body', `<body text=black bgcolor=black><p>${ID}`],
    [
      'on the style of a block outside',
      `<div style="background:#036"><p>a<span style="color:#003366">${ID}</span>`,
    ],
    ['inherited into a ground', `<div style="color:red"><p style="background:red">${ID}`],
    ['by a class', sheet('.w{color:#fff}', `<p class="a w">${ID}`)],
    [
      'by two classes, one of them the ground',
      sheet('.g{background:#036}.w{color:#036}', `<div class=g><p class=w>${ID}`),
    ],
    ['inside another', sheet('.box p span{color:white}', `<div class=box><p><span>${ID}`)],
    ['directly inside another', sheet('.box>span{color:white}', `<div class=box><span>${ID}`)],
    ['a weaker colour behind it', sheet('p.w{color:#fff}p{color:#000}', `<p class=w>${ID}`)],
    ['!important over the own style', sheet('p{color:#fff!important}', `<p style="color:red">${ID}`)],
    ['a link', `<a href=x style="color:#fff">${ID}</a>`],
    ['clear letters', `<p style="color:rgba(0,0,0,0)">${ID}`],
    [
      'its own ground over a picture',
      `<div style="background:url(a.png)"><p style="background:#fff;color:#fff">${ID}`,
    ],
    [
      'beside a shadow taken away',
      `<div style="text-shadow:1px 1px #000"><p style="text-shadow:none;color:#fff">${ID}`,
    ],
    ['in a frame of its own', `<iframe srcdoc="<p style='color:#fff'>${ID}</p>"></iframe>`],
    [
      'own ground on a page with sheets that were not read',
      `<link rel=stylesheet href=a.css><p style="background:#fff"><span style="color:#fff">${ID}</span>`,
    ],
    [
      'own letters and ground of a class, behind a sheet that was not read',
      `<link rel=stylesheet href=a.css><style>.w{color:#fff;background:#fff}</style><p class=w>${ID}`,
    ],
    [
      'own style of a classed element, both said',
      `<p class=x style="color:#fff;background-color:#fff">${ID}</p><link rel=stylesheet href=a.css>`,
    ],
    [
      'ground of a class behind a sheet that was not read, letters of a plain element',
      `<link rel=stylesheet href=a.css><style>.g{background:#036}</style><div class=g><p><font color="#003366">${ID}`,
    ],
    [
      'letters by an id in a class, ground of the id',
      `<link rel=stylesheet href=a.css><style>.g #w{color:#fff}#w{background:#fff}</style><div class=g><h2 id=w>${ID}`,
    ],
    [
      '!important, before a sheet that was not read',
      `<style>.w{color:#fff!important;background:#fff!important}</style><link rel=stylesheet href=a.css><p class=w>${ID}`,
    ],
  ])('%s: hidden', (_name, source) => {
    expect(channels(source)).toEqual(['hidden']);
  });

  test.each([
    ['on a coloured header', `<div style="background:#036"><h1 style="color:#fff">${ID}`],
    [
      'on a coloured header of a class',
      sheet('.top{background-color:#036}.top h1{color:#fff}', `<div class=top><h1>${ID}`),
    ],
    ['on a picture', `<div style="background:url(a.png)"><h1 style="color:#fff">${ID}`],
    ['on a picture and white', `<div style="background:#fff url(a.png)"><h1 style="color:#fff">${ID}`],
    [
      'on a gradient',
      sheet('.top{background:linear-gradient(#036,#069)}', `<div class=top style="color:#fff">${ID}`),
    ],
    [
      'on the picture of an attribute',
      `<table background=a.png bgcolor=white><tr><td style="color:white">${ID}`,
    ],
    [
      'on a dark cell of a white table',
      `<table bgcolor=white><tr><td bgcolor=#003366><font color=white>${ID}`,
    ],
    ['on a variable', `<div style="background:var(--x)"><h1 style="color:#fff">${ID}`],
    ['in a variable', sheet('p{color:var(--x)}', `<p>${ID}`)],
    ['on a veil', `<div style="background:rgba(0,0,0,.5)"><h1 style="color:#fff">${ID}`],
    ['placed over something', `<div><img src=a.png><h1 style="position:absolute;left:0;color:#fff">${ID}`],
    ['over something placed', `<div><img src=a.png style="position:absolute"><h1 style="color:#fff">${ID}`],
    ['drawn up over something', `<img src=a.png><h1 style="margin-top:-60px;color:#fff">${ID}`],
    ['with a shadow', `<h1 style="color:#fff;text-shadow:0 0 3px #000">${ID}`],
    ['with letters filled otherwise', `<h1 style="color:#fff;-webkit-text-fill-color:red">${ID}`],
    [
      'on the page of a sheet that was not read',
      `<link rel=stylesheet href=a.css><h1 style="color:#fff">${ID}`,
    ],
    [
      'on a class of a sheet that was not read',
      `<link rel=stylesheet href=a.css><div style="background:#fff"><div class=top><p style="color:#fff">${ID}`,
    ],
    [
      'a class before a sheet that was not read',
      `<style>.w{color:#fff;background:#fff}</style><link rel=stylesheet href=a.css><p class=w>${ID}`,
    ],
    [
      'a class between two sheets that were not read',
      `<link rel=stylesheet href=a.css><style>.w{color:#fff;background:#fff}</style><link rel=stylesheet href=b.css><p class=w>${ID}`,
    ],
    [
      'a class with letters alone, whose ground a sheet may paint that was not read',
      `<link rel=stylesheet href=a.css><style>.g{background:#fff}.w{color:#fff}</style><div class=g><p class=w>${ID}`,
    ],
    [
      'a class on a page that a sheet may paint that was not read',
      `<link rel=stylesheet href=a.css><style>.w{color:#fff}</style><p class=w>${ID}`,
    ],
    [
      'a heading by its name, which such a sheet may paint with more weight',
      `<link rel=stylesheet href=a.css><style>h2{color:#fff;background:#fff}</style><h2 class=x>${ID}`,
    ],
    ['on a page of an imported sheet', sheet('@import url(a.css);', `<h1 style="color:#fff">${ID}`)],
    ['a link in white text', `<p style="color:#fff"><a href=x>${ID}</a>`],
    ['a table in white text of an old page', `<font color=white><table><tr><td>${ID}`],
    ['a stronger colour', sheet('#a{color:#000}.w{color:#fff}', `<p id=a class=w>${ID}`)],
    ['the own style over a class', sheet('.w{color:#fff}', `<p class=w style="color:#000">${ID}`)],
    ['a dark inner element', `<p style="color:#fff"><b style="color:#000">${ID}</b>`],
    ['while the mouse is on it', sheet('p:hover{color:#fff}', `<p>${ID}`)],
    ['on paper', sheet('@media print{p{color:#fff}}', `<p>${ID}`)],
    ['on paper, as an attribute', `<style media=print>p{color:#fff}</style><p>${ID}`],
    ['on narrow screens', sheet('@media (max-width:600px){p{color:#fff}}', `<p>${ID}`)],
    ['without scripts', `<noscript><style>p{color:#fff}</style></noscript><p>${ID}`],
    ['on some rows', sheet('p{color:#fff}p:nth-child(2n){background:#036}', `<p>${ID}`)],
    ['behind a neighbour', sheet('p{color:#fff}h1+p{background:#036}', `<p>${ID}`)],
    ['with an attribute', sheet('p{color:#fff}[data-x]{background:#036}', `<p>${ID}`)],
    ['on a page that paints its letters', sheet('body{background:#036;color:#fff}', `<p>${ID}`)],
    ['in another element', sheet('.box p{color:#fff}', `<div class=box></div><p>${ID}`)],
    ['deeper than directly inside', sheet('.box>b{color:#fff}', `<div class=box><i><b>${ID}`)],
    ['behind the end of the block that hid it', `<div style="color:#fff">a</div><p>${ID}`],
    ['behind the end of <font>, in its block', `<font color=white>a<div>b</font>${ID}</div>`],
    ['in a field', `<textarea style="background:#036;color:#fff">${ID}</textarea>`],
    ['marked', `<mark style="color:#fff">${ID}</mark>`],
    ['drawn', `<svg style="color:#fff"><text>${ID}</text></svg>`],
  ])('%s: seen', (_name, source) => {
    expect(channels(source)).toEqual(['body']);
  });
});

describe('boxes and letters that are not shown', () => {
  test.each([
    ['a descendant', sheet('.a .b{display:none}', `<div class=a><p><span class=b>${ID}`)],
    ['a group', sheet('h1,.x>p , h2{visibility:hidden}', `<div class=x><p>${ID}`)],
    ['a compound', sheet('p.a.b#c{opacity:0}', `<p class="b a" id=c>${ID}`)],
    ['a screen', sheet('@media screen and (min-width:800px){.a b{display:none}}', `<p class=a><b>${ID}`)],
    ['a layer', sheet('@layer x{@supports (a:b){.a b{display:none}}}', `<p class=a><b>${ID}`)],
    ['a rule behind a block', sheet('@media print{b{color:red}}.a b{display:none}', `<p class=a><b>${ID}`)],
    ['size 0 inherited', sheet('.a p{font-size:0}', `<div class=a><p><b>${ID}`)],
    ['size 0 by the shorthand', `<p style="font:0/0 a"><b>${ID}`],
    ['1 px', sheet('.a p{font-size:1px}', `<div class=a><p>${ID}`)],
    ['a tenth of 8 px', `<div style="font-size:8px"><p style="font-size:10%">${ID}`],
    ['far to the left', sheet('.a p{position:absolute;left:-9999px}', `<div class=a><p>${ID}`)],
    ['far by inset', `<p style="position:fixed;inset:-9999px auto auto -9999px">${ID}`],
    ['far by its indent', sheet('.a{text-indent:-9999px}', `<div class=a><p>${ID}`)],
    ['clipped', sheet('.a p{position:absolute;clip:rect(0 0 0 0)}', `<div class=a><p>${ID}`)],
    ['a point', sheet('.a p{width:1px;height:1px;overflow:hidden}', `<div class=a><p>${ID}`)],
    ['!important', sheet('.a p{display:none!important}', `<div class=a><p style="display:block">${ID}`)],
  ])('%s: hidden', (_name, source) => {
    expect(channels(source)).toEqual(['hidden']);
  });

  test.each([
    [
      'shown by the rule of a place',
      sheet('.tab{display:none}.on .tab{display:block}', `<div class=on><div class=tab>${ID}`),
    ],
    ['shown in a hidden block', `<div style="visibility:hidden"><p style="visibility:visible">${ID}`],
    ['letters of their own size', `<div style="font-size:0"><p style="font-size:14px">${ID}`],
    ['shown by !important', sheet('.h{display:block!important}', `<p class=h style="display:none">${ID}`)],
    ['the first of them', sheet('.tab{display:none}.tab:first-child{display:block}', `<div class=tab>${ID}`)],
    [
      'a class of a sheet that is for printers',
      `<style media=print>.h{display:none}</style><p class=h>${ID}`,
    ],
    ['a page that its script shows', sheet('body{visibility:hidden}', `<p>${ID}`)],
  ])('%s: seen', (_name, source) => {
    expect(channels(source)).toEqual(['body']);
  });

  test('a value of which a part is hidden', () => {
    const source = `<p>${ID.slice(0, 6)}<span style="color:#fff">${ID.slice(6)}</span>`;
    expect(channels(source)).toEqual(['body', 'hidden']);
  });
});

describe('a hostile page', () => {
  const spent = (source: string): number => {
    const start = process.cpuUsage().user;
    channels(source);
    return (process.cpuUsage().user - start) / 1000;
  };
  const many = (count: number, unit: (i: number) => string): string =>
    Array.from({ length: count }, (_, i) => unit(i)).join('');

  test.each<[string, () => string]>([
    [
      '100,000 rules for 100,000 elements',
      () =>
        sheet(
          many(100_000, (i) => `.c${i}{color:#fff}`),
          many(100_000, (i) => `<p class=c${i}>a`),
        ),
    ],
    [
      '19,000 rules of one class',
      () =>
        sheet(
          many(19_000, (i) => `.a{top:${i}px}`),
          many(100_000, (i) => `<p class=a id=i${i}>a`),
        ),
    ],
    [
      '19,000 rules for any element',
      () =>
        sheet(
          many(19_000, () => '*{color:red}'),
          many(100_000, (i) => `<x${i}>a</x${i}>`),
        ),
    ],
    [
      'long chains in deep blocks',
      () =>
        sheet(
          many(2000, () => '.a .a .a .a .a .a .b{color:red}'),
          '<div class=a>'.repeat(50_000),
        ),
    ],
    ['<font> around blocks', () => '<font color=red><div>a</font>'.repeat(20_000)],
    [
      '100,000 styles',
      () => many(100_000, (i) => `<p style="color:#${(i % 4096).toString(16)};top:${i}px">a`),
    ],
    ['deep blocks with styles', () => many(100_000, (i) => `<div style="top:${i}px">`)],
    ['classes without end', () => sheet('.a .b{display:none}', `<p class="${'a '.repeat(1_000_000)}">`)],
  ])('%s: bounded', (_name, source) => {
    expect(spent(`${source()}<p>${ID}`)).toBeLessThan(4000);
  });
});
