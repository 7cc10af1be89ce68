const DAYS = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];

/**
 * A real date of the Gregorian calendar.
 *
 * @param digits `YYYYMMDD`.
 * @returns ISO 8601 `YYYY-MM-DD`, or undefined for an impossible date.
 */
export function calendarDate(digits: string): string | undefined {
  const year = Number(digits.slice(0, 4));
  const month = Number(digits.slice(4, 6));
  const day = Number(digits.slice(6, 8));
  if (!(month >= 1 && month <= 12)) return undefined;
  const leap = month === 2 && year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0);
  if (!(day >= 1 && day <= DAYS[month - 1]! + (leap ? 1 : 0))) return undefined;
  return `${digits.slice(0, 4)}-${digits.slice(4, 6)}-${digits.slice(6, 8)}`;
}
