// Runs in the folder that run.ts makes: a real Payload, SQLite, the packed plugin.
import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import { sqliteAdapter } from '@payloadcms/db-sqlite';
import { createScanner } from 'leaklint';
import { leaklintPlugin } from 'leaklint/cms/payload';
import { buildConfig, getPayload } from 'payload';

// The editor's packages await at their top and import each other in circles: under Node 20 loading all of them at
// once sometimes never ends. One by one they load.
for (const name of ['lexical', ...fs.readdirSync('node_modules/@lexical').map((one) => `@lexical/${one}`)])
  await import(name).catch(() => undefined);
const { BlocksFeature, lexicalEditor } = await import('@payloadcms/richtext-lexical');

const ID = '110101190103070018';
const media = path.resolve('media');
const results = [];
const overrides = [];

fs.rmSync('data.db', { force: true });
fs.rmSync(media, { recursive: true, force: true });

const config = await buildConfig({
  secret: 'e2e',
  telemetry: false,
  db: sqliteAdapter({ client: { url: 'file:./data.db' }, push: true }),
  editor: lexicalEditor({
    features: ({ defaultFeatures }) => [
      ...defaultFeatures,
      BlocksFeature({ blocks: [{ slug: 'note', fields: [{ name: 'note', type: 'textarea' }] }] }),
    ],
  }),
  localization: { locales: ['zh', 'en'], defaultLocale: 'zh', fallback: false },
  collections: [
    { slug: 'users', auth: true, fields: [{ name: 'phone', type: 'text' }] },
    {
      slug: 'pages',
      versions: { drafts: true },
      fields: [
        { name: 'title', type: 'text', required: true, label: { zh: '标题', en: 'Title' } },
        { name: 'body', type: 'richText', label: '正文', localized: true },
        { name: 'html', type: 'textarea', label: '源码' },
        { name: 'meta', type: 'group', fields: [{ name: 'summary', type: 'textarea', label: '摘要' }] },
        { name: 'layout', type: 'blocks', blocks: [{ slug: 'text', fields: [{ name: 'content', type: 'textarea' }] }] },
        { name: 'internal', type: 'text' },
        { name: 'reason', type: 'text', virtual: true },
      ],
    },
    { slug: 'notices', fields: [{ name: 'text', type: 'textarea' }] },
    { slug: 'submissions', fields: [{ name: 'text', type: 'textarea' }] },
    { slug: 'media', upload: { staticDir: media }, fields: [{ name: 'alt', type: 'text' }] },
  ],
  globals: [{ slug: 'footer', versions: { drafts: true }, fields: [{ name: 'text', type: 'textarea' }] }],
  plugins: [
    leaklintPlugin({
      scanner: { locale: 'zh-CN', today: '2026-11-24' },
      exclude: ['submissions'],
      ignore: ['internal', 'reason'],
      gate: { onOverride: (record) => void overrides.push(record) },
      override: ({ req }) => req.context.override,
      onResult: (result, { slug }) => void results.push([slug, result.verdict]),
    }),
  ],
});

const payload = await getPayload({ config });

const text = (value, format = 0) => ({
  type: 'text',
  text: value,
  format,
  detail: 0,
  mode: 'normal',
  style: '',
  version: 1,
});
const rich = (...children) => ({
  root: {
    type: 'root',
    format: '',
    indent: 0,
    version: 1,
    direction: 'ltr',
    children: [{ type: 'paragraph', format: '', indent: 0, version: 1, direction: 'ltr', children }],
  },
});
const LEAKY = rich(text('身份证号：110101'), text('19010307', 1), text('0018'));
const CLEAN = rich(text('本次会议定于周三召开。'));
const refused = async (work) => {
  const error = await work.then(
    () => assert.fail('was not refused'),
    (thrown) => thrown,
  );
  assert.doesNotMatch(`${error.message} ${JSON.stringify(error.data ?? {})}`, new RegExp(ID));
  return error;
};
const paths = (error) => error.data.errors.map((entry) => entry.path);
const page = (data, more = {}) => payload.create({ collection: 'pages', data: { title: '公示', ...data }, ...more });

const tests = {
  'a draft with an ID is saved': async () => {
    const saved = await page({ body: LEAKY, _status: 'draft' }, { draft: true });
    assert.equal(saved._status, 'draft');
  },
  'publishing it is refused, at the field, in Chinese': async () => {
    const { id } = await page({ body: LEAKY, _status: 'draft' }, { draft: true });
    const error = await refused(
      payload.update({ collection: 'pages', id, data: { body: LEAKY, _status: 'published' } }),
    );
    assert.equal(error.status, 400);
    assert.equal(error.name, 'ValidationError');
    assert.deepEqual(paths(error), ['body']);
    assert.match(error.data.errors[0].message, /^正文第1段：身份证号码（110101\*{8}0018）.*请改为 .*后再发布。$/);
    assert.equal((await payload.findByID({ collection: 'pages', id })).id, id);
    const { docs } = await payload.find({ collection: 'pages', where: { _status: { equals: 'published' } } });
    assert.equal(docs.length, 0);
  },
  'a patch of the status alone is refused': async () => {
    const { id } = await page({ body: LEAKY, _status: 'draft' }, { draft: true });
    const error = await refused(payload.update({ collection: 'pages', id, data: { _status: 'published' } }));
    assert.deepEqual(paths(error), ['body']);
  },
  'a bulk update of the status is refused for each': async () => {
    const { id } = await page({ body: LEAKY, _status: 'draft' }, { draft: true });
    const { errors, docs } = await payload.update({
      collection: 'pages',
      where: { id: { equals: id } },
      data: { _status: 'published' },
    });
    assert.equal(docs.length, 0);
    assert.equal(errors.length, 1);
  },
  'created as published: refused, with every path': async () => {
    const error = await refused(
      page({
        title: `身份证号${ID}`,
        html: `<p>身份证号：110101<b>19010307</b>0018</p>`,
        meta: { summary: `身份证号：${ID}` },
        layout: [{ blockType: 'text', content: '无' }, { blockType: 'text', content: `身份证号：${ID}` }],
        _status: 'published',
      }),
    );
    assert.deepEqual(paths(error).sort(), ['html', 'layout.1.content', 'meta.summary', 'title']);
  },
  'a block inside rich text is read': async () => {
    const block = { type: 'block', version: 2, format: '', fields: { id: 'a1b2c3', blockType: 'note', blockName: '', note: `身份证号：${ID}` } };
    const body = rich(text('说明'));
    body.root.children.push(block);
    assert.deepEqual(paths(await refused(page({ body, _status: 'published' }))), ['body']);
  },
  'another language is published too, so it is read too': async () => {
    const { id } = await page({ body: LEAKY, _status: 'draft' }, { draft: true, locale: 'en' });
    const error = await refused(
      payload.update({ collection: 'pages', id, locale: 'zh', data: { body: CLEAN, _status: 'published' } }),
    );
    assert.deepEqual(paths(error), ['body']);
    assert.match(error.data.errors[0].message, /^正文 \(en\)第1段/);
  },
  'a clean page is published': async () => {
    const { id } = await page({ body: LEAKY, _status: 'draft' }, { draft: true });
    const done = await payload.update({ collection: 'pages', id, data: { body: CLEAN, _status: 'published' } });
    assert.equal(done._status, 'published');
  },
  'a field that no visitor sees does not count': async () => {
    const done = await page({ body: CLEAN, internal: `身份证号：${ID}`, _status: 'published' });
    assert.equal(done._status, 'published');
  },
  'an override with a reason publishes, and is recorded without the number': async () => {
    const override = { reason: '依法公告，经负责人批准', by: 'editor-1' };
    const done = await page({ body: LEAKY, _status: 'published' }, { context: { override } });
    assert.equal(done._status, 'published');
    assert.equal(overrides.length, 1);
    assert.equal(overrides[0].findings[0].field, 'body');
    assert.doesNotMatch(JSON.stringify(overrides), new RegExp(ID));
  },
  'an override without a reason does not': async () => {
    const override = { reason: '', by: 'editor-1' };
    await refused(page({ body: LEAKY, _status: 'published' }, { context: { override } }));
    assert.equal(overrides.length, 1);
  },
  'a global: draft saved, publishing refused': async () => {
    const data = { text: `身份证号：${ID}` };
    await payload.updateGlobal({ slug: 'footer', data: { ...data, _status: 'draft' }, draft: true });
    const error = await refused(payload.updateGlobal({ slug: 'footer', data: { _status: 'published' } }));
    assert.deepEqual(paths(error), ['text']);
    await payload.updateGlobal({ slug: 'footer', data: { text: '市政府主办', _status: 'published' } });
  },
  'a collection without drafts is public when saved': async () => {
    await refused(payload.create({ collection: 'notices', data: { text: `身份证号：${ID}` } }));
    await payload.create({ collection: 'notices', data: { text: '会议通知' } });
  },
  'users and excluded collections are left alone': async () => {
    const user = { email: 'a@example.com', password: 'e2e-only', phone: '13800138000' };
    await payload.create({ collection: 'users', data: user });
    await payload.create({ collection: 'submissions', data: { text: `身份证号：${ID}` } });
  },
  'an upload with an ID is refused, and nothing is on the disk': async () => {
    const error = await refused(payload.create({ collection: 'media', data: {}, filePath: path.resolve('leaky.docx') }));
    assert.equal(error.status, 422);
    assert.equal(error.isPublic, true);
    assert.match(error.message, /^附件“leaky\.docx”.*身份证号码（110101\*{8}0018）/);
    assert.deepEqual(fs.existsSync(media) ? fs.readdirSync(media) : [], []);
    assert.equal((await payload.count({ collection: 'media' })).totalDocs, 0);
  },
  'a clean upload is stored; replacing it by a leaky one is refused': async () => {
    const { id } = await payload.create({ collection: 'media', data: {}, filePath: path.resolve('clean.docx') });
    assert.deepEqual(fs.readdirSync(media), ['clean.docx']);
    await refused(payload.update({ collection: 'media', id, data: {}, filePath: path.resolve('leaky.docx') }));
    assert.deepEqual(fs.readdirSync(media), ['clean.docx']);
  },
  'the gate adds less than 50 ms to a page of 50 kB': async () => {
    const sentence = '<p class="x">现将2026年度第三批<b>名单</b>予以公布，咨询电话：010-12345678，公示期七天。</p>\n';
    const body = sentence.repeat(Math.ceil(50_000 / Buffer.byteLength(sentence)));
    const scanner = createScanner();
    const times = [];
    for (let i = 0; i < 41; i++) {
      const before = performance.now();
      assert.equal((await scanner.scanFields({ fields: { title: '公示', body } })).publish, true);
      times.push(performance.now() - before);
    }
    const median = times.sort((a, b) => a - b)[20];
    console.log(`     ${Buffer.byteLength(body)} bytes: median ${median.toFixed(1)} ms`);
    assert.ok(median < 50);
  },
  'every check was told': () => {
    assert.ok(results.some(([slug, verdict]) => slug === 'media' && verdict === 'block'));
    assert.ok(results.some(([slug, verdict]) => slug === 'pages' && verdict === 'pass'));
    assert.ok(!results.some(([slug]) => slug === 'users' || slug === 'submissions'));
  },
};

let failed = 0;
for (const [name, run] of Object.entries(tests)) {
  try {
    await run();
    console.log(`ok   ${name}`);
  } catch (error) {
    failed++;
    console.log(`FAIL ${name}\n${error?.stack ?? error}\n${JSON.stringify(error?.data ?? {})}`);
  }
}
console.log(`${Object.keys(tests).length - failed} passed, ${failed} failed`);
process.exit(failed === 0 ? 0 : 1);
