import { Cron } from 'croner';
import { readCron } from './cron-fields.js';
import { zoneOf } from './timezones.js';

/** Most that are kept ready to be asked; each weighs some 100 KB. */
const MOST_READY = 100;
/** From here a leap day on any day of the week lies at most 40 years ahead. */
const PROBE_MS = Date.UTC(2024, 0, 1);
const MINUTE_MS = 60_000;

export type CronCheck = { readonly ok: true } | { readonly ok: false; readonly problem: string };

/** Least recently asked first. */
const ready = new Map<string, Cron>();

/**
 * Whether a text is a cron expression of five fields that ever comes true (contract, section 8); see {@link readCron} for what it may
 * hold. The zone must be one that `checkTimezone` lets through.
 */
export function checkScheduleCron(text: unknown, timezone: string): CronCheck {
  const read = readCron(text);
  if (!read.ok) return read;
  const first = cronOf(String(text), timezone).nextRun(new Date(PROBE_MS));
  return first ? { ok: true } : { ok: false, problem: 'never comes true: check its day and its month.' };
}

/**
 * The first run strictly after an instant, epoch milliseconds, on a whole minute. When clocks change, as crontab(5) has it: where
 * minute and hour are fixed, a time that is left out runs once, right after the gap, and one that comes twice runs the first time
 * only; where either holds a `*`, runs follow the clock on the wall, through both of two equal hours and past a missing one.
 * Throws for an expression that {@link checkScheduleCron} refuses.
 */
export function nextRun(cron: string, timezone: string, afterMs: number): number {
  const next = cronOf(cron, timezone).nextRun(new Date(afterMs));
  if (!next) throw new RangeError('The cron expression never comes true.');
  return next.getTime();
}

/**
 * The last run at or before an instant that is not before `sinceMs`; null where there is none. Found by {@link nextRun} alone, so that
 * both tell of the same runs: each look halves the time in which it may be.
 */
export function lastRunAtOrBefore(cron: string, timezone: string, nowMs: number, sinceMs: number): number | null {
  const after = (ms: number) => nextRun(cron, timezone, ms);
  let run = after(sinceMs - 1);
  if (run > nowMs) return null;
  // No run lies in (later, now], one does in (run, later] as long as the next one is due.
  for (let later = nowMs; later - run >= MINUTE_MS;) {
    const middle = run + Math.floor((later - run) / 2);
    const next = after(middle);
    if (next <= nowMs) run = next;
    else later = middle;
  }
  return run;
}

/** The library's own reading, by the zone's one name in the runtime: it remembers each name that it was given. */
function cronOf(text: string, timezone: string): Cron {
  const key = `${timezone} ${text}`;
  const cron = ready.get(key) ?? read(text, timezone);
  ready.delete(key);
  ready.set(key, cron);
  for (const oldest of ready.keys()) {
    if (ready.size <= MOST_READY) break;
    ready.delete(oldest);
  }
  return cron;
}

function read(text: string, timezone: string): Cron {
  const [fields, zone] = [readCron(text), zoneOf(timezone)];
  if (!fields.ok) throw new RangeError(`The cron expression ${fields.problem}`);
  if (zone === null) throw new RangeError('The timezone is not known here.');
  return new Cron(fields.plain, { mode: '5-part', timezone: zone, paused: true, fixedTimeRule: 'no-wildcard' });
}
