// Runs in the folder that run.ts makes: a real Strapi, SQLite, the packed adapter.
const assert = require('node:assert/strict');
const fs = require('node:fs');
const net = require('node:net');
const path = require('node:path');

const ID = '110101190103070018';
const uploads = path.resolve('public/uploads');
const stored = () => fs.readdirSync(uploads).filter((name) => !name.startsWith('.'));

const blocks = (...texts) => [
  { type: 'paragraph', children: texts.map((text, i) => ({ type: 'text', text, ...(i === 1 ? { bold: true } : {}) })) },
];
const LEAKY = blocks('身份证号：110101', '19010307', '0018');
const CLEAN = blocks('本次会议定于周三召开。');

const freePort = () =>
  new Promise((resolve) => {
    const server = net.createServer().listen(0, '127.0.0.1', () => {
      const { port } = server.address();
      server.close(() => resolve(port));
    });
  });

async function main() {
  for (const name of ['data.db', '.tmp']) fs.rmSync(name, { recursive: true, force: true });
  for (const name of stored()) fs.rmSync(path.join(uploads, name));
  process.env.PORT = String(await freePort());
  const { createStrapi } = require('@strapi/strapi');
  const { errors } = require('@strapi/utils');
  const app = createStrapi({ appDir: process.cwd(), distDir: process.cwd() });
  app.log.level = 'warn';
  await app.start();
  const { told, overrides, asked } = require('./state.cjs');
  const pages = app.documents('api::page.page');
  const draft = (data, more = {}) => pages.create({ data: { title: '公示', ...data }, ...more });
  const published = (documentId, locale = 'en') => pages.findOne({ documentId, status: 'published', locale });

  const token = await app.service('admin::api-token').create({
    name: 'e2e',
    description: '',
    type: 'full-access',
    lifespan: null,
  });
  const http = (url, body, headers = {}) =>
    fetch(`http://127.0.0.1:${process.env.PORT}/api${url}`, {
      method: 'POST',
      headers: { authorization: `Bearer ${token.accessKey}`, ...headers },
      body,
    });
  const form = (name) => {
    const data = new FormData();
    data.append('files', new Blob([fs.readFileSync(name)]), name);
    return data;
  };

  const refused = async (work) => {
    const error = await work.then(
      () => assert.fail('was not refused'),
      (thrown) => thrown,
    );
    assert.ok(error instanceof errors.ValidationError, error.stack);
    assert.doesNotMatch(`${error.message} ${JSON.stringify(error.details)}`, new RegExp(ID));
    return error.details.errors.map((entry) => entry.path.join('.'));
  };

  const tests = {
    'a draft with an ID is saved': async () => {
      assert.ok((await draft({ body: LEAKY })).documentId);
    },
    'publishing it is refused, with the field; nothing is public': async () => {
      const { documentId } = await draft({ body: LEAKY });
      assert.deepEqual(await refused(pages.publish({ documentId })), ['body']);
      assert.equal(await published(documentId), null);
    },
    'created as published: refused, with every path': async () => {
      const data = {
        title: `身份证号${ID}`,
        markdown: '身份证号：110101**19010307**0018',
        note: { text: `身份证号：${ID}` },
        layout: [
          { __component: 'blocks.note', text: '无' },
          { __component: 'blocks.note', text: `身份证号：${ID}` },
        ],
      };
      const paths = ['layout.1.text', 'markdown', 'note.text', 'title'];
      assert.deepEqual((await refused(draft(data, { status: 'published' }))).sort(), paths);
    },
    'components and dynamic zones of a stored draft are read': async () => {
      const { documentId } = await draft({
        note: { text: `身份证号：${ID}` },
        layout: [{ __component: 'blocks.note', text: `身份证号：${ID}` }],
      });
      assert.deepEqual((await refused(pages.publish({ documentId }))).sort(), ['layout.0.text', 'note.text']);
    },
    'saved and published in one step: the stored text counts': async () => {
      const { documentId } = await draft({ body: LEAKY });
      const data = { title: '新标题' };
      assert.deepEqual(await refused(pages.update({ documentId, data, status: 'published' })), ['body']);
      assert.equal(await published(documentId), null);
    },
    'a clean page is published': async () => {
      const { documentId } = await draft({ body: LEAKY });
      await pages.update({ documentId, data: { body: CLEAN } });
      await pages.publish({ documentId });
      assert.equal((await published(documentId)).title, '公示');
    },
    'only the language that is published counts; all of them do for all': async () => {
      await app.plugin('i18n').service('locales').create({ code: 'zh', name: '中文' });
      const { documentId } = await draft({ body: CLEAN });
      await pages.update({ documentId, locale: 'zh', data: { title: '公示', body: LEAKY } });
      await pages.publish({ documentId });
      await pages.publish({ documentId, locale: 'en' });
      assert.deepEqual(await refused(pages.publish({ documentId, locale: 'zh' })), ['body']);
      assert.deepEqual(await refused(pages.publish({ documentId, locale: '*' })), ['body']);
      assert.equal(await published(documentId, 'zh'), null);
    },
    'a private attribute does not count': async () => {
      await draft({ body: CLEAN, intern: `身份证号：${ID}` }, { status: 'published' });
    },
    'an override with a reason publishes, and is recorded without the number': async () => {
      const { documentId } = await draft({ body: LEAKY });
      asked.override = { reason: '依法公告，经负责人批准', by: 'editor-1' };
      await pages.publish({ documentId });
      asked.override = { reason: '', by: 'editor-1' };
      await refused(pages.publish({ documentId }));
      asked.override = undefined;
      assert.equal(overrides.length, 1);
      assert.doesNotMatch(JSON.stringify(overrides), new RegExp(ID));
    },
    'a type without drafts is public when saved; an excluded one is left alone': async () => {
      const data = { text: `身份证号：${ID}` };
      const notices = app.documents('api::notice.notice');
      assert.deepEqual(await refused(notices.create({ data })), ['text']);
      const { documentId } = await notices.create({ data: { text: '会议通知' } });
      assert.deepEqual(await refused(notices.update({ documentId, data })), ['text']);
      await app.documents('api::order.order').create({ data });
    },
    'over HTTP: 400, with our text and the field': async () => {
      const body = JSON.stringify({ data: { title: '公示', body: LEAKY } });
      const response = await http('/pages?status=published', body, { 'content-type': 'application/json' });
      const { error } = await response.json();
      assert.equal(response.status, 400);
      assert.match(error.message, /^body第1段：身份证号码（110101\*{8}0018）.*请改为 .*后再发布。$/);
      assert.deepEqual(error.details.errors[0].path, ['body']);
    },
    'an upload with an ID is refused over HTTP, and nothing is on the disk': async () => {
      const response = await http('/upload', form('leaky.docx'));
      const { error } = await response.json();
      assert.equal(response.status, 400);
      assert.match(error.message, /^附件“leaky\.docx”.*身份证号码（110101\*{8}0018）/);
      assert.deepEqual(stored(), []);
      assert.equal(await app.db.query('plugin::upload.file').count(), 0);
    },
    'a clean upload is stored; replacing it by a leaky one is refused': async () => {
      const response = await http('/upload', form('clean.docx'));
      assert.equal(response.status, 201);
      const [file] = await response.json();
      const before = stored();
      assert.equal(before.length, 1);
      assert.equal((await http(`/upload?id=${file.id}`, form('leaky.docx'))).status, 400);
      const input = { data: {}, file: { filepath: path.resolve('leaky.docx'), originalFilename: 'leaky.docx' } };
      await refused(app.plugin('upload').service('upload').replace(file.id, input));
      assert.deepEqual(stored(), before);
    },
    'every check was told': () => {
      assert.ok(told.some(([uid, verdict]) => uid === 'plugin::upload.file' && verdict === 'block'));
      assert.ok(told.some(([uid, verdict]) => uid === 'api::page.page' && verdict === 'pass'));
      assert.ok(!told.some(([uid]) => uid === 'api::order.order'));
    },
  };

  let failed = 0;
  for (const [name, run] of Object.entries(tests)) {
    try {
      await run();
      console.log(`ok   ${name}`);
    } catch (error) {
      failed++;
      console.log(`FAIL ${name}\n${error?.stack ?? error}\n${JSON.stringify(error?.details ?? {})}`);
    }
  }
  console.log(`${Object.keys(tests).length - failed} passed, ${failed} failed`);
  process.exit(failed === 0 ? 0 : 1);
}

main().catch((error) => {
  console.error(error);
  console.log('0 passed, 1 failed');
  process.exit(1);
});
