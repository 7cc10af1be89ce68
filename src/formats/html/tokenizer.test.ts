import { Tokenizer as Oracle, QuoteType } from 'htmlparser2';
import { describe, expect, test } from 'vitest';
import { platform } from '#platform';
import type { ElementKind } from './elements.js';
import type { StartTag } from './start-tag.js';
import { Tokenizer, type TokenSink } from './tokenizer.js';

type Token = readonly [kind: string, ...ranges: (number | string)[]];

const FOREIGN = /^(?:svg|math)$/;

/** Tokens of ours; text in one piece, the attributes of a tag that the end cuts at the end. */
function ours(source: string, xhtml: boolean): Token[] {
  const tokens: Token[] = [];
  let foreign = 0;
  const attributes = (tag: StartTag): string =>
    Array.from(
      { length: tag.count },
      (_, i) => `${tag.nameOf(i)}:${tag.hasValue(i) ? `${tag.starts[i]}-${tag.ends[i]}` : 'none'}`,
    ).join(' ');
  const sink: TokenSink = {
    get foreign() {
      return foreign > 0;
    },
    text: (start, end) => void tokens.push(['text', start, end]),
    open(tag, selfClosing) {
      if (FOREIGN.test(tag.kind.name)) foreign++;
      tokens.push(['open', tag.kind.name, attributes(tag), String(selfClosing)]);
    },
    close({ name }: ElementKind) {
      if (FOREIGN.test(name) && foreign > 0) foreign--;
      tokens.push(['close', name]);
    },
    comment: (start, end) => void tokens.push(['comment', start, end]),
    cdata: (start, end) => void tokens.push(['cdata', start, end]),
  };
  const tokenizer = new Tokenizer(source, platform.units(source), sink, { xhtml });
  tokenizer.run();
  if (tokenizer.cut) tokens.push(['cut', attributes(tokenizer.tag)]);
  return joined(tokens);
}

/** The same of htmlparser2's tokenizer. */
function oracle(source: string, xhtml: boolean): Token[] {
  const tokens: Token[] = [];
  let foreign = 0;
  let name = '';
  let attribute = '';
  let attributes: string[] = [];
  let inTag = false;
  const open = (selfClosing: boolean): void => {
    if (FOREIGN.test(name)) foreign++;
    tokens.push(['open', name, attributes.join(' '), String(selfClosing)]);
    inTag = false;
  };
  const tokenizer = new Oracle(
    { decodeEntities: false, recognizeSelfClosing: xhtml },
    {
      onopentagname(start, end) {
        name = source.slice(start, end).toLowerCase();
        attributes = [];
        inTag = true;
      },
      onattribname: (start, end) => void (attribute = source.slice(start, end).toLowerCase()),
      onattribdata: (start, end) => void attributes.push(`${attribute}:${start}-${end}`),
      onattribend(quote) {
        if (quote === QuoteType.NoValue) attributes.push(`${attribute}:none`);
      },
      onattribentity() {},
      onopentagend: () => open(false),
      onselfclosingtag: () => open(true),
      onclosetag(start, end) {
        const ended = source.slice(start, end).toLowerCase();
        if (FOREIGN.test(ended) && foreign > 0) foreign--;
        tokens.push(['close', ended]);
      },
      ontext(start, end) {
        // Version 12.0.0: -1 when the text ends inside an end tag, and a cut `<scr` as text.
        if (start >= 0 && !(start > 0 && end === source.length && isCutName(source, start, tokens)))
          tokens.push(['text', start, end]);
      },
      ontextentity() {},
      oncomment: (start, end, trailer) => void tokens.push(['comment', start, end - trailer]),
      oncdata: (start, end, trailer) => void tokens.push(['cdata', start, end - trailer]),
      ondeclaration() {},
      onprocessinginstruction() {},
      onend() {},
      isInForeignContext: () => foreign > 0,
    },
  );
  tokenizer.write(source);
  tokenizer.end();
  if (inTag) tokens.push(['cut', attributes.join(' ')]);
  return joined(tokens);
}

/** Whether the text that starts there is the name of a tag that the end cut. */
function isCutName(source: string, start: number, tokens: readonly Token[]): boolean {
  const last = tokens.at(-1);
  const before = last !== undefined && last[0] === 'text' && last[2] === start;
  return source[start - 1] === '<' && !before && /^[a-z]*$/i.test(source.slice(start));
}

function joined(tokens: readonly Token[]): Token[] {
  const result: Token[] = [];
  for (const token of tokens) {
    const last = result.at(-1);
    if (token[0] === 'text' && last?.[0] === 'text' && last[2] === token[1]) {
      result[result.length - 1] = ['text', last[1]!, token[2]!];
    } else result.push(token);
  }
  return result;
}

/** Pieces that hostile and careless pages are made of. */
const PIECES = [
  ...[
    '<',
    '<<',
    '</',
    '>',
    '/>',
    '!',
    '-',
    '--',
    '-->',
    '<!--',
    '--!>',
    '<!-->',
    '<!--->',
    '<![CDATA[',
    ']]>',
    ']]',
  ],
  ...[
    '<?',
    '?>',
    '<!doctype html>',
    '<!DOCTYPE ',
    '<!d',
    '<!-x>',
    '<!>',
    '</>',
    '</ p>',
    '<3',
    '=',
    '"',
    "'",
    '`',
    '/',
  ],
  ...[
    ' ',
    '\n',
    '\t',
    '\r\n',
    '\f',
    '\0',
    '\u00a0',
    'a',
    'B',
    '张三',
    '138',
    '１３８',
    '\ud800',
    '\u0130',
    '\u212a',
  ],
  ...[
    '<b>',
    '</b>',
    '<BR/>',
    '<p title="x>y">',
    "<p a='\"' b>",
    '<p a=b/>',
    '<p a==b>',
    '<p =x>',
    '<p a = "c" d>',
  ],
  ...[
    '<p a="1"b=\'2\'>',
    '<p/ a>',
    '<p / >',
    '<p title="',
    '<p title=',
    '<p title',
    '<p ',
    '<p',
    '</p a="1>2">',
    '</p',
  ],
  ...[
    '<script>',
    '<SCRIPT src=x>',
    '<script/>',
    '</scr',
    '</script',
    '</script >',
    '</SCRIPT/x>',
    '</scriptx>',
  ],
  ...[
    '<style>',
    '</style>',
    '<title>',
    '</title>',
    '<textarea a>',
    '</textarea>',
    '<xmp>',
    '</xmp>',
    '<iframe>',
  ],
  ...[
    '</iframe>',
    '<noembed>',
    '</noembed>',
    '<noframes>',
    '</noframes>',
    '<plaintext>',
    '<svg>',
    '</svg>',
    '<math/>',
  ],
  ...['<stylex>', '<titl>', '<x-y:z a.b@c=d>', '&lt;', '&'],
];

describe('tokens', () => {
  test.each([false, true])('are those of htmlparser2 on any input, XHTML: %s', (xhtml) => {
    let state = 20261127;
    const random = (below: number): number => {
      state = (Math.imul(state, 1103515245) + 12345) & 0x7fffffff;
      return (state >> 8) % below;
    };
    for (let round = 0; round < 6000; round++) {
      const count = 1 + random(round % 3 === 0 ? 40 : 8);
      const source = Array.from({ length: count }, () => PIECES[random(PIECES.length)]).join('');
      expect(ours(source, xhtml), JSON.stringify(source)).toEqual(oracle(source, xhtml));
    }
  });

  test('lone delimiters are text', () => {
    expect(ours('a < b </ <3 <', false)).toEqual([
      ['text', 0, 6],
      ['comment', 8, 13],
    ]);
    expect(ours('1<2&<>', false)).toEqual([['text', 0, 6]]);
    expect(ours('x</', false)).toEqual([['text', 0, 3]]);
  });

  test.each([
    '<',
    '<<a',
    '<a ',
    '<a b',
    '<a b="',
    '<!--',
    '<!--a-',
    '--!',
    '</script',
    '<script></scr',
    '<![CDATA[',
    '<![CDATA[]]',
    '<title>',
    '</a b ',
    '<!d',
    '<?',
    '&#1',
  ])('a megabyte of %j takes linear time', (unit) => {
    const source = unit.repeat(Math.ceil(1_000_000 / unit.length));
    expect(ours(source, false).length).toBeLessThanOrEqual(source.length);
    expect(ours(`<script>${source}`, false).length).toBeLessThanOrEqual(source.length);
  });
});
