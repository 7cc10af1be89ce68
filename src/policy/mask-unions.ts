/** Masks of one person in several documents that together give a value back, or nearly so. */
import type { MaskUnion, ScanResult } from '../core/index.js';
import { remainingCandidates } from './mask-strength.js';

/** Unions that leave fewer values than this are told. */
const WEAK = 1000;
/** Masks that are kept of one scan, and copies of one mask. */
const MOST = 200_000;
const COPIES = 8;

interface Shown {
  positions: string;
  findings: { artifact: string; id: string }[];
}

/** Gathers `partial` fingerprints of results as they arrive; linear in the findings. */
export class MaskUnions {
  readonly #people = new Map<string, { entity: string; shown: Shown[] }>();
  #kept = 0;

  add({ artifact, findings }: Pick<ScanResult, 'artifact' | 'findings'>): void {
    for (const { id, entity, partial } of findings) {
      if (partial === undefined || this.#kept >= MOST) continue;
      const [person = '', positions = '', other] = partial.split('.');
      let known = this.#people.get(person);
      if (known === undefined) this.#people.set(person, (known = { entity: other ?? entity, shown: [] }));
      const same = known.shown.find((one) => one.positions === positions);
      if (same === undefined) {
        if (known.shown.length >= COPIES) continue;
        known.shown.push({ positions, findings: [{ artifact, id }] });
      } else if (same.findings.length < COPIES) same.findings.push({ artifact, id });
      else continue;
      this.#kept++;
    }
  }

  build(): MaskUnion[] {
    const unions: MaskUnion[] = [];
    for (const { entity, shown } of this.#people.values()) {
      // Two people of one name contradict each other: each mask is laid over those that fit it.
      for (let i = 0; i < shown.length; i++) {
        let union = shown[i]!.positions;
        const members = [shown[i]!];
        for (let k = i + 1; k < shown.length; k++) {
          const joined = overlay(union, shown[k]!.positions);
          if (joined === undefined || joined === union) continue;
          union = joined;
          members.push(shown[k]!);
        }
        if (members.length < 2 || members.some(({ positions }) => positions === union)) continue;
        const left = valuesLeft(entity, union);
        if (left >= WEAK) continue;
        unions.push({ entity, left, findings: members.flatMap(({ findings }) => findings) });
      }
    }
    return unions;
  }
}

function overlay(a: string, b: string): string | undefined {
  let union = '';
  for (let i = 0; i < a.length; i++) {
    const [one, other] = [a.charAt(i), b.charAt(i)];
    if (one !== '*' && other !== '*' && one !== other) return undefined;
    union += one === '*' ? other : one;
  }
  return union;
}

/** Any value of the kind: how many remain depends on the place of the hidden characters, hardly on the others. */
const SPECIMENS: Readonly<Record<string, string>> = {
  'resident-id': '110101190103070018',
  mobile: '13800138000',
};

/** Nobody is born later; a year more or less changes no figure that matters here. */
const DAY = '2026-01-01';

function valuesLeft(entity: string, union: string): number {
  const hidden = union.split('*').length - 1;
  if (hidden === 0) return 1;
  if (entity === 'person-name') return WEAK;
  const specimen = SPECIMENS[entity];
  if (specimen?.length !== union.length) return 10 ** Math.max(0, hidden - 1);
  const pattern = [...specimen].map((character, i) => (union.charAt(i) === '*' ? '*' : character)).join('');
  return Math.max(1, Math.round(remainingCandidates(entity, pattern, { today: DAY }) ?? 10 ** hidden));
}

/** A result whose masks can't be laid over those of another one any more: what is left to keep or to send. */
export function withoutPartials(result: ScanResult): ScanResult {
  if (!result.findings.some(({ partial }) => partial !== undefined)) return result;
  return { ...result, findings: result.findings.map(({ partial: _, ...finding }) => finding) };
}
