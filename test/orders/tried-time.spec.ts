import { expect, it } from '@jest/globals';
import { triedAfter, triedUntilNow } from '../../src/orders/tried-time.js';
import { ManualClock } from '../support/manual-clock.js';

const SECOND = 1_000;
const HOUR = 3_600 * SECOND;

it('time passes from the first try on, and jumps of the calendar do not count', () => {
  const clock = new ManualClock();
  const first = triedUntilNow({}, clock);
  clock.advance(2 * SECOND);
  clock.jump(6 * HOUR);
  expect([first.ms, triedUntilNow({ tried: first }, clock).ms]).toEqual([0, 2 * SECOND]);
  const waits = triedAfter(triedUntilNow({ tried: first }, clock), 5 * SECOND);
  clock.advance(8 * SECOND);
  expect(triedUntilNow({ tried: waits }, clock).ms).toBe(10 * SECOND);
});

it('of the time between two processes, the wait that was planned counts', () => {
  const clock = new ManualClock();
  clock.advance(HOUR);
  const tried = { ...triedAfter(triedUntilNow({}, clock), 5 * SECOND), process: 'the one before' };
  clock.advance(7 * HOUR);
  const begun = triedUntilNow({ tried }, clock);
  clock.advance(SECOND);
  expect([begun.ms, triedUntilNow({ tried: begun }, clock).ms]).toEqual([5 * SECOND, 6 * SECOND]);
});

it('a row that knows the calendar instant of its first try alone counts from that, and never below nothing', () => {
  const clock = new ManualClock();
  const since = (firstTryAt: number | null) => triedUntilNow({ firstTryAt }, clock).ms;
  expect([since(clock.now() - HOUR), since(clock.now() + HOUR), since(null)]).toEqual([HOUR, 0, 0]);
});
