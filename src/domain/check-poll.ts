import { checkPollRequest } from './check-poll-request.js';
import { checkRequestTimeout } from './check-request-timeout.js';
import { checkResponseFilter } from './check-response-filter.js';
import { checkCallHeaders, type FieldProblem } from './header-rules.js';
import { checkPlan, type ExponentialPlan, type FixedPlan } from './poll-plan.js';
import { DEFAULT_POLL_INTERVAL_S, DEFAULT_POLL_TIMEOUT_S, type PollSpec } from './poll.js';
import { isJsonObject } from './strict-json.js';
import { checkCallUrl } from './url-rules.js';

/** A poll as it came: types are looked at here. */
export interface PollWish {
  readonly url?: unknown;
  readonly interval?: unknown;
  readonly timeout?: unknown;
  readonly request?: unknown;
  readonly response_filter?: unknown;
  readonly failure_filter?: unknown;
  readonly request_timeout?: unknown;
  readonly poll?: unknown;
  readonly webhook_url?: unknown;
  readonly webhook_headers?: unknown;
  readonly idempotency_key?: unknown;
}

export type PollCheck =
  { readonly ok: true; readonly spec: PollSpec } | { readonly ok: false; readonly problems: readonly FieldProblem[] };

type Checked<T> = { ok: true; value: T } | { ok: false; problems: readonly FieldProblem[] };

const LONGEST_S = 30 * 24 * 3_600;
/** Fields of a tool's plan that a poll says elsewhere, or not at all. */
const NOT_OF_A_POLL: Readonly<Record<string, string>> = {
  wait_s:
    'wait_s holds a request open, which only checks of orders have room for; leave wait_s out, and ask more often by interval_s.',
  budget: 'A poll has no earlier orders to learn from; leave budget out.',
};
/** What such a plan needs of a tool. */
const BEHIND = {
  sweep: 'orders are asked about together',
  adaptive: 'orders would name a class',
  learned: 'earlier orders it could learn from',
} as const;

/**
 * Reads a poll that is to be saved (contract, section 8): every field that is wrong is named with what to do, and no message
 * holds a header's value or the body. Defaults: a GET, every 10 s without jitter, for 24 h at most.
 */
export function checkPoll(wish: PollWish): PollCheck {
  const url = urlAt('url', wish.url);
  const webhookUrl = optional(wish.webhook_url, (value) => urlAt('webhook_url', value));
  const webhookHeaders = headersAt(wish.webhook_headers, webhookUrl);
  const request = checkPollRequest(wish.request);
  const timing = checkTiming(wish);
  const responseFilter = optional(wish.response_filter, (value) => filterAt('response_filter', value));
  const failureFilter = optional(wish.failure_filter, (value) => filterAt('failure_filter', value));
  const requestTimeout = optional(wish.request_timeout, checkRequestTimeout);
  const key = optional(wish.idempotency_key, checkKey);
  const parts = [url, webhookUrl, webhookHeaders, request, timing, responseFilter, failureFilter, requestTimeout, key];
  const problems = parts.flatMap((part) => (part.ok ? [] : part.problems));
  if (problems.length > 0) return { ok: false, problems };
  const { method, headers, body } = valueOf(request);
  const asked = {
    ...{ method, body_bytes: body?.length ?? null, ...valueOf(timing) },
    ...{ response_filter: valueOf(responseFilter), failure_filter: valueOf(failureFilter) },
    request_timeout: valueOf(requestTimeout),
  };
  const webhook = { webhook_url: valueOf(webhookUrl), webhook_headers: valueOf(webhookHeaders) };
  const secrets = { url: valueOf(url), headers, ...webhook };
  return { ok: true, spec: { asked, secrets, body, idempotencyKey: valueOf(key) } };
}

interface Timing {
  readonly interval: number | null;
  readonly timeout: number;
  readonly poll: FixedPlan | ExponentialPlan | null;
}

function checkTiming(wish: PollWish): Checked<Timing> {
  const interval = optional(wish.interval, (value) => secondsAt('interval', value));
  const timeout = optional(wish.timeout, (value) => secondsAt('timeout', value));
  const plan = optional(wish.poll, checkPollPlan);
  const problems = [interval, timeout, plan].flatMap((part) => (part.ok ? [] : part.problems));
  if (isGiven(wish.interval) && isGiven(wish.poll))
    problems.push({ field: 'poll', message: 'Give interval or poll, not both.' });
  if (problems.length > 0) return { ok: false, problems };
  const poll = valueOf(plan);
  const given = [valueOf(timeout), poll?.timeout_s].filter((one): one is number => typeof one === 'number');
  const limit = given.length === 0 ? DEFAULT_POLL_TIMEOUT_S : Math.min(...given);
  const every = poll === null ? (valueOf(interval) ?? DEFAULT_POLL_INTERVAL_S) : null;
  return { ok: true, value: { interval: every, timeout: limit, poll } };
}

/** A plan of a tool, but for what has no meaning without an order. */
function checkPollPlan(value: unknown): Checked<FixedPlan | ExponentialPlan> {
  const misplaced = isJsonObject(value) ? Object.keys(value).filter((name) => Object.hasOwn(NOT_OF_A_POLL, name)) : [];
  if (misplaced.length > 0)
    return refuse(...misplaced.map((name) => ({ field: `poll.${name}`, message: NOT_OF_A_POLL[name] ?? '' })));
  const strategy = isJsonObject(value) ? value['strategy'] : undefined;
  if (strategy === 'sweep' || strategy === 'adaptive' || strategy === 'learned')
    return refuse({
      field: 'poll.strategy',
      message: `The strategy "${strategy}" is for orders: a poll has no tool behind it, whose ${BEHIND[strategy]}; use "fixed" or "exponential".`,
    });
  const checked = checkPlan(value);
  if (!checked.ok) return checked;
  return { ok: true, value: checked.plan as FixedPlan | ExponentialPlan };
}

function urlAt(field: string, value: unknown): Checked<string> {
  const checked = checkCallUrl(value);
  return checked.ok ? { ok: true, value: checked.url } : refuse({ field, message: checked.problem });
}

function headersAt(value: unknown, url: Checked<string | null>): Checked<Readonly<Record<string, string>>> {
  if (!isGiven(value)) return { ok: true, value: {} };
  if (url.ok && url.value === null)
    return refuse({ field: 'webhook_headers', message: 'There is no webhook_url that they could go to.' });
  const checked = checkCallHeaders(value, 'webhook_headers');
  return checked.ok ? { ok: true, value: checked.headers } : checked;
}

function filterAt(field: string, value: unknown) {
  const checked = checkResponseFilter(value, field);
  return checked.ok ? { ok: true as const, value: checked.filter } : checked;
}

function secondsAt(field: string, value: unknown): Checked<number> {
  if (typeof value === 'number' && value > 0 && value <= LONGEST_S) return { ok: true, value };
  return refuse({
    field,
    message: `must be a number of seconds, more than 0 (fractions allowed) and at most ${LONGEST_S}.`,
  });
}

function checkKey(value: unknown): Checked<string> {
  if (typeof value === 'string' && /^[^\p{Cc}\p{Cs}]{1,256}$/u.test(value)) return { ok: true, value };
  return refuse({
    field: 'idempotency_key',
    message: 'must be a text of 1 to 256 characters without control characters.',
  });
}

function optional<T>(value: unknown, check: (value: unknown) => Checked<T>): Checked<T | null> {
  return isGiven(value) ? check(value) : { ok: true, value: null };
}

function isGiven(value: unknown): boolean {
  return value !== undefined && value !== null;
}

/** Only once all parts are known to be right. */
function valueOf<T>(part: Checked<T>): T {
  if (!part.ok) throw new Error('A part of a poll that was refused has no value.');
  return part.value;
}

function refuse(...problems: FieldProblem[]): { ok: false; problems: FieldProblem[] } {
  return { ok: false, problems };
}
