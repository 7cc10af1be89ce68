/** Styles of the reports for people. Contrast is 4.5 : 1 or more in both schemes (WCAG 2.2, 1.4.3). */

const COLORS = `
:root { color-scheme: light dark; --ink: #1b1f24; --paper: #ffffff; --soft: #f4f6f8; --line: #c9d1d9; --dim: #57606a;
  --leak: #b42318; --warn: #8a4b00; --calm: #35507a; --this: #ffe08a; --other: #e3e8ee; --focus: #0b57d0; --loud: #fff1f0; }
@media (prefers-color-scheme: dark) { :root { --ink: #e6e9ed; --paper: #15181c; --soft: #1e2329; --line: #3d444d;
  --dim: #a3adb8; --leak: #ff9c94; --warn: #f0b429; --calm: #9dbdf0; --this: #6b5200; --other: #33404f; --focus: #8ab4f8; --loud: #3a1a18; } }
* { box-sizing: border-box; }
body { margin: 0; background: var(--paper); color: var(--ink); line-height: 1.55;
  font-family: system-ui, "PingFang SC", "Microsoft YaHei", "Noto Sans CJK SC", "Noto Sans SC", "WenQuanYi Micro Hei", sans-serif; }
table { border-collapse: collapse; }
th, td { text-align: start; vertical-align: top; padding: .35em .7em; border-block-end: 1px solid var(--line); overflow-wrap: anywhere; }
th { font-weight: 600; white-space: nowrap; }
td.number, th.number { text-align: end; font-variant-numeric: tabular-nums; white-space: nowrap; }
:focus-visible { outline: 3px solid var(--focus); outline-offset: 2px; }
`;

/** The report on a scan. */
export const PAGE_STYLE: string = `${COLORS}
.skip { position: absolute; inset-inline-start: -99em; }
.skip:focus { position: static; }
header, main, footer { padding: 0 1.5rem; max-width: 110rem; margin: 0 auto; }
h1 { font-size: 1.6rem; margin: 1.2rem 0 .4rem; }
h2 { font-size: 1.2rem; margin: 1.6rem 0 .6rem; }
h3, h4 { margin: .2rem 0 .5rem; font-size: 1.05rem; }
h4 { font-size: .95rem; }
.verdict { font-weight: 700; margin: 0 0 1rem; padding: .6rem .9rem; border-inline-start: .4rem solid var(--calm); background: var(--soft); }
.verdict.block { border-color: var(--leak); color: var(--leak); }
.verdict.review, .verdict.incomplete { border-color: var(--warn); color: var(--warn); }
.loud { border: 2px solid var(--leak); background: var(--loud); border-radius: .4rem; padding: .2rem 1rem .8rem; margin: 1rem 0; }
.loud h2, .loud strong { color: var(--leak); margin-block-start: .6rem; }
.loud .scroll { max-height: 20rem; overflow: auto; background: var(--paper); }
.tiles { display: grid; grid-template-columns: repeat(auto-fit, minmax(9rem, 1fr)); gap: .6rem; margin: 0; }
.tiles div { background: var(--soft); border: 1px solid var(--line); border-radius: .4rem; padding: .5rem .8rem; display: flex; flex-direction: column-reverse; justify-content: flex-end; }
.tiles dt { color: var(--dim); font-size: .85rem; }
.tiles dd { margin: 0; font-size: 1.5rem; font-weight: 700; font-variant-numeric: tabular-nums; }
.tiles .bad dd { color: var(--leak); }
.breakdown { display: grid; grid-template-columns: repeat(auto-fit, minmax(18rem, 1fr)); gap: 1rem; align-items: start; margin-block-start: 1rem; }
.breakdown details { border: 1px solid var(--line); border-radius: .4rem; padding: .2rem .8rem .6rem; }
.breakdown summary { font-weight: 600; padding: .4rem 0; cursor: pointer; }
.breakdown .scroll { max-height: 16rem; overflow: auto; }
.loud table, .breakdown table { width: 100%; font-size: .92rem; }
button { font: inherit; color: inherit; }
.link { background: none; border: 0; padding: 0; color: var(--focus); text-decoration: underline; text-align: start; cursor: pointer; overflow-wrap: anywhere; }
form { display: grid; grid-template-columns: repeat(auto-fit, minmax(13rem, 1fr)); gap: .6rem 1rem; align-items: end;
  background: var(--soft); border: 1px solid var(--line); border-radius: .4rem; padding: .8rem 1rem; margin: 0; }
form label { display: block; font-size: .88rem; color: var(--dim); }
form select, form input:not([type=checkbox]) { width: 100%; font: inherit; color: inherit; background: var(--paper); border: 1px solid var(--dim); border-radius: .3rem; padding: .35rem .5rem; }
form .check { grid-column: 1 / -1; display: flex; gap: .5rem 1rem; align-items: center; flex-wrap: wrap; }
form .check label { display: flex; gap: .4rem; align-items: center; color: inherit; }
form .check .hint { margin: 0; }
.bar button, form button { border: 1px solid var(--dim); background: var(--paper); border-radius: .3rem; padding: .3rem .8rem; cursor: pointer; }
button:disabled { opacity: .55; cursor: default; }
.bar { display: flex; gap: .6rem 1rem; align-items: center; flex-wrap: wrap; margin: .8rem 0; }
.bar p { margin: 0; flex: 1; }
.bar nav { display: flex; gap: .5rem; }
.panes { display: grid; grid-template-columns: minmax(22rem, 5fr) 6fr; gap: 1.2rem; align-items: start; }
#list { list-style: none; margin: 0; padding: 0; max-height: 85vh; overflow: auto; border: 1px solid var(--line); border-radius: .4rem; }
.card { padding: .6rem .8rem; border-block-end: 1px solid var(--line); border-inline-start: .3rem solid var(--line); cursor: pointer; scroll-margin: .5rem; }
.card:has([aria-current]) { background: var(--soft); border-inline-start-color: var(--focus); }
.card p { margin: .1rem 0; font-size: .9rem; overflow-wrap: anywhere; }
.card .meta, .card .why { color: var(--dim); }
.card .open { background: none; border: 0; padding: 0; text-align: start; cursor: pointer; display: inline; overflow-wrap: anywhere; }
.badge { display: inline-block; border: 1px solid currentColor; border-radius: .25rem; padding: 0 .4em; font-size: .85em; font-weight: 600; color: var(--calm); }
.leak .badge { color: var(--leak); }
.weak-mask .badge, .review .badge { color: var(--warn); }
.value { font-family: ui-monospace, "SFMono-Regular", Consolas, "DejaVu Sans Mono", monospace; font-weight: 600; overflow-wrap: anywhere; }
#detail { position: sticky; top: 1rem; max-height: 92vh; overflow: auto; border: 1px solid var(--line); border-radius: .4rem; padding: .8rem 1rem; }
#detail dl { display: grid; grid-template-columns: max-content 1fr; gap: .3rem 1rem; margin: .8rem 0 0; }
#detail dt { color: var(--dim); grid-column: 1; }
#detail dd { margin: 0; grid-column: 2; overflow-wrap: anywhere; }
.context { white-space: pre-wrap; overflow-wrap: anywhere; overflow: auto; max-height: 45vh; background: var(--soft); border: 1px solid var(--line); border-radius: .4rem; padding: .7rem .9rem; margin: 0;
  font-family: ui-monospace, "SFMono-Regular", Consolas, "DejaVu Sans Mono", "WenQuanYi Micro Hei Mono", monospace; font-size: .92rem; tab-size: 4; }
mark { color: inherit; background: var(--other); border-radius: .15rem; }
mark.this { background: var(--this); outline: 2px solid var(--warn); font-weight: 700; }
.hint, footer { color: var(--dim); font-size: .88rem; }
.hint { margin: .2rem 0 .4rem; }
footer { margin-block: 2rem; border-block-start: 1px solid var(--line); padding-block-start: .8rem; }
@media (max-width: 60rem) { .panes { grid-template-columns: 1fr; } #list { max-height: 60vh; } #detail { position: static; max-height: none; } }
@media print {
  :root { color-scheme: light; --ink: #000; --paper: #fff; --soft: #fff; --dim: #333; --leak: #8f1a12; --warn: #6b3a00; --calm: #223a5e; --loud: #fff; }
  form, .bar nav, #detail, .skip { display: none !important; }
  .panes { display: block; }
  #list, .loud .scroll, .breakdown .scroll { max-height: none; overflow: visible; }
  .breakdown details { break-inside: avoid; }
  .card { break-inside: avoid; background: none !important; }
  .link { color: inherit; text-decoration: none; }
}
`;

/** Shares of a table's width in percent; a style attribute would need a looser policy. */
const WIDTHS: string = Array.from(
  { length: 100 },
  (_, index) => `.w${index + 1} { width: ${index + 1}%; }`,
).join(' ');

/** The bulletin: a printed page. */
export const BULLETIN_STYLE: string = `${COLORS}
main { max-width: 72rem; margin: 2rem auto; padding: 0 1.5rem; }
h1 { font-size: 1.7rem; text-align: center; margin: 1rem 0 1.4rem; }
h2 { font-size: 1.25rem; margin: 1.8rem 0 .6rem; }
h3 { font-size: 1.05rem; margin: 1.2rem 0 .4rem; }
p { margin: .4rem 0; text-indent: 2em; }
:lang(en) p { text-indent: 0; }
p.loud { border: 2px solid var(--leak); color: var(--leak); background: var(--loud); font-weight: 600; padding: .5rem .8rem; text-indent: 0; }
p.note { color: var(--dim); font-size: .9rem; text-indent: 0; }
.scroll { overflow-x: auto; }
table { width: 100%; font-size: .93rem; border: 1px solid var(--line); }
th { background: var(--soft); }
th, td { border: 1px solid var(--line); }
table { table-layout: fixed; min-width: 64rem; }
th, th.number { white-space: normal; overflow-wrap: break-word; hyphens: auto; }
th.number, td.number { padding-inline: .4em; }
${WIDTHS}
@media print { @page { size: A4; margin: 20mm 18mm; } main { max-width: none; margin: 0; padding: 0; } table { min-width: 0; } .scroll { overflow: visible; } thead { display: table-header-group; } tr { break-inside: avoid; }
  :root { color-scheme: light; --ink: #000; --paper: #fff; --soft: #eee; --dim: #333; --leak: #8f1a12; --loud: #fff; } }
`;
