import { describe, expect, it } from '@jest/globals';
import { checkJob } from './check-job.js';

const NOW = Date.UTC(2030, 0, 7, 9);
const url = 'https://api.test/hook';

function check(more: object) {
  return checkJob({ url, scheduled_at: '2030-01-07T10:00:00Z', ...more }, NOW);
}

function fields(more: object): string[] {
  const checked = check(more);
  return checked.ok ? [] : checked.problems.map(({ field }) => field);
}

describe('the instant of a job', () => {
  it.each<[string, number]>([
    ['2030-01-07T10:00:00Z', NOW + 3_600_000],
    ['2030-01-07T10:00:00.250+00:00', NOW + 3_600_250],
    ['2030-01-07T12:00:00+03:00', NOW],
    ['2030-01-07T09:00Z', NOW],
    ['9999-12-31T23:59:59Z', Date.UTC(9999, 11, 31, 23, 59, 59)],
  ])('is read from %s', (scheduled_at, at) => {
    expect(check({ scheduled_at })).toMatchObject({ ok: true, value: { scheduledAt: at } });
  });

  it('is now where it lies up to a minute in the past', () => {
    for (const ms of [1, 59_999, 60_000])
      expect(check({ scheduled_at: new Date(NOW - ms).toISOString() })).toMatchObject({ value: { scheduledAt: NOW } });
    expect(fields({ scheduled_at: new Date(NOW - 60_001).toISOString() })).toEqual(['scheduled_at']);
  });

  it.each([
    undefined,
    null,
    '',
    'now',
    '2030-01-08',
    '2030-01-07T10:00:00',
    '2030-02-30T10:00:00Z',
    1893488400,
    NOW,
    {},
  ])('is not %j', (scheduled_at) => {
    expect(fields({ scheduled_at })).toEqual(['scheduled_at']);
  });
});

describe('a job', () => {
  it('knows its own fields, and names the others', () => {
    const checked = check({ idempotency_key: 'k', timezone: 'UTC' });
    expect(checked).toMatchObject({ value: { idempotencyKey: 'k', call: { ignored: ['timezone'] } } });
  });

  it.each(['', 'x'.repeat(257), 'a\u0000', 7, {}])('has no key like %j', (idempotency_key) => {
    expect(fields({ idempotency_key })).toEqual(['idempotency_key']);
  });

  it('is told all its problems at once', () => {
    expect(fields({ url: null, scheduled_at: 1, idempotency_key: 1, method: 'x' })).toEqual([
      ...['url', 'method', 'scheduled_at', 'idempotency_key'],
    ]);
  });
});
