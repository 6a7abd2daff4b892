import { describe, expect, it } from '@jest/globals';
import type { Evidence } from '../../src/domain/conformance/evidence.js';
import { CHECKS } from '../../src/domain/conformance/report.js';
import { jsonAnswer } from '../../src/habits/answer.js';
import { slow } from '../../src/habits/each/slow.js';
import type { Asked, Habit, SellerSide } from '../../src/habits/habit.js';
import { BY_LENGTH, FOUND_BY, type Road } from './found-by.js';

/** How long an answer of a seller with this habit takes, in milliseconds, at its full pace. */
function lengthOf({ make }: Habit): number {
  return make().answer?.(jsonAnswer(202, {}), {} as Asked, {} as SellerSide)?.delayMs ?? 0;
}

function judged(id: string, evidence: object): string | undefined {
  const check = CHECKS.find((one) => one.id === id)!;
  return check.judge({ tool: { hasStatusUrl: true }, probes: {}, good: null, isOver: true, ...evidence } as Evidence)
    ?.outcome;
}

/** A test would take four minutes at the pace of a real seller: the waits of the habits are put before the checks. */
describe('what shows by its length alone', () => {
  it.each(BY_LENGTH)('is told of: %s', (row) => {
    const [habit, road] = row.split(' ') as [string, Road];
    expect(FOUND_BY[habit]![road]).toEqual(['status.quick']);
  });

  it('an answer of the status URL that comes as late as that of slow', () => {
    const status_unknown = Array.from({ length: 20 }, () => ({ ms: lengthOf(slow), status: 404 }));
    expect(judged('status.quick', { probes: { status_unknown } })).toBe('warn');
  });

  it('but no answer to the job that comes as late as that of slow', () => {
    const calls = [{ kind: 'forward', outcome: 'accepted', status: 202, ms: lengthOf(slow), times: 1, error: null }];
    expect(judged('job.quick', { good: { status: 'completed', calls } })).toBe('pass');
  });
});
