/** The longest wait that is granted, in milliseconds (contract, section 2). */
const LONGEST_WAIT_MS = 60_000;

/**
 * The wait that `Prefer: wait=N` asks for (RFC 7240, section 4.3), in milliseconds, at most a minute; null where none is asked
 * for. A preference that cannot be read is ignored, as the RFC wants, and of two the first counts.
 */
export function preferredWaitMs(header: string | readonly string[] | undefined): number | null {
  const preferences = typeof header === 'string' ? header : (header ?? []).join(',');
  for (const preference of preferences.split(',')) {
    const [name, value] = (preference.split(';')[0] ?? '').split('=').map((part) => part.trim());
    if (name?.toLowerCase() !== 'wait') continue;
    const seconds = /^(?:"(\d+)"|(\d+))$/.exec(value ?? '');
    return seconds ? Math.min(Number(seconds[1] ?? seconds[2]) * 1000, LONGEST_WAIT_MS) : null;
  }
  return null;
}

/** The value of `Preference-Applied` for a wait that was granted. */
export function waitApplied(waitMs: number): string {
  return `wait=${waitMs / 1000}`;
}
