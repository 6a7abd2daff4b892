const SECOND = 1_000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;

/** Waits between the tries to notify the marketplace (contract, section 10); after the last comes one more try, then none. */
const NOTIFY_WAITS = [
  5 * SECOND,
  5 * MINUTE,
  30 * MINUTE,
  2 * HOUR,
  5 * HOUR,
  10 * HOUR,
  14 * HOUR,
  20 * HOUR,
  24 * HOUR,
];
const NOTIFY_SPREAD = 0.2;

const FORWARD_FIRST_WAIT = 5 * SECOND;
const FORWARD_LONGEST_WAIT = 10 * MINUTE;
const FORWARD_SPREAD = 0.25;
const FORWARD_SPAN = 6 * HOUR;
const LONGEST_RETRY_AFTER = HOUR;

/** All instants are epoch milliseconds. */
export interface RetryInput {
  /** Tries made so far, the one that just failed included: at least 1. */
  readonly tries: number;
  /** When the last try failed. */
  readonly nowMs: number;
  /** The wait that the answer's `Retry-After` asks for: a floor, honoured up to an hour. */
  readonly retryAfterMs: number | null;
  /** From 0 up to 1. */
  readonly random: number;
}

export interface ForwardRetryInput extends RetryInput {
  /** For how long it has been tried when the last try failed, from the first try on. */
  readonly triedMs: number;
}

/**
 * When to forward an order again (contract, section 4): after 5 s, 10 s, 20 s and so on up to 10 min, ±25 %.
 * Null where that would be more than 6 h after the first try: the seller is unreachable. The order's deadline is the caller's.
 */
export function nextForwardTry(input: ForwardRetryInput): number | null {
  const wait = Math.min(FORWARD_FIRST_WAIT * 2 ** (input.tries - 1), FORWARD_LONGEST_WAIT);
  const at = after(input, wait, FORWARD_SPREAD);
  return input.triedMs + at - input.nowMs > FORWARD_SPAN ? null : at;
}

/**
 * When to notify the marketplace again (contract, section 10): after 5 s, 5 min, 30 min, 2 h, 5 h, 10 h, 14 h, 20 h and 24 h,
 * ±20 %. Null after the tenth try: the notification is dead.
 */
export function nextNotificationTry(input: RetryInput): number | null {
  const wait = NOTIFY_WAITS[input.tries - 1];
  return wait === undefined ? null : after(input, wait, NOTIFY_SPREAD);
}

function after(input: RetryInput, waitMs: number, spread: number): number {
  const spreadWait = waitMs * (1 + spread * (2 * input.random - 1));
  const floor = Math.min(input.retryAfterMs ?? 0, LONGEST_RETRY_AFTER);
  return Math.ceil(input.nowMs + Math.max(spreadWait, floor));
}
