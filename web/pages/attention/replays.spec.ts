import { describe, expect, it } from '@jest/globals';
import type { Replay } from '../../api/client.ts';
import { hasWork, sumOf } from './replays.ts';

const replay = (fields: Partial<Replay>): Replay =>
  ({ forward: 0, check: 0, extend: 0, extend_by_s: 0, redo: 0, left: 0, done: 0, status: 'none', ...fields }) as Replay;

describe('the replay of a seller’s outages', () => {
  it('is the sum of theirs, and moves deadlines by the longest', () => {
    const sum = sumOf([
      replay({ forward: 3, extend_by_s: 60, done: 1 }),
      replay({ forward: 2, check: 1, extend_by_s: 900 }),
    ]);
    expect(sum).toMatchObject({ forward: 5, check: 1, extendByS: 900, done: 1, isOver: true });
  });

  it('is over once none of them runs', () => {
    expect(sumOf([replay({ status: 'done' }), replay({ status: 'running' })]).isOver).toBe(false);
    expect(sumOf([]).isOver).toBe(true);
  });

  it('does something only where there is something to make good', () => {
    const redo = sumOf([replay({ redo: 4 })]);
    expect([hasWork(redo, false), hasWork(redo, true)]).toEqual([false, true]);
    expect(hasWork(sumOf([replay({ extend: 1 })]), false)).toBe(true);
  });
});
