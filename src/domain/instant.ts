const ISO = /^(\d{4})-(\d{2})-(\d{2})(?:T\d{2}:\d{2}(?::\d{2}(?:\.\d{1,9})?)?(?:Z|[+-]\d{2}:\d{2}))?$/;

/** Whether a value is an instant in ISO-8601 that `Date.parse` reads as it was meant: a day (UTC), or a time with `Z` or an offset. */
export function isInstant(value: unknown): value is string {
  const [, year, month, day] = (typeof value === 'string' && ISO.exec(value)) || [];
  if (year === undefined || Number.isNaN(Date.parse(value as string))) return false;
  // Date.parse takes the 30th of February for the 2nd of March.
  return new Date(Date.UTC(Number(year), Number(month), 0)).getUTCDate() >= Number(day);
}
