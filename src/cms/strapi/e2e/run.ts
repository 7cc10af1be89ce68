/**
 * `npm run test:e2e:strapi`: the adapter in a real Strapi with SQLite. About 720 MB and five minutes, a C++ compiler
 * for better-sqlite3, and Node's headers: `npm_config_nodedir` says where; `/usr` where they are installed there.
 */
import fs from 'node:fs';
import { buildDocx } from '../../../formats/docx/build-docx.js';
import { beside, runProject } from '../../e2e/project.js';

const paragraph = (text: string): string => `<w:p><w:r><w:t>${text}</w:t></w:r></w:p>`;
const config = (value: object): string => `module.exports = ${JSON.stringify(value)};\n`;
const type = (name: string, drafts: boolean, attributes: object): string =>
  JSON.stringify({
    kind: 'collectionType',
    collectionName: `${name}s`,
    info: { singularName: name, pluralName: `${name}s`, displayName: name },
    options: { draftAndPublish: drafts },
    pluginOptions: { i18n: { localized: name === 'page' } },
    attributes,
  });
const api = (name: string, drafts: boolean, attributes: object): Record<string, string> => ({
  [`src/api/${name}/content-types/${name}/schema.json`]: type(name, drafts, attributes),
  ...Object.fromEntries(
    ['Controller', 'Service', 'Router'].map((kind) => [
      `src/api/${name}/${kind === 'Router' ? 'routes' : `${kind.toLowerCase()}s`}/${name}.js`,
      `module.exports = require('@strapi/strapi').factories.createCore${kind}('api::${name}.${name}');\n`,
    ]),
  ),
});
const localized = { pluginOptions: { i18n: { localized: true } } };

process.exitCode = runProject({
  name: 'strapi',
  type: 'commonjs',
  dependencies: {
    '@strapi/strapi': '5.54.0',
    'better-sqlite3': '12.11.1',
    react: '18.3.1',
    'react-dom': '18.3.1',
    'react-router-dom': '6.30.6',
    'styled-components': '6.1.19',
  },
  files: {
    'test.cjs': beside(import.meta.url, 'strapi-test.cjs'),
    'leaky.docx': await buildDocx(paragraph('张三，身份证号：110101190103070018')),
    'clean.docx': await buildDocx(paragraph('会议通知')),
    'public/uploads/.gitkeep': '',
    'config/server.js':
      "module.exports = () => ({ host: '127.0.0.1', port: Number(process.env.PORT), app: { keys: ['e2e'] } });\n",
    'config/admin.js': config({
      serveAdminPanel: false,
      auth: { secret: 'e2e' },
      apiToken: { salt: 'e2e' },
      transfer: { token: { salt: 'e2e' } },
      secrets: { encryptionKey: 'e2e' },
    }),
    'config/database.js': config({
      connection: { client: 'sqlite', connection: { filename: 'data.db' }, useNullAsDefault: true },
    }),
    'config/middlewares.js': config(
      ['errors', 'security', 'cors', 'query', 'body', 'favicon', 'public'].map((name) => `strapi::${name}`),
    ),
    'state.cjs': '// What the test looks at.\nmodule.exports = { told: [], overrides: [], asked: {} };\n',
    'src/index.js': beside(import.meta.url, 'strapi-index.cjs'),
    'src/components/blocks/note.json': JSON.stringify({
      collectionName: 'components_blocks_notes',
      info: { displayName: 'note' },
      attributes: { text: { type: 'text' } },
    }),
    ...api('page', true, {
      title: { type: 'string', required: true, ...localized },
      body: { type: 'blocks', ...localized },
      markdown: { type: 'richtext', ...localized },
      intern: { type: 'text', private: true, ...localized },
      note: { type: 'component', component: 'blocks.note', ...localized },
      layout: { type: 'dynamiczone', components: ['blocks.note'], ...localized },
    }),
    ...api('notice', false, { text: { type: 'text' } }),
    ...api('order', false, { text: { type: 'text' } }),
  },
  run: ['test.cjs'],
  env: {
    NODE_ENV: 'test',
    STRAPI_TELEMETRY_DISABLED: 'true',
    ...(process.env.npm_config_nodedir === undefined && fs.existsSync('/usr/include/node')
      ? { npm_config_nodedir: '/usr' }
      : {}),
  },
});
