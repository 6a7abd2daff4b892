/** The longest wait a seller can ask for: the longest deadline of an order, 30 days. More is read as this much. */
export const MAX_RETRY_AFTER_MS = 30 * 24 * 3_600_000;

const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];
const SECONDS = /^\d+$/;
/** The three forms of an HTTP-date (RFC 9110, section 5.6.7), newest first. */
const IMF_FIXDATE =
  /^(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun), (?<day>\d\d) (?<month>[A-Z][a-z]{2}) (?<year>\d{4}) (?<time>[\d:]{8}) GMT$/;
const RFC_850 =
  /^(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day, (?<day>\d\d)-(?<month>[A-Z][a-z]{2})-(?<year>\d\d) (?<time>[\d:]{8}) GMT$/;
const ASCTIME =
  /^(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun) (?<month>[A-Z][a-z]{2}) (?<day>[ \d]\d) (?<time>[\d:]{8}) (?<year>\d{4})$/;
const TIME = /^([01]\d|2[0-3]):([0-5]\d):([0-5]\d|60)$/; // 60 is a leap second

/**
 * How long a `Retry-After` header asks us to wait (RFC 9110, section 10.2.3): whole seconds or an HTTP-date.
 * @returns milliseconds from `nowMs`, 0 for a date gone by, at most {@link MAX_RETRY_AFTER_MS}; null for no header or junk.
 */
export function parseRetryAfter(value: string | undefined, nowMs: number): number | null {
  const text = value?.trim() ?? '';
  const wait = SECONDS.test(text) ? Number(text) * 1_000 : parseHttpDate(text, nowMs) - nowMs;
  return Number.isNaN(wait) ? null : Math.min(Math.max(wait, 0), MAX_RETRY_AFTER_MS);
}

/** Epoch milliseconds, NaN where the text is no HTTP-date. The day of the week is not checked against the date. */
function parseHttpDate(text: string, nowMs: number): number {
  const parts = (IMF_FIXDATE.exec(text) ?? RFC_850.exec(text) ?? ASCTIME.exec(text))?.groups;
  const time = TIME.exec(parts?.['time'] ?? '');
  if (parts === undefined || time === null) return NaN;
  const day = Number(parts['day']);
  const month = MONTHS.indexOf(parts['month'] ?? '');
  const year = parts['year']?.length === 2 ? fullYear(Number(parts['year']), nowMs) : Number(parts['year']);
  const midnight = new Date(Date.UTC(year, month, day));
  if (month === -1 || day === 0 || midnight.getUTCDate() !== day) return NaN;
  return midnight.getTime() + (Number(time[1]) * 3_600 + Number(time[2]) * 60 + Number(time[3])) * 1_000;
}

/** A year of two digits that seems more than 50 years ahead is the one a century before (RFC 9110, section 5.6.7). */
function fullYear(twoDigits: number, nowMs: number): number {
  const thisYear = new Date(nowMs).getUTCFullYear();
  const year = thisYear - (thisYear % 100) + twoDigits;
  if (year > thisYear + 50) return year - 100;
  return year <= thisYear - 50 ? year + 100 : year;
}
