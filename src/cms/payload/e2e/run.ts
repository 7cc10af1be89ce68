/** `npm run test:e2e:payload`: the plugin in a real Payload with SQLite. About 350 MB and one minute; no compiler. */
import { buildDocx } from '../../../formats/docx/build-docx.js';
import { beside, runProject } from '../../e2e/project.js';

const PAYLOAD = '3.90.2';
const paragraph = (text: string): string => `<w:p><w:r><w:t>${text}</w:t></w:r></w:p>`;

process.exitCode = runProject({
  name: 'payload',
  type: 'module',
  dependencies: {
    payload: PAYLOAD,
    '@payloadcms/db-sqlite': PAYLOAD,
    '@payloadcms/richtext-lexical': PAYLOAD,
    '@faceless-ui/modal': '3.0.0',
    '@faceless-ui/scroll-info': '2.0.0',
    react: '19.2.1',
    'react-dom': '19.2.1',
  },
  files: {
    'test.mjs': beside(import.meta.url, 'payload-test.mjs'),
    'leaky.docx': await buildDocx(paragraph('张三，身份证号：110101190103070018')),
    'clean.docx': await buildDocx(paragraph('会议通知')),
  },
  run: ['test.mjs'],
  // The editor names the admin panel (Next.js, 500 MB more) as a peer; its server part does without.
  env: { NODE_ENV: 'test', npm_config_legacy_peer_deps: 'true' },
});
