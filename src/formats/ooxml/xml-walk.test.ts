import { Tokenizer } from 'htmlparser2';
import { describe, expect, test } from 'vitest';
import { walkXml, type XmlAttribute, type XmlHandler } from './xml-walk.js';

const SEAM = 12;
const NAME_DIGITS = 7;

/** The same walk by the tokens of htmlparser2. */
function oracle(source: string, handler: XmlHandler): number | undefined {
  const stack: string[] = [];
  /** How often a name is open: an end tag without a start must not search the whole stack. */
  const open = new Map<string, number>();
  let fault: number | undefined;
  let reached = 0;
  let tagStart = 0;
  let tag = '';
  let attributes: XmlAttribute[] = [];
  let attribute = '';
  let valueStart = -1;
  let inTag = false;

  const local = (start: number, end: number): string => {
    const name = source.slice(start, end);
    if (end - start > NAME_DIGITS && /[0-9]{7}/.test(name)) handler.rest(start, end);
    return name.slice(name.lastIndexOf(':') + 1);
  };
  const seam = (start: number): void => {
    if (start - reached > SEAM) handler.rest(reached, start);
  };
  const pop = (): void => {
    const name = stack.pop()!;
    open.set(name, open.get(name)! - 1);
    handler.close(name);
  };
  const opened = (end: number, empty: boolean): void => {
    seam(end);
    reached = end + 1;
    inTag = false;
    stack.push(tag);
    open.set(tag, (open.get(tag) ?? 0) + 1);
    handler.open(tag, attributes, tagStart, end + 1);
    if (empty) pop();
  };

  const tokenizer = new Tokenizer(
    { xmlMode: true, decodeEntities: false },
    {
      onopentagname(start, end) {
        seam(start - 1);
        tagStart = start - 1;
        tag = local(start, end);
        attributes = [];
        inTag = true;
        reached = end;
      },
      onattribname(start, end) {
        seam(start);
        attribute = local(start, end);
        valueStart = -1;
        reached = end;
      },
      onattribdata(start, end) {
        if (valueStart < 0) valueStart = start;
        reached = end;
      },
      onattribend(_quote, end) {
        if (valueStart >= 0) attributes.push({ name: attribute, start: valueStart, end: reached });
        reached = Math.max(reached, Math.min(end, source.length));
      },
      onattribentity() {},
      onopentagend: (end) => opened(end, false),
      onselfclosingtag: (end) => opened(end, true),
      onclosetag(start, end) {
        seam(start - 2);
        reached = end;
        const name = local(start, end);
        if ((open.get(name) ?? 0) === 0) {
          fault ??= start;
          return;
        }
        if (stack.at(-1) !== name) fault ??= start;
        while (stack.at(-1) !== name) pop();
        pop();
      },
      ontext(start, end) {
        if (start < reached) {
          // After an end tag the tokenizer skips to `>` without a word.
          start = reached;
        }
        seam(start);
        handler.text(start, end, false);
        reached = end;
      },
      ontextentity() {},
      oncdata(start, end, trailer) {
        seam(start - 9);
        handler.text(start, end - trailer, true);
        reached = end + 1;
      },
      oncomment(start, end, trailer) {
        seam(start - 4);
        handler.rest(start, end - trailer);
        reached = end + 1;
      },
      ondeclaration(start, end) {
        seam(start);
        handler.rest(start, end);
        fault ??= start;
        reached = end + 1;
      },
      onprocessinginstruction(start, end) {
        seam(start);
        handler.rest(start, end);
        reached = end + 2;
      },
      onend() {},
    },
  );
  tokenizer.write(source);
  tokenizer.end();
  // The tokenizer drops a tag that the end of the file cuts.
  if (inTag) reached = tagStart;
  if (source.length - reached > 1) {
    if (source.slice(reached).trim().length > 1) {
      handler.rest(reached, source.length);
      fault ??= reached;
    }
  }
  if (stack.length > 0) fault ??= source.length;
  while (stack.length > 0) pop();
  return fault;
}

type Event = readonly [kind: string, ...values: (string | number | boolean)[]];

/** What a walk tells, text in one piece. */
function events(walk: typeof walkXml, source: string): Event[] {
  const found: Event[] = [];
  const fault = walk(source, {
    open: (name, attributes, start, end) =>
      void found.push(['open', name, JSON.stringify(attributes), start, end]),
    close: (name) => void found.push(['close', name]),
    text(start, end, raw) {
      const last = found.at(-1);
      if (!raw && last?.[0] === 'text' && last[2] === start)
        found[found.length - 1] = ['text', last[1]!, end];
      else found.push([raw ? 'cdata' : 'text', start, end]);
    },
    rest: (start, end) => void found.push(['rest', start, end]),
  });
  return [...found, ['fault', fault ?? -1]];
}

const PIECES = [
  ...[
    '<',
    '</',
    '>',
    '/>',
    '</>',
    '</ a>',
    '< a>',
    '<//a>',
    '<!',
    '<!-',
    '<!--',
    '-->',
    '--!>',
    '--',
    '<!-->',
    '-',
  ],
  ...[
    '<![CDATA[',
    ']]>',
    ']]',
    '<![x]>',
    '<!DOCTYPE a [<!ENTITY b "c">]>',
    '<!>',
    '<?xml version="1.0"?>',
    '<?',
    '?>',
    '??>',
  ],
  ...[
    '<a>',
    '</a>',
    '<w:a>',
    '</w:a>',
    '<b/>',
    '<b />',
    '<b/ >',
    '<c x="1>2" y=\'3\'>',
    '</c>',
    '<c x=1 y>',
    '<c x =\n"2"/>',
  ],
  ...[
    '<c x="',
    '<c x',
    '<c ',
    '<c',
    '</c',
    '</c ',
    '<x13800138000>',
    '</x13800138000 y="12345678901234">',
    '<c a1234567="">',
  ],
  ...[
    '<13800138000/>',
    '<<a>',
    '<=>',
    '=',
    '"',
    "'",
    ' ',
    '\n',
    'text',
    '\u5f20\u4e09',
    '13800138000',
    '&lt;',
    '\0',
    '/',
  ],
  ...['<c  x="1"    \n      \t        y="2"    13800138000     >', '<b></b>', '<a><b></a>', ']]>]]>'],
];

describe('a walk', () => {
  test('tells the same as one by htmlparser2, on any input', () => {
    let state = 20261127;
    const random = (below: number): number => {
      state = (Math.imul(state, 1103515245) + 12345) & 0x7fffffff;
      return (state >> 8) % below;
    };
    for (let round = 0; round < 10_000; round++) {
      const count = 1 + random(round % 3 === 0 ? 40 : 8);
      const source = Array.from({ length: count }, () => PIECES[random(PIECES.length)]).join('');
      // There the tokenizer gives the slash of a tag that the end cuts as text.
      if (/<[^>]*\/\s*$/.test(source)) continue;
      expect(events(walkXml, source), JSON.stringify(source)).toEqual(events(oracle, source));
    }
  });

  test('goes on where the handler says', () => {
    const source = '<a><b>1</b><b>2</b></a>';
    const seen: string[] = [];
    walkXml(source, {
      open: (name) => void seen.push(name),
      close: (name) => void seen.push(`/${name}`),
      text: (start, end) => void seen.push(source.slice(start, end)),
      rest: (start, end) => void seen.push(`rest ${source.slice(start, end)}`),
      skip: (at) => (at === 3 ? source.indexOf('<b>2') : at),
    });
    expect(seen).toEqual(['a', 'b', '2', '/b', '/a']);
  });

  test.each([
    '<',
    '<a ',
    '<a b="',
    '<!',
    '<!--',
    '--',
    '<![CDATA[',
    ']]',
    '<?',
    '</a',
    '</a>',
    '<a>',
    '</',
    '<a/',
    '<!-',
  ])('takes linear time for a megabyte of %j', (unit) => {
    const source = unit.repeat(Math.ceil(1_000_000 / unit.length));
    let calls = 0;
    const count = (): void => void calls++;
    walkXml(source, { open: count, close: count, text: count, rest: count });
    expect(calls).toBeLessThanOrEqual(source.length);
  });
});
