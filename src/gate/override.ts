/** Publishing in spite of the verdict: with a reason, by somebody, and only once the record is kept. */
import { checkEdits, editText } from '../apply/index.js';
import { type Finding, LineIndex, wholeSource } from '../core/index.js';
import { type GateEngine, segmentsOnly } from './engine.js';
import { GATE_WORDS } from './messages.js';
import type { GateInput, GateOptions, GateResult, OverrideRecord } from './types.js';

/** Shorter reasons explain nothing. */
const MIN_REASON = 4;

/** @param result A result that refuses. @returns The same when there is no override, or none that counts. */
export async function withOverride(
  result: GateResult,
  { override }: GateInput,
  { onOverride }: GateOptions,
  engine: GateEngine,
): Promise<GateResult> {
  if (override === undefined || onOverride === undefined) return result;
  const words = GATE_WORDS[engine.locale];
  const refusal = (sentence: string): GateResult => ({
    ...result,
    message: [sentence, result.message].join(words.separator),
  });
  const reason = String(override.reason ?? '').trim();
  const by = String(override.by ?? '').trim();
  if ([...reason].length < MIN_REASON || by === '') return refusal(words.overrideRefused);
  const { verdict, fields, files, incomplete } = result;
  const record: OverrideRecord = {
    reason: masked(reason, engine),
    by,
    verdict,
    findings: [
      ...fields.flatMap(({ path, findings }) => findings.map((one) => recordOf(one, { field: path }))),
      ...files.flatMap(({ name, findings }) => findings.map((one) => recordOf(one, { file: name }))),
    ],
    incomplete: incomplete.map(({ field, file, code }) => ({
      ...(field === undefined ? {} : { field }),
      ...(file === undefined ? {} : { file }),
      code,
    })),
  };
  try {
    await onOverride(record);
  } catch {
    return refusal(words.overrideUnrecorded);
  }
  return { ...result, publish: true, override: record };
}

/** A reason is text too, and a record is read by others. */
function masked(reason: string, engine: GateEngine): string {
  const segment = wholeSource(reason, 'body', '', new LineIndex(reason));
  const { findings } = engine.analyse(segmentsOnly([segment]));
  try {
    const edits = findings.flatMap(({ suggestion }) => suggestion?.edits ?? []);
    return editText(reason, checkEdits(edits, reason, ''));
  } catch {
    return '***';
  }
}

function recordOf(
  { entity, disposition, masked: shown, fingerprint }: Finding,
  where: { readonly field?: string; readonly file?: string },
): OverrideRecord['findings'][number] {
  return {
    ...where,
    entity,
    disposition,
    masked: shown,
    ...(fingerprint === undefined ? {} : { fingerprint }),
  };
}
