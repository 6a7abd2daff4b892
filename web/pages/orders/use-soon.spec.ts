import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { Reads } from './reads.ts';
import { Soon } from './use-soon.ts';

describe('what is to be done soon', () => {
  beforeEach(() => void jest.useFakeTimers({ now: 1e12 }));
  afterEach(() => void jest.useRealTimers());

  it('is done at once, and once for all that asked', async () => {
    const act = jest.fn<() => void>();
    const soon = new Soon(act, 1_000);
    soon.ask();
    soon.ask();
    await jest.advanceTimersByTimeAsync(0);
    expect(act).toHaveBeenCalledTimes(1);
  });

  it('is done again only after its time', async () => {
    const act = jest.fn<() => void>();
    const soon = new Soon(act, 1_000);
    soon.ask();
    await jest.advanceTimersByTimeAsync(1);
    soon.ask();
    await jest.advanceTimersByTimeAsync(998);
    expect(act).toHaveBeenCalledTimes(1);
    await jest.advanceTimersByTimeAsync(1);
    expect(act).toHaveBeenCalledTimes(2);
  });

  it('is never done twice at the same time, and once more where it was asked for meanwhile', async () => {
    const ends: (() => void)[] = [];
    const soon = new Soon(() => new Promise<void>((end) => ends.push(end)), 10);
    soon.ask();
    await jest.advanceTimersByTimeAsync(0);
    soon.ask();
    await jest.advanceTimersByTimeAsync(1_000);
    expect(ends).toHaveLength(1);
    ends[0]!();
    await jest.advanceTimersByTimeAsync(0);
    expect(ends).toHaveLength(2);
  });

  it('is dropped where nobody wants it any more', async () => {
    const act = jest.fn<() => void>();
    const soon = new Soon(act, 1_000);
    soon.ask();
    soon.stop();
    await jest.advanceTimersByTimeAsync(5_000);
    expect(act).not.toHaveBeenCalled();
  });
});

describe('a page', () => {
  it('is old once something happened after its reading began', async () => {
    const reads = new Reads();
    expect(reads.isOld(null)).toBe(true);
    await reads.begin(null, async () => reads.age());
    expect(reads.isOld(null)).toBe(true);
    await reads.begin(null, async () => undefined);
    expect([reads.isOld(null), reads.isOld('next')]).toEqual([false, true]);
    reads.forget(null);
    expect(reads.isOld(null)).toBe(true);
  });
});
