const UNITS = ['B', 'kB', 'MB', 'GB', 'TB'] as const;

/** `512 B`, `1.4 kB`, `23 MB`: decimal units, as disks and networks have them. */
export function bytes(count: number): string {
  let value = Math.max(0, count);
  let at = 0;
  // 999.5 would be said as 1000.
  while (value >= 999.5 && at < UNITS.length - 1) {
    value /= 1_000;
    at += 1;
  }
  const said = at === 0 || value >= 9.95 ? String(Math.round(value)) : value.toFixed(1);
  return `${said} ${UNITS[at]}`;
}
