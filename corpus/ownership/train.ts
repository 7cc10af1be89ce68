/**
 * Learns whose a value is from the passages: `npm run train` writes `patterns/ownership/words.tsv`. `-- --fold` writes
 * nothing, but tells how well the words of some authors judge the passages of the others.
 */
import { createHash } from 'node:crypto';
import fs from 'node:fs';
import { fileURLToPath } from 'node:url';
import { type FindOptions, findDrafts } from '../../src/engine/analyse.js';
import { Cues } from '../../src/engine/cues.js';
import type { Draft } from '../../src/engine/draft.js';
import { type Features, features } from '../../src/engine/owner-words.js';
import { pieces } from '../../src/engine/surroundings.js';
import { nameReader } from '../../src/entities/person-name/names.js';
import { extractHtml } from '../../src/formats/html/index.js';
import { extractText } from '../../src/formats/text/index.js';
import { detectors } from '../../src/generated/detectors.js';
import { patterns as cueWords } from '../../src/generated/documents.js';
import { patterns as labelWords } from '../../src/generated/labels.js';
import { patterns as nameWords } from '../../src/generated/person-name.js';
import { LabelIndex } from '../../src/text/label-index.js';
import { type Sparse, solve } from './logistic.js';
import { type Label, type Owner, type Passage, passages } from './passages.js';

/** How much a point of lean by the rules counts, and how much of it at most; the penalty on weights. */
const LEAN = 1;
const MOST = 4;
const PENALTY = 4;
/** A feature of fewer passages is chance. */
const FEWEST = 3;
/** Weights are kept in sixteenths; smaller ones are dropped. */
const SIXTEENTHS = 16;
const SMALLEST = 1;
/** Pieces that stand further off say less. */
const SCALES: Readonly<Record<string, number>> = { above: 0.5, title: 0.5, values: 0.5, fields: 0.7 };

interface Row {
  readonly author: string;
  readonly passage: string;
  readonly group: Label['group'];
  readonly owner: Owner;
  readonly lean: number;
  readonly names: readonly string[];
}

const cues = new Cues(cueWords, nameReader(nameWords).known);
const options: FindOptions = {
  detectors: detectors(),
  labels: new LabelIndex(labelWords.words, labelWords.simplified),
  cues,
  today: '2026-01-01',
};
const GROUPS: Readonly<Record<string, string>> = {
  mobile: 'm',
  address: 'a',
  'bank-card': 'b',
  'bank-account': 'b',
};

function rowsOf(passage: Passage): Row[] {
  const { segments } = passage.html ? extractHtml(passage.text) : extractText(passage.text);
  const { found } = findDrafts(segments, options, []);
  const read = found.map((drafts) => features(drafts, cues));
  return passage.labels.flatMap((label): Row[] => {
    const draft = found.flat().find((one) => meets(one, label));
    if (draft === undefined) return [];
    const names = new Set<string>();
    const to: Features = {
      whole: (prefix, text) => void names.add(prefix.name + text),
      text: (prefixes, text) =>
        pieces(text, (piece) => {
          for (const prefix of prefixes) names.add(prefix.name + piece);
        }),
    };
    for (const one of read) one.get(draft)?.(to);
    if (names.size === 0) return [];
    const { group, owner } = label;
    return [
      { author: passage.author, passage: passage.id, group, owner, lean: draft.lean, names: [...names] },
    ];
  });
}

function meets({ candidate, view }: Draft, label: Label): boolean {
  if (GROUPS[candidate.entity] !== label.group) return false;
  const places = view.segment.map.locate(candidate.span.start, candidate.span.end);
  return places.some(
    (place) => 'start' in place && (place.start ?? 0) < label.end && label.start < (place.end ?? 0),
  );
}

const all = passages();
const rows = all.flatMap(rowsOf).filter(({ owner }) => owner !== 'contact');
const names = common(rows);
const matrix = matrixOf(rows, names);
const side = Float64Array.from(rows, ({ owner }) => (owner === 'person' ? 1 : -1));
const offset = Float64Array.from(rows, ({ lean }) => LEAN * Math.max(-MOST, Math.min(MOST, lean)));
const weight = Float64Array.from(rows, alikeWeight);
console.log(`${all.length} passages, ${rows.length} values, ${names.length} features`);

if (process.argv.includes('--fold')) fold();
else write(solve(problem(rows.map((_, i) => i))));

function problem(of: readonly number[]): Parameters<typeof solve>[0] {
  return { matrix, rows: of, side, weight, offset, penalty: PENALTY };
}

/** Values of one owner in one passage repeat each other. */
function alikeWeight(row: Row): number {
  const alike = rows.filter(
    ({ passage, group, owner }) => passage === row.passage && group === row.group && owner === row.owner,
  );
  return 1 / Math.sqrt(alike.length);
}

function common(of: readonly Row[]): string[] {
  const seen = new Map<string, Set<string>>();
  for (const { passage, names } of of) {
    for (const name of names) {
      const in_ = seen.get(name);
      if (in_ === undefined) seen.set(name, new Set([passage]));
      else in_.add(passage);
    }
  }
  return [...seen].flatMap(([name, found]) => (found.size >= FEWEST ? [name] : [])).sort();
}

function matrixOf(of: readonly Row[], columns: readonly string[]): Sparse {
  const number = new Map(columns.map((name, i) => [name, i]));
  const starts = [0];
  const index: number[] = [];
  for (const { names } of of) {
    for (const name of names) {
      const at = number.get(name);
      if (at !== undefined) index.push(at);
    }
    starts.push(index.length);
  }
  const scale = Float64Array.from(columns, (name) => SCALES[name.slice(0, name.indexOf(':'))] ?? 1);
  return { columns: columns.length, starts: Uint32Array.from(starts), index: Uint32Array.from(index), scale };
}

function fold(): void {
  for (const author of [...new Set(rows.map((row) => row.author))]) {
    const others = rows.flatMap((row, i) => (row.author === author ? [] : [i]));
    const weights = solve(problem(others)).map(rounded);
    const tell = (judge: (i: number) => number): string =>
      (['m', 'a', 'b'] as const).map((group) => `${group} ${balanced(author, group, judge)}`).join('  ');
    console.log(`${author.padEnd(10)} rules ${tell((i) => offset[i]!)}`);
    console.log(`${''.padEnd(10)} words ${tell((i) => sumOf(i, weights))}`);
  }
}

function rounded(value: number): number {
  const sixteenths = Math.round(value * SIXTEENTHS);
  return Math.abs(sixteenths) < SMALLEST ? 0 : sixteenths / SIXTEENTHS;
}

function sumOf(row: number, weights: Float64Array): number {
  let sum = offset[row]!;
  for (let k = matrix.starts[row]!; k < matrix.starts[row + 1]!; k++) sum += weights[matrix.index[k]!]!;
  return sum;
}

/** Mean of the shares that are judged right among persons' and among bodies' values. */
function balanced(author: string, group: string, judge: (i: number) => number): string {
  const share = (owner: Owner): number => {
    const own = rows.flatMap((row, i) =>
      row.author === author && row.group === group && row.owner === owner ? [i] : [],
    );
    return own.filter((i) => judge(i) > 0 === (owner === 'person')).length / own.length;
  };
  const [persons, bodies] = [share('person'), share('body')];
  const percent = (value: number): string => (100 * value).toFixed(1);
  return `${percent((persons + bodies) / 2)} (${percent(persons)}/${percent(bodies)})`;
}

function write(weights: Float64Array): void {
  const lines = names.flatMap((name, i) => {
    const sixteenths = Math.max(-127, Math.min(127, Math.round(weights[i]! * SIXTEENTHS)));
    const colon = name.indexOf(':');
    return Math.abs(sixteenths) < SMALLEST
      ? []
      : [`${name.slice(0, colon)}\t${name.slice(colon + 1)}\t${sixteenths}`];
  });
  const digest = createHash('sha256')
    .update(JSON.stringify(all.map(({ text }) => text)))
    .digest('hex');
  const file = fileURLToPath(new URL('../../patterns/ownership/words.tsv', import.meta.url));
  fs.writeFileSync(
    file,
    [
      '# Learned by `npm run train` from corpus/ownership/passages, which are written for leaklint (MIT). Do not edit.',
      `# passages sha256 ${digest}`,
      `# lean ${LEAN} most ${MOST}`,
      'zone\tpiece\tsixteenths',
      ...lines,
      '',
    ].join('\n'),
  );
  console.log(`${lines.length} features written`);
}
