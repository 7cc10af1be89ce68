import { describe, expect, test } from 'vitest';
import { createScanner, type GateField, mergeStored, needsStoredDocument } from '../index.js';
import { isRichText } from './rich-text.js';

const ID = '110101190103070018';
const PHONE = '13800138000';
const scanner = createScanner({ today: '2026-11-24' });

async function body(value: unknown): Promise<GateField> {
  const { fields } = await scanner.scanFields({ fields: { body: value } });
  expect(fields.map(({ path }) => path)).toEqual(['body']);
  return fields[0]!;
}

/** What the places cut out of the value: their `part` leads to the string. */
function cut(value: unknown, { findings }: GateField): string[] {
  return findings.map(({ places }) =>
    places
      .map((place) => {
        if (place.kind !== 'text') return '';
        let at = value;
        for (const key of place.part.split('!')[1]!.split('.')) at = (at as Record<string, unknown>)[key];
        return String(at).slice(place.start, place.end);
      })
      .join('|'),
  );
}

const t = (text: string, more: object = {}): object => ({ text, ...more });
const lexical = (...children: unknown[]): object => ({
  root: { type: 'root', format: '', indent: 0, version: 1, direction: 'ltr', children },
});
const lexicalText = (text: string, format = 0): object => ({
  type: 'text',
  text,
  format,
  detail: 0,
  mode: 'normal',
  style: '',
  version: 1,
});
const lexicalBlock = (type: string, ...children: object[]): object => ({ type, version: 1, children });
const doc = (...content: unknown[]): object => ({ type: 'doc', content });
const pm = (type: string, ...content: object[]): object => ({ type, content });
const pmText = (text: string, marks?: object[]): object => ({
  type: 'text',
  text,
  ...(marks ? { marks } : {}),
});

const split = ['身份证号：110101', '19010307', '0018'] as const;
const DOCUMENTS: readonly (readonly [string, unknown])[] = [
  [
    'Lexical',
    lexical(
      lexicalBlock('paragraph', lexicalText(split[0]), lexicalText(split[1], 1), {
        type: 'link',
        fields: { url: 'https://a.example' },
        children: [lexicalText(split[2])],
      }),
    ),
  ],
  ['Slate', [{ type: 'paragraph', children: [t(split[0]), t(split[1], { bold: true }), t(split[2])] }]],
  [
    'Strapi Blocks',
    [
      {
        type: 'paragraph',
        children: [
          { type: 'text', text: split[0] },
          { type: 'text', text: split[1], bold: true },
          { type: 'link', url: 'https://a.example', children: [{ type: 'text', text: split[2] }] },
        ],
      },
    ],
  ],
  [
    'Portable Text',
    [{ _type: 'block', _key: 'a1', children: split.map((text) => ({ _type: 'span', text })) }],
  ],
  [
    'ProseMirror',
    doc(pm('paragraph', pmText(split[0]), pmText(split[1], [{ type: 'bold' }]), pmText(split[2]))),
  ],
  [
    'Quill',
    {
      ops: [
        { insert: split[0] },
        { insert: split[1], attributes: { bold: true } },
        { insert: `${split[2]}\n` },
      ],
    },
  ],
  [
    'Editor.js',
    {
      time: 1,
      blocks: [{ id: 'x', type: 'paragraph', data: { text: `${split[0]}<b>${split[1]}</b>${split[2]}` } }],
    },
  ],
];

describe.each(DOCUMENTS)('%s', (_name, value) => {
  test('a number that marks split is one number, and its places lead back', async () => {
    expect(isRichText(value)).toBe(true);
    const field = await body(value);
    expect(field.verdict).toBe('block');
    expect(cut(value, field)).toEqual(['110101|19010307|0018']);
    expect(field.message).toContain('第1段');
  });

  test('the proposal has the same shape and passes', async () => {
    const before = structuredClone(value);
    const { proposal } = await body(value);
    expect(value).toEqual(before);
    const shape = (json: unknown): string => JSON.stringify(json).replace(/[\d*]/g, '#');
    expect(shape(proposal)).toBe(shape(value));
    const again = await scanner.scanFields({ fields: { body: proposal } });
    expect(again).toMatchObject({ verdict: 'pass', publish: true });
  });

  test('as JSON in a text column', async () => {
    const { verdict, proposal } = await body(JSON.stringify(value));
    expect(verdict).toBe('block');
    expect(isRichText(JSON.parse(proposal as string))).toBe(true);
  });
});

const blocks = (first: string, second: string): readonly (readonly [string, unknown])[] => [
  [
    'Lexical',
    lexical(lexicalBlock('paragraph', lexicalText(first)), lexicalBlock('paragraph', lexicalText(second))),
  ],
  ['Slate', [{ children: [t(first)] }, { children: [t(second)] }]],
  ['ProseMirror', doc(pm('paragraph', pmText(first)), pm('paragraph', pmText(second)))],
  [
    'a nested list',
    lexical(
      lexicalBlock(
        'listitem',
        lexicalText(first),
        lexicalBlock('list', lexicalBlock('listitem', lexicalText(second))),
      ),
    ),
  ],
  ['Editor.js', { blocks: [{ type: 'list', data: { items: [first, second] } }] }],
];

test.each(blocks('第1380013', '8000条'))('two blocks are not one number: %s', async (_name, value) => {
  expect((await body(value)).findings).toEqual([]);
});

const row = (type: string, cell: string, a: string, b: string): object =>
  pm(type, pm(cell, pm('paragraph', pmText(a))), pm(cell, pm('paragraph', pmText(b))));

const TABLES: readonly (readonly [string, unknown])[] = [
  [
    'TipTap',
    doc(
      pm(
        'table',
        row('tableRow', 'tableHeader', '姓名', '银行账号'),
        row('tableRow', 'tableCell', '张三', '0200001909000000011'),
      ),
    ),
  ],
  [
    'Editor.js',
    {
      blocks: [
        {
          type: 'table',
          data: {
            withHeadings: true,
            content: [
              ['姓名', '银行账号'],
              ['张三', '0200001909000000011'],
            ],
          },
        },
      ],
    },
  ],
  [
    'Lexical',
    lexical(
      lexicalBlock(
        'table',
        ...[
          ['姓名', '银行账号'],
          ['张三', '0200001909000000011'],
        ].map((cells) =>
          lexicalBlock(
            'tablerow',
            ...cells.map((text) => lexicalBlock('tablecell', lexicalBlock('paragraph', lexicalText(text)))),
          ),
        ),
      ),
    ),
  ],
];

test.each(TABLES)('the header of a column counts: %s', async (_name, value) => {
  const { findings, message } = await body(value);
  expect(findings.map(({ entity }) => entity)).toEqual(['person-name', 'bank-account']);
  expect(message).toContain('表1第2行第2列');
});

test.each<[string, unknown]>([
  [
    'link of a mark',
    doc(pm('paragraph', pmText('电话', [{ type: 'link', attrs: { href: `tel:${PHONE}` } }]))),
  ],
  ['alternative text', [{ type: 'image', image: { alternativeText: `身份证号 ${ID}` }, children: [t('')] }]],
  [
    'fields of a block',
    lexical({ type: 'block', fields: { note: lexical(lexicalBlock('p', lexicalText(`身份证号：${ID}`))) } }),
  ],
  ['an unknown node', doc({ type: 'card', attrs: { html: `<p>身份证号：${ID}</p>` } })],
  ['a number', doc({ type: 'card', attrs: { phone: 13800138000, label: '家庭电话' } })],
  ['a name of a field', doc({ type: 'card', attrs: { [`身份证号${ID}`]: true } })],
])('outside the running text: %s', async (_name, value) => {
  expect((await body(value)).findings).toHaveLength(1);
});

test('links to attachments', async () => {
  const value = doc(pm('paragraph', pmText('名单', [{ type: 'link', attrs: { href: '/f/a.docx' } }])));
  const { links } = await scanner.scanFields({ fields: { body: value } });
  expect(links).toEqual([{ field: 'body', url: '/f/a.docx', scanned: false }]);
});

test('a document nested too deep is not called clean', async () => {
  let node: object = pmText(`身份证号：${ID}`);
  for (let i = 0; i < 5_000; i++) node = pm('section', node);
  const result = await scanner.scanFields({ fields: { body: doc(node) } });
  expect(result).toMatchObject({ publish: false, incomplete: [{ field: 'body', code: 'gate/too-deep' }] });
});

test('a hundred thousand nodes', async () => {
  const value = doc(...Array.from({ length: 100_000 }, (_, i) => pm('paragraph', pmText(`第${i}条`))));
  const started = process.cpuUsage();
  expect((await scanner.scanFields({ fields: { value } })).publish).toBe(true);
  // CPU time: a loaded machine is no fault of the reader.
  const { user, system } = process.cpuUsage(started);
  expect((user + system) / 1000).toBeLessThan(5_000);
});

test.each([
  ['a list of texts', ['a', 'b']],
  ['a group', { root: 'a', blocks: 3 }],
  ['a list of rows', [{ name: 'a', children: 2 }]],
  ['a list of relations', [{ id: 1, children: [] }]],
])('%s is no rich text', (_name, value) => expect(isRichText(value)).toBe(false));

describe('patches', () => {
  test('a patch without the text needs the stored document', () => {
    expect(needsStoredDocument({ status: 'published' }, ['title', 'body'])).toBe(true);
    expect(needsStoredDocument({ title: 'a', body: undefined }, ['title', 'body'])).toBe(true);
    expect(needsStoredDocument({ title: 'a', body: null }, ['title', 'body'])).toBe(false);
  });

  test('groups are merged, lists and rich text replaced', () => {
    const stored = { title: 'a', meta: { a: 1, b: 2 }, tags: [1, 2], body: doc(pmText('x')) };
    const patch = { title: undefined, meta: { b: 3 }, tags: [3], body: doc(pmText('y')) };
    expect(mergeStored(stored, patch)).toEqual({
      title: 'a',
      meta: { a: 1, b: 3 },
      tags: [3],
      body: patch.body,
    });
  });
});
