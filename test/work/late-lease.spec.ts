import { describe, expect, it } from '@jest/globals';
import { ByteBudget } from '../../src/domain/byte-budget.js';
import { LateLease } from '../../src/work/late-lease.js';

describe('memory that is taken when an answer comes', () => {
  it('is none before its first byte, and given back at its end', async () => {
    const budget = new ByteBudget(100);
    const late = new LateLease(budget, 60);
    expect(budget.inUse).toBe(0);
    expect(await late.write(Buffer.from('{'))).toBe(true);
    expect(late.write(Buffer.from('}'))).toBeUndefined();
    expect(budget.inUse).toBe(60);
    expect((await late.end()).head.toString()).toBe('{}');
    late.release();
    expect(budget.inUse).toBe(0);
  });

  it.each<[string, (late: LateLease, granted: () => void) => void]>([
    ['before it is granted', (late, grant) => (late.release(), grant())],
    ['in the turn in which it is granted', (late, grant) => (grant(), late.release())],
  ])('is given back where the call ends %s', async (_when, end) => {
    const budget = new ByteBudget(100);
    const other = budget.tryTake(100)!;
    const late = new LateLease(budget, 60);
    const written = late.write(Buffer.from('{'));
    end(late, () => other.release());
    expect(await written).toBe(false);
    expect(budget.inUse).toBe(0);
  });
});
