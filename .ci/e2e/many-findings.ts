/** Made-up results of any number: invented masked values, and the texts that they were found in. */
import type { Finding, ScanResult } from '../../src/index.js';

const ENTITIES = ['mobile', 'resident-id', 'bank-card', 'bank-account', 'address'] as const;
const DISPOSITIONS = ['leak', 'leak', 'leak', 'weak-mask', 'review', 'official'] as const;
const HOSTS = ['www.jia.example.gov.cn', 'www.yi.example.gov.cn', 'minzheng.bing.example.gov.cn'] as const;
const COLUMNS = ['zwgk', 'tzgg', 'bmxx', 'zfcg'] as const;

export interface Many {
  readonly results: readonly ScanResult[];
  readonly text: (result: ScanResult) => string;
}

/** @returns `files` results with `each` findings; every seventh file has a page that was not read. */
export function manyFindings(files: number, each: number): Many {
  const texts = new Map<ScanResult, string>();
  const results = Array.from({ length: files }, (_, file): ScanResult => {
    const lines: string[] = [];
    const findings = Array.from({ length: each }, (_, index): Finding => {
      const entity = ENTITIES[(file + index) % ENTITIES.length]!;
      const serial = String(file * each + index).padStart(5, '0');
      const written = `138${serial}000`;
      const start = lines.join('').length + 8;
      lines.push(`<td>姓名：${written}</td>\n`);
      return {
        id: `f${index + 1}`,
        entity,
        masked: `138${'*'.repeat(4)}${serial.slice(-1)}000`,
        disposition: DISPOSITIONS[(file * 7 + index) % DISPOSITIONS.length]!,
        severity: 'high',
        score: 0.9,
        status: 'valid',
        evidence: [{ code: 'label', text: '联系电话' }, { code: 'segment-person' }, { code: 'person-table' }],
        places: [
          {
            kind: 'text',
            part: '',
            channel: index % 5 === 0 ? 'hidden' : 'body',
            start,
            end: start + 11,
            line: index + 1,
            column: 9,
          },
        ],
        person: `p${index + 1}`,
        suggestion: {
          action: 'mask',
          replacement: '138********',
          rule: 'mobile/number',
          basis: '《中华人民共和国个人信息保护法》第五十一条第（三）项',
          edits: [
            {
              place: {
                kind: 'text',
                part: '',
                channel: 'body',
                start: start + 3,
                end: start + 11,
                line: index + 1,
                column: 12,
              },
              replacement: '********',
            },
          ],
        },
      };
    });
    const unread = file % 7 === 3 ? [{ place: { part: '', page: 2 }, code: 'pdf/no-text-layer' }] : [];
    const clean = file % 4 === 1;
    const result: ScanResult = {
      artifact: `crawl/${HOSTS[file % HOSTS.length]}/${COLUMNS[file % COLUMNS.length]}/2026/t2026110${file % 9}_${10_000_000 + file}.html`,
      mediaType: 'text/html',
      verdict: clean ? 'pass' : 'block',
      findings: clean && each < 20 ? [] : findings,
      persons: [],
      diagnostics: unread.map(({ code }) => ({ code, severity: 'warning', message: 'no text' })),
      coverage: { units: 3, read: 3 - unread.length, unread },
    };
    texts.set(result, lines.join(''));
    return result;
  });
  return { results, text: (result) => texts.get(result) ?? '' };
}
