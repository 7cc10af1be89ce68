// The application's own file, as a user writes it.
const { leaklint } = require('leaklint/cms/strapi');
const { told, overrides, asked } = require('../state.cjs');

const gate = leaklint({
  scanner: { locale: 'zh-CN', today: '2026-11-24' },
  exclude: ['api::order.order'],
  gate: { onOverride: (record) => void overrides.push(record) },
  override: () => asked.override,
  onResult: (result, { uid }) => void told.push([uid, result.verdict]),
});

module.exports = { register: gate.register, bootstrap: gate.bootstrap };
