import { describe, expect, it } from '@jest/globals';
import type { Attempt, OrderEvent } from '../../api/client.ts';
import { journeyOf, newestFirst, type RunOfSteps } from './timeline.ts';

const at = (second: number) => new Date(Date.UTC(2026, 0, 1, 0, 0, second)).toISOString();
const event = (id: string, second: number, run = 1, attempt_id?: string) =>
  ({ event_id: id, at: at(second), run, cause: { kind: 'check', attempt_id } }) as unknown as OrderEvent;
const attempt = (id: string, second: number, run: number | null = 1) =>
  ({ attempt_id: id, started_at: at(second), run }) as unknown as Attempt;
const keys = (runs: RunOfSteps[]) => runs.map(({ run, steps }) => [run, ...steps.map(({ key }) => key)]);
const whole = { moreEvents: false, moreAttempts: false };

describe("an order's journey", () => {
  it('puts calls and what they brought about into one order of time', () => {
    const events = [event('placed', 0), event('processing', 2, 1, 'forward'), event('done', 9, 1, 'check')];
    const attempts = [attempt('check', 8), attempt('forward', 1)];
    expect(keys(journeyOf({ events, attempts, ...whole }))).toEqual([
      [1, 'placed', 'forward', 'processing', 'check', 'done'],
    ]);
  });

  it('never puts what a call brought about before it, also where clocks differ', () => {
    const events = [event('placed', 0), event('first', 3, 1, 'b'), event('second', 5, 1, 'b'), event('other', 5)];
    const attempts = [attempt('b', 5), attempt('a', 2)];
    expect(keys(journeyOf({ events, attempts, ...whole }))).toEqual([
      [1, 'placed', 'a', 'b', 'first', 'second', 'other'],
    ]);
    expect(keys(journeyOf({ events: [event('e', 1, 1, 'a')], attempts: [attempt('a', 1)], ...whole }))).toEqual([
      [1, 'a', 'e'],
    ]);
  });

  it('begins a run where the order began it: late answers to an earlier one stand where they came', () => {
    const events = [event('placed', 0), event('failed', 3), event('retried', 5, 2)];
    const attempts = [attempt('message', 9, null), attempt('late', 8, 1), attempt('again', 6, 2), attempt('first', 1)];
    expect(keys(journeyOf({ events, attempts, ...whole }))).toEqual([
      [1, 'placed', 'first', 'failed'],
      [2, 'retried', 'again', 'late', 'message'],
    ]);
  });

  it('shows where something has not been read', () => {
    const events = [event('placed', 0), event('one', 1)];
    const attempts = [attempt('c', 9), attempt('b', 8)];
    expect(keys(journeyOf({ events, attempts, moreEvents: true, moreAttempts: true }))).toEqual([
      [1, 'placed', 'one', 'events', 'attempts', 'b', 'c'],
    ]);
    expect(keys(journeyOf({ events: [], attempts: [], moreEvents: true, moreAttempts: false }))).toEqual([
      [1, 'events'],
    ]);
  });

  it('can be turned round', () => {
    const runs = journeyOf({ events: [event('a', 0), event('b', 1), event('c', 2, 2)], attempts: [], ...whole });
    expect(keys(newestFirst(runs))).toEqual([
      [2, 'c'],
      [1, 'b', 'a'],
    ]);
  });

  it('takes a thousand steps in a moment', () => {
    const events = Array.from({ length: 1_000 }, (_, n) => event(`e${n}`, n, 1, `a${n}`));
    const attempts = Array.from({ length: 1_000 }, (_, n) => attempt(`a${n}`, n)).reverse();
    const started = performance.now();
    expect(journeyOf({ events, attempts, ...whole })[0]?.steps).toHaveLength(2_000);
    expect(performance.now() - started).toBeLessThan(200);
  });
});
