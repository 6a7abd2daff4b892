import { describe, expect, it } from '@jest/globals';
import type { Exchange } from './exchange.js';
import { isWaitApplied, longCheckOf, wasHeldBack } from './long-check.js';
import { checkPlan, type PollPlan } from './poll-plan.js';
import { HeldBody } from './received-body.js';

const planOf = (wait_s?: number): PollPlan => ({ strategy: 'sweep', ...(wait_s !== undefined && { wait_s }) });
const answered = (headers: Record<string, string>): Exchange => ({
  ...{ kind: 'answered', status: 200, headers, body: new HeldBody(Buffer.alloc(0)), durationMs: 1 },
});

describe('a long check', () => {
  it('asks the seller to wait, and waits five seconds longer itself', () => {
    expect(longCheckOf(planOf(55), 0, 1e9)).toEqual({ prefer: 'wait=55', waitMs: 55_000, timeoutMs: 60_000 });
    expect(longCheckOf(planOf(0.5), 0, 1e9)).toEqual({ prefer: 'wait=1', waitMs: 500, timeoutMs: 5_500 });
    expect(longCheckOf(planOf(), 0, 1e9)).toBeNull();
  });

  it('ends by the deadline, and is none in the last second and after it', () => {
    expect(longCheckOf(planOf(30), 0, 12_900)).toEqual({ prefer: 'wait=12', waitMs: 12_000, timeoutMs: 17_000 });
    expect(longCheckOf(planOf(30), 0, 999)).toBeNull();
    expect(longCheckOf(planOf(30), 1_000, 1_000)).toBeNull();
    expect(longCheckOf(planOf(30), 9_000, 1_000)).toBeNull();
  });

  it.each([0, -1, 55.1, '5', null, NaN])('is refused with wait_s %j', (wait_s) => {
    const check = checkPlan({ strategy: 'sweep', wait_s });
    expect(check).toMatchObject({ ok: false, problems: [{ field: 'poll.wait_s' }] });
  });

  it('is none of a class', () => {
    const plan = { strategy: 'adaptive', class_from: 'c', default: 'a', classes: { a: { interval_s: 1, wait_s: 5 } } };
    expect(checkPlan(plan)).toMatchObject({ ok: false, problems: [{ field: 'poll.classes.a.wait_s' }] });
  });
});

describe('what a seller says of the wait', () => {
  it.each(['wait=30', 'wait', 'WAIT=5', 'respond-async, wait=10', 'wait=10; x=y', 'foo=1,wait'])(
    'is that it was applied: %s',
    (value) => expect(isWaitApplied(answered({ 'preference-applied': value }))).toBe(true),
  );

  it.each(['', 'respond-async', 'waiting=1', 'no-wait', 'return=minimal'])('is nothing of it: %j', (value) =>
    expect(isWaitApplied(answered({ 'preference-applied': value }))).toBe(false),
  );

  it('counts only where the answer was held back for half of the wait', () => {
    const after = (durationMs: number, value = 'wait=30') =>
      wasHeldBack({ ...answered({ 'preference-applied': value }), durationMs }, 30_000);
    expect([after(15_000), after(14_999), after(30_000, 'respond-async')]).toEqual([true, false, false]);
  });

  it('is nothing where the header is missing, or there is no answer', () => {
    expect(isWaitApplied(answered({ prefer: 'wait=30' }))).toBe(false);
    const lost = { ...{ kind: 'unanswered' as const, failure: 'timeout' as const }, message: '-', sentFully: true };
    expect(isWaitApplied({ ...lost, durationMs: 1 })).toBe(false);
  });
});
