import { describe, expect, it } from '@jest/globals';
import { checkPoll, type PollWish } from './check-poll.js';
import { planOf, retryOf, type PollSpec } from './poll.js';

const url = 'https://api.test/jobs/1';

function spec(wish: PollWish): PollSpec {
  const checked = checkPoll({ url, ...wish });
  if (!checked.ok) throw new Error(JSON.stringify(checked.problems));
  return checked.spec;
}

function fields(wish: PollWish): string[] {
  const checked = checkPoll({ url, ...wish });
  return checked.ok ? [] : checked.problems.map(({ field }) => field);
}

describe('a poll that says nothing but where', () => {
  it('is a GET every 10 s without jitter, for a day', () => {
    const { asked, secrets, body, idempotencyKey } = spec({});
    expect(asked).toEqual({
      ...{ method: 'GET', body_bytes: null, interval: 10, timeout: 86_400, poll: null },
      ...{ response_filter: null, failure_filter: null, request_timeout: null },
    });
    expect(secrets).toEqual({ url, headers: {}, webhook_url: null, webhook_headers: {} });
    expect([body, idempotencyKey, retryOf(asked)]).toEqual([null, null, null]);
    expect(planOf(asked)).toEqual({ strategy: 'fixed', initial_s: 0, interval_s: 10, jitter: 0 });
  });

  it('takes null for what is left out', () => {
    const nothing = {
      interval: null,
      timeout: null,
      request: null,
      poll: null,
      webhook_url: null,
      webhook_headers: null,
    };
    expect(spec({ ...nothing, response_filter: null, idempotency_key: null })).toEqual(spec({}));
  });
});

describe('the time of a poll', () => {
  const plan = { strategy: 'fixed', interval_s: 0.5, timeout_s: 60 };

  it.each<[string, PollWish, number]>([
    ['its timeout', { timeout: 0.25 }, 0.25],
    ["its plan's", { poll: plan }, 60],
    ['the shorter of both', { poll: plan, timeout: 30 }, 30],
    ['the shorter of both, the other way', { poll: plan, timeout: 90 }, 60],
  ])('is %s', (_what, wish, timeout) => {
    expect(spec(wish).asked.timeout).toBe(timeout);
  });

  it('leaves no interval where there is a plan', () => {
    expect(spec({ poll: plan }).asked).toMatchObject({
      interval: null,
      poll: { ...plan, initial_s: 0.5, jitter: 0.1 },
    });
  });
});

describe('the request of a poll', () => {
  it('has the same body by either spelling, and an empty one is none', () => {
    const text = spec({ request: { method: 'PUT', body: 'é' } });
    expect(spec({ request: { method: 'PUT', body_base64: 'w6k=' } })).toEqual(text);
    expect([text.asked.body_bytes, text.body?.toString()]).toEqual([2, 'é']);
    expect(spec({ request: { body: '' } }).body).toBeNull();
  });

  it('may name its Content-Type, whose value obeys the rules of all values', () => {
    expect(spec({ request: { headers: { 'content-TYPE': 'text/xml' } } }).secrets.headers).toEqual({
      'content-TYPE': 'text/xml',
    });
    expect(fields({ request: { headers: { 'Content-Type': 'a\r\nb', 'Content-Encoding': 'gzip' } } })).toEqual([
      ...['request.headers.Content-Type', 'request.headers.Content-Encoding'],
    ]);
  });

  it('is told all its problems at once', () => {
    const request = { method: 'get', headers: { Host: 'x' }, body: 7, query: {} };
    expect(fields({ url: 'x', request, interval: -1, idempotency_key: 'a\u0000' }).sort()).toEqual([
      ...[
        'idempotency_key',
        'interval',
        'request.body',
        'request.headers.Host',
        'request.method',
        'request.query',
        'url',
      ],
    ]);
  });
});

describe('the retries of a request', () => {
  it('are filled in as trigger.dev fills them in, but none are made unless it says how many', () => {
    const asked = spec({ request_timeout: { duration_in_ms: 1_000, retry: { limit: 2 } } }).asked;
    expect(retryOf(asked)).toEqual({
      ...{ limit: 2, minMs: 500, maxMs: 30_000, factor: 1.8, backoff: 'exponential', randomize: true },
    });
    expect(retryOf(spec({ request_timeout: { duration_in_ms: 1_000, retry: {} } }).asked)).toBeNull();
  });
});

describe('the waits between tries', () => {
  const waits = (retry: object) => fields({ request_timeout: { duration_in_ms: 1_000, retry } });
  const steady = { min_timeout_in_ms: 6_000, max_timeout_in_ms: 6_000, randomize: false };

  it('come to a minute at most, by chance too', () => {
    expect(waits({ ...steady, limit: 10 })).toEqual([]);
    expect(waits({ ...steady, limit: 10, max_timeout_in_ms: 6_001, factor: 2 })).toEqual(['request_timeout.retry']);
    expect(waits({ min_timeout_in_ms: 4_000, factor: 1, limit: 7 })).toEqual([]);
    expect(waits({ min_timeout_in_ms: 4_000, factor: 1, limit: 8 })).toEqual(['request_timeout.retry']);
  });
});

describe('a plan of a poll', () => {
  it.each(['sweep', 'adaptive', 'learned'])('is not one that needs orders: %s', (strategy) => {
    expect(fields({ poll: { strategy } })).toEqual(['poll.strategy']);
  });

  it('may have a retry, which counts where request_timeout has none', () => {
    const poll = { strategy: 'fixed', interval_s: 5, retry: { limit: 2 } };
    const ofPlan = { limit: 2, minMs: 1_000, maxMs: null, factor: 2, backoff: 'exponential', randomize: false };
    expect(retryOf(spec({ poll }).asked)).toEqual(ofPlan);
    expect(retryOf(spec({ poll, request_timeout: { duration_in_ms: 5 } }).asked)).toEqual(ofPlan);
    const retry = { limit: 1 };
    expect(retryOf(spec({ poll, request_timeout: { duration_in_ms: 5, retry } }).asked)).toMatchObject({ limit: 1 });
    const none = { duration_in_ms: 5, retry: { limit: 0 } };
    expect(retryOf(spec({ poll, request_timeout: none }).asked)).toBeNull();
    expect(fields({ poll: { ...poll, retry: { limit: 9 } } })).toEqual(['poll.retry']);
  });

  it.each(['wait_s', 'budget'])('has no %s', (name) => {
    expect(fields({ poll: { strategy: 'fixed', interval_s: 5, [name]: 1 } })).toEqual([`poll.${name}`]);
  });
});
