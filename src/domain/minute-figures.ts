import type { Outcome } from './outcome.js';

/** What became of a call, as classes that one look tells apart. */
export const CALL_CLASSES = ['ok', 'seller_error', 'timeout', 'network', 'refused'] as const;
export type CallClass = (typeof CALL_CLASSES)[number];

const ENDS = ['placed', 'completed', 'failed', 'expired'] as const;
type End = (typeof ENDS)[number];

/** Added up over processes. */
export const SUMS = [...ENDS, ...CALL_CLASSES] as const;
export type Sum = (typeof SUMS)[number];
/** Of which the greatest that any process saw is kept. */
export const PEAKS = ['lateness_p95', 'due', 'waiting'] as const;
export type Peak = (typeof PEAKS)[number];

export interface Figure {
  /** Whole minutes since the epoch. */
  readonly minute: number;
  readonly name: string;
  readonly value: number;
}

/** One step of a range: sums are zero where nothing happened, peaks null where nobody saw one. */
export interface SeriesPoint extends Readonly<Record<End, number>> {
  readonly at: string;
  readonly calls: Readonly<Record<CallClass, number>>;
  readonly lateness_p95_ms: number | null;
  readonly due: number | null;
  readonly waiting: number | null;
}

export const RANGES = {
  '1h': { minutes: 60, step: 1 },
  '6h': { minutes: 360, step: 5 },
  '24h': { minutes: 1_440, step: 15 },
  '7d': { minutes: 10_080, step: 120 },
} as const;
export type Range = keyof typeof RANGES;

export const MINUTE_MS = 60_000;

/** The class of an outcome; null for what is no call of ours, or tells nothing of one. */
export function callClassOf(outcome: Outcome): CallClass | null {
  switch (outcome) {
    case 'accepted':
    case 'processing':
    case 'not_modified':
    case 'completed':
    case 'delivered':
    case 'success':
      return 'ok';
    case 'timeout':
      return 'timeout';
    case 'dns_error':
    case 'tls_error':
    case 'connection_error':
    case 'unconfirmed':
      return 'network';
    case 'blocked_address':
      return 'refused';
    case 'late':
    case 'duplicate':
      return null;
    default:
      return 'seller_error';
  }
}

/** Figures of minutes as the points of a range that ends now: each step from its first minute on, oldest first. */
export function seriesOf(figures: Iterable<Figure>, range: Range, now: number): SeriesPoint[] {
  const { minutes, step } = RANGES[range];
  const last = Math.floor(now / MINUTE_MS / step) * step;
  const steps = new Map<number, Map<string, number>>();
  for (let at = last - minutes + step; at <= last; at += step) steps.set(at, new Map());
  for (const { minute, name, value } of figures) {
    const step_ = steps.get(Math.floor(minute / step) * step);
    if (!step_) continue;
    const before = step_.get(name);
    step_.set(name, isPeak(name) ? Math.max(before ?? 0, value) : (before ?? 0) + value);
  }
  return [...steps].map(([minute, values]) => pointOf(minute, values));
}

export function isPeak(name: string): boolean {
  return (PEAKS as readonly string[]).includes(name);
}

function pointOf(minute: number, values: ReadonlyMap<string, number>): SeriesPoint {
  const sum = (name: Sum) => values.get(name) ?? 0;
  const calls = Object.fromEntries(CALL_CLASSES.map((name) => [name, sum(name)])) as Record<CallClass, number>;
  return {
    at: new Date(minute * MINUTE_MS).toISOString(),
    ...{ placed: sum('placed'), completed: sum('completed'), failed: sum('failed'), expired: sum('expired'), calls },
    lateness_p95_ms: values.get('lateness_p95') ?? null,
    ...{ due: values.get('due') ?? null, waiting: values.get('waiting') ?? null },
  };
}
