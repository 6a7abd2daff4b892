const UNITS = [
  ['d', 86_400],
  ['h', 3_600],
  ['min', 60],
  ['s', 1],
] as const;

/** `4 min`, `2 h 5 min`, `3 d`: two units at most, the smaller one only beside a small number of the greater. */
export function span(seconds: number): string {
  const whole = Math.max(0, Math.round(seconds));
  const at = UNITS.findIndex(([, size]) => whole >= size);
  if (at === -1) return '0 s';
  const [unit, size] = UNITS[at]!;
  const count = Math.floor(whole / size);
  const [lesser, lesserSize] = UNITS[at + 1] ?? ['', 1];
  const rest = lesser === '' ? 0 : Math.floor((whole % size) / lesserSize);
  return rest > 0 && count < 10 ? `${count} ${unit} ${rest} ${lesser}` : `${count} ${unit}`;
}

/** Milliseconds as `12 ms`, `1.4 s`, then as {@link span}. */
export function millis(ms: number): string {
  if (ms < 1_000) return `${Math.round(ms)} ms`;
  return ms < 10_000 ? `${(ms / 1_000).toFixed(1)} s` : span(ms / 1_000);
}

/** `4 min ago`, `in 2 h`. */
export function fromNow(at: number, now: number): string {
  const seconds = (at - now) / 1_000;
  if (Math.abs(seconds) < 1) return 'now';
  return seconds > 0 ? `in ${span(seconds)}` : `${span(-seconds)} ago`;
}

// Made once: it takes longer to make than a row to draw.
const LOCAL = new Intl.DateTimeFormat('en-GB', { dateStyle: 'medium', timeStyle: 'medium' });

/** The reader's own calendar and clock: `23 Nov 2026, 04:08:14`. */
export function localTime(iso: string): string {
  return LOCAL.format(new Date(iso));
}
