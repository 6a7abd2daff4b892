import { expect, it } from '@jest/globals';
import { ByteBudget } from '../../src/domain/byte-budget.js';
import { LateLease } from '../../src/work/late-lease.js';

const piece = Buffer.from('abc');

it('memory for a late body is taken with its first bytes, once, and given back', async () => {
  const budget = new ByteBudget(10);
  const late = new LateLease(budget, 7);
  expect(budget.inUse).toBe(0);
  await late.write(piece);
  await late.write(piece);
  expect([budget.inUse, (await late.end()).head.toString()]).toEqual([7, 'abcabc']);
  late.release();
  expect(budget.inUse).toBe(0);
});

it('a late body waits for memory, and one whose call ends meanwhile takes none', async () => {
  const budget = new ByteBudget(10);
  const other = budget.tryTake(10);
  const [kept, ended] = [new LateLease(budget, 7), new LateLease(budget, 7)];
  const writing = [ended.write(piece), kept.write(piece)];
  await ended.abort();
  expect(await writing[0]).toBe(false);
  other?.release();
  expect([await writing[1], budget.inUse]).toEqual([true, 7]);
  kept.release();
  ended.release();
  expect(budget.inUse).toBe(0);
});
