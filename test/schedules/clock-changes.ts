const STEP_MS = 24 * 3_600_000;
const MINUTE_MS = 60_000;

/** The instants, from one year up to another, at which the clocks of a zone change. */
export function clockChanges(timezone: string, fromYear: number, toYear: number): number[] {
  const format = new Intl.DateTimeFormat('en-US', { timeZone: timezone, timeZoneName: 'longOffset' });
  const offset = (ms: number) => format.formatToParts(ms).find(({ type }) => type === 'timeZoneName')?.value;
  const changes: number[] = [];
  for (let at = Date.UTC(fromYear, 0); at < Date.UTC(toYear, 0); at += STEP_MS) {
    const before = offset(at);
    if (before === offset(at + STEP_MS)) continue;
    let [low, high] = [at, at + STEP_MS];
    while (high - low > MINUTE_MS) {
      const middle = low + Math.floor((high - low) / 2 / MINUTE_MS) * MINUTE_MS;
      if (offset(middle) === before) low = middle;
      else high = middle;
    }
    changes.push(high);
  }
  return changes;
}
