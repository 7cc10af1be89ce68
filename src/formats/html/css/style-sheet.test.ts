import { expect, test } from 'vitest';
import { StyleSheets } from './style-sheet.js';

function sheets(css: string): StyleSheets {
  const all = new StyleSheets();
  all.add(css);
  return all;
}

test.each([
  ['a class', '.h{display:none}', 'p', '', 'a h', true],
  ['an id', '#x{visibility:hidden}', 'div', 'x', '', true],
  ['a name and a class', 'td.h{font-size:0}', 'td', '', 'h', true],
  ['the class of another element', 'td.h{font-size:0}', 'p', '', 'h', false],
  ['one of a list', '.a,.b{display:none}', 'p', '', 'b', true],
  ['behind a comment and an import', '@import "x";/* a */.h{display:none}', 'p', '', 'h', true],
  ['shown by a second class', '.tab{display:none}.tab.on{display:block}', 'div', '', 'tab on', false],
  ['shown by a later rule', '.h{display:none}.h{display:block}', 'div', '', 'h', false],
  ['only when printed', '@media print{.h{display:none}}', 'div', '', 'h', false],
  ['inside another element', '.a .h{display:none}', 'div', '', 'h', false],
  ['while the mouse is on it', '.h:hover{display:none}', 'div', '', 'h', false],
])('%s', (_name, css, name, id, classes, hides) => {
  expect(sheets(css).hides(name, id, classes)).toBe(hides);
});

test.each(['a{}', '.a{display:none}', '@media x{', '/*', ',.a', '{', '}', '.a{display:none'])(
  'a megabyte of %s takes linear time',
  (unit) => {
    const start = process.cpuUsage().user;
    const all = sheets(unit.repeat(1_000_000 / unit.length));
    for (let i = 0; i < 10_000; i++) all.hides('p', '', 'a b c');
    expect(process.cpuUsage().user - start).toBeLessThan(3_000_000);
  },
);
