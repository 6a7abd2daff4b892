import { describe, expect, it } from '@jest/globals';
import { checkPlan } from './check-plan.js';

const adaptive = {
  ...{ strategy: 'adaptive', class_from: 'model', default: 'image' },
  classes: { image: { initial_s: 5, interval_s: 3, timeout_s: 120 }, video: { interval_s: 15 } },
};

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

  it('of growing gaps or of classes comes back with its defaults too', () => {
    const growing = { strategy: 'exponential', interval_s: 2, multiplier: 1.5, max_interval_s: 30 };
    expect(checkPlan(growing)).toEqual({ ok: true, plan: { ...growing, initial_s: 2, jitter: 0.1 } });
    const whole = { ...growing, initial_s: 0, jitter: 0, timeout_s: 600, max_checks: 10 };
    expect(checkPlan(whole)).toEqual({ ok: true, plan: whole });
    const classes = { 'sora-2': { interval_s: 15, timeout_s: 600 }, suno: { initial_s: 0, interval_s: 1 } };
    expect(checkPlan({ ...adaptive, classes, default: 'suno' })).toEqual({
      ok: true,
      plan: {
        ...{ strategy: 'adaptive', class_from: 'model', default: 'suno', jitter: 0.1 },
        classes: { 'sora-2': { initial_s: 15, interval_s: 15, timeout_s: 600 }, suno: classes.suno },
      },
    });
    expect(checkPlan({ ...adaptive, jitter: 0.5, timeout_s: 9, max_checks: 3 }).ok).toBe(true);
  });

  it('is read as it was saved', () => {
    for (const plan of [adaptive, { strategy: 'exponential', interval_s: 1, multiplier: 2, max_interval_s: 8 }]) {
      const once = checkPlan(plan);
      expect(once.ok && checkPlan(JSON.parse(JSON.stringify(once.plan)))).toEqual(once);
    }
  });

  it('that learns has a budget of three checks and gaps of an hour at most, unless it says otherwise', () => {
    expect(checkPlan({ strategy: 'learned' })).toEqual({
      ok: true,
      plan: { strategy: 'learned', budget: 3, max_interval_s: 3_600, jitter: 0.1 },
    });
    const whole = { budget: 1.5, max_interval_s: 60, class_from: 'model', timeout_s: 9, max_checks: 3, jitter: 0 };
    expect(checkPlan({ strategy: 'learned', ...whole })).toEqual({ ok: true, plan: { strategy: 'learned', ...whole } });
  });

  it.each<[object, string]>([
    [{ budget: 0.9 }, 'budget'],
    [{ budget: 21 }, 'budget'],
    [{ budget: '3' }, 'budget'],
    [{ max_interval_s: 0 }, 'max_interval_s'],
    [{ class_from: 7 }, 'class_from'],
    [{ class_from: 'a\u0000' }, 'class_from'],
    [{ interval_s: 5 }, 'interval_s'],
    [{ classes: {} }, 'classes'],
    [{ default: 'a' }, 'default'],
  ])('that learns is refused with %j', (more, field) => {
    expect(fields({ strategy: 'learned', ...more })).toEqual([`poll.${field}`]);
  });

  it('that does not learn has no budget', () => {
    expect(fields({ strategy: 'fixed', interval_s: 5, budget: 3 })).toEqual(['poll.budget']);
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

  it.each<[object, string[]]>([
    [{ interval_s: undefined }, ['interval_s']],
    [{ multiplier: undefined, max_interval_s: undefined }, ['multiplier', 'max_interval_s']],
    [{ multiplier: 0.99 }, ['multiplier']],
    [{ multiplier: 101 }, ['multiplier']],
    [{ multiplier: '2' }, ['multiplier']],
    [{ max_interval_s: 1.9 }, ['max_interval_s']],
    [{ max_interval_s: 0 }, ['max_interval_s']],
    [{ max_interval_s: 2_592_001 }, ['max_interval_s']],
    [{ jitter: 0.6 }, ['jitter']],
    [{ max_interval_s: 1, multiplier: 0 }, ['multiplier']],
    [{ classes: {} }, ['classes']],
  ])('of growing gaps is refused: %j', (changed, names) => {
    const good = { strategy: 'exponential', interval_s: 2, multiplier: 1.5, max_interval_s: 30 };
    const plan = JSON.parse(JSON.stringify({ ...good, ...changed })) as object;
    expect(fields(plan)).toEqual(names.map((name) => `poll.${name}`));
  });

  const many = (count: number) =>
    Object.fromEntries(Array.from({ length: count }, (_, i) => [`c${i}`, { interval_s: 1 }]));
  it.each<[object, string[]]>([
    [{ classes: undefined }, ['classes']],
    [{ class_from: undefined, default: undefined }, ['class_from', 'default']],
    [{ classes: {} }, ['classes', 'default']],
    [{ classes: [] }, ['classes']],
    [{ classes: null }, ['classes']],
    [{ classes: many(51), default: 'c0' }, ['classes']],
    [{ default: 'music' }, ['default']],
    [{ default: 'toString' }, ['default']],
    [{ default: 7 }, ['default']],
    [{ class_from: '' }, ['class_from']],
    [{ class_from: 7 }, ['class_from']],
    [{ class_from: 'x'.repeat(101) }, ['class_from']],
    [{ class_from: '__proto__' }, ['class_from']],
    [{ class_from: 'a\u0000' }, ['class_from']],
    [{ classes: { a: 5 }, default: 'a' }, ['classes.a']],
    [{ classes: { a: {} }, default: 'a' }, ['classes.a.interval_s']],
    [
      { classes: { a: { interval_s: 0, initial_s: -1, timeout_s: 0 } }, default: 'a' },
      [...['classes.a.interval_s', 'classes.a.initial_s', 'classes.a.timeout_s']],
    ],
    [
      { classes: { a: { interval_s: 1, multiplier: 2, colour: 'red' } }, default: 'a' },
      [...['classes.a.multiplier', 'classes.a.colour']],
    ],
    [{ classes: { ['x'.repeat(101)]: { interval_s: 1 } }, default: 'x' }, [`classes.${'x'.repeat(60)}`, 'default']],
    [{ classes: { '': { interval_s: 1 } }, default: '' }, ['classes.']],
    [{ classes: { constructor: { interval_s: 1 } }, default: 'constructor' }, ['classes.constructor']],
    [{ interval_s: 5, multiplier: 2 }, ['interval_s', 'multiplier']],
  ])('of classes is refused: %j', (changed, names) => {
    const plan = JSON.parse(JSON.stringify({ ...adaptive, ...changed })) as object;
    expect(fields(plan)).toEqual(names.map((name) => `poll.${name}`));
  });

  it('may have fifty classes, and names of a hundred characters', () => {
    expect(checkPlan({ ...adaptive, classes: many(50), default: 'c49' }).ok).toBe(true);
    const name = 'x'.repeat(100);
    expect(checkPlan({ ...adaptive, classes: { [name]: { interval_s: 1 } }, default: name, class_from: name }).ok).toBe(
      true,
    );
  });

  it('refuses fields of another strategy, and tells all problems at once', () => {
    expect(fields({ strategy: 'sweep', interval_s: 1, jitter: 0.1 })).toEqual(['poll.interval_s', 'poll.jitter']);
    expect(fields({ strategy: 'fixed', max_checks: 0 })).toEqual(['poll.max_checks', 'poll.interval_s']);
  });
});
