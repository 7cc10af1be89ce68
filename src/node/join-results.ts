/** Several results on one document → one. */
import type { ScanResult } from '../core/index.js';

const RANK = ['pass', 'incomplete', 'review', 'block'];

/** Results on one document as one; ids count through, the first names the type. */
export function joinResults([first, ...others]: readonly ScanResult[]): ScanResult | undefined {
  let whole = first;
  for (const next of others) whole = whole === undefined ? next : joined(whole, next);
  return whole;
}

function joined(whole: ScanResult, next: ScanResult): ScanResult {
  const findings = whole.findings.length;
  const persons = whole.persons.length;
  const id = (old: string): string => `f${findings + Number(old.slice(1))}`;
  const who = (old: string): string => `p${persons + Number(old.slice(1))}`;
  return {
    ...whole,
    verdict: RANK.indexOf(next.verdict) > RANK.indexOf(whole.verdict) ? next.verdict : whole.verdict,
    findings: [
      ...whole.findings,
      ...next.findings.map((finding) => ({
        ...finding,
        id: id(finding.id),
        ...(finding.person === undefined ? {} : { person: who(finding.person) }),
      })),
    ],
    persons: [
      ...whole.persons,
      ...next.persons.map((person) => ({
        ...person,
        id: who(person.id),
        findings: person.findings.map(id),
      })),
    ],
    diagnostics: [
      ...whole.diagnostics,
      ...next.diagnostics.filter(
        (one) => one.code !== 'engine/empty' && !whole.diagnostics.some(({ code }) => code === one.code),
      ),
    ],
    coverage: {
      units: whole.coverage.units + next.coverage.unread.length,
      read: whole.coverage.read,
      unread: [...whole.coverage.unread, ...next.coverage.unread],
    },
  };
}
