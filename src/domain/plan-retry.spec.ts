import { describe, expect, it } from '@jest/globals';
import { callRetryOf, readRetry } from './plan-retry.js';
import { checkPlan } from './poll-plan.js';

const withRetry = (retry: unknown) => checkPlan({ strategy: 'fixed', interval_s: 5, retry });

function fields(retry: unknown): string[] {
  const check = withRetry(retry);
  if (check.ok) throw new Error('was accepted');
  for (const { message } of check.problems) expect(message).toMatch(/^\S+ .+\.$/);
  return check.problems.map(({ field }) => field);
}

describe('the retry of a plan', () => {
  it('comes back with its defaults', () => {
    const defaults = { limit: 0, min_ms: 1_000, factor: 2, backoff: 'exponential' };
    expect(withRetry({})).toMatchObject({ ok: true, plan: { retry: defaults } });
    const whole = { limit: 3, min_ms: 250.5, factor: 1, backoff: 'linear' };
    expect(withRetry(whole)).toMatchObject({ ok: true, plan: { retry: whole } });
    expect(checkPlan({ strategy: 'fixed', interval_s: 5 })).not.toHaveProperty('plan.retry');
  });

  it.each(['sweep', 'fixed', 'exponential', 'adaptive'])('belongs to every plan: %s', (strategy) => {
    const more = {
      sweep: {},
      fixed: { interval_s: 1 },
      exponential: { interval_s: 1, multiplier: 2, max_interval_s: 9 },
      adaptive: { class_from: 'c', default: 'a', classes: { a: { interval_s: 1 } } },
    }[strategy];
    const check = checkPlan({ strategy, ...more, retry: { limit: 2 }, wait_s: 30 });
    expect(check).toMatchObject({ ok: true, plan: { strategy, retry: { limit: 2 }, wait_s: 30 } });
    // Read again as it was saved.
    expect(check.ok && checkPlan(JSON.parse(JSON.stringify(check.plan)))).toEqual(check);
  });

  it.each<[unknown, string[]]>([
    [null, ['']],
    [3, ['']],
    [[], ['']],
    [{ limit: -1 }, ['.limit']],
    [{ limit: 11 }, ['.limit']],
    [{ limit: 1.5 }, ['.limit']],
    [{ limit: '1' }, ['.limit']],
    [{ min_ms: 0 }, ['.min_ms']],
    [{ min_ms: 60_001 }, ['.min_ms']],
    [{ min_ms: NaN }, ['.min_ms']],
    [{ factor: 0.9 }, ['.factor']],
    [{ factor: 10.1 }, ['.factor']],
    [{ backoff: 'random' }, ['.backoff']],
    [{ backoff: null, limit: 99 }, ['.backoff', '.limit']],
    [{ max_ms: 5 }, ['.max_ms']],
    [{ toString: 1 }, ['.toString']],
  ])('is refused field by field: %j', (retry, names) => {
    expect(fields(retry)).toEqual(names.map((name) => `poll.retry${name}`));
  });

  it('is refused where its waits come to more than a minute: 1 s doubling six times', () => {
    expect(withRetry({ limit: 5 })).toMatchObject({ ok: true });
    expect(fields({ limit: 6 })).toEqual(['poll.retry']);
    expect(withRetry({ limit: 10, min_ms: 1_000, backoff: 'linear' })).toMatchObject({ ok: true });
    expect(fields({ limit: 10, min_ms: 1_100, backoff: 'linear' })).toEqual(['poll.retry']);
  });

  it('is the rule of an attempt’s tries', () => {
    expect(callRetryOf(readRetry({ limit: 2, backoff: 'linear' }))).toEqual({
      ...{ limit: 2, minMs: 1_000, maxMs: null, factor: 2, backoff: 'linear', randomize: false },
    });
  });
});
