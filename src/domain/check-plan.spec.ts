import { describe, expect, it } from '@jest/globals';
import { checkPlan } from './check-plan.js';

function fields(value: unknown): string[] {
  const check = checkPlan(value);
  if (check.ok) throw new Error('was accepted');
  for (const { message } of check.problems) expect(message).toMatch(/\.$/);
  return check.problems.map((problem) => problem.field);
}

describe('a plan that is saved', () => {
  it('comes back with its defaults', () => {
    expect(checkPlan({ strategy: 'sweep' })).toEqual({ ok: true, plan: { strategy: 'sweep' } });
    expect(checkPlan({ strategy: 'fixed', interval_s: 2.5 })).toEqual({
      ok: true,
      plan: { strategy: 'fixed', initial_s: 2.5, interval_s: 2.5, jitter: 0.1 },
    });
    const whole = { strategy: 'fixed', initial_s: 0, interval_s: 0.25, jitter: 0, timeout_s: 600, max_checks: 10 };
    expect(checkPlan(whole)).toEqual({ ok: true, plan: whole });
    expect(checkPlan({ strategy: 'sweep', timeout_s: 60, max_checks: 1 }).ok).toBe(true);
  });

  it.each(['exponential', 'adaptive', 'learned'])('is told that %s is not built yet', (strategy) => {
    expect(checkPlan({ strategy, interval_s: 1 })).toEqual({
      ok: false,
      problems: [
        { field: 'poll.strategy', message: `The strategy "${strategy}" is not built yet; use "sweep" or "fixed".` },
      ],
    });
  });

  it.each([undefined, null, [], 'sweep', 15])('must be an object, not %j', (value) =>
    expect(fields(value)).toEqual(['poll']),
  );

  it.each([{}, { strategy: 'often' }, { strategy: null }, { strategy: ['sweep'] }])(
    'must name a strategy: %j',
    (value) => {
      expect(fields(value)).toEqual(['poll.strategy']);
    },
  );

  it.each(['multiplier', 'max_interval_s', 'classes', 'class_from', 'default', 'budget', 'retry', 'wait_s'])(
    'refuses %s as not built yet',
    (name) => {
      expect(checkPlan({ strategy: 'sweep', [name]: 1 })).toEqual({
        ok: false,
        problems: [{ field: `poll.${name}`, message: `${name} is not built yet; leave it out.` }],
      });
    },
  );

  it.each([
    [{ initial_s: -1 }, 'initial_s'],
    [{ initial_s: '1' }, 'initial_s'],
    [{ interval_s: 0 }, 'interval_s'],
    [{ interval_s: null }, 'interval_s'],
    [{ interval_s: 2_592_001 }, 'interval_s'],
    [{ jitter: 0.51 }, 'jitter'],
    [{ jitter: -0.1 }, 'jitter'],
    [{ timeout_s: 0 }, 'timeout_s'],
    [{ timeout_s: Infinity }, 'timeout_s'],
    [{ timeout_s: NaN }, 'timeout_s'],
    [{ max_checks: 0 }, 'max_checks'],
    [{ max_checks: 1.5 }, 'max_checks'],
    [{ max_checks: true }, 'max_checks'],
    [{ intervall_s: 1 }, 'intervall_s'],
    [{ toString: 1 }, 'toString'],
  ])('refuses %j', (changed, name) => {
    expect(fields({ strategy: 'fixed', interval_s: 10, ...changed })).toEqual([`poll.${name}`]);
  });

  it('refuses fields of another strategy, and tells all problems at once', () => {
    expect(fields({ strategy: 'sweep', interval_s: 1, jitter: 0.1 })).toEqual(['poll.interval_s', 'poll.jitter']);
    expect(fields({ strategy: 'fixed', max_checks: 0 })).toEqual(['poll.max_checks', 'poll.interval_s']);
  });
});
