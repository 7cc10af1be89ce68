/**
 * `results/latest.json` → `results/ratios.svg`: how fast a scan is against the parsers and the plain regular expressions
 * of the same run, on a logarithmic scale.
 */
import { readFileSync, writeFileSync } from 'node:fs';

interface Row {
  readonly group: string;
  readonly task: string;
  readonly against: Readonly<Record<string, { readonly median: number }>>;
}

const results = new URL('results/', import.meta.url);
const { rows, versions } = JSON.parse(readFileSync(new URL('latest.json', results), 'utf8')) as {
  rows: readonly Row[];
  versions: { node: string };
};

const SCANS = new Set(['bytes-to-findings', 'scan']);
const bars = rows
  .filter(({ task }) => SCANS.has(task))
  .flatMap(({ group, against }) =>
    Object.entries(against).map(([base, { median }]) => ({ label: `${group} ÷ ${base}`, ratio: median })),
  );

const ROW = 22;
const LEFT = 210;
const WIDTH = 640;
const decades = [0.001, 0.01, 0.1, 1, 10];
const low = Math.log10(decades[0]!);
const span = Math.log10(decades.at(-1)!) - low;
const x = (ratio: number): number =>
  LEFT + ((Math.log10(Math.min(10, Math.max(decades[0]!, ratio))) - low) / span) * (WIDTH - LEFT - 70);
const height = bars.length * ROW + 62;
const short = (ratio: number): string => `${ratio < 0.1 ? ratio.toFixed(3) : ratio.toFixed(2)} ×`;

const lines = [
  `<svg xmlns="http://www.w3.org/2000/svg" width="${WIDTH}" height="${height}" font-family="sans-serif" font-size="12">`,
  `<title>Speed of a whole scan over parsers and regular expressions of the same run, Node ${versions.node}</title>`,
  `<rect width="${WIDTH}" height="${height}" fill="#fff"/>`,
  `<text x="8" y="18" font-weight="bold">Speed of a whole scan ÷ speed of the yardstick, same run (Node ${versions.node})</text>`,
];
for (const decade of decades) {
  const at = x(decade).toFixed(1);
  const stroke = decade === 1 ? '#444' : '#ddd';
  lines.push(
    `<line x1="${at}" x2="${at}" y1="28" y2="${height - 26}" stroke="${stroke}"/>`,
    `<text x="${at}" y="${height - 10}" text-anchor="middle" fill="#555">${decade} ×</text>`,
  );
}
bars.forEach(({ label, ratio }, i) => {
  const y = 32 + i * ROW;
  lines.push(
    `<text x="${LEFT - 8}" y="${y + 14}" text-anchor="end">${label}</text>`,
    `<rect x="${LEFT}" y="${y + 3}" width="${(x(ratio) - LEFT).toFixed(1)}" height="14" fill="#3b6ea5"/>`,
    `<text x="${(x(ratio) + 5).toFixed(1)}" y="${y + 14}" fill="#333">${short(ratio)}</text>`,
  );
});
writeFileSync(new URL('ratios.svg', results), `${[...lines, '</svg>'].join('\n')}\n`);
process.stdout.write('wrote benchmarks/results/ratios.svg\n');
