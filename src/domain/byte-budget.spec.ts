import { describe, expect, it } from '@jest/globals';
import { ByteBudget, type Lease } from './byte-budget.js';

describe('the budget of bytes in flight', () => {
  it('lends up to its limit, and refuses the byte after', () => {
    const budget = new ByteBudget(100);
    expect(budget.tryTake(60)).not.toBeNull();
    expect(budget.tryTake(41)).toBeNull();
    expect(budget.tryTake(40)).not.toBeNull();
    expect(budget.inUse).toBe(100);
  });

  it('takes a lease back once, however often it is released', () => {
    const budget = new ByteBudget(100);
    const first = budget.tryTake(50);
    budget.tryTake(50);
    first?.release();
    first?.release();
    expect(budget.inUse).toBe(50);
  });

  it('lets those who wait in as room comes, in their order, a large one before the small one behind it', async () => {
    const budget = new ByteBudget(100);
    const held = await budget.take(80);
    const came: string[] = [];
    const large = Promise.resolve(budget.take(90)).then((lease) => (came.push('large'), lease));
    const small = Promise.resolve(budget.take(10)).then((lease) => (came.push('small'), lease));
    await Promise.resolve();
    expect(came).toEqual([]);
    held.release();
    const leases: Lease[] = await Promise.all([large, small]);
    expect(came).toEqual(['large', 'small']);
    for (const lease of leases) lease.release();
    expect(budget.inUse).toBe(0);
  });

  it('lets go whoever waits when its signal says so, and goes on with the next', async () => {
    const budget = new ByteBudget(100);
    const held = await budget.take(80);
    const ending = new AbortController();
    const large = Promise.resolve(budget.take(90, ending.signal));
    const small = Promise.resolve(budget.take(20));
    ending.abort(new Error('over'));
    await expect(large).rejects.toThrow('over');
    (await small).release();
    await expect(Promise.resolve(budget.take(90, ending.signal))).rejects.toThrow('over');
    held.release();
    expect(budget.inUse).toBe(0);
  });

  it('lends what is larger than itself when nothing else is held', () => {
    const budget = new ByteBudget(100);
    const whole = budget.tryTake(1_000);
    expect(whole).not.toBeNull();
    expect(budget.tryTake(1)).toBeNull();
    whole?.release();
    expect(budget.tryTake(100)).not.toBeNull();
  });
});
