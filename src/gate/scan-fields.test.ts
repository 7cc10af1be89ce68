import { describe, expect, test, vi } from 'vitest';
import { buildDocx } from '../formats/docx/build-docx.js';
import { createScanner, type GateField, type GateResult } from '../index.js';
import { GATE_CODES, GATE_WORDS } from './messages.js';

// Synthetic numbers: born 1901 to 1909, the carrier's own public service number.
const ID = '110101190103070018';
const OTHER = '43062119020815002X';
const PHONE = '13800138000';
const options = { today: '2026-11-24' } as const;
const scanner = createScanner(options);
const english = createScanner({ ...options, locale: 'en' });

const field = (result: GateResult, path: string): GateField =>
  result.fields.find((entry) => entry.path === path)!;
const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);
const raw = /110101190103070018|43062119020815002X|13800138000/;

describe('html', () => {
  const body = `<h1>公示</h1><p>张三，身份证号：110101<b>19010307</b>0018</p>`;

  test('refuses, names the field and proposes a copy in which only the masked characters differ', async () => {
    const result = await scanner.scanFields({ fields: { title: '公示', body }, labels: { body: '正文' } });
    expect(result).toMatchObject({ verdict: 'block', publish: false });
    expect(field(result, 'title')).toMatchObject({ verdict: 'pass', message: '' });
    expect(field(result, 'body').message).toMatch(
      /^正文第2段：身份证号码（110101\*{8}0018），.+请改为 .+ 后再发布。$/,
    );
    expect(result.message).toBe(field(result, 'body').message);
    const proposal = field(result, 'body').proposal as string;
    expect(proposal.replaceAll(/[*]/g, '')).not.toMatch(/0018/);
    expect([...proposal].filter((unit, i) => unit !== body[i] && unit !== '*')).toEqual([]);
    expect(proposal).toHaveLength(body.length);
    const again = await scanner.scanFields({ fields: { body: proposal } });
    expect(again).toMatchObject({ verdict: 'pass', publish: true, message: '' });
  });

  test('places are offsets into the value', async () => {
    const { fields } = await scanner.scanFields({ fields: { body } });
    const finding = fields[0]!.findings.find(({ entity }) => entity === 'resident-id');
    const written = finding!.places.map((place) =>
      place.kind === 'text' ? body.slice(place.start, place.end) : '',
    );
    expect(written.join('')).toBe(ID);
  });

  test('says it in English', async () => {
    const result = await english.scanFields({ fields: { body }, labels: { body: 'Body' } });
    expect(result.message).toMatch(
      /^Body, .*: resident ID number \(110101\*{8}0018\), .+ before publishing\.$/,
    );
  });

  test('a cell of a table is named', async () => {
    const table = `<table><tr><th>姓名</th><th>身份证号</th></tr><tr><td>张三</td><td>${ID}</td></tr></table>`;
    const result = await scanner.scanFields({ fields: { body: table } });
    expect(result.message).toContain('表1第2行第2列');
  });

  test('hidden places are named as such', async () => {
    const result = await scanner.scanFields({ fields: { body: `<p>正文</p><!-- 身份证号：${ID} -->` } });
    expect(result.publish).toBe(false);
    expect(result.message).toContain('（');
    expect(result.message).toContain('注释');
  });

  test('a field of nothing but a script is read, not incomplete', async () => {
    const result = await scanner.scanFields({ fields: { embed: '<script src="/player.js"></script>' } });
    expect(result).toMatchObject({ verdict: 'pass', publish: true, incomplete: [] });
  });
});

describe('text', () => {
  test('a line, a label from the field, several findings in one sentence', async () => {
    const text = `名单\n身份证号：${ID}\n身份证号：${OTHER}`;
    const result = await scanner.scanFields({ fields: { note: text }, labels: { note: '备注' } });
    expect(result.message).toMatch(/^备注有 2 处个人信息：第2行 .+；第3行 .+。请修改后再发布。$/);
  });

  test('the name of the field says what an account is', async () => {
    const number = '0200001909000000011';
    const account = await scanner.scanFields({ fields: { a: number }, labels: { a: '银行账号' } });
    expect(account.fields[0]!.findings.map(({ entity }) => entity)).toEqual(['bank-account']);
  });

  test('numbers are read, and become text in the proposal', async () => {
    const result = await scanner.scanFields({
      fields: { rows: [{ phone: 13800138000 }] },
      labels: { 'rows.0.phone': '家庭电话' },
    });
    expect(result.fields.map(({ path }) => path)).toEqual(['rows.0.phone']);
    expect(result.fields[0]!.findings).toHaveLength(1);
  });

  test('a format that is stated counts', async () => {
    const fields = { body: { format: 'text', value: `1 < 2 <b>身份证号${ID}</b>` } };
    const { fields: out } = await scanner.scanFields({ fields });
    expect(out[0]).toMatchObject({ path: 'body', verdict: 'block' });
    expect(out[0]!.proposal).toContain('<b>身份证号');
  });
});

describe('markdown', () => {
  const markdown = (value: string): Promise<GateResult> =>
    scanner.scanFields({ fields: { body: value }, formats: { body: 'markdown' } });
  const found = async (value: string): Promise<string[]> => {
    const { fields } = await markdown(value);
    return (fields[0]?.findings ?? [])
      .filter(({ disposition }) => disposition !== 'masked')
      .map(({ places }) =>
        places.map((place) => (place.kind === 'text' ? value.slice(place.start, place.end) : '')).join('|'),
      );
  };

  test.each([
    ['emphasis inside', `身份证号：110101**19010307**0018`, '110101|19010307|0018'],
    ['emphasis around', `身份证号：**${ID}**`, ID],
    ['an escape', `身份证号：110101\\-19010307\\-0018`, '110101|-19010307|-0018'],
    ['a code span', `身份证号：\`${ID}\``, ID],
    ['a fenced block', `\`\`\`\n身份证号：${ID}\n\`\`\``, ID],
    ['inline markup', `身份证号：110101<b>19010307</b>0018`, '110101|19010307|0018'],
    ['a comment over lines', `文\n<!--\n身份证号：${ID}\n-->\n完`, ID],
    ['a table', `|姓名|身份证号|\n|---|---|\n|张三|${ID}|`, ID],
    ['the text of a link', `身份证号：110101[19010307](/a)0018`, '110101|19010307|0018'],
    ['the target of a link', `[电话](tel:${PHONE})`, PHONE],
    [
      'behind a hundred opening marks',
      `${'**a '.repeat(300)}身份证号：110101**19010307**0018`,
      '110101|19010307|0018',
    ],
    ['behind a comment that never ends', `<!-- <!-- 身份证号：${ID}`, ID],
    ['an unclosed fence', `~~~\n身份证号：${ID}`, ID],
  ])('%s', async (_name, value, expected) => expect(await found(value)).toContain(expected));

  test('a mask is no emphasis', async () => {
    const result = await markdown('身份证号：110101********0018，电话 138****8000。');
    expect(result.fields[0]!.findings.every(({ masked }) => masked.includes('*'))).toBe(true);
    expect(result.verdict).not.toBe('block');
  });

  test('the proposal passes, and is Markdown', async () => {
    const result = await markdown(`# 公示\n\n- 张三，身份证号：110101**19010307**0018`);
    const proposal = result.fields[0]!.proposal as string;
    expect(proposal.startsWith('# 公示\n\n- 张三，身份证号：110101')).toBe(true);
    expect((await markdown(proposal)).verdict).toBe('pass');
  });

  test('links to attachments are listed', async () => {
    const { links } = await markdown('[名单](/files/名单.xlsx "下载") ![图](/a.png)');
    expect(links).toEqual([{ field: 'body', url: '/files/名单.xlsx', scanned: false }]);
  });
});

describe('files', () => {
  const docx = (): Promise<Uint8Array> => buildDocx(`<w:p><w:r><w:t>身份证号：${ID}</w:t></w:r></w:p>`);

  test('an upload with a number is refused, with its name and place', async () => {
    const result = await scanner.scanFields({
      fields: { title: '公示' },
      files: [{ name: '名单.docx', bytes: await docx() }],
    });
    expect(result).toMatchObject({ verdict: 'block', publish: false });
    expect(result.files[0]).toMatchObject({ name: '名单.docx', verdict: 'block' });
    expect(result.files[0]!.message).toMatch(/^附件“名单\.docx”/);
  });

  test('the name of a file is read too', async () => {
    const result = await scanner.scanFields({
      fields: {},
      files: [{ name: `身份证号${ID}.txt`, bytes: bytes('说明') }],
    });
    expect(result.publish).toBe(false);
    expect(result.message).toContain('文件名');
  });

  test('what no reader knows stops the publication; pictures do by option only', async () => {
    const files = [{ name: 'a.bin', bytes: Uint8Array.of(1, 2, 0, 255, 254, 9) }];
    const refused = await scanner.scanFields({ fields: {}, files });
    expect(refused).toMatchObject({ verdict: 'incomplete', publish: false });
    expect(refused.message).toContain('不能视为没有问题');
    const open = await scanner.scanFields({ fields: {}, files }, { onIncomplete: 'publish' });
    expect(open).toMatchObject({ verdict: 'incomplete', publish: true });
    const png = Uint8Array.from(
      atob(
        'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
      ),
      (unit) => unit.charCodeAt(0),
    );
    // 513 × 512 pixels by its header: one pixel could say nothing.
    png[18] = png[22] = 2;
    const picture = await scanner.scanFields({ fields: {}, files: [{ name: 'a.png', bytes: png }] });
    expect(picture).toMatchObject({ verdict: 'incomplete', publish: true });
    expect(picture.incomplete).toMatchObject([{ file: 'a.png', code: 'gate/media', refused: false }]);
    const strict = await scanner.scanFields(
      { fields: {}, files: [{ name: 'a.png', bytes: png }] },
      { onMedia: 'refuse' },
    );
    expect(strict.publish).toBe(false);
  });

  test('linked attachments: read, foreign, missing', async () => {
    const body =
      '<p><a href="/名单.txt?a=1&amp;b=2">名单</a><a href="https://other.example/x.pdf">x</a><iframe src="/gone.doc"></iframe></p>';
    const linked = vi.fn(async (urls: readonly string[]) =>
      urls.map((url) =>
        url.startsWith('/名单')
          ? { name: '名单.txt', bytes: bytes(`身份证号：${ID}`) }
          : url.startsWith('https:')
            ? null
            : undefined,
      ),
    );
    const result = await scanner.scanFields({ fields: { body }, linked });
    expect(linked.mock.calls[0]![0]).toEqual([
      '/名单.txt?a=1&b=2',
      'https://other.example/x.pdf',
      '/gone.doc',
    ]);
    expect(result.links.map(({ scanned }) => scanned)).toEqual([true, false, false]);
    expect(result.files.map(({ name, verdict }) => [name, verdict])).toEqual([
      ['名单.txt', 'block'],
      ['gone.doc', 'incomplete'],
    ]);
    expect(result.incomplete).toMatchObject([{ url: '/gone.doc', code: 'gate/link-unread', refused: true }]);
    const failed = await scanner.scanFields({
      fields: { body },
      linked: () => Promise.reject(new Error('x')),
    });
    expect(failed.incomplete.map(({ code }) => code)).toEqual(Array(3).fill('gate/links-failed'));
    expect(failed.publish).toBe(false);
  });
});

describe('time', () => {
  const never = (): Promise<never> => new Promise(() => undefined);
  const fields = { body: '<a href="/a.doc">a</a>' };

  test('a reader that hangs ends the gate on time, closed', async () => {
    const result = await scanner.scanFields({ fields, linked: never }, { milliseconds: 30 });
    expect(result).toMatchObject({ verdict: 'incomplete', publish: false });
    expect(result.message).toContain('超时');
  });

  test('open by option', async () => {
    const result = await scanner.scanFields(
      { fields, linked: never },
      { milliseconds: 30, onIncomplete: 'publish' },
    );
    expect(result).toMatchObject({ verdict: 'incomplete', publish: true });
  });

  test('a signal that fired reads nothing and refuses', async () => {
    const result = await scanner.scanFields(
      { fields: { body: 'a' }, files: [{ name: 'a.txt', bytes: bytes('a') }] },
      { signal: AbortSignal.abort() },
    );
    expect(result.incomplete.map(({ code }) => code)).toEqual(['gate/time-limit', 'gate/time-limit']);
    expect(result.publish).toBe(false);
  });
});

describe('override', () => {
  const input = { fields: { body: `身份证号：${ID}` } };
  const override = { reason: `家属 身份证号 ${OTHER} 已书面同意`, by: 'u7' };

  test('publishes, and keeps a record without raw values', async () => {
    const onOverride = vi.fn();
    const result = await scanner.scanFields({ ...input, override }, { onOverride });
    expect(result).toMatchObject({ verdict: 'block', publish: true });
    expect(onOverride).toHaveBeenCalledOnce();
    expect(result.override).toMatchObject({ by: 'u7', verdict: 'block', findings: [{ field: 'body' }] });
    expect(JSON.stringify(onOverride.mock.calls)).not.toMatch(raw);
  });

  test.each([
    ['no reason', { reason: '  ', by: 'u7' }],
    ['too short a reason', { reason: 'ok', by: 'u7' }],
    ['nobody', { reason: '当事人已同意', by: '' }],
  ])('%s: refused', async (_name, wrong) => {
    const onOverride = vi.fn();
    const result = await scanner.scanFields({ ...input, override: wrong }, { onOverride });
    expect(result.publish).toBe(false);
    expect(result.message).toContain('理由');
    expect(onOverride).not.toHaveBeenCalled();
  });

  test('a record that can not be kept is no record', async () => {
    const onOverride = (): Promise<void> => Promise.reject(new Error('disk full'));
    const result = await scanner.scanFields({ ...input, override }, { onOverride });
    expect(result.publish).toBe(false);
    expect(result.override).toBeUndefined();
  });

  test('without a place for the record it is a mistake of the caller', async () => {
    await expect(scanner.scanFields({ ...input, override })).rejects.toThrow(TypeError);
  });

  test('nothing in the text overrides', async () => {
    const text = `<!-- leaklint-disable --><p>leaklint:allow 身份证号：${ID}</p>`;
    expect((await scanner.scanFields({ fields: { text } })).publish).toBe(false);
  });

  test('what passes needs no record', async () => {
    const onOverride = vi.fn();
    const result = await scanner.scanFields({ fields: { a: '无' }, override }, { onOverride });
    expect(result.publish).toBe(true);
    expect(onOverride).not.toHaveBeenCalled();
  });
});

test('what a person should look at is told, and refused by option', async () => {
  const fields = { body: `<p>报名联系人：王小明，手机 ${PHONE}</p>` };
  const told = await scanner.scanFields({ fields });
  expect(told).toMatchObject({ verdict: 'review', publish: true });
  expect(told.message).toContain('请人工核对');
  expect((await scanner.scanFields({ fields }, { refuse: 'review' })).publish).toBe(false);
});

test('nested values get the paths of a CMS; names with dots stay apart', async () => {
  const result = await scanner.scanFields({
    fields: {
      layout: [{ blockType: 'text', content: `<p>身份证号：${ID}</p>` }],
      'layout.0.content': `身份证号：${OTHER}`,
      meta: { published: true, at: new Date(0), none: null },
    },
  });
  const both = result.fields.filter(({ path }) => path === 'layout.0.content');
  expect(both.map(({ findings }) => findings.length)).toEqual([1, 1]);
});

test('hostile values end, and are not called clean', async () => {
  const circle: Record<string, unknown> = { name: 'a' };
  circle.self = circle;
  circle.twin = [circle, circle];
  let deep: unknown = `身份证号：${ID}`;
  for (let i = 0; i < 100_000; i++) deep = [deep];
  const result = await scanner.scanFields({ fields: { deep, circle, binary: Uint8Array.of(1) } });
  expect(result.publish).toBe(false);
  expect(result.incomplete.map(({ code }) => code)).toEqual(['gate/too-deep', 'gate/binary-field']);
});

test('a megabyte of marks, tags and digits is read in linear time', async () => {
  const started = process.cpuUsage();
  const units = [
    '*',
    '_a*',
    '[',
    '`',
    '<',
    '](',
    '[](',
    '[]((',
    '|',
    '1',
    '<b>',
    '~~',
    '<!--',
    ' ',
    '<a ',
    '``` `',
  ];
  units.push('|---|   ', '&', '\\', '<a:', '\n|\n---   x', 'a**', '\n```');
  for (const unit of units) {
    const value = unit.repeat(Math.floor(300_000 / unit.length));
    await scanner.scanFields(
      { fields: { body: value }, formats: { body: 'markdown' } },
      { milliseconds: 60_000 },
    );
  }
  // CPU time: a loaded machine is no fault of the reader.
  const { user, system } = process.cpuUsage(started);
  expect((user + system) / 1000).toBeLessThan(15_000);
});

test('mistakes of the caller', async () => {
  await expect(scanner.scanFields({ fields: null as never })).rejects.toThrow(TypeError);
  await expect(scanner.scanFields({ fields: {}, files: [{ name: 'a' } as never] })).rejects.toThrow(
    TypeError,
  );
  await expect(scanner.scanFields({ fields: {} }, { milliseconds: 0 })).rejects.toThrow(RangeError);
});

test('both languages say the same things, and hold the same marks', () => {
  const marks = (text: string): string[] => [...text.matchAll(/\{\w+\}/g)].map(String).sort();
  expect(Object.keys(GATE_WORDS.en).sort()).toEqual(Object.keys(GATE_WORDS['zh-CN']).sort());
  expect(Object.keys(GATE_CODES.en).sort()).toEqual(Object.keys(GATE_CODES['zh-CN']).sort());
  for (const [key, text] of Object.entries(GATE_WORDS.en))
    expect(marks(text), key).toEqual(marks(GATE_WORDS['zh-CN'][key as keyof (typeof GATE_WORDS)['en']]));
});

test('no message, proposal or record holds a raw value', async () => {
  const result = await scanner.scanFields({
    fields: { a: `身份证号：${ID}`, b: `<p>身份证号：${OTHER}，手机：${PHONE}</p>` },
  });
  expect(JSON.stringify(result)).not.toMatch(raw);
});
