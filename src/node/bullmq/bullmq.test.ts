import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { connectionOf, noticesOf, queueName } from './connection.js';
import { feedShards } from './feed.js';

let root: string;
beforeEach(() => {
  root = fs.mkdtempSync(path.join(os.tmpdir(), 'leaklint-queue-'));
});
afterEach(() => fs.rmSync(root, { recursive: true, force: true }));

test.each([
  ['redis://127.0.0.1', { host: '127.0.0.1', port: 6379 }],
  ['redis://:p%40ss@h:1234/2', { host: 'h', port: 1234, password: 'p@ss', db: 2 }],
  ['rediss://user:x@[::1]:1', { host: '::1', port: 1, username: 'user', tls: {} }],
])('%s', (address, expected) => expect(connectionOf(address)).toMatchObject(expected));

test.each(['secret', 'http://secret@h', 'redis://h/secret'])('%s is refused and not quoted', (address) => {
  expect(() => connectionOf(address)).toThrow(RangeError);
  expect(() => connectionOf(address)).not.toThrow(/secret/);
});

test('each plan has a queue of its own', () => {
  fs.writeFileSync(path.join(root, 'a'), 'a');
  fs.writeFileSync(path.join(root, 'b'), 'b');
  expect(queueName(path.join(root, 'a'))).toMatch(/^leaklint-[0-9a-f]{12}$/);
  expect(queueName(path.join(root, 'a'))).not.toBe(queueName(path.join(root, 'b')));
});

test('an error that stays is told once', () => {
  const told: string[] = [];
  const notice = noticesOf((message) => told.push(message));
  const refused = Object.assign(new Error('connect 10.0.0.1:6379'), { code: 'ECONNREFUSED' });
  for (let i = 0; i < 5; i++) notice(refused);
  expect(told).toEqual(['ECONNREFUSED']);
});

test('markers are the truth: with all of them there the feeder ends without Redis; without it waits and can be stopped', async () => {
  const plan = path.join(root, 'plan');
  const shard = { id: 'a'.repeat(32), bytes: 1, inputs: [] };
  const head = { kind: 'leaklint-plan', version: 1, rules: 'r', roots: [] };
  fs.writeFileSync(plan, `${JSON.stringify(head)}\n${JSON.stringify(shard)}\n`);
  // Nothing listens on the port 1.
  const options = { plan, out: root, redis: 'redis://127.0.0.1:1', interval: 50 };
  const stop = new AbortController();
  const told: string[] = [];
  const waiting = feedShards({
    ...options,
    signal: stop.signal,
    onNotice(code) {
      told.push(code);
      stop.abort();
    },
  });
  expect(await waiting).toMatchObject({ shards: 1, done: 0 });
  expect(told).toEqual(['ECONNREFUSED']);
  fs.writeFileSync(path.join(root, `${shard.id}.done`), '{}');
  expect(await feedShards(options)).toMatchObject({ shards: 1, done: 1, quarantined: 0 });
});
