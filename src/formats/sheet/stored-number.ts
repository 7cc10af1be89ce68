/** Numbers of cells as text, and what their number formats do with them. */
import type { Bytes } from '../cfb/bytes.js';

/** An RK number: 30 bits of a double or of an integer, perhaps in hundredths. [MS-XLS] 2.5.218. */
export function rkValue(rk: number): number {
  const hundredths = (rk & 1) === 1;
  let value: number;
  if ((rk & 2) === 2) value = rk >> 2;
  else {
    const view = new DataView(new ArrayBuffer(8));
    view.setUint32(4, (rk & 0xfffffffc) >>> 0, true);
    value = view.getFloat64(0, true);
  }
  return hundredths ? value / 100 : value;
}

export interface NumberText {
  readonly text: string;
  /** Excel keeps 15 digits: the zeros behind them were other digits when the number was typed. */
  readonly rounded: boolean;
}

/**
 * A number in digits, never in scientific notation while it is an integer below 10^21.
 *
 * @param format Number format code; undefined for General.
 */
export function numberText(value: number, format: string | undefined, date1904: boolean): NumberText {
  if (!Number.isFinite(value)) return { text: '', rounded: false };
  if (format !== undefined && isDateFormat(format)) {
    const date = dateText(value, date1904);
    if (date !== undefined) return { text: date, rounded: false };
  }
  if (!Number.isInteger(value) || Math.abs(value) >= 1e21) {
    return { text: String(Number(value.toPrecision(15))), rounded: false };
  }
  if (Math.abs(value) < 1e15) {
    const digits = String(value);
    const zeros = /^0+$/.exec(format ?? '')?.[0].length ?? 0;
    return { text: value >= 0 ? digits.padStart(Math.min(zeros, 30), '0') : digits, rounded: false };
  }
  // Integers that a double holds exactly are kept; beyond, what Excel shows.
  if (Number.isSafeInteger(value)) return { text: String(value), rounded: false };
  const [head = '', exponent = '0'] = value.toExponential(14).split('e');
  const digits = head.replace(/[-.]/g, '').padEnd(Number(exponent) + 1, '0');
  return { text: value < 0 ? `-${digits}` : digits, rounded: true };
}

/** Days since 1899-12-30 (or 1904-01-01) to an ISO date, with a time when there is one. */
function dateText(serial: number, date1904: boolean): string | undefined {
  // 2958465 is 9999-12-31.
  if (serial < 1 || serial > 2_958_466) return undefined;
  const days = date1904 ? serial + 1462 : serial < 60 ? serial + 1 : serial;
  const date = new Date(Math.round((days - 25_569) * 86_400) * 1000);
  const text = date.toISOString();
  return Number.isInteger(serial) ? text.slice(0, 10) : `${text.slice(0, 10)} ${text.slice(11, 19)}`;
}

function isDateFormat(format: string): boolean {
  const code = format.replace(/"[^"]*"|\\.|\[[^\]]*\]|_.|\*./g, '');
  return /[ymd年月日]/i.test(code) && !/[0#?]/.test(code) && !/General/i.test(code);
}

/** Built-in formats that are dates in every language; the ones from 27 on in Chinese. [MS-XLS] 2.5.165. */
export function builtInFormat(id: number): string | undefined {
  return (id >= 14 && id <= 17) || id === 22 || (id >= 27 && id <= 31) || id === 36 || (id >= 50 && id <= 58)
    ? 'yyyy-mm-dd'
    : undefined;
}

/** The cached result of a formula: a number, or the kind of another value. [MS-XLS] 2.5.133. */
export function formulaValue(data: Bytes, at: number): number | 'string' | undefined {
  if (data.u16(at + 6) !== 0xffff) return data.f64(at);
  return data.u8(at) === 0 ? 'string' : undefined;
}
