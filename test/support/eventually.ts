import { setTimeout as sleep } from 'node:timers/promises';

export interface EventuallyOptions {
  /** How long to go on trying, in milliseconds. */
  readonly withinMs?: number;
  /** The pause between two tries, in milliseconds. */
  readonly every?: number;
}

/** What is a function call on SQLite is a round trip to a server on Postgres. */
const WITHIN_MS = process.env['TEST_DATABASE'] === 'postgres' ? 30_000 : 15_000;

type Found<T> = { readonly ok: true; readonly value: T } | { readonly ok: false; readonly why: unknown };

/**
 * Tries `check` until it neither throws nor answers something falsy, and gives back what it found.
 * Throws once the time is over; the message tells the last failure. Real time, whatever clock the code under test has.
 */
export async function eventually<T>(
  check: () => T | Promise<T>,
  { withinMs = WITHIN_MS, every = 10 }: EventuallyOptions = {},
): Promise<NonNullable<T>> {
  const deadline = performance.now() + withinMs;
  for (let tries = 1; ; tries++) {
    const found = await tryOnce(check);
    if (found.ok) return found.value;
    if (performance.now() >= deadline) throw givenUp(withinMs, tries, found.why);
    await sleep(every);
  }
}

async function tryOnce<T>(check: () => T | Promise<T>): Promise<Found<NonNullable<T>>> {
  try {
    const value = await check();
    return value ? { ok: true, value } : { ok: false, why: `it answered ${String(value)}` };
  } catch (error) {
    return { ok: false, why: error };
  }
}

function givenUp(withinMs: number, tries: number, why: unknown): Error {
  const told = why instanceof Error ? why.message : String(why);
  return new Error(`Not so within ${withinMs} ms (${tries} tries). Last failure: ${told}`, { cause: why });
}
