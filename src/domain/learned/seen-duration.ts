import type { SeenDuration } from './duration-sketch.js';

/**
 * How an order's wait came to its end. `told`: the seller called. `found`: a check found a final answer. `given_up`: the order
 * expired or was cancelled while at work.
 */
export type EndedBy = 'told' | 'found' | 'given_up';

/** What is known of the end of an order's wait. All instants are epoch milliseconds. */
export interface OrderEnd {
  readonly by: EndedBy;
  readonly forwardedMs: number;
  readonly endedMs: number;
  /** The seller's `completed_at`, if it named one. */
  readonly completedMs: number | null;
  /** When the seller last answered that it was still at work; null where it never did. */
  readonly atWorkMs: number | null;
}

/**
 * The duration that an ended order teaches. `completed_at` makes it exact where it can be true: after the forward and the last
 * answer that said "still at work", and not in the future. An order that was given up teaches only that it took longer than it
 * was last seen at work; one that was never seen so teaches nothing: null.
 */
export function seenDuration(end: OrderEnd): SeenDuration | null {
  const seconds = (ms: number) => Math.max(0, ms - end.forwardedMs) / 1_000;
  const atWorkMs = Math.max(end.forwardedMs, end.atWorkMs ?? 0);
  if (end.by === 'given_up') return atWorkMs > end.forwardedMs ? { kind: 'over', afterS: seconds(atWorkMs) } : null;
  const { completedMs } = end;
  if (completedMs !== null && completedMs >= atWorkMs && completedMs <= end.endedMs)
    return { kind: 'exact', s: seconds(completedMs) };
  if (end.by === 'told') return { kind: 'exact', s: seconds(end.endedMs) };
  return end.endedMs > atWorkMs ? { kind: 'between', afterS: seconds(atWorkMs), atMostS: seconds(end.endedMs) } : null;
}
