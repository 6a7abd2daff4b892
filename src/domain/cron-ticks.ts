import { CronTime } from 'cron';

const MAX_EXPRESSIONS = 1_000;
/** Enough for the ticks of every minute of an hour. */
const MAX_SPANS = 64;
const HOUR_MS = 3_600_000;
const LONGEST_EXPRESSION = 200;
/** From here a leap day is at most eight years away, which is how far the library looks. */
const PROBE_MS = Date.UTC(2024, 0, 1);

/** For every instant from `from` up to, but not at, `tick`, the next tick is `tick`. */
interface Span {
  from: number;
  readonly tick: number;
}
interface Known {
  readonly time: CronTime;
  /** After so long it ticks alike for ever; null where hours or days count. The library takes a millisecond for a tick. */
  readonly periodMs: number | null;
  readonly spans: Span[];
}

const known = new Map<string, Known>();

/**
 * The first tick of a cron expression strictly after an instant, in UTC (epoch milliseconds, whole seconds), by the library
 * `cron` (under @nestjs/schedule). Ticks are remembered: a sweep asks a
 * hundred thousand times for the same one. Throws for an expression that {@link checkCron} refuses, and for an instant
 * more than eight years ahead of the machine's clock, where the library stops looking.
 */
export function nextTick(expression: string, afterMs: number): number {
  const cron = known.get(expression) ?? remember(expression);
  if (cron.periodMs === null) return tickAfter(cron, afterMs);
  const within = ((afterMs % cron.periodMs) + cron.periodMs) % cron.periodMs;
  return tickAfter(cron, PROBE_MS + within) - PROBE_MS + (afterMs - within);
}

function tickAfter(cron: Known, afterMs: number): number {
  const span = cron.spans.find(({ from, tick }) => from <= afterMs && afterMs < tick);
  return span?.tick ?? findTick(cron, afterMs);
}

/** Whether an expression has five fields, or six with seconds first, and ever ticks. Names such as `mon` are allowed. */
export function checkCron(expression: unknown): { ok: true } | { ok: false; problem: string } {
  if (typeof expression !== 'string' || expression.length > LONGEST_EXPRESSION) {
    return refuse(`A cron expression is a text of at most ${LONGEST_EXPRESSION} characters`);
  }
  if (!/^\s*\S+(?:\s+\S+){4,5}\s*$/.test(expression))
    return refuse('A cron expression has five fields, or six with seconds first');
  const { valid, error } = CronTime.validateCronExpression(expression);
  if (!valid) return refuse(`The cron expression cannot be read (${error?.message ?? 'unknown'})`);
  return ticks(expression) ? { ok: true } : refuse('The cron expression never comes true; check its day and month');
}

function remember(expression: string): Known {
  const oldest = known.size < MAX_EXPRESSIONS ? undefined : known.keys().next().value;
  if (oldest !== undefined) known.delete(oldest);
  const cron: Known = { time: new CronTime(expression, 'UTC'), periodMs: periodOf(expression), spans: [] };
  known.set(expression, cron);
  return cron;
}

/** Where hour, day, month and weekday are `*`, every hour is like every other: in UTC none is left out or comes twice. */
function periodOf(expression: string): number | null {
  const fields = expression.trim().split(/\s+/);
  return fields.length >= 5 && fields.slice(-4).every((field) => field === '*') ? HOUR_MS : null;
}

function findTick(cron: Known, afterMs: number): number {
  const tick = cron.time.getNextDateFrom(new Date(afterMs), 'UTC').toMillis();
  const same = cron.spans.find((span) => span.tick === tick);
  if (same !== undefined) same.from = Math.min(same.from, afterMs);
  else if (cron.spans.push({ from: afterMs, tick }) > MAX_SPANS) cron.spans.shift();
  return tick;
}

function ticks(expression: string): boolean {
  try {
    return new CronTime(expression, 'UTC').getNextDateFrom(new Date(PROBE_MS), 'UTC').isValid;
  } catch {
    return false; // the library found no date
  }
}

function refuse(problem: string): { ok: false; problem: string } {
  return { ok: false, problem: `${problem}.` };
}
