import type { CallRetry } from './call-retry.js';
import type { CallSecrets } from './call-secrets.js';
import type { HttpCall } from './exchange.js';
import type { ExponentialPlan, FixedPlan } from './poll-plan.js';
import { callRetryOf } from './plan-retry.js';
import type { ResponseFilter } from './response-filter.js';

export const POLL_STATUSES = ['waiting', 'completed', 'failed', 'timed_out', 'cancelled'] as const;
export type PollStatus = (typeof POLL_STATUSES)[number];
/** How a poll ends; it ends once. */
export type PollEnd = Exclude<PollStatus, 'waiting'>;

export const POLL_METHODS = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE'] as const;
export type PollMethod = HttpCall['method'];

/** Seconds between two requests where neither `interval` nor `poll` is given: as trigger.dev's backgroundPoll has it. */
export const DEFAULT_POLL_INTERVAL_S = 10;
/** Seconds from its creation after which a poll ends that names no timeout: the default deadline of an order. */
export const DEFAULT_POLL_TIMEOUT_S = 86_400;
/** Most bytes of an answer that are read, for filters and `response`; of a longer one only status and headers count. */
export const MAX_POLL_ANSWER_BYTES = 1024 * 1024;
/** Most bytes of the request's body. */
export const MAX_POLL_BODY_BYTES = 1024 * 1024;

/** What a poll asks for that is no secret: kept and shown as it is. */
export interface PollAsked {
  readonly method: PollMethod;
  /** Null where there is none; the body itself is never shown. */
  readonly body_bytes: number | null;
  /** As given; null where `poll` stands in its place. */
  readonly interval: number | null;
  readonly timeout: number;
  readonly poll: FixedPlan | ExponentialPlan | null;
  readonly response_filter: ResponseFilter | null;
  readonly failure_filter: ResponseFilter | null;
  readonly request_timeout: RequestTimeout | null;
}

/** The budget of one request, and the tries of one attempt, as trigger.dev names them. */
export interface RequestTimeout {
  readonly duration_in_ms: number;
  readonly retry: {
    readonly limit: number;
    readonly min_timeout_in_ms: number;
    readonly max_timeout_in_ms: number;
    readonly factor: number;
    readonly randomize: boolean;
  } | null;
}

/** What a poll asks for that may be secret: kept sealed, shown masked. */
export interface PollSecrets extends CallSecrets {
  /** True once the poll has ended: the values are forgotten, and what reads show of them stands in their place. */
  readonly headers_masked?: true;
}

/** A poll as it is asked for, checked and with its defaults. */
export interface PollSpec {
  readonly asked: PollAsked;
  readonly secrets: PollSecrets;
  readonly body: Buffer | null;
  readonly idempotencyKey: string | null;
}

/** When a poll asks again: its plan, or its interval without jitter. */
export function planOf({ poll, interval }: Pick<PollAsked, 'poll' | 'interval'>): FixedPlan | ExponentialPlan {
  return poll ?? { strategy: 'fixed', initial_s: 0, interval_s: interval ?? DEFAULT_POLL_INTERVAL_S, jitter: 0 };
}

/** The tries of one attempt, by `request_timeout`, else by the plan; null where there is one. */
export function retryOf({
  request_timeout: asked,
  poll,
}: Pick<PollAsked, 'request_timeout' | 'poll'>): CallRetry | null {
  const retry = asked?.retry;
  if (!retry) return poll?.retry && poll.retry.limit > 0 ? callRetryOf(poll.retry) : null;
  if (retry.limit === 0) return null;
  const { limit, factor, randomize } = retry;
  return {
    ...{ limit, factor, randomize, backoff: 'exponential' },
    ...{ minMs: retry.min_timeout_in_ms, maxMs: retry.max_timeout_in_ms },
  };
}
