const LONGEST_NAME = 64;
/** IANA names; offsets such as +01:00 have no rules for their clocks, and some runtimes take them for names. */
const NAME = /^[A-Za-z][A-Za-z0-9_+/-]*$/;

export type TimezoneCheck =
  { readonly ok: true; readonly timezone: string } | { readonly ok: false; readonly problem: string };

/**
 * Reads an IANA timezone name, whatever its case, and answers it in its usual spelling. An older or newer name of the same zone
 * (`Asia/Kolkata`) stays as it was given.
 */
export function checkTimezone(name: unknown): TimezoneCheck {
  const zone = typeof name === 'string' && name.length <= LONGEST_NAME && NAME.test(name) ? zoneOf(name) : null;
  if (zone !== null) {
    const isSame = zone.toLowerCase() === String(name).toLowerCase();
    return { ok: true, timezone: isSame ? zone : String(name) };
  }
  return { ok: false, problem: 'must be an IANA name such as "Europe/Berlin", or "UTC".' };
}

/** The zone that a name leads to, in the runtime's own spelling; null where it knows none. */
export function zoneOf(name: string): string | null {
  try {
    return new Intl.DateTimeFormat('en-US', { timeZone: name }).resolvedOptions().timeZone;
  } catch {
    return null;
  }
}
