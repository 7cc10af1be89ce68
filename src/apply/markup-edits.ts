/**
 * Edits of XML, RTF and mail that leave them well-formed and their values of the right type.
 *
 * The places come from the readers: character data, attribute values, and elements that stand for a character.
 */

import { ApplyError } from './errors.js';
import { escapeXml } from './escape.js';
import { safeMail } from './mail-edits.js';
import type { Markup } from './medium.js';
import { odfCellEdits } from './odf-cells.js';
import type { TextEdit } from './text-edits.js';

/** Elements of WordprocessingML that stand for a character and stand in a run, beside `w:t`. */
const CHARACTER = /^<(\w+:)?(?:noBreakHyphen|softHyphen|sym|tab|ptab|br|cr)(?=[\s/>])/;
/** Parts whose text has types: a number in them can't be a mask. */
const TYPED_PART = /(?:^|\/)(?:charts?|chartEx|pivotCache|docProps)\/[^!]*$/i;
/** Typed properties (ISO/IEC 29500-1, 22.4). */
const TYPED_VALUE = /^<(?:\w+:)?(?:i[1248]|int|ui[1248]|uint|r[48]|decimal|bool|filetime|date|cy)[\s>]/;
/** Number, date, boolean of a pivot cache (ISO/IEC 29500-1, 18.10). */
const TYPED_ITEM = /^<(?:\w+:)?[ndb]\s/;
const FORMULA = /^<(?:\w+:)?(?:definedName|formula[12]?|calculatedColumnFormula|totalsRowFormula|f)[\s>]/;

/**
 * @param edits Sorted, not overlapping.
 * @throws ApplyError `apply/typed-value`, `apply/element-place`.
 */
export function safeMarkupEdits(
  text: string,
  edits: readonly TextEdit[],
  part: string,
  markup: Markup,
): TextEdit[] {
  if (markup === 'none' || edits.length === 0) return [...edits];
  if (markup === 'mail') return edits.map((edit) => safeMail(text, edit));
  if (markup === 'rtf') return edits.map((edit) => safeRtf(text, edit));
  const cells = markup === 'odf' ? odfCellEdits(text, edits) : edits;
  const typed = TYPED_PART.test(part);
  return cells.map((edit) => {
    const { start, end, replacement } = edit;
    if (typed && start < end) checkType(text, start);
    if (edit.raw === true) return edit;
    const before = text.charAt(start) === '<' ? '' : openTag(text, start);
    if (FORMULA.test(before)) return quoted(text, edit);
    if (text.charAt(start) !== '<') return { start, end, replacement: escapeXml(replacement) };
    if (replacement === '' || markup === 'odf') return { start, end, replacement: escapeXml(replacement) };
    const element = CHARACTER.exec(text.slice(start, start + 80));
    if (markup !== 'word' || element === null) {
      throw new ApplyError(
        'apply/element-place',
        'an element stands for the character to replace, and text can not stand there; edit the document by hand',
      );
    }
    const name = `${element[1] ?? ''}t`;
    return { start, end, replacement: `<${name} xml:space="preserve">${escapeXml(replacement)}</${name}>` };
  });
}

/** How far back a start tag is looked for: longer texts are no formula, no number. */
const REACH = 1024;

/** The start tag right before the text at `at`, or the one that `at` stands in; '' when there is none near. */
function openTag(text: string, at: number): string {
  const near = text.slice(Math.max(0, at - REACH), at);
  const tag = near.lastIndexOf('<');
  return tag < 0 ? '' : near.slice(tag);
}

function checkType(text: string, at: number): void {
  const tag = openTag(text, at);
  const closed = tag.includes('>');
  const number =
    closed &&
    /^<(?:\w+:)?v>/.test(tag) &&
    text.lastIndexOf('numCache>', at) > text.lastIndexOf('strCache>', at);
  if (number || (closed ? TYPED_VALUE.test(tag) : TYPED_ITEM.test(tag))) {
    throw new ApplyError(
      'apply/typed-value',
      'a stored number or date can not hold a mask (chart, pivot cache, property); refresh or delete it in the program',
    );
  }
}

/** A number in a formula can't hold a mask: it becomes a text. */
function quoted(text: string, { start, end, replacement }: TextEdit): TextEdit {
  const tag = text.lastIndexOf('<', start);
  const before = text.slice(text.indexOf('>', tag) + 1, start).replaceAll('&quot;', '"');
  if (before.split('"').length % 2 === 0) return { start, end, replacement: escapeXml(replacement) };
  throw new ApplyError(
    'apply/formula-literal',
    'the value is written in a formula or defined name; change it in the program',
  );
}

/** A letter, digit or space behind a control word would become part of it. Source: RTF 1.9.1, "Control Word". */
function safeRtf(text: string, edit: TextEdit): TextEdit {
  const { start, end, replacement } = edit;
  const behind = text.slice(Math.max(0, start - 40), start);
  const next = replacement === '' ? text.charAt(end) : replacement.charAt(0);
  const joins = /\\[A-Za-z]{1,32}-?\d{0,10}$/.test(behind) && /[A-Za-z0-9 -]/.test(next);
  const safe = replacement.replace(/[\\{}]/g, '\\$&');
  if (/[^\x20-\x7e]/.test(safe)) {
    throw new ApplyError('apply/not-encodable', 'RTF can only take ASCII here; mask with "*"');
  }
  return { start, end, replacement: joins ? ` ${safe}` : safe };
}
