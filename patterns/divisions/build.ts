/** Counties and prefectures of today by name, with the address codes that the numbers of their people may carry. */
import type { Build } from '../compile.js';
import { table } from '../rows.js';

/** Words that stand for any place: 城区, 郊区, 矿区. */
const NO_NAME = /^.区$/;

export const build: Build = (read) => {
  const rows = table(read('gb2260-history.tsv'));
  /** Code → codes whose numbers its people may have, itself first. */
  const former = new Map<string, Set<string>>();
  const heirs = new Map<string, string[]>();
  for (const { code = '', level, successors = '' } of rows) {
    if (level === 'county')
      heirs.set(code, [...(heirs.get(code) ?? []), ...(successors.match(/\d{6}/g) ?? [])]);
  }
  for (const code of heirs.keys()) {
    const seen = new Set<string>();
    const open = [code];
    for (let next = open.pop(); next !== undefined; next = open.pop()) {
      if (seen.has(next)) continue;
      seen.add(next);
      open.push(...(heirs.get(next) ?? []));
    }
    for (const heir of seen) former.set(heir, (former.get(heir) ?? new Set([heir])).add(code));
  }
  const lines: string[] = [];
  for (const { code = '', name = '', level, status } of rows) {
    if (status !== 'current' || NO_NAME.test(name)) continue;
    if (level === 'prefecture') lines.push(name + code.slice(0, 4));
    else if (level === 'county') lines.push(name + [...(former.get(code) ?? [code])].join(''));
  }
  return [
    '/** Name, then six-digit codes, the one of today first; of a prefecture its four digits. */',
    `export const patterns: string = ${JSON.stringify([...new Set(lines)].join(','))};`,
    '',
  ].join('\n');
};
