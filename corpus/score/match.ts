/** Findings against labels: which finding stands on which label. */
import type { Finding, Place } from '../../src/core/index.js';
import type { Label, Sample } from '../generate/document.js';

/** Entities that the score counts. The others are found beside these and are neither right nor wrong here. */
export const COUNTED = ['resident-id', 'mobile', 'bank-card', 'bank-account', 'address', 'landline'] as const;

/** A card without a known BIN is an account by its label: either name is right. */
const family = (entity: string): string => (entity === 'bank-account' ? 'bank-card' : entity);

export const sameEntity = (a: string, b: string): boolean => family(a) === family(b);

const REPORTED = new Set(['leak', 'review']);

export const isReported = (finding: Finding): boolean => REPORTED.has(finding.disposition);

function meets(place: Place, label: Label): boolean {
  const at = label.place;
  if (place.kind === 'text' && at.kind === 'text') {
    const samePart = place.part === at.part || place.part.endsWith(at.part);
    return samePart && place.start < at.end && place.end > at.start;
  }
  if (place.kind === 'page' && at.kind === 'page') {
    const [x0, y0, x1, y1] = place.box;
    return at.boxes.some(({ page, box }) => {
      if (page !== place.page) return false;
      const wide = Math.min(x1, box[2]) - Math.max(x0, box[0]);
      const high = Math.min(y1, box[3]) - Math.max(y0, box[1]);
      return wide > 1 && high > 1;
    });
  }
  return false;
}

export const overlaps = (finding: Finding, label: Label): boolean =>
  finding.places.some((place) => meets(place, label));

/** The finding covers the label and nothing else (text), or covers the whole printed width (page). */
export function isExact(finding: Finding, label: Label): boolean {
  const at = label.place;
  if (at.kind === 'text') {
    const texts = finding.places.filter((place) => place.kind === 'text');
    if (texts.length === 0) return false;
    const start = Math.min(...texts.map((place) => place.start));
    const end = Math.max(...texts.map((place) => place.end));
    return start === at.start && end === at.end;
  }
  return at.boxes.every(({ page, box }) =>
    finding.places.some(
      (place) =>
        place.kind === 'page' &&
        place.page === page &&
        Math.abs(place.box[0] - box[0]) < 6 &&
        Math.abs(place.box[2] - box[2]) < 6,
    ),
  );
}

/** One label and what was made of it. */
export interface Outcome {
  readonly sample: Sample;
  readonly label: Label;
  /** Findings of the label's entity on its place, the reported ones first. */
  readonly findings: readonly Finding[];
  /** A leak counts as found when a person gets to see it: as `leak` or `review`. */
  readonly reported: boolean;
  readonly exact: boolean;
  /** The normalised value is the label's. */
  readonly valueRight: boolean;
  /** Found, by another entity's name. */
  readonly otherEntity: string | undefined;
}

export interface FalseAlarm {
  readonly sample: Sample;
  readonly finding: Finding;
  /** Kind of the lookalike it stands on, `masked`, another entity, or `unlabelled text`. */
  readonly on: string;
}

export interface Matched {
  readonly outcomes: readonly Outcome[];
  readonly falseAlarms: readonly FalseAlarm[];
}

function revealed(finding: Finding): string {
  return (finding.value ?? '').replace(/[\s\u200b]/g, '');
}

export function match(sample: Sample, findings: readonly Finding[]): Matched {
  const outcomes: Outcome[] = [];
  const meeting = new Map<Finding, Label[]>(findings.map((finding) => [finding, []]));
  for (const label of sample.labels) {
    const here = findings.filter((finding) => overlaps(finding, label));
    for (const finding of here) meeting.get(finding)!.push(label);
    const same = here
      .filter((finding) => sameEntity(finding.entity, label.entity))
      .sort((a, b) => Number(isReported(b)) - Number(isReported(a)));
    const first = same[0];
    outcomes.push({
      sample,
      label,
      findings: same,
      // A named contact may be called official: that is a matter of its disposition, not of finding it.
      reported: first !== undefined && (label.role === 'review' || isReported(first)),
      exact: same.some((finding) => isExact(finding, label)),
      valueRight: same.some(
        (finding) => revealed(finding).includes(label.value) || label.value.includes(revealed(finding)),
      ),
      otherEntity: here.find((finding) => !sameEntity(finding.entity, label.entity) && isReported(finding))
        ?.entity,
    });
  }
  const falseAlarms: FalseAlarm[] = [];
  for (const finding of findings) {
    if (!(COUNTED as readonly string[]).includes(finding.entity)) continue;
    if (!isReported(finding) && finding.disposition !== 'weak-mask') continue;
    const labels = meeting.get(finding)!;
    const right = labels.some(
      (label) =>
        sameEntity(label.entity, finding.entity) &&
        (label.role === 'masked' ? finding.disposition === 'weak-mask' : label.role !== 'negative'),
    );
    if (right || labels.some((label) => label.role === 'optional' && label.entity !== 'person-name'))
      continue;
    const on = labels.find((label) => label.entity !== 'person-name') ?? labels[0];
    falseAlarms.push({
      sample,
      finding,
      on: on === undefined ? 'unlabelled text' : on.role === 'negative' ? on.kind : `${on.role} ${on.entity}`,
    });
  }
  return { outcomes, falseAlarms };
}
