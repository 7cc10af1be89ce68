/** What the row or line around a masked value gives away: birth date and sex narrow the numbers that remain. */
import type { Draft } from './draft.js';

export interface MaskHints {
  readonly birthYear?: number;
  /** 1–12. */
  readonly birthMonth?: number;
  readonly sex?: 'male' | 'female';
}

const DATE = /((?:19|20)\d{2})\s?[年.\-/]\s?(0?[1-9]|1[0-2])(?!\d)/;
const YEAR = /((?:19|20)\d{2})\s?年?/;
const BIRTH = /出\s?生|生\s?日|生于/;

export function maskHints({ cell, context, view, candidate }: Draft): MaskHints {
  const { text } = view;
  if (cell === undefined) {
    const line = text.slice(context.line.start, context.line.end);
    const born = BIRTH.test(line) ? line : '';
    return { ...birth(born), ...sex(/[，,、\s（(](男|女)[，,、\s）)]/.exec(line)?.[1]) };
  }
  let hints: MaskHints = {};
  const row = view.tables.beside(cell);
  for (const [at, mate] of row.entries()) {
    if (mate === cell || mate.end - mate.start > 20) continue;
    const content = text.slice(mate.start, mate.end).trim();
    // Below a header, or in a form right of its label.
    const left = row[at - 1];
    const labelled =
      left !== undefined && left.end - left.start <= 12 && BIRTH.test(text.slice(left.start, left.end));
    if (labelled || view.tables.header(mate).some((label) => label.kind === 'birth-date'))
      hints = { ...hints, ...birth(content) };
    hints = { ...hints, ...sex(/^(男|女)(?:性)?$/.exec(content)?.[1]) };
  }
  return candidate.entity === 'resident-id' ? hints : {};
}

function birth(text: string): MaskHints {
  const date = DATE.exec(text);
  const compact = /(?<!\d)((?:19|20)\d{2})(0[1-9]|1[0-2])(?:\d{2})?(?!\d)/;
  const [, born, month] = date ?? compact.exec(text) ?? [];
  if (born !== undefined) return { birthYear: Number(born), birthMonth: Number(month) };
  const year = YEAR.exec(text);
  return year === null ? {} : { birthYear: Number(year[1]) };
}

function sex(word: string | undefined): MaskHints {
  return word === undefined ? {} : { sex: word === '男' ? 'male' : 'female' };
}
